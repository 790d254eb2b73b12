"""The reminder job's user: what is due is handed out once, to one worker at a time, and forgotten never."""
import hashlib
import json
import pathlib
import time
import urllib.parse
import uuid

import pytest

from renkei_client import Client
from rounds import ask, events, make_supplier, publish_sheet, submit_all

NOON = "2026-11-16T03:00:00Z"  # Monday, 12:00 in Tokyo


@pytest.fixture
def tenant(make_tenant):
    """A queue of its own for each test."""
    return make_tenant()


@pytest.fixture
def client(server, tenant):
    return Client(server, tenant.token(), now=NOON)


@pytest.fixture
def sheet(client):
    return publish_sheet(client)


def contact(client, supplier, name="田中 一郎", **members):
    members.setdefault("email", f"{uuid.uuid4().hex[:8]}@example.co.jp")
    reply = client.post(f"/v1/suppliers/{supplier}/contacts", json={"name": name, **members})
    assert reply.status == 201, reply
    return reply.body


def asked(client, sheet, due_on, name="みどり精機", email=None, **members):
    """(supplier, response) of a supplier with one contact, asked to answer by `due_on`."""
    supplier = make_supplier(client, name, owner="owner@buyer.example", **members)
    contact(client, supplier, **({"email": email} if email else {}))
    return supplier, ask(client, supplier, sheet, due_on=due_on)


def claim(client, now=NOON, **members):
    reply = client.post("/v1/reminders/claim", now=now,
                        json={"worker_id": "w1", "max": 100, **members})
    assert reply.status == 200, reply
    return reply.body["data"]


def ack(client, item, **options):
    return client.post(f"/v1/reminders/{item['id']}/ack",
                       json={"lease_token": item["lease_token"]}, **options)


def send_all(client, now, **members):
    """Claims and acks what is due; returns (kind, stage) of each subject."""
    items = claim(client, now, **members)
    assert all(ack(client, item).status == 200 for item in items)
    return [(subject["kind"], subject["stage"]) for item in items for subject in item["subjects"]]


def listed(client, **params):
    return client.get("/v1/reminders", params=params).body["data"]


def expire(server, tenant):
    """The leases of the tenant end now."""
    server.sql("update app.reminders set available_at = now() where tenant_id = %s"
               " and state = 'leased'", tenant.id)


# --- the job's own day

def test_a_response_that_is_due_soon_is_handed_out_with_all_a_mail_needs(client, sheet):
    supplier, response = asked(client, sheet, "2026-11-23", email="tanaka@example.co.jp")
    item, = claim(client)
    assert item["recipient"]["email"] == "tanaka@example.co.jp" and item["locale"] == "ja"
    assert item["subject"] == "【ご回答期限のお知らせ】セキュリティ対策状況ご回答のお願い"
    subject, = item["subjects"]
    assert (subject["kind"], subject["stage"], subject["due_on"]) == ("response_due", -7, "2026-11-23")
    assert subject["id"] == response and subject["title"] == "七つの型"
    assert subject["supplier"] == {"id": supplier, "name": "みどり精機"}
    assert item["dedupe_key"] == item["id"] == subject["reminder_id"]
    assert claim(client) == []  # leased
    assert ack(client, item).body == {"id": item["id"], "state": "sent", "available_at": None}
    assert claim(client) == []  # sent
    shown = client.get(f"/v1/reminders/{item['id']}").body
    assert shown["state"] == "sent" and shown["worker_id"] == "w1" and shown["attempts"] == 1


def test_the_mail_leads_to_the_answers(client, sheet, anyone, server):
    supplier, response = asked(client, sheet, "2026-11-23", email="tanaka@example.co.jp")
    item, = claim(client)
    url = item["subjects"][0]["answer_url"]
    opened = anyone.post("/v1/respondent/session", now=NOON,
                         json={"token": urllib.parse.urlsplit(url).fragment})
    assert opened.status == 200, opened
    assert opened.body["sub"] == "tanaka@example.co.jp" and opened.body["supplier_id"] == supplier
    respondent = Client(server, opened.body["access_token"], now=NOON)
    assert respondent.get(f"/v1/responses/{response}").body["state"] == "requested"
    assert [event["type"] for event in events(client)[-2:]] == ["reminder.claimed", "link.used"]
    nack(client, item, retry_after_seconds=0)
    again, = claim(client)  # each try has a link of its own, and the first one still opens
    assert again["subjects"][0]["answer_url"] != url and again["dedupe_key"] == item["dedupe_key"]


def test_each_stage_comes_once_and_the_overdue_ones_begin_at_midnight_in_tokyo(client, sheet):
    asked(client, sheet, "2026-11-30")
    assert send_all(client, "2026-11-16T03:00:00Z") == [("response_due", -14)]
    assert send_all(client, "2026-11-22T14:59:59Z") == []
    # -7 is Monday 23 November, a public holiday: it waits for the 24th.
    assert send_all(client, "2026-11-22T15:00:00Z") == []
    assert send_all(client, "2026-11-23T15:00:00Z") == [("response_due", -7)]
    assert send_all(client, "2026-11-29T14:59:59Z") == []
    assert send_all(client, "2026-11-29T15:00:00Z") == [("response_due", 0)]
    assert send_all(client, "2026-11-30T14:59:00Z") == []
    assert send_all(client, "2026-11-30T15:00:00Z") == [("response_overdue", 1)]
    assert send_all(client, "2026-11-30T15:00:00Z") == []


