"""The end of a relation: what has to be ended, by when, with what proof; and that nobody is archived while connected."""
import uuid

import pytest

from renkei_client import Client
from rounds import events, make_supplier, tokyo
from test_import_snapshots import active, snapshot, told
from test_imports import work  # noqa: F401  a fixture

ITEMS = ["access_removed", "accounts_closed", "network_link_ended", "data_returned", "contracts_ended"]
OWNER = "owner@buyer.example"


@pytest.fixture
def tenant(make_tenant):
    return make_tenant()


@pytest.fixture
def buyer(server, tenant):
    return Client(server, tenant.token("admin", sub="sato"), now=tokyo("2026-11-20"))


def body(reply, status=200):
    assert reply.status == status, reply
    return reply.body


def begin(client, supplier, status=201, **members):
    reply = client.post(f"/v1/suppliers/{supplier}/offboarding", json=members)
    assert reply.status == status, reply
    return reply.body if status == 201 else reply


def change(client, row, **items):
    return body(client.patch(f"/v1/offboardings/{row['id']}", if_match="*", json={"items": items}))


def finish(client, row):
    change(client, row, **{name: {"state": "done", **({"proof": "証明書"} if name == "data_returned" else {})} for name in ITEMS})
    return body(client.post(f"/v1/offboardings/{row['id']}/complete"))


def link(client, supplier, kind="network", **members):
    return body(client.post("/v1/supplier-links", json={
        "from": supplier, "to": "self", "kind": kind, "dependency": 2, "penetration": 3, **members}), 201)


def test_a_relation_ends_step_by_step(buyer):
    """From the notice to the archive: refused while connected, worked through, completed, archived."""
    supplier = make_supplier(buyer, "みどり精機")
    link(buyer, supplier)
    refused = buyer.post(f"/v1/suppliers/{supplier}/archive")
    assert (refused.status, refused.code, refused.body["offboarding_id"]) == (409, "offboarding_needed", None)
    assert body(buyer.get(f"/v1/suppliers/{supplier}"))["status"] == "active"

    made = begin(buyer, supplier, reason="委託終了", due_on="2027-03-31",
                 items={"accounts_closed": {"due_on": "2026-12-10"}, "contracts_ended": {"state": "not_applicable", "reason": "契約なし"}})
    assert (made["state"], made["next_due_on"], made["overdue"], made["created_by"]) == ("open", "2026-12-10", False, "sato")
    assert {name: item["state"] for name, item in made["items"].items()} == {
        **dict.fromkeys(ITEMS, "open"), "contracts_ended": "not_applicable"}
    place = f"/v1/offboardings/{made['id']}"
    assert body(buyer.get(place, params={"as_of": "2026-12-11"}))["overdue"] is True
    again = begin(buyer, supplier, 409)
    assert again.code == "offboarding_open"
    assert buyer.post(f"/v1/suppliers/{supplier}/archive").body["offboarding_id"] == made["id"]

    unfinished = buyer.post(f"{place}/complete")
    assert (unfinished.status, unfinished.code) == (409, "offboarding_unfinished")
    assert unfinished.errors == {f"#/items/{name}/state": "item_open" for name in ITEMS[:4]}
    done = change(buyer, made, access_removed={"state": "done", "done_on": "2026-11-18", "done_by": "情報システム部"},
                  accounts_closed={"state": "done"}, network_link_ended={"state": "done"})
    assert (done["items"]["access_removed"]["done_by"], done["items"]["accounts_closed"]["done_on"]) == ("情報システム部", "2026-11-20")
    assert done["items"]["accounts_closed"]["done_by"] == "sato" and done["next_due_on"] == "2027-03-31"
    unproved = buyer.patch(place, if_match="*", json={"items": {"data_returned": {"state": "done"}}})
    assert (unproved.status, unproved.errors) == (422, {"#/items/data_returned/proof": "required"})
    change(buyer, made, data_returned={"state": "done", "proof": "消去証明書 118"})
    completed = body(buyer.post(f"{place}/complete"))
    assert (completed["state"], completed["ended_by"], completed["next_due_on"]) == ("completed", "sato", None)
    assert buyer.patch(place, if_match="*", json={"due_on": None}).code == "invalid_state"
    assert body(buyer.post(f"/v1/suppliers/{supplier}/archive"))["status"] == "archived"

    body(buyer.post(f"/v1/suppliers/{supplier}/restore"))
    assert body(buyer.get(place))["restored_at"], "another relation, which wants an end of its own"
    assert buyer.post(f"/v1/suppliers/{supplier}/archive").code == "offboarding_needed"
    of_it = [event for event in events(buyer) if event["resource"]["type"] == "offboarding"]
    assert [event["type"] for event in of_it] == ["offboarding.opened", *["offboarding.updated"] * 2, "offboarding.completed"]
    assert of_it[-1]["changes"]["state"] == ["open", "completed"] and {event["supplier_id"] for event in of_it} == {supplier}


