"""One end of many connections, as a process of its own: the benchmark starts it and tells it what to do in JSON.

It speaks TLS to a gateway (`connect`, with frames) or to nginx (`connect` and `listen`, bytes alone), so that both relays
are driven by the same code. It reads one line of JSON, opens its connections, prints a line, and works on each line after.
"""

import json
import resource
import select
import socket
import ssl
import struct
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Tests" / "Peers"))

import device as mqtt  # noqa: E402
from stream import Stream, frame  # noqa: E402

PIECE = 1 << 16
MESSAGE = 64


def say(value):
    print(json.dumps(value), flush=True)


class Address:
    """What `Stream.join` needs of a hub."""

    def __init__(self, authority):
        self.tls = ssl.create_default_context(cafile=authority)

    def connect(self, host, port, timeout=60):
        plain = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.tls.wrap_socket(plain, server_hostname=host)


def opened(config):
    """The connections, and how many bytes a frame of so many bytes has on its way in."""
    address = Address(config["authority"])
    if "join" in config:
        return list(joined(address))
    if "listen" in config:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(config["certificate"], config["key"])
        with socket.create_server(("127.0.0.1", config["listen"]), backlog=4096) as listener:
            listener.settimeout(120)
            say("listening")
            found = []
            for _ in range(config["connections"]):
                plain, _ = listener.accept()
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                found.append(context.wrap_socket(plain, server_side=True))
            return found
    if "devices" in config:
        return [logged_in(address, config, device, user, password) for device, user, password in config["devices"]]
    return [address.connect(config["host"], config["port"]) for _ in range(config["connections"])]


def joined(address):
    """The streams that the next lines name, one after the other; an empty one ends them."""
    while "url" in (stream := json.loads(sys.stdin.readline())):
        yield Stream.join(address, stream["url"], stream["token"], timeout=60).connection
        say("joined")


def logged_in(address, config, device, user, password):
    """An MQTT connection with both subscriptions, and nothing else: the memory of this side must not end before the server's."""
    connection = address.connect(config["host"], config["port"])
    connection.sendall(mqtt.connect_packet(device, user, password, 1200))
    answer = connection.recv(64)
    if len(answer) < 4 or answer[0] != 0x20 or answer[3] != 0:
        raise AssertionError(f"CONNACK of {device}: {answer!r}")
    connection.sendall(mqtt.subscribe_packet())
    if connection.recv(64)[:1] != b"\x90":
        raise AssertionError(f"no SUBACK of {device}")
    return connection


def send(connections, count, piece):
    """Writes `count` pieces to each, as they take them."""
    views = {c.fileno(): (c, memoryview(piece), count) for c in connections}
    poll = select.poll()
    for connection in connections:
        connection.setblocking(False)
        poll.register(connection, select.POLLOUT)
    while views:
        for number, _ in poll.poll(60_000) or stuck():
            connection, view, left = views[number]
            try:
                # A few pieces a turn at most, so that no connection starves the others.
                for _ in range(4):
                    view = view[connection.send(view) :]
                    if not view:
                        left -= 1
                        if left == 0:
                            break
                        view = memoryview(piece)
            except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
                pass
            if left == 0:
                poll.unregister(connection)
                del views[number]
            else:
                views[number] = connection, view, left


def receive(connections, count):
    """Reads `count` bytes from each; control frames of a gateway are among them, and too few to matter."""
    left = {c.fileno(): (c, count) for c in connections}
    poll, buffer = select.poll(), bytearray(1 << 18)
    for connection in connections:
        connection.setblocking(False)
        poll.register(connection, select.POLLIN)
    while left:
        for number, _ in poll.poll(60_000) or stuck():
            connection, rest = left[number]
            try:
                for _ in range(16):
                    got = connection.recv_into(buffer)
                    rest -= got
                    if got == 0 or rest <= 0:
                        break
                else:
                    got = 1
            except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
                got = 1
            if rest <= 0:
                poll.unregister(connection)
                del left[number]
            elif got == 0:
                sys.exit(f"a connection ended {rest} bytes too early")
            else:
                left[number] = connection, rest


def stuck():
    sys.exit("nothing moved for a minute")


def exactly(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def message(connection, framed):
    """One message; pings of the gateway between them are passed over."""
    if not framed:
        return exactly(connection, MESSAGE)
    while True:
        first, length = exactly(connection, 2)
        payload = exactly(connection, length)
        if first == 0x82:
            return payload


def ping(connection, seconds, framed):
    data = frame(b"." * MESSAGE) if framed else b"." * MESSAGE
    connection.setblocking(True)
    connection.settimeout(30)
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.perf_counter()
        connection.sendall(data)
        message(connection, framed)
        times.append(time.perf_counter() - started)
    return times


def pong(connection, framed):
    connection.setblocking(True)
    connection.settimeout(120)
    try:
        while True:
            payload = message(connection, framed)
            connection.sendall(frame(payload) if framed else payload)
    except (EOFError, OSError, struct.error):
        pass


def main():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    config = json.loads(sys.stdin.readline())
    framed = "join" in config
    connections = opened(config)
    say("open")
    piece = frame(bytes(PIECE)) if framed else bytes(PIECE)
    # What a server adds to a frame of 64 KiB: a head without a mask.
    arriving = PIECE + 10 if framed else PIECE
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "send":
            send(connections, order["pieces"], piece)
            say("sent")
        elif order["do"] == "receive":
            receive(connections, order["pieces"] * arriving)
            say("received")
        elif order["do"] == "ping":
            say(ping(connections[0], order["seconds"], framed))
        elif order["do"] == "pong":
            say("ponging")
            pong(connections[0], framed)


if __name__ == "__main__":
    main()
