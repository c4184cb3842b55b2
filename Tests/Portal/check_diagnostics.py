"""The Diagnostic settings tab in Chromium: made, tested, changed and deleted; secrets are typed and never shown."""

import json
from pathlib import Path

import look
from browser import complaints, find, find_all, labelled, open_tab, press, said, sign_in, wait, walk
from checks import check, expect
from place import certificates
from receiver import SECRET, Receiver
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select


def settings(hub):
    return {one["name"]: one for one in hub.api("GET", "/diagnosticSettings")["value"]}


def shown(driver):
    return find(driver, "#diagnostics").text


def begin(hub, token=None):
    driver = sign_in(hub, token)
    open_tab(driver, "Diagnostic settings")
    wait(driver, lambda: "the hub's own log" in shown(driver))
    return driver


def fill(driver, **fields):
    for name, text in fields.items():
        field = find(driver, "#" + name.replace("_", "-"))
        if field.tag_name == "select":
            Select(field).select_by_visible_text(text)
        else:
            field.clear()
            field.send_keys(text)


def save(driver, name):
    find(driver, "#setting button[type=submit]").click()
    wait(driver, lambda: said(driver) == f"{name} is saved" and not find(driver, "#setting").is_displayed())


@check("a file is made with the keyboard, tested, changed, shown as JSON and deleted")
def file(hub):
    driver = begin(hub)
    walk(driver, lambda one: one.get_attribute("id") == "new-setting")
    ActionChains(driver).send_keys(Keys.ENTER).perform()
    wait(driver, lambda: driver.switch_to.active_element.get_attribute("id") == "name")
    ActionChains(driver).send_keys("to-file").perform()
    walk(driver, lambda one: one.get_attribute("id") == "file-name")
    ActionChains(driver).send_keys("portal.jsonl", Keys.ENTER).perform()
    wait(driver, lambda: said(driver) == "to-file is saved")
    made = settings(hub)["to-file"]
    expect(made["destination"] == {"kind": "file", "name": "portal.jsonl", "maximumBytes": 104857600, "maximumFiles": 10}, f"{made}")
    expect(made["categories"] == ["DeviceStreams", "Connections"], f"{made}")
    wait(driver, lambda: "file portal.jsonl, 10 of 104857600 bytes at most" in shown(driver))
    labelled(driver, "Test the setting to-file").click()
    wait(driver, lambda: "to-file: taken after " in find(driver, "#tested").text)
    expect(" ms. The destination took the sample." in find(driver, "#tested").text, find(driver, "#tested").text)
    expect("diagnosticTest" in (Path(hub.directory) / "logs" / hub.name / "portal.jsonl").read_text(), "nothing was written")
    labelled(driver, "Change the setting to-file").click()
    expect(find(driver, "#file-name").get_attribute("value") == "portal.jsonl", "the present name is not there")
    expect(find(driver, "#name").get_attribute("readOnly") == "true", "a name could be changed")
    fill(driver, file_count="3")
    find(driver, "#setting input[value=Connections]").click()
    expect(look.problems(driver) == [], f"{look.problems(driver)}")
    save(driver, "to-file")
    changed = settings(hub)["to-file"]
    expect(changed["destination"]["maximumFiles"] == 3 and changed["categories"] == ["DeviceStreams"], f"{changed}")
    wait(driver, lambda: "3 of 104857600" in shown(driver))
    copied = json.loads(press(driver, "Copy the table Diagnostic settings as JSON", says="Copied the JSON"))
    expect({one["name"] for one in copied} == {"default", "to-file"}, f"{copied}")
    command = f"devicestream diagnostic-setting list --name {hub.name}"
    expect(press(driver, "Copy the command for Diagnostic settings", says=f"Copied {command}") == command, "another command")
    labelled(driver, "Delete the setting to-file").click()
    find(driver, "#deleting button[value='']").click()
    expect("to-file" in settings(hub), "it was deleted though it was to be kept")
    labelled(driver, "Delete the setting to-file").click()
    find(driver, "#deleting button[value=delete]").click()
    wait(driver, lambda: said(driver) == "to-file is deleted" and "to-file" not in shown(driver))
    expect(list(settings(hub)) == ["default"], f"{settings(hub)}")
    expect(complaints(driver) == [], "complaints")


