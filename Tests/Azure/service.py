"""What the checks of azure-iot-hub and azure-iot-device share."""

import contextlib
import logging
import queue
import threading
import warnings
from pathlib import Path

from checks import Skipped

for name in ("azure", "paho", "uamqp", "msrest"):
    logging.getLogger(name).setLevel(logging.CRITICAL)
warnings.filterwarnings("ignore")

# How long an answer may take that comes by another way than the call's own.
PATIENCE = 20


def registry(hub, policy="iothubowner"):
    """The service client, signed with a policy."""
    from azure.iot.hub import IoTHubRegistryManager

    host = hub.host if hub.port == 443 else f"{hub.host}:{hub.port}"
    if not hub.resolves:
        raise Skipped("it needs names, and so a namespace of our own")
    key = hub.api("GET", f"/policies/{policy}/keys")["primaryKey"]
    return IoTHubRegistryManager.from_connection_string(
        f"HostName={host};SharedAccessKeyName={policy};SharedAccessKey={key}"
    )


@contextlib.contextmanager
def refused(status, name=None):
    """What is within must fail with the status, and with IoT Hub's name for the error."""
    from msrest.exceptions import HttpOperationError

    try:
        yield
    except HttpOperationError as error:
        found = error.response.status_code, error.response.headers.get("iothub-errorcode")
        wanted = (status, name or found[1])
        if found != wanted:
            raise AssertionError(f"{found} instead of {wanted}: {error.response.text[:400]}") from error
        return
    raise AssertionError(f"nothing was refused, but {status} was due")


@contextlib.contextmanager
def device_client(hub, device, key, module=None, **options):
    """A device SDK's client, connected; its ports are fixed."""
    if not (hub.resolves and hub.port == 443 and hub.mqtt_port == 8883):
        raise Skipped("it needs the ports 443 and 8883, and so a namespace of our own")
    from azure.iot.device import IoTHubDeviceClient, IoTHubModuleClient

    kind, part = (IoTHubModuleClient, f";ModuleId={module}") if module else (IoTHubDeviceClient, "")
    client = kind.create_from_connection_string(
        f"HostName={hub.host};DeviceId={device}{part};SharedAccessKey={key}",
        server_verification_cert=Path(hub.authority).read_text(),
        connection_retry=False,
        **options,
    )
    try:
        client.connect()
        yield client
    finally:
        client.shutdown()


class Mailbox:
    """What a handler of the device SDK was given, for the check's own thread."""

    def __init__(self):
        self.items = queue.Queue()
        self.put = self.items.put

    def get(self):
        try:
            return self.items.get(timeout=PATIENCE)
        except queue.Empty:
            raise AssertionError(f"nothing came within {PATIENCE} s") from None

    def is_empty(self):
        return self.items.empty()


@contextlib.contextmanager
def background(call):
    """Runs a call beside the check, and gives a function that waits for its result."""
    outcome = {}

    def run():
        try:
            outcome["value"] = call()
        except BaseException as error:  # noqa: BLE001  it is thrown again below
            outcome["error"] = error

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def result(limit=PATIENCE):
        thread.join(limit)
        if thread.is_alive():
            raise AssertionError(f"the call took longer than {limit} s")
        if "error" in outcome:
            raise outcome["error"]
        return outcome["value"]

    yield result
    thread.join(PATIENCE)
