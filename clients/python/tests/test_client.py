"""Against a real service: RENKEI_URL, RENKEI_TOKEN of an administrator of a tenant of its own, and
RENKEI_EXPIRED_TOKEN."""
import itertools
import os
import unittest
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import httpx
from renkei_client.api.events import list_events
from renkei_client.api.questionnaires import list_questionnaires
from renkei_client.api.respondents import create_link
from renkei_client.api.responses import create_response, get_response_form
from renkei_client.api.suppliers import create_supplier, get_supplier, list_suppliers, update_supplier
from renkei_client.api.tenant import me
from renkei_client.models import (EventType, Problem, QuestionnaireResponseCreate, QuestionnaireState, Supplier,
                                  SupplierCreate, SupplierUpdate)
from renkei_client.types import Response

from renkei import RenkeiProblem, connect, edit, etag, follow, link_token, ok, rows

URL, TOKEN, EXPIRED = (os.environ[name] for name in ("RENKEI_URL", "RENKEI_TOKEN", "RENKEI_EXPIRED_TOKEN"))
NOBODY = UUID("0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01")
renkei = connect(URL, TOKEN)


def new_supplier(name: str) -> Supplier:
    return ok(create_supplier.sync_detailed(client=renkei, body=SupplierCreate(name=name)))


def read(supplier: Supplier) -> Response[Supplier | Problem]:
    return get_supplier.sync_detailed(supplier.id, client=renkei)


def write(supplier: Supplier, tag: str, body: SupplierUpdate) -> Response[Supplier | Problem]:
    return update_supplier.sync_detailed(supplier.id, client=renkei, if_match=tag, body=body)


def found(text: str) -> list[UUID]:
    return [one.id for one in rows(lambda cursor: ok(list_suppliers.sync_detailed(
        client=renkei, q=text, limit=2, cursor=cursor)))]


class Losing(httpx.BaseTransport):
    """A line that loses the first reply: the service has done its work, the caller does not know."""

    def __init__(self) -> None:
        self.inner = httpx.HTTPTransport()
        self.lost = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        reply = self.inner.handle_request(request)
        if not self.lost:
            self.lost = True
            reply.read()
            raise httpx.ReadError("the line broke", request=request)
        return reply


class TestClient(unittest.TestCase):
    def test_a_refusal_is_raised_with_its_code_and_the_faults_by_place(self) -> None:
        with self.assertRaises(RenkeiProblem) as gone:
            ok(get_supplier.sync_detailed(NOBODY, client=renkei))
        self.assertEqual((gone.exception.status, gone.exception.code), (404, "not_found"))
        with self.assertRaises(RenkeiProblem) as invalid:
            ok(write(new_supplier("誤り商会"), "*", SupplierUpdate(country="Atlantis")))
        self.assertEqual(invalid.exception.code, "validation_failed")
        self.assertEqual(list(invalid.exception.faults), ["#/country"])

    def test_messages_come_in_the_language_asked_for(self) -> None:
        for language, pattern in (("ja", "[ぁ-ん]"), ("en", "^[ -~]*$")):
            with self.assertRaisesRegex(RenkeiProblem, pattern):
                ok(get_supplier.sync_detailed(NOBODY, client=connect(URL, TOKEN, language=language)))

    def test_two_who_edit_at_once_lose_nothing(self) -> None:
        supplier, rounds = new_supplier("同時商会"), itertools.count()

        def change(current: Supplier, tag: str) -> Response[Supplier | Problem]:
            if next(rounds) == 0:
                ok(write(supplier, tag, SupplierUpdate(tags=["theirs"])))  # somebody is faster
            return write(supplier, tag, SupplierUpdate(tags=[*current.tags, "ours"]))

        edit(lambda: read(supplier), change)
        self.assertEqual(next(rounds), 2)
        self.assertEqual(sorted(ok(read(supplier)).tags), ["ours", "theirs"])

    def test_edit_gives_up_when_it_is_refused_for_another_reason(self) -> None:
        supplier = new_supplier("断念商会")
        with self.assertRaises(RenkeiProblem) as refused:
            edit(lambda: read(supplier), lambda _, tag: write(supplier, tag, SupplierUpdate(country="Atlantis")))
        self.assertEqual(refused.exception.code, "validation_failed")

    def test_every_row_of_a_list_comes_once_page_by_page(self) -> None:
        made = [new_supplier(f"頁商会 {number}").id for number in range(5)]
        self.assertEqual(sorted(found("頁商会")), sorted(made))

    def test_a_post_whose_reply_was_lost_is_done_once(self) -> None:
        losing = connect(URL, TOKEN, transport=Losing())
        made = ok(create_supplier.sync_detailed(client=losing, body=SupplierCreate(name="一度商会")))
        self.assertEqual(found("一度商会"), [made.id])

    def test_with_one_attempt_a_broken_line_is_told(self) -> None:
        with self.assertRaisesRegex(httpx.ReadError, "the line broke"):
            me.sync_detailed(client=connect(URL, TOKEN, attempts=1, transport=Losing()))

    def test_an_expired_token_is_renewed_once_for_all_who_wait(self) -> None:
        asked: list[str | None] = []

        def source(refused: str | None) -> str:
            asked.append(refused)
            return EXPIRED if refused is None else TOKEN

        renewing = connect(URL, source)
        with ThreadPoolExecutor(4) as pool:
            replies = list(pool.map(lambda _: me.sync_detailed(client=renewing), range(4)))
        self.assertEqual([int(reply.status_code) for reply in replies], [200] * 4)
        self.assertEqual(asked, [None, EXPIRED])

    def test_without_another_token_the_refusal_comes_through(self) -> None:
        with self.assertRaises(RenkeiProblem) as refused:
            ok(me.sync_detailed(client=connect(URL, EXPIRED)))
        self.assertEqual(refused.exception.status, 401)

    def test_the_feed_is_followed_from_where_it_was_left(self) -> None:
        latest = ok(list_events.sync_detailed(client=renkei, cursor="latest")).page.next_cursor
        supplier = new_supplier("追跡商会")
        ok(write(supplier, "*", SupplierUpdate(tags=["seen"])))
        seen: list[EventType] = []
        for events, _ in follow(lambda cursor: ok(list_events.sync_detailed(client=renkei, cursor=cursor, limit=1)),
                                latest, every=0.05):
            seen += [event.type_ for event in events if event.resource.id == str(supplier.id)]
            if EventType.SUPPLIER_UPDATED in seen:
                break
        self.assertEqual(seen, [EventType.SUPPLIER_CREATED, EventType.SUPPLIER_UPDATED])

    def test_whoever_opens_an_answer_link_gets_tokens_by_its_secret(self) -> None:
        listed = ok(list_questionnaires.sync_detailed(
            client=renkei, code=["motex-scrm-2024"], state=[QuestionnaireState.PUBLISHED]))
        asked = create_response.sync_detailed(client=renkei, body=QuestionnaireResponseCreate(
            supplier_id=new_supplier("回答商会").id, questionnaire_id=listed.data[0].id))
        self.assertRegex(etag(asked), '^"')
        link = ok(create_link.sync_detailed(ok(asked).id, client=renkei))
        respondent = connect(URL, link_token(URL, link.url.partition("#")[2]), language="en")
        form = ok(get_response_form.sync_detailed(ok(asked).id, client=respondent))
        self.assertEqual((str(form.language), form.progress.total), ("en", 25))


if __name__ == "__main__":
    unittest.main()
