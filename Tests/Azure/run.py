"""Starts a devicestreamd and lets Azure's own packages try it: run.py PROGRAM [NAME OF A CHECK FILE]…

scripts/check-azure starts this in a network namespace of its own, where the fixed ports of the SDKs are free.
"""

import importlib
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The server, and how checks are run, are those of the other peers.
sys.path.insert(0, str(HERE.parent / "Peers"))

import checks  # noqa: E402
from arm import regions  # noqa: E402
from hub import Hub  # noqa: E402


def main():
    program, *only = sys.argv[1:]
    names = sorted(file.stem.removeprefix("check_") for file in HERE.glob("check_*.py"))
    for name in only:
        if name not in names:
            sys.exit(f"ERROR: there is no check file '{name}'; there are {', '.join(names)}.")
    for name in only or names:
        importlib.import_module(f"check_{name}")
    has_namespace = os.environ.get("DEVICESTREAM_NAMESPACE") == "yes"
    ports = {"main": "127.0.0.1:443", "mqtt": "127.0.0.1:8883"} if has_namespace else {}
    with tempfile.TemporaryDirectory() as directory:
        with Hub(program, Path(directory), options=regions(directory), **ports) as hub:
            # What the SDKs trust, in the two ways that their HTTP clients look for it.
            os.environ["REQUESTS_CA_BUNDLE"] = os.environ["SSL_CERT_FILE"] = hub.authority
            hub.resolves = has_namespace
            failed = checks.run(hub, title="Azure")
            if failed:
                print(hub.log_tail(), file=sys.stderr)
    # Threads of SDKs that failed would keep the process.
    sys.stdout.flush()
    os._exit(1 if failed else 0)


if __name__ == "__main__":
    main()
