"""A receiver of webhooks: an HTTP server of this process that keeps what came and answers as it is told.

    receiver = Receiver()
    receiver.url("/a")                      where an endpoint sends to
    receiver.answers["/a"] = lambda message, count: (500, {"Retry-After": "60"}, "no")
    receiver.messages("/a")                 Message(id, timestamp, signatures, headers, body, text)
"""
import base64
import collections
import contextlib
import dataclasses
import hashlib
import hmac
import http.server
import json
import threading

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


@dataclasses.dataclass
class Message:
    path: str
    headers: dict
    text: str

    @property
    def id(self):
        return self.headers["webhook-id"]

    @property
    def body(self):
        return json.loads(self.text)

    def is_signed_by(self, secret):
        """As Standard Webhooks 1.0.0 says it, written here anew."""
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        content = f"{self.id}.{self.headers['webhook-timestamp']}.{self.text}".encode()
        expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        return f"v1,{expected}" in self.headers["webhook-signature"].split(" ")

    def is_signed_with(self, public_key):
        """By the Ed25519 key, as Standard Webhooks 1.0.0 has it (v1a)."""
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key.removeprefix("whpk_"), validate=True))
        content = f"{self.id}.{self.headers['webhook-timestamp']}.{self.text}".encode()
        for signature in self.headers["webhook-signature"].split(" "):
            version, _, text = signature.partition(",")
            with contextlib.suppress(InvalidSignature):
                if version == "v1a":
                    key.verify(base64.b64decode(text, validate=True), content)
                    return True
        return False


class Receiver:
    def __init__(self):
        self.lock = threading.Condition()
        self.received = collections.defaultdict(list)
        self.answers = {}
        self.in_flight = collections.Counter()
        self.most_in_flight = collections.Counter()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.answer(self, Message(self.path, headers, text))

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # whoever sent was killed
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler, message):
        with self.lock:
            self.in_flight[message.path] += 1
            self.most_in_flight[message.path] = max(self.most_in_flight[message.path],
                                                    self.in_flight[message.path])
            self.received[message.path].append(message)
            count = len(self.received[message.path])
            self.lock.notify_all()
        told = self.answers.get(message.path, lambda *_: (204, {}, ""))(message, count)
        with self.lock:
            self.in_flight[message.path] -= 1
        status, headers, body = told
        try:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(body.encode())))
            handler.end_headers()
            handler.wfile.write(body.encode())
        except OSError:
            pass  # whoever sent it was killed

    def url(self, path):
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def messages(self, path):
        with self.lock:
            return list(self.received[path])

    def wait_for(self, path, count, seconds=30):
        with self.lock:
            assert self.lock.wait_for(lambda: len(self.received[path]) >= count, seconds), (
                f"{len(self.received[path])} of {count} messages came")

    def close(self):
        self.server.shutdown()
        self.server.server_close()
