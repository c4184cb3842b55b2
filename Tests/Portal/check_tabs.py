"""The portal in Chromium: signing in, every tab, copying, the keyboard, the end of a session."""

import gzip
import time
import urllib.parse
from pathlib import Path

import look
from browser import (NASTY, client, complaints, copied, find, find_all, labelled, open_tab, said, sign_in, url, wait, walk)
from checks import check, expect
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


TABS = ["Overview", "Devices", "Streams", "Logs", "Diagnostic settings", "Limits"]


@check("a wrong token is refused in words, a right one opens the overview")
def sign(hub):
    driver = sign_in(hub, "wrong", shows="#trouble")
    told = find(driver, "#trouble").text
    expect("not one of this server" in told, "no reason")
    expect("devicestream login" in told and "(401002)" in told and "tracking: " in told, told)
    expect(look.problems(driver) == [], f"{look.problems(driver)}")
    # The browser itself notes the status of the page.
    expect(all("401" in one for one in complaints(driver)), "other complaints")
    begin = time.monotonic()
    sign_in(hub)
    expect(find(driver, "h1").text == "Overview", find(driver, "h1").text)
    cookies = driver.get_cookies()
    expect([(c["name"], c["secure"], c["httpOnly"], c["sameSite"], c["path"]) for c in cookies]
           == [("__Host-devicestream", True, True, "Strict", "/")], f"{cookies}")
    expect(hub.token not in driver.page_source + cookies[0]["value"], "the token is in the page or its cookie")
    expect(complaints(driver) == [], "complaints")
    return f"{(time.monotonic() - begin) * 1000:.0f} ms with the sign-in"


@check("every tab is seen within 300 ms, and all of them together load less than 150 KB")
def speed(hub):
    driver = sign_in(hub)
    paint = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    loaded = """return performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
        .filter((one) => one.initiatorType !== 'fetch').map((one) => [one.name, one.decodedBodySize])"""
    sizes, slowest = {}, 0
    for title in TABS:
        open_tab(driver, title)
        page, times = driver.current_url, []
        for _ in range(3):
            driver.get(page)
            times.append(wait(driver, lambda: driver.execute_script(paint)))
        expect(sorted(times)[1] < 300, f"{title}: {times}")
        slowest = max(slowest, sorted(times)[1])
        sizes |= dict(driver.execute_script(loaded))
    # Six pages, what all of them have, and what five have of their own; events of streams have no end, and no size.
    names = [name for name in sizes if "/v1/" not in name]
    total = sum(sizes[name] for name in names)
    expect(len(names) >= 6 + 2 + 5 and all(sizes[name] > 100 for name in names) and total < 150_000, f"{sizes}")
    driver.get(url(hub))
    path = urllib.parse.urlsplit(find(driver, "script").get_attribute("src")).path
    reply, plain = hub.request("GET", path, headers={"Accept-Encoding": "gzip"}), hub.request("GET", path)
    expect(reply.headers["content-encoding"] == "gzip", f"{reply}")
    expect(gzip.decompress(reply.body) == plain.body, "the compressed form holds something else")
    return f"{slowest:.0f} ms, {total} bytes"


@check("a hub without anything says what to do next, and has names and contrast", limit=120)
def empty(hub):
    driver = sign_in(hub)
    steps = {"Devices": f"devicestream device create press-07 --name {hub.name}",
             "Streams": f"devicestream forward DEVICE -L 2222:ssh --name {hub.name}"}
    for title in TABS:
        open_tab(driver, title)
        if title == "Diagnostic settings":
            wait(driver, lambda: "default" in find(driver, "#diagnostics").text)
            find(driver, "#new-setting").click()
        if title == "Limits":
            wait(driver, lambda: find_all(driver, "#limits input"))
        if title in steps:
            wait(driver, lambda: steps[title] in find(driver, "main").text)
        expect(look.problems(driver) == [], f"{title}: {look.problems(driver)}")
        expect(complaints(driver) == [], f"{title}")
    client(hub, steps["Devices"])
    hub.delete_device("press-07")


