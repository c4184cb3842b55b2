"""The lists for nftables and squid in force: what is on them is enough for a device and its streams, and is needed."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from check_proxies import squid_configuration
from checks import Skipped, check, expect
from lists import accepted, needs, needs_namespace, run
from programs import Running, wait

# The way from the device's network to this one; the hub's own addresses lie behind it.
NEAR, FAR = ("10.78.0.1/24", "fd78::1/64"), ("10.78.0.2/24", "fd78::2/64")
PROXY = ("10.78.0.1", 3128)


class Site:
    """A network of its own, with one way out of it and a packet filter in that way."""

    def __enter__(self):
        self.holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        try:
            mine = os.readlink("/proc/self/ns/net")
            wait("the device's network", lambda: os.readlink(f"/proc/{self.holder.pid}/ns/net") != mine, 10)
            self.within = ["nsenter", "--target", str(self.holder.pid), "--net"]
            # Both ends go with the network.
            accepted(run("ip", "link", "add", "site", "type", "veth", "peer", "name", "out", "netns", self.holder.pid), "veth")
            for ask, device, addresses in ((run, "site", NEAR), (self.run, "out", FAR)):
                for address in addresses:
                    # The kernel would look for another owner of an IPv6 address for a second.
                    options = ["nodad"] if ":" in address else []
                    accepted(ask("ip", "address", "add", address, "dev", device, *options), address)
                accepted(ask("ip", "link", "set", device, "up"), device)
            accepted(self.run("ip", "link", "set", "lo", "up"), "lo")
            for address in NEAR:
                accepted(self.run("ip", "route", "add", "default", "via", address.split("/")[0]), f"the way to {address}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.holder.terminate()
        self.holder.wait()
        wait("the link to go", lambda: run("ip", "link", "show", "site").returncode != 0, 10)

    def run(self, *words, **options):
        return run(*self.within, *words, **options)

    def load(self, file):
        accepted(self.run("nft", "-f", file), f"nft -f {file}")

    def close_but_for(self, lists, rule):
        """Nothing goes out any more but what a rule accepts; what is refused is told at once."""
        self.load(
            lists.file(
                "table inet filter {\n  chain output {\n    type filter hook output priority 0; policy drop;\n"
                f"    ct state established,related accept\n    meta l4proto ipv6-icmp accept\n    {rule}\n    reject\n  }}\n}}\n",
                "base.nft",
            )
        )


def without(text, host):
    """The list without the records of one host: without every line that names it."""
    lines = text.splitlines(keepends=True)
    kept = [line for line in lines if line.startswith("#") or host not in line.split()]
    expect(len(kept) < len(lines), f"'{host}' is not on the list")
    return "".join(kept)


def squid_without(text, host):
    """The same for squid, which takes no rule of a list that is empty; the form has none either."""
    kept = without(text, host).splitlines(keepends=True)
    known = {line.split()[1] for line in kept if line.startswith("acl ")}
    return "".join(line for line in kept if not line.startswith("http_access ") or known.issuperset(line.split()[2:]))


def connection_file(lists, device):
    key = lists.hub.create_device(device)
    file = lists.client.directory / f"{device}.check"
    file.touch(0o600)
    file.write_text(f"HostName={lists.hub.host}:{lists.port};DeviceId={device};SharedAccessKey={key}\n")
    return file


def check_device(lists, site, file, *way):
    """What `agent check` finds from within the site."""
    words = ["agent", "check", "--connection-string-file", str(file), "--cacert", lists.hub.authority, *way]
    return site.run(lists.client.program, *words, env=lists.client.environment)


def test_stream(lists, device):
    return lists.client.run("stream", "test", device, "-n", "hub", "--count", "20", "--duration", "1s", limit=90)


def no_stream(lists, device):
    done = test_stream(lists, device)
    expect(done.returncode != 0 and not done.stdout, f"a stream came about without the streaming endpoint's record: {done}")


@check("a device behind nftables that lets out what is on the list, and only that, has its streams", limit=240)
@needs("nft", "nsenter", "ip", "nc")
@needs_namespace
def nftables(lists):
    text = lists.text("nftables")
    whole = lists.file(text, "list.nft")
    main, streaming = lists.hosts()[:2]
    address = socket.gethostbyname(main)
    expect(address != socket.gethostbyname(streaming), "both hosts have one address")
    file = connection_file(lists, "enforced-check")
    with Site() as site:
        site.load(whole)
        site.close_but_for(lists, "jump devicestream_hub")
        # The hub listens there, too, but not for this site.
        other = site.run("nc", "-z", "-w", "2", NEAR[0].split("/")[0], lists.port)
        expect(other.returncode != 0, "the filter lets out what is not on the list")
        accepted(check_device(lists, site, file), "agent check through the list")
        with lists.client.agent("enforced-1", [], within=site.within):
            done = test_stream(lists, "enforced-1")
            accepted(done, "a stream through the list")
            # The control connection goes on: it was there before.
            site.load(lists.file(without(text, streaming), "short.nft"))
            no_stream(lists, "enforced-1")
            site.load(whole)
            accepted(test_stream(lists, "enforced-1"), "a stream through the whole list again")
        site.load(lists.file(without(text, main), "short.nft"))
        done = check_device(lists, site, file)
        expect(done.returncode == 12, f"the device reaches the hub without the main host's record: {done}")


class Squid(Running):
    """A squid with a list, in its own directory: it gives up root's rights."""

    def __init__(self, lists, text, name):
        self.directory = tempfile.mkdtemp(prefix="squid-")
        os.chmod(self.directory, 0o755)
        shutil.chown(self.directory, "proxy", "proxy")
        file = lists.file(text, "list.conf")
        configuration = squid_configuration(lists, file, ":".join(map(str, PROXY)), self.directory)
        super().__init__(["/usr/sbin/squid", "-N", "-f", configuration], lists.client.directory, name)

    def start(self):
        super().start()

        def answers():
            self.check()
            try:
                socket.create_connection(PROXY, 1).close()
                return True
            except OSError:
                return False

        try:
            wait("squid to listen", answers)
        except BaseException:
            self.end()
            raise

    def __exit__(self, *_):
        self.end()
        shutil.rmtree(self.directory, ignore_errors=True)

    def requests(self):
        log = Path(self.directory) / "access.log"
        return log.read_text(errors="replace") if log.exists() else ""