def test_after_an_outage_only_the_most_imminent_stage_comes(client, sheet):
    asked(client, sheet, "2026-11-23")
    assert send_all(client, NOON) == [("response_due", -7)]
    # Ten days without any claim: -1, 0, +1 and +3 have passed.
    assert send_all(client, "2026-11-26T03:00:00Z") == [("response_overdue", 3)]
    assert send_all(client, "2026-11-26T03:00:00Z") == []


def overdue_measure(client, sheet, due_on):
    supplier, _ = asked(client, sheet, None)
    assert client.post("/v1/measures", json={
        "supplier_id": supplier, "impact": "N", "title": "回線の制限", "effect": 0.5, "due_on": due_on}).status == 201


def expired_certificate(client, sheet, due_on):
    supplier, _ = asked(client, sheet, None)
    assert client.post("/v1/certificates", json={
        "supplier_id": supplier, "kind": "isms", "number": "1", "expires_on": due_on}).status == 201


@pytest.mark.parametrize("subject, late", [
    (asked, ("response_overdue", 14)), (overdue_measure, ("measure_overdue", 14)),
    (expired_certificate, ("certificate_expired", 14))])
def test_nobody_is_told_on_one_day_that_it_is_due_and_overdue(client, sheet, subject, late):
    """19 days without a job: one mail, of what is overdue, for each pair of kinds."""
    subject(client, sheet, "2026-11-20")
    assert send_all(client, "2026-12-09T03:00:00Z") == [late]


def test_where_what_is_overdue_goes_to_somebody_else_both_are_told(client, sheet):
    overdue = next(rule for rule in client.get("/v1/reminder-rules").body["data"]
                   if rule["kind"] == "response_overdue")
    changed = client.patch(f"/v1/reminder-rules/{overdue['id']}", if_match='"1"', json={"recipient": "owner"})
    assert changed.status == 200, changed
    asked(client, sheet, "2026-11-20")
    assert sorted(send_all(client, "2026-12-09T03:00:00Z")) == [("response_due", 0), ("response_overdue", 14)]


def test_without_a_rule_for_what_is_overdue_the_last_word_is_that_it_was_due(client, sheet):
    overdue = next(rule for rule in client.get("/v1/reminder-rules").body["data"]
                   if rule["kind"] == "response_overdue")
    client.patch(f"/v1/reminder-rules/{overdue['id']}", if_match='"1"', json={"enabled": False})
    asked(client, sheet, "2026-11-20")
    assert send_all(client, "2026-12-09T03:00:00Z") == [("response_due", 0)]


def test_what_waited_through_an_outage_is_replaced_by_its_later_stage(client, sheet):
    asked(client, sheet, "2026-11-23")
    claim(client, NOON, kinds=["review_due"])  # the job runs, nobody takes the responses
    assert [(r["state"], r["stage"]) for r in listed(client)] == [("queued", -7)]
    assert send_all(client, "2026-11-24T03:00:00Z") == [("response_overdue", 1)]
    assert sorted((r["state"], r["stage"]) for r in listed(client)) == [("sent", 1), ("withdrawn", -7)]


# --- leases

def test_two_workers_never_hold_the_same_item(client, sheet):
    for _ in range(6):
        asked(client, sheet, "2026-11-23")
    first, second = claim(client, max=4), claim(client, max=4, worker_id="w2")
    assert (len(first), len(second)) == (4, 2)
    assert not {item["id"] for item in first} & {item["id"] for item in second}


def test_a_lost_lease_cannot_finish_anything(client, sheet, server, tenant):
    asked(client, sheet, "2026-11-23")
    old, = claim(client, lease_seconds=1)
    time.sleep(1.1)
    new, = claim(client, worker_id="w2")
    assert new["id"] == old["id"] and new["lease_token"] > old["lease_token"]
    assert new["dedupe_key"] == old["dedupe_key"] and new["attempts"] == 2
    path = f"/v1/reminders/{old['id']}"
    before = events(client)
    for action, members in (("ack", {}), ("nack", {"error": "x"}), ("extend", {"lease_seconds": 9})):
        reply = client.post(f"{path}/{action}", json={"lease_token": old["lease_token"], **members})
        assert (reply.status, reply.code) == (409, "lease_lost")
    assert events(client) == before
    assert client.get(path).body["state"] == "leased"
    assert ack(client, new).status == 200
    assert ack(client, old).code == "lease_lost"


def test_a_lease_that_ended_still_counts_while_nobody_else_has_the_item(client, sheet, server, tenant):
    asked(client, sheet, "2026-11-23")
    item, = claim(client)
    expire(server, tenant)
    assert ack(client, item).status == 200


