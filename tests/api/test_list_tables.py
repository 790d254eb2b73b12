"""Lists as CSV: the rows that the filters find, whole, with the columns of an export; what is too long is an export's."""
import csv
import io

import pytest

from renkei_client import Client
from test_exports import finished
from test_exports import campaign  # noqa: F401  a fixture: the demo tenant with a round

LISTS = {"suppliers": "/v1/suppliers", "findings": "/v1/findings", "measures": "/v1/measures",
         "certificates": "/v1/certificates", "contracts": "/v1/contracts",
         "request_records": "/v1/request-records", "risk_scores": "/v1/risk-scores"}
CSV = {"Accept": "text/csv"}


def rows_of(reply):
    return list(csv.DictReader(io.StringIO(reply.raw.decode("utf-8-sig"), newline="")))


def told(client, path, **params):
    reply = client.get(path, params=params, headers=CSV)
    assert reply.status == 200, reply
    return rows_of(reply)


@pytest.fixture
def client(server, make_tenant):
    return Client(server, make_tenant().token("admin"))


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_has_the_rows_and_columns_of_the_export(server, demo, campaign, kind):  # noqa: F811
    client = Client(server, demo)
    reply = client.get(LISTS[kind], headers=CSV)
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{kind}.csv"'
    assert reply.raw.startswith(b"\xef\xbb\xbf") and reply.raw.endswith(b"\r\n")
    _, file = finished(client, server, kind)
    ours, theirs = rows_of(reply), rows_of(file)
    assert list(ours[0]) == list(theirs[0])
    assert sorted(ours, key=str) == sorted(theirs, key=str) and ours


def test_filters_order_and_search_are_those_of_the_list(client):
    for number, name in enumerate(["は", "い", "ろ"]):
        assert client.post("/v1/suppliers", json={"name": name, "kind": "partner" if number else "individual", "external_ids": [
            {"source": "crm", "id": f"c{number}"}, {"source": "erp", "id": f"00{number}"}]}).status == 201
    assert [row["name"] for row in told(client, "/v1/suppliers", sort="name", limit=1)] == ["い", "は", "ろ"]
    assert [row["name"] for row in told(client, "/v1/suppliers", sort="-name", kind="partner")] == ["ろ", "い"]
    assert [row["name"] for row in told(client, "/v1/suppliers", q="は")] == ["は"]
    assert told(client, "/v1/suppliers", q="に") == []
    assert [(row["source"], row["external_id"]) for row in told(client, "/v1/suppliers", sort="name", external_source="erp")] == [
        ("erp", "001"), ("erp", "000"), ("erp", "002")], "the number of the system that was asked for, zeros and all"
    assert {row["source"] for row in told(client, "/v1/suppliers")} == {"crm"}, "or the first"


def test_more_than_one_piece_comes_whole_and_too_many_are_told_where_to_go(server, client):
    first = client.post("/v1/suppliers", json={"name": "S"}).body["id"]
    more = """insert into app.suppliers (tenant_id, id, name, country, kind, contacts, external_ids, search, created_at, updated_at)
              select tenant_id, gen_random_uuid(), 'S' || n, country, kind, contacts, external_ids, search, created_at, updated_at
                from app.suppliers, generate_series(%s, %s) as n where id = %s"""
    server.sql(more, 1, 449, first)
    rows = told(client, "/v1/suppliers", sort="name")
    assert len({row["id"] for row in rows}) == len(rows) == 450
    server.sql(more, 450, 10_000, first)
    reply = client.get("/v1/suppliers", headers=CSV)
    assert (reply.status, reply.code) == (409, "list_too_long")
    assert "10000" in reply.body["detail"] and "POST /v1/exports" in reply.body["detail"]


def test_what_makes_no_sense_with_a_whole_list_is_refused(client):
    for name in ("一", "二"):
        client.post("/v1/suppliers", json={"name": name})
    cursor = client.get("/v1/suppliers", params={"limit": 1}).body["page"]["next_cursor"]
    refused = client.get("/v1/suppliers", params={"cursor": cursor}, headers=CSV)
    assert (refused.status, refused.errors) == (400, {"cursor": "unsupported_change"})
    elsewhere = client.get("/v1/incidents", headers=CSV)
    assert (elsewhere.status, elsewhere.code) == (406, "not_acceptable")
    both = client.get("/v1/suppliers", headers={"Accept": "text/csv;q=0.5, application/json"})
    assert both.headers["Content-Type"].startswith("application/json")
