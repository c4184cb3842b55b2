"""Killed programs and cut networks: what must come back comes back, what must end ends with its reason."""

import os
import signal
import subprocess
import threading
import time
from contextlib import contextmanager

from checks import Skipped, check, expect
from servers import Small, Tinyproxy, echoing
from programs import Client, Running, echo, exactly, nothing_comes, wait

from hub import Hub  # isort: skip
from stream import Stream, frame  # isort: skip


def closed_event(forward, count=1):
    def find():
        found = [event for event in forward.events() if event["event"] == "closed"]
        return found[count - 1] if len(found) >= count else None

    return wait("the end of a stream", find)


def record(client, device):
    """The last stream of a device, once it has ended."""

    def ended():
        streams = client.hub.api("GET", f"/streams?deviceId={device}")["value"]
        return streams[0] if streams and streams[0]["state"] == "ended" else None

    return wait("the record of the stream", ended)


def is_offline(client, device):
    return client.hub.api("GET", f"/devices/{device}")["connectionState"].lower() != "connected"


def ends(connection):
    """Whether the connection ends, with or without a reset."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@check("kill -9 of the agent: the stream ends, the next fails at once, and its successor serves", limit=90)
def agent_killed(client):
    with Small(echoing) as server, client.agent("killed", [f"raw=127.0.0.1:{server.port}"]) as agent:
        with client.forward("killed", "raw") as forward:
            with forward.connect() as connection:
                echo(connection)
                agent.kill()
                expect(ends(connection), "bytes came from a killed agent")
            closed_event(forward)
            stream = record(client, "killed")
            expect(stream.get("closeReason"), f"the hub has no reason for the end: {stream}")
            wait("the hub to notice", lambda: not agent.is_connected())
            started = time.monotonic()
            with forward.connect() as connection:
                expect(ends(connection), "a device that is away answered")
            failed = wait("the failure", lambda: next((e for e in forward.events() if e["event"] == "failed"), None))
            expect((failed["code"], failed["exitStatus"]) == ("DeviceNotOnline", 9), f"{failed}")
            expect(time.monotonic() - started < 5, "the failure was not told at once")
            agent.start()
            with forward.connect() as connection:
                echo(connection)
            return stream["closeReason"]


@check("connections that are made while the device is away wait for it with --wait-online", limit=90)
def waits(client):
    with Small(echoing) as server, client.agent("late", [f"raw=127.0.0.1:{server.port}"]) as agent:
        agent.end()
        wait("the hub to notice", lambda: not agent.is_connected())
        with client.forward("late", "raw", arguments=["--wait-online", "60s"]) as forward:
            with forward.connect() as first, forward.connect() as second:
                first.sendall(b"early")
                expect(nothing_comes(first, 1), "a device that is away answered")
                agent.start()
                expect(exactly(first, 5) == b"early", "what was sent early is lost")
                echo(second)


@check("the agent ends on SIGTERM: the hub knows at once, and its streams have 5 s", limit=60)
def agent_ends(client):
    with Small(echoing) as server, client.agent("ended", [f"raw=127.0.0.1:{server.port}"]) as agent:
        with client.forward("ended", "raw") as forward, forward.connect() as connection:
            echo(connection)
            started = time.monotonic()
            agent.process.terminate()
            wait("the hub to notice", lambda: is_offline(client, "ended"), 4)
            echo(connection, b"still there")
            status = agent.wait(12)
            expect(status == 143, f"the agent ended with {status}: {agent.said()}")
            expect(time.monotonic() - started > 4.5, "the stream was cut too soon")
            expect(ends(connection), "bytes came from an agent that has ended")
            expect(closed_event(forward).get("code"), "the stream that was cut passes for one that ended well")


@check("forward ends on SIGTERM: its connections have 5 s, then they end, and so do their streams", limit=60)
def forward_ends(client):
    with Small(echoing) as server, client.agent("forwarded", [f"raw=127.0.0.1:{server.port}"]):
        with client.forward("forwarded", "raw") as forward, forward.connect() as connection:
            echo(connection)
            started = time.monotonic()
            status = forward.end()
            expect(status == 143, f"forward ended with {status}: {forward.said()}")
            seconds = time.monotonic() - started
            expect(4.5 < seconds < 10, f"forward took {seconds:.1f} s to end")
            expect(ends(connection), "bytes came from a forward that has ended")
            expect(record(client, "forwarded").get("closeReason"), "the hub has no reason for the end")


@check("the hub ends and is killed: streams end with a reason, the device comes back, the forward serves again", limit=180)
def hub_restarts(client):
    with Small(echoing) as server, client.agent("restart", [f"raw=127.0.0.1:{server.port}"]) as agent:
        with client.forward("restart", "raw") as forward:
            reasons = []
            for number, end in enumerate((client.hub.stop, client.hub.kill)):
                with forward.connect() as connection:
                    echo(connection)
                    stopping = threading.Thread(target=end)
                    stopping.start()
                    try:
                        expect(ends(connection), "bytes came from a hub that has ended")
                    finally:
                        stopping.join()
                        client.hub.start()
                event = closed_event(forward, 2 * number + 1)
                expect(event.get("message"), f"the end has no reason: {event}")
                reasons.append(event["message"])
                agent.wait_connected(70)
                with forward.connect() as connection:
                    echo(connection)
                expect("code" not in closed_event(forward, 2 * number + 2), "a stream that ended well has an error")
            expect(agent.is_running() and forward.is_running(), "a proxy did not survive its hub")
            return " / ".join(reasons)


@contextmanager
def paused(process):
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def through_a_pause(client, device, seconds):
    """The way of the device's side stands still for so long in the middle of a transfer."""
    if not client.hub.resolves:
        raise Skipped("the proxy has to resolve the hub's names, and so needs a namespace of our own")
    with Tinyproxy(client.fresh_directory()) as proxy, Small(echoing) as server:
        services, way = [f"raw=127.0.0.1:{server.port}"], ["--proxy", proxy.url]
        with client.agent(device, services, arguments=way) as agent:
            with client.forward(device, "raw") as forward, forward.connect(120) as connection:
                echo(connection)
                with paused(proxy.process):
                    connection.sendall(b"while it was cut")
                    expect(nothing_comes(connection, seconds), "bytes passed a process that does not run")
                expect(exactly(connection, 16) == b"while it was cut", "what was sent meanwhile is lost")
                payload = os.urandom(4 << 20)
                sending = threading.Thread(target=connection.sendall, args=[payload])
                sending.start()
                expect(exactly(connection, len(payload)) == payload, "bytes changed after the pause")
                sending.join()
                agent.wait_connected(30)