def test_an_ack_told_twice_changes_nothing(client, sheet):
    asked(client, sheet, "2026-11-23")
    item, = claim(client)
    assert ack(client, item).status == 200
    before = events(client)
    assert ack(client, item).body["state"] == "sent"
    assert events(client) == before


def test_a_lease_is_extended(client, sheet, server, tenant):
    asked(client, sheet, "2026-11-23")
    item, = claim(client, lease_seconds=1)
    longer = client.post(f"/v1/reminders/{item['id']}/extend",
                         json={"lease_token": item["lease_token"], "lease_seconds": 600})
    assert longer.status == 200 and longer.body["leased_until"] > item["leased_until"]
    assert longer.body["lease_token"] == item["lease_token"]
    time.sleep(1.1)
    assert claim(client) == []


def test_a_database_clock_that_was_set_back_keeps_nothing(client, sheet, server, tenant):
    asked(client, sheet, "2026-11-23")
    item, = claim(client)
    server.sql("update app.reminders set available_at = now() + interval '2 days'"
               " where tenant_id = %s", tenant.id)
    again, = claim(client)
    assert again["id"] == item["id"] and ack(client, item).code == "lease_lost"


@pytest.mark.parametrize("jump", ["2026-11-16T02:00:00Z", "2026-11-16T04:00:00Z", "2026-11-14T03:00:00Z"])
def test_a_clock_that_jumps_sends_nothing_twice(client, sheet, jump):
    asked(client, sheet, "2026-11-23")
    assert send_all(client, NOON) == [("response_due", -7)]
    assert send_all(client, jump) == []
    assert send_all(client, NOON) == []
    assert send_all(client, "2026-11-24T03:00:00Z") == [("response_overdue", 1)]


# --- many at once

def test_many_are_acked_at_once_and_the_stale_ones_are_listed(client, sheet, server, tenant):
    for _ in range(3):
        asked(client, sheet, "2026-11-23")
    items = claim(client)
    lost = items[1]
    server.sql("update app.reminders set available_at = now() where tenant_id = %s and id = %s",
               tenant.id, lost["id"])
    claim(client, worker_id="w2")
    unknown = str(uuid.uuid4())
    reply = client.post("/v1/reminders/ack", json={"items": [
        *({"id": item["id"], "lease_token": item["lease_token"]} for item in items),
        {"id": unknown, "lease_token": 1}]})
    assert reply.status == 207
    assert [(row["status"], row["code"]) for row in reply.body["data"]] == [
        (200, None), (409, "lease_lost"), (200, None), (404, "not_found")]
    assert reply.body["stale"] == [lost["id"]]
    assert sorted(r["state"] for r in listed(client)) == ["leased", "sent", "sent"]
    sent, = [event for event in events(client) if event["type"] == "reminder.sent"]
    assert sent["changes"]["reminders"][1] == [items[0]["id"], items[2]["id"]]


def test_one_mail_for_all_that_one_person_is_asked(client, sheet):
    for name in ("みどり精機", "あおい化学", "しろ運輸"):
        asked(client, sheet, "2026-11-23", name=name, email="tanaka@example.co.jp")
    asked(client, sheet, "2026-11-23", name="べつ商事", email="other@example.co.jp")
    items = claim(client, group_by="recipient")
    assert sorted((item["recipient"]["email"], len(item["subjects"])) for item in items) == [
        ("other@example.co.jp", 1), ("tanaka@example.co.jp", 3)]
    mail = max(items, key=lambda item: len(item["subjects"]))
    ids = sorted(subject["reminder_id"] for subject in mail["subjects"])
    assert mail["dedupe_key"] == hashlib.sha256("".join(
        subject["reminder_id"] + "\n" for subject in mail["subjects"]).encode()).hexdigest()
    assert ack(client, mail).status == 200
    assert sorted(r["id"] for r in listed(client, state="sent")) == ids


def test_a_group_is_lost_as_a_whole(client, sheet, server, tenant):
    for name in ("みどり精機", "あおい化学"):
        asked(client, sheet, "2026-11-23", name=name, email="tanaka@example.co.jp")
    mail, = claim(client, group_by="recipient")
    expire(server, tenant)
    taken, = claim(client, max=1, worker_id="w2")  # one of the two, by itself
    assert ack(client, mail).code == "lease_lost"
    assert listed(client, state="sent") == []
    rest, = claim(client, group_by="recipient")
    assert len(rest["subjects"]) == 1 and rest["dedupe_key"] != mail["dedupe_key"]
    assert ack(client, taken).status == 200 and ack(client, rest).status == 200


def test_who_takes_one_of_a_lost_group_can_finish_it(client, sheet, server, tenant):
    """The rest of the group, which nobody has taken yet, does not stand in the way."""
    for name in ("みどり精機", "あおい化学"):
        asked(client, sheet, "2026-11-23", name=name, email="tanaka@example.co.jp")
    mail, = claim(client, group_by="recipient")
    expire(server, tenant)
    taken, = claim(client, max=1, worker_id="w2")
    assert taken["id"] == mail["id"]  # the very row that the group was named by
    longer = client.post(f"/v1/reminders/{taken['id']}/extend",
                         json={"lease_token": taken["lease_token"], "lease_seconds": 60})
    assert longer.status == 200
    assert ack(client, taken).status == 200
    assert ack(client, mail).code == "lease_lost"
    assert nack(client, mail).code == "lease_lost"
    assert sorted(r["state"] for r in listed(client)) == ["leased", "sent"]
    rest, = claim(client)
    assert ack(client, rest).status == 200


