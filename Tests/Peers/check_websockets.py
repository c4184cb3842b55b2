"""A service with PyPI's websockets and a device with PyPI's paho-mqtt, neither of which knows of streams."""

import asyncio
import os
import ssl
import threading
import urllib.parse

from checks import check, expect
from device import StreamRequest


class PahoDevice:
    """Accepts each stream request, or rejects it, and keeps the requests."""

    def __init__(self, hub, device, key, status=200):
        from paho.mqtt import client as paho

        self.hub, self.status = hub, status
        self.requests, self.arrived, self.ready = [], threading.Event(), threading.Event()
        self.client = paho.Client(client_id=device, clean_session=False, protocol=paho.MQTTv311)
        self.client.username_pw_set(hub.user_name(device), hub.device_sas(device, key))
        # paho checks the name that it connects to, which nothing resolves: it is told the address and the name apart.
        self.client.tls_set_context(NamedContext(hub.tls, hub.host))
        self.client.tls_insecure_set(True)
        self.client.on_connect = self.connected
        self.client.on_subscribe = lambda *_: self.ready.set()
        self.client.on_message = self.message

    def __enter__(self):
        self.client.connect("127.0.0.1", self.hub.mqtt_port, keepalive=60)
        self.client.loop_start()
        expect(self.ready.wait(20), "paho's client did not connect and subscribe")
        return self

    def __exit__(self, *_):
        self.client.disconnect()
        self.client.loop_stop()

    def connected(self, client, _data, _flags, code):
        expect(code == 0, f"CONNACK {code}")
        client.subscribe([("$iothub/streams/POST/#", 0), ("$iothub/streams/res/#", 0)])

    def message(self, client, _data, message):
        request = StreamRequest.parse(message.topic)
        self.requests.append(request)
        client.publish(f"$iothub/streams/res/{self.status}/?$rid={request.id}")
        self.arrived.set()


class NamedContext:
    """A TLS context that checks one name, whatever the caller connects to."""

    def __init__(self, context, name):
        self.context, self.name = context, name

    def wrap_socket(self, plain, **options):
        return self.context.wrap_socket(plain, **(options | {"server_hostname": self.name}))

    def __setattr__(self, attribute, value):
        # paho turns the check of the name off on its own copy of the setting, not on ours.
        if attribute != "check_hostname":
            super().__setattr__(attribute, value)

    def __getattr__(self, attribute):
        return getattr(self.context, attribute)


def dial(hub, url, token, **options):
    """Joins with the websockets package, at the loopback address."""
    from websockets.asyncio.client import connect

    parts = urllib.parse.urlsplit(url)
    context = ssl.create_default_context(cafile=hub.authority)
    return connect(
        url, ssl=context, host="127.0.0.1", port=parts.port, server_hostname=parts.hostname, proxy=None, max_size=None,
        additional_headers={"Authorization": f"Bearer {token}"}, open_timeout=20, close_timeout=10, **options,
    )


async def talk(hub, service_url, service_token, device_url, device_token):
    """Both sides join; bytes, texts and a ping go both ways; the end of one ends the other."""
    async with dial(hub, service_url, service_token) as service, dial(hub, device_url, device_token) as device:
        for near, far in ((service, device), (device, service)):
            await near.send("grüße")
            expect(await asyncio.wait_for(far.recv(), 20) == "grüße", "a text message changed")
            for size in (0, 1, 125, 126, 65535, 65536, 1 << 20):
                payload = os.urandom(size)
                await near.send(payload)
                if size == 0:
                    # Messages of nothing are dropped: the C# samples send them without end.
                    continue
                received = b""
                while len(received) < size:
                    received += await asyncio.wait_for(far.recv(), 20)
                expect(received == payload, f"{size} bytes changed on their way")
            await near.send([b"one ", b"two ", b"three"])
            expect(await asyncio.wait_for(far.recv(), 20) == b"one two three", "a message in three fragments changed")
            await asyncio.wait_for(await near.ping(), 20)
        await service.close(1000, "done")
        await asyncio.wait_for(device.wait_closed(), 20)
        expect(device.close_code == 1000, f"the device's side closed with {device.close_code} {device.close_reason}")


