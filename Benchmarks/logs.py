"""Measures the activity log and prints Markdown tables: logs.py PROGRAM VERSION [--quick]

Requests for a stream to a device that is not there leave one record each. They are made as fast as a few connections
take them, then it is waited until the last one is found; and one by one, each with the time until it is found.
run-logs.sh starts this.
"""

import argparse
import http.client
import json
import ssl
import sys
import tempfile
import threading
import time
from pathlib import Path

from table import machine, rows, verdict

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Tests" / "Peers"))
from hub import Hub  # isort: skip # noqa: E402

CONNECTIONS = 4
PATH = "/v1/hubs/hub/devices/nobody/streams"


class Client:
    """One connection that sends requests one after the other."""

    def __init__(self, hub):
        context = ssl.create_default_context(cafile=str(hub.state / "ca.pem"))
        self.connection = http.client.HTTPSConnection("localhost", hub.port, timeout=30, context=context)
        token = json.loads((hub.state / "context.json").read_text())["token"]
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(self, method, path, body=None):
        self.connection.request(method, path, body=body, headers=self.headers)
        reply = self.connection.getresponse()
        return reply.status, json.loads(reply.read()), reply.headers["x-ms-request-id"]

    def fail(self):
        status, _, tracking = self.ask("POST", PATH, "{}")
        if status != 404:
            raise RuntimeError(f"a device that is not there: {status}")
        return tracking

    def await_record(self, tracking, limit=30):
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            if self.ask("GET", f"/v1/hubs/hub/logs?trackingId={tracking}")[1]["value"]:
                return
        raise RuntimeError(f"no record of {tracking}")


def written(hub, count):
    last = [None] * CONNECTIONS

    def run(index):
        client = Client(hub)
        for _ in range(count // CONNECTIONS):
            last[index] = client.fail()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(CONNECTIONS)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client = Client(hub)
    for tracking in last:
        client.await_record(tracking)
    return count / (time.monotonic() - started)


def until_found(hub, count):
    client, times = Client(hub), []
    for _ in range(count):
        started = time.monotonic()
        client.await_record(client.fail())
        times.append(time.monotonic() - started)
    times.sort()
    return times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("version")
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory, Hub(arguments.program, directory) as hub:
        rate = written(hub, 2_000 if arguments.quick else 100_000)
        middle, late = until_found(hub, 50 if arguments.quick else 2_000)
    machine(arguments.version)
    rows(
        "Activity log",
        ["", "figure", "goal"],
        [
            (f"records written and found, {CONNECTIONS} connections", f"{rate:.0f} a second", ""),
            ("time until a record is found, median", f"{middle * 1000:.1f} ms", ""),
            ("time until a record is found, 99th percentile", f"{late:.3f} s", verdict(late, 1)),
        ],
    )


main()
