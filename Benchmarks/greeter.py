"""A device that accepts every stream and sends its first byte at once: greeter.py STATE-FILE"""

import json
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Tests" / "Peers"))

from agent import KnownHub  # noqa: E402
from device import Device  # noqa: E402
from stream import Ended, Stream, TooLate  # noqa: E402


def greet(hub, request):
    stream = Stream.join(hub, request.url, request.token)
    stream.send(b"!")
    try:
        stream.read_to_end(60)
    except (Ended, TooLate, OSError):
        pass
    stream.connection.close()


def main():
    state = json.loads(Path(sys.argv[1]).read_text())
    hub = KnownHub(state)
    with Device(hub, state["id"], state["key"], keep_alive=1200) as device:
        device.subscribe()
        print("connected", flush=True)
        while (request := device.request(600)) is not None:
            device.answer(request)
            threading.Thread(target=greet, args=(hub, request), daemon=True).start()


if __name__ == "__main__":
    main()
