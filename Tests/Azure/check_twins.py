"""Twins, with azure-iot-hub 2.7.0 on one side and azure-iot-device 2.14.0 on the other."""

import concurrent.futures

from checks import check, expect
from service import Mailbox, device_client, refused, registry


def desired(**values):
    from azure.iot.hub.models import Twin, TwinProperties

    return Twin(properties=TwinProperties(desired=values))


@check("a service writes tags and desired properties, merges and replaces them")
def service_side(hub):
    from azure.iot.hub.models import Twin, TwinProperties

    service = registry(hub)
    service.create_device_with_sas("twin-1", "", "", "enabled")
    fresh = service.get_twin("twin-1")
    expect(fresh.tags == {} and fresh.properties.desired["$version"] == 1, f"{fresh}")
    first = service.update_twin(
        "twin-1", Twin(tags={"site": "b", "n": {"x": 1}}, properties=TwinProperties(desired={"fan": {"speed": 3, "on": True}}))
    )
    expect(first.tags == {"site": "b", "n": {"x": 1}}, f"{first.tags}")
    expect(first.properties.desired["fan"] == {"speed": 3, "on": True}, f"{first.properties.desired}")
    expect(first.properties.desired["$metadata"]["fan"]["speed"]["$lastUpdatedVersion"] == 2, "no metadata")
    second = service.update_twin("twin-1", desired(fan={"speed": None}, mode="auto"), first.etag)
    expect(second.properties.desired["fan"] == {"on": True} and second.properties.desired["$version"] == 3, f"{second}")
    with refused(412, "PreconditionFailed"):
        service.update_twin("twin-1", desired(x=1), first.etag)
    third = service.replace_twin("twin-1", Twin(tags={"only": 1}, properties=TwinProperties(desired={"only": [1, 2]})))
    plain = {k: v for k, v in third.properties.desired.items() if not k.startswith("$")}
    expect(third.tags == {"only": 1} and plain == {"only": [1, 2]}, f"{third}")
    expect(service.get_twin("twin-1").as_dict() == third.as_dict(), "another twin is read")
    with refused(400, "ArgumentInvalid"):
        service.update_twin("twin-1", desired(**{"a.b": 1}))
    with refused(400, "ArgumentInvalid"):
        service.update_twin("twin-1", desired(text=["x" * 4000] * 9))
    expect(hub.api("GET", "/devices/twin-1")["tags"] == {}, "a number is a native tag")
    service.update_twin("twin-1", Twin(tags={"site": "c"}))
    expect(hub.api("GET", "/devices/twin-1")["tags"] == {"site": "c"}, "the native API has other tags")
    hub.api("PATCH", "/devices/twin-1", {"tags": {"site": "d", "line": "7"}})
    expect(service.get_twin("twin-1").tags == {"only": 1, "site": "d", "line": "7"}, "tags that the native API did not write")


def both_sides(hub, device, key, **options):
    service = registry(hub)
    service.update_twin(device, desired(speed=1))
    with device_client(hub, device, key, **options) as client:
        expect(client.get_twin() == {"desired": {"speed": 1, "$version": 2}, "reported": {"$version": 1}}, f"{client.get_twin()}")
        client.patch_twin_reported_properties({"fan": {"rpm": 900, "names": ["a", None]}, "up": True})
        client.patch_twin_reported_properties({"fan": {"rpm": None, "on": False}})
        reported = service.get_twin(device).properties.reported
        plain = {k: v for k, v in reported.items() if not k.startswith("$")}
        expect(plain == {"fan": {"names": ["a", None], "on": False}, "up": True}, f"{plain}")
        expect(reported["$version"] == 3 and "$lastUpdated" in reported["$metadata"]["fan"]["on"], f"{reported}")
        patches = Mailbox()
        client.on_twin_desired_properties_patch_received = patches.put
        # The handler's subscription is on its way until the hub answers the next request.
        client.get_twin()
        service.update_twin(device, desired(speed=2, mode="auto"))
        expect(patches.get() == {"speed": 2, "mode": "auto", "$version": 3}, "another patch")
        service.update_twin(device, desired(mode=None))
        expect(patches.get() == {"mode": None, "$version": 4}, "another patch")
        service.replace_twin(device, desired(level=5))
        expect(patches.get() == {"speed": None, "level": 5, "$version": 5}, "no patch that leads to the new values")
        expect(client.get_twin()["desired"] == {"level": 5, "$version": 5}, "another twin")
    with device_client(hub, device, key, **options) as client:
        expect(client.get_twin()["reported"]["up"] is True, "what was reported is forgotten")


@check("over MQTT a device reads its twin, reports, and hears of changes")
def over_mqtt(hub):
    both_sides(hub, "twin-2", hub.create_device("twin-2"))


@check("over MQTT in WebSocket a device reads its twin, reports, and hears of changes")
def over_websocket(hub):
    both_sides(hub, "twin-3", hub.create_device("twin-3"), websockets=True)


@check("a module has a twin of its own")
def of_module(hub):
    from azure.iot.hub.models import Twin, TwinProperties

    service = registry(hub)
    service.create_device_with_sas("twin-4", "", "", "enabled")
    key = service.create_module_with_sas("twin-4", "cam", "", "", "").authentication.symmetric_key.primary_key
    with device_client(hub, "twin-4", key, module="cam") as client:
        service.update_module_twin("twin-4", "cam", Twin(tags={"a": 1}, properties=TwinProperties(desired={"x": 1})))
        expect(client.get_twin()["desired"] == {"x": 1, "$version": 2}, f"{client.get_twin()}")
        client.patch_twin_reported_properties({"ok": True})
        twin = service.get_module_twin("twin-4", "cam")
        expect(twin.properties.reported["ok"] is True and twin.connection_state == "Connected", f"{twin}")
        expect("x" not in service.get_twin("twin-4").properties.desired, "it is the device's")


@check("a patch that no twin can hold is refused to the device, and nothing of it is stored")
def too_large(hub):
    from azure.iot.device import exceptions

    key = hub.create_device("twin-5")
    service = registry(hub)
    with device_client(hub, "twin-5", key) as client:
        client.patch_twin_reported_properties({f"k{n}": "x" * 4000 for n in range(8)})
        for patch in ({"more": "x" * 4000}, {"a.b": 1}, {"text": "x" * 5000}):
            try:
                client.patch_twin_reported_properties(patch)
            # The SDK wraps the status into an error of its own.
            except exceptions.ClientError as error:
                expect("status 400" in repr(error.__cause__), f"{error.__cause__!r}")
                continue
            raise AssertionError("the patch was taken")
        expect(service.get_twin("twin-5").properties.reported["$version"] == 2, "something was stored")


@check("of many writers with one tag one wins each round, and no update is lost")
def race(hub):
    from azure.iot.hub.models import Twin
    from msrest.exceptions import HttpOperationError

    services = [registry(hub) for _ in range(10)]
    services[0].create_device_with_sas("twin-6", "", "", "enabled")

    def write(number, etag):
        try:
            services[number].update_twin("twin-6", Twin(tags={f"t{number}": number}), etag)
            return 200
        except HttpOperationError as error:
            return error.response.status_code

    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        for _ in range(5):
            etag = services[0].get_twin("twin-6").etag
            statuses = sorted(pool.map(lambda n: write(n, etag), range(10)))
            expect(statuses == [200] + [412] * 9, f"{statuses}")
        expect(list(pool.map(lambda n: write(n, None), range(10))) == [200] * 10, "a write without a tag was refused")
    expect(services[0].get_twin("twin-6").tags == {f"t{n}": n for n in range(10)}, "an update is lost")
