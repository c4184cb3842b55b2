"""The allowlists that are checked, and how a program is asked about one."""

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / name) for name in ("Tunnels", "Peers")]

from checks import Skipped, expect  # noqa: E402

FORMATS = (
    "json csv rss names edl-domain edl-url edl-ip nftables iptables ipset dnsmasq ufw firewalld squid haproxy kubernetes "
    "cilium terraform windows asa pac"
).split()

# The longest name that a hub can have: what the programs let a name be is less.
LONG = "plant" + "-x" * 22 + "7"

# What people could write, by mistake or not, to get a rule of their own in.
NOTES = (
    "'; reboot; '\"; accept }\n-A INPUT -j ACCEPT\nadd rule inet filter input accept\nhttp_access allow all\n"
    "*/ --> <accept/> ]]> $(id) `id` ${x} %{x} \\"
)


class Lists:
    """The lists of two hubs, as the command line writes them."""

    def __init__(self, client, has_namespace):
        self.client, self.hub = client, client.hub
        self.has_namespace = has_namespace
        self.port, self.mqtt_port = client.hub.port, client.hub.mqtt_port
        self.venv = Path(sys.executable).parent

    def is_running(self):
        return self.hub.is_running()

    def log_tail(self):
        return self.hub.log_tail()

    def fill(self, name):
        """Gives a hub all that a list can have: notes, and a second endpoint whose addresses are declared."""
        if name != self.hub.name:
            self.v1("POST", "/v1/hubs", {"name": name})
        first = self.v1("GET", f"/v1/hubs/{name}/endpoints")["value"][0]["id"]
        self.v1("PATCH", f"/v1/hubs/{name}/endpoints/{first}", {"notes": NOTES})
        ips = ["192.0.2.20", "198.51.100.0/24", "2001:db8::20"]
        self.v1("POST", f"/v1/hubs/{name}/endpoints", {"stamp": "local-002", "ips": ips, "notes": NOTES})

    def v1(self, method, path, body=None):
        reply = self.hub.request(method, path, body)
        expect(200 <= reply.status < 300, f"{method} {path}: {reply}")
        return reply.json

    def hosts(self, name="hub"):
        return [f"{name}.{self.hub.domain}"] + [f"{name}.local-00{n}.streams.{self.hub.domain}" for n in (1, 2)]

    def text(self, form, name="hub"):
        """The list as `allowlist show` writes it, byte for byte."""
        run = self.client.run("allowlist", "show", "-n", name, "--format", form)
        expect(run.returncode == 0 and not run.stderr, f"{form}: {run}")
        return run.stdout.decode()

    def both(self, form):
        """The list of each hub, for which a check is made: (name, text)."""
        return [(name, self.text(form, name)) for name in ("hub", LONG)]

    def file(self, text, name):
        path = Path(self.client.fresh_directory()) / name
        path.write_text(text)
        return path


def needs(*programs):
    """Skips a check where a program is missing."""

    def wrap(function):
        @functools.wraps(function)
        def wrapped(lists):
            for program in programs:
                if not find(program):
                    raise Skipped(f"there is no {program} here")
            return function(lists)

        return wrapped

    return wrap


def needs_readable(path):
    """Skips a check where the user may not read what a program reads: root in a namespace of its own is no root there."""

    def wrap(function):
        @functools.wraps(function)
        def wrapped(lists):
            if not os.access(path, os.R_OK):
                raise Skipped(f"{path} is root's")
            return function(lists)

        return wrapped

    return wrap


def needs_namespace(function):
    """Skips a check that changes the network, where it would be everybody's."""

    @functools.wraps(function)
    def wrapped(lists):
        if not lists.has_namespace:
            raise Skipped("it needs a network namespace of its own")
        return function(lists)

    return wrapped


def find(program):
    return shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def run(*arguments, alone=False, limit=60, **options):
    """Runs a program; `alone` in a network namespace that ends with it."""
    words = [str(argument) for argument in arguments]
    words[0] = find(words[0]) or words[0]
    if alone:
        words = ["unshare", "--net", *words]
    # Programs say what is wrong in the language of the user.
    environment = os.environ | {"LC_ALL": "C", "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"} | options.pop("env", {})
    return subprocess.run(words, capture_output=True, text=True, timeout=limit, env=environment, **options)


def accepted(result, what):
    """Fails unless the program took it."""
    expect(result.returncode == 0, f"{what}: status {result.returncode}: {result.stdout}{result.stderr}")


def refused(result, what):
    """Fails when the program took what is broken: then its approval says nothing."""
    expect(result.returncode != 0, f"{what} is broken, and was taken: {result.stdout}{result.stderr}")


def broken(text, old, new):
    """The text with one thing wrong, and not in a comment: a tail of a line holds none of these."""
    start = 0
    for line in text.splitlines(keepends=True):
        if old in (line if "\n" not in old else text[start:]) and not line.startswith(("#", "//", "!")):
            return text[:start] + text[start:].replace(old, new, 1)
        start += len(line)
    raise AssertionError(f"there is no '{old}' to break")


def scratch():
    return tempfile.TemporaryDirectory()
