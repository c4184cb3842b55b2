"""Starts a hub and lets Debian's programs use both local proxies.

run.py DIRECTORY [--heavy] [--match TEXT] [NAME OF A CHECK FILE]…
scripts/check-tunnels starts this in a network namespace of its own, where names can be given.
"""

import argparse
import importlib
import os
import resource
import signal
import socket
import sys
import tempfile
from pathlib import Path

from programs import Client, Hub

# Found through the path that programs sets.
import checks  # isort: skip

NAMES = ("ssh", "forward", "proxy", "trouble", "leaks")


def end(number, _):
    """Leaves every `with`, so that no program outlives this one."""
    sys.exit(128 + number)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--heavy", action="store_true")
    parser.add_argument("--match", default="")
    parser.add_argument("names", nargs="*", choices=[*NAMES, []])
    options = parser.parse_intermixed_args()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for name in NAMES:
        importlib.import_module(f"check_{name}")
    checks.CHECKS[:] = [entry for entry in checks.CHECKS if options.match in entry[1]]
    has_namespace = os.environ.get("DEVICESTREAM_NAMESPACE") == "yes"
    program = Path(options.directory).resolve() / "devicestreamd"
    with tempfile.TemporaryDirectory() as work, Hub(program, Path(work)) as hub:
        try:
            hub.resolves = has_namespace and socket.gethostbyname(hub.host).startswith("127.")
        except OSError:
            hub.resolves = False
        hub.lift_limits()
        failed = checks.run(Client(options.directory, hub), options.names, options.heavy, "Tunnels")
        if failed:
            print(hub.log_tail(), file=sys.stderr)
    sys.stdout.flush()
    os._exit(1 if failed else 0)


if __name__ == "__main__":
    main()
