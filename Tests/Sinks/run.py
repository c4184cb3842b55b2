"""Starts a devicestreamd and lets receivers of its records try it: run.py PROGRAM [--heavy] [NAME OF A CHECK FILE]…

scripts/check-sinks starts this in a namespace of its own, where a small disk can be mounted.
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
from place import Site, options  # noqa: E402


def main():
    program, *rest = sys.argv[1:]
    heavy = "--heavy" in rest
    only = [name for name in rest if name != "--heavy"]
    names = sorted(file.stem.removeprefix("check_") for file in HERE.glob("check_*.py"))
    for name in only:
        if name not in names:
            sys.exit(f"ERROR: there is no check file '{name}'; there are {', '.join(names)}.")
    for name in only or names:
        importlib.import_module(f"check_{name}")
    with tempfile.TemporaryDirectory() as directory:
        with Site(program, Path(directory), options=options(directory)) as hub:
            failed = checks.run(hub, heavy=heavy, title="Sinks")
            if failed:
                print(hub.log_tail(), file=sys.stderr)
    # Threads of receivers that hang would keep the process.
    sys.stdout.flush()
    os._exit(1 if failed else 0)


if __name__ == "__main__":
    main()
