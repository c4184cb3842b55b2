"""What is measured: devicestreamd, and nginx and mosquitto beside it, and the processes that drive them."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = HERE.parent / "Tests" / "Peers"
sys.path.insert(0, str(PEERS))

from device import Device  # noqa: E402


class Peer:
    """stream_peer.py, for the time of a `with`."""

    def __init__(self, config):
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "stream_peer.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.tell(config)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def tell(self, order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self

    def hear(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a client of the benchmark failed")
        return json.loads(line)


def memory(pid):
    """RSS and PSS of a process and its children, in bytes."""
    rss = pss = 0
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "Rss":
            rss += int(value.split()[0]) * 1024
        elif name == "Pss":
            pss += int(value.split()[0]) * 1024
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        more = memory(child)
        rss, pss = rss + more[0], pss + more[1]
    return rss, pss


class Ours:
    """devicestreamd, and one device that accepts every stream."""

    name = "devicestreamd"

    def __init__(self, hub):
        self.hub, self.pid = hub, hub.process.pid
        hub.lift_limits()
        self.key = hub.create_device("bench")
        self.device = Device(hub, "bench", self.key, keep_alive=1200)
        if self.device.refusal:
            raise RuntimeError(f"the device was refused with {self.device.refusal}")
        self.device.subscribe()

    def open_one(self):
        """A stream that the device accepted: what the service was granted, and what the device was asked with."""
        grants = []
        thread = threading.Thread(target=lambda: grants.append(self.hub.open_stream("bench", "bench")))
        thread.start()
        request = self.device.request(30)
        if request is None:
            raise RuntimeError("the device was not asked for a stream")
        self.device.answer(request)
        thread.join()
        return (grants[0]["url"], grants[0]["token"]), (request.url, request.token)

    @contextmanager
    def pair(self, count):
        """Two peers with that many streams between them, whose sides join at the same time, as those of real streams do."""
        with Peer({"join": True, "authority": self.hub.authority}) as service:
            with Peer({"join": True, "authority": self.hub.authority}) as device:
                for _ in range(count):
                    grant, asked = self.open_one()
                    service.tell({"url": grant[0], "token": grant[1]})
                    device.tell({"url": asked[0], "token": asked[1]})
                    service.hear()
                    device.hear()
                for peer in (service, device):
                    peer.tell({}).hear()
                yield [service], [device]


class Nginx:
    """Debian's nginx with the stream module: TLS in, TLS out."""

    name = "nginx"

    def __init__(self, directory, stack):
        self.directory = Path(directory)
        self.directory.mkdir()
        self.certificate, self.key = self.directory / "c.pem", self.directory / "k.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", self.key, "-out", self.certificate],
            check=True, capture_output=True,
        )
        self.port, self.behind = free_port(), free_port()
        module = next(Path("/usr/lib/nginx/modules").glob("ngx_stream_module.so"))
        user = "user root;" if os.geteuid() == 0 else ""
        (self.directory / "conf").write_text(f"""
            load_module {module};
            daemon off; {user} pid {self.directory}/pid; error_log {self.directory}/log;
            worker_processes {os.cpu_count()}; worker_rlimit_nofile 65536;
            events {{ worker_connections 16384; }}
            stream {{
                server {{
                    listen 127.0.0.1:{self.port} ssl;
                    ssl_certificate {self.certificate}; ssl_certificate_key {self.key};
                    ssl_protocols TLSv1.3;
                    tcp_nodelay on; proxy_timeout 1h; proxy_buffer_size 64k;
                    proxy_ssl on; proxy_ssl_protocols TLSv1.3; proxy_ssl_session_reuse off;
                    proxy_pass 127.0.0.1:{self.behind};
                }}
            }}
        """)
        process = subprocess.Popen(
            ["nginx", "-p", str(self.directory), "-c", str(self.directory / "conf")], stderr=subprocess.DEVNULL
        )
        stack.callback(lambda: (process.terminate(), process.wait()))
        self.pid = process.pid
        wait_for_port(self.port, process)

    @contextmanager
    def pair(self, count):
        with Peer({"listen": self.behind, "connections": count, "certificate": str(self.certificate), "key": str(self.key),
                   "authority": str(self.certificate)}) as device:
            device.hear()
            with Peer({"connections": count, "host": "localhost", "port": self.port,
                       "authority": str(self.certificate)}) as service:
                service.hear()
                device.hear()
                yield [service], [device]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process):
    for _ in range(400):
        if process.poll() is not None:
            break
        # Not a connection: nginx would dial its upstream for it.
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


@contextmanager
def mosquitto(directory, certificate, key):
    port, conf = free_port(), Path(directory) / "mosquitto.conf"
    conf.write_text(f"user root\nlistener {port} 127.0.0.1\ncertfile {certificate}\nkeyfile {key}\n"
                    "allow_anonymous true\npersistence false\nmax_connections -1\nlog_type none\n")
    process = subprocess.Popen(["mosquitto", "-c", str(conf)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port, process)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()
