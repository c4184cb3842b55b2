"""Records to files on the server."""

import json
import os
import stat
import subprocess
import tempfile
from pathlib import Path

from checks import Skipped, check, expect
from place import Site, options, tracking_ids, wait_until


def lines(path):
    """The records of a file; each line must be whole."""
    text = path.read_bytes() if path.exists() else b""
    expect(not text or text.endswith(b"\n"), f"a half line: {text[-80:]!r}")
    return [json.loads(line) for line in text.splitlines()]


@check("a file has a record a line, for the server's user alone", limit=60)
def written(hub):
    directory = Path(hub.directory) / "logs"
    hub.put("file", {"kind": "file", "name": "streams.jsonl"})
    expected = hub.make_records(20)
    path = directory / "hub" / "streams.jsonl"
    wait_until(lambda: path.exists() and set(expected) <= set(tracking_ids(lines(path))), "all records are written")
    expect(tracking_ids(lines(path)) == expected, "they are in another order")
    expect(stat.S_IMODE(path.stat().st_mode) == 0o600, "others may read it")
    expect(stat.S_IMODE(path.parent.stat().st_mode) == 0o700, "others may look into the directory")
    result = hub.try_out("file")
    expect(result["succeeded"] and lines(path)[-1]["operationName"] == "diagnosticTest", f"no sample: {result}")
    for name in ("../streams", "a/b", ".hidden", "log.1"):
        reply = hub.request(
            "PUT",
            f"/v1/hubs/{hub.name}/diagnosticSettings/bad",
            {"categories": ["DeviceStreams"], "destination": {"kind": "file", "name": name}},
        )
        expect(reply.status == 400, f"'{name}' is the name of a file: {reply}")
    hub.remove("file")


@check("a file that was half written when the server was killed goes on whole", limit=120)
def killed(hub):
    hub.put("file", {"kind": "file", "name": "killed.jsonl"})
    path = Path(hub.directory) / "logs" / "hub" / "killed.jsonl"
    expected = hub.make_records(5)
    wait_until(lambda: path.exists() and set(expected) <= set(tracking_ids(lines(path))), "they are written")
    hub.kill()
    with open(path, "ab") as file:
        file.write(b'{"time":"half of a reco')
    hub.start()
    expected += hub.make_records(5)
    wait_until(lambda: set(expected) <= set(tracking_ids(whole(path))), "the others are written", limit=60)
    expect(set(tracking_ids(lines(path))) == set(expected), "others are in it")
    hub.remove("file")


def whole(path):
    return [json.loads(line) for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"}\n")]


@check("a full disk stops the file and nothing else, and nothing is lost when there is room", limit=180)
def full(hub):
    if os.geteuid() != 0 or os.environ.get("DEVICESTREAM_NAMESPACE") != "yes":
        raise Skipped("only root may mount a small disk, and only in a namespace of our own")
    with tempfile.TemporaryDirectory() as directory:
        disk = Path(directory) / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=True, timeout=20)
        try:
            with Site(hub.program, directory, options=options(f"{directory}/settings", files=disk)) as site:
                site.put("file", {"kind": "file", "name": "full.jsonl"})
                expected = site.make_records(150)
                failed = wait_until(lambda: site.delivery("file").get("lastError"), "the failure is shown")
                expect("No space left on device" in failed, f"another failure: {failed}")
                expect(str(disk) not in failed, f"a path is shown: {failed}")
                path = disk / "hub" / "full.jsonl"
                expect(set(tracking_ids(lines(path))) < set(expected), "the disk was large enough")
                subprocess.run(["mount", "-o", "remount,size=16m", disk], check=True, timeout=20)
                wait_until(lambda: len(tracking_ids(whole(path))) >= 150, "everything is written", limit=90)
                expect(tracking_ids(lines(path)) == expected, "records are lost, or come twice")
                expect(site.delivery("file")["dropped"] == 0, f"{site.delivery('file')}")
        finally:
            subprocess.run(["umount", disk], check=True, timeout=20)
