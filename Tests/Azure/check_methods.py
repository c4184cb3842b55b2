"""Direct methods, with azure-iot-hub 2.7.0 on one side and azure-iot-device 2.14.0 on the other."""

import time

from checks import check, expect
from service import Mailbox, background, device_client, refused, registry


def method(name, payload=None, response=10, connect=0):
    from azure.iot.hub.models import CloudToDeviceMethod

    return CloudToDeviceMethod(
        method_name=name, payload=payload, response_timeout_in_seconds=response, connect_timeout_in_seconds=connect
    )


def answering(client, status=200, payload=None):
    """Lets the device answer each call, and keep what it was asked."""
    from azure.iot.device import MethodResponse

    asked = Mailbox()

    def handle(request):
        asked.put((request.name, request.payload))
        answer = payload if payload is not None else {"heard": request.payload}
        client.send_method_response(MethodResponse.create_from_method_request(request, status, answer))

    client.on_method_request_received = handle
    # The handler's subscription is on its way until the hub answers the next request.
    client.get_twin()
    return asked


def call(hub, device, key, **options):
    service = registry(hub)
    with device_client(hub, device, key, **options) as client:
        asked = answering(client, status=207)
        for payload in ({"delay": 3, "names": ["a", None, 1.5]}, "text", [1], 7):
            result = service.invoke_device_method(device, method("reboot", payload))
            expect((result.status, result.payload) == (207, {"heard": payload}), f"{result}")
            expect(asked.get() == ("reboot", payload), "the device heard something else")
        # The SDK puts an empty text in the place of no payload.
        expect(service.invoke_device_method(device, method("a.b-c~1")).payload == {"heard": ""}, "another payload")


@check("over MQTT a device is called and answers")
def over_mqtt(hub):
    call(hub, "method-1", hub.create_device("method-1"))


@check("over MQTT in WebSocket a device is called and answers")
def over_websocket(hub):
    call(hub, "method-2", hub.create_device("method-2"), websockets=True)


@check("a module is called and answers")
def module(hub):
    service = registry(hub)
    service.create_device_with_sas("method-3", "", "", "enabled")
    key = service.create_module_with_sas("method-3", "cam", "", "", "").authentication.symmetric_key.primary_key
    with device_client(hub, "method-3", key, module="cam") as client:
        asked = answering(client, payload=["done"])
        result = service.invoke_device_module_method("method-3", "cam", method("shoot", {"n": 1}))
        expect((result.status, result.payload) == (200, ["done"]), f"{result}")
        expect(asked.get() == ("shoot", {"n": 1}), "the module heard something else")
        with refused(404, "DeviceNotOnline"):
            service.invoke_device_method("method-3", method("shoot"))


@check("a device that is offline, does not listen, or is silent is told apart", limit=90)
def failures(hub):
    service = registry(hub)
    with refused(404, "DeviceNotFound"):
        service.invoke_device_method("method-none", method("m"))
    key = hub.create_device("method-4")
    with refused(404, "DeviceNotOnline"):
        service.invoke_device_method("method-4", method("m"))
    for name in ("a/b", "a+b", "#", "a?b", "$rid=1"):
        with refused(400, "ArgumentInvalid"):
            service.invoke_device_method("method-4", method(name))
    with device_client(hub, "method-4", key) as client:
        with refused(404, "DeviceNotOnline"):
            service.invoke_device_method("method-4", method("m"))
        silent = Mailbox()
        client.on_method_request_received = silent.put
        client.get_twin()
        started = time.monotonic()
        with refused(504, "GatewayTimeout"):
            service.invoke_device_method("method-4", method("m", response=5))
        expect(4.9 < time.monotonic() - started < 8, f"it took {time.monotonic() - started:.1f} s")
        silent.get()
        with background(lambda: service.invoke_device_method("method-4", method("m", response=60))) as result:
            silent.get()
            client.disconnect()
            with refused(404, "DeviceNotOnline"):
                result()


@check("a call waits for a device that is not connected yet")
def waits(hub):
    service = registry(hub)
    key = hub.create_device("method-5")
    with background(lambda: service.invoke_device_method("method-5", method("m", {"a": 1}, connect=30))) as result:
        with device_client(hub, "method-5", key) as client:
            answering(client)
            expect(result().payload == {"heard": {"a": 1}}, "another answer")


@check("a policy without ServiceConnect calls nothing")
def rights(hub):
    key = hub.create_device("method-6")
    with device_client(hub, "method-6", key) as client:
        asked = answering(client)
        for policy in ("registryReadWrite", "registryRead", "device"):
            with refused(401, "IotHubUnauthorizedAccess"):
                registry(hub, policy).invoke_device_method("method-6", method("m"))
        expect(asked.is_empty(), "the device was asked")
        expect(registry(hub, "service").invoke_device_method("method-6", method("m")).status == 200, "not 200")
