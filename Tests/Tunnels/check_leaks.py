"""Streams without end: no process keeps descriptors or memory of those that are over."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor

from checks import check, expect
from servers import Small, echoing
from programs import descriptors, echo, resident, wait

MIB = 1 << 20
# An allocator keeps pages of peaks, and not each round peaks alike.
SLACK = 8 * MIB


def streams_come_and_go(client, device, warming, count):
    with Small(echoing) as server, client.agent(device, [f"raw=127.0.0.1:{server.port}"]) as agent:
        with client.forward(device, "raw") as forward, ThreadPoolExecutor(8) as pool:
            programs = {"hub": client.hub.process.pid, "agent": agent.pid, "forward": forward.pid}

            def one(number):
                with forward.connect() as connection:
                    echo(connection, b"%d" % number * 1000)

            def open_streams():
                return sum(state["state"] != "ended" for state in client.hub.api("GET", f"/streams?deviceId={device}")["value"])

            def measured(rounds):
                deque(pool.map(one, range(rounds)), maxlen=0)
                wait("all streams to end", lambda: open_streams() == 0)
                return {name: (descriptors(pid), resident(pid)) for name, pid in programs.items()}

            # What is made once, and grows to its bound: pages of the store (16 MiB for each of its connections), streams
            # of the last two minutes, whose tokens must not be good again, buffers of each thread.
            before = measured(warming)

            def same_descriptors():
                now = {name: descriptors(pid) for name, pid in programs.items()}
                return all(now[name] <= before[name][0] for name in programs) and now

            after = measured(count)
            try:
                wait("the descriptors to be those of before", same_descriptors, 20)
            except AssertionError:
                now = {name: (before[name][0], descriptors(pid)) for name, pid in programs.items()}
                raise AssertionError(f"descriptors before and after: {now}") from None
            grown = {name: after[name][1] - before[name][1] for name in programs}
            text = ", ".join(f"{name} {before[name][1] / MIB:.1f} {grown[name] / MIB:+.1f} MiB" for name in programs)
            expect(all(more < SLACK for more in grown.values()), f"{count} streams left memory behind: {text}")
            return text


@check("1,000 streams opened and closed leave no descriptor and no memory behind", limit=150)
def thousand(client):
    return streams_come_and_go(client, "leak-1", 300, 1000)


@check("10,000 streams opened and closed leave no descriptor and no memory behind", limit=1500, heavy=True)
def ten_thousand(client):
    return streams_come_and_go(client, "leak-2", 20_000, 10_000)
