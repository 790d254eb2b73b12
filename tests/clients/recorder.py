"""A proxy between a generated client and the service that keeps what the client sent."""
import dataclasses
import http.client
import http.server
import json
import threading

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "host", "content-length"}


@dataclasses.dataclass
class Sent:
    """One request as it went over the wire, and the status it was answered with."""

    method: str
    path: str
    headers: http.client.HTTPMessage
    body: bytes
    status: int = 0

    @property
    def json(self):
        return json.loads(self.body) if self.body else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        body = self.read_body()
        sent = Sent(self.command, self.path, self.headers, body)
        self.server.sent.append(sent)
        upstream = http.client.HTTPConnection(*self.server.upstream, timeout=60)
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in HOP_BY_HOP:
                upstream.putheader(name, value)
        upstream.putheader("Host", "%s:%d" % self.server.upstream)
        if body or self.command not in ("GET", "HEAD", "OPTIONS"):
            upstream.putheader("Content-Length", str(len(body)))
        upstream.endheaders(body)
        reply = upstream.getresponse()
        sent.status = reply.status
        self.answer(reply, reply.read())
        upstream.close()

    def read_body(self):
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return b"".join(self.chunks())
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def chunks(self):
        while size := int(self.rfile.readline().split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def answer(self, reply, body):
        self.send_response_only(reply.status, reply.reason)
        for name, value in reply.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if reply.status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = forward

    def log_message(self, *arguments):
        """The service has an access log of its own."""


class Recorder(http.server.ThreadingHTTPServer):
    """`with Recorder(host, port) as recorder:` — recorder.url, then recorder.sent."""

    daemon_threads = True

    def __init__(self, host, port):
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = (host, port)
        self.sent = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
