"""Sends requests for devices one after the other over one TLS connection, and prints a JSON line for each kind.

Each line has the kind, the number of devices in the hub, the requests, the median and the 99th percentile of their
times in microseconds, and the CPU time of the server for one of them.
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
BASE = "/v1/hubs/hub/devices"
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


def kinds(connection, devices):
    """Each kind of request, as a function that prepares the next one and gives the function to be timed."""
    numbers = random.Random(devices)
    state = {"next": None, "created": 0, "deleted": 0}

    def get():
        path = f"{BASE}/{device_id(numbers.randrange(devices))}"
        return lambda: connection.send("GET", path)

    def prefix():
        # A hundred devices share all but the last two digits.
        path = f"{BASE}?$top={PAGE}&prefix={device_id(numbers.randrange(devices))[:-2]}"
        return lambda: connection.send("GET", path)

    def tag():
        return lambda: connection.send("GET", f"{BASE}?$top={PILOTS}&tag=pilot")

    def walk():
        # The link is taken from the answer that is timed: a page fetched before would be warm.
        def request():
            path = state["next"] or f"{BASE}?$top={PAGE}"
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
        return lambda: connection.send("POST", BASE, body, expected=201)

    def delete():
        state["deleted"] += 1
        connection.send("DELETE", f"{BASE}/new-{state['deleted']}", expected=204)

    def clean():
        while state["deleted"] < state["created"]:
            delete()

    for query in (f"{BASE}?$top={PAGE}&prefix={device_id(0)[:-2]}", f"{BASE}?$top={PILOTS}&tag=pilot"):
        page(connection, query)
    return {"get": get, "list": walk, "prefix": prefix, "tag": tag, "create": create}, clean


def measure(prepare, pid, seconds):
    """Times requests for so many seconds; the CPU time counts only batches, without what prepares them."""
    times, cpu, deadline = [], 0.0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        requests = [prepare() for _ in range(BATCH)]
        before = cpu_seconds(pid)
        for request in requests:
            started = time.perf_counter()
            request()
            times.append(time.perf_counter() - started)
        cpu += cpu_seconds(pid) - before
    times.sort()
    return {
        "requests": len(times),
        "p50": times[len(times) // 2] * 1e6,
        "p99": times[len(times) * 99 // 100] * 1e6,
        "cpu": cpu / len(times) * 1e6,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--authority", required=True)
    parser.add_argument("--header", required=True, help="the file with the header that holds the token")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--devices", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    header = Path(options.header).read_text(encoding="ascii").strip()
    connection = Connection(options.authority, header, options.port)
    prepares, clean = kinds(connection, options.devices)
    for kind, prepare in prepares.items():
        # The first requests find cold caches.
        measure(prepare, options.pid, min(1.0, options.seconds / 4))
        figures = measure(prepare, options.pid, options.seconds)
        print(json.dumps({"kind": kind, "devices": options.devices} | figures), flush=True)
    clean()


if __name__ == "__main__":
    main()
