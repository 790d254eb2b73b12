"""What a screen needs comes with one call: names beside ids, rows by their ids, orders and filters."""
import datetime
import uuid

import pytest

from convention_fixtures import (OPERATIONS, PATHS, certificate, incident, measure, offboarding, open_finding, override,
                                 release, request_record, response, review, score, supplier_contract)
from renkei_client import Client
from rounds import PROFILE, ask, make_supplier, publish_sheet, submit_all

OF_A_SUPPLIER = {
    "responses": response, "findings": open_finding, "measures": measure, "certificates": certificate,
    "contracts": supplier_contract, "request-records": request_record, "offboardings": offboarding,
    "risk-scores": score, "incidents": incident, "overrides": override, "releases": release,
    "reviews": review}


def body(reply, status=200):
    assert reply.status == status, reply
    return reply.body


@pytest.mark.parametrize("kind", OF_A_SUPPLIER)
def test_a_row_names_its_supplier(world, kind):
    """In the list and alone, and by the name of today: a tag of the old name is not current any more."""
    client, path = world.client, f"/v1/{kind}/{world.row(OF_A_SUPPLIER[kind], True)['id']}"
    first = client.get(path)
    supplier = body(client.get(f"/v1/suppliers/{body(first)['supplier_id']}"))
    assert first.body["supplier"] == {"id": supplier["id"], "name": supplier["name"]}
    listed = body(client.get(f"/v1/{kind}", params={"supplier_id": supplier["id"]}))["data"]
    assert listed and all(row["supplier"] == first.body["supplier"] for row in listed)
    unchanged = {"If-None-Match": first.etag}
    assert client.get(path, headers=unchanged).status == 304
    body(client.patch(f"/v1/suppliers/{supplier['id']}", if_match="*", json={"name": "改名 " + kind}))
    again = client.get(path, headers=unchanged)
    assert body(again)["supplier"] == {"id": supplier["id"], "name": "改名 " + kind}
    assert {**again.body, "supplier": None} == {**first.body, "supplier": None}


# Rows by their ids ---------------------------------------------------------------------------------

LISTS = {operation.route: operation for operation in OPERATIONS
         if "cursor" in operation.query_names and not operation.path_parameters}
WITHOUT_IDS = {"/v1/events", "/v1/threats", "/v1/attack-kinds", "/v1/schemes",  # by number and by code
               "/v1/reports/scheme-gap",  # suppliers
               "/v1/suppliers/duplicates"}  # groups of suppliers
BY_ID = [route for route in LISTS if f"{route}/{{id}}" in PATHS]


def test_every_list_of_rows_with_an_id_takes_ids():
    taken = {route for route, operation in LISTS.items() if "id" in operation.query_names}
    assert taken - {"/v1/status-checks"} == set(BY_ID)  # those are read in the list alone
    assert set(LISTS) - taken == WITHOUT_IDS | {"/v1/reviews/due", "/v1/reminders/preview"} & set(LISTS)


@pytest.mark.parametrize("route", BY_ID)
def test_a_list_gives_rows_by_their_ids(world, route):
    """In both styles, as many as a page holds; ids that nobody has are no fault, as with any filter."""
    wanted = sorted(world.row(PATHS[f"{route}/{{id}}"], True)["id"] for _ in range(2))
    strangers = [str(uuid.uuid4()) for _ in range(198)]
    for query in ("&".join(f"id={one}" for one in wanted + strangers), "id=" + ",".join(strangers + wanted)):
        page = body(world.client.get(f"{route}?{query}&limit=200"))
        assert sorted(row["id"] for row in page["data"]) == wanted and not page["page"]["has_more"]
    assert body(world.client.get(f"{route}?id={wanted[0]}&include_total=true"))["total"] == 1
    assert body(world.stranger.get(f"{route}?id={wanted[0]}"))["data"] == []
    many = world.client.get(f"{route}?id=" + ",".join(strangers + wanted + strangers[:1]))
    assert many.errors == {"id": "too_many"}
    assert world.client.get(f"{route}?id=x").errors == {"id": "not_uuid"}


# What a screen asks of its list --------------------------------------------------------------------

DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def rounds(client):
    """Three suppliers; the first two in a campaign, the third asked with another questionnaire."""
    suppliers = [make_supplier(client, f"株式会社{number}") for number in range(3)]
    one, other = publish_sheet(client), publish_sheet(client)
    campaign = body(client.post("/v1/campaigns", json={
        "name": "年次", "questionnaire_id": one, "due_on": "2099-12-20",
        "suppliers": {"ids": suppliers[:2]}}), 201)["id"]
    answered = ask(client, suppliers[2], other)
    codes = [body(client.get(f"/v1/questionnaires/{sheet}"))["code"] for sheet in (one, other)]
    return {"suppliers": suppliers, "campaign": campaign, "codes": codes, "answered": answered}


