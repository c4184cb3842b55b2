"""The Streams tab in Chromium: streams come, count down, count bytes, are closed, and say why they ended."""

import time
from concurrent.futures import ThreadPoolExecutor

from browser import NASTY, SHOWN, complaints, find, find_all, labelled, open_tab, sign_in, wait
from checks import check, expect
from paired import paired
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from stream import Ended


@check("a stream appears by itself, its bytes are counted, and it is closed with a reason")
def streams(hub):
    driver = sign_in(hub)
    open_tab(driver, "Streams")
    wait(driver, lambda: "No stream is open" in find(driver, "#live").text)
    live = lambda: find(driver, "#live").text
    with paired(hub, "press-07") as pairing:
        with pairing.stream(reason=NASTY):
            begin = time.monotonic()
            wait(driver, lambda: "press-07" in live() and "established" in live())
            took = time.monotonic() - begin
            expect(took < 3, f"it appeared after {took:.1f} s")
            expect(SHOWN in live() and find_all(driver, "#live img") == [], live())
        wait(driver, lambda: "No stream is open" in live() and "press-07" in find(driver, "#recent").text)
        with pairing.stream(name="ssh", reason="the press stands still") as (service, device):
            wait(driver, lambda: "the press stands still" in live() and "established" in live())
            service.send(b"x" * 4321)
            wait(driver, lambda: "4.2 KiB to the device" in live())
            expect(find_all(driver, "#live [title='4321 bytes']"), "the exact number is not there")
            highest = lambda: min(float(point.split(",")[1]) for point in
                                  find(driver, "#live svg polyline").get_attribute("points").split())
            wait(driver, lambda: highest() < 1)
            expect("at most" in find(driver, "#live svg").get_attribute("aria-label"), "the chart says nothing")
            stream = hub.api("GET", "/streams?state=established")["value"][0]["streamId"]
            labelled(driver, f"Close the stream {stream}").click()
            find(driver, "#reason").send_keys("enough <b>of it</b>")
            ActionChains(driver).send_keys(Keys.ENTER).perform()
            wait(driver, lambda: "enough <b>of it</b>" in find(driver, "#recent").text)
            expect("No stream is open" in live(), live())
            try:
                while True:
                    service.receive()
            except Ended as end:
                expect(end.code == 4410, f"{end}")
    found = complaints(driver)
    expect(found == [], f"{found}")
    return f"after {took:.1f} s"


@check("a handshake counts down by the hub's clock, and what was waited for is told")
def countdown(hub):
    driver = sign_in(hub)
    open_tab(driver, "Streams")
    # This machine's clock goes wrong by an hour.
    driver.execute_script("const now = Date.now; Date.now = () => now() + 3600000;")
    state = lambda: (find_all(driver, "#live tbody td[data-title=State]") or [None])[0]
    seconds = lambda: state() and "s left for answer" in state().text and int(state().text.split("\n")[1].split()[0])
    with paired(hub, "press-07") as pairing, ThreadPoolExecutor(1) as pool:
        path = f"/v1/hubs/{hub.name}/devices/press-07/streams"
        reply = pool.submit(hub.request, "POST", path, {"streamName": "slow", "responseTimeoutSeconds": 6})
        expect(pairing.device.request() is not None, "the device was not asked")
        first = wait(driver, seconds)
        expect(1 <= first <= 6, f"{first} s of 6")
        wait(driver, lambda: seconds() and seconds() < first)
        expect(find(driver, "#live progress").get_attribute("value") in map(str, range(7)), "no bar")
        expect(reply.result(30).status == 504, f"{reply.result()}")
        wait(driver, lambda: "timed out in the stage answer" in find(driver, "#recent tbody tr").text)
        expect("GatewayTimeout" in find(driver, "#recent tbody tr").text, find(driver, "#recent tbody tr").text)
    expect(complaints(driver) == [], "complaints")
