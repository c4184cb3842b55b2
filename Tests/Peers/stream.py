"""One side of a stream: a WebSocket over TLS with framing of its own, which masks with zeros for speed."""

import base64
import hashlib
import os
import select
import socket
import ssl
import struct
import time
import urllib.parse

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
# A mask of zeros is a mask: the payload stays as it is, and the server unmasks it all the same.
ZERO_MASK = b"\0\0\0\0"
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Refused(Exception):
    """The server answered the upgrade with another status than 101."""

    def __init__(self, status, head, body=b""):
        super().__init__(f"{status}: {head[:400]!r} {body[:400]!r}")
        self.status = status


class Ended(Exception):
    """The peer closed: with a code, or without a close frame (`None`)."""

    def __init__(self, code, reason=""):
        super().__init__(f"closed with {code} {reason!r}")
        self.code = code
        self.reason = reason


class TooLate(Exception):
    """Nothing came in time."""


def frame(payload, opcode=BINARY, final=True, masked=True):
    count, mask = len(payload), 0x80 if masked else 0
    if count < 126:
        head = struct.pack("!BB", opcode | (0x80 if final else 0), mask | count)
    elif count < 65536:
        head = struct.pack("!BBH", opcode | (0x80 if final else 0), mask | 126, count)
    else:
        head = struct.pack("!BBQ", opcode | (0x80 if final else 0), mask | 127, count)
    return head + (ZERO_MASK if masked else b"") + payload


