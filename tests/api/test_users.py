"""Users: screens show names where rows tell the subjects of tokens."""
import uuid

import pytest

from renkei_client import Client
from rounds import events, make_supplier


@pytest.fixture
def subject():
    """Nobody has seen it yet."""
    return "user-" + uuid.uuid4().hex[:8]


@pytest.fixture
def arrive(server, tenant):
    """Somebody asks something with a token that carries these claims."""
    def ask(subject, who="viewer", **claims):
        token = tenant.sign({**tenant.claims(who, sub=subject), **claims})
        reply = Client(server, token).get("/v1/me")
        assert reply.status == 200, reply
        return reply
    return ask


def name_of(client, subject):
    rows = client.get("/v1/users", params={"subject": subject}).body["data"]
    assert len(rows) < 2
    return (rows[0]["display_name"], rows[0]["named_by"]) if rows else None


def test_the_name_of_a_token_is_known_from_its_first_use(client, arrive, subject):
    assert name_of(client, subject) is None
    arrive(subject, preferred_username="hanako")
    assert name_of(client, subject) == ("hanako", "token")
    arrive(subject, name="佐藤 花子", preferred_username="hanako")
    arrive(subject, name="佐藤 花子")
    assert name_of(client, subject) == ("佐藤 花子", "token")
    assert client.get(f"/v1/users/{subject}").body["revision"] == 2


@pytest.mark.parametrize("name", ["", "x" * 256, "a\nb", "\x7f", 7, None, ["佐藤"], {"ja": "佐藤"}])
def test_a_name_that_cannot_be_shown_is_none(client, arrive, subject, name):
    arrive(subject, name=name)
    assert name_of(client, subject) is None
    arrive(subject, name=name, preferred_username="hanako")
    assert name_of(client, subject) == ("hanako", "token")


def test_people_of_suppliers_are_contacts_not_users(client, server, tenant, arrive, subject):
    supplier = make_supplier(client)
    token = tenant.sign({**tenant.claims("respondent", sub=subject, supplier_id=supplier), "name": "田中"})
    respondent = Client(server, token)
    assert respondent.get("/v1/me").status == 200 and name_of(client, subject) is None
    assert respondent.get("/v1/users").status == 403


def test_an_administrator_names_whom_tokens_do_not_or_badly(client, login, arrive, subject):
    path = f"/v1/users/{subject}"
    assert client.get(path).status == 404
    named = client.put(path, json={"display_name": "前任者"})
    assert (named.status, named.body["display_name"], named.body["named_by"]) == (201, "前任者", "administrator")
    arrive(subject, name="佐藤 花子")
    assert name_of(client, subject) == ("前任者", "administrator")
    back = client.put(path, json={"display_name": None})
    assert (back.status, back.body["display_name"], back.body["named_by"]) == (200, "佐藤 花子", "token")
    again = client.put(path, json={"display_name": None})
    assert (again.body, again.etag) == (back.body, back.etag)
    assert client.get(path, headers={"If-None-Match": back.etag}).status == 304
    assert client.put(path, json={"display_name": "\u200b"}).errors == {"#/display_name": "blank"}
    assert client.put(path, json={}).errors == {"#/display_name": "required"}
    assert login("editor").put(path, json={"display_name": "x"}).status == 403
    told = [event for event in events(client) if event["resource"]["id"] == named.body["id"]]
    assert [(event["type"], event["changes"]) for event in told] == [
        ("user.named", {"display_name": [None, "前任者"]}), ("user.named", {"display_name": ["前任者", "佐藤 花子"]})]


def test_the_names_of_a_page_come_with_one_call(client, login, subject):
    subjects = sorted(f"{subject}{mark}" for mark in ("-a", "-b@example.co.jp", "/c", ",d", " e"))
    for number, one in enumerate(subjects):
        quoted = one.replace("/", "%2F").replace(",", "%2C").replace(" ", "%20")
        assert client.put(f"/v1/users/{quoted}", json={"display_name": f"名 {number}"}).status == 201
    found = login("viewer").get("/v1/users", params={"subject": [*subjects, "nobody"], "include_total": "true"}).body
    assert {row["subject"]: row["display_name"] for row in found["data"]} == {
        one: f"名 {number}" for number, one in enumerate(subjects)} and found["total"] == 5
    paged, params = [], {"limit": 2}
    while params is not None:
        page = client.get("/v1/users", params=params).body
        paged += [row["subject"] for row in page["data"]]
        params = {**params, "cursor": page["page"]["next_cursor"]} if page["page"]["has_more"] else None
    assert len(paged) == len(set(paged)) and set(subjects) <= set(paged)


def test_names_stay_in_their_tenant(client, make_tenant, subject):
    other = make_tenant()
    client.put(f"/v1/users/{subject}", json={"display_name": "佐藤"})
    assert name_of(Client(other.server, other.token("admin")), subject) is None