def test_what_does_not_fit_is_refused_at_its_place(buyer):
    supplier = make_supplier(buyer)
    wrong = begin(buyer, supplier, 422, items={
        "access_removed": {"state": "done", "done_on": "2026-11-21"}, "accounts_closed": {"state": "not_applicable"},
        "network_link_ended": {"done_by": "佐藤"}, "data_returned": {"state": "done", "reason": "x"}})
    assert wrong.errors == {
        "#/items/access_removed/done_on": "future", "#/items/accounts_closed/reason": "reason_missing",
        "#/items/network_link_ended/done_by": "wrong_member_for_state",
        "#/items/data_returned/reason": "wrong_member_for_state", "#/items/data_returned/proof": "required"}
    assert begin(buyer, supplier, 422, items={"keys": {}}).errors == {"#/items/keys": "unknown_member"}
    made = begin(buyer, supplier)  # nothing of the above was kept
    place = f"/v1/offboardings/{made['id']}"
    done = change(buyer, made, access_removed={"state": "done"})
    assert change(buyer, made, access_removed={"state": "done"})["revision"] == done["revision"] == 2, "equal"
    assert change(buyer, made, access_removed={"state": "open"})["items"]["access_removed"] == made["items"]["access_removed"]
    assert buyer.patch(place, if_match='"1"', json={}).status == 412
    cancelled = body(buyer.post(f"{place}/cancel", json={"reason": "契約更新"}))
    assert (cancelled["state"], cancelled["end_reason"]) == ("cancelled", "契約更新")
    assert buyer.post(f"{place}/complete").code == "invalid_state"
    assert buyer.post(f"{place}/cancel", json={"reason": "また"}).code == "invalid_state"
    key = str(uuid.uuid4())
    first, second = (buyer.post(f"/v1/suppliers/{supplier}/offboarding", key=key, json={}) for _ in range(2))
    assert first.status == second.status == 201 and first.body == second.body


def test_whoever_is_connected_is_archived_with_a_reason_alone(buyer):
    """Which links count, what an override leaves behind, and that it is found."""
    for links in ([], [("goods", {})], [("network", {"since": "2020-01-01", "until": "2026-11-19"})]):
        free = make_supplier(buyer)
        for kind, members in links:
            link(buyer, free, kind, **members)
        assert body(buyer.post(f"/v1/suppliers/{free}/archive"))["status"] == "archived", links
    other, downstream = make_supplier(buyer), make_supplier(buyer)
    link(buyer, other, "data", to=downstream)
    for supplier in (other, downstream):
        assert buyer.post(f"/v1/suppliers/{supplier}/archive", json={}).code == "offboarding_needed"
    made = begin(buyer, other, due_on="2026-12-01")
    body(buyer.post(f"/v1/suppliers/{other}/archive", json={"without_offboarding": "会社の解散"}))
    body(buyer.post(f"/v1/suppliers/{downstream}/archive", json={"without_offboarding": "二重登録"}))
    found = body(buyer.get("/v1/offboardings", params={"state": "skipped"}))["data"]
    assert {row["supplier_id"]: row["end_reason"] for row in found} == {other: "会社の解散", downstream: "二重登録"}
    assert {row["id"] for row in found} > {made["id"]} and {(row["ended_by"], row["next_due_on"]) for row in found} == {("sato", None)}
    body(buyer.post(f"/v1/suppliers/{other}/restore"))
    assert buyer.post(f"/v1/suppliers/{other}/archive").code == "offboarding_needed", "one reason is for one end"
    before = len(events(buyer))
    assert body(buyer.post(f"/v1/suppliers/{downstream}/archive"))["status"] == "archived" and len(events(buyer)) == before


def test_lists_find_what_is_due_and_what_is_open(buyer):
    rows = {}
    for name, due, items in (("A", "2026-12-31", {}), ("B", "2026-11-10", {"access_removed": {"state": "done"}}),
                             ("C", None, {}), ("D", "2026-12-01", {"data_returned": {"due_on": "2026-11-25"}})):
        rows[name] = begin(buyer, make_supplier(buyer), due_on=due, reason=name, items=items)

    def found(**params):
        page = body(buyer.get("/v1/offboardings", params=params))
        return "".join(row["reason"] for row in page["data"])

    assert found() == "BDAC" and found(sort="-due_on") == "CADB"
    assert found(sort="created_at") == found(sort="-created_at")[::-1]
    assert found(overdue="true") == "B" and found(overdue="false") == "DAC" and found(**{"due_on[lte]": "2026-12-01"}) == "BD"
    assert found(open_item="access_removed") == "DAC" and found(supplier_id=rows["C"]["supplier_id"]) == "C"
    body(buyer.post(f"/v1/offboardings/{rows['B']['id']}/cancel", json={"reason": "x"}))
    assert found(state="open") == "DAC" and found(state="cancelled") == "B" and found(overdue="true") == ""


