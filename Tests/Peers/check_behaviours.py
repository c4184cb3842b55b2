"""What the C, C# and Node SDKs do on the wire, done by hand."""

import os
import struct
import time
from concurrent.futures import ThreadPoolExecutor

from checks import check, expect
from pairs import Pairing
from stream import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Ended, Stream, frame


@check("C: dials the gateway before it accepts, offers MQTT there, and gets data")
def c_dials_first(hub):
    joined = []
    with Pairing(hub, "sdk-c-1") as pairing:
        grant, _ = pairing.ask(lambda request: joined.append(Stream.join(hub, request.url, request.token, protocol="MQTT")))
        device = joined[0]
        protocol = device.head.get("sec-websocket-protocol")
        expect(protocol in (None, "MQTT"), f"the subprotocol came back as '{protocol}'")
        device.send(b"early")
        service = Stream.join(hub, grant["url"], grant["token"])
        expect(service.receive()[2] == b"early", "what the device sent before the service came is lost")
        service.send(b"hello", TEXT)
        expect(device.receive() == (TEXT, True, b"hello"), "a text is no text any more")
        service.close()
        device.connection.close()


@check("C: 64-byte frames, then the connection drops without a close frame: every byte arrives, then 1000")
def c_drops(hub):
    payload = os.urandom(5 << 20)
    flood = b"".join(frame(payload[start : start + 64]) for start in range(0, len(payload), 64))
    with Pairing(hub, "sdk-c-2") as pairing, pairing.stream() as (service, device):
        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(service.read_to_end, 60)
            device.send_raw(flood, timeout=60)
            device.drop()
            received, end = reading.result(70)
        expect(received == payload, f"{len(received)} of {len(payload)} bytes arrived, or they changed")
        expect(end.code == 1000, f"the service's side ended with {end}")


@check("C: a frame of 200 kB and fragments are passed on in order")
def c_large_frames(hub):
    payload = os.urandom(200_000)
    with Pairing(hub, "sdk-c-3") as pairing, pairing.stream() as (service, device):
        service.send(payload)
        expect(device.read(len(payload)) == payload, "a large frame changed")
        device.send(b"a", BINARY, final=False)
        device.send(b"", CONTINUATION, final=False)
        device.send(b"b", CONTINUATION, final=False)
        device.send(b"", CONTINUATION)
        received, is_final = b"", False
        while not is_final:
            _, is_final, piece = service.receive()
            received += piece
        expect(received == b"ab", f"fragments came as {received!r}")
        service.close()


@check("C#: empty messages without end are dropped, and what comes beside them is not")
def csharp_empty(hub):
    with Pairing(hub, "sdk-cs-1") as pairing, pairing.stream() as (service, device):
        started = time.monotonic()
        for _ in range(20):
            device.send_raw(frame(b"") * 1000)
        device.send(b"last")
        service.send(b"the other way")
        expect(device.receive()[2] == b"the other way", "the other direction is held up")
        opcode, final, received = service.receive()
        expect((opcode, final, received) == (BINARY, True, b"last"), f"{received!r} came before the last message")
        expect(time.monotonic() - started < 20, "20,000 empty messages took longer than 20 s")
        service.close()


@check("C#: pongs that nobody asked for are ignored, pings are answered, also beside data")
def csharp_pongs(hub):
    with Pairing(hub, "sdk-cs-2") as pairing, pairing.stream() as (service, device):
        service.send(b"", PONG)
        service.send(b"unasked", PONG)
        service.send(b"data")
        expect(device.receive()[2] == b"data", "a pong was passed on")
        service.send(b"are you there", PING)
        expect(service.receive_control(PONG) == b"are you there", "the pong has another payload")
        # Both sides close at the same time, as the end-to-end test of C# does.
        service.send(struct.pack("!H", 1000) + b"End of test", CLOSE)
        device.send(struct.pack("!H", 1000) + b"End of test", CLOSE)
        for side in (service, device):
            try:
                while True:
                    side.receive(20)
            except Ended as end:
                expect(end.code in (1000, 1005), f"both closed, and one got {end}")


@check("Node: permessage-deflate is offered and not taken, no subprotocol is made up, an empty close is answered")
def node(hub):
    with Pairing(hub, "sdk-node") as pairing:
        grant, request = pairing.ask()
        service = Stream.join(
            hub, grant["url"], grant["token"], headers=["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"]
        )
        device = Stream.join(hub, request.url, request.token)
        for name in ("sec-websocket-extensions", "sec-websocket-protocol"):
            expect(name not in service.head, f"the answer has {name}: {service.head.get(name)}")
        service.send(b"x" * 1000)
        expect(device.read(1000) == b"x" * 1000, "data changed")
        service.send(b"", CLOSE)
        for side, codes in ((service, (1000, 1005)), (device, (1000,))):
            try:
                side.receive(20)
                raise AssertionError("data came instead of a close")
            except Ended as end:
                expect(end.code in codes, f"the close came as {end}")
        device.connection.close()
        service.connection.close()


@check("small messages keep their boundaries, and none waits for the next")
def boundaries(hub):
    with Pairing(hub, "sdk-echo") as pairing, pairing.stream() as (service, device):
        messages = [os.urandom(1 + number % 100) for number in range(500)]
        service.send_raw(b"".join(frame(message) for message in messages))
        received = [device.receive()[2] for _ in messages]
        expect(received == messages, "messages were split or merged")
        for number in range(100):
            service.send(b"ping %d" % number)
            expect(device.receive(5)[2] == b"ping %d" % number, "a small message did not come at once")
        service.close()


@check("a device that is deleted loses its stream and its connection within 2 s")
def deleted(hub):
    with Pairing(hub, "sdk-gone") as pairing, pairing.stream() as (service, device):
        service.send(b"x")
        expect(device.receive()[2] == b"x", "no data")
        hub.delete_device("sdk-gone")
        for side in (service, device):
            try:
                side.receive(2.5)
                raise AssertionError("data came instead of a close")
            except Ended as end:
                expect(end.code is not None and 4000 <= end.code < 5000, f"the close came as {end}")
