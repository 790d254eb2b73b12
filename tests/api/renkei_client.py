"""A client that holds every exchange against openapi.yaml.

    reply = client.post("/v1/suppliers", json={"name": "Acme"})
    reply.status, reply.headers["ETag"], reply.body["id"], reply.errors

A reply that the contract does not document ends the test. What was seen is counted in `seen` by
(operationId, status) for the report at the end of the run.
"""
import collections
import contextlib
import http.client
import json as json_module
import pathlib
import urllib.parse

from contract_validator import Contract

ROOT = pathlib.Path(__file__).resolve().parents[2]
contract = Contract(ROOT / "openapi.yaml")
seen = collections.Counter()
NOTHING = object()


class Reply:
    """An answer: `body` is the parsed JSON, `text` and `raw` are as sent."""

    def __init__(self, method, path, response, raw):
        self.method = method
        self.path = path
        self.status = response.status
        self.headers = response.headers  # lookups ignore letter case
        self.raw = raw

    @property
    def text(self):
        return self.raw.decode("utf-8")

    @property
    def body(self):
        return json_module.loads(self.raw) if self.raw else None

    @property
    def etag(self):
        return self.headers["ETag"]

    @property
    def varies(self):
        """Vary without Origin, which it has for everybody from when a tenant lists a page on."""
        return self.headers["Vary"].removesuffix(", Origin")

    @property
    def code(self):
        """The code of a problem, or None."""
        return self.body.get("code") if self.status >= 400 and self.raw else None

    @property
    def errors(self):
        """{place: code} of a problem's errors."""
        return {error.get("pointer") or error.get("parameter") or error.get("header"): error["code"]
                for error in self.body["errors"]}

    def __repr__(self):
        return f"<{self.method} {self.path}: {self.status} {self.raw[:600]!r}>"


def target(path, params):
    if not params:
        return path
    return path + ("&" if "?" in path else "?") + urllib.parse.urlencode(params, doseq=True)


class Client:
    """Requests with one token; `token` None asks without."""

    def __init__(self, server, token=None, lang=None, now=None):
        self.server = server
        self.token = token
        self.lang = lang
        self.now = now
        self.connection = None

    def headers(self, headers, lang, now, if_match, key):
        result = {}
        if self.token is not None:
            result["Authorization"] = f"Bearer {self.token}"
        for name, value in (("Accept-Language", lang or self.lang), ("X-Renkei-Now", now or self.now),
                            ("If-Match", if_match), ("Idempotency-Key", key)):
            if value is not None:
                result[name] = str(value)
        result.update(headers or {})
        return {name: value for name, value in result.items() if value is not None}

    def request(self, method, path, *, json=NOTHING, data=None, params=None, headers=None, lang=None,
                now=None, if_match=None, key=None):
        """`json` is sent as JSON, `data` as it is; `now` sets the request's clock (RFC 3339)."""
        sent = self.headers(headers, lang, now, if_match, key)
        if json is not NOTHING:
            data = json_module.dumps(json, ensure_ascii=False).encode()
            sent.setdefault("Content-Type", "application/json")
        reply = self.exchange(method, target(path, params), data, sent)
        self.check(reply)
        return reply

    def exchange(self, method, path, data, headers):
        """One try on the open connection; the server may have closed it meanwhile."""
        if self.connection is not None:
            with contextlib.suppress(ConnectionError, http.client.RemoteDisconnected,
                                     http.client.CannotSendRequest):
                return self.exchange_once(method, path, data, headers)
        self.connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=60)
        return self.exchange_once(method, path, data, headers)

    def exchange_once(self, method, path, data, headers):
        self.connection.request(method, path, body=data, headers=headers)
        response = self.connection.getresponse()
        return Reply(method, path, response, response.read())

    def check(self, reply):
        operation = contract.find(reply.method, reply.path)
        faults = contract.faults(operation, reply.status, reply.headers, reply.raw, reply.method)
        assert not faults, f"{reply}\nis not as documented:\n" + "\n".join(faults)
        if operation is not None:
            seen[operation, reply.status] += 1

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def head(self, path, **options):
        return self.request("HEAD", path, **options)

    def options(self, path, **options):
        return self.request("OPTIONS", path, **options)

    def post(self, path, **options):
        return self.request("POST", path, **options)

    def put(self, path, **options):
        return self.request("PUT", path, **options)

    def patch(self, path, **options):
        return self.request("PATCH", path, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)
