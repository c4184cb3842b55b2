"""What peers and people write stays text in every tab: as it comes live, in details, in commands, in what is taken along."""

import json
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from browser import NASTY, SHOWN, client, complaints, find, find_all, labelled, open_tab, press, sign_in, wait
from checks import check, expect
from paired import paired

# Every character of it may stand in a device id, and each means something to a shell, to HTML, or to a spreadsheet.
DEVICE = "=-a;$(id)'*#b"
# What a script of theirs would leave behind.
ELEMENTS = "main img, main script:not([src]), dialog img, header img"


def nothing_happened(hub, driver):
    expect(find_all(driver, ELEMENTS) == [], "a text became an element")
    found = complaints(driver)
    expect(found == [], f"{found}")


@check("ids, tags and reasons of a state stay text among the devices, and in the commands for them")
def devices(hub):
    created = hub.api("POST", "/devices", {"deviceId": DEVICE, "tags": {"site": NASTY}, "statusReason": NASTY})
    expect(created["tags"]["site"] == NASTY, f"{created}")
    driver = sign_in(hub)
    try:
        open_tab(driver, "Devices")
        wait(driver, lambda: DEVICE in find(driver, "#devices").text)
        shown = find(driver, "#devices").text
        expect("site=" + SHOWN in shown and shown.count(SHOWN) == 2, shown)
        labelled(driver, f"Disable {DEVICE}").click()
        labelled(driver, f"Enable {DEVICE}")
        labelled(driver, f"Show the keys of {DEVICE}").click()
        wait(driver, lambda: find(driver, "#keys").is_displayed())
        quoted = "'" + DEVICE.replace("'", "'\\''") + "'"
        command = f"devicestream device connection-string --name {hub.name} --device-id={quoted} --output tsv"
        line = press(driver, "Copy the command for the connection string", says=f"Copied {command}")
        expect(line == command and f"DeviceId={DEVICE};" in client(hub, line), line)
        find(driver, "#keys form button").click()
        for field, text in (("prefix", DEVICE), ("tag", f"site={NASTY}")):
            find(driver, f"#{field}").send_keys(text)
        find(driver, "#device-filter button").click()
        wait(driver, lambda: labelled(driver, "Copy the command for Devices") and len(find_all(driver, "#devices tbody tr")) == 1)
        command = (f"devicestream device list --name {hub.name} --prefix={quoted} "
                   "--tag=$'site=<img src=x onerror=alert(1)>\"\\'&\\xe2\\x80\\xae'")
        line = press(driver, "Copy the command for Devices", says=f"Copied {command}")
        expect([one["deviceId"] for one in json.loads(client(hub, line))] == [DEVICE], line)
        nothing_happened(hub, driver)
    finally:
        hub.delete_device(urllib.parse.quote(DEVICE, safe=""))


@check("what callers and devices write stays text as streams come and end, and in their records")
def streams(hub):
    token = hub.request("POST", "/v1/tokens", {"name": NASTY, "role": "operator"}).json
    driver = sign_in(hub)
    with paired(hub, "press-07") as pairing:
        open_tab(driver, "Streams")
        wait(driver, lambda: find(driver, "#following").text == "live")
        caller = {"authorization": f"Bearer {token['token']}"}
        path = f"/v1/hubs/{hub.name}/devices/press-07/streams"
        # It waits for an answer: whose caller and reason come live.
        with ThreadPoolExecutor(1) as pool:
            reply = pool.submit(hub.request, "POST", path, {"streamName": "nasty", "reason": NASTY}, **caller)
            request = pairing.device.request()
            wait(driver, lambda: find(driver, "#live").text.count(SHOWN) == 2)
            answered = urllib.parse.quote(NASTY, safe="")
            pairing.device.answer(request, 400, f"&$code=No&$reason={answered}")
            expect(reply.result(30).status != 200, f"{reply.result()}")
        # The reason of the device, that of the caller, and the caller.
        wait(driver, lambda: find(driver, "#recent tbody tr").text.count(SHOWN) == 3)
        lines = press(driver, "Copy the table Recent streams", says="Copied the table").splitlines()
        expect(lines[1].count(SHOWN) == 3, f"{lines}")
        tracking = reply.result().headers["x-ms-request-id"]
        rows = json.loads(press(driver, "Copy the table Recent streams as JSON", says="Copied the JSON"))
        labelled(driver, f"Records of the stream {rows[0]['streamId']}").click()
        wait(driver, lambda: find(driver, "h1").text == "Logs" and len(find_all(driver, "#logs tbody tr")) == 1)
        expect(find(driver, "#tracking").get_attribute("value") == tracking, "another request is shown")
        find(driver, "#logs tbody td").click()
        wait(driver, lambda: find(driver, "#record").is_displayed())
        expect(find(driver, "#record").text.count(SHOWN) >= 3, find(driver, "#record").text)
        find(driver, "#record form button").click()
        # Closed by hand, with a reason that is nasty, too.
        open_tab(driver, "Streams")
        with pairing.stream(name="ssh"):
            wait(driver, lambda: "established" in find(driver, "#live").text)
            stream = hub.api("GET", "/streams?state=established")["value"][0]["streamId"]
            labelled(driver, f"Close the stream {stream}").click()
            find(driver, "#reason").send_keys(NASTY)
            find(driver, "#closing button[value=close]").click()
            wait(driver, lambda: f"closed by first owner: {SHOWN}" in find(driver, "#recent tbody tr").text)
    hub.request("DELETE", f"/v1/tokens/{token['id']}")
    nothing_happened(hub, driver)


@check("a text that is looked for in the log stays text in the page, in its address and in the command")
def searched(hub):
    hub.create_device("press-08")
    hub.request("POST", f"/v1/hubs/{hub.name}/devices/press-08/streams", {"reason": NASTY})
    driver = sign_in(hub)
    try:
        open_tab(driver, "Logs")
        find(driver, "#device").send_keys("press-08")
        find(driver, "#text").send_keys(NASTY)
        find(driver, "#log-filter button").click()
        label = "Copy the command for Records"
        wait(driver, lambda: "#deviceId=press-08&text=" in driver.current_url and len(find_all(driver, "#logs tbody tr")) == 1)
        command = (f"devicestream log list --name {hub.name} --device=press-08 "
                   "--text=$'<img src=x onerror=alert(1)>\"\\'&\\xe2\\x80\\xae'")
        line = press(driver, label, says=f"Copied {command}")
        expect(len(json.loads(client(hub, line))) == 1, line)
        # The address alone leads to the same.
        driver.refresh()
        wait(driver, lambda: len(find_all(driver, "#logs tbody tr")) == 1)
        expect(find(driver, "#text").get_attribute("value") == NASTY, find(driver, "#text").get_attribute("value"))
        nothing_happened(hub, driver)
    finally:
        hub.delete_device("press-08")
