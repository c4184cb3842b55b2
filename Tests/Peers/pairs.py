"""Streams with both sides in this process."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from device import Device
from stream import Stream


class Pairing:
    """A connected device that accepts, and the grants and requests of its streams."""

    def __init__(self, hub, device):
        self.hub, self.id = hub, device
        self.key = hub.create_device(device)
        self.device = Device(hub, device, self.key)
        if self.device.refusal:
            raise AssertionError(f"device {device} was refused with {self.device.refusal}")
        self.device.subscribe()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.device.disconnect()

    def ask(self, before_answer=lambda request: None, **members):
        """Opens one: the service's grant and the device's request; neither side has joined."""
        # The native route answers only after the device has, and so it is asked in a thread.
        with ThreadPoolExecutor(1) as pool:
            grant = pool.submit(self.hub.open_stream, self.id, **members)
            request, deadline = None, time.monotonic() + 20
            # A refusal is not waited for: it is what the check then fails with.
            while request is None and not grant.done() and time.monotonic() < deadline:
                request = self.device.request(0.5)
            if request is None:
                grant.result(1)
                raise AssertionError("the device was not asked")
            before_answer(request)
            self.device.answer(request)
            return grant.result(30), request

    @contextmanager
    def stream(self, **members):
        """Both sides, joined: service and device."""
        grant, request = self.ask(**members)
        service = Stream.join(self.hub, grant["url"], grant["token"])
        try:
            device = Stream.join(self.hub, request.url, request.token)
            try:
                yield service, device
            finally:
                device.connection.close()
        finally:
            service.connection.close()
