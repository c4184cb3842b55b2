"""The Devices tab in Chromium: found, disabled, enabled, tested; keys are hidden until they are asked for."""

import json
import subprocess
from pathlib import Path

from browser import client, complaints, find, find_all, labelled, open_tab, press, sign_in, wait
from checks import check, expect
from paired import paired
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select


@check("devices are found, disabled and enabled, and their keys are shown when they are asked for")
def devices(hub):
    for name in ("press-07", "press-08", "oven-1"):
        hub.create_device(name)
    driver = sign_in(hub)
    try:
        open_tab(driver, "Devices")
        find(driver, "#prefix").send_keys("press")
        find(driver, "#device-filter button").click()
        rows = lambda: [row.text.split()[0] for row in find_all(driver, "#devices tbody tr")]
        wait(driver, lambda: rows() == ["press-07", "press-08"])
        labelled(driver, "Disable press-08").click()
        labelled(driver, "Enable press-08")
        expect(hub.api("GET", "/devices/press-08")["status"] == "disabled", "it is not disabled")
        Select(find(driver, "#status")).select_by_visible_text("disabled")
        find(driver, "#device-filter button").click()
        wait(driver, lambda: rows() == ["press-08"])
        labelled(driver, "Enable press-08").click()
        labelled(driver, "Disable press-08")
        expect(hub.api("GET", "/devices/press-08")["status"] == "enabled", "it is not enabled")
        expect(driver.switch_to.active_element.get_attribute("aria-label") == "Disable press-08", "the focus is lost")
        Select(find(driver, "#status")).select_by_visible_text("any")
        find(driver, "#device-filter button").click()
        wait(driver, lambda: rows() == ["press-07", "press-08"])
        keys = hub.api("GET", "/devices/press-08/keys")
        expect(keys["primaryKey"] not in driver.page_source, "the key is in the page before it is asked for")
        labelled(driver, "Show the keys of press-08").click()
        wait(driver, lambda: keys["primaryKey"] in find(driver, "#keys").text)
        expect("SharedAccessKey=" in find(driver, "#keys").text, "no connection string")
        command = f"devicestream device connection-string --name {hub.name} --device-id=press-08 --output tsv"
        line = press(driver, "Copy the command for the connection string", says=f"Copied {command}")
        expect(client(hub, line).strip() == press(driver, "Copy the connection string", says="Copied the connection string"), line)
        ActionChains(driver).send_keys(Keys.ESCAPE).perform()
        wait(driver, lambda: not find(driver, "#keys").is_displayed())
        expect(driver.switch_to.active_element.get_attribute("aria-label") == "Show the keys of press-08", "the focus is lost")
        expect(keys["primaryKey"] not in driver.page_source, "the key stays in the page")
        # The device is not connected: what, why and what next, with the code.
        labelled(driver, "Open a test stream to press-08").click()
        wait(driver, lambda: "DeviceNotOnline (404103)" in find(driver, "#problem").text)
        expect("press-08" in find(driver, "#problem").text and "tracking:" in find(driver, "#problem").text, "no words")
        command = f"devicestream device list --name {hub.name} --prefix=press"
        line = press(driver, "Copy the command for Devices", says=f"Copied {command}")
        expect([one["deviceId"] for one in json.loads(client(hub, line))] == ["press-07", "press-08"], client(hub, line))
        # The browser notes the status of the refused stream.
        expect(all("404" in one for one in complaints(driver)), "other complaints")
    finally:
        for name in ("press-07", "press-08", "oven-1"):
            hub.delete_device(name)


@check("a test stream says how fast the device accepted it, and leaves nothing open")
def tested(hub):
    driver = sign_in(hub)
    with paired(hub, "press-07") as pairing:
        open_tab(driver, "Devices")
        wait(driver, lambda: "Connected" in find(driver, "#devices tbody").text)
        labelled(driver, "Open a test stream to press-07").click()
        request = wait(driver, lambda: pairing.device.request(0.5))
        pairing.device.answer(request)
        wait(driver, lambda: find(driver, "#tested").text.startswith("press-07 accepted a stream after "))
        streams = hub.api("GET", "/streams?deviceId=press-07")["value"]
        expect(streams[0]["reason"] == "test from the portal", f"{streams}")
        expect({one["state"] for one in streams} == {"ended"}, f"{streams}")
    found = complaints(driver)
    expect(found == [], f"{found}")


@check("the agent takes the test stream of the portal")
def agent(hub):
    hub.create_device("press-09")
    string = hub.api("GET", "/devices/press-09/connectionString")["connectionString"]
    file = Path(hub.directory) / "press-09"
    file.write_text(string)
    file.chmod(0o600)
    program = Path(hub.program).parent / "devicestream"
    environment = {"HOME": hub.directory, "PATH": "/usr/bin:/bin"}
    words = [program, "agent", "run", "--connection-string-file", file, "--cacert", hub.authority, "--service", "ssh=127.0.0.1:22"]
    driver = sign_in(hub)
    open_tab(driver, "Devices")
    wait(driver, lambda: "Disconnected" in find(driver, "#devices tbody").text)
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as run:
        try:
            # The tab looks by itself who is connected.
            wait(driver, lambda: find(driver, "#devices td[data-title=Connection]").text == "Connected")
            labelled(driver, "Open a test stream to press-09").click()
            wait(driver, lambda: find(driver, "#tested").text.startswith("press-09 accepted a stream after "))
            command = f"devicestream stream test --name {hub.name} --device-id=press-09"
            expect(command in find(driver, "#tested").text, find(driver, "#tested").text)
            client(hub, command + " --duration 100ms --count 3")
        finally:
            run.terminate()
            hub.delete_device("press-09")
    expect(complaints(driver) == [], "complaints")
