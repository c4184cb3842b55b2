"""Measures device streams against nginx and mosquitto and prints Markdown tables: streams.py PROGRAM VERSION [--quick]

nginx relays TLS to TLS with its stream module, mosquitto holds MQTT over TLS; the same client programs drive both and ours
(stream_peer.py), in turns. Everything is bounded in count and time. run-streams.sh starts this.
"""

import argparse
import http.client
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from cpu_seconds import cpu_seconds
from stream_relays import HERE, Nginx, Ours, Peer, memory, mosquitto
from table import machine, rows, verdict

# Found through the path that stream_relays sets.
from hub import Hub, sas  # isort: skip
from logging_cost import logging_cost  # isort: skip
from stream import Stream  # isort: skip

PIECES_PER_GIB = 1 << 14
PARTS = ["relay", "latency", "opening", "logging", "devices", "streams"]


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


def relay(relays, counts, rounds, gib):
    """CPU of the relay and throughput for so many streams at once."""
    found = {}
    for count in counts:
        for _ in range(rounds):
            for one in relays:
                pieces = max(1, int(gib * PIECES_PER_GIB / count))
                with one.pair(count) as (services, devices):
                    before, started = cpu_seconds(one.pid), time.monotonic()
                    for peer in devices:
                        peer.tell({"do": "receive", "pieces": pieces})
                    for peer in services:
                        peer.tell({"do": "send", "pieces": pieces})
                    for peer in devices:
                        peer.hear()
                    seconds, cpu = time.monotonic() - started, cpu_seconds(one.pid) - before
                moved = pieces * count / PIECES_PER_GIB
                found.setdefault((one.name, count), []).append((cpu / moved, moved * 1024 / seconds))
                say(f"{one.name}, {count} streams: {cpu / moved:.2f} CPU s/GiB, {moved * 1024 / seconds:.0f} MiB/s")
    lines = []
    for count in counts:
        (ours, our_rate), (theirs, their_rate) = (
            (median(cpu for cpu, _ in found[one.name, count]), median(rate for _, rate in found[one.name, count]))
            for one in relays
        )
        lines.append((f"{count}", f"{ours:.2f} s", f"{theirs:.2f} s", f"{ours / theirs:.2f}",
                      f"{our_rate:,.0f} MiB/s", f"{their_rate:,.0f} MiB/s", f"{our_rate / their_rate:.2f}"))
    rows(
        "Bulk: CPU of the relay for a GiB, and throughput with clients on the same cores",
        ["streams", "devicestreamd", "nginx", "CPU ratio", "devicestreamd", "nginx", "rate ratio"], lines,
    )


def latency(relays, rounds, seconds):
    """A 64-byte message there and back, alone and beside a stream that is never idle."""
    found = {}
    for _ in range(rounds):
        for one in relays:
            for beside in (False, True):
                with ExitStack() as stack:
                    services, devices = stack.enter_context(one.pair(1))
                    if beside:
                        senders, receivers = stack.enter_context(one.pair(1))
                        # More than can be moved meanwhile; the peers are killed with it.
                        receivers[0].tell({"do": "receive", "pieces": 1 << 24})
                        senders[0].tell({"do": "send", "pieces": 1 << 24})
                    devices[0].tell({"do": "pong"}).hear()
                    times = sorted(services[0].tell({"do": "ping", "seconds": seconds}).hear())
                found.setdefault((one.name, beside), []).append(
                    (times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000)
                )
    lines = []
    for beside, text in ((False, "alone"), (True, "beside one bulk stream")):
        ours, theirs = (tuple(median(line[i] for line in found[one.name, beside]) for i in (0, 1)) for one in relays)
        goal = "p50, ms: " + verdict(ours[0], 1) if beside else ""
        lines.append((text, f"{ours[0]:.2f} / {ours[1]:.2f} ms", f"{theirs[0]:.2f} / {theirs[1]:.2f} ms",
                      f"{ours[0] / theirs[0]:.2f} / {ours[1] / theirs[1]:.2f}", goal))
    rows("A 64-byte message there and back, p50 / p99", ["", "devicestreamd", "nginx", "ratio", "goal"], lines)


def open_one(hub, device):
    """From the request, on a new connection, to the device's first byte."""
    started = time.perf_counter()
    grant = hub.open_stream(device, "bench")
    stream = Stream.join(hub, grant["url"], grant["token"])
    stream.read(1)
    seconds = time.perf_counter() - started
    stream.connection.close()
    return seconds


@contextmanager
def greeting(hub):
    """A device that accepts every stream and sends a byte, for as long as it is needed."""
    key = hub.create_device("greeter")
    state = hub.directory / "greeter.json"
    names = ("domain", "host", "port", "mqtt_port", "authority")
    state.write_text(json.dumps({name: getattr(hub, name) for name in names} | {"id": "greeter", "key": key}))
    greeter = subprocess.Popen(
        [sys.executable, str(HERE / "greeter.py"), str(state)], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )
    try:
        if greeter.stdout.readline().strip() != "connected":
            raise RuntimeError("the device of the benchmark did not connect")
        yield
    finally:
        greeter.kill()
        greeter.communicate()


