"""The server with destinations, and what the checks ask of it."""

import json
import subprocess
import time
from pathlib import Path

from checks import expect
from hub import Hub

# The address that receivers of the checks listen on, and the only one that the server may connect to beside public ones.
ALLOWED = "127.0.0.1/32"


def certificates(directory):
    """A CA, and a certificate of it for localhost and 127.0.0.1; the paths of CA, certificate and key."""
    directory = Path(directory)
    ca, key, certificate = (directory / name for name in ("ca.pem", "receiver.key", "receiver.pem"))
    if ca.exists():
        return str(ca), str(certificate), str(key)

    def openssl(*arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=60)

    elliptic = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(
        "req", "-x509", *elliptic, "-keyout", directory / "ca.key", "-out", ca, "-days", 2, "-subj", "/CN=check CA",
        "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign",
    )
    openssl("req", *elliptic, "-keyout", key, "-out", directory / "request", "-subj", "/CN=localhost")
    names = directory / "names"
    names.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl(
        "x509", "-req", "-in", directory / "request", "-CA", ca, "-CAkey", directory / "ca.key", "-CAcreateserial",
        "-days", 2, "-out", certificate, "-extfile", names,
    )
    return str(ca), str(certificate), str(key)


def options(directory, *, allowed=(ALLOWED,), files=None):
    """The options of a server that has destinations."""
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    settings = {"fileDirectory": str(files or directory / "logs"), "caFile": certificates(directory)[0]}
    if allowed:
        settings["allowedAddresses"] = list(allowed)
    Path(settings["fileDirectory"]).mkdir(exist_ok=True)
    path = directory / "devicestream.yaml"
    # JSON is YAML.
    path.write_text(json.dumps({"diagnostics": settings}))
    return ["--config", str(path)]


class Site(Hub):
    """A hub, with what the checks do to it."""

    def start(self, limit=120):
        """The first start also makes the device that is asked for."""
        super().start(limit)
        if self.request("GET", f"/v1/hubs/{self.name}/devices/absent").status == 404:
            self.create_device("absent")
            self.lift_limits()

    def put(self, name, destination, categories=("DeviceStreams",), secret=None):
        body = {"categories": list(categories), "destination": destination}
        if secret:
            body["secret"] = secret
        return self.api("PUT", f"/diagnosticSettings/{name}", body)

    def setting(self, name):
        return self.api("GET", f"/diagnosticSettings/{name}")

    def delivery(self, name):
        return self.setting(name)["delivery"]

    def try_out(self, name):
        return self.api("POST", f"/diagnosticSettings/{name}/test")

    def remove(self, name):
        self.api("DELETE", f"/diagnosticSettings/{name}")

    def make_records(self, count):
        """Asks for streams to a device that is not there; the tracking ids, in order. Each leaves one record."""
        found = []
        for _ in range(count):
            reply = self.request("POST", f"/v1/hubs/{self.name}/devices/absent/streams", {})
            expect(reply.status == 404, f"a stream to a device that is not connected: {reply}")
            found.append(reply.headers["x-ms-request-id"])
        return found


def wait_until(condition, what, limit=30):
    """Looks until something holds; what it was then."""
    deadline = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {limit} s: {what}")
        time.sleep(0.05)


def tracking_ids(records):
    """Those of the records that are about streams."""
    return [json.loads(record["properties"])["trackingId"] for record in records if record["category"] == "DeviceStreams"]
