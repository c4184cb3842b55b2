"""A device that answers, for as long as a check needs it."""

from contextlib import contextmanager

from pairs import Pairing


@contextmanager
def paired(hub, device):
    """The `Pairing` of a new device, which is deleted behind it, whatever happened."""
    try:
        with Pairing(hub, device) as pairing:
            yield pairing
    finally:
        hub.delete_device(device)
