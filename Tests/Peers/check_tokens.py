"""Who must not get in: stream tokens in the wrong hands, names with tricks, connections without TLS."""

import base64
import hashlib
import hmac
import json
import socket
import time
import urllib.parse

from checks import check, expect
from hub import Hub
from pairs import Pairing
from stream import Refused, Stream


def encoded(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def refuse(hub, url, token, what, **options):
    try:
        stream = Stream.join(hub, url, token, **options)
    except Refused as refusal:
        expect(refusal.status == 401, f"{what}: refused with {refusal}, not 401")
        return
    stream.connection.close()
    raise AssertionError(f"{what}: let in")


@check("a token is refused twice, at the other side, at another stream, altered, unsigned, and signed otherwise")
def abuse(hub):
    with Pairing(hub, "token-1") as pairing:
        grant, request = pairing.ask()
        other_grant, other_request = pairing.ask()
        head, payload, signed = grant["token"].split(".")
        claims = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        none = encoded(b'{"alg":"none"}')
        hs256 = encoded(b'{"alg":"HS256","typ":"JWT"}')
        flipped = bytearray(base64.urlsafe_b64decode(signed + "=="))
        flipped[10] ^= 1
        other_side = claims.replace(b'"service"', b'"device"')
        expect(other_side != claims, f"the claims name no side: {claims}")
        for what, token in {
            "no token": None,
            "an empty token": "",
            "the other side's token": request.token,
            "another stream's token": other_grant["token"],
            "a flipped bit": f"{head}.{payload}.{encoded(bytes(flipped))}",
            "claims of the other side under the signature": f"{head}.{encoded(other_side)}.{signed}",
            "no signature": f"{head}.{payload}.",
            "alg none": f"{none}.{payload}.",
            "alg none with a signature": f"{none}.{payload}.{signed}",
            "HS256": f"{hs256}.{payload}."
            + encoded(hmac.new(b"secret", f"{hs256}.{payload}".encode(), hashlib.sha256).digest()),
            "the owner's API token": hub.token,
            "more behind it": grant["token"] + "." + payload,
        }.items():
            refuse(hub, grant["url"], token, what)
        refuse(hub, grant["url"] + "?token=" + grant["token"], None, "a token in the query")
        refuse(hub, request.url, grant["token"], "the service's token at the device's side")
        refuse(hub, other_grant["url"], grant["token"], "a token at another stream")
        # After all of that the right ones are still good.
        service = Stream.join(hub, grant["url"], grant["token"])
        refuse(hub, grant["url"], grant["token"], "a token for the second time")
        device = Stream.join(hub, request.url, request.token)
        refuse(hub, request.url, request.token, "the device's token for the second time")
        service.send(b"still one stream")
        expect(device.receive()[2] == b"still one stream", "the stream was disturbed")
        service.close()
        refuse(hub, grant["url"], grant["token"], "a token after its stream")
        device.connection.close()
        # A side that came alone and left ends its stream, so both come before one leaves.
        sides = (other_grant["url"], other_grant["token"]), (other_request.url, other_request.token)
        for stream in [Stream.join(hub, *side) for side in sides]:
            stream.connection.close()


@check("a token that is late is refused, and one side alone is let go at the deadline", limit=90)
def late(hub):
    with Pairing(hub, "token-2") as pairing:
        grant, request = pairing.ask(connectTimeoutSeconds=2, responseTimeoutSeconds=2)
        service = Stream.join(hub, grant["url"], grant["token"])
        _, end = service.read_to_end(70)
        expect(end.code is not None, f"one side alone was ended with {end}")
        refuse(hub, request.url, request.token, "a token whose stream is over")


@check("a name with a trick in it is 400, on both routes, and no device hears of it")
def names(hub):
    with Pairing(hub, "token-3") as pairing:
        service = hub.service_sas()
        tricks = ["a/b", "a%2Fb", "a+b", "#", "a b", "+", "a\u0000b", "a\nb", "ä", "", "a" * 129, "a?b", "a&$auth=x"]
        for name in tricks:
            reply = hub.request("POST", "/v1/hubs/hub/devices/token-3/streams", {"streamName": name})
            expect(reply.status == 400, f"native, {name!r}: {reply}")
            if name:
                path = f"/twins/token-3/streams/{urllib.parse.quote(name, safe='')}"
                reply = hub.request("POST", path, authorization=service)
                expect(reply.status == 400, f"Azure, {name!r} as {path}: {reply}")
        # A slash that is not encoded makes it another path.
        reply = hub.request("POST", "/twins/token-3/streams/a/b", authorization=service)
        expect(reply.status in (400, 404), f"a raw slash: {reply}")
        expect(pairing.device.request(1) is None, "the device was asked under a name that was refused")
        grant, request = pairing.ask(name="Az09-._~" + "z" * 120)
        expect(request.name == "Az09-._~" + "z" * 120, "a good name changed")


@check("tokens from before a kill -9 and restart are refused, and a stream opens after it", limit=120)
def restart(hub):
    with Hub(hub.program, hub.directory / "restarted", options=hub.options) as own:
        with Pairing(own, "token-4") as pairing:
            grant, request = pairing.ask()
            with pairing.stream() as (service, device):
                service.send(b"x")
                expect(device.receive()[2] == b"x", "no data")
                own.kill()
                for side in (service, device):
                    try:
                        side.read_to_end(10)
                    except ConnectionError:
                        # The kernel of the killed server resets what was not read.
                        pass
        own.start()
        refuse(own, grant["url"], grant["token"], "a token from before the restart")
        refuse(own, request.url, request.token, "a device's token from before the restart")
        with Pairing(own, "token-5") as pairing, pairing.stream() as (service, device):
            service.send(b"y")
            expect(device.receive()[2] == b"y", "no data after the restart")
            service.close()


@check("plain TCP is answered with no HTTP and no MQTT on either port")
def plain(hub):
    from device import connect_packet

    for port in (hub.port, hub.mqtt_port):
        for data in (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", connect_packet("d", "u", "p")):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
                connection.sendall(data)
                received = b""
                try:
                    while piece := connection.recv(4096):
                        received += piece
                except ConnectionResetError:
                    pass
                # At most a TLS alert: record type 21.
                expect(received[:1] in (b"", b"\x15"), f"port {port} answered {received[:100]!r}")


@check("an upgrade that is none is told so in the envelope of errors")
def no_upgrade(hub):
    with Pairing(hub, "token-6") as pairing:
        grant, _ = pairing.ask()
        reply = hub.request("GET", urllib.parse.urlsplit(grant["url"]).path, host=urllib.parse.urlsplit(grant["url"]).hostname)
        expect(400 <= reply.status < 500 and "error" in json.loads(reply.body), f"{reply}")
    for path in ("/$iothub/websocket", "/bridges/hub/x/r/service"):
        started = time.monotonic()
        reply = hub.request("GET", path)
        expect(400 <= reply.status < 500, f"{path}: {reply}")
        expect(time.monotonic() - started < 5, f"{path} took long")