@check("a webhook's test tells status and time; its secret is typed, kept, and never shown")
def webhook(hub):
    _, certificate, key = certificates(hub.directory)
    receiver = Receiver(certificate, key)
    receiver.thread.start()
    driver = begin(hub)
    try:
        address = f"https://127.0.0.1:{receiver.port}/hook?from=portal"
        find(driver, "#new-setting").click()
        fill(driver, name="to-hook", kind="webhook", webhook_url=address)
        # Without a secret the browser itself holds it back.
        find(driver, "#setting button[type=submit]").click()
        expect(find_all(driver, "#secret:invalid") and find(driver, "#setting").is_displayed(), "no secret is asked for")
        expect(find(driver, "#secret").get_attribute("type") == "password", "the secret can be read")
        fill(driver, secret=SECRET)
        save(driver, "to-hook")
        labelled(driver, "Test the setting to-hook").click()
        wait(driver, lambda: "to-hook: taken after " in find(driver, "#tested").text)
        expect("status 200" in find(driver, "#tested").text and find_all(driver, "#tested.good"), find(driver, "#tested").text)
        receiver.plan.append("500")
        labelled(driver, "Test the setting to-hook").click()
        wait(driver, lambda: "to-hook: not taken after " in find(driver, "#tested").text)
        expect("status 500" in find(driver, "#tested").text and find_all(driver, "#tested.bad"), find(driver, "#tested").text)
        labelled(driver, "Change the setting to-hook").click()
        expect(find(driver, "#secret").get_attribute("value") == "", "the secret is shown")
        find(driver, "#setting input[value=Connections]").click()
        save(driver, "to-hook")
        labelled(driver, "Test the setting to-hook").click()
        wait(driver, lambda: "to-hook: taken after " in find(driver, "#tested").text)
        expect(receiver.problems == [], f"{receiver.problems}")
        expect(SECRET not in driver.page_source, "the secret is in the page")
        expect(complaints(driver) == [], "complaints")
    finally:
        receiver.server.shutdown()
        hub.request("DELETE", f"/v1/hubs/{hub.name}/diagnosticSettings/to-hook")


@check("a syslog server is made; what the hub refuses is told, and what is typed stays")
def syslog(hub):
    driver = begin(hub)
    try:
        find(driver, "#new-setting").click()
        fill(driver, name="default", kind="syslog server", host="127.0.0.1", transport="udp", facility="local3")
        find(driver, "#setting button[type=submit]").click()
        wait(driver, lambda: "There is a setting 'default' already." in find(driver, "#problem").text)
        # Not an address that the server's file allows.
        fill(driver, name="to-syslog", host="10.0.0.1")
        find(driver, "#setting button[type=submit]").click()
        wait(driver, lambda: "tracking: none" not in find(driver, "#problem").text and find(driver, "#problem").is_displayed())
        expect("10.0.0.1" in find(driver, "#problem").text and "code:" in find(driver, "#problem").text, find(driver, "#problem").text)
        expect(find(driver, "#host").get_attribute("value") == "10.0.0.1", "what was typed is gone")
        expect(all("400" in one or "403" in one or "409" in one for one in complaints(driver)), "other complaints")
        fill(driver, host="127.0.0.1")
        save(driver, "to-syslog")
        wait(driver, lambda: "syslog udp://127.0.0.1:514 local3" in shown(driver))
        made = settings(hub)["to-syslog"]["destination"]
        expect(made == {"kind": "syslog", "host": "127.0.0.1", "port": 514, "transport": "udp", "facility": "local3"}, f"{made}")
        # Somebody else was faster.
        labelled(driver, "Change the setting to-syslog").click()
        hub.api("PUT", "/diagnosticSettings/to-syslog", {"categories": ["Connections"], "destination": made})
        find(driver, "#setting button[type=submit]").click()
        wait(driver, lambda: "PreconditionFailed" in find(driver, "#problem").text)
        expect(all("412" in one for one in complaints(driver)), "other complaints")
        # The hub's own log has categories, and nothing else.
        labelled(driver, "Change the setting default").click()
        expect(not find(driver, "#file-name").is_displayed() and not find(driver, "#kind").is_enabled(), "it has a destination")
        find(driver, "#setting input[value=Connections]").click()
        save(driver, "default")
        expect(settings(hub)["default"]["categories"] == ["DeviceStreams"], f"{settings(hub)}")
    finally:
        hub.request("DELETE", f"/v1/hubs/{hub.name}/diagnosticSettings/to-syslog")
        categories = ["DeviceStreams", "Connections"]
        hub.api("PUT", "/diagnosticSettings/default", {"categories": categories, "destination": {"kind": "local"}})


@check("who is no owner sees the settings, and why nothing can be done about them")
def reader(hub):
    token = hub.request("POST", "/v1/tokens", {"name": "reads", "role": "operator"}).json
    driver = begin(hub, token["token"])
    expect("need the role owner" in find(driver, "main").text, "no reason is given")
    expect(find_all(driver, "#diagnostics td button, #new-setting, #setting") == [], "there is something to change")
    expect(complaints(driver) == [], "complaints")
    hub.request("DELETE", f"/v1/tokens/{token['id']}")
