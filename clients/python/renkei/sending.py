"""How requests go out: token, key, renewal, repetition."""
import threading
import time
import uuid
from collections.abc import Callable, Generator

import httpx

#: A token, or a function that is asked for one: first with None, then, when one has expired, with that one.
TokenSource = str | Callable[[str | None], str]

BUSY = {429, 502, 503, 504}
LONGEST_WAIT = 30.0


class BearerAuth(httpx.Auth):
    """Sends the token, and asks for another one, once for all threads, when it is refused."""

    def __init__(self, source: TokenSource) -> None:
        self.source = source
        self.lock = threading.Lock()
        self.token = source if isinstance(source, str) else None

    def current(self) -> str:
        with self.lock:
            if self.token is None:
                self.token = self.ask(None)
            return self.token

    def renewed(self, refused: str) -> str:
        with self.lock:
            if self.token == refused:
                self.token = self.ask(refused)
            return self.token or refused

    def ask(self, refused: str | None) -> str:
        return self.source if isinstance(self.source, str) else self.source(refused)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        token = self.current()
        request.headers["Authorization"] = f"Bearer {token}"
        reply = yield request
        if reply.status_code != 401:
            return
        another = self.renewed(token)
        if another != token:
            request.headers["Authorization"] = f"Bearer {another}"
            yield request


class Repeating(httpx.BaseTransport):
    """Gives each POST a key, and sends again what was lost on the way or met a busy service.

    Everything may be repeated: reading, replacing and deleting by their nature, a change because it is bound
    to a revision, a POST by its key.
    """

    def __init__(self, inner: httpx.BaseTransport, attempts: int) -> None:
        self.inner = inner
        self.attempts = attempts

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            request.headers.setdefault("Idempotency-Key", str(uuid.uuid4()))
        for attempt in range(1, self.attempts):
            try:
                reply = self.inner.handle_request(request)
            except httpx.TransportError:
                time.sleep(pause(attempt, None))
                continue
            if reply.status_code not in BUSY:
                return reply
            reply.close()
            time.sleep(pause(attempt, reply.headers.get("Retry-After")))
        return self.inner.handle_request(request)

    def close(self) -> None:
        self.inner.close()


def pause(attempt: int, asked: str | None) -> float:
    """What the service asks for, else 0.2, 0.4, 0.8 … seconds."""
    wanted = float(asked) if asked and asked.isdigit() else 0.1 * 2.0 ** attempt
    return min(wanted, LONGEST_WAIT)