def test_only_the_asked_kinds(client, sheet):
    asked(client, sheet, "2026-11-23")
    asked(client, sheet, "2026-11-13")
    assert [i["subjects"][0]["kind"] for i in claim(client, kinds=["response_overdue"])] == [
        "response_overdue"]


# --- no longer due

def moved(client, response, due_on):
    got = client.get(f"/v1/responses/{response}")
    reply = client.patch(f"/v1/responses/{response}", json={"due_on": due_on}, if_match=got.etag)
    assert reply.status == 200, reply


def queued(client):
    claim(client, kinds=["review_due"])  # brings the queue up to date
    return [(r["stage"], r["due_on"]) for r in listed(client, state="queued")]


def test_a_subject_that_moved_takes_its_reminder_back(client, sheet):
    _, response = asked(client, sheet, "2026-11-23")
    assert queued(client) == [(-7, "2026-11-23")]
    moved(client, response, "2027-01-31")
    assert queued(client) == [] and [r["state"] for r in listed(client)] == ["withdrawn"]
    moved(client, response, "2026-11-30")  # another day, another reminder
    assert queued(client) == [(-14, "2026-11-30")]
    moved(client, response, "2026-11-23")
    assert queued(client) == [(-7, "2026-11-23")]
    assert sorted(r["state"] for r in listed(client)) == ["queued", "withdrawn"]


def test_a_reminder_that_was_sent_is_not_sent_again_when_the_day_moves_back(client, sheet):
    _, response = asked(client, sheet, "2026-11-23")
    assert send_all(client, NOON) == [("response_due", -7)]
    moved(client, response, "2027-01-31")
    moved(client, response, "2026-11-23")
    assert send_all(client, NOON) == []


def submitted(client, supplier, response):
    submit_all(client, response)


def cancelled(client, supplier, response):
    assert client.post(f"/v1/responses/{response}/cancel", json={"reason": "誤り"}).status == 200


def archived(client, supplier, response):
    assert client.post(f"/v1/suppliers/{supplier}/archive").status == 200


@pytest.mark.parametrize("end", [submitted, cancelled, archived], ids=lambda end: end.__name__)
def test_what_ended_is_withdrawn_even_after_a_worker_died_with_it(client, sheet, server, tenant, end):
    supplier, response = asked(client, sheet, "2026-11-23")
    old, = claim(client)
    end(client, supplier, response)
    expire(server, tenant)
    assert claim(client) == []
    assert [r["state"] for r in listed(client)] == ["withdrawn"]
    assert ack(client, old).code == "lease_lost"


# --- not sent

def nack(client, item, **members):
    return client.post(f"/v1/reminders/{item['id']}/nack",
                       json={"lease_token": item["lease_token"], "error": "451", **members})


def test_what_failed_waits_and_is_given_up_after_eight_tries(client, sheet, server, tenant):
    asked(client, sheet, "2026-11-23")
    for attempt in range(1, 9):
        item, = claim(client)
        assert item["attempts"] == attempt
        reply = nack(client, item)
        assert reply.status == 200
        assert reply.body["state"] == ("queued" if attempt < 8 else "dead")
        assert claim(client) == []  # it waits at least a minute
        server.sql("update app.reminders set available_at = now() where tenant_id = %s", tenant.id)
    assert claim(client) == []
    shown, = listed(client, state="dead")
    assert shown["last_error"] == "451" and shown["attempts"] == 8
    kinds = [event["type"] for event in events(client) if event["resource"]["id"] == shown["id"]]
    assert kinds == ["reminder.claimed", "reminder.failed"] * 7 + ["reminder.claimed", "reminder.dead"]


def test_a_worker_that_dies_with_an_item_eight_times_has_killed_it(client, sheet, server, tenant):
    asked(client, sheet, "2026-11-23")
    for _ in range(8):
        assert len(claim(client)) == 1
        expire(server, tenant)
    assert claim(client) == []
    assert [r["state"] for r in listed(client)] == ["dead"]
    assert events(client)[-1]["type"] == "reminder.dead"


def test_the_pauses_grow(client, sheet, server, tenant):
    asked(client, sheet, "2026-11-23")
    pauses = []
    for _ in range(7):
        item, = claim(client)
        nack(client, item)
        pauses += server.sql("select round(extract(epoch from available_at - now())) from"
                             " app.reminders where tenant_id = %s", tenant.id)[0]
        server.sql("update app.reminders set available_at = now() where tenant_id = %s", tenant.id)
    wanted = [60, 240, 960, 3840, 15360, 21600, 21600]
    assert all(0 <= want - pause <= 5 for pause, want in zip(pauses, wanted)), pauses


