"""How the tabs look with something in them: names and contrast are checked, and pictures are taken."""

import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import look
from browser import client, complaints, find, find_all, labelled, open_tab, sign_in, url, wait
from checks import check, expect
from device import Device
from stream import Stream

TABS = {"Overview": "#version", "Devices": "#devices tbody tr", "Streams": "#recent tbody tr", "Logs": "#logs tbody tr",
        "Diagnostic settings": "#diagnostics tbody tr", "Limits": "#limits input"}
DEVICES = {"press-01": {"site": "berlin", "line": "3"}, "press-02": {"site": "berlin", "line": "4"}, "oven-11": {"site": "lyon"},
           "gate-camera-3": {"site": "lyon", "kind": "camera"}, "pump-north": {"site": "oslo"}}


class Plant:
    """Devices that are on, and their streams."""

    def __init__(self, hub, stack):
        self.hub, self.stack, self.devices = hub, stack, {}
        for name, tags in DEVICES.items():
            hub.api("POST", "/devices", {"deviceId": name, "tags": tags})
            stack.callback(hub.delete_device, name)
        for name in ("oven-11", "press-01", "press-02"):
            self.devices[name] = Device(hub, name, hub.api("GET", f"/devices/{name}/keys")["primaryKey"]).subscribe()
        self.devices.pop("oven-11").disconnect()
        for device in self.devices.values():
            stack.callback(device.disconnect)
        hub.api("PATCH", "/devices/gate-camera-3", {"status": "disabled", "statusReason": "stolen on 2026-11-20"})

    def ask(self, device, answer, **members):
        """Asks for a stream; the device's `answer` is its status and properties, or nothing at all."""
        with ThreadPoolExecutor(1) as pool:
            path = f"/v1/hubs/{self.hub.name}/devices/{device}/streams"
            reply = pool.submit(self.hub.request, "POST", path, members)
            request = self.devices[device].request()
            self.devices[device].answer(request, *answer)
            return reply.result(30), request

    def open(self, device, service, **members):
        """Both sides of a stream: service and device."""
        reply, request = self.ask(device, (200, f"&$service={service}"), service=service, **members)
        expect(reply.status == 200, f"{reply}")
        sides = [Stream.join(self.hub, reply.json["url"], reply.json["token"]), Stream.join(self.hub, request.url, request.token)]
        for side in sides:
            self.stack.callback(side.connection.close)
        return reply.json["streamId"], *sides


def past(hub, plant):
    """Streams that have ended, each in another way."""
    _, service, device = plant.open("press-02", "rdp", reason="Update of the panel")
    device.send(b"x" * 812_345)
    service.read(812_345)
    service.close()
    stream, *_ = plant.open("press-01", "web", reason="Look at the counters")
    hub.api("POST", f"/streams/{stream}/close", {"reason": "the shift is over"})
    text = urllib.parse.quote("This agent does not serve 'vnc'. It serves: ssh, web.", safe="")
    plant.ask("press-01", (400, f"&$code=ServiceUnknown&$reason={text}"), service="vnc", reason="Ticket 4710")
    for device in ("oven-11", "gate-camera-3"):
        hub.request("POST", f"/v1/hubs/{hub.name}/devices/{device}/streams", {"service": "ssh", "reason": "Ticket 4709"})


def picture(driver, hub, title):
    """Light, dark and narrow."""
    stem = title.lower().replace(" ", "-")
    for suffix, scheme, width in (("", "light", 1200), ("-dark", "dark", 1200), ("-narrow", "light", 390)):
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        size = {"width": width, "height": 700, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        file = hub.pictures / f"{stem}{suffix}.png"
        driver.save_screenshot(str(file))
        expect(file.stat().st_size < 150_000, f"{file} has {file.stat().st_size} bytes")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@check("every tab with something in it has names and contrast, in light and dark, wide and narrow; pictures are taken", limit=180)
def tabs(hub):
    with ExitStack() as stack:
        plant = Plant(hub, stack)
        client(hub, "diagnostic-setting", "create", "archive", "--name", hub.name, "--file", "streams.jsonl", "--output", "none")
        stack.callback(hub.request, "DELETE", f"/v1/hubs/{hub.name}/diagnosticSettings/archive")
        past(hub, plant)
        driver = hub.browser
        driver.delete_all_cookies()
        driver.get(url(hub))
        expect(look.problems(driver) == [], f"Sign in: {look.problems(driver)}")
        picture(driver, hub, "Sign in")
        sign_in(hub)
        for title in ("Overview", "Devices", "Diagnostic settings", "Limits", "Logs"):
            open_tab(driver, title)
            wait(driver, lambda: find_all(driver, TABS[title]))
            expect(look.problems(driver) == [], f"{title}: {look.problems(driver)}")
            picture(driver, hub, title)
        # What opens over the tabs, and what is told when something is wrong.
        find(driver, "#logs td button").click()
        wait(driver, lambda: find(driver, "#record").is_displayed())
        expect(look.problems(driver) == [], f"Record: {look.problems(driver)}")
        picture(driver, hub, "Record")
        find(driver, "#record form button").click()
        open_tab(driver, "Devices")
        labelled(driver, "Open a test stream to pump-north").click()
        wait(driver, lambda: "DeviceNotOnline" in find(driver, "#problem").text)
        expect(look.problems(driver) == [], f"Problem: {look.problems(driver)}")
        picture(driver, hub, "Problem")
        labelled(driver, "Show the keys of press-01").click()
        wait(driver, lambda: find(driver, "#keys").is_displayed())
        expect(look.problems(driver) == [], f"Keys: {look.problems(driver)}")
        find(driver, "#keys form button").click()
        expect(all("404" in one for one in complaints(driver)), "other complaints")
        open_tab(driver, "Streams")
        wait(driver, lambda: find(driver, "#following").text == "live")
        _, service, device = plant.open("press-01", "ssh", reason="Ticket 4711: the press stands still")
        _, other, _ = plant.open("press-02", "web", reason="Ticket 4712: logs of the panel")
        # Nobody answers this one: it counts down.
        waiting = threading.Thread(target=hub.request, args=("POST", f"/v1/hubs/{hub.name}/devices/press-02/streams", {
            "service": "vnc", "responseTimeoutSeconds": 45, "reason": "Ticket 4712: look at the panel"}))
        waiting.start()
        stack.callback(waiting.join)
        request = plant.devices["press-02"].request()
        stack.callback(plant.devices["press-02"].answer, request, 400)
        # Traffic as it is: what is typed, what comes back, and now and then a file.
        # That of the first of the streams, which stands last.
        points = lambda: find_all(driver, "#live svg polyline")[-1].get_attribute("points")
        before = wait(driver, lambda: find_all(driver, "#live svg polyline") and points())
        for step in range(22):
            typed, shown = 300 + 90 * (step % 5), 5_000 + 2_500 * (step % 7) + (60_000 if step % 13 == 8 else 0)
            service.send(b"x" * typed)
            device.send(b"x" * shown)
            device.read(typed)
            service.read(shown)
            if step % 4 == 0:
                other.send(b"x" * 700)
            # The chart has a point for each second.
            wait(driver, lambda: points() != before)
            before = points()
        wait(driver, lambda: "s left for answer" in find(driver, "#live").text)
        expect(len(find_all(driver, "#live tbody tr")) == 3 and len(find_all(driver, "#recent tbody tr")) >= 3, find(driver, "main").text)
        expect(look.problems(driver) == [], f"Streams: {look.problems(driver)}")
        picture(driver, hub, "Streams")
        expect(complaints(driver) == [], "complaints")