def test_the_owner_is_told_before_and_after_the_day_and_once(buyer):
    """Of the next day that something is due, through an outage, and of an archived supplier too."""
    supplier = make_supplier(buyer, "みどり精機", owner=OWNER)
    row = begin(buyer, supplier, due_on="2026-12-18", items={"access_removed": {"due_on": "2026-12-04"}})

    def claimed(day):
        found = []
        for item in body(buyer.post("/v1/reminders/claim", now=tokyo(day), json={"worker_id": "w", "max": 100, "kinds": ["offboarding_due"]}))["data"]:
            body(buyer.post(f"/v1/reminders/{item['id']}/ack", now=tokyo(day), json={"lease_token": item["lease_token"]}))
            [subject] = item["subjects"]
            assert (subject["type"], subject["id"], subject["title"]) == ("offboarding", row["id"], "みどり精機")
            found.append((subject["stage"], subject["due_on"], item["recipient"]["email"], item["subject"]))
        return found

    near, late = "取引終了手続きの期限のお知らせ", "取引終了手続きの期限を過ぎています"
    assert claimed("2026-11-20") == [(-14, "2026-12-04", OWNER, near)] and claimed("2026-11-20") == []
    body(buyer.post(f"/v1/suppliers/{supplier}/archive"))
    assert claimed("2026-12-14") == [(7, "2026-12-04", OWNER, late)]  # after an outage the last alone
    buyer.patch(f"/v1/offboardings/{row['id']}", if_match="*", json={"items": {"access_removed": {"state": "done"}}})
    assert claimed("2026-12-14") == [(-14, "2026-12-18", OWNER, near)]  # the next day
    finish(buyer, row)
    assert claimed("2026-12-25") == []


def test_a_nightly_file_keeps_the_connected_and_says_who(server, tenant, buyer, work):  # noqa: F811
    erp = Client(server, tenant.token("integrator", sub="client:erp"))
    numbers = [f"{number:02d}" for number in range(6)]
    snapshot(erp, work, numbers)
    connected, free = (erp.get(f"/v1/suppliers/by-external-id/erp/{number}").body["id"] for number in ("00", "01"))
    link(buyer, connected)
    night = snapshot(erp, work, numbers[2:], max_archive_percent="50")
    assert night["state"] == "done" and told(night, missing=2, archived=1, held=1), night
    assert active(erp) == ["00", *numbers[2:]]
    missing = {row["id"]: row["offboarding_needed"] for row in body(erp.get(f"/v1/imports/{night['id']}/missing"))["data"]}
    assert missing == {connected: True, free: False}
    finish(buyer, begin(buyer, connected))
    assert told(snapshot(erp, work, numbers[2:], max_archive_percent="50"), missing=1, archived=1, held=0)
    assert active(erp) == numbers[2:]
    back = snapshot(erp, work, numbers)
    assert told(back, archived=0, held=0, restored=2)


def test_of_two_that_become_one_the_survivors_stays_open(buyer):
    survivor, other = make_supplier(buyer, "一"), make_supplier(buyer, "一")
    kept, ended = begin(buyer, survivor), begin(buyer, other)
    merged = body(buyer.post(f"/v1/suppliers/{survivor}/merge", json={"from": other}))
    assert {"kind": "offboarding", "kept_id": kept["id"], "other_id": ended["id"]} in merged["collisions"]
    row = body(buyer.get(f"/v1/offboardings/{ended['id']}"))
    assert (row["supplier_id"], row["state"], row["end_reason"]) == (survivor, "cancelled", "取引先の統合による")
    assert body(buyer.get(f"/v1/offboardings/{kept['id']}"))["state"] == "open"


def test_what_is_checked_off_ends_its_links(buyer):
    supplier, other = make_supplier(buyer), make_supplier(buyer)
    vpn, goods, data = (link(buyer, supplier, kind)["id"] for kind in ("network", "goods", "data"))
    theirs = body(buyer.post("/v1/supplier-links", json={
        "from": other, "to": supplier, "kind": "network", "dependency": 1, "penetration": 4, "until": "2027-12-31"}), 201)["id"]
    over = link(buyer, supplier, "network", item="前の回線", until="2026-01-31")["id"]
    row = begin(buyer, supplier, items={"accounts_closed": {"state": "done"}})
    assert "ended_links" not in row
    first = change(buyer, row, network_link_ended={"state": "done", "done_on": "2026-11-18"})
    assert sorted(first["ended_links"]) == sorted([vpn, theirs])
    assert "ended_links" not in change(buyer, row, network_link_ended={"done_by": "情報システム部"})
    assert change(buyer, row, data_returned={"state": "done", "proof": "証明書"})["ended_links"] == [data]
    until = {one: body(buyer.get(f"/v1/supplier-links/{one}"))["until"] for one in (vpn, theirs, data, goods, over)}
    assert until == {vpn: "2026-11-18", theirs: "2026-11-18", data: "2026-11-20", goods: None, over: "2026-01-31"}
    told = [event for event in events(buyer) if event["type"] == "supplier_link.updated"]
    assert {(event["resource"]["id"], tuple(event["changes"]["until"])) for event in told} == {
        (vpn, (None, "2026-11-18")), (theirs, ("2027-12-31", "2026-11-18")), (data, (None, "2026-11-20"))}
    change(buyer, row, network_link_ended={"state": "open"})
    assert body(buyer.get(f"/v1/supplier-links/{vpn}"))["until"] == "2026-11-18"
    assert "ended_links" not in begin(buyer, other, items={"network_link_ended": {"state": "done"}})
