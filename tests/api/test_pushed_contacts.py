"""Contacts that a procurement system pushes each night: matched, changed in place; what people set stays."""
import uuid

import pytest

from renkei_client import Client
from rounds import ask, events, publish_sheet

SATO = {"name": "佐藤", "email": "sato@example.co.jp", "phone": "1"}
MORI = {"name": "森", "email": "mori@example.co.jp"}


@pytest.fixture
def push(erp):
    """Each call is a night; what comes back is the list of contacts."""
    path = f"/v1/suppliers/by-external-id/erp/{uuid.uuid4().hex}"

    def night(*contacts, **members):
        reply = erp.put(path, json={"name": "取引先", "contacts": list(contacts), **members})
        assert reply.status in (200, 201), reply
        night.reply, night.supplier = reply, reply.body["id"]
        return reply.body["contacts"]
    return night


@pytest.fixture
def people(client, push):
    """Changes a contact as its risk team does."""
    def change(contact, **members):
        reply = client.patch(f"/v1/suppliers/{push.supplier}/contacts/{contact['id']}", json=members, if_match="*")
        assert reply.status == 200, reply
    return change


def told(contacts, *members):
    return [tuple(contact[member] for member in members) for contact in contacts]


def test_one_that_changes_does_not_touch_the_others(client, server, push):
    before = push(SATO, MORI)
    response = ask(client, push.supplier, publish_sheet(client))
    links = [client.post(f"/v1/responses/{response}/links", json={"contact_id": contact["id"]}).body
             for contact in before]
    after = push({**SATO, "phone": "2"}, MORI)
    assert push.reply.body["changed"] is True
    assert told(after, "id", "phone") == [(before[0]["id"], "2"), (before[1]["id"], None)]
    assert told(after, "revision") == [(2,), (1,)]
    event = events(client)[-1]
    assert event["type"] == "supplier.updated" and list(event["changes"]) == ["contacts"]
    anyone = Client(server, None)
    assert [anyone.post("/v1/respondent/session", json={"token": link["url"].split("#")[1]}).status
            for link in links] == [200, 200]
    # Who is sent no longer is gone, and the own link with it.
    assert told(push(SATO), "id") == [(before[0]["id"],)]
    assert [anyone.post("/v1/respondent/session", json={"token": link["url"].split("#")[1]}).status
            for link in links] == [200, 410]


@pytest.mark.parametrize("night, same", [
    ([MORI, SATO], [0, 1]),                                            # in another order
    ([{**SATO, "email": "SATO@Example.co.jp"}, MORI], [0, 1]),         # letter case
    ([{**SATO, "email": "new@example.co.jp"}, MORI], [0, 1]),          # a new address: by name
    ([{**SATO, "email": None}, MORI], [0, 1]),
    ([{**SATO, "name": "高橋"}, MORI], [0, 1]),                         # married: by address
    ([{"name": "林", "email": "hayashi@example.co.jp"}, SATO, MORI], [0, 1, None]),
    ([{"name": "森", "email": "sato@example.co.jp"}, {"name": "佐藤", "email": "mori@example.co.jp"}], [0, 1]),
    ([{"name": "林", "email": "hayashi@example.co.jp"}, MORI], [1, None]),
])
def test_who_is_who(push, night, same):
    before = [contact["id"] for contact in push(SATO, MORI)]
    after = [contact["id"] for contact in push(*night)]
    assert [before.index(one) if one in before else None for one in after] == same
    revision = push.reply.body["revision"]
    push(*night)
    assert push.reply.body["changed"] is False and push.reply.body["revision"] == revision


def test_namesakes_and_shared_mailboxes_are_told_apart(push):
    people_of = [{"name": "佐藤", "email": "a@example.co.jp"}, {"name": "佐藤", "email": "b@example.co.jp"},
                 {"name": "森", "email": "b@example.co.jp"}, {"name": "窓口"}, {"name": "窓口"}]
    before = push(*people_of)
    after = push(*reversed(people_of))
    assert push.reply.body["changed"] is False and after == before
    after = push(*people_of[1:])
    assert told(after, "id") == told(before[1:], "id")


def test_what_people_set_survives_the_nights(push, people):
    [contact] = push(SATO)
    people(contact, locale="en", role="CISO", phone="03-1111-2222")
    [night] = push(SATO)
    assert push.reply.body["changed"] is False
    assert (night["locale"], night["role"], night["phone"]) == ("en", "CISO", "03-1111-2222")
    [night] = push({**SATO, "phone": "9", "role": "総務部", "name": "佐藤 花子"})
    assert (night["locale"], night["role"], night["phone"], night["name"]) == (
        "en", "CISO", "03-1111-2222", "佐藤 花子")
    # Back to what the system says: it is the system's again.
    people(night, phone="9")
    [night] = push({**SATO, "phone": "10", "role": "総務部", "name": "佐藤 花子"})
    assert (night["role"], night["phone"]) == ("CISO", "10")


def test_a_corrected_address_is_not_undone_and_stays_that_persons(push, people):
    [contact, _] = push(SATO, MORI)
    people(contact, email="sato@new.example.co.jp", name="佐藤（品質保証）")
    for night in ([SATO, MORI], [MORI, SATO], [{**SATO, "phone": "7"}, MORI]):
        after = push(*night)
        assert told(after, "id", "email", "name")[0] == (
            contact["id"], "sato@new.example.co.jp", "佐藤（品質保証）")
    assert after[0]["phone"] == "7"


def test_a_bounced_address_stays_known_as_such_until_it_changes(server, push):
    [contact] = push(SATO)
    server.sql("update app.contacts set deliverable = false where id = %s", contact["id"])
    [night] = push({**SATO, "phone": "3"})
    assert night["deliverable"] is False
    [night] = push({**SATO, "email": "sato2@example.co.jp"})
    assert night["deliverable"] is True


def test_contacts_that_people_added_are_nobody_elses(client, push):
    push(SATO)
    own = client.post(f"/v1/suppliers/{push.supplier}/contacts", json=MORI).body
    night = push(MORI)
    assert told(night, "name", "source") == [("森", None), ("森", "erp")] and night[0] == own
    assert push() == [own]
