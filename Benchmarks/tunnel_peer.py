"""Both ends of what is measured through a tunnel, each as a process of its own: tunnel_peer.py sink|echo|source|opener

Orders and answers are lines of JSON. It knows nothing of tunnels: it connects to a port, or prints the one it listens on.
"""

import json
import resource
import socket
import sys
import threading
import time

PIECE = 1 << 18
# Of the sink: go on, and it has read all of it.
DONE = b"."


def say(value):
    print(json.dumps(value), flush=True)


def serve(handle):
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        say(listener.getsockname()[1])
        while True:
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=handle, args=[connection], daemon=True).start()


def sink(connection):
    """The first eight bytes say how many follow, once they are answered."""
    with connection:
        left, buffer = int.from_bytes(exactly(connection, 8)), bytearray(PIECE)
        connection.sendall(DONE)
        while left:
            got = connection.recv_into(buffer, min(left, PIECE))
            if got == 0:
                return
            left -= got
        connection.sendall(DONE)


def echo(connection):
    with connection:
        while data := connection.recv(PIECE):
            connection.sendall(data)


def exactly(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise EOFError(f"the end came after {len(data)} of {count} bytes")
        data += piece
    return data


def connected(port):
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def send(port, streams, size):
    """So many streams with so many bytes each; the seconds from the first byte to the last answer."""
    connections, failures = [connected(port) for _ in range(streams)], []
    piece = bytes(PIECE)
    # Opening is not what is measured here: each has its way through the tunnel before.
    for connection in connections:
        connection.settimeout(300)
        connection.sendall(size.to_bytes(8))
    for connection in connections:
        exactly(connection, 1)

    def run(connection):
        try:
            left = size
            while left:
                connection.sendall(memoryview(piece)[: min(left, PIECE)])
                left -= min(left, PIECE)
            exactly(connection, 1)
        except Exception as error:
            failures.append(repr(error))

    threads = [threading.Thread(target=run, args=[connection]) for connection in connections]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - started
    for connection in connections:
        connection.close()
    return {"failures": failures} if failures else {"seconds": seconds}


def open_one(port):
    started = time.perf_counter()
    with connected(port) as connection:
        connection.sendall(DONE)
        exactly(connection, 1)
        return time.perf_counter() - started


def opened(port, callers, count, seconds):
    """The times of connections, from asking for one to its first byte back, by so many callers at once."""
    times, failures, deadline = [], [], time.monotonic() + seconds

    def run():
        try:
            while len(times) < count and time.monotonic() < deadline:
                times.append(open_one(port))
        except Exception as error:
            failures.append(repr(error))

    threads = [threading.Thread(target=run) for _ in range(callers)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"failures": failures} if failures else {"times": times, "seconds": time.monotonic() - started}


def main():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    what = sys.argv[1]
    if what in ("sink", "echo"):
        serve({"sink": sink, "echo": echo}[what])
    for line in sys.stdin:
        order = json.loads(line)
        say(send(**order) if what == "source" else opened(**order))


if __name__ == "__main__":
    main()
