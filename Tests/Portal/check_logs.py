"""The Logs tab in Chromium: filters, the live tail, a record with all its properties, exports."""

import csv
import http.client
import json
import time
import urllib.parse
from pathlib import Path

from browser import NASTY, SHOWN, complaints, find, find_all, hide, labelled, open_tab, press, sign_in, wait, walk
from checks import check, expect
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

FORMULA = "=1+1"


def ask(hub, device, **members):
    """Asks for a stream to a device that is not connected, which leaves a record."""
    path = f"/v1/hubs/{hub.name}/devices/{urllib.parse.quote(device, safe='')}/streams"
    reply = hub.request("POST", path, members)
    expect(reply.status == 404, f"{reply}")
    return reply.headers["x-ms-request-id"]


def rows(driver):
    return [row.text for row in find_all(driver, "#logs tbody tr")]


def search(driver, **fields):
    for name, text in fields.items():
        field = find(driver, f"#{name}")
        if field.tag_name == "select":
            Select(field).select_by_visible_text(text)
        else:
            field.clear()
            field.send_keys(text)
    find(driver, "#log-filter button").click()


@check("records are found by device, tracking id, result, level, category, text and time")
def filters(hub):
    for device in ("oven-1", "oven-2"):
        hub.create_device(device)
    tracking = ask(hub, "oven-1", reason="to look after the oven")
    ask(hub, "oven-2")
    driver = sign_in(hub)
    try:
        open_tab(driver, "Logs")
        one = lambda: len(rows(driver)) == 1 and "oven-1" in rows(driver)[0]
        search(driver, device="oven-1")
        wait(driver, one)
        command = press(driver, "Copy the command for Records", says=f"Copied devicestream log list --name {hub.name} --device=oven-1")
        expect(command.endswith("--device=oven-1"), command)
        search(driver, device="", tracking=tracking)
        wait(driver, one)
        search(driver, tracking="", text="LOOK AFTER the")
        wait(driver, one)
        command = f"devicestream log list --name {hub.name} --text='LOOK AFTER the'"
        expect(press(driver, "Copy the command for Records", says=f"Copied {command}") == command, "another command")
        search(driver, text="", device="oven-1", result="DeviceNotOnline", category="DeviceStreams")
        wait(driver, one)
        search(driver, category="Connections")
        wait(driver, lambda: "No record is like that" in find(driver, "#logs").text)
        expect("devicestream stream test" in find(driver, "#logs").text, "the empty table teaches nothing")
        search(driver, category="any", level="Information")
        wait(driver, lambda: rows(driver) == [] and find(driver, "#logs .empty").is_displayed())
        search(driver, level="any")
        wait(driver, one)
        # Nothing happened before.
        driver.execute_script("document.getElementById('to').value = '2020-01-01T00:00'")
        search(driver)
        wait(driver, lambda: rows(driver) == [])
        driver.execute_script("document.getElementById('to').value = '2120-01-01T00:00:01'")
        search(driver)
        wait(driver, one)
        expect(complaints(driver) == [], "complaints")
        search(driver, device="a b")
        wait(driver, lambda: "ArgumentInvalid" in find(driver, "#problem").text)
        expect(all("400" in message for message in complaints(driver)), "other complaints")
    finally:
        for device in ("oven-1", "oven-2"):
            hub.delete_device(device)


