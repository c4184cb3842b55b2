"""Starts a devicestreamd and lets Chromium use its portal: run.py PROGRAM PICTURES [ONLY…].

scripts/check-portal starts this.
"""

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The server, and how checks are run, are those of the other peers; destinations of records are those of the sinks.
sys.path[:0] = [str(HERE.parent / "Peers"), str(HERE.parent / "Sinks")]

import browser  # noqa: E402
import check_appearance  # noqa: E402, F401
import check_commands  # noqa: E402, F401
import check_devices  # noqa: E402, F401
import check_diagnostics  # noqa: E402, F401
import check_logs  # noqa: E402, F401
import check_streams  # noqa: E402, F401
import check_tabs  # noqa: E402, F401
import check_text  # noqa: E402, F401
import checks  # noqa: E402
from hub import Hub  # noqa: E402
from place import options  # noqa: E402


def main():
    program, pictures, *only = sys.argv[1:]
    with tempfile.TemporaryDirectory() as directory:
        with Hub(program, Path(directory), options=options(directory)) as hub:
            hub.pictures = Path(pictures)
            hub.browser = browser.start(hub, Path(directory) / "home")
            try:
                failed = checks.run(hub, only=set(only), title="Portal")
            finally:
                hub.browser.quit()
            if failed:
                print(hub.log_tail(), file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
