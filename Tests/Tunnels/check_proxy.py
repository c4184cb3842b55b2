"""tinyproxy with basic authentication between everybody and the hub."""

import re

from checks import Skipped, check, expect
from servers import Small, Tinyproxy, echoing
from programs import Client, Hub, echo, wait


def need_names(client):
    if not client.hub.resolves:
        raise Skipped("the proxy has to resolve the hub's names, and so needs a namespace of our own")


def connects(proxy, hub):
    """How often the proxy was asked for the hub's main hosts, and for its streaming endpoint."""
    # "CONNECT   (time) Request (file descriptor 5): CONNECT hub.example.com:443 HTTP/1.1"
    asked = re.findall(r": CONNECT ([^:]+):\d+ HTTP", proxy.log.read_text())
    streaming = f"{hub.name}.local-001.streams.{hub.domain}"
    return len(asked) - asked.count(streaming), asked.count(streaming)


@check("agent and forward reach the hub through a CONNECT proxy with a password", limit=90)
def through(client):
    need_names(client)
    with Tinyproxy(client.fresh_directory()) as proxy, Small(echoing) as server:
        way = ["--proxy", proxy.url]
        with client.agent("proxied-1", [f"raw=127.0.0.1:{server.port}"], arguments=way):
            with client.forward("proxied-1", "raw", arguments=way) as forward, forward.connect() as connection:
                echo(connection, b"through the proxy" * 1000)
            # Its control connection and its side of the stream; requests, and the other side of it.
            main, streaming = connects(proxy, client.hub)
            expect(main >= 2 and streaming == 2, f"{main} and {streaming} connections: {proxy.log.read_text()[-2000:]}")
            # On a loopback hub the environment's proxy does not count, as for the other commands.
            run = client.run(
                "stream", "connect", "proxied-1", "-n", "hub", input=b"abc", environment={"HTTPS_PROXY": proxy.wrong_url}
            )
            expect((run.returncode, run.stdout) == (0, b"abc"), f"{run}")


@check("HTTPS_PROXY and NO_PROXY count where the hub is elsewhere, for requests and for streams", limit=90)
def environment(client):
    need_names(client)
    directory = client.fresh_directory()
    with Hub(client.hub.program, directory, options=["--domain", "site.test"]) as hub, Small(echoing) as server:
        there = Client(client.bin, hub)
        with Tinyproxy(directory) as proxy:
            variables = {"HTTPS_PROXY": proxy.url}
            with there.agent("proxied-4", [f"raw=127.0.0.1:{server.port}"], environment=variables):
                run = there.run("stream", "connect", "proxied-4", "-n", "hub", input=b"abc", environment=variables)
                expect((run.returncode, run.stdout) == (0, b"abc"), f"{run}")
                before = connects(proxy, hub)
                expect(before[0] >= 2 and before[1] == 2, f"{before} connections: {proxy.log.read_text()[-2000:]}")
                variables["NO_PROXY"] = "site.test"
                run = there.run("stream", "connect", "proxied-4", "-n", "hub", input=b"abc", environment=variables)
                expect((run.returncode, run.stdout) == (0, b"abc"), f"{run}")
                after = connects(proxy, hub)
                # The agent's side goes through it still.
                expect((after[0] - before[0], after[1] - before[1]) == (0, 1), f"{before} became {after}")


@check("a wrong password at the proxy is told as such, by each command", limit=90)
def wrong_password(client):
    need_names(client)
    client.hub.create_device("proxied-2")
    with Tinyproxy(client.fresh_directory()) as proxy:
        for words in (["stream", "connect", "proxied-2"], ["forward", "proxied-2", "-L", "0:raw"]):
            run = client.run(*words, "-n", "hub", "--proxy", proxy.wrong_url, input=b"")
            expect(run.returncode == 7 and run.stdout == b"", f"{words}: {run}")
            expect(b"proxy" in run.stderr.lower() and b"wrong" not in run.stderr, f"{words}: {run}")
        file = client.directory / "proxied-2.connection"
        key = client.hub.api("GET", "/devices/proxied-2/keys")["primaryKey"]
        file.touch(0o600)
        file.write_text(f"HostName={client.hub.host}:{client.hub.port};DeviceId=proxied-2;SharedAccessKey={key}\n")
        run = client.run(
            "agent", "check", "--connection-string-file", str(file), "--cacert", client.hub.authority, "--service", "raw=1",
            "--proxy", proxy.wrong_url,
        )
        expect(run.returncode == 12, f"{run}")
        expect(b"proxy" in (run.stdout + run.stderr).lower(), f"{run}")


@check("a proxy that comes back brings the device back", limit=120)
def proxy_restarts(client):
    need_names(client)
    with Tinyproxy(client.fresh_directory()) as proxy, Small(echoing) as server:
        services, way = [f"raw=127.0.0.1:{server.port}"], ["--proxy", proxy.url]
        with client.agent("proxied-3", services, arguments=way) as agent:
            with client.forward("proxied-3", "raw") as forward:
                with forward.connect() as connection:
                    echo(connection)
                    proxy.kill()
                    # The device's side of the stream went through it.
                    expect(connection.recv(1) == b"", "the stream outlived its way")
                wait("the device to be away", lambda: not agent.is_connected())
                proxy.start()
                agent.wait_connected(70)
                with forward.connect() as connection:
                    echo(connection)
