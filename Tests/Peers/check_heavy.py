"""What takes long or much: gibibytes, hundreds of streams, killed programs, floods."""

import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from agent import Agent
from checks import check, expect
from pairs import Pairing
from stream import Stream, TooLate, frame

PIECE = 1 << 16


def transfer(stream, count, timeout):
    """Sends and receives that many bytes at once; the digests of both."""
    sent, received = hashlib.sha256(), hashlib.sha256()

    def outgoing():
        for _ in range(count // PIECE):
            payload = os.urandom(PIECE)
            sent.update(payload)
            yield frame(payload)

    stream.exchange(outgoing(), count, received.update, timeout)
    return sent.hexdigest(), received.hexdigest()


@check("1 GiB of random bytes each way at once arrives as it was sent", limit=400, heavy=True)
def gibibytes(hub):
    count = 1 << 30
    with Pairing(hub, "heavy-1") as pairing, pairing.stream() as (service, device), ThreadPoolExecutor(2) as pool:
        started = time.monotonic()
        one, two = pool.submit(transfer, service, count, 380), pool.submit(transfer, device, count, 380)
        (sent_one, received_one), (sent_two, received_two) = one.result(), two.result()
        expect(sent_one == received_two, "what the service sent is not what the device received")
        expect(sent_two == received_one, "what the device sent is not what the service received")
        return f"{2 * count / (1 << 20) / (time.monotonic() - started):.0f} MiB/s"


@check("500 streams at once, each of which echoes 1 MiB", limit=300, heavy=True)
def many(hub):
    hub.lift_limits()
    key = hub.create_device("heavy-2")
    with Agent(hub, "heavy-2", key), ThreadPoolExecutor(16) as pool:

        def opened(_):
            grant = hub.open_stream("heavy-2")
            return Stream.join(hub, grant["url"], grant["token"])

        streams = list(pool.map(opened, range(500)))
        payload = os.urandom(1 << 20)
        wanted = hashlib.sha256(payload).digest()

        def echoed(stream):
            received = hashlib.sha256()
            pieces = (frame(payload[start : start + PIECE]) for start in range(0, len(payload), PIECE))
            stream.exchange(pieces, len(payload), received.update, 200)
            return received.digest() == wanted

        # All at once are open; as many as the pool has threads move.
        expect(all(pool.map(echoed, streams)), "some bytes changed on their way")
        live = hub.api("GET", "/streams?state=established&$top=1000")["value"]
        expect(len(live) >= 500, f"{len(live)} of 500 streams are listed as established")
        list(pool.map(lambda stream: stream.close(), streams))


@check("kill -9 of a device's program closes the service's side", limit=60)
def killed_peer(hub):
    key = hub.create_device("heavy-3")
    with Agent(hub, "heavy-3", key) as agent:
        grant = hub.open_stream("heavy-3")
        service = Stream.join(hub, grant["url"], grant["token"])
        service.send(b"x")
        expect(service.receive()[2] == b"x", "no echo")
        agent.kill()
        started = time.monotonic()
        _, end = service.read_to_end(40)
        expect(end.code == 1000, f"the service's side ended with {end}")
        return f"after {time.monotonic() - started:.2f} s"


def round_trips(service, device, seconds):
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.perf_counter()
        service.send(b"." * 64)
        device.send(device.receive(30)[2])
        service.receive(30)
        times.append(time.perf_counter() - started)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.99)]


FLOOD = """
import socket, sys, time
port, deadline = int(sys.argv[1]), time.monotonic() + 20
half = []
for _ in range(200):
    connection = socket.create_connection(("127.0.0.1", port), timeout=5)
    # The first bytes of a handshake, and never the rest.
    connection.sendall(bytes([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]))
    half.append(connection)
print("half-open", flush=True)
done = 0
for _ in range(2000):
    if time.monotonic() > deadline:
        break
    try:
        connection = socket.create_connection(("127.0.0.1", port), timeout=5)
        connection.close()
        done += 1
    except OSError:
        pass
print("flooded", done, flush=True)
sys.stdin.read()
"""


@check("200 half-open handshakes and 2,000 connections do not slow a stream that is there", limit=120)
def flood(hub):
    with Pairing(hub, "heavy-4") as pairing, pairing.stream() as (service, device):
        round_trips(service, device, 0.5)
        before, before_99 = round_trips(service, device, 3)
        attackers = [
            subprocess.Popen(
                [sys.executable, "-c", FLOOD, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for port in (hub.port, hub.mqtt_port)
        ]
        try:
            during, during_99 = round_trips(service, device, 4)
            # The attackers take part of two cores, too; what is refused is waiting.
            expect(during < 10 * before + 0.01, f"p50 went from {before * 1000:.2f} to {during * 1000:.2f} ms")
            expect(during_99 < 10 * before_99 + 0.05, f"p99 went from {before_99 * 1000:.2f} to {during_99 * 1000:.2f} ms")
            for attacker in attackers:
                expect(attacker.stdout.readline().strip() == "half-open", "the attack was not made")
        finally:
            for attacker in attackers:
                attacker.kill()
                attacker.communicate()
        # Who comes now finds room.
        expect(hub.request("GET", "/healthz").status == 200, "no room for a new connection after the flood")
        with pairing.stream() as (second, other):
            second.send(b"x")
            expect(other.receive()[2] == b"x", "no data on a new stream")
        return f"p50 {before * 1000:.2f} → {during * 1000:.2f} ms, p99 {before_99 * 1000:.2f} → {during_99 * 1000:.2f} ms"


@check("a reader that stalls holds its writer up, and the server's memory stays", limit=120)
def stalled(hub):
    def resident():
        with open(f"/proc/{hub.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    with Pairing(hub, "heavy-5") as pairing, pairing.stream() as (service, device):
        before, sent, data = resident(), 0, frame(os.urandom(PIECE))
        deadline = time.monotonic() + 30
        try:
            while time.monotonic() < deadline and sent < 256 << 20:
                service.send_raw(data, timeout=3)
                sent += len(data)
            raise AssertionError(f"{sent >> 20} MiB were taken that nobody reads")
        except TooLate:
            # The writer is held up, as it should be.
            pass
        # Socket buffers of both sides hold a few MiB themselves, in the kernel.
        grown = resident() - before
        expect(grown < 16 << 20, f"the server grew by {grown >> 20} MiB for one stalled reader")
        return f"{sent >> 10} KiB taken, the server grew by {max(grown, 0) >> 10} KiB"