def test_a_worker_may_say_when_to_try_again(client, sheet):
    asked(client, sheet, "2026-11-23")
    item, = claim(client)
    assert nack(client, item, retry_after_seconds=0).body["state"] == "queued"
    assert [again["id"] for again in claim(client)] == [item["id"]]


def test_a_dead_reminder_is_tried_anew(client, sheet, server, tenant):
    asked(client, sheet, "2026-11-23")
    item, = claim(client)
    path = f"/v1/reminders/{item['id']}"
    reply = client.post(f"{path}/requeue")
    assert (reply.status, reply.code, reply.body["allowed"]) == (409, "invalid_state", [])
    server.sql("update app.reminders set attempts = 8 where tenant_id = %s", tenant.id)
    nack(client, item)
    got = client.get(path)
    assert got.body["state"] == "dead"
    assert client.get(path, headers={"If-None-Match": got.etag}).status == 304
    assert client.post(f"{path}/requeue", if_match='"99"').code == "stale"
    assert client.post(f"{path}/requeue", if_match=got.etag).body["state"] == "queued"
    again, = claim(client)
    assert again["attempts"] == 1 and again["lease_token"] > item["lease_token"]


def test_an_address_nobody_reads_blocks_until_there_is_another(client, sheet):
    supplier, _ = asked(client, sheet, "2026-11-23", email="gone@example.co.jp")
    shown = client.get(f"/v1/suppliers/{supplier}").body
    item, = claim(client)
    assert nack(client, item, permanent=True, error="550 no such user").body["state"] == "queued"
    after = client.get(f"/v1/suppliers/{supplier}").body
    assert [c["deliverable"] for c in after["contacts"]] == [False]
    assert after["revision"] > shown["revision"]
    assert claim(client) == []
    blocked, = listed(client, blocked="true", supplier_id=supplier)
    assert blocked["blocker"] == "undeliverable" and blocked["last_error"] == "550 no such user"
    person = after["contacts"][0]
    fixed = client.patch(f"/v1/suppliers/{supplier}/contacts/{person['id']}",
                         json={"email": "here@example.co.jp"}, if_match=f'"{person["revision"]}"')
    assert fixed.status == 200
    item, = claim(client)
    assert item["recipient"]["email"] == "here@example.co.jp" and item["attempts"] == 1
    assert listed(client, blocked="true") == []


def test_the_next_contact_stands_in(client, sheet):
    supplier, _ = asked(client, sheet, "2026-11-23", email="gone@example.co.jp")
    later = Client(client.server, client.token, now="2026-11-16T04:00:00Z")
    contact(later, supplier, "鈴木 花子", email="suzuki@example.co.jp", locale="en")
    item, = claim(client)
    assert item["recipient"]["email"] == "gone@example.co.jp"  # the eldest comes first
    nack(client, item, permanent=True)
    item, = claim(client)
    assert item["recipient"]["email"] == "suzuki@example.co.jp" and item["locale"] == "en"
    assert item["subject"] == "Due soon: your answers on security measures"


def test_a_supplier_without_contacts_is_shown_and_not_forgotten(client, sheet):
    supplier = make_supplier(client)
    ask(client, supplier, sheet, due_on="2026-11-23")
    assert claim(client) == []
    shown, = listed(client, blocked="true")
    assert shown["blocker"] == "no_recipient" and shown["recipient"]["email"] is None
    contact(client, supplier)
    assert len(claim(client)) == 1


# --- rules

def rules(client, **params):
    return client.get("/v1/reminder-rules", params=params).body["data"]


def change_rule(client, rule, **members):
    return client.patch(f"/v1/reminder-rules/{rule['id']}", json=members,
                        if_match=f'"{rule["revision"]}"')


def test_a_new_tenant_has_sensible_rules(client):
    found = {rule["kind"]: rule for rule in rules(client)}
    assert len(found) == 12 and all(rule["enabled"] for rule in found.values())
    assert found["response_due"]["offsets"] == [-14, -7, -1, 0]
    assert found["review_due"]["recipient"] == "owner"
    assert found["response_overdue"]["escalate_after"] == 2


def test_a_rule_from_its_making_to_its_end(client, sheet):
    made = client.post("/v1/reminder-rules", json={
        "kind": "response_due", "offsets": [0, -21], "recipient": "address",
        "address": "team@buyer.example", "locale": "en", "business_days": False})
    assert made.status == 201 and made.body["offsets"] == [-21, 0]
    path = made.headers["Location"]
    assert client.get(path).etag == made.etag
    assert client.get(path, headers={"If-None-Match": made.etag}).status == 304
    asked(client, sheet, "2026-12-07")
    item, = claim(client)
    assert item["recipient"] == {"email": "team@buyer.example", "name": None, "contact_id": None,
                                 "cc": None}
    assert item["subject"] == "Due soon: your answers on security measures"
    assert nack(client, item, permanent=True).body["state"] == "dead"  # nobody else to ask
    assert change_rule(client, made.body).etag == made.etag  # nothing said, nothing changed
    changed = change_rule(client, made.body, enabled=False, recipient="owner", address=None)
    assert changed.status == 200 and changed.body["revision"] == 2
    assert change_rule(client, made.body, enabled=True).code == "stale"
    assert client.patch(path, json={"enabled": True}).status == 428
    minimal = client.patch(path, json={"enabled": True}, if_match=changed.etag,
                           headers={"Prefer": "return=minimal"})
    assert minimal.status == 204
    assert client.delete(path).status == 428
    assert client.delete(path, if_match='"1"').status == 412
    assert client.delete(path, if_match=minimal.etag).status == 204
    assert client.get(path).status == 404 and client.delete(path, if_match="*").status == 404
    assert [event["type"] for event in events(client) if event["resource"]["type"] == "reminder_rule"] == [
        "reminder_rule.created", "reminder_rule.updated", "reminder_rule.updated",
        "reminder_rule.deleted"]
    assert listed(client, rule_id=made.body["id"])[0]["state"] == "dead"  # what it did stays


