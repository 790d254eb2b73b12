"""From a reply to its data, or to the refusal."""
import json
from typing import Any, TypeVar

from renkei_client.models import Problem
from renkei_client.types import Response

T = TypeVar("T")


class RenkeiProblem(Exception):
    """A refusal of the service (RFC 9457). The text is written for people, in the language asked for."""

    def __init__(self, status: int, problem: Problem | None, retry_after: float | None = None) -> None:
        self.status = status
        #: The document; None when something on the way answered in the service's place.
        self.problem = problem
        #: Seconds after which to try again, where the reply says so.
        self.retry_after = retry_after
        super().__init__(f"{problem.title}: {problem.detail}" if problem else f"HTTP {status}")

    @property
    def code(self) -> str | None:
        """What went wrong, for programs: `stale`, `validation_failed` …"""
        return str(self.problem.code) if self.problem else None

    @property
    def faults(self) -> dict[str, str]:
        """The faults of a body, parameter or header by their place: {"#/country": "…"}."""
        return {str(fault.pointer or fault.parameter or fault.header): fault.detail
                for fault in (self.problem.errors if self.problem else [])}


def refusal(status: int, content: bytes, retry_after: str | None) -> RenkeiProblem:
    try:
        document: Any = json.loads(content)
        problem = Problem.from_dict(document) if "code" in document else None
    except (ValueError, TypeError, KeyError):
        problem = None
    seconds = float(retry_after) if retry_after and retry_after.isdigit() else None
    return RenkeiProblem(status, problem, seconds)


def ok(reply: Response[T | Problem]) -> T:
    """The data of a reply of `sync_detailed`; a refusal is raised as RenkeiProblem."""
    if reply.status_code >= 400 or isinstance(reply.parsed, Problem):
        raise refusal(int(reply.status_code), reply.content, reply.headers.get("Retry-After"))
    return reply.parsed  # type: ignore[return-value]  # None where the operation answers without a body


def etag(reply: Response[T]) -> str:
    """The revision of what was read or written, for If-Match."""
    tag: str = reply.headers["ETag"]
    return tag
