"""Measures the whole way of a stream against OpenSSH and prints Markdown tables: tunnels.py DIRECTORY VERSION [--quick]

Ours is forward → gateway → agent; OpenSSH's is `ssh -L` → sshd → `ssh -R`, with AES-128-GCM, its quickest cipher here. The
same two programs (tunnel_peer.py) send and receive through both, in turns. run-tunnels.sh starts this.
"""

import argparse
import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Tunnels"))

from cpu_seconds import cpu_seconds  # noqa: E402
from programs import Client, Hub, Running, wait  # noqa: E402
from servers import Sshd, answers, free_port  # noqa: E402
from stream_relays import memory  # noqa: E402
from table import machine, rows, verdict  # noqa: E402

GIB = 1 << 30
CIPHER = "aes128-gcm@openssh.com"


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


class Peer:
    """tunnel_peer.py, for the time of a `with`."""

    def __init__(self, what):
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "tunnel_peer.py"), what], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def hear(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a peer of the benchmark failed")
        answer = json.loads(line)
        if isinstance(answer, dict) and "failures" in answer:
            raise RuntimeError(f"a connection of the benchmark failed: {answer['failures'][0]}")
        return answer

    def ask(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self.hear()


class Tunnel:
    """Three processes, and the ports that lead through them."""

    def __init__(self, name, processes, sink, echo):
        self.name, self.pids, self.sink, self.echo = name, [process.pid for process in processes], sink, echo

    def cpu(self):
        return sum(cpu_seconds(pid) for pid in self.pids)


@contextmanager
def ours(client, sink, echo):
    agent = client.agent("bench", [f"sink=127.0.0.1:{sink}", f"answer=127.0.0.1:{echo}"], arguments=["--only-show-errors"])
    with agent, client.forward("bench", "sink", "answer") as forward:
        yield Tunnel("devicestream", [forward, client.hub.process, agent], *forward.ports)


@contextmanager
def openssh(directory, sink, echo):
    """The device keeps `ssh -R` open to a relay, the client `ssh -L`, as people without a hub do."""
    with Sshd(directory) as relay:
        file, there, here = relay.client_file("relay"), (free_port(), free_port()), (free_port(), free_port())
        base = [
            "ssh", "-F", file, "-N", "-T", "-c", CIPHER, "-p", relay.port, "-o", "HostKeyAlias=relay",
            "-o", "ExitOnForwardFailure=yes", "-o", "Hostname=127.0.0.1",
        ]

        def forwards(option, ports, targets):
            return [word for port, target in zip(ports, targets) for word in (option, f"127.0.0.1:{port}:127.0.0.1:{target}")]

        device = Running([*base, *forwards("-R", there, (sink, echo)), "relay"], directory, "ssh-device")
        client = Running([*base, *forwards("-L", here, there), "relay"], directory, "ssh-client")
        with device:
            wait("ssh -R", lambda: device.check() or all(answers(port) for port in there))
            with client:
                wait("ssh -L", lambda: client.check() or all(answers(port) for port in here))
                yield Tunnel("OpenSSH", [client, relay, device], *here)


def bulk(tunnels, source, rounds, gib):
    """CPU of the three processes for a GiB to the device, and throughput."""
    found = {}
    for streams in (1, 8):
        size = int(gib * GIB / streams)
        for _ in range(rounds):
            for tunnel in tunnels:
                before = tunnel.cpu()
                seconds = source.ask(port=tunnel.sink, streams=streams, size=size)["seconds"]
                moved = size * streams / GIB
                cpu = (tunnel.cpu() - before) / moved
                found.setdefault((tunnel.name, streams), []).append((cpu, moved * 1024 / seconds))
                say(f"{tunnel.name}, {streams} streams: {cpu:.2f} CPU s/GiB, {moved * 1024 / seconds:.0f} MiB/s")
    lines = []
    for streams, goal in ((1, 1), (8, 2)):
        (cpu, rate), (their_cpu, their_rate) = (
            tuple(median(line[i] for line in found[tunnel.name, streams]) for i in (0, 1)) for tunnel in tunnels
        )
        lines.append((
            f"{streams}", f"{cpu:.2f} s", f"{their_cpu:.2f} s", f"{cpu / their_cpu:.2f}", "CPU s: " + verdict(cpu, 2),
            f"{rate:,.0f} MiB/s", f"{their_rate:,.0f} MiB/s", f"{rate / their_rate:.2f}",
            "rate: " + verdict(rate / their_rate, goal, at_least=True),
        ))
    rows(
        "Bulk to a device: CPU of all three processes for a GiB, and throughput with the peers on the same cores",
        ["streams", "devicestream", "OpenSSH", "CPU ratio", "goal", "devicestream", "OpenSSH", "rate ratio", "goal"], lines,
    )


def opening(tunnels, opener, count, seconds):
    """New connections: one after the other, and by eight callers at once."""
    single, rates = {}, {}
    for tunnel in tunnels:
        opener.ask(port=tunnel.echo, callers=1, count=5, seconds=30)
    # In turns, so that what else the machine does meets both.
    for _ in range(4):
        for tunnel in tunnels:
            single.setdefault(tunnel.name, []).extend(
                opener.ask(port=tunnel.echo, callers=1, count=count // 4, seconds=60)["times"]
            )
            before = tunnel.cpu()
            answer = opener.ask(port=tunnel.echo, callers=8, count=1_000_000, seconds=seconds / 4)
            made = len(answer["times"])
            rates.setdefault(tunnel.name, []).append((made / answer["seconds"], (tunnel.cpu() - before) / made * 1000))
    lines = []
    for tunnel in tunnels:
        times = sorted(single[tunnel.name])
        rate, cpu = (median(line[i] for line in rates[tunnel.name]) for i in (0, 1))
        lines.append((
            tunnel.name, f"{times[len(times) // 2] * 1000:.1f} ms", f"{times[int(len(times) * 0.99)] * 1000:.1f} ms",
            f"{rate:,.0f}/s", f"{cpu:.1f} ms",
        ))
    rows(
        f"New connections through a forward: {count} one after the other until the first byte is back, and by 8 at once",
        ["", "p50", "p99", "by 8 callers", "CPU of all three for each"], lines,
    )
    print("\nA connection of ours is a stream of its own, with two TLS handshakes and a request; one of OpenSSH is a channel "
          "in connections that stand.")


def idle(client, count):
    """What an agent costs that is connected and does nothing."""
    lines = []
    with client.agent("idle", ["ssh=127.0.0.1:22"]) as agent:
        # What start-up needs is freed soon after.
        deadline = time.monotonic() + 3
        wait("the start to be over", lambda: agent.check() or time.monotonic() > deadline)
        rss, pss = memory(agent.pid)
        lines.append(("connected, no stream yet", f"{rss / 2**20:.1f} MiB", f"{pss / 2**20:.1f} MiB", "RSS, MiB: " + verdict(rss / 2**20, 20)))
        with client.forward("idle", "echo") as forward, Peer("opener") as opener:
            opener.ask(port=forward.port, callers=8, count=count, seconds=120)
            deadline = time.monotonic() + 3
            wait("the streams to be over", lambda: agent.check() or time.monotonic() > deadline)
            rss, pss = memory(agent.pid)
            lines.append((f"after {count:,} streams", f"{rss / 2**20:.1f} MiB", f"{pss / 2**20:.1f} MiB", ""))
    rows("Memory of an agent that is idle", ["", "RSS", "PSS", "goal"], lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("version")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--smoke", action="store_true", help="as little as possible: whether it works at all")
    parser.add_argument("--only", choices=["bulk", "opening", "idle"], action="append")
    options = parser.parse_args()
    quick, wanted = options.quick or options.smoke, options.only or ["bulk", "opening", "idle"]
    # Leaves every `with`, so that no program outlives this one.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        program = Path(options.directory) / "devicestreamd"
        hub = stack.enter_context(Hub(program, work / "hub", options=["--log-level", "warning"]))
        hub.lift_limits()
        client = Client(options.directory, hub)
        machine(options.version)
        if "idle" in wanted:
            say("idle agent")
            idle(client, 100 if quick else 1000)
        if "bulk" in wanted or "opening" in wanted:
            sink, echo = (stack.enter_context(Peer(what)).hear() for what in ("sink", "echo"))
            tunnels = [
                stack.enter_context(ours(client, sink, echo)), stack.enter_context(openssh(client.fresh_directory(), sink, echo))
            ]
            if "bulk" in wanted:
                say("bulk")
                rounds, gib = (1, 1 / 32) if options.smoke else (2, 0.5) if quick else (5, 2)
                bulk(tunnels, stack.enter_context(Peer("source")), rounds, gib)
            if "opening" in wanted:
                say("opening")
                opening(tunnels, stack.enter_context(Peer("opener")), 40 if quick else 400, 4 if quick else 20)


if __name__ == "__main__":
    main()