@pytest.mark.parametrize("members, fault", [
    ({"kind": "response_overdue", "offsets": [-1]}, ("#/offsets/0", "too_small")),
    ({"kind": "certificate_expired", "offsets": [1, 0]}, ("#/offsets/1", "too_small")),
    ({"recipient": "address"}, ("#/address", "required")),
    ({"address": "a@example.jp"}, ("#/address", "unsupported_change")),
    ({"recipient": "owner", "role": "営業"}, ("#/role", "unsupported_change")),
    ({"offsets": []}, ("#/offsets", "too_few")),
    ({"offsets": [1, 1]}, ("#/offsets/1", "not_unique")),
    ({"offsets": [400]}, ("#/offsets/0", "too_large")),
    ({"revision": 1}, ("#/revision", "read_only_field")),
])
def test_a_rule_that_makes_no_sense_is_refused(client, members, fault):
    reply = client.post("/v1/reminder-rules", json={
        "kind": "response_due", "offsets": [0], "recipient": "contacts", **members})
    assert reply.status == 422 and fault in reply.errors.items(), reply


def test_a_patch_is_checked_as_a_whole(client):
    overdue, = rules(client, kind="response_overdue")
    assert change_rule(client, overdue, offsets=[0]).errors == {"#/offsets/0": "too_small"}
    assert rules(client, kind="response_overdue") == [overdue]


def test_a_rule_switched_off_or_deleted_takes_its_reminders_back(client, sheet):
    asked(client, sheet, "2026-11-23")
    assert queued(client) == [(-7, "2026-11-23")]
    rule, = rules(client, kind="response_due")
    off = change_rule(client, rule, enabled=False)
    assert queued(client) == []
    assert rules(client, enabled="false")[0]["id"] == rule["id"]
    on = change_rule(client, off.body, enabled=True)
    assert queued(client) == [(-7, "2026-11-23")]
    change_rule(client, on.body, offsets=[-7, -6])
    assert queued(client) == [(-7, "2026-11-23")]
    client.delete(f"/v1/reminder-rules/{rule['id']}", if_match="*")
    assert queued(client) == []


def test_a_role_chooses_among_contacts(client, sheet):
    supplier, _ = asked(client, sheet, "2026-11-23", email="sales@example.co.jp")
    contact(client, supplier, "情シス", email="it@example.co.jp", role="情報システム部")
    rule, = rules(client, kind="response_due")
    change_rule(client, rule, role="情報システム部")
    assert [item["recipient"]["email"] for item in claim(client)] == ["it@example.co.jp"]


def test_the_owner_gets_a_copy_after_so_many_stages(client, sheet):
    asked(client, sheet, "2026-11-16")
    copies = []
    for day in ("17", "19", "24"):
        items = claim(client, f"2026-11-{day}T03:00:00Z", kinds=["response_overdue"])
        copies += [(item["subjects"][0]["stage"], item["recipient"]["cc"]) for item in items]
        assert all(ack(client, item).status == 200 for item in items)
    assert copies == [(1, None), (3, None), (7, "owner@buyer.example")]


def test_without_business_days_a_holiday_is_a_day(client, sheet):
    rule, = rules(client, kind="response_due")
    change_rule(client, rule, business_days=False)
    asked(client, sheet, "2026-11-30")
    assert send_all(client, "2026-11-23T03:00:00Z") == [("response_due", -7)]


def test_the_tenants_own_midnight_counts(client, sheet):
    settings = client.get("/v1/settings")
    client.patch("/v1/settings", json={"time_zone": "America/Los_Angeles"}, if_match=settings.etag)
    asked(client, sheet, "2026-12-08")
    assert send_all(client, "2026-12-01T07:59:00Z") == [("response_due", -14)]
    assert send_all(client, "2026-12-01T08:00:00Z") == [("response_due", -7)]


# --- everything else that has a day

def put_row(server, tenant, table, **members):
    """A row as another part of the service would have stored it."""
    names = ["tenant_id", *members]
    server.sql(f"insert into app.{table} ({', '.join(names)}) values"
               f" ({', '.join(['%s'] * len(names))})", tenant.id, *members.values())


