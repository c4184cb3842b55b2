"""A device as a program of its own, which echoes every stream: agent.py STATE-FILE

The state file is JSON that `Agent` writes. It ends when its standard input does.
"""

import json
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

from device import Device
from hub import Hub
from stream import Ended, Stream, TooLate


class Agent:
    """Runs the program below for a device, for the time of a `with`."""

    def __init__(self, hub, device, key):
        self.hub, self.device, self.key = hub, device, key

    def __enter__(self):
        state = self.hub.directory / f"agent-{self.device}.json"
        names = ("domain", "host", "port", "mqtt_port", "authority")
        known = {name: getattr(self.hub, name) for name in names}
        state.write_text(json.dumps(known | {"id": self.device, "key": self.key}))
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(state)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if self.process.stdout.readline().strip() != "connected":
            self.__exit__()
            raise AssertionError(f"device {self.device} did not connect")
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def kill(self):
        self.process.kill()


class KnownHub(Hub):
    """A hub that another process has started."""

    def __init__(self, state):
        for name, value in state.items():
            setattr(self, name, value)
        self.tls = ssl.create_default_context(cafile=self.authority)


def echo(hub, request):
    """Sends back each frame as it came, until the stream ends."""
    stream = None
    try:
        stream = Stream.join(hub, request.url, request.token)
        while True:
            opcode, final, payload = stream.receive(600)
            stream.send(payload, opcode, final, timeout=120)
    except Ended:
        pass
    except (OSError, TooLate, AssertionError) as error:
        print(f"agent: stream {request.name}: {error!r}", file=sys.stderr)
    finally:
        if stream is not None:
            stream.connection.close()


def main():
    state = json.loads(Path(sys.argv[1]).read_text())
    hub = KnownHub(state)
    with Device(hub, state["id"], state["key"]) as device:
        if device.refusal:
            sys.exit(f"refused with {device.refusal}")
        device.subscribe()
        print("connected", flush=True)
        over = threading.Event()
        threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
        pinged = time.monotonic()
        while not over.is_set():
            request = device.request(0.2)
            if request is not None:
                device.answer(request)
                threading.Thread(target=echo, args=(hub, request), daemon=True).start()
            elif time.monotonic() - pinged > 60:
                device.ping()
                pinged = time.monotonic()


if __name__ == "__main__":
    main()
