"""Links between suppliers: who depends on whom, kept by people."""
import uuid

import pytest

from renkei_client import Client
from rounds import events, make_supplier


def link(client, one, other, status=201, kind="goods", **members):
    reply = client.post("/v1/supplier-links", json={
        "from": one, "to": other, "kind": kind, "dependency": 3, "penetration": 1, **members})
    assert reply.status == status, reply
    return reply.body if status == 201 else reply


def listed(client, **params):
    page = client.get("/v1/supplier-links", params=params)
    assert page.status == 200, page
    return [row["id"] for row in page.body["data"]]


def test_a_link_is_kept_changed_and_deleted(client):
    one, other = make_supplier(client, "調達先"), make_supplier(client, "製造元")
    made = link(client, one, other, item="ボルト", since="2024-04-01")
    assert (made["from"], made["to"], made["source"], made["until"]) == (one, other, None, None)
    assert made["from_supplier"] == {"id": one, "name": "調達先", "status": "active", "band": None, "score": None}
    assert made["to_supplier"]["name"] == "製造元"
    path = f"/v1/supplier-links/{made['id']}"
    assert client.patch(path, if_match="*", json={"item": "ボルト"}).body["revision"] == 1  # equal
    first = client.get(path)
    later = client.patch(path, if_match=first.etag, json={"dependency": 4, "until": "2026-12-31"})
    assert (later.status, later.body["dependency"], later.body["revision"]) == (200, 4, 2), later
    assert client.patch(path, if_match=first.etag, json={"dependency": 1}).status == 412
    assert client.patch(path, if_match="*", json={"to": "self"}).errors == {"#/to": "read_only_field"}
    assert client.delete(path, if_match='"2"').status == 204
    what = [event for event in events(client) if event["resource"]["id"] == made["id"]]
    assert [event["type"] for event in what] == [
        "supplier_link.created", "supplier_link.updated", "supplier_link.deleted"]
    assert what[0]["changes"]["to"] == [None, other] and what[0]["supplier_id"] == one
    assert what[1]["changes"] == {"dependency": [3, 4], "until": [None, "2026-12-31"]}


def test_the_tenant_itself_depends_and_circles_are_allowed(client):
    one, other = make_supplier(client), make_supplier(client)
    made = link(client, one, "self")
    assert (made["to"], made["to_supplier"]) == ("self", None)
    link(client, one, other), link(client, other, one)
    link(client, one, other, kind="network"), link(client, one, other, item="ねじ")
    assert len(listed(client, supplier_id=one)) == 5


def test_what_is_no_link_is_refused_at_its_place(client, make_tenant, server):
    one, other, archived = make_supplier(client), make_supplier(client), make_supplier(client)
    assert client.post(f"/v1/suppliers/{archived}/archive").status == 200
    foreign = make_supplier(Client(server, make_tenant().token()))
    assert link(client, one, one, 422).errors == {"#/to": "link_to_itself"}
    for stranger in (foreign, str(uuid.uuid4())):
        assert link(client, stranger, one, 422).errors == {"#/from": "unknown_reference"}
        assert link(client, one, stranger, 422).errors == {"#/to": "unknown_reference"}
    refused = link(client, one, archived, 409)
    assert (refused.code, refused.errors) == ("supplier_archived", {"#/to": "archived_supplier"})
    made = link(client, one, other, item="ボルト")
    double = link(client, one, other, 409, item="ボルト", dependency=1)
    assert double.code == "duplicate" and double.body["errors"][0]["params"] == {"id": made["id"]}
    second = link(client, one, other)
    assert client.patch(f"/v1/supplier-links/{second['id']}", if_match="*", json={"item": "ボルト"}).code == "duplicate"
    assert link(client, one, "me", 422).errors == {"#/to": "wrong_pattern"}
    backwards = link(client, one, "self", 422, since="2026-04-01", until="2026-03-31")
    assert backwards.errors == {"#/until": "too_small"}
    assert link(client, one, "self", 422, dependency=5, penetration=0).errors == {
        "#/dependency": "too_large", "#/penetration": "too_small"}
    assert listed(client, supplier_id=one) == [second["id"], made["id"]]


def test_lists_find_who_is_connected_at_either_end(client):
    hub, near, far = (make_supplier(client, name) for name in ("海外現地法人", "親会社", "倉庫"))
    vpn = link(client, hub, near, kind="network", penetration=4, since="2024-04-01")["id"]
    rdp = link(client, far, hub, kind="network", penetration=3, until="2025-03-31")["id"]
    goods = link(client, hub, "self")["id"]
    assert listed(client, supplier_id=hub, kind="network") == [rdp, vpn]
    assert listed(client, supplier_id=hub) == [goods, rdp, vpn]
    assert listed(client, **{"from": hub}) == [goods, vpn] and listed(client, to=hub) == [rdp]
    assert listed(client, to=["self", near], **{"from": hub}) == [goods, vpn]
    assert listed(client, supplier_id=hub, active_on="2026-11-30") == [goods, vpn]
    assert listed(client, supplier_id=hub, active_on="2023-01-01") == [goods, rdp]
    assert listed(client, supplier_id=hub, penetration=[3, 4]) == [rdp, vpn]
    assert listed(client, supplier_id=hub, dependency=4) == []
    assert listed(client, supplier_id=hub, source="erp") == []
    assert listed(client, supplier_id=hub, sort="created_at", **{"source[is_null]": "true"}) == [vpn, rdp, goods]
    assert client.post(f"/v1/suppliers/{near}/archive", json={"without_offboarding": "二重登録のため"}).status == 200
    path = f"/v1/supplier-links/{vpn}"
    assert client.get(path).body["to_supplier"]["status"] == "archived"  # it stays, and says so


@pytest.fixture
def merged(client):
    """Links of two suppliers that become one, and of the survivor."""
    into, gone, third = (make_supplier(client, name) for name in ("残る", "消える", "第三者"))
    ids = {"kept": link(client, into, third)["id"], "double": link(client, gone, third, dependency=4)["id"],
           "moved": link(client, third, gone, kind="network")["id"], "between": link(client, gone, into)["id"],
           "self": link(client, gone, "self")["id"]}
    reply = client.post(f"/v1/suppliers/{into}/merge", json={"from": gone})
    assert reply.status == 200, reply
    return into, gone, third, ids, reply.body


def test_links_of_a_merged_supplier_are_the_survivors(client, merged):
    into, gone, third, ids, told = merged
    assert {(row["other_id"], row["kept_id"]) for row in told["collisions"] if row["kind"] == "supplier_link"} == {
        (ids["double"], ids["kept"]), (ids["between"], into)}
    assert told["moved"]["supplier_links"] == 2
    assert set(listed(client, supplier_id=into)) == {ids["kept"], ids["moved"], ids["self"]}
    moved = client.get(f"/v1/supplier-links/{ids['moved']}").body
    assert (moved["from"], moved["to"], moved["revision"]) == (third, into, 2)
    deleted = {event["resource"]["id"] for event in events(client) if event["type"] == "supplier_link.deleted"}
    assert {ids["double"], ids["between"]} <= deleted
    refused = link(client, gone, "self", 409)
    assert (refused.code, refused.body["merged_into"]) == ("supplier_merged", into)
    assert refused.errors == {"#/from": "merged_supplier"}


def test_links_go_with_a_supplier_that_is_deleted(client):
    one, other = make_supplier(client), make_supplier(client)
    made = link(client, one, other)
    assert client.delete(f"/v1/suppliers/{other}", if_match="*").status == 204
    assert client.get(f"/v1/supplier-links/{made['id']}").status == 404