def test_the_plan_of_an_answer(client, sheet):
    _, response = asked(client, sheet, "2026-12-20")
    submit_all(client, response)  # B-03: planned until 2027-06-30
    assert send_all(client, "2027-06-15T03:00:00Z", kinds=["plan_due"]) == []
    items = claim(client, "2027-06-16T03:00:00Z", kinds=["plan_due"])
    subject = items[0]["subjects"][0]
    assert (subject["kind"], subject["stage"], subject["code"], subject["title"]) == (
        "plan_due", -14, "B-03", "策定")
    assert subject["id"] == response and items[0]["subject"].startswith("【ご予定日のお知らせ】")


def test_a_plan_that_a_reviewer_found_done_is_due_no_more(client, sheet):
    """The word that counts for score and findings counts for the mail."""
    _, response = asked(client, sheet, "2026-12-20")
    submit_all(client, response)
    claim(client, "2027-06-16T03:00:00Z", kinds=["response_due"])  # the plan waits
    assert [row["state"] for row in listed(client, kind="plan_due")] == ["queued"]
    reviewed = client.put(f"/v1/responses/{response}/answers/B-03/review", if_match="*",
                          json={"evidence": "verified", "adopted_answer": "done"})
    assert reviewed.status == 200, reviewed
    assert send_all(client, "2027-06-16T03:01:00Z", kinds=["plan_due"]) == []
    assert [row["state"] for row in listed(client, kind="plan_due")] == ["withdrawn"]
    client.put(f"/v1/responses/{response}/answers/B-03/review", if_match="*",
               json={"evidence": "verified", "adopted_answer": "in_progress"})
    assert send_all(client, "2027-06-16T03:02:00Z", kinds=["plan_due"]) == [("plan_due", -14)]


def test_measures_certificates_reviews_and_acceptances(client, sheet, server, tenant):
    supplier, response = asked(client, sheet, "2027-12-20", name="みどり精機")
    finding = dict(id=str(uuid.uuid4()), supplier_id=supplier, questionnaire_code="x",
                   question_code="B-01", response_id=response, kind="not_done", state="accepted",
                   provisional=False, regression=False, contribution_micro=1, reduction_micro=1,
                   threats="{}", text_ja="更新していますか", first_seen_at=NOON, last_seen_at=NOON)
    put_row(server, tenant, "findings", **finding)
    put_row(server, tenant, "risk_acceptances", id=str(uuid.uuid4()), finding_id=finding["id"],
            supplier_id=supplier, reason="x", approver="x", until="2026-11-20", approved_at=NOON,
            requested_by="x", requested_at=NOON)
    for side, due_on in (("supplier", "2026-11-13"), ("buyer", "2026-11-27")):
        put_row(server, tenant, "measures", id=str(uuid.uuid4()), supplier_id=supplier, side=side,
                source="manual", title=f"対策 {side}", effect_micro=1, due_on=due_on, created_at=NOON,
                created_by="x", updated_at=NOON)
    for kind, expires_on in (("isms", "2026-12-10"), ("p_mark", "2026-11-13"), ("p_mark", "2029-01-01")):
        put_row(server, tenant, "certificates", id=str(uuid.uuid4()), supplier_id=supplier,
                kind=kind, expires_on=expires_on, created_at=NOON, updated_at=NOON)
    server.sql("update app.suppliers set next_review_on = '2026-11-30' where tenant_id = %s and"
               " id = %s", tenant.id, supplier)
    found = {}
    for item in claim(client):
        for subject in item["subjects"]:
            found[subject["kind"], subject["stage"]] = (subject["title"], item["recipient"]["email"])
    people = {title: email for title, email in found.values()}
    assert set(found) == {("acceptance_ending", -7), ("measure_due", -14), ("measure_overdue", 1),
                           ("certificate_expiring", -30), ("review_due", -14)}
    assert people["ISMS（ISO/IEC 27001）"].endswith("@example.co.jp")
    assert people["対策 supplier"].endswith("@example.co.jp")
    owner = "owner@buyer.example"  # what is ours is never asked of the supplier
    assert people["対策 buyer"] == people["更新していますか"] == people["みどり精機"] == owner


# --- looking ahead

def test_a_preview_shows_what_would_be_due_and_stores_nothing(client, sheet, server, tenant):
    supplier, _ = asked(client, sheet, "2026-11-30")
    stored = "select count(*), max(seq) from app.reminder_marks full join app.reminders" \
             " using (tenant_id) where tenant_id = %s"
    before = server.sql(stored, tenant.id), events(client)
    day = client.get("/v1/reminders/preview", params={"as_of": "2026-11-24", "include_total": "true"})
    assert [(r["kind"], r["stage"], r["state"]) for r in day.body["data"]] == [
        ("response_due", -7, "queued")]
    assert day.body["total"] == 1 and day.body["data"][0]["supplier"]["id"] == supplier
    later = client.get("/v1/reminders/preview", params={"as_of": "2026-12-01"}).body["data"]
    assert {(r["kind"], r["stage"]) for r in later} == {("response_overdue", 1)}
    assert client.get("/v1/reminders/preview",
                      params={"as_of": "2026-12-01", "kind": "review_due"}).body["data"] == []
    assert (server.sql(stored, tenant.id), events(client)) == before
    item, = claim(client)
    assert item["subjects"][0]["stage"] == -14


