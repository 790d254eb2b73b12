"""Changes that do not lose other people's."""
from collections.abc import Callable
from typing import TypeVar

from renkei_client.models import Problem
from renkei_client.types import Response

from .replies import RenkeiProblem, etag, ok

T = TypeVar("T")
W = TypeVar("W")


def edit(read: Callable[[], Response[T | Problem]], write: Callable[[T, str], Response[W | Problem]],
         attempts: int = 5) -> W:
    """Reads, changes, writes with If-Match; when somebody was faster (412), reads again and applies the change to
    what is there now, so that neither change is lost.

        edit(lambda: get_supplier.sync_detailed(id, client=renkei),
             lambda supplier, tag: update_supplier.sync_detailed(
                 id, client=renkei, if_match=tag, body=SupplierUpdate(tags=[*supplier.tags, "critical"])))
    """
    for _ in range(attempts - 1):
        current = read()
        try:
            return ok(write(ok(current), etag(current)))
        except RenkeiProblem as refused:
            if refused.code != "stale":
                raise
    current = read()
    return ok(write(ok(current), etag(current)))