@check("a record comes by itself, within two seconds, and the tail ends with the session")
def tail(hub):
    hub.create_device("oven-3")
    token = hub.request("POST", "/v1/tokens", {"name": "watcher", "role": "reader"}).json
    driver = sign_in(hub, token["token"])
    try:
        open_tab(driver, "Logs")
        search(driver, device="oven-3")
        find(driver, "#live").click()
        wait(driver, lambda: "No record is like that" in find(driver, "#logs").text)
        ask(hub, "oven-3", reason="the first one")
        wait(driver, lambda: len(rows(driver)) == 1)
        begin = time.monotonic()
        ask(hub, "oven-3", reason=NASTY)
        wait(driver, lambda: len(rows(driver)) == 2)
        took = time.monotonic() - begin
        expect(took < 2, f"{took} s")
        expect(SHOWN in rows(driver)[0] and "the first one" in rows(driver)[1], f"{rows(driver)}")
        expect(find_all(driver, "#logs img") == [], "a reason became an element")
        expect(complaints(driver) == [], "complaints")
        hub.request("DELETE", f"/v1/tokens/{token['id']}")
        wait(driver, lambda: find_all(driver, "#token"))
        expect(all("401" in message for message in complaints(driver)), "other complaints")
        return f"after {took:.2f} s"
    finally:
        hub.delete_device("oven-3")


@check("a record opens to all its properties, with the keyboard alone")
def opened(hub):
    hub.create_device("oven-4")
    tracking = ask(hub, "oven-4", reason=NASTY, streamName="ssh", service="ssh")
    driver = sign_in(hub)
    try:
        open_tab(driver, "Logs")
        search(driver, tracking=tracking)
        wait(driver, lambda: len(rows(driver)) == 1)
        record = hub.api("GET", f"/logs?trackingId={tracking}")["value"][0]
        walk(driver, lambda one: one.get_attribute("aria-label") == f"Open the record {record['sequence']}")
        ActionChains(driver).send_keys(Keys.ENTER).perform()
        shown = wait(driver, lambda: find(driver, "#record").is_displayed() and find(driver, "#record").text)
        values = {**record, **record["properties"]}
        for name in ("properties", "properties_s"):
            values.pop(name)
        for name, value in values.items():
            text = SHOWN if value == NASTY else str(value)
            expect(name in shown and text in shown, f"{name} {text} is not in {shown}")
        expect(find_all(driver, "#record img") == [], "a reason became an element")
        copied = press(driver, f"Copy the record {record['sequence']} as JSON", says="Copied the JSON")
        expect(json.loads(copied) == record, copied)
        ActionChains(driver).send_keys(Keys.ESCAPE).perform()
        wait(driver, lambda: not find(driver, "#record").is_displayed())
        expect(json.loads(press(driver, "Copy the table Records as JSON", says="Copied the JSON")) == [record], "other JSON")
        lines = press(driver, "Copy the table Records", says="Copied the table").splitlines()
        expect(len(lines) == 2 and lines[0].startswith("Time (UTC)\tLevel\t") and SHOWN in lines[1], f"{lines}")
        expect(complaints(driver) == [], "complaints")
    finally:
        hub.delete_device("oven-4")


@check("what is shown is exported as JSON lines and as CSV, in which no cell is a formula")
def exports(hub):
    hub.create_device(FORMULA)
    ask(hub, FORMULA, reason="@SUM(1), \"quoted\"")
    ask(hub, FORMULA, reason=NASTY)
    directory = Path(hub.directory) / "downloads"
    directory.mkdir()
    driver = sign_in(hub)
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(directory)})
    try:
        open_tab(driver, "Logs")
        search(driver, device=FORMULA)
        wait(driver, lambda: len(rows(driver)) == 2)
        records = hub.api("GET", f"/logs?deviceId={urllib.parse.quote(FORMULA, safe='')}")["value"]
        labelled(driver, "Export the shown records as JSON lines").click()
        file = directory / f"{hub.name}-logs.jsonl"
        wait(driver, lambda: file.exists() and file.stat().st_size > 0)
        expect([json.loads(line) for line in file.read_text().splitlines()] == records, file.read_text())
        labelled(driver, "Export the shown records as CSV").click()
        file = directory / f"{hub.name}-logs.csv"
        wait(driver, lambda: file.exists() and file.stat().st_size > 0)
        with open(file, newline="") as opened:
            lines = list(csv.DictReader(opened))
        expect([line["sequence"] for line in lines] == [str(record["sequence"]) for record in records], f"{lines}")
        expect([line["reason"] for line in lines] == [SHOWN, "'@SUM(1), \"quoted\""], f"{lines}")
        expect({line["deviceId"] for line in lines} == {"'" + FORMULA}, f"{lines}")
        expect(not any(value.startswith(tuple("=+-@")) for line in lines for value in line.values()), f"{lines}")
        expect(complaints(driver) == [], "complaints")
    finally:
        hub.delete_device(FORMULA)


