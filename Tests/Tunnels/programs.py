"""Both local proxies and what they run in: one hub, and the programs `devicestream agent` and `devicestream forward`."""

import json
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Peers"))

from hub import Hub  # noqa: E402

LIMIT = 60


def wait(for_what, condition, limit=LIMIT):
    """Asks until the answer is true, and returns it."""
    deadline = time.monotonic() + limit
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {limit} s in vain for {for_what}")
        time.sleep(0.02)
    return answer


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def descriptors(pid):
    """How many are open, but for those of the store: its readers become more until there are enough of them."""
    links = []
    for number in os.listdir(f"/proc/{pid}/fd"):
        try:
            links.append(os.readlink(f"/proc/{pid}/fd/{number}"))
        except FileNotFoundError:
            # Closed meanwhile.
            pass
    return sum("/devicestream.db" not in link for link in links)


def resident(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Running:
    """A program for the time of a `with`; its output goes to files, its end is that of the `with` at the latest."""

    def __init__(self, arguments, directory, name, environment=None, stdin=subprocess.DEVNULL):
        self.arguments = [str(argument) for argument in arguments]
        self.name = name
        self.environment = environment
        self.stdin = stdin
        self.output = Path(directory) / f"{name}.out"
        self.errors = Path(directory) / f"{name}.err"
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.end()

    def start(self):
        with open(self.output, "wb") as output, open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(
                self.arguments, stdin=self.stdin, stdout=output, stderr=errors, env=self.environment
            )

    @property
    def pid(self):
        return self.process.pid

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def check(self):
        """Fails when the program has ended by itself."""
        if not self.is_running():
            raise AssertionError(f"{self.name} ended with {self.process.returncode}: {self.said()}")

    def said(self):
        return "\n".join(path.read_text(errors="replace")[-2000:] for path in (self.output, self.errors))

    def wait(self, limit=LIMIT):
        """Its exit status, once it ends by itself."""
        return self.process.wait(limit)

    def end(self, limit=20):
        """Asks it to end, and its exit status; kills it after the limit."""
        if self.is_running():
            self.process.terminate()
            try:
                self.process.wait(limit)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode if self.process else None

    def kill(self):
        self.process.kill()
        self.process.wait()


class Client:
    """The command line as the owner of a hub runs it."""

    def __init__(self, bin_directory, hub):
        self.bin = bin_directory
        self.program = str(Path(bin_directory).resolve() / "devicestream")
        self.hub = hub
        self.directory = hub.directory
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(hub.directory),
            "LC_ALL": "C.UTF-8",
            "DEVICESTREAM_STATE_DIR": str(hub.state),
        }

    def fresh_directory(self):
        """A directory that nobody has used."""
        return tempfile.mkdtemp(dir=self.directory)

    def run(self, *arguments, limit=LIMIT, **options):
        return subprocess.run(
            [self.program, *arguments], env=self.environment | options.pop("environment", {}), timeout=limit,
            capture_output=True, **options,
        )

    def is_running(self):
        return self.hub.is_running()

    def log_tail(self):
        return self.hub.log_tail()

    def agent(self, device, services, **options):
        return Agent(self, device, services, **options)

    def forward(self, device, *targets, **options):
        return Forward(self, device, *targets, **options)


class Agent(Running):
    """`devicestream agent run` for a device, which is made."""

    def __init__(self, client, device, services, arguments=(), environment=None, name=None, within=()):
        self.client, self.device = client, device
        key = client.hub.create_device(device)
        self.file = client.directory / f"{name or device}.connection"
        self.file.touch(0o600)
        self.file.write_text(f"HostName={client.hub.host}:{client.hub.port};DeviceId={device};SharedAccessKey={key}\n")
        words = [*within, client.program, "agent", "run", "--connection-string-file", self.file, "-o", "jsonl"]
        words += ["--cacert", client.hub.authority]
        for service in services:
            words += ["--service", service]
        super().__init__(
            words + list(arguments), client.directory, f"agent-{name or device}", client.environment | (environment or {})
        )

    def start(self):
        super().start()
        self.wait_connected()

    def wait_connected(self, limit=LIMIT):
        def connected():
            self.check()
            return self.is_connected()

        try:
            wait(f"the device {self.device}", connected, limit)
        except BaseException:
            print(self.said(), file=sys.stderr)
            self.end()
            raise

    def is_connected(self):
        """Whether the hub says so, and the agent: the hub knows a device before that listens for streams."""
        shown = self.client.hub.api("GET", f"/devices/{quote(self.device, safe='')}")
        return shown["connectionState"].lower() == "connected" and self.last_state() == "connected"

    def last_state(self):
        """What the agent last told of its connection."""
        found = None
        for line in self.output.read_text(errors="replace").splitlines():
            for state in ("connected", "disconnected"):
                if f'"event":"{state}"' in line.replace(" ", ""):
                    found = state
        return found


class Forward(Running):
    """`devicestream forward` with port 0 for each target; `ports` are those that it took."""

    def __init__(self, client, device, *targets, arguments=(), environment=None, name=None):
        words = [client.program, "forward", device, "-o", "jsonl"]
        for target in targets:
            words += ["-L", f"127.0.0.1:0:{target}"]
        self.targets = targets
        super().__init__(
            words + list(arguments), client.directory, f"forward-{name or device}", client.environment | (environment or {})
        )

    def start(self):
        super().start()

        def listening():
            self.check()
            found = [event["port"] for event in self.events() if event.get("event") == "listening"]
            return found if len(found) >= len(self.targets) else None

        try:
            self.ports = wait("the ports of forward", listening)
        except BaseException:
            print(self.said(), file=sys.stderr)
            self.end()
            raise
        self.port = self.ports[0]

    def events(self):
        lines = self.output.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def connect(self, limit=LIMIT):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=limit)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


def exactly(connection, count):
    data = bytearray()
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise EOFError(f"the end came after {len(data)} of {count} bytes")
        data += piece
    return bytes(data)


def rest(connection):
    """Everything up to the end."""
    data = bytearray()
    while piece := connection.recv(1 << 16):
        data += piece
    return bytes(data)


def echo(connection, message=b"are you there"):
    """A message to a service that echoes, and back."""
    connection.sendall(message)
    answer = exactly(connection, len(message))
    if answer != message:
        raise AssertionError(f"{answer!r} came back for {message!r}")


def nothing_comes(connection, seconds):
    """Waits that long for bytes or an end, and says whether there were none."""
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        return not selector.select(seconds)