@check("a device whose only way out is squid with the list has its streams", limit=300)
@needs("squid", "nft", "nsenter", "ip")
@needs_namespace
def squid(lists):
    if not may_give_up_rights():
        raise Skipped("squid gives up root's rights, and here is no other user")
    text = lists.text("squid")
    main, streaming = lists.hosts()[:2]
    way = ["--proxy", f"http://{PROXY[0]}:{PROXY[1]}"]
    file = connection_file(lists, "enforced-check-2")
    with Site() as site:
        site.close_but_for(lists, f"ip daddr {PROXY[0]} tcp dport {PROXY[1]} accept")
        with Squid(lists, text, "squid") as proxy:
            with lists.client.agent("enforced-2", [], arguments=way, within=site.within):
                accepted(test_stream(lists, "enforced-2"), f"a stream through squid: {proxy.requests()}")
            for host in (main, streaming):
                expect(f"CONNECT {host}:{lists.port}" in proxy.requests(), proxy.requests())
        with Squid(lists, squid_without(text, streaming), "squid-short") as proxy:
            with lists.client.agent("enforced-3", [], arguments=way, within=site.within):
                no_stream(lists, "enforced-3")
            expect("TCP_DENIED/403" in proxy.requests(), proxy.requests())
        with Squid(lists, squid_without(text, main), "squid-shorter"):
            done = check_device(lists, site, file, *way)
            expect(done.returncode == 12, f"the device reaches the hub without the main host's record: {done}")


def may_give_up_rights():
    """Whether the user of squid exists, and files can be given to it: not so in a namespace of one user."""
    with tempfile.TemporaryDirectory() as directory:
        try:
            shutil.chown(directory, "proxy", "proxy")
        except (LookupError, PermissionError, OSError):
            return False
    return True