def ask_often(hub, device, count, first=0):
    """Many requests over one connection, each of which leaves a record; when the last is on record."""
    hub.lift_limits()
    connection = http.client.HTTPConnection(hub.host, hub.port, timeout=30)
    connection.sock = hub.connect(hub.host)
    fields = {"Authorization": f"Bearer {hub.token}", "Host": f"{hub.host}:{hub.port}", "Content-Type": "application/json"}
    try:
        for number in range(first, first + count):
            body = json.dumps({"streamName": f"n{number}"})
            connection.request("POST", f"/v1/hubs/{hub.name}/devices/{device}/streams", body, fields)
            answer = connection.getresponse()
            answer.read()
            expect(answer.status == 404, f"{answer.status}")
    finally:
        connection.close()
    # Reads see what was asked for before them.
    hub.api("GET", f"/logs?deviceId={device}&$top=1")


@check("a live log that was cut reads what came meanwhile, and says what it does not show", limit=120)
def gap(hub):
    hub.create_device("oven-5")
    driver = sign_in(hub)
    names = lambda: driver.execute_script("return document.getElementById('logs').rows.map((one) => one.properties.streamName)")
    wanted = lambda last, count: [f"n{number}" for number in range(last, last - count, -1)]
    try:
        open_tab(driver, "Logs")
        find(driver, "#live").click()
        search(driver, device="oven-5")
        wait(driver, lambda: find(driver, "#following").text == "live")
        ask_often(hub, "oven-5", 3)
        wait(driver, lambda: names() == wanted(2, 3))
        hide(driver, True)
        expect(find(driver, "#following").text == "not connected", "it is followed though nobody looks")
        ask_often(hub, "oven-5", 250, first=3)
        hide(driver, False)
        wait(driver, lambda: names() == wanted(252, 253))
        expect(not find(driver, "#rest").is_displayed(), "all is shown, and it says otherwise")
        # What cannot be read is said to be missing, and read when somebody wants it.
        hide(driver, True)
        ask_often(hub, "oven-5", 150, first=253)
        driver.execute_script("window.whole = fetch; window.fetch = (path, ...rest) => path.includes('skiptoken')"
                              " ? Promise.reject(new Error('cut')) : whole(path, ...rest);")
        hide(driver, False)
        wait(driver, lambda: "Records are missing here" in find(driver, "#rest").text)
        expect("ServerUnreachable" in find(driver, "#problem").text, find(driver, "#problem").text)
        ask_often(hub, "oven-5", 1, first=403)
        driver.execute_script("window.fetch = whole;")
        labelled(driver, "Read the records that are missing").click()
        wait(driver, lambda: names() == wanted(403, 404))
        # More than are shown at all: the newest, without a gap, and a way to those before them.
        hide(driver, True)
        ask_often(hub, "oven-5", 1100, first=404)
        hide(driver, False)
        wait(driver, lambda: names() == wanted(1503, 1000))
        wait(driver, lambda: "The newest 1000 records of this search are shown." in find(driver, "#rest").text)
        ask_often(hub, "oven-5", 1, first=1504)
        wait(driver, lambda: names() == wanted(1504, 1000))
        labelled(driver, "Show older records").click()
        wait(driver, lambda: names() and names()[0] != "n1504")
        expect(int(names()[0][1:]) >= 504 and not find(driver, "#live").is_selected(), f"{names()[:1]}")
        expect(complaints(driver) == [], "complaints")
    finally:
        hub.delete_device("oven-5")
