"""Many stream requests while no destination takes anything: 5,000 a minute for five minutes."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from checks import Skipped, check, expect
from check_file import whole
from device import Device
from place import Site, certificates, options, tracking_ids, wait_until
from receiver import SECRET, Receiver

RATE = 5000 / 60
BASELINE_SECONDS, LOAD_SECONDS = 30, int(os.environ.get("SINKS_LOAD_SECONDS", "300"))
WORKERS = 4


class Rejecting:
    """A device that rejects whatever it is asked."""

    def __init__(self, site, device, key):
        self.device = Device(site, device, key).subscribe()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.over.is_set():
            request = self.device.request(1)
            if request is not None:
                self.device.answer(request, 400)

    def stop(self):
        self.over.set()
        self.thread.join(10)
        self.device.disconnect()


def resident(site):
    """Bytes in memory."""
    return int(Path(f"/proc/{site.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def load(site, seconds, each_second=lambda: None):
    """Asks for streams at an even rate; tracking ids, and how long each took."""
    start, count = time.monotonic(), int(RATE * seconds)
    taken, found = iter(range(count)), []
    lock = threading.Lock()

    def work(number):
        connection = http.client.HTTPConnection(site.host, site.port, timeout=60)
        connection.sock = site.connect(site.host, timeout=60)
        fields = {
            "Authorization": f"Bearer {site.token}", "Host": f"{site.host}:{site.port}",
            "Content-Type": "application/json",
        }
        try:
            while True:
                with lock:
                    index = next(taken, None)
                if index is None:
                    return
                time.sleep(max(0, start + index / RATE - time.monotonic()))
                began = time.monotonic()
                connection.request("POST", f"/v1/hubs/{site.name}/devices/busy/streams", b"{}", fields)
                answer = connection.getresponse()
                body = answer.read()
                expect(json.loads(body)["error"]["code"] == "StreamRejected", f"{answer.status} {body!r}")
                found.append((answer.getheader("x-ms-request-id"), time.monotonic() - began))
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(work, number) for number in range(WORKERS)]
        while not all(future.done() for future in futures):
            each_second()
            time.sleep(1)
        for future in futures:
            future.result()
    return found


def percentile(times, share):
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@check("5,000 stream requests a minute with a blocked webhook and a full disk", limit=1200, heavy=True)
def blocked(hub):
    if os.geteuid() != 0 or os.environ.get("DEVICESTREAM_NAMESPACE") != "yes":
        raise Skipped("only root may mount a small disk, and only in a namespace of our own")
    with tempfile.TemporaryDirectory() as directory:
        disk = Path(directory) / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=True, timeout=20)
        settings = f"{directory}/settings"
        try:
            with Site(hub.program, directory, options=options(settings, files=disk)) as site:
                with Receiver(*certificates(settings)[1:]) as peer:
                    try:
                        return measure(site, peer, disk)
                    except BaseException:
                        status = site.process.poll() if site.process else None
                        print(f"the server's status is {status}; its log:\n{site.log_tail()}", file=sys.stderr)
                        raise
        finally:
            subprocess.run(["umount", disk], check=True, timeout=20)


def measure(site, peer, disk):
    key = site.create_device("busy")
    device = Rejecting(site, "busy", key)
    before = [spent for _, spent in load(site, BASELINE_SECONDS)]
    peer.is_blocked = True
    site.put("hook", {"kind": "webhook", "url": peer.url}, secret=SECRET)
    site.put("file", {"kind": "file", "name": "load.jsonl"})
    memory = []
    found = load(site, LOAD_SECONDS, lambda: memory.append(resident(site)))
    after = [spent for _, spent in found]
    delivery = {name: site.delivery(name) for name in ("hook", "file")}
    expect("No space left" in delivery["file"]["lastError"], f"the disk is not full: {delivery}")
    expect(not peer.taken, "the webhook was not blocked")
    # A second for the log, then a death without warning.
    time.sleep(2)
    device.stop()
    site.kill()
    peer.is_blocked = False
    subprocess.run(["mount", "-o", "remount,size=512m", disk], check=True, timeout=20)
    site.start()
    expected = {id for id, _ in found}
    path = disk / "hub" / "load.jsonl"
    started = time.monotonic()
    wait_until(lambda: expected <= set(tracking_ids(peer.taken)), "everything reaches the webhook", limit=300)
    wait_until(lambda: expected <= set(tracking_ids(whole(path))), "everything reaches the file", limit=300)
    spent = time.monotonic() - started
    for name in ("hook", "file"):
        expect(site.delivery(name)["dropped"] == 0, f"{name}: {site.delivery(name)}")
    # The first third warms caches up.
    warm = memory[len(memory) // 3 :]
    growth = (max(warm[-10:]) - max(warm[:10])) / (1 << 20)
    expect(growth < 32, f"memory grew by {growth:.0f} MiB: {[size >> 20 for size in memory[::15]]}")
    p99 = percentile(before, 0.99), percentile(after, 0.99)
    expect(p99[1] < 3 * p99[0] + 0.05, f"p99 went from {p99[0] * 1000:.0f} to {p99[1] * 1000:.0f} ms")
    return (
        f"{len(found)} requests, p99 {p99[0] * 1000:.0f} ms before and {p99[1] * 1000:.0f} ms blocked, memory "
        f"{memory[-1] >> 20} MiB (grew {growth:+.0f}), all delivered {spent:.0f} s after the kill"
    )
