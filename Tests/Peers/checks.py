"""Runs checks one after the other, each with a time limit, and says clearly what failed."""

import signal
import sys
import time
import traceback


class Skipped(Exception):
    """The check cannot be made here, and why."""


CHECKS = []


def check(sentence, limit=60, heavy=False):
    """Marks a function as a check; it is given a `Hub`."""

    def register(function):
        CHECKS.append((function.__module__, sentence, limit, heavy, function))
        return function

    return register


def expect(condition, text):
    if not condition:
        raise AssertionError(text)


def _too_long(*_):
    raise TimeoutError("the check took longer than its limit")


def run(hub, only=(), heavy=False, title="Peers"):
    """Runs what is wanted; how many failed."""
    failed = passed = skipped = 0
    signal.signal(signal.SIGALRM, _too_long)
    for module, sentence, limit, is_heavy, function in CHECKS:
        if (only and module.removeprefix("check_") not in only) or (is_heavy and not heavy):
            continue
        started, result = time.monotonic(), "ok"
        signal.alarm(limit)
        try:
            note = function(hub)
            passed += 1
        except Skipped as why:
            result, note = "SKIPPED", str(why)
            skipped += 1
        except Exception as error:
            result, note = "FAILED", None
            failed += 1
            signal.alarm(0)
            traceback.print_exc(file=sys.stderr)
            print(f"ERROR: {sentence}: {error!r}", file=sys.stderr)
        finally:
            signal.alarm(0)
        text = f" ({note})" if note else ""
        print(f"{result:8}{time.monotonic() - started:6.1f} s  {module.removeprefix('check_')}: {sentence}{text}", flush=True)
        if not hub.is_running():
            print(f"ERROR: the server ended.\n{hub.log_tail()}", file=sys.stderr)
            return failed + 1
    print(f"{title}: {passed} passed, {failed} failed, {skipped} skipped")
    return failed if passed else 1
