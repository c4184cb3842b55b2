"""The Azure IoT device SDK for Python, unmodified; its ports 443 and 8883 are fixed."""

import logging
import subprocess
import time
from pathlib import Path

from checks import Skipped, check, expect

logging.getLogger("azure").setLevel(logging.CRITICAL)
logging.getLogger("paho").setLevel(logging.CRITICAL)


def sdk(hub):
    if not (hub.resolves and hub.port == 443 and hub.mqtt_port == 8883):
        raise Skipped("it needs the ports 443 and 8883, and so a namespace of our own")
    from azure.iot import device

    return device


def client(hub, device, key, **options):
    connection_string = f"HostName={hub.host};DeviceId={device};SharedAccessKey={key}"
    return sdk(hub).IoTHubDeviceClient.create_from_connection_string(
        connection_string, server_verification_cert=Path(hub.authority).read_text(), connection_retry=False, **options
    )


def use(hub, device, sdk_client):
    """What an application does: telemetry, twin, a reported property, and again after a new connection."""
    message = sdk(hub).Message
    try:
        for _ in range(2):
            sdk_client.connect()
            expect(sdk_client.connected, "the client says that it is not connected")
            sdk_client.send_message(message('{"temperature":21}'))
            twin = sdk_client.get_twin()
            expect("desired" in twin and "reported" in twin, f"the twin is {twin}")
            sdk_client.patch_twin_reported_properties({"fan": 3})
            state = hub.api("GET", f"/devices/{device}")["connectionState"]
            expect(state.lower() == "connected", f"the hub says that the device is {state}")
            sdk_client.disconnect()
            expect(not sdk_client.connected, "the client says that it is still connected")
    finally:
        sdk_client.shutdown()


@check("over MQTT: telemetry, twin, reported property, reconnect")
def over_mqtt(hub):
    sdk(hub)
    key = hub.create_device("azure-1")
    use(hub, "azure-1", client(hub, "azure-1", key))


@check("over MQTT in WebSocket: telemetry, twin, reported property, reconnect")
def over_websocket(hub):
    sdk(hub)
    key = hub.create_device("azure-2")
    use(hub, "azure-2", client(hub, "azure-2", key, websockets=True))


@check("stays connected through its keep-alives")
def stays(hub):
    sdk(hub)
    key = hub.create_device("azure-3")
    sdk_client = client(hub, "azure-3", key, keep_alive=4)
    try:
        sdk_client.connect()
        time.sleep(13)
        expect(sdk_client.connected, "the connection did not last 13 s with pings every 4 s")
        sdk_client.send_message("still here")
    finally:
        sdk_client.shutdown()


@check("is refused with a wrong key, over both ways")
def wrong_key(hub):
    exceptions = sdk(hub).exceptions
    hub.create_device("azure-4")
    for websockets in (False, True):
        sdk_client = client(hub, "azure-4", "d3Jvbmcga2V5IG9mIDE2IGJ5dGVz", websockets=websockets)
        try:
            sdk_client.connect()
        except exceptions.CredentialError:
            continue
        finally:
            sdk_client.shutdown()
        raise AssertionError(f"connected with a wrong key (websockets={websockets})")


def make_certificate(directory, name):
    certificate, key = directory / f"{name}.pem", directory / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )
    shown = subprocess.run(
        ["openssl", "x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"], check=True, capture_output=True, text=True
    ).stdout
    return str(certificate), str(key), shown.partition("=")[2].strip().replace(":", "")


@check("connects with a certificate of its own, known by its thumbprint, and with no other")
def with_certificate(hub):
    module = sdk(hub)
    certificate, key, thumbprint = make_certificate(hub.directory, "azure-5")
    other, other_key, _ = make_certificate(hub.directory, "azure-5-other")
    hub.create_device("azure-5", {"type": "selfSigned", "x509Thumbprint": {"primaryThumbprint": thumbprint}})

    def with_files(certificate_file, key_file):
        return module.IoTHubDeviceClient.create_from_x509_certificate(
            x509=module.X509(certificate_file, key_file), hostname=hub.host, device_id="azure-5",
            server_verification_cert=Path(hub.authority).read_text(), connection_retry=False,
        )

    use(hub, "azure-5", with_files(certificate, key))
    stranger = with_files(other, other_key)
    try:
        stranger.connect()
    except (module.exceptions.CredentialError, module.exceptions.ConnectionFailedError):
        return
    finally:
        stranger.shutdown()
    raise AssertionError("a certificate that nobody registered was let in")
