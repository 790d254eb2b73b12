"""Contacts that people keep: each with its own revision, told in the feed, shown with the supplier."""
import uuid

import pytest

from renkei_client import Client
from rounds import events, make_supplier

TANAKA = {"name": "田中 一郎", "email": "tanaka@example.co.jp", "phone": "03-1234-5678",
          "role": "情報システム部", "locale": "en"}


@pytest.fixture
def path(supplier):
    return f"/v1/suppliers/{supplier}/contacts"


def test_the_life_of_a_contact(client, supplier, path):
    made = client.post(path, json=TANAKA)
    assert (made.status, made.etag) == (201, '"1"')
    contact = made.body["id"]
    assert made.headers["Location"] == f"{path}/{contact}"
    assert made.body == {"id": contact, "revision": 1, **TANAKA, "source": None, "deliverable": True}

    before = client.get(f"/v1/suppliers/{supplier}")
    changed = client.patch(f"{path}/{contact}", if_match=made.etag, json={"phone": None, "role": "総務部"})
    assert (changed.status, changed.etag) == (200, '"2"')
    assert changed.body == {**made.body, "revision": 2, "phone": None, "role": "総務部"}
    shown = client.get(f"/v1/suppliers/{supplier}")
    assert shown.body["contacts"] == [changed.body] == client.get(path).body["data"]
    assert shown.body["revision"] == before.body["revision"] + 1  # a shown member of it changed

    stale = client.patch(f"{path}/{contact}", if_match=made.etag, json={"phone": "1"})
    assert (stale.status, stale.body["current"]) == (412, changed.body)
    assert client.delete(f"{path}/{contact}", if_match='"1"').status == 412
    assert client.delete(f"{path}/{contact}", if_match=changed.etag).status == 204
    assert client.get(path).body["data"] == []
    assert client.delete(f"{path}/{contact}", if_match="*").status == 404
    assert client.patch(f"{path}/{contact}", if_match="*", json={"name": "x"}).status == 404

    told = [event for event in events(client) if event["resource"]["id"] == contact]
    assert [event["type"] for event in told] == ["contact.created", "contact.updated", "contact.deleted"]
    assert {event["supplier_id"] for event in told} == {supplier}
    assert told[1]["changes"] == {"phone": ["03-1234-5678", None], "role": ["情報システム部", "総務部"]}


def test_a_name_is_enough(client, path):
    made = client.post(path, json={"name": "受付"})
    assert made.status == 201
    assert made.body == {"id": made.body["id"], "revision": 1, "name": "受付", "email": None, "phone": None,
                         "role": None, "locale": "ja", "source": None, "deliverable": True}


def test_a_change_without_effect_is_none(client, supplier, path):
    made = client.post(path, json=TANAKA)
    before = client.get(f"/v1/suppliers/{supplier}").etag
    again = client.patch(f"{path}/{made.body['id']}", if_match="*", json=TANAKA)
    assert (again.status, again.body) == (200, made.body)
    assert client.get(f"/v1/suppliers/{supplier}").etag == before


def test_minimal(client, path):
    made = client.post(path, json={"name": "受付"})
    reply = client.patch(f"{path}/{made.body['id']}", if_match="*", json={"name": "総務"},
                         headers={"Prefer": "return=minimal"})
    assert (reply.status, reply.raw, reply.etag) == (204, b"", '"2"')


@pytest.mark.parametrize("body, errors", [
    ({}, {"#/name": "required"}),
    ({"name": ""}, {"#/name": "too_short"}),
    ({"name": "x", "email": "no mail"}, {"#/email": "not_email"}),
    ({"name": "x", "locale": "fr"}, {"#/locale": "not_allowed_value"}),
    ({"name": "x", "source": "erp"}, {"#/source": "read_only_field"}),
    ({"name": "x", "deliverable": False, "revision": 3},
     {"#/deliverable": "read_only_field", "#/revision": "read_only_field"}),
    ({"name": "x", "mail": "a@b.jp"}, {"#/mail": "unknown_member"}),
])
def test_what_does_not_fit_is_refused(client, path, body, errors):
    reply = client.post(path, json=body)
    assert (reply.status, reply.errors) == (422, errors)
    assert client.get(path).body["data"] == []


def test_a_supplier_has_twenty_at_most(client, path):
    for number in range(20):
        assert client.post(path, json={"name": f"{number}"}).status == 201
    full = client.post(path, json={"name": "20"})
    assert (full.status, set(full.errors.values())) == (422, {"too_many"})
    assert len(client.get(path).body["data"]) == 20


def test_contacts_belong_to_their_supplier(client, path):
    contact = client.post(path, json=TANAKA).body["id"]
    other = f"/v1/suppliers/{make_supplier(client)}/contacts"
    assert client.patch(f"{other}/{contact}", if_match="*", json={"name": "x"}).status == 404
    assert client.delete(f"{other}/{contact}", if_match="*").status == 404
    assert client.get(f"/v1/suppliers/{uuid.uuid4()}/contacts").status == 404
    assert client.post(f"/v1/suppliers/{uuid.uuid4()}/contacts", json=TANAKA).status == 404
    assert client.get(path).body["data"][0]["name"] == TANAKA["name"]


def test_the_list_is_paged_in_the_order_they_came(client, path):
    names = [f"担当 {number}" for number in range(7)]
    for name in names:
        client.post(path, json={"name": name})
    found, params = [], {"limit": 3, "include_total": "true"}
    while True:
        reply = client.get(path, params=params)
        assert reply.body["total"] == 7
        found += [contact["name"] for contact in reply.body["data"]]
        if not reply.body["page"]["has_more"]:
            break
        params["cursor"] = reply.body["page"]["next_cursor"]
    assert found == names
    other = f"/v1/suppliers/{make_supplier(client)}/contacts"
    first = client.get(path, params={"limit": 3}).body["page"]["next_cursor"]
    assert client.get(other, params={"cursor": first}).code == "invalid_cursor"


def test_who_may(client, login, server, make_tenant, path):
    contact = client.post(path, json=TANAKA).body["id"]
    viewer = login("viewer")
    assert viewer.get(path).status == 200
    assert viewer.post(path, json=TANAKA).status == 403
    assert viewer.delete(f"{path}/{contact}", if_match="*").status == 403
    stranger = Client(server, make_tenant().token("admin"))
    assert stranger.get(path).status == 404
    assert stranger.delete(f"{path}/{contact}", if_match="*").status == 404


def test_the_supplier_search_does_not_read_contacts(client, path):
    """Names of people are no way to find a company: only what the company's row says is searched."""
    name = uuid.uuid4().hex
    client.post(path, json={"name": name})
    assert client.get("/v1/suppliers", params={"q": name}).body["data"] == []


@pytest.mark.parametrize("mail", ["taro..y@docomo.ne.jp", "taro.@docomo.ne.jp", ".t..y.@ezweb.ne.jp"])
def test_addresses_that_carriers_once_gave_out_are_taken(client, path, mail):
    """Two dots in a row, one at an end: not by the standard, and in use since before 2009."""
    made = client.post(path, json={"name": "山本", "email": mail})
    assert made.status == 201 and made.body["email"] == mail, made
