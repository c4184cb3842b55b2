"""OpenSSH on both ends: its client through `devicestream ssh` and `ssh_config`, its server beside the agent."""

import hashlib
import os
import pty
import re
import select
import shutil
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from checks import check, expect
from servers import USER, Nginx, Small, Sshd, echoing
from programs import Client, free_port, wait

MIB = 1 << 20


class Shop:
    """A device with an agent that serves an sshd, and a client that knows its host key."""

    def __init__(self, client, agent, sshd, alias):
        self.client, self.agent, self.sshd, self.alias = client, agent, sshd, alias
        snippet = client.run("ssh", "--config", "-n", "hub", check=True).stdout.decode()
        self.file = sshd.client_file(alias, more=snippet)

    def command(self, *words):
        """The vector of `devicestream ssh` with our ssh_config and what ssh shall get."""
        return [self.client.program, "ssh", "--device-id=" + self.agent.device, "-n", "hub", "--", "-F", str(self.file), *words]

    def ssh(self, *words, **options):
        return subprocess.run(
            self.command(*words), env=self.client.environment, capture_output=True, timeout=options.pop("limit", 60), **options
        )

    def start(self, *words, **options):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(self.command(*words), env=self.client.environment, **pipes | options)

    def tool(self, *words, limit=240, **options):
        """scp, sftp or rsync; fails unless it succeeds."""
        run = subprocess.run(words, env=self.client.environment, capture_output=True, timeout=limit, **options)
        expect(run.returncode == 0, f"{words[0]} ended with {run.returncode}: {run.stderr.decode()[-2000:]}")
        return run