@check("the device's network stands still for 3 s: the stream goes on, and nothing is lost", limit=60)
def short_pause(client):
    through_a_pause(client, "paused-1", 3)


@check("the device's network stands still for 30 s: the stream goes on, and nothing is lost", limit=120)
def long_pause(client):
    through_a_pause(client, "paused-2", 30)


@contextmanager
def cable(client, device):
    """An agent in a network of its own; the cable between it and the proxy that it needs can be cut."""
    with cut_off(client) as (inside, cut), Tinyproxy(client.fresh_directory(), HERE) as proxy:
        with client.agent(device, [], arguments=["--proxy", proxy.url], within=inside) as agent:
            yield agent, cut


HERE, THERE = "10.213.0.1", "10.213.0.2"


@contextmanager
def cut_off(client):
    """A network of its own behind a cable: what a command begins with that is run there, and what cuts it.

    A frame for another machine's address is dropped without a word, as on a network that stands still.
    """
    if not client.hub.resolves:
        raise Skipped("a network of its own needs a namespace")
    directory = client.fresh_directory()
    with Running(["unshare", "--net", "sleep", "1000"], directory, "space") as space:
        inside = ["nsenter", "--target", str(space.pid), "--net", "--"]

        def ip(*words, within=()):
            subprocess.run([*within, "ip", *words], check=True, capture_output=True)

        wait("a network", lambda: os.readlink(f"/proc/{space.pid}/ns/net") != os.readlink("/proc/self/ns/net"))
        ip("link", "add", "dev-hub", "type", "veth", "peer", "name", "dev-agent", "netns", str(space.pid))
        try:
            for name, address, within in (("dev-hub", HERE, []), ("dev-agent", THERE, inside)):
                ip("address", "add", f"{address}/24", "dev", name, within=within)
                ip("link", "set", name, "up", within=within)
            ip("link", "set", "lo", "up", within=inside)

            def cut(is_cut):
                for name, address, within in (("dev-hub", THERE, []), ("dev-agent", HERE, inside)):
                    if is_cut:
                        words = ("replace", address, "lladdr", "02:00:00:00:00:01", "dev", name, "nud", "permanent")
                    else:
                        words = ("del", address, "dev", name)
                    ip("neighbour", *words, within=within)

            yield inside, cut
        finally:
            ip("link", "del", "dev-hub")


