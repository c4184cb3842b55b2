"""Starts a devicestreamd and lets real clients try it: run.py PROGRAM [--heavy] [NAME OF A CHECK FILE]…

scripts/check-peers starts this in a network namespace of its own, where the fixed ports of the SDKs are free.
"""

import importlib
import os
import resource
import socket
import sys
import tempfile
from pathlib import Path

import checks
from hub import Hub

NAMES = ("mosquitto", "azure_iot", "websockets", "behaviours", "tokens", "heavy")


def main():
    program, *rest = sys.argv[1:]
    heavy = "--heavy" in rest
    only = [name for name in rest if name != "--heavy"]
    for name in only:
        if name not in NAMES:
            sys.exit(f"ERROR: there is no check file '{name}'; there are {', '.join(NAMES)}.")
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for name in NAMES:
        importlib.import_module(f"check_{name}")
    has_namespace = os.environ.get("DEVICESTREAM_NAMESPACE") == "yes"
    ports = {"main": "127.0.0.1:443", "mqtt": "127.0.0.1:8883"} if has_namespace else {}
    with tempfile.TemporaryDirectory() as directory, Hub(program, Path(directory), **ports) as hub:
        try:
            hub.resolves = socket.gethostbyname(hub.host).startswith("127.")
        except OSError:
            hub.resolves = False
        hub.lift_limits()
        failed = checks.run(hub, only, heavy)
        if failed:
            print(hub.log_tail(), file=sys.stderr)
    # Threads of SDKs that failed would keep the process.
    sys.stdout.flush()
    os._exit(1 if failed else 0)


if __name__ == "__main__":
    main()