@contextmanager
def shop(client, device, alias=None):
    with Sshd(client.fresh_directory()) as sshd, client.agent(device, [f"ssh=127.0.0.1:{sshd.port}"]) as agent:
        yield Shop(client, agent, sshd, alias or f"{device}.hub.ds")


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_random(path, count):
    with open(path, "wb") as file:
        for _ in range(count // MIB):
            file.write(os.urandom(MIB))
    return digest(path)


@check("a command runs on the device, with its input, output and exit status")
def command(client):
    with shop(client, "ssh-1") as place:
        run = place.ssh("printf out; printf err >&2; exit 7")
        expect((run.returncode, run.stdout) == (7, b"out"), f"{run}")
        expect(b"err" in run.stderr, f"{run}")
        payload = os.urandom(MIB)
        run = place.ssh("cat", input=payload)
        expect(run.returncode == 0 and run.stdout == payload, f"cat ended with {run.returncode}, {len(run.stdout)} bytes")
        # `user@`, and an option of ssh's own.
        named = subprocess.run(
            [client.program, "ssh", "ssh-1", USER + "@", "-n", "hub", "--", "-F", place.file, "-q", "id", "-un"],
            env=client.environment, capture_output=True, timeout=60,
        )
        expect(named.stdout.decode().strip() == USER, f"{named}")


@check("an interactive shell has a terminal, and its exit status is ssh's")
def interactive(client):
    with shop(client, "ssh-2") as place:
        process, terminal = pty.fork()
        if process == 0:
            try:
                os.execvpe(client.program, place.command("-tt"), client.environment | {"TERM": "dumb"})
            finally:
                os._exit(99)
        try:
            text = bytearray()

            def read_until(pattern, limit=30):
                deadline = time.monotonic() + limit
                while not (found := re.search(pattern, text)):
                    ready, _, _ = select.select([terminal], [], [], max(0, deadline - time.monotonic()))
                    expect(ready, f"no {pattern!r} in {bytes(text)!r}")
                    try:
                        text.extend(os.read(terminal, 65536))
                    except OSError as error:
                        raise AssertionError(f"the terminal ended: {bytes(text)!r}") from error
                return found

            os.write(terminal, b"echo answer-$((6*7))-$(tty)\n")
            found = read_until(rb"answer-42-(/dev/pts/\d+)")
            # What is typed ahead waits, Ctrl-C reaches the program there and ends nothing here.
            os.write(terminal, b"echo begun-$((1+1)); sleep 600; echo not here\n")
            read_until(rb"begun-2")
            os.write(terminal, b"\x03")
            os.write(terminal, b"exit $((5+4))\n")
            _, status = wait("ssh to end", lambda: next((e for e in [os.waitpid(process, os.WNOHANG)] if e[0]), None), 30)
            process = None
            code = os.waitstatus_to_exitcode(status)
            expect(code == 9, f"the status is {code}: {bytes(text)!r}")
            return found[1].decode()
        finally:
            if process is not None:
                os.kill(process, 9)
                os.waitpid(process, 0)
            os.close(terminal)


@check("scp of 200 MiB there and back, compared by hash", limit=280)
def scp(client):
    with shop(client, "ssh-3") as place:
        one, two, three = (place.sshd.directory / name for name in ("one", "two", "three"))
        wanted = write_random(one, 200 * MIB)
        started = time.monotonic()
        place.tool("scp", "-q", "-F", place.file, one, f"{place.alias}:{two}")
        up = time.monotonic() - started
        expect(digest(two) == wanted, "what arrived on the device is not what was sent")
        started = time.monotonic()
        place.tool("scp", "-q", "-F", place.file, f"{place.alias}:{two}", three)
        expect(digest(three) == wanted, "what came back is not what was sent")
        return f"{200 / up:.0f} MiB/s there, {200 / (time.monotonic() - started):.0f} back"


@check("sftp and rsync carry files, by the alias of ssh_config", limit=120)
def sftp_and_rsync(client):
    with shop(client, "ssh-4") as place:
        here, there = place.sshd.directory / "here", place.sshd.directory / "there"
        (here / "deep").mkdir(parents=True)
        there.mkdir()
        for number in range(50):
            (here / "deep" / f"file {number}").write_bytes(os.urandom(1000 + number * 997))
        write_random(here / "large", 10 * MIB)
        batch = f"put {here / 'large'} {there / 'by-sftp'}\nget {there / 'by-sftp'} {here / 'back'}\n"
        place.tool("sftp", "-F", place.file, "-b", "-", place.alias, input=batch.encode())
        expect(digest(here / "back") == digest(here / "large"), "sftp changed a file")
        rsync = ("rsync", "-a", "--delete", "-e", f"ssh -F {place.file}")
        place.tool(*rsync, f"{here}/", f"{place.alias}:{there}/")
        place.tool("diff", "-r", str(here), str(there))
        (here / "deep" / "file 7").write_text("changed")
        (here / "deep" / "file 8").unlink()
        place.tool(*rsync, f"{here}/", f"{place.alias}:{there}/")
        place.tool("diff", "-r", str(here), str(there))
        # And from the device.
        place.tool(*rsync, f"{place.alias}:{there}/", f"{place.sshd.directory}/back/")
        place.tool("diff", "-r", str(there), str(place.sshd.directory / "back"))


@check("local, remote and dynamic forwards inside a session")
def forwards(client):
    with shop(client, "ssh-5") as place, Nginx(client.fresh_directory()) as web:
        (web.root / "page").write_text("here it is")
        local, dynamic = free_port(), free_port()
        session = place.start(
            "-o", "ExitOnForwardFailure=yes", "-v", "-L", f"127.0.0.1:{local}:127.0.0.1:{web.port}",
            "-R", f"127.0.0.1:0:127.0.0.1:{web.port}", "-D", f"127.0.0.1:{dynamic}", "echo ready; cat",
            stderr=subprocess.PIPE, bufsize=0,
        )
        errors = []
        reader = threading.Thread(target=lambda: errors.extend(session.stderr), daemon=True)
        reader.start()
        try:
            expect(session.stdout.readline() == b"ready\n", f"the session did not begin: {errors}")
            remote = wait(
                "the port of -R", lambda: re.search(rb"Allocated port (\d+) for remote forward", b"".join(errors))
            )[1].decode()
            for way in (
                [f"http://127.0.0.1:{local}/page"], [f"http://127.0.0.1:{remote}/page"],
                ["--socks5", f"127.0.0.1:{dynamic}", f"http://127.0.0.1:{web.port}/page"],
            ):
                words = ["curl", "-sS", "--max-time", "30", "--noproxy", "", *way]
                got = subprocess.run(words, capture_output=True, timeout=60)
                expect(got.stdout == b"here it is", f"{way}: {got}")
            session.stdin.close()
            expect(session.wait(30) == 0, f"the session ended with {session.returncode}")
        finally:
            session.kill()
            session.wait()
            reader.join(10)
            session.stdout.close()
            session.stderr.close()


@check("20 sessions at once, all open before one of them moves", limit=120)
def twenty(client):
    with shop(client, "ssh-6") as place:
        sessions = [place.start("echo open; cat; echo closed") for _ in range(20)]
        try:
            for session in sessions:
                expect(session.stdout.readline() == b"open\n", "a session did not begin")
            live = client.hub.api("GET", "/streams?state=established&$top=1000")["value"]
            expect(len(live) == 20, f"{len(live)} streams are listed as established")
            payloads = [os.urandom(300_000) for _ in sessions]
            for session, payload in zip(sessions, payloads):
                session.answer = b""
                session.thread = threading.Thread(
                    target=lambda session=session, payload=payload: setattr(session, "answer", session.communicate(payload)[0])
                )
                session.thread.start()
            for session, payload in zip(sessions, payloads):
                session.thread.join(60)
                expect(session.answer == payload + b"closed\n", f"{len(session.answer)} bytes came back")
                expect(session.returncode == 0, f"a session ended with {session.returncode}")
        finally:
            for session in sessions:
                session.kill()
                session.wait()
        wait(
            "the streams to end", lambda: not client.hub.api("GET", "/streams?state=established&$top=1000")["value"], 20
        )


@check("ids that a shell, ssh or a pattern would take for something else, and 'A' beside 'a'", limit=120)
def strange_ids(client):
    aliases = {
        "a'b": "x--a-27b", "$(x)": "x---24-28x-29", "*": "x---2a", "%h": "x---25h", "-oX": "x---2do-58", "a@b": "x--a-40b",
        "a": "a", "A": "x---41",
    }
    for number, (device, label) in enumerate(aliases.items()):
        directory = client.fresh_directory()
        with Sshd(directory) as sshd, client.agent(
            device, [f"ssh=127.0.0.1:{sshd.port}"], name=f"strange-{number}"
        ) as agent:
            # Each sshd has a key of its own: the alias leads to this device, or the key is a stranger's.
            place = Shop(client, agent, sshd, f"{label}.hub.ds")
            run = place.ssh("printf here")
            expect((run.returncode, run.stdout) == (0, b"here"), f"{device}: {run}")
            by_alias = place.tool("ssh", "-F", place.file, place.alias, "printf there")
            expect(by_alias.stdout == b"there", f"{device}: {by_alias}")
            shown = client.run("ssh", "--config", f"--device-id={device}", "-n", "hub", check=True).stdout.decode()
            expect(f"Host {place.alias}\n" in shown, f"{device}: {shown}")


@check("a program in a directory whose name a shell, ssh and its configuration would take apart", limit=90)
def strange_path(client):
    directory = Path(client.fresh_directory()) / "it's 100% \"$(touch pwned)\" `x` !# %h;&|<>*?~ \\ ä"
    directory.mkdir()
    for name in ("devicestream", "devicestream-tunnel"):
        shutil.copy2(Path(client.bin) / name, directory)
    with shop(client, "ssh-7") as place:
        place.client = Client(directory, client.hub)
        shells = [shell for shell in ("/bin/sh", "/bin/bash", "/bin/csh", "/usr/bin/fish") if Path(shell).exists()]
        for shell in shells:
            place.client.environment["SHELL"] = shell
            run = place.ssh("printf here")
            expect((run.returncode, run.stdout) == (0, b"here"), f"{shell}: {run}")
        snippet = place.client.run("ssh", "--config", "ssh-7", "-n", "hub", check=True).stdout.decode()
        file = place.sshd.client_file(place.alias, more=snippet)
        place.client.environment["SHELL"] = "/bin/sh"
        expect(place.tool("ssh", "-F", file, place.alias, "printf there").stdout == b"there", "not through ssh_config")
        return ", ".join(shells)


@check("a device that is away, one that is not there and a service that nobody serves end with their reasons")
def refusals(client):
    client.hub.create_device("ssh-away")
    for device, words in (("ssh-away", b"is not connected"), ("ssh-nowhere", b"ssh-nowhere")):
        run = client.run("ssh", device, "-n", "hub", "--", "-F", "/dev/null", "-o", "BatchMode=yes", "true")
        # ssh's own status for what is not the command's.
        expect(run.returncode == 255 and words in run.stderr and not run.stdout, f"{run}")
    with Small(echoing) as other, client.agent("ssh-other", [f"echo-there=127.0.0.1:{other.port}"]):
        run = client.run("ssh", "ssh-other", "-n", "hub", "--", "-F", "/dev/null", "-o", "BatchMode=yes", "true")
        expect(run.returncode == 255 and b"does not serve 'ssh'" in run.stderr, f"{run}")