def test_pages_of_a_preview(client, sheet):
    for day in range(24, 29):
        asked(client, sheet, f"2026-11-{day}")
    seen, cursor = [], None
    while True:
        page = client.get("/v1/reminders/preview", params={
            "as_of": "2026-11-24", "limit": 2, **({"cursor": cursor} if cursor else {})}).body
        seen += [r["due_on"] for r in page["data"]]
        cursor = page["page"]["next_cursor"]
        if cursor is None:
            break
    assert seen == [f"2026-11-{day}" for day in range(24, 29)]


# --- what the feed tells, who may do what

def test_the_feed_tells_what_was_handed_out_and_an_empty_claim_tells_nothing(client, sheet):
    asked(client, sheet, "2026-11-23")
    before = len(events(client))
    item, = claim(client)
    assert claim(client) == []
    told = events(client)[before:]
    assert [event["type"] for event in told] == ["reminder.claimed"]
    assert told[0]["resource"] == {"type": "reminder", "id": item["id"], "revision": 2}
    assert told[0]["changes"] == {"reminders": [None, [item["id"]]], "worker_id": [None, "w1"]}


def test_a_worker_works_and_changes_no_rules(client, sheet, server, tenant):
    asked(client, sheet, "2026-11-23")
    worker = Client(server, tenant.token("reminder-worker"), now=NOON)
    item, = claim(worker)
    assert ack(worker, item).status == 200
    assert listed(worker)[0]["state"] == "sent"
    assert worker.post("/v1/reminder-rules", json={
        "kind": "response_due", "offsets": [0], "recipient": "owner"}).status == 403
    assert worker.post(f"/v1/reminders/{item['id']}/requeue").status == 403
    viewer = Client(server, tenant.token("viewer"), now=NOON)
    assert viewer.post("/v1/reminders/claim", json={"worker_id": "x"}).status == 403


def test_another_tenants_reminders_do_not_exist(client, sheet, server, make_tenant):
    asked(client, sheet, "2026-11-23")
    item, = claim(client)
    other = Client(server, make_tenant().token(), now=NOON)
    assert claim(other) == [] and listed(other) == []
    path = f"/v1/reminders/{item['id']}"
    lease = {"lease_token": item["lease_token"]}
    assert other.get(path).status == 404
    assert other.post(f"{path}/ack", json=lease).status == 404
    assert other.post(f"{path}/nack", json={**lease, "error": "x"}).status == 404
    assert other.post(f"{path}/extend", json={**lease, "lease_seconds": 1}).status == 404
    assert other.post(f"{path}/requeue").status == 404
    batch = other.post("/v1/reminders/ack", json={"items": [{"id": item["id"], **lease}]})
    assert batch.body["data"][0]["status"] == 404


def test_an_operator_sees_which_tenants_have_work(sheet, server, tenant):
    def due():
        done = server.run("reminders", "--tenants-due",
                          extra={"RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker")})
        assert done.returncode == 0, done.stderr
        return [line.split("\t")[1] for line in done.stdout.splitlines()]

    today = Client(server, tenant.token())  # the program knows no other clock
    assert claim(today, None) == [] and tenant.slug not in due()
    asked(today, sheet, "2020-01-01")
    assert tenant.slug in due()
    assert len(claim(today, None)) == 1 and claim(today, None) == []
    assert tenant.slug not in due()
    expire(server, tenant)
    assert tenant.slug in due()
    assert server.run("reminders", "--tenants-due").returncode == 78
    assert server.run("reminders").returncode == 64


# --- the calendar

def test_the_holidays_are_those_of_the_law():
    """Articles 2 and 3 once more, in another program; the years' counts are those of the calendar."""
    import datetime
    root = pathlib.Path(__file__).resolve().parents[2]
    shipped = [row["date"] for row in
               json.loads((root / "data/holidays_jp.json").read_text())["holidays"]]
    day, one = datetime.date, datetime.timedelta(1)

    def monday(year, month, number):
        return next(day(year, month, d) for d in range(7 * number - 6, 7 * number + 1)
                    if day(year, month, d).weekday() == 0)

    def of(year):
        since = year - 1980
        equinoxes = [int(base + 0.242194 * since - since // 4) for base in (20.8431, 23.2488)]
        named = {day(year, month, d) for month, d in (
            (1, 1), (2, 11), (2, 23), (3, equinoxes[0]), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11),
            (9, equinoxes[1]), (11, 3), (11, 23))}
        named |= {monday(year, *place) for place in ((1, 2), (7, 3), (9, 3), (10, 2))}
        free = set(named)
        for sunday in (d for d in named if d.weekday() == 6):
            following = sunday + one
            while following in named:
                following += one
            free.add(following)
        return free | {d + one for d in named if d + 2 * one in named}

    assert shipped == sorted(d.isoformat() for year in range(2024, 2031) for d in of(year))
    assert len(shipped) == len(set(shipped))
    known = {"2024-09-23", "2025-05-06", "2026-05-06", "2026-09-22", "2027-03-22"}  # as announced
    assert known <= set(shipped)
