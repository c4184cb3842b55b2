"""Starts a hub, reads its allowlist in every form, and lets the programs that the forms are for read it.

run.py DIRECTORY-OF-THE-PROGRAMS [NAME OF A CHECK FILE]…
scripts/check-formats starts this in a network namespace of its own, where names and addresses can be given.
"""

import importlib
import os
import signal
import sys
import tempfile
from pathlib import Path

from lists import LONG, Lists

# Found through the path that lists sets.
import checks  # isort: skip
from programs import Client, Hub  # isort: skip

NAMES = ("lists", "filters", "proxies", "policies", "enforced")


def end(number, _):
    """Leaves every `with`, so that no program outlives this one."""
    sys.exit(128 + number)


def main():
    directory, *only = sys.argv[1:]
    for name in only:
        if name not in NAMES:
            sys.exit(f"ERROR: there is no check file '{name}'; there are {', '.join(NAMES)}.")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    for name in NAMES:
        importlib.import_module(f"check_{name}")
    program = Path(directory).resolve() / "devicestreamd"
    has_namespace = os.environ.get("DEVICESTREAM_NAMESPACE") == "yes"
    # Without names of our own those below .localhost do, which lead to this machine.
    options = ["--domain", "formats.test"] if has_namespace else []
    ports = {"main": "[::]:8443", "mqtt": "[::]:8883"} if has_namespace else {}
    with tempfile.TemporaryDirectory() as work, Hub(program, Path(work), options=options, **ports) as hub:
        hub.lift_limits()
        lists = Lists(Client(directory, hub), has_namespace)
        lists.fill("hub")
        lists.fill(LONG)
        failed = checks.run(lists, only, title="Formats")
        if failed:
            print(hub.log_tail(), file=sys.stderr)
    sys.stdout.flush()
    os._exit(1 if failed else 0)


if __name__ == "__main__":
    main()
