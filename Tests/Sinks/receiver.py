"""An HTTPS server that takes webhooks, and fails on purpose."""

import json
import re
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MARK = "a body that nobody may see"


def documented_verify():
    """The function that docs/diagnostics.md tells receivers to use."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "diagnostics.md").read_text()
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1)
    scope = {}
    exec(code, scope)  # noqa: S102: our own document
    return scope["verify"]


class Receiver:
    """Takes batches; `plan` says how the next requests fail, one word each: a status, `close`, `hang`, `redirect`."""

    def __init__(self, certificate, key, address="127.0.0.1"):
        self.plan = []
        self.requests = []
        self.problems = []
        self.hanging = threading.Event()
        self.release = threading.Event()
        self.retry_after = None
        self.is_blocked = False
        self.lock = threading.Lock()
        self.verify = documented_verify()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.take(self)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                # Connections that are cut are what the checks are about.
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server = Server((address, 0), Handler)
        # The handshake is made in the thread of the connection: one that does not come must not hold up the others.
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self):
        return f"https://localhost:{self.port}/hook?from=devicestream"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.release.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)

    def take(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        try:
            self.verify(SECRET, headers, body)
        except Exception as error:
            self.problems.append(f"signature: {error!r}")
        with self.lock:
            word = self.plan.pop(0) if self.plan else ("hang" if self.is_blocked else "200")
            records = json.loads(body)["records"]
            self.requests.append((time.monotonic(), word, headers["webhook-id"], records))
        if word == "close":
            handler.close_connection = True
            handler.connection.close()
            return
        if word == "hang":
            self.hanging.set()
            self.release.wait(600)
            handler.close_connection = True
            return
        status = 302 if word == "redirect" else int(word)
        handler.send_response(status)
        if word == "redirect":
            handler.send_header("Location", f"https://localhost:{self.port}/elsewhere")
        if word == "429":
            handler.send_header("Retry-After", str(self.retry_after))
        content = MARK.encode()
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    @property
    def taken(self):
        """The records of all batches that were taken, as they came."""
        with self.lock:
            return [record for _, word, _, records in self.requests if word == "200" for record in records]

    @property
    def sequences(self):
        return [record["sequence"] for record in self.taken if "sequence" in record]
