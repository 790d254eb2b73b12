"""Contracts with suppliers: kept with their notice, and told of before the last day for it, once."""
import pytest

from renkei_client import Client
from rounds import events, make_supplier, tokyo

OWNER = "owner@buyer.example"


@pytest.fixture
def buyer(make_tenant, server):
    """A tenant, so a queue of its own, in November 2026."""
    return Client(server, make_tenant().token(), now=tokyo("2026-11-16"))


def add(client, supplier, number, status=201, **members):
    reply = client.post("/v1/contracts", json={"supplier_id": supplier, "number": number, **members})
    assert reply.status == status, reply
    return reply if status != 201 else reply.body


def change(client, contract, **members):
    reply = client.patch(f"/v1/contracts/{contract['id']}", if_match="*", json=members)
    assert reply.status == 200, reply
    return reply.body


def told(client, day):
    """(stage, due day, title, whom) of what is told on that day, which is then sent."""
    claimed = client.post("/v1/reminders/claim", now=tokyo(day), json={"worker_id": "w", "max": 100})
    assert claimed.status == 200, claimed
    found = []
    for item in claimed.body["data"]:
        assert client.post(f"/v1/reminders/{item['id']}/ack", now=tokyo(day),
                           json={"lease_token": item["lease_token"]}).status == 200
        subject, = item["subjects"]
        assert (subject["kind"], subject["type"]) == ("contract_ending", "contract")
        found.append((subject["stage"], subject["due_on"], subject["title"], item["recipient"]["email"]))
    return found


def test_a_contract_is_kept_changed_and_deleted(client):
    supplier = make_supplier(client, "みどり精機")
    made = add(client, supplier, "K-1", title="基本契約", starts_on="2026-04-01", ends_on="2027-03-31", notice_days=90,
               security_clauses=True)
    assert (made["notice_by"], made["state"], made["replaces_number"]) == ("2026-12-31", "active", None)
    assert made["supplier"] == {"id": supplier, "name": "みどり精機"}
    assert change(client, made, title="基本契約")["revision"] == 1  # equal
    later = change(client, made, ends_on="2028-03-31", security_clauses=None)
    assert (later["notice_by"], later["security_clauses"], later["revision"]) == ("2028-01-01", None, 2)
    by_day = {day: client.get(f"/v1/contracts/{made['id']}", params={"as_of": day}).body["state"]
              for day in ("2026-03-31", "2026-04-01", "2028-03-31", "2028-04-01")}
    assert list(by_day.values()) == ["upcoming", "active", "active", "ended"]
    assert client.delete(f"/v1/contracts/{made['id']}", if_match='"2"').status == 204
    what = [event for event in events(client) if event["resource"]["id"] == made["id"]]
    assert [event["type"] for event in what] == ["contract.created", "contract.updated", "contract.deleted"]
    assert what[1]["changes"] == {"ends_on": ["2027-03-31", "2028-03-31"], "security_clauses": [True, None]}
    assert {event["supplier_id"] for event in what} == {supplier}


def test_what_does_not_fit_is_refused_at_its_place(client):
    supplier = make_supplier(client)
    backwards = add(client, supplier, "K-1", 422, starts_on="2026-04-01", ends_on="2026-03-31")
    assert backwards.errors == {"#/ends_on": "too_small"}
    assert add(client, supplier, "K-1", 422, notice_days=-1).errors == {"#/notice_days": "too_small"}
    assert add(client, "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5eff", "K-1", 422).errors == {
        "#/supplier_id": "unknown_reference"}
    made = add(client, supplier, "K-1", ends_on="2025-03-31")
    refused = client.patch(f"/v1/contracts/{made['id']}", if_match="*", json={"starts_on": "2026-04-01"})
    assert (refused.status, refused.errors) == (422, {"#/starts_on": "too_large"})
    assert client.get(f"/v1/contracts/{made['id']}").body["revision"] == 1


def test_lists_find_whose_notice_is_due_and_what_lacks_clauses(client):
    one, other = make_supplier(client), make_supplier(client)
    for supplier, number, members in (
            (one, "A", {"ends_on": "2027-01-31", "notice_days": 60, "security_clauses": False}),
            (one, "B", {"ends_on": "2026-12-10"}), (one, "C", {"security_clauses": True}),
            (other, "D", {"ends_on": "2020-01-01", "security_clauses": True})):
        add(client, supplier, number, **members)

    def numbers(**params):
        page = client.get("/v1/contracts", params={"supplier_id": [one, other], "as_of": "2026-11-16", **params})
        assert page.status == 200, page
        return "".join(row["number"] for row in page.body["data"])

    assert numbers() == "DABC" and numbers(sort="-notice_by") == "CBAD" and numbers(sort="created_at") == "ABCD"
    assert numbers(notice_within=16) == "DA" and numbers(notice_within=24) == "DAB"
    assert numbers(state="active", notice_within=30) == "AB" and numbers(state="ended") == "D"
    assert numbers(security_clauses="false") == "A" and numbers(**{"security_clauses[is_null]": "true"}) == "B"
    assert numbers(supplier_id=other) == "D"


def test_the_owner_is_told_before_the_last_day_for_notice_and_once(buyer):
    """Stages count from the last day for notice, not from the end."""
    supplier = make_supplier(buyer, owner=OWNER)
    contract = add(buyer, supplier, "K-1", title="保守", ends_on="2027-04-16", notice_days=91)
    assert contract["notice_by"] == "2027-01-15"
    assert told(buyer, "2026-11-16") == [(-60, "2027-01-15", "保守 (K-1)", OWNER)]
    assert told(buyer, "2026-11-16") == []
    change(buyer, contract, title="保守契約")  # the same deadline: nobody is told again
    assert told(buyer, "2026-11-17") == []
    change(buyer, contract, ends_on="2027-04-17")  # another one
    assert told(buyer, "2026-11-17") == [(-60, "2027-01-16", "保守契約 (K-1)", OWNER)]
    assert told(buyer, "2027-02-01") == [(-7, "2027-01-16", "保守契約 (K-1)", OWNER)]  # after an outage the last alone
    assert told(buyer, "2027-06-01") == []


@pytest.mark.parametrize("renewal", [
    {"number": "K-1", "ends_on": "2028-03-31"}, {"number": "K-2", "replaces_number": "K-1"}], ids=["same", "other"])
def test_a_renewed_contract_stops_the_old_one(buyer, renewal):
    supplier = make_supplier(buyer, owner=OWNER)
    add(buyer, supplier, "K-1", ends_on="2026-12-10")
    elsewhere = make_supplier(buyer, owner=OWNER)
    add(buyer, elsewhere, **renewal)  # of another supplier: says nothing of this one
    assert len(told(buyer, "2026-11-16")) == 1
    renewed = add(buyer, supplier, **renewal)
    assert told(buyer, "2026-12-04") == []
    assert buyer.delete(f"/v1/contracts/{renewed['id']}", if_match="*").status == 204
    assert [stage for stage, *_ in told(buyer, "2026-12-04")] == [-7]


def test_of_an_archived_supplier_nobody_is_told(buyer):
    supplier = make_supplier(buyer, owner=OWNER)
    add(buyer, supplier, "K-1", ends_on="2026-12-10")
    assert buyer.post(f"/v1/suppliers/{supplier}/archive").status == 200
    assert told(buyer, "2026-11-16") == []
    assert buyer.post(f"/v1/suppliers/{supplier}/restore").status == 200
    assert [stage for stage, *_ in told(buyer, "2026-11-16")] == [-30]