@check("the device's cable is out for 30 s with bytes under way: the stream goes on", limit=200)
def cable_out(client):
    with cable(client, "cable-1") as (agent, cut), client.forward("cable-1", "echo") as forward:
        with forward.connect(90) as connection:
            echo(connection)
            cut(True)
            try:
                connection.sendall(b"while it was out")
                expect(nothing_comes(connection, 30), "bytes passed a cable that is out")
            finally:
                cut(False)
            started = time.monotonic()
            # TCP sends again by itself, the later the longer it was out.
            expect(exactly(connection, 16) == b"while it was out", "bytes changed")
            note = f"it went on after {time.monotonic() - started:.0f} s"
            echo(connection)
        agent.wait_connected(90)
        with forward.connect() as connection:
            echo(connection)
        return note


@check("the device's cable stays out: its streams end with a reason, it is offline, and comes back", limit=400, heavy=True)
def cable_gone(client):
    with cable(client, "cable-2") as (agent, cut), client.forward("cable-2", "echo") as forward:
        with forward.connect(180) as connection:
            echo(connection)
            cut(True)
            try:
                started = time.monotonic()
                expect(ends(connection), "bytes passed a cable that is out")
                # Half a minute of silence, then a ping and a minute and a half.
                seconds = time.monotonic() - started
                event = closed_event(forward)
                expect(event.get("message"), f"the end has no reason: {event}")
                # One and a half keep-alives of two minutes (MQTT 3.1.1 §3.1.2.10).
                wait("the hub to notice", lambda: not agent.is_connected(), 200)
            finally:
                cut(False)
        agent.wait_connected(120)
        with forward.connect() as connection:
            echo(connection)
        return f"ended after {seconds:.0f} s: {event['message']}"


@check("a device that vanished inside a frame that goes on and on is noticed after two minutes", limit=240, heavy=True)
def vanished_inside_a_frame(client):
    with cut_off(client) as (inside, cut), Hub(client.hub.program, client.fresh_directory(), main="0.0.0.0:0") as hub:
        there = Client(client.bin, hub)
        streams = f"hub.local-001.streams.{hub.domain}"
        way = [word for name in (hub.host, streams) for word in ("--resolve", f"{name}:{hub.port}:{HERE}")]
        with there.agent("inside", [], arguments=way, within=inside):
            grant = hub.open_stream("inside", service="discard")
            service = Stream.join(hub, grant["url"], grant["token"])
            try:
                # The head of a frame and its first bytes: from now on the device cannot be pinged.
                service.send_raw(frame(bytes(1000))[:108])
                cut(True)
                started = time.monotonic()
                try:
                    while nothing_comes(service.connection, 4):
                        expect(time.monotonic() - started < 180, "the device is still waited for after three minutes")
                        service.send_raw(b"x")
                finally:
                    cut(False)
                seconds = time.monotonic() - started
                expect(seconds > 60, f"the device was given up after {seconds:.0f} s")
                _, end = service.read_to_end()
                expect("no longer answers" in end.reason, f"{end}")
                ended = wait("the record", lambda: hub.api("GET", f"/streams/{grant['streamId']}").get("closeReason"))
                return f"after {seconds:.0f} s: {ended}"
            finally:
                service.drop()