@check("the overview copies URL, host and command, and works without scripts")
def overview(hub):
    driver = sign_in(hub)
    endpoint = hub.api("GET", "/deviceStreams")["streamingEndpoints"][0]
    host = endpoint.removeprefix("https://").partition(":")[0]
    for label, text in ((f"Copy the URL {endpoint}", endpoint), (f"Copy the host name {host}", host),
                        ("Copy the command", f"devicestream show --name {hub.name}")):
        button = labelled(driver, label)
        copied(driver)
        button.click()
        wait(driver, lambda: said(driver) == f"Copied {text}")
        expect(copied(driver) == text, f"{copied(driver)} instead of {text}")
    directory = Path(hub.directory) / "lists"
    directory.mkdir()
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(directory)})
    for format in ("names", "nftables", "edl-ip"):
        link = find(driver, "main").find_element(By.LINK_TEXT, format)
        reply, file = hub.request("GET", f"/v1/hubs/{hub.name}/allowlist?format={format}"), link.get_attribute("download")
        link.click()
        if reply.status == 200:
            wait(driver, lambda: (directory / file).exists() and (directory / file).read_bytes() == reply.body)
        else:
            # What cannot be made is told, and no file is made of the error.
            wait(driver, lambda: reply.json["error"]["message"] in find(driver, "#problem").text)
            expect(not (directory / file).exists(), f"{file}")
            expect(all(str(reply.status) in one for one in complaints(driver)), "other complaints")
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        driver.get(url(hub))
        text = find(driver, "main").text
        version = hub.api("GET", "/allowlist/version")["version"]
        expect(all(part in text for part in (endpoint, host, version, "Active", "nftables")), text)
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@check("limits are changed, and one that is not to be is refused in words")
def limits(hub):
    driver = sign_in(hub)
    open_tab(driver, "Limits")
    field = wait(driver, lambda: next(iter(find_all(driver, "[id='connections']")), None))
    field.send_keys("77")
    find(driver, "#limits button[type=submit]").click()
    wait(driver, lambda: said(driver) == "Saved")
    shown = hub.request("GET", f"/v1/hubs/{hub.name}").json["properties"]["limits"]
    expect(shown["connections"] == 77 and shown["devices"] is None, f"{shown}")
    # Somebody else was faster.
    hub.request("PATCH", f"/v1/hubs/{hub.name}", {"properties": {"limits": {"connections": None}}})
    find(driver, "#limits button[type=submit]").click()
    wait(driver, lambda: "PreconditionFailed" in find(driver, "#problem").text)
    expect(all("412" in one for one in complaints(driver)), "other complaints")


@check("a session ends with its token, and a page of it asks for another")
def revoked(hub):
    token = hub.request("POST", "/v1/tokens", {"name": NASTY, "role": "reader"}).json
    driver = sign_in(hub, token["token"])
    expect("<img src=x" in find(driver, ".session").text, "the name of the token is not shown as it is")
    expect(find_all(driver, "header img") == [], "it became an element")
    open_tab(driver, "Streams")
    wait(driver, lambda: "No stream is open" in find(driver, "#live").text)
    begin = time.monotonic()
    hub.request("DELETE", f"/v1/tokens/{token['id']}")
    # Its events end, it hears that its session is over, and goes to the sign-in.
    wait(driver, lambda: find_all(driver, "#token"))
    expect(time.monotonic() - begin < 4, f"after {time.monotonic() - begin:.1f} s")
    expect(all("401" in one for one in complaints(driver)), "other complaints")
    return f"after {time.monotonic() - begin:.1f} s"


@check("the keyboard alone leads to everything")
def keyboard(hub):
    driver = sign_in(hub)
    keys = lambda *some: ActionChains(driver).send_keys(*some).perform()
    label = lambda one: one.get_attribute("aria-label")
    driver.get(url(hub))
    keys(Keys.TAB)
    expect(driver.switch_to.active_element.text == "Skip to the content", "the first stop does not lead to the content")
    keys(Keys.ENTER, Keys.TAB)
    expect("Copy the URL" in label(driver.switch_to.active_element), label(driver.switch_to.active_element))
    hub.create_device("press-07")
    try:
        driver.get(url(hub))
        walk(driver, lambda one: one.text == "Devices")
        keys(Keys.ENTER)
        wait(driver, lambda: find(driver, "h1").text == "Devices" and find_all(driver, "#devices tbody tr"))
        walk(driver, lambda one: one.get_attribute("id") == "prefix")
        keys("press", Keys.ENTER)
        walk(driver, lambda one: label(one) == "Disable press-07")
        keys(Keys.SPACE)
        wait(driver, lambda: label(driver.switch_to.active_element) == "Enable press-07")
        keys(Keys.TAB, Keys.ENTER)
        wait(driver, lambda: find(driver, "#keys").is_displayed())
        keys(Keys.ESCAPE)
        wait(driver, lambda: label(driver.switch_to.active_element) == "Show the keys of press-07")
        walk(driver, lambda one: label(one) == "Records of press-07")
        keys(Keys.ENTER)
        wait(driver, lambda: find(driver, "h1").text == "Logs")
        expect(find(driver, "#device").get_attribute("value") == "press-07", "the log is that of all devices")
    finally:
        hub.delete_device("press-07")
    expect(complaints(driver) == [], "complaints")
