"""curl, nc and RDP's programs through `devicestream forward`."""

import os
import socket
import ssl
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

from checks import check, expect
from servers import Nginx, Small, Xrdp, echoing
from programs import Running, echo, exactly, free_port, rest, wait

CURL = ("curl", "-sS", "--fail", "--noproxy", "*", "--max-time", "120")


def fetched(target, names, *options):
    """Fetches them with one curl; what it wrote about each."""
    run = subprocess.run(
        [*CURL, "--parallel", "--parallel-immediate", *options, "-w", "%{http_code} %{size_download} %{num_connects}\n",
         *(word for name in names for word in ("-o", "/dev/null", f"http://127.0.0.1:{target}/{name}"))],
        capture_output=True, timeout=150,
    )
    expect(run.returncode == 0, f"curl ended with {run.returncode}: {run.stderr.decode()[-1500:]}")
    return [line.split() for line in run.stdout.decode().splitlines()]


@check("curl makes 200 requests at once through a forward to nginx, each on a connection of its own", limit=150)
def parallel(client):
    with Nginx(client.fresh_directory()) as web, client.agent("web-1", [f"web=127.0.0.1:{web.port}"]):
        (web.root / "file").write_bytes(os.urandom(20_000))
        with client.forward("web-1", "web") as forward:
            lines = fetched(forward.port, ["file"] * 200, "--parallel-max", "200", "-H", "Connection: close")
            expect(len(lines) == 200, f"{len(lines)} requests were answered")
            expect(all(line == ["200", "20000", "1"] for line in lines), f"{[line for line in lines if line[0] != '200']}")
            asked = web.access.read_text().count("GET /file")
            expect(asked == 200, f"nginx saw {asked} requests")
            opened = wait("200 streams", lambda: (n := [e["event"] for e in forward.events()].count("opened")) >= 200 and n)
            expect(opened == 200, f"{opened} streams were opened for 200 connections")


@check("curl makes 200 requests over a few connections that stay", limit=150)
def keep_alive(client):
    with Nginx(client.fresh_directory()) as web, client.agent("web-2", [f"web=127.0.0.1:{web.port}"]):
        (web.root / "file").write_bytes(os.urandom(20_000))
        with client.forward("web-2", "web") as forward:
            lines = fetched(forward.port, ["file"] * 200, "--parallel-max", "10")
            expect(len(lines) == 200 and all(line[:2] == ["200", "20000"] for line in lines), f"{lines[:3]}")
            connections = sum(int(line[2]) for line in lines)
            # curl 7.88 sometimes finds a connection busy that is about to be free.
            expect(connections <= 60, f"200 requests took {connections} connections")
            return f"{connections} connections"


@check("several targets, one forward: by name and by port; an unnamed port is refused with a reason")
def targets(client):
    with Small(echoing) as one, Small(lambda c: c.sendall(b"the other")) as two:
        services = [f"one=127.0.0.1:{one.port}", f"two=127.0.0.1:{two.port}"]
        with client.agent("targets", services), client.forward("targets", "one", str(two.port), "9", "three") as forward:
            with forward.connect() as connection:
                echo(connection)
            forward.port = forward.ports[1]
            with forward.connect() as connection:
                expect(rest(connection) == b"the other", "the port led elsewhere")
            for port, name in ((forward.ports[2], "9"), (forward.ports[3], "three")):
                with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
                    expect(connection.recv(1) == b"", "a service that nobody named was reached")
                event = wait(
                    f"the reason for {name}",
                    lambda: next((e for e in forward.events() if e["event"] == "failed" and e["target"] == name), None),
                )
                expect(event["code"] == "StreamRejected" and event["exitStatus"] == 10, f"{event}")
                expect(f"does not serve '{name}'" in event["message"], f"{event}")


@check("a target that is down is told before the stream is accepted")
def target_down(client):
    with client.agent("down", [f"web=127.0.0.1:{free_port()}"]), client.forward("down", "web") as forward:
        with forward.connect() as connection:
            expect(connection.recv(1) == b"", "something answered")
        event = wait("the reason", lambda: next((e for e in forward.events() if e["event"] == "failed"), None))
        expect(event["exitStatus"] == 1 and event["code"] == "TargetUnavailable", f"{event}")


@check("nc closes its direction first, and then gets a large answer")
def client_closes_first(client):
    question, answer, asked = os.urandom(3_000_000), os.urandom(3_000_000), []

    def handle(connection):
        asked.append(rest(connection))
        connection.sendall(answer)

    with Small(handle) as server, client.agent("nc-1", [f"raw=127.0.0.1:{server.port}"]):
        with client.forward("nc-1", "raw") as forward:
            run = subprocess.run(
                ["nc.openbsd", "-N", "127.0.0.1", str(forward.port)], input=question, capture_output=True, timeout=60
            )
            expect(asked == [question], f"{[len(piece) for piece in asked]} bytes of {len(question)} arrived before the end")
            expect(run.stdout == answer, f"{len(run.stdout)} of {len(answer)} bytes came back behind the end")


