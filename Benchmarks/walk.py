"""Sends requests for devices one after the other over one TLS connection, and prints a JSON line for each kind and hub.

Hubs of several sizes take turns, round after round, so that what else the machine does meets all of them. Each line
has the kind, the number of devices in the hub, the requests, the median and the 99th percentile of their times in
microseconds, and the CPU time of the server for one of them.
"""

import argparse
import json
import random
import re
import socket
import ssl
import sys
import time
from pathlib import Path

from cpu_seconds import cpu_seconds
from devices import PILOTS, device_id

HOST = "localhost"
PAGE = 100
NEXT_LINK = re.compile(rb'"nextLink":"https://[^/"]*(/[^"\\]*)"')
# Requests between two looks at the CPU time, which counts in hundredths of a second.
BATCH = 200


class Connection:
    """HTTP/1.1 with next to nothing in the way, so that the times are those of the server."""

    def __init__(self, authority, header, port):
        context = ssl.create_default_context(cafile=authority)
        plain = socket.create_connection(("127.0.0.1", port), timeout=30)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = context.wrap_socket(plain, server_hostname=HOST)
        self.tail = f"HTTP/1.1\r\nHost: {HOST}:{port}\r\n{header}\r\n"

    def send(self, method, path, body=b"", expected=200):
        head = f"{method} {path} {self.tail}"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self.socket.sendall(head.encode() + b"\r\n" + body)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self.more()
        lines = received[:end].decode("latin-1").split("\r\n")
        length = 0
        for line in lines[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "content-length":
                length = int(value)
        content = received[end + 4 :]
        while len(content) < length:
            content += self.more()
        if int(lines[0].split()[1]) != expected:
            sys.exit(f"walk.py: {method} {path}: {lines[0]}: {content[:500]!r}")
        return content

    def more(self):
        data = self.socket.recv(65536)
        if not data:
            sys.exit("walk.py: the server closed the connection")
        return data


def page(connection, query):
    """Gets a page of a list, which must be full."""
    answer = json.loads(connection.send("GET", query))
    if len(answer["value"]) != PAGE:
        sys.exit(f"walk.py: GET {query}: {len(answer['value'])} devices instead of {PAGE}")


def kinds(connection, hub, devices):
    """Each kind of request, as a function that prepares the next one and gives the function to be timed."""
    base = f"/v1/hubs/{hub}/devices"
    numbers = random.Random(devices)
    state = {"next": None, "created": 0, "deleted": 0}

    def get():
        path = f"{base}/{device_id(numbers.randrange(devices))}"
        return lambda: connection.send("GET", path)

    def prefix():
        # A hundred devices share all but the last two digits.
        path = f"{base}?$top={PAGE}&prefix={device_id(numbers.randrange(devices))[:-2]}"
        return lambda: connection.send("GET", path)

    def tag():
        return lambda: connection.send("GET", f"{base}?$top={PILOTS}&tag=pilot")

    def walk():
        # The link is taken from the answer that is timed: a page fetched before would be warm.
        def request():
            path = state["next"] or f"{base}?$top={PAGE}"
            content = connection.send("GET", path)
            link = NEXT_LINK.search(content)
            state["next"] = link and link[1].decode()

        return request

    def create():
        # The hub keeps its size.
        if state["created"] - state["deleted"] == BATCH:
            delete()
        state["created"] += 1
        body = json.dumps({"deviceId": f"new-{state['created']}"}).encode()
        return lambda: connection.send("POST", base, body, expected=201)

    def delete():
        state["deleted"] += 1
        connection.send("DELETE", f"{base}/new-{state['deleted']}", expected=204)

    def clean():
        while state["deleted"] < state["created"]:
            delete()

    for query in (f"{base}?$top={PAGE}&prefix={device_id(0)[:-2]}", f"{base}?$top={PILOTS}&tag=pilot"):
        page(connection, query)
    return {"get": get, "list": walk, "prefix": prefix, "tag": tag, "create": create}, clean


def measure(prepare, pid, seconds):
    """The times of requests for so many seconds, and the CPU time of the server for all of them.

    The CPU time counts only batches, without what prepares them.
    """
    times, cpu, deadline = [], 0.0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        requests = [prepare() for _ in range(BATCH)]
        before = cpu_seconds(pid)
        for request in requests:
            started = time.perf_counter()
            request()
            times.append(time.perf_counter() - started)
        cpu += cpu_seconds(pid) - before
    return times, cpu


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--authority", required=True)
    parser.add_argument("--header", required=True, help="the file with the header that holds the token")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="for each kind and hub, in all rounds together")
    parser.add_argument("hubs", nargs="+", metavar="HUB=DEVICES")
    options = parser.parse_args()
    header = Path(options.header).read_text(encoding="ascii").strip()
    connection = Connection(options.authority, header, options.port)
    hubs = []
    for text in options.hubs:
        name, _, devices = text.partition("=")
        hubs.append((int(devices), *kinds(connection, name, int(devices))))
    found = {}
    for _ in range(options.rounds):
        for kind in hubs[0][1]:
            for devices, prepares, _ in hubs:
                # The first requests find cold caches.
                measure(prepares[kind], options.pid, 0.3)
                times, cpu = measure(prepares[kind], options.pid, options.seconds / options.rounds)
                all_times, all_cpu = found.setdefault((kind, devices), ([], []))
                all_times += times
                all_cpu.append(cpu)
    for _, _, clean in hubs:
        clean()
    for (kind, devices), (times, cpu) in found.items():
        times.sort()
        figures = {
            "requests": len(times),
            "p50": times[len(times) // 2] * 1e6,
            "p99": times[len(times) * 99 // 100] * 1e6,
            "cpu": sum(cpu) / len(times) * 1e6,
        }
        print(json.dumps({"kind": kind, "devices": devices} | figures), flush=True)


if __name__ == "__main__":
    main()
