"""An rsyslog of Debian that writes what it understood as JSON."""

import json
import signal
import socket
import subprocess
from pathlib import Path

from place import wait_until


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Rsyslog:
    """Listens on a port of each kind: `udp`, `tcp`, `tls`."""

    def __init__(self, directory, authority, certificate, key):
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.output = self.directory / "messages"
        self.ports = {
            "udp": free_port(socket.SOCK_DGRAM), "tcp": free_port(socket.SOCK_STREAM), "tls": free_port(socket.SOCK_STREAM),
        }
        configuration = self.directory / "rsyslog.conf"
        configuration.write_text(
            f"""
global(
    workDirectory="{self.directory}" maxMessageSize="64k"
    defaultNetstreamDriverCAFile="{authority}"
    defaultNetstreamDriverCertFile="{certificate}"
    defaultNetstreamDriverKeyFile="{key}"
)
module(load="imudp")
module(load="imtcp")
input(type="imudp" address="127.0.0.1" port="{self.ports['udp']}" name="udp")
input(type="imtcp" address="127.0.0.1" port="{self.ports['tcp']}" name="tcp")
input(
    type="imtcp" address="127.0.0.1" port="{self.ports['tls']}" name="tls"
    streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon"
)
template(name="whole" type="string" string="%jsonmesg%\\n")
action(type="omfile" file="{self.output}" template="whole" asyncWriting="off" flushOnTXEnd="on")
"""
        )
        self.command = ["rsyslogd", "-n", "-f", str(configuration), "-i", str(self.directory / "pid")]
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        self.log = open(self.directory / "log", "ab")
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        try:
            wait_until(self._listens, "rsyslogd listens")
        except BaseException:
            self.stop()
            print((self.directory / "log").read_text(errors="replace"))
            raise

    def _listens(self):
        if self.process.poll() is not None:
            raise AssertionError(f"rsyslogd ended: {(self.directory / 'log').read_text(errors='replace')}")
        for kind in ("tcp", "tls"):
            try:
                socket.create_connection(("127.0.0.1", self.ports[kind]), timeout=2).close()
            except OSError:
                return False
        return True

    def stop(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        self.log.close()

    def messages(self, kind):
        """What came by that way, as rsyslog understood it."""
        if not self.output.exists():
            return []
        lines = self.output.read_text(encoding="utf-8").splitlines(keepends=True)
        whole = [json.loads(line) for line in lines if line.endswith("\n")]
        return [message for message in whole if message["inputname"] == kind]