def column(client, route, member, **params):
    return [row[member] for row in body(client.get(route, params={"limit": 200, **params}))["data"]]


def test_what_belongs_to_a_campaign(client, rounds):
    campaign, (one, two, three) = rounds["campaign"], rounds["suppliers"]
    assert set(column(client, "/v1/suppliers", "id", campaign_id=campaign)) == {one, two}
    assert set(column(client, "/v1/responses", "supplier_id", campaign_id=campaign)) == {one, two}
    assert column(client, "/v1/findings", "id", campaign_id=campaign) == []
    asked = column(client, "/v1/responses", "id", campaign_id=campaign, supplier_id=one)
    submit_all(client, asked[0])
    assert set(column(client, "/v1/findings", "supplier_id", campaign_id=campaign)) == {one}
    assert column(client, "/v1/suppliers", "id", campaign_id=str(uuid.uuid4())) == []


def test_what_was_asked_with_a_questionnaire(client, rounds):
    (first, second), (one, two, three) = rounds["codes"], rounds["suppliers"]
    for route, member in (("/v1/suppliers", "id"), ("/v1/responses", "supplier_id")):
        assert set(column(client, route, member, questionnaire_code=first)) == {one, two}
        assert column(client, route, member, questionnaire_code=second) == [three]
        assert set(column(client, route, member, questionnaire_code=[first, second])) == {one, two, three}
    cancelled = make_supplier(client)
    sheet = body(client.get("/v1/questionnaires", params={"code": second}))["data"][0]["id"]
    body(client.post(f"/v1/responses/{ask(client, cancelled, sheet)}/cancel", json={"reason": "誤り"}))
    assert cancelled in column(client, "/v1/responses", "supplier_id", questionnaire_code=second)
    assert column(client, "/v1/suppliers", "id", questionnaire_code=second) == [three]


def test_responses_in_order(make_tenant):
    """By the day they are due, were asked for or came in; paged without loss in each order."""
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token("admin"))
    sheet, today = publish_sheet(client), datetime.date.today()
    for number, due in enumerate((9, None, 5, 5, 7)):
        asked = ask(client, make_supplier(client), sheet, due_on=due and str(today + due * DAY))
        if number % 2:
            submit_all(client, asked)
    for member in ("due_on", "submitted_at", "requested_at"):
        up = column(client, "/v1/responses", member, sort=member)
        known = sorted(value for value in up if value is not None)
        assert len(up) == 5 and up == known + [None] * (5 - len(known)) and len(known) > 1
        down = column(client, "/v1/responses", member, sort=f"-{member}")
        assert down == (up[::-1] if member == "due_on" else known[::-1] + [None] * (5 - len(known)))
        for sort in (member, f"-{member}"):
            whole, paged, params = column(client, "/v1/responses", "id", sort=sort), [], {"sort": sort, "limit": 2}
            while params is not None:
                page = body(client.get("/v1/responses", params=params))
                paged += [row["id"] for row in page["data"]]
                params = {**params, "cursor": page["page"]["next_cursor"]} if page["page"]["has_more"] else None
            assert paged == whole
    soon = {"due_on[lte]": str(today + 5 * DAY)}
    assert len(column(client, "/v1/responses", "id", sort="-due_on", **soon)) == 2
    assert column(client, "/v1/responses", "due_on", sort="due_on", **{"due_on[gt]": str(today + 5 * DAY)}) == [
        str(today + 7 * DAY), str(today + 9 * DAY)]


def test_what_nobody_looks_after(client):
    """Suppliers without an owner whose review is due, measures that nobody is to do."""
    supplier, owned = (make_supplier(client, profile=PROFILE, owner=owner) for owner in (None, "sato"))
    sheet = publish_sheet(client)
    for one in (supplier, owned):
        submit_all(client, ask(client, one, sheet))
    against = column(client, "/v1/findings", "id", supplier_id=supplier)[:1]
    for assignee in (None, "sato"):
        body(client.post("/v1/measures", json={"supplier_id": supplier, "finding_ids": against, "title": "対策",
                                               "effect": 0.5, "assignee": assignee}), 201)
    for flag, assignee, who in (("true", None, supplier), ("false", "sato", owned)):
        assert column(client, "/v1/measures", "assignee", supplier_id=supplier,
                      **{"assignee[is_null]": flag}) == [assignee]
        assert column(client, "/v1/reviews/due", "supplier_id", supplier_id=[supplier, owned],
                      **{"owner[is_null]": flag}) == [who]