@check("nc as the server closes its direction first, and then gets the rest of the other one")
def server_closes_first(client):
    greeting, late = os.urandom(2_000_000), os.urandom(2_000_000)
    port = free_port()
    with client.agent("nc-2", [f"raw=127.0.0.1:{port}"]), client.forward("nc-2", "raw") as forward:
        server = subprocess.Popen(
            ["nc.openbsd", "-l", "-N", "127.0.0.1", str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        received = []
        reader = threading.Thread(target=lambda: received.append(server.stdout.read()))
        reader.start()
        try:
            wait("nc to listen", lambda: f"0100007F:{port:04X}" in open("/proc/net/tcp", encoding="ascii").read())
            with forward.connect() as connection:

                def greet():
                    server.stdin.write(greeting)
                    server.stdin.close()

                writer = threading.Thread(target=greet)
                writer.start()
                expect(rest(connection) == greeting, "the greeting changed")
                writer.join(20)
                # Only now, behind the other direction's end.
                connection.sendall(late)
                connection.shutdown(socket.SHUT_WR)
                reader.join(30)
                expect(received == [late], f"{[len(piece) for piece in received]} of {len(late)} late bytes arrived")
            expect(server.wait(20) == 0, f"nc ended with {server.returncode}")
        finally:
            server.kill()
            server.wait()
            reader.join(10)
            server.stdout.close()


@check("stream connect is a pipe: cat, an end in either direction, a large answer")
def pipe(client):
    answer = os.urandom(3_000_000)

    def handle(connection):
        question = rest(connection)
        connection.sendall(question[::-1] + answer)

    with Small(handle) as server, client.agent("pipe", [f"raw=127.0.0.1:{server.port}"]):
        run = client.run("stream", "connect", "pipe", "-n", "hub", input=b"abc")
        expect(run.returncode == 0 and run.stdout == b"cba" + answer, f"{run.returncode} {len(run.stdout)} {run.stderr}")
        run = client.run("stream", "connect", "--alias", "pipe.hub.ds", "raw", input=b"abc")
        expect(run.returncode == 0 and run.stdout == b"cba" + answer, f"{run.returncode} {len(run.stdout)} {run.stderr}")
        run = client.run("stream", "connect", "pipe", "web", "-n", "hub", input=b"abc")
        expect(run.returncode == 10 and run.stdout == b"", f"{run}")


@check("forward --exec runs a program on the port, and ends with its status")
def exec_program(client):
    with Small(echoing) as server, client.agent("exec", [f"echo-there=127.0.0.1:{server.port}"]):
        script = "printf hello | nc.openbsd -N \"$1\" \"$2\"; exit 5"
        words = ("--exec", "sh", "--", "-c", script, "sh", "{{host}}", "{{port}}")
        run = client.run("forward", "exec", "-n", "hub", "-L", "0:echo-there", *words)
        expect((run.returncode, run.stdout) == (5, b"hello"), f"{run}")


@check("RDP's first packets: X.224 negotiation and TLS with xrdp's own certificate")
def rdp_packets(client):
    with Xrdp(client.fresh_directory()) as rdp, client.agent("rdp-1", [f"rdp=127.0.0.1:{rdp.port}"]):
        with client.forward("rdp-1", "rdp") as forward, forward.connect() as connection:
            # [MS-RDPBCGR] 2.2.1.1: TPKT, X.224 Connection Request, RDP_NEG_REQ for TLS or CredSSP.
            connection.sendall(bytes.fromhex("03000013" "0ee00000000000" "0100080003000000"))
            answer = exactly(connection, 19)
            # 2.2.1.2: Connection Confirm, RDP_NEG_RSP: TLS it is.
            expect(answer[:6] == bytes.fromhex("030000130ed0") and answer[11] == 2, f"the answer is {answer.hex()}")
            expect(answer[15:] == bytes.fromhex("01000000"), f"another protocol was chosen: {answer.hex()}")
            trust = ssl.create_default_context(cafile=str(rdp.certificate))
            trust.check_hostname = False
            with trust.wrap_socket(connection) as secured:
                return secured.version()


@check("FreeRDP's client gets through to xrdp's first screen", limit=90)
def freerdp(client):
    with Xrdp(client.fresh_directory()) as rdp, client.agent("rdp-2", [f"rdp=127.0.0.1:{rdp.port}"]):
        readable, writable = os.pipe()
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writable), "-nolisten", "tcp", "-screen", "0", "640x480x24"],
            pass_fds=[writable], stderr=subprocess.DEVNULL,
        )
        try:
            os.close(writable)
            with open(readable, "rb") as file:
                display = file.readline().decode().strip()
            expect(display.isdigit(), "there is no X server")
            with client.forward("rdp-2", "rdp") as forward:
                words = ["xfreerdp", f"/v:127.0.0.1:{forward.port}", "/cert:ignore", "/u:nobody", "/p:none", "/sec:tls"]
                environment = client.environment | {"DISPLAY": ":" + display}
                with Running(words, client.fresh_directory(), "xfreerdp", environment) as viewer:

                    def connected():
                        viewer.check()
                        # What is loaded once capabilities, channels and fonts are agreed on.
                        return "loaded module" in rdp.log.read_text(errors="replace")

                    wait("a session of xrdp", connected, 45)
        finally:
            screen.terminate()
            screen.wait()


@check("8 connections carry 20 MiB each way at once, and nothing changes")
def bulk(client):
    with Small(echoing) as server, client.agent("bulk", [f"raw=127.0.0.1:{server.port}"]):
        with client.forward("bulk", "raw") as forward, ThreadPoolExecutor(16) as pool:

            def run(_):
                payload = os.urandom(20 << 20)
                with forward.connect() as connection:
                    sending = pool.submit(connection.sendall, payload)
                    same = exactly(connection, len(payload)) == payload
                    sending.result()
                    return same

            with ThreadPoolExecutor(8) as runs:
                expect(all(runs.map(run, range(8))), "some bytes changed")