class Stream:
    """A joined side. Not for two threads at once: OpenSSL's connections are not."""

    def __init__(self, connection, head, rest):
        self.connection = connection
        self.head = head
        self.connection.setblocking(False)
        self._buffer = bytearray(rest)
        self._closed_by_us = False
        # What was taken off the wire of the data frame that is being read.
        self._left = 0

    @classmethod
    def join(cls, hub, url, token, *, protocol=None, headers=(), timeout=30):
        """Joins the gateway at `url`; raises `Refused` when it does not let the side in."""
        parts = urllib.parse.urlsplit(url)
        if parts.scheme != "wss" or not parts.port:
            raise AssertionError(f"the stream URL has no wss or no port: {url}")
        connection = hub.connect(parts.hostname, parts.port, timeout=timeout)
        try:
            return cls._upgrade(connection, parts.netloc, parts.path, token, protocol, headers)
        except BaseException:
            connection.close()
            raise

    @classmethod
    def _upgrade(cls, connection, host, path, token, protocol, headers):
        key = base64.b64encode(os.urandom(16))
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {host}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key.decode()}",
            "Sec-WebSocket-Version: 13",
            *([f"Authorization: Bearer {token}"] if token is not None else []),
            *([f"Sec-WebSocket-Protocol: {protocol}"] if protocol else []),
            *headers,
        ]
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                raise Refused(0, data)
            data += piece
        head, _, rest = data.partition(b"\r\n\r\n")
        words = head.split(None, 2)
        if len(words) < 2 or words[1] != b"101":
            raise Refused(int(words[1]) if len(words) > 1 and words[1].isdigit() else 0, head, rest)
        fields = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.decode().partition(":") for line in head.split(b"\r\n")[1:])
        }
        expected = base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()
        if fields.get("sec-websocket-accept") != expected:
            raise AssertionError(f"the server's Sec-WebSocket-Accept is wrong: {head!r}")
        return cls(connection, fields, rest)

    def send(self, payload, opcode=BINARY, final=True, timeout=30):
        self.send_raw(frame(payload, opcode, final), timeout)

    def send_raw(self, data, timeout=30):
        view, deadline = memoryview(data), time.monotonic() + timeout
        while view:
            try:
                view = view[self.connection.send(view) :]
            except ssl.SSLWantWriteError:
                self._wait(False, True, deadline)
            except ssl.SSLWantReadError:
                self._wait(True, False, deadline)

    def receive(self, timeout=30):
        """The next data frame: opcode, whether it ends its message, payload; answers pings on the way."""
        deadline = time.monotonic() + timeout
        while True:
            found = self._parse()
            if found is None:
                self._fill(deadline)
                continue
            opcode, final, payload = found
            if opcode == PING:
                self.send(payload, PONG)
            elif opcode == CLOSE:
                self._answer_close(payload)
            elif opcode != PONG:
                return opcode, final, payload

    def receive_control(self, opcode, timeout=30):
        """The payload of the next frame if it is of this kind."""
        deadline = time.monotonic() + timeout
        while (found := self._parse()) is None:
            self._fill(deadline)
        if found[0] != opcode:
            raise AssertionError(f"frame of kind {found[0]} came instead of {opcode}: {found[2][:100]!r}")
        return found[2]

    def read(self, count, timeout=30):
        """That many bytes of payload, whatever the frames are."""
        pieces, left, deadline = [], count, time.monotonic() + timeout
        while left > 0:
            _, _, payload = self.receive(max(0.0, deadline - time.monotonic()))
            pieces.append(payload)
            left -= len(payload)
        if left < 0:
            raise AssertionError(f"{-left} bytes more came than were sent")
        return b"".join(pieces)

    def read_to_end(self, timeout=30):
        """All payload until the peer closes, and how it closed."""
        pieces, deadline = [], time.monotonic() + timeout
        while True:
            try:
                pieces.append(self.receive(max(0.0, deadline - time.monotonic()))[2])
            except Ended as end:
                return b"".join(pieces), end

    def exchange(self, outgoing, incoming_bytes, on_payload, timeout):
        """Writes everything that `outgoing` gives while it reads that many bytes of payload."""
        deadline = time.monotonic() + timeout
        view, source, received = memoryview(b""), iter(outgoing), 0
        sent = False
        while not sent or received < incoming_bytes:
            moved = False
            if not view and not sent:
                piece = next(source, None)
                sent = piece is None
                view = memoryview(piece or b"")
            if view:
                try:
                    view, moved = view[self.connection.send(view) :], True
                except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
                    pass
            while received < incoming_bytes and (payload := self._next_payload()) is not None:
                received += len(payload)
                on_payload(payload)
                moved = True
            if received < incoming_bytes:
                try:
                    self._take(self.connection.recv(262144))
                    moved = True
                except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                    pass
            if not moved and not (sent and received >= incoming_bytes):
                self._wait(True, bool(view), deadline)
        if received > incoming_bytes:
            raise AssertionError(f"{received - incoming_bytes} bytes more came than were sent")

    def close(self, code=1000, reason="", timeout=10):
        """Closes as it should be done: a close frame, the peer's answer, the end of the connection."""
        if not self._closed_by_us:
            self._closed_by_us = True
            self.send(struct.pack("!H", code) + reason.encode(), CLOSE)
            try:
                self.read_to_end(timeout)
            except (TooLate, OSError):
                pass
        self.connection.close()

    def drop(self):
        """Ends the connection without a close frame and without TLS's end, as the C proxy does."""
        try:
            socket.socket.shutdown(self.connection, socket.SHUT_RDWR)
        except OSError:
            pass
        self.connection.close()

    def _answer_close(self, payload):
        code = struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else 1005
        if not self._closed_by_us:
            self._closed_by_us = True
            try:
                self.send(payload[:2], CLOSE, timeout=5)
            except (OSError, TooLate):
                pass
        raise Ended(code, payload[2:].decode(errors="replace"))

    def _parse(self):
        """A whole frame from the buffer, or `None`."""
        head = self._header()
        if head is None:
            return None
        opcode, final, size, length = head
        if len(self._buffer) < size + length:
            return None
        payload = bytes(self._buffer[size : size + length])
        del self._buffer[: size + length]
        return opcode, final, payload

    def _header(self):
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        if buffer[1] & 0x80:
            raise AssertionError("the server masked a frame")
        if buffer[0] & 0x70:
            raise AssertionError("the server set a reserved bit")
        length, size = buffer[1] & 0x7F, 2
        if length >= 126:
            size = 4 if length == 126 else 10
            if len(buffer) < size:
                return None
            length = int.from_bytes(buffer[2:size], "big")
        return buffer[0] & 0x0F, bool(buffer[0] & 0x80), size, length

    def _next_payload(self):
        """The next bytes of payload that are here, of a frame that need not be whole."""
        while self._left == 0:
            head = self._header()
            if head is None:
                return None
            opcode, _, size, length = head
            if opcode >= CLOSE:
                if len(self._buffer) < size + length:
                    return None
                payload = bytes(self._buffer[size : size + length])
                del self._buffer[: size + length]
                if opcode == CLOSE:
                    self._answer_close(payload)
                # A ping inside a transfer is not answered here: the ping's patience outlasts it.
                continue
            del self._buffer[:size]
            self._left = length
        if not self._buffer:
            return None
        payload = bytes(self._buffer[: self._left])
        del self._buffer[: len(payload)]
        self._left -= len(payload)
        return payload

    def _fill(self, deadline):
        while True:
            try:
                self._take(self.connection.recv(262144))
                return
            except ssl.SSLWantReadError:
                self._wait(True, False, deadline)
            except ssl.SSLWantWriteError:
                self._wait(False, True, deadline)

    def _take(self, data):
        if not data:
            raise Ended(None, "end of the connection without a close frame")
        self._buffer += data

    def _wait(self, reading, writing, deadline):
        left = deadline - time.monotonic()
        poll = select.poll()
        poll.register(self.connection, (select.POLLIN if reading else 0) | (select.POLLOUT if writing else 0))
        if left <= 0 or not poll.poll(left * 1000):
            raise TooLate("nothing moved on the connection in time")
