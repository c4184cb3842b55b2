"""Servers of Debian and small ones of our own, each on a loopback port, for the time of a `with`."""

import os
import pwd
import socket
import socketserver
import subprocess
import threading
from pathlib import Path

from programs import Running, free_port, wait

USER = pwd.getpwuid(os.geteuid()).pw_name


def answers(port, address="127.0.0.1"):
    """Whether somebody listens; a connection is made for it."""
    try:
        socket.create_connection((address, port), timeout=5).close()
        return True
    except OSError:
        return False


class Server(Running):
    """A server that is ready when its port answers."""

    def __init__(self, arguments, directory, name, port, address="127.0.0.1"):
        self.port, self.address = port, address
        super().__init__(arguments, directory, name)

    def start(self):
        super().start()

        def ready():
            self.check()
            return answers(self.port, self.address)

        try:
            wait(f"{self.name} on port {self.port}", ready)
        except BaseException:
            self.end()
            raise


class Sshd(Server):
    """OpenSSH's server with a host key and a user's key of its own; `client_options` lead a client to it."""

    def __init__(self, directory):
        self.directory = Path(directory) / "sshd"
        self.directory.mkdir(mode=0o700)
        self.host_key, self.user_key = self.directory / "host", self.directory / "user"
        for key in (self.host_key, self.user_key):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        authorized = self.directory / "authorized_keys"
        authorized.write_text(self.user_key.with_suffix(".pub").read_text())
        port = free_port()
        (self.directory / "sshd_config").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {self.host_key}\nAuthorizedKeysFile {authorized}\n"
            "StrictModes no\nUsePAM no\nPidFile none\nPermitRootLogin prohibit-password\nPasswordAuthentication no\n"
            "MaxStartups 200\nPrintMotd no\nPrintLastLog no\nUseDNS no\nSubsystem sftp internal-sftp\n"
        )
        if os.geteuid() == 0:
            # Where it empties the root directory of a child that handles what is not trusted yet.
            Path("/run/sshd").mkdir(exist_ok=True)
        super().__init__(["/usr/sbin/sshd", "-D", "-e", "-f", self.directory / "sshd_config"], directory, "sshd", port)

    def client_file(self, *aliases, more=""):
        """An ssh_config that knows the host key under these names, and nothing else."""
        known = self.directory / "known_hosts"
        kind, key, *_ = self.host_key.with_suffix(".pub").read_text().split()
        known.write_text("".join(f"{alias} {kind} {key}\n" for alias in aliases))
        file = self.directory / "ssh_config"
        file.write_text(
            f"{more}Host *\n    User {USER}\n    IdentityFile {self.user_key}\n    IdentitiesOnly yes\n    BatchMode yes\n"
            f"    UserKnownHostsFile {known}\n    GlobalKnownHostsFile none\n    StrictHostKeyChecking yes\n"
            "    UpdateHostKeys no\n"
        )
        return file


class Nginx(Server):
    """nginx over plain HTTP; its files are those of `root`."""

    def __init__(self, directory):
        directory = Path(directory) / "nginx"
        self.root = directory / "root"
        self.root.mkdir(parents=True)
        # Its workers are another user's, where the master is root's.
        port = free_port()
        user = "user root;" if os.geteuid() == 0 else ""
        temporary = "".join(
            f"{kind}_temp_path {directory}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (directory / "conf").write_text(
            f"daemon off; {user} pid {directory}/pid; error_log {directory}/log; worker_processes 2;\n"
            "events { worker_connections 1024; }\n"
            f"http {{ {temporary} access_log {directory}/access; keepalive_requests 100000;\n"
            f"server {{ listen 127.0.0.1:{port} backlog=1024; root {self.root}; }} }}\n"
        )
        self.access = directory / "access"
        super().__init__(["nginx", "-p", directory, "-c", directory / "conf"], directory, "nginx", port)


class Tinyproxy(Server):
    """A CONNECT proxy that wants a user and a password."""

    user, password = "site", "secret"

    def __init__(self, directory, address="127.0.0.1"):
        directory = Path(directory) / "tinyproxy"
        directory.mkdir()
        port = free_port()
        self.log = directory / "log"
        (directory / "conf").write_text(
            f"Port {port}\nListen {address}\nTimeout 600\nMaxClients 500\nLogFile \"{self.log}\"\nLogLevel Connect\n"
            f"PidFile \"{directory}/pid\"\nBasicAuth {self.user} {self.password}\nDisableViaHeader Yes\n"
        )
        super().__init__(["tinyproxy", "-d", "-c", directory / "conf"], directory, "tinyproxy", port, address)
        self.url = f"http://{self.user}:{self.password}@{address}:{port}"
        self.wrong_url = f"http://{self.user}:wrong@{address}:{port}"


class Xrdp(Server):
    """xrdp with a certificate of its own, without sessions behind it."""

    def __init__(self, directory):
        directory = Path(directory) / "xrdp"
        directory.mkdir()
        self.certificate, key, self.log = directory / "cert.pem", directory / "key.pem", directory / "log"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=rdp", "-keyout", key,
             "-out", self.certificate],
            check=True, capture_output=True,
        )
        port = free_port()
        (directory / "xrdp.ini").write_text(
            f"[Globals]\nini_version=1\nfork=true\nport=tcp://127.0.0.1:{port}\ntcp_nodelay=true\nsecurity_layer=tls\n"
            f"certificate={self.certificate}\nkey_file={key}\nssl_protocols=TLSv1.2, TLSv1.3\nmax_bpp=32\nautorun=\n"
            "allow_channels=true\nallow_multimon=true\nbitmap_cache=true\n"
            f"[Logging]\nLogFile={self.log}\nLogLevel=INFO\nEnableSyslog=false\n"
            "[Channels]\nrdpdr=true\nrdpsnd=true\ndrdynvc=true\ncliprdr=true\nrail=true\nxrdpvr=true\n"
            "[none]\nname=none\nlib=libvnc.so\nusername=ask\npassword=ask\nip=127.0.0.1\nport=1\n"
        )
        super().__init__(["xrdp", "--nodaemon", "--config", directory / "xrdp.ini"], directory, "xrdp", port)


class Threads(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 1024

    def handle_error(self, *_):
        pass


class Small:
    """A server of our own: the function is given each connection, and it is closed afterwards."""

    def __init__(self, handle):
        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                handle(self.request)

        self.server = Threads(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def echoing(connection):
    while data := connection.recv(1 << 16):
        connection.sendall(data)
