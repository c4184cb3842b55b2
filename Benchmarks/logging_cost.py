"""What logging costs on the way of a stream: the server's CPU for opening one and closing it, with logging and without.

Two servers run beside each other and are asked in turns, so that what else the machine does meets both. One logs as it
does by default, records and lines; the other keeps no activity records and writes no lines.
"""

import sys
import time
from contextlib import ExitStack
from statistics import median

from cpu_seconds import cpu_seconds
from table import rows, verdict

# Found through the path that stream_relays sets.
from hub import Hub  # isort: skip

# Of CPU: what logging may add.
GOAL = 1.03
# Records are written within 200 ms, and the server's counts of CPU are of 10 ms.
SETTLE_SECONDS = 1


def without_records(hub):
    """The hub's own log, with no category; a server that does not know diagnostic settings keeps all."""
    reply = hub.request(
        "PUT",
        f"/v1/hubs/{hub.name}/diagnosticSettings/default",
        {"categories": [], "destination": {"kind": "local"}},
    )
    if 200 <= reply.status < 300:
        return True
    print(f"    activity records stay on in both: {reply}", file=sys.stderr)
    return False


def logging_cost(program, directory, greeting, open_one, count, rounds):
    with ExitStack() as stack:
        loud = stack.enter_context(Hub(program, directory / "loud", options=["--log-level", "info"]))
        quiet = stack.enter_context(Hub(program, directory / "quiet", options=["--log-level", "critical"]))
        has_no_records = without_records(quiet)
        for hub in (loud, quiet):
            hub.lift_limits()
            stack.enter_context(greeting(hub))
            for _ in range(20):
                open_one(hub, "greeter")
        time.sleep(SETTLE_SECONDS)
        found = {loud: [], quiet: []}
        for number in range(rounds):
            for hub in (loud, quiet) if number % 2 else (quiet, loud):
                before = cpu_seconds(hub.process.pid)
                for _ in range(count):
                    open_one(hub, "greeter")
                time.sleep(SETTLE_SECONDS)
                found[hub].append((cpu_seconds(hub.process.pid) - before) / count * 1000)
        with_logging, without = (median(found[hub]) for hub in (loud, quiet))
    silence = "without activity records and lines" if has_no_records else "without lines, with activity records"
    rows(
        f"The server's CPU for a stream, {rounds} rounds of {count} one after the other",
        ["", "CPU for each stream", "ratio", "goal"],
        [
            (silence, f"{without:.3f} ms", "", ""),
            ("with the log of the defaults", f"{with_logging:.3f} ms", f"{with_logging / without:.3f}",
             verdict(with_logging / without, GOAL)),
        ],
    )