@check("the native route opens a stream, and both sides talk")
def native(hub):
    key = hub.create_device("ws-1")
    with PahoDevice(hub, "ws-1", key) as device:
        for number in range(2):
            grant = hub.open_stream("ws-1", f"session-{number}")
            request = device.requests[-1]
            expect(request.name == f"session-{number}", f"the device was asked for '{request.name}'")
            expect(request.token != grant["token"], "both sides have the same token")
            expect(len(request.token) < 900 and len(request.url) < 900, "URL or token is too long for the C samples")
            asyncio.run(talk(hub, grant["url"], grant["token"], request.url, request.token))


@check("the Azure route opens a stream as the Node SDK asks for it")
def azure(hub):
    key = hub.create_device("ws-2")
    fields = {
        "iothub-streaming-connect-timeout-in-seconds": "30",
        "iothub-streaming-response-timeout-in-seconds": "30",
        "Request-Id": "0f6a2c1e-54a7-4d7b-9f06-3c1a5e0b7d21",
        "User-Agent": "azure-iothub/1.10.0-preview.0",
    }
    path = "/twins/ws-2/streams/TestStream?api-version=2018-10-20-preview"
    with PahoDevice(hub, "ws-2", key) as device:
        reply = hub.request("POST", path, headers=fields, authorization=hub.service_sas())
        expect(reply.status == 200 and reply.body == b"", f"{reply}")
        expect(reply.headers.get("iothub-streaming-is-accepted") == "True", f"{reply}")
        request = device.requests[-1]
        asyncio.run(
            talk(hub, reply.headers["iothub-streaming-url"], reply.headers["iothub-streaming-auth-token"], request.url, request.token)
        )
        wrong = hub.request("POST", path, headers=fields, authorization=hub.service_sas().replace("sig=", "sig=x"))
        expect(wrong.status == 401 and b"Message" in wrong.body, f"a wrong signature: {wrong}")
    gone = hub.request("POST", path, headers=fields, authorization=hub.service_sas())
    expect(gone.status == 404 and "iothub-errorcode" in gone.headers and b"Message" in gone.body, f"an offline device: {gone}")


@check("a rejection is 200 and False on the Azure route, StreamRejected on the native one")
def rejected(hub):
    key = hub.create_device("ws-3")
    with PahoDevice(hub, "ws-3", key, status=400):
        reply = hub.request("POST", "/twins/ws-3/streams/No", authorization=hub.service_sas())
        expect(reply.status == 200 and reply.headers.get("iothub-streaming-is-accepted") == "False", f"{reply}")
        reply = hub.request("POST", "/v1/hubs/hub/devices/ws-3/streams", {"streamName": "No"})
        expect(reply.json["error"]["code"] == "StreamRejected", f"{reply}")


@check("MQTT in WebSocket echoes the subprotocol that was offered, in its letters")
def subprotocols(hub):
    from device import connect_packet

    key = hub.create_device("ws-4")

    async def connack(protocol):
        url = f"wss://{hub.host}:{hub.port}/$iothub/websocket"
        async with dial(hub, url, "unused", subprotocols=[protocol]) as socket:
            expect(socket.subprotocol == protocol, f"'{protocol}' was answered with '{socket.subprotocol}'")
            packet = connect_packet("ws-4", hub.user_name("ws-4"), hub.device_sas("ws-4", key))
            # A byte stream: where the frames end means nothing.
            await socket.send(packet[:7])
            await socket.send(packet[7:])
            return await asyncio.wait_for(socket.recv(), 20)

    for protocol in ("mqtt", "MQTT"):
        answer = asyncio.run(connack(protocol))
        expect(answer[0] == 0x20 and answer[3] == 0, f"CONNACK is {answer!r}")


@check("a client that can resume its TLS session does, and joins a stream with it")
def resumption(hub):
    import socket

    key = hub.create_device("ws-5")
    with PahoDevice(hub, "ws-5", key) as device:
        session, resumed = None, []
        for _ in range(2):
            grant = hub.open_stream("ws-5", "resumed")
            parts = urllib.parse.urlsplit(grant["url"])
            plain = socket.create_connection(("127.0.0.1", parts.port), timeout=30)
            with hub.tls.wrap_socket(plain, server_hostname=parts.hostname, session=session) as connection:
                resumed.append(connection.session_reused)
                connection.sendall(
                    f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    f"Authorization: Bearer {grant['token']}\r\n\r\n".encode()
                )
                answer = connection.recv(4096)
                expect(answer.startswith(b"HTTP/1.1 101 "), f"the gateway answered {answer[:80]!r}")
                session = connection.session
        expect(resumed == [False, True], f"resumed: {resumed}")
        expect(len(device.requests) == 2, f"the device was asked {len(device.requests)} times")
