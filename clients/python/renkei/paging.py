"""Lists and the change feed, page after page."""
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from renkei_client.models import Event, EventList, Page
from renkei_client.types import UNSET, Unset

Row = TypeVar("Row", covariant=True)


class Listed(Protocol[Row]):
    """A page of any list."""

    @property
    def data(self) -> Sequence[Row]: ...

    @property
    def page(self) -> Page: ...


def rows(listing: Callable[[str | Unset], Listed[Row]]) -> Iterator[Row]:
    """Every row of a list, as they are needed.

        for supplier in rows(lambda cursor: ok(list_suppliers.sync_detailed(client=renkei, limit=200, cursor=cursor))):
    """
    cursor: str | Unset = UNSET
    while True:
        part = listing(cursor)
        yield from part.data
        if not part.page.has_more or part.page.next_cursor is None:
            return
        cursor = part.page.next_cursor


def follow(listing: Callable[[str | Unset], EventList], since: str | None = None,
           every: float = 5.0) -> Iterator[tuple[list[Event], str]]:
    """The change feed from a cursor on, a page at a time, without end: keep the cursor of each page once its events
    are dealt with, and start there the next time."""
    cursor: str | Unset = since if since is not None else UNSET
    while True:
        part = listing(cursor)
        cursor = part.page.next_cursor
        if part.data:
            yield part.data, cursor
        if not part.page.has_more:
            time.sleep(every)
