"""A devicestreamd that is started for the time of some checks, and what a client needs to speak with it."""

import base64
import hashlib
import hmac
import http.client
import json
import os
import select
import signal
import socket
import ssl
import subprocess
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Reply:
    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    def __str__(self):
        return f"{self.status} {self.headers} {self.body[:600]!r}"


class Hub:
    """One server process, its hub `hub`, and an owner's token."""

    name = "hub"

    def __init__(self, program, directory, *, main="127.0.0.1:0", mqtt="127.0.0.1:0", options=()):
        self.program = str(program)
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.state = self.directory / "state"
        self.listen = main
        self.mqtt_listen = mqtt
        self.options = list(options)
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, limit=120):
        """Starts it, and returns when it is ready; again on the same ports after a stop or a kill."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DEVICESTREAM_")}
        self.log = open(self.directory / "log", "ab")
        self.process = subprocess.Popen(
            [self.program, "--state-dir", str(self.state), "--listen", self.listen, "--mqtt-listen", self.mqtt_listen]
            + self.options,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env=environment,
        )
        ports, pending, deadline = {}, b"", time.monotonic() + limit
        while b"ready" not in pending.splitlines():
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            piece = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not piece:
                self.stop()
                raise RuntimeError(f"the server did not start:\n{self.log_tail()}")
            pending += piece
        for line in pending.decode().splitlines():
            if line.startswith("listening on "):
                url, _, kind = line.removeprefix("listening on ").partition(" ")
                ports[kind.strip("()")] = int(url.rpartition(":")[2])
        self.port, self.mqtt_port = ports["main"], ports["mqtt"]
        self.listen, self.mqtt_listen = f"127.0.0.1:{self.port}", f"127.0.0.1:{self.mqtt_port}"
        context = json.loads((self.state / "context.json").read_text())
        self.domain = urllib.parse.urlsplit(context["server"]).hostname
        self.host = f"{self.name}.{self.domain}"
        self.token = context["token"]
        self.authority = context["caCertificate"]
        self.tls = ssl.create_default_context(cafile=self.authority)

    def stop(self):
        self._end(signal.SIGTERM)

    def kill(self):
        self._end(signal.SIGKILL)

    def _end(self, number):
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdout.close()
        self.log.close()
        self.process = None

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def log_tail(self, lines=40):
        text = (self.directory / "log").read_text(errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def connect(self, host=None, port=None, *, timeout=30, tls=None):
        """A TLS connection to the loopback address, as if the name had been resolved."""
        plain = socket.create_connection(("127.0.0.1", port or self.port), timeout=timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            return (tls or self.tls).wrap_socket(plain, server_hostname=host or self.host)
        except BaseException:
            plain.close()
            raise

    def request(self, method, path, body=None, *, headers=(), host=None, authorization=None, timeout=70):
        """A request of the REST API; the owner's unless an `authorization` is given."""
        host = host or self.host
        connection = http.client.HTTPConnection(host, self.port, timeout=timeout)
        connection.sock = self.connect(host, timeout=timeout)
        try:
            fields = {"Authorization": authorization or f"Bearer {self.token}", "Host": f"{host}:{self.port}"}
            data = None
            if body is not None:
                data = json.dumps(body).encode()
                fields["Content-Type"] = "application/json"
            elif method == "POST":
                fields["Content-Length"] = "0"
            connection.request(method, path, data, fields | dict(headers))
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def api(self, method, path, body=None, **options):
        """A request that must succeed, and its JSON."""
        reply = self.request(method, f"/v1/hubs/{self.name}{path}", body, **options)
        if not 200 <= reply.status < 300:
            raise RuntimeError(f"{method} {path}: {reply}")
        return reply.json if reply.body else None

    def lift_limits(self):
        """Some checks open more streams a second than a hub lets by default."""
        self.api("PATCH", "", {"properties": {"limits": {"newStreamsPerSecond": None, "concurrentStreams": None}}})

    def create_device(self, device, authentication=None):
        """A new device; its primary key, or `None` where it has no key."""
        body = {"deviceId": device} | ({"authentication": authentication} if authentication else {})
        self.api("POST", "/devices", body)
        return None if authentication else self.api("GET", f"/devices/{urllib.parse.quote(device, safe='')}/keys")["primaryKey"]

    def delete_device(self, device):
        self.api("DELETE", f"/devices/{device}", headers={"If-Match": "*"})

    def open_stream(self, device, name="TestStream", **members):
        """Opens one by the native route: the grant, with `url` and `token`."""
        return self.api("POST", f"/devices/{device}/streams", {"streamName": name} | members)

    def device_sas(self, device, key, seconds=3600):
        return sas(f"{self.host}/devices/{device}", key, seconds)

    def service_sas(self, policy="service", seconds=3600):
        """As the Node SDK writes it: `sr`, `sig`, `skn`, `se`."""
        key = self.api("GET", f"/policies/{policy}/keys")["primaryKey"]
        expiry = int(time.time()) + seconds
        return f"SharedAccessSignature sr={self.host}&sig={signature(self.host, key, expiry)}&skn={policy}&se={expiry}"

    def user_name(self, device):
        return f"{self.host}/{device}/?api-version=2020-09-30&DeviceClientType=check%2F1.0"


def signature(resource, key, expiry):
    digest = hmac.new(base64.b64decode(key), f"{resource}\n{expiry}".encode(), hashlib.sha256).digest()
    return urllib.parse.quote(base64.b64encode(digest), safe="")


def sas(resource, key, seconds=3600):
    """As the C device SDK writes it: the resource is not encoded."""
    expiry = int(time.time()) + seconds
    return f"SharedAccessSignature sr={resource}&sig={signature(resource, key, expiry)}&se={expiry}&skn="
