"""A device in as few lines as MQTT takes: it connects, waits for stream requests, answers them."""

import select
import ssl
import struct
import time
import urllib.parse
from dataclasses import dataclass

STREAM_FILTERS = ("$iothub/streams/POST/#", "$iothub/streams/res/#")
PING_REQUEST, DISCONNECT = b"\xc0\x00", b"\xe0\x00"


def field(text):
    data = text.encode()
    return struct.pack("!H", len(data)) + data


def packet(first, body):
    length, rest = b"", len(body)
    while True:
        rest, low = rest >> 7, rest & 0x7F
        length += bytes([low | (0x80 if rest else 0)])
        if not rest:
            return bytes([first]) + length + body


def connect_packet(client, user, password, keep_alive=240):
    flags = 0x80 | (0x40 if password is not None else 0)
    body = field("MQTT") + bytes([4, flags]) + struct.pack("!H", keep_alive) + field(client) + field(user)
    return packet(0x10, body + (field(password) if password is not None else b""))


def subscribe_packet(number=1, filters=STREAM_FILTERS):
    return packet(0x82, struct.pack("!H", number) + b"".join(field(text) + b"\0" for text in filters))


@dataclass
class StreamRequest:
    name: str
    id: str
    url: str
    token: str
    properties: dict

    @classmethod
    def parse(cls, topic):
        """Reads a topic as the C# SDK does: five levels, pairs behind the last; only the URL is decoded."""
        levels = topic.split("/")
        if len(levels) != 5 or levels[:3] != ["$iothub", "streams", "POST"]:
            raise AssertionError(f"a stream request has five levels: {topic}")
        pairs = [pair.split("=") for pair in levels[4].removeprefix("?").split("&")]
        if any(len(pair) != 2 for pair in pairs):
            raise AssertionError(f"the C SDK wants exactly one '=' in each pair: {topic}")
        values = dict(pairs)
        return cls(levels[3], values["$rid"], urllib.parse.unquote(values["$url"]), values["$auth"], values)


class Device:
    """One MQTT connection of a device. `refusal` is the return code of CONNACK."""

    def __init__(self, hub, device, key, *, keep_alive=240, port=None, tls=None):
        self.id = device
        self._buffer = bytearray()
        self.connection = hub.connect(hub.host, port or hub.mqtt_port, tls=tls)
        password = hub.device_sas(device, key) if key is not None else None
        try:
            self.connection.sendall(connect_packet(device, hub.user_name(device), password, keep_alive))
            kind, body = self._packet(30)
        except BaseException:
            self.connection.close()
            raise
        if kind != 0x20:
            raise AssertionError(f"the first packet of the hub is {kind:#x}, not CONNACK")
        self.refusal = body[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.disconnect()

    def subscribe(self):
        self.connection.sendall(subscribe_packet())
        kind, body = self._packet(30)
        if kind != 0x90 or any(code > 1 for code in body[2:]):
            raise AssertionError(f"no filter may be refused: {kind:#x} {body!r}")
        return self

    def request(self, timeout=30):
        """The next stream request; `None` when none comes in time."""
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            found = self._packet(left, optional=True)
            if found is None:
                return None
            kind, body = found
            if kind & 0xF0 == 0x30:
                count = struct.unpack("!H", body[:2])[0]
                if kind & 0x06:
                    raise AssertionError("a stream request must be sent at QoS 0: the C SDK acknowledges none")
                return StreamRequest.parse(body[2 : 2 + count].decode())
        return None

    def answer(self, request, status=200, properties=""):
        topic = f"$iothub/streams/res/{status}/?$rid={request.id}{properties}"
        self.connection.sendall(packet(0x30, field(topic)))

    def ping(self, timeout=30):
        self.connection.sendall(PING_REQUEST)
        kind, _ = self._packet(timeout)
        if kind != 0xD0:
            raise AssertionError(f"a ping was answered with {kind:#x}")

    def disconnect(self):
        try:
            self.connection.sendall(DISCONNECT)
        except OSError:
            pass
        self.connection.close()

    def _packet(self, timeout, optional=False):
        deadline = time.monotonic() + timeout
        while True:
            if (found := self._parse()) is not None:
                return found
            left = deadline - time.monotonic()
            if left <= 0 or not (self.connection.pending() or select.select([self.connection], [], [], left)[0]):
                if optional:
                    return None
                raise TimeoutError(f"the hub sent device {self.id} nothing in {timeout:.0f} s")
            # Not forever, where the bytes that came are only a part of a TLS record.
            self.connection.settimeout(30)
            try:
                data = self.connection.recv(65536)
            except ssl.SSLWantReadError:
                continue
            if not data:
                raise ConnectionError(f"the hub closed the connection of device {self.id}")
            self._buffer += data

    def _parse(self):
        length, shift = 0, 0
        for index in range(1, min(len(self._buffer), 5)):
            length |= (self._buffer[index] & 0x7F) << shift
            shift += 7
            if self._buffer[index] & 0x80 == 0:
                end = index + 1 + length
                if len(self._buffer) < end:
                    return None
                found = self._buffer[0], bytes(self._buffer[index + 1 : end])
                del self._buffer[:end]
                return found
        return None