def opening(hub, count, seconds):
    with greeting(hub):
        for _ in range(5):
            open_one(hub, "greeter")
        times, handshakes = [], []
        # In turns, so that what else the machine does meets both.
        for _ in range(count):
            times.append(open_one(hub, "greeter"))
            started = time.perf_counter()
            for _ in range(3):
                hub.connect().close()
            handshakes.append(time.perf_counter() - started)
        opened, failures, deadline = [], [], time.monotonic() + seconds

        def keep_opening():
            try:
                while time.monotonic() < deadline:
                    opened.append(open_one(hub, "greeter"))
            except Exception as error:
                failures.append(error)

        before, started = cpu_seconds(hub.process.pid), time.monotonic()
        threads = [threading.Thread(target=keep_opening) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rate, cpu = len(opened) / (time.monotonic() - started), cpu_seconds(hub.process.pid) - before
        if failures:
            raise failures[0]
    times.sort()
    handshakes.sort()
    p50, p99 = times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000
    base, base99 = handshakes[len(times) // 2] * 1000, handshakes[int(len(times) * 0.99)] * 1000
    rows(
        f"Opening a stream: from the request to the first byte, {count} one after the other",
        ["", "p50", "p99"],
        [
            ("request, both sides' joining, first byte", f"{p50:.1f} ms", f"{p99:.1f} ms"),
            ("three TLS handshakes, which it contains", f"{base:.1f} ms", f"{base99:.1f} ms"),
            ("ratio", f"{p50 / base:.2f}", f"{p99 / base99:.2f}"),
        ],
    )
    print(f"\nBy 8 callers at once: {rate:,.0f} streams/s with the clients on the same cores; "
          f"{cpu / len(opened) * 1000:.2f} ms of the server's CPU for each.")


def import_devices(hub, count, key):
    lines = "".join(
        json.dumps({"deviceId": f"idle-{n}", "authentication": {"symmetricKey": {"primaryKey": key, "secondaryKey": key}}}) + "\n"
        for n in range(count)
    )
    connection = http.client.HTTPConnection(hub.host, hub.port, timeout=300)
    connection.sock = hub.connect(timeout=300)
    connection.request("POST", f"/v1/hubs/{hub.name}/deviceImport", lines.encode(), {
        "Authorization": f"Bearer {hub.token}", "Host": f"{hub.host}:{hub.port}", "Content-Type": "application/x-ndjson"})
    answer = connection.getresponse()
    report = json.loads(answer.read())
    if answer.status != 200 or report["created"] != count:
        raise RuntimeError(f"the import of devices: {answer.status} {report}")


def idle_devices(hub, nginx, directory, count):
    """What a device costs that is connected and does nothing."""
    key = "aWRsZSBkZXZpY2VzIG9mIGEgYmVuY2htYXJrLCAzMiE="
    import_devices(hub, count, key)
    devices = [
        (f"idle-{n}", hub.user_name(f"idle-{n}"), sas(f"{hub.host}/devices/idle-{n}", key)) for n in range(count)
    ]

    def measured(pid, host, port, authority):
        before = memory(pid)
        config = {"host": host, "port": port, "authority": str(authority)}
        half = (count + 1) // 2
        with Peer(config | {"devices": devices[:half]}) as one, Peer(config | {"devices": devices[half:]}) as two:
            one.hear()
            two.hear()
            # What is freed soon after is not theirs.
            time.sleep(2)
            after = memory(pid)
        return tuple((now - then) / count / 1024 for now, then in zip(after, before))

    ours = measured(hub.process.pid, hub.host, hub.mqtt_port, hub.authority)
    with mosquitto(directory, nginx.certificate, nginx.key) as (pid, port):
        theirs = measured(pid, "localhost", port, nginx.certificate)
    rows(
        f"Memory of a device that is connected over MQTT and TLS and idle, of {count:,}",
        ["", "RSS", "PSS", "goal"],
        [
            ("devicestreamd", f"{ours[0]:.1f} KiB", f"{ours[1]:.1f} KiB", ""),
            ("mosquitto, same client", f"{theirs[0]:.1f} KiB", f"{theirs[1]:.1f} KiB", ""),
            ("ratio", f"{ours[0] / theirs[0]:.2f}", f"{ours[1] / theirs[1]:.2f}", verdict(ours[1] / theirs[1], 1.5)),
        ],
    )


def idle_streams(relays, count):
    lines, found = [], []
    for one in relays:
        before = memory(one.pid)
        with one.pair(count):
            time.sleep(2)
            after = memory(one.pid)
        rss, pss = ((now - then) / count / 1024 for now, then in zip(after, before))
        found.append(pss)
        lines.append((one.name, f"{rss:.1f} KiB", f"{pss:.1f} KiB"))
    lines.append(("ratio", "", f"{found[0] / found[1]:.2f}"))
    rows(f"Memory of a stream that is idle, both sides, of {count:,}", ["", "RSS", "PSS"], lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("version")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=PARTS, action="append")
    options = parser.parse_args()
    quick, wanted = options.quick, options.only or PARTS
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        hub = stack.enter_context(Hub(options.program, work / "hub", options=["--log-level", "warning"]))
        ours, nginx = Ours(hub), Nginx(work / "nginx", stack)
        relays = [ours, nginx]
        machine(options.version)
        # Memory first: what bulk leaves behind in the allocator is not an idle stream's.
        if "devices" in wanted:
            say("idle devices")
            idle_devices(hub, nginx, work, 1000 if quick else 10_000)
        if "streams" in wanted:
            say("idle streams")
            idle_streams(relays, 100 if quick else 1000)
        if "relay" in wanted:
            say("bulk")
            relay(relays, (1, 8, 64), 1 if quick else 3, 0.5 if quick else 2)
        if "latency" in wanted:
            say("latency")
            latency(relays, 1 if quick else 3, 2 if quick else 5)
        if "opening" in wanted:
            say("opening")
            opening(hub, 30 if quick else 200, 3 if quick else 10)
        if "logging" in wanted:
            say("logging")
            logging_cost(options.program, work, greeting, open_one, 50 if quick else 500, 4 if quick else 10)


if __name__ == "__main__":
    main()
