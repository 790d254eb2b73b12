"""One supplier of two: what moves, what collides, where the old id leads, and what is refused."""
import concurrent.futures
import contextlib
import datetime
import time
import uuid

import pytest

from convention_fixtures import OPERATIONS
from renkei_client import Client
from renkei_server import connect
from rounds import ALL_ANSWERS, PROFILE, ask, events, make_supplier, publish_sheet, save, submit_all

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9))).date()
LATER = str(TODAY + datetime.timedelta(days=60))
ISO = "2028-03-31"


@pytest.fixture(scope="module")
def sheet(client):
    return publish_sheet(client)


def done(reply, *statuses):
    assert reply.status in (statuses or (200, 201)), reply
    return reply.body


def merge(client, into, gone, dry_run=False, **options):
    return client.post(f"/v1/suppliers/{into}/merge", json={"from": gone, "dry_run": dry_run}, **options)


def get(client, supplier):
    return done(client.get(f"/v1/suppliers/{supplier}"))


def listed(client, path, **params):
    return done(client.get(path, params=params))["data"]


def naming_tables(server):
    """Tables that name a supplier."""
    return [name for name, in server.sql(
        "select table_name from information_schema.columns"
        " where table_schema = 'app' and column_name = 'supplier_id' order by 1")]


def rows_of(server, supplier):
    """{table: rows} of a supplier."""
    return {table: server.sql(f"select count(*) from app.{table} where supplier_id = %s", supplier)[0][0]
            for table in naming_tables(server)}


def snapshot(server, tenant):
    """All rows of the tenant, but for keys of requests."""
    tables = [name for name, in server.sql(
        "select table_name from information_schema.columns where table_schema = 'app' and column_name = 'tenant_id'")]
    return {table: server.sql(f"select md5(string_agg(t::text, E'\\n' order by t::text)) from app.{table} t"
                              " where t.tenant_id = %s", tenant.id) for table in tables
            if table not in ("idempotency_keys", "users")}


# A whole history ------------------------------------------------------------------------------------

def give_history(client, second, server, tenant, supplier, sheet):
    """Something of every kind, each by the call that makes it; what only time makes by a row."""
    accepted = ask(client, supplier, sheet)
    done(client.post(f"/v1/responses/{accepted}/answers/B-01/evidence", data=b"%PDF-1.7\n", params={"name": "a.pdf"},
                     headers={"Content-Type": "application/pdf"}))
    submit_all(client, accepted)
    done(client.post(f"/v1/responses/{accepted}/accept"))
    finding = listed(client, "/v1/findings", supplier_id=supplier)[0]
    done(client.post(f"/v1/findings/{finding['id']}/accept", json={"reason": "代替なし", "until": LATER}))
    done(client.post("/v1/certificates", json={"supplier_id": supplier, "kind": "isms", "number": "IS 1",
                                               "expires_on": ISO}))
    done(client.post("/v1/contracts", json={"supplier_id": supplier, "number": "K-1"}))
    done(client.post("/v1/request-records", json={"supplier_id": supplier, "reason": "多要素認証"}))
    ended = done(client.post(f"/v1/suppliers/{supplier}/offboarding"))
    done(client.post(f"/v1/offboardings/{ended['id']}/cancel", json={"reason": "誤り"}))
    done(client.post("/v1/incidents", json={"supplier_id": supplier, "title": "x", "severity": "low",
                                            "discovered_on": str(TODAY)}))
    done(client.post("/v1/reviews", json={"supplier_id": supplier, "outcome": "continue"}))
    done(client.post("/v1/overrides", json={"supplier_id": supplier, "band": "high", "reason": "x", "until": LATER}))
    done(client.post("/v1/supplier-status?log=true", json={"items": [{"id": supplier}], "action": "order"}))
    server.sql("insert into app.releases (tenant_id, id, supplier_id, action, state, reason, until, covers, requested_by,"
               " requested_at) values (%s, gen_random_uuid(), %s, 'order', 'active', 'x', %s, '[]', 'x', now())"
               " returning 1", tenant.id, supplier, LATER)
    server.sql("insert into app.reminders (tenant_id, id, rule_id, kind, subject_type, subject_id, subject_code, due_on,"
               " stage, supplier_id, title, locale, state, available_at, created_at, updated_at)"
               " values (%s, gen_random_uuid(), gen_random_uuid(), 'response_due', 'response', %s, '', %s, 0, %s, 'x',"
               " 'ja', 'sent', now(), now(), now()) returning 1", tenant.id, accepted, LATER, supplier)
    server.sql("insert into app.gate_states (tenant_id, supplier_id, revision, decisions, told_at)"
               " values (%s, %s, 1, '{}', now()) on conflict do nothing returning 1", tenant.id, supplier)
    server.sql("insert into app.chain_scores (tenant_id, supplier_id, as_of) values (%s, %s, now()) returning 1",
               tenant.id, supplier)
    return accepted


@pytest.fixture(scope="module")
def history(client, login, server, tenant, sheet):
    """(survivor, other, an older one merged into the other, response of the other), before the merge."""
    second = login("admin", sub="second")
    into = make_supplier(client, "みどり精機株式会社", external_ids=[{"source": "crm", "id": "C-1"}], tags=["重要"])
    gone = make_supplier(client, "㈱みどり精機", profile=PROFILE, tags=["金型", "重要"], owner="sato@example.co.jp",
                         corporate_number="7000012050002", external_ids=[{"source": "erp", "id": "0001"}])
    done(client.patch("/v1/settings", if_match="*", json={"attributes": [
        {"key": "grade", "type": "text", "label_ja": "社内区分"}]}))
    done(client.patch(f"/v1/suppliers/{gone}", json={"attributes": {"grade": "a"}}, if_match="*"))
    done(client.post(f"/v1/suppliers/{gone}/contacts", json={"name": "田中", "email": "tanaka@example.co.jp"}))
    done(client.post("/v1/supplier-links", json={
        "from": gone, "to": "self", "kind": "goods", "dependency": 2, "penetration": 1}))
    older = make_supplier(client, "緑精機")
    done(merge(client, gone, older))
    response = give_history(client, second, server, tenant, gone, sheet)
    campaign = done(client.post("/v1/campaigns", json={
        "name": "年次", "questionnaire_id": sheet, "due_on": LATER, "suppliers": {"ids": [gone]}}))
    return into, gone, older, response, campaign["id"]


@pytest.fixture(scope="module")
def merged(client, history, server, tenant):
    """What the merge answered; a dry run said the same before and wrote nothing."""
    into, gone, *_ = history
    there = rows_of(server, gone)
    assert all(there.values()), f"a table that names a supplier has no row to move: {there}"
    before = snapshot(server, tenant)
    foretold = done(merge(client, into, gone, dry_run=True))
    assert snapshot(server, tenant) == before
    reply = merge(client, into, gone)
    assert done(reply)["moved"] == foretold["moved"] and reply.body["collisions"] == foretold["collisions"] == []
    assert (foretold["dry_run"], reply.body["dry_run"]) == (True, False)
    assert reply.etag == f'"{reply.body["revision"]}"'
    return reply.body


def test_everything_that_names_the_supplier_moves(client, history, merged, server):
    into, gone, *_ = history
    assert not any(rows_of(server, gone).values())
    assert merged["moved"] == {
        "contacts": 1, "external_ids": 1, "responses": 2, "campaigns": 1, "findings": 2, "acceptances": 1,
        "measures": 1, "certificates": 2, "contracts": 1, "request_records": 1, "offboardings": 1, "evidence": 1, "overrides": 1, "incidents": 1, "reviews": 1,
        "releases": 1, "status_checks": 1, "risk_scores": merged["moved"]["risk_scores"], "reminders": 1, "merged_suppliers": 1,
        "supplier_links": 1}
    assert merged["merged"] == {"id": gone, "name": "㈱みどり精機"}


def test_the_survivor_takes_what_it_did_not_know_and_is_scored(client, history, merged):
    into, *_ = history
    now = get(client, into)
    assert now == {name: merged[name] for name in now}
    assert now["name"] == "みどり精機株式会社" and now["corporate_number"] == "7000012050002"
    assert now["owner"] == "sato@example.co.jp" and now["tags"] == ["重要", "金型"]
    assert {(one["source"], one["id"]) for one in now["external_ids"]} == {("crm", "C-1"), ("erp", "0001")}
    assert [one["name"] for one in now["contacts"]] == ["田中"]
    assert now["attributes"] == {"grade": "a"}
    assert now["profile"]["data_sensitivity"] == "confidential"
    assert now["risk"]["assessment_status"] == "assessed"
    score = done(client.get(f"/v1/suppliers/{into}/score"))
    assert score["cause"] == "merge" and score["supplier_id"] == into
    assert [one["id"] for one in listed(client, "/v1/suppliers", tag="金型")].count(into) == 1


def test_the_feed_tells_who_went_where(client, history, merged, server, tenant):
    into, gone, older, *_ = history
    told = [event for event in events(client) if event["type"] == "supplier.merged"]
    assert [(event["resource"]["id"], event["supplier_id"], event["changes"]) for event in told] == [
        (older, gone, {"merged_into": [None, gone]}), (gone, into, {"merged_into": [None, into]})]
    updated = [event for event in events(client)
               if event["type"] == "supplier.updated" and event["resource"]["id"] == into][-1]
    assert updated["changes"]["corporate_number"] == [None, "7000012050002"]
    assert updated["actor"]["sub"] == told[-1]["actor"]["sub"] == "tester"
    assert server.run("check", "--tenant", tenant.slug).returncode == 0


BELOW = [one for one in OPERATIONS if one.route.startswith("/v1/suppliers/{id}")]


@pytest.mark.parametrize("operation", BELOW, ids=lambda one: one.name)
def test_the_old_ids_lead_to_the_survivor(client, history, merged, world, operation):
    into, gone, older, *_ = history
    assert len(BELOW) >= 14
    for old in (gone, older):
        path = operation.route.format(id=old, contact_id=uuid.uuid4())
        if operation.method == "GET":
            reply = client.get(path + "?x=1")
            assert reply.status == 400, reply  # as ever: what is wrong with the call comes first
            reply = client.get(path, params={"action": "order"} if "status" in path else {})
            assert reply.status == 301, reply
            assert reply.headers["Location"] == f"{path.replace(old, into)}" + ("?action=order" if "status" in path else "")
            assert client.head(path).status == 301
        else:
            body = world.body(operation)
            reply = client.request(operation.method, path, if_match="*" if operation.header("If-Match") else None,
                                   **({} if body is None else {"json": body}))
            assert reply.code == "supplier_merged" and reply.body["merged_into"] == into, reply


def test_what_is_asked_of_the_old_id_elsewhere_is_answered_for_the_survivor(client, history, merged):
    into, gone, *_ = history
    answer = done(client.post("/v1/supplier-status", json={"items": [{"id": gone}, {"id": into}]}))
    assert [item["id"] for item in answer["items"]] == [into, into] and answer["unknown"] == []
    found = done(client.get("/v1/suppliers/by-external-id/erp/0001"))
    assert found["id"] == into


def test_a_number_that_moved_goes_on_leading_to_the_survivor(client, history, merged, login):
    into, *_ = history
    erp = login("integrator", sub="client:erp")
    reply = erp.put("/v1/suppliers/by-external-id/erp/0001", json={"name_kana": "ミドリセイキ"})
    assert done(reply)["id"] == into and reply.body["changed"]
    assert get(client, into)["name_kana"] == "ミドリセイキ"


# Twice, and in chains -----------------------------------------------------------------------------------

def test_a_merge_is_done_once(client):
    into, gone = make_supplier(client, "一"), make_supplier(client, "二")
    key = str(uuid.uuid4())
    first = merge(client, into, gone, key=key)
    again = merge(client, into, gone, key=key)
    assert done(first) == done(again) and again.headers["Idempotency-Replayed"] == "true"
    refused = merge(client, into, gone)
    assert refused.code == "supplier_merged" and refused.body["merged_into"] == into
    assert refused.errors == {"#/from": "merged_supplier"}
    assert merge(client, gone, into).code == "supplier_merged"


def test_chains_end_at_the_last_survivor(client):
    a, b, c, d = (make_supplier(client, name) for name in "甲乙丙丁")
    for gone, into in ((a, b), (c, d), (b, d)):
        done(merge(client, into, gone))
    for old in (a, b, c):
        assert client.get(f"/v1/suppliers/{old}").headers["Location"] == f"/v1/suppliers/{d}"
    assert client.delete(f"/v1/suppliers/{d}", if_match="*").status == 204
    assert [client.get(f"/v1/suppliers/{old}").status for old in (a, b, c, d)] == [404] * 4


# Refusals -----------------------------------------------------------------------------------------------

def test_what_is_refused_says_why_and_changes_nothing(client, login, make_tenant, server, tenant):
    into, gone, archived = (make_supplier(client, name) for name in ("残る", "消える", "終わった"))
    done(client.post(f"/v1/suppliers/{archived}/archive"))
    elsewhere = make_tenant()
    stranger = make_supplier(Client(server, elsewhere.token("admin")), "他社")
    before = snapshot(server, tenant)
    for reply, status, code, faults in (
            (merge(client, into, into), 422, "validation_failed", {"#/from": "same_supplier"}),
            (merge(client, into, stranger), 422, "validation_failed", {"#/from": "unknown_reference"}),
            (merge(client, into, archived), 409, "supplier_archived", {"#/from": "archived_supplier"}),
            (merge(client, archived, gone), 409, "supplier_archived", {}),
            (merge(client, stranger, gone), 404, "not_found", {}),
            (merge(client, into, gone, if_match='"7"'), 412, "stale", {}),
            (client.post(f"/v1/suppliers/{into}/merge", json={"from": "x"}), 422, "validation_failed",
             {"#/from": "not_uuid"}),
            (merge(login("viewer"), into, gone), 403, "forbidden", {})):
        assert (reply.status, reply.code, reply.errors) == (status, code, faults), reply
    assert snapshot(server, tenant) == before
    server.sql("insert into app.erasures (tenant_id, id, pseudonym, target, started_at, started_by)"
               " values (%s, gen_random_uuid(), 'x', 'subject y', now(), 'z') returning 1", tenant.id)
    assert merge(client, into, gone).code == "erasure_running"
    server.sql("update app.erasures set target = null where tenant_id = %s returning 1", tenant.id)
    done(merge(client, into, gone, if_match='"1"'))


def test_what_is_bounded_stays_so(client):
    into = make_supplier(client, "多い", external_ids=[{"source": "a", "id": uuid.uuid4().hex} for _ in range(12)],
                         tags=[f"t{n}" for n in range(30)])
    gone = make_supplier(client, "も多い", external_ids=[{"source": "b", "id": uuid.uuid4().hex} for _ in range(9)],
                         tags=[f"u{n}" for n in range(20)])
    refused = merge(client, into, gone)
    assert refused.status == 422 and refused.errors == {"#/from": "merged_too_many"}
    assert (refused.body["errors"][0]["params"]["max"], refused.body["errors"][0]["params"]["what"]) == (20, "external_ids")


# Collisions ----------------------------------------------------------------------------------------------

def collisions(reply):
    return {(one["kind"], one["kept_id"], one["other_id"]) for one in done(reply)["collisions"]}


def test_of_two_open_responses_the_further_one_stays(client):
    sheet = publish_sheet(client)
    into, gone = make_supplier(client, "残", profile=PROFILE), make_supplier(client, "消", profile=PROFILE)
    campaign = done(client.post("/v1/campaigns", json={
        "name": "年次", "questionnaire_id": sheet, "due_on": LATER, "suppliers": {"ids": [into, gone]}}))["id"]
    [one], [other] = (listed(client, "/v1/responses", supplier_id=supplier) for supplier in (into, gone))
    submit_all(client, other["id"])
    assert collisions(merge(client, into, gone)) == {
        ("response", other["id"], one["id"]), ("campaign", other["id"], one["id"])}
    states = {row["id"]: (row["state"], row["supplier"]["id"]) for row in
              listed(client, "/v1/responses", supplier_id=into)}
    assert states == {one["id"]: ("cancelled", into), other["id"]: ("submitted", into)}
    ended = [event for event in events(client) if event["type"] == "response.cancelled"][-1]
    assert ended["resource"]["id"] == one["id"]
    members = listed(client, "/v1/suppliers", campaign_id=campaign)
    assert [row["id"] for row in members] == [into]
    done(client.post(f"/v1/responses/{other['id']}/accept"))
    assert get(client, into)["risk"]["assessment_status"] == "assessed"


def test_rounds_of_both_stand_in_the_order_of_their_submission(client, server):
    sheet = publish_sheet(client)
    into, gone = make_supplier(client, "残", profile=PROFILE), make_supplier(client, "消", profile=PROFILE)
    order = []
    for supplier in (into, gone, into, gone):
        response = ask(client, supplier, sheet)
        submit_all(client, response)
        if len(order) < 3:
            done(client.post(f"/v1/responses/{response}/accept"))
        order.append(response)
    done(client.post(f"/v1/responses/{order[3]}/return", json={"reasons": [{"code": "B-01", "text": "?"}],
                                                               "message": "?"}))
    done(merge(client, into, gone))
    rows = server.sql("select id::text, round, last_submission ->> 'round' from app.responses"
                      " where supplier_id = %s order by requested_at", into)
    assert rows == [(order[0], 1, None), (order[1], 2, None), (order[2], 3, None), (order[3], None, "4")]
    done(client.post(f"/v1/responses/{order[3]}/submit"))
    assert server.sql("select max(round) from app.responses where supplier_id = %s", into) == [(4,)]


def test_a_person_who_was_there_twice_is_there_once_and_keeps_the_link(client):
    sheet = publish_sheet(client)
    into, gone = make_supplier(client, "残"), make_supplier(client, "消")
    mail = f"{uuid.uuid4().hex}@example.co.jp"
    kept, other = (done(client.post(f"/v1/suppliers/{supplier}/contacts", json={"name": "田中", "email": address}))["id"]
                   for supplier, address in ((into, mail), (gone, mail.upper())))
    response = ask(client, gone, sheet)
    link = done(client.post(f"/v1/responses/{response}/links", json={"contact_id": other}))
    secret = link["url"].partition("#")[2]
    session = Client(client.server).post("/v1/respondent/session", json={"token": secret})
    before = Client(client.server, done(session)["access_token"])
    assert collisions(merge(client, into, gone)) == {("contact", kept, other)}
    assert [one["id"] for one in get(client, into)["contacts"]] == [kept]
    [moved] = listed(client, f"/v1/responses/{response}/links")
    assert (moved["contact_id"], moved["revoked_at"]) == (kept, None)
    assert done(Client(client.server).post("/v1/respondent/session", json={"token": secret}))["supplier_id"] == into
    assert before.get(f"/v1/responses/{response}").status == 200  # a session that was open goes on
    assert done(save(before, response, {"B-01": {"answer": "○"}}))


def test_findings_on_one_question_become_one_with_the_history_of_both(client, server):
    sheet = publish_sheet(client)
    into, gone = make_supplier(client, "残", profile=PROFILE), make_supplier(client, "消", profile=PROFILE)
    for supplier in (into, gone):
        response = ask(client, supplier, sheet)
        submit_all(client, response)
        done(client.post(f"/v1/responses/{response}/accept"))
    kept, other = ({row["question"]["code"]: row for row in listed(client, "/v1/findings", supplier_id=supplier)}
                   for supplier in (into, gone))
    measures = {row["id"] for supplier in (into, gone) for row in listed(client, "/v1/measures", supplier_id=supplier)}
    done(client.post(f"/v1/findings/{other['B-03']['id']}/accept", json={"reason": "x", "until": LATER}))
    certificates = [listed(client, "/v1/certificates", supplier_id=supplier)[0]["id"] for supplier in (into, gone)]
    found = collisions(merge(client, into, gone))
    assert {("finding", kept[code]["id"], other[code]["id"]) for code in kept} == {
        one for one in found if one[0] == "finding"} and len(kept) >= 2
    assert ("certificate", certificates[1], certificates[0]) in found  # said last
    assert {row["id"] for row in listed(client, "/v1/certificates", supplier_id=into)} == set(certificates)
    assert {row["id"] for row in listed(client, "/v1/measures", supplier_id=into)} == measures
    one = done(client.get(f"/v1/findings/{kept['B-03']['id']}"))
    assert {row["id"] for row in one["measures"]} == measures
    assert [step["action"] for step in one["history"]].count("opened") == 2
    assert [step["at"] for step in one["history"]] == sorted(step["at"] for step in one["history"])
    assert one["acceptance"] is None and one["acceptances"][0]["ended_at"] is not None
    assert client.get(f"/v1/findings/{other['B-03']['id']}").status == 404


def test_of_two_open_overrides_the_severer_one_stays(client):
    into, gone = make_supplier(client, "残", profile=PROFILE), make_supplier(client, "消", profile=PROFILE)
    low, high = (done(client.post("/v1/overrides", json={"supplier_id": supplier, "band": band, "reason": "x",
                                                         "until": LATER}))["id"]
                 for supplier, band in ((into, "low"), (gone, "very_high")))
    assert collisions(merge(client, into, gone)) == {("override", high, low)}
    assert {row["id"]: row["state"] for row in listed(client, "/v1/overrides", supplier_id=into)} == {
        low: "ended", high: "proposed"}


def test_different_corporate_numbers_are_told_beforehand(client):
    into = make_supplier(client, "残", corporate_number="7000012050002")
    gone = make_supplier(client, "消", corporate_number="1180301018771")
    assert collisions(merge(client, into, gone, dry_run=True)) == {
        ("corporate_number", "7000012050002", "1180301018771")}
    assert get(client, gone)["corporate_number"] == "1180301018771"


# The procurement system still has two rows ------------------------------------------------------------------

def test_two_rows_of_one_system_do_not_take_turns(client, login, server, tenant):
    """Every night both rows are sent. One says what the supplier is called; the other is heard once it is alone."""
    erp = login("integrator", sub="client:erp")
    source = "erp-" + uuid.uuid4().hex[:8]
    rows = [{"source": source, "external_id": number, "name": name, "contacts": [{"name": person, "email": mail}]}
            for number, name, person, mail in (("1", "あおば電子工業株式会社", "佐藤", "sato@aoba.example.co.jp"),
                                               ("2", "あおば電子(株)", "鈴木", "suzuki@aoba.example.co.jp"))]

    def night(*sent, mode="partial"):
        return [(row["outcome"], row["id"]) for row in
                done(erp.post(f"/v1/suppliers/bulk?mode={mode}", json={"items": list(sent or rows)}), 207)["data"]]

    into, gone = (supplier for _, supplier in night())
    done(merge(client, into, gone))
    before = get(client, into)
    assert {one["name"] for one in before["contacts"]} == {"佐藤", "鈴木"}
    for mode in ("partial", "atomic"):
        assert night(mode=mode) == [("unchanged", into)] * 2
    one = erp.put(f"/v1/suppliers/by-external-id/{source}/2", json={"name": "別名", "contacts": []})
    assert done(one)["id"] == into and not one.body["changed"]
    assert get(client, into) == before
    done(client.patch(f"/v1/suppliers/{into}", json={"external_ids": [{"source": source, "id": "2"}]}, if_match="*"))
    assert night(rows[1]) == [("updated", into)]
    assert get(client, into)["name"] == "あおば電子(株)"


# At the same time ------------------------------------------------------------------------------------------

def at_once(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def test_merges_beside_each_other_and_beside_changes_wait_or_are_refused(client, server, tenant, sheet):
    """Both ways round, beside a push, an answer, a submission and a patch: no circle, and nothing of the old id is left."""
    fresh = [Client(server, tenant.token()) for _ in range(6)]
    for turn in range(4):
        source = uuid.uuid4().hex
        a, b = (make_supplier(client, name, profile=PROFILE, external_ids=[{"source": source, "id": name}])
                for name in ("A", "B"))
        response = ask(client, b, sheet)
        replies = at_once(
            lambda: merge(fresh[0], a, b), lambda: merge(fresh[1], b, a), lambda: merge(fresh[2], a, b),
            lambda: fresh[3].put(f"/v1/suppliers/by-external-id/{source}/B", json={"name": f"乙 {turn}"}),
            lambda: submit_and_show(fresh[4], response),
            lambda: fresh[5].patch(f"/v1/suppliers/{b}", json={"owner": "x"}, if_match="*"))
        assert all(reply.status < 500 for reply in replies), replies
        assert [reply.status for reply in replies[:3]].count(200) == 1, replies
        kept, old = (a, b) if client.get(f"/v1/suppliers/{a}").status == 200 else (b, a)
        assert client.get(f"/v1/suppliers/{old}").headers["Location"] == f"/v1/suppliers/{kept}"
        assert not any(rows_of(server, old).values())
        assert client.get(f"/v1/responses/{response}").body["supplier"]["id"] == kept
    assert server.run("check", "--tenant", tenant.slug).returncode == 0


def submit_and_show(client, response):
    save(client, response, ALL_ANSWERS)
    return client.post(f"/v1/responses/{response}/submit")


@contextlib.contextmanager
def held(server, supplier):
    """The supplier's row is somebody else's meanwhile."""
    with contextlib.closing(connect(server.database)) as connection, connection.cursor() as cursor:
        connection.autocommit = False
        cursor.execute("select from app.suppliers where id = %s for update", (supplier,))
        yield
        connection.rollback()


def waiters(server):
    return server.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = %s",
                      server.database)[0][0]


def wait_for_waiters(server, count):
    until = time.monotonic() + 0.8  # a lock is waited for a second
    while waiters(server) < count and time.monotonic() < until:
        time.sleep(0.01)


def test_a_change_that_waited_for_a_supplier_that_is_gone_then_is_told_to_come_again(client, server, tenant, sheet):
    """It would go on without the lock of the survivor, and two of them could number the same round."""
    into, gone = make_supplier(client, "残", profile=PROFILE), make_supplier(client, "消", profile=PROFILE)
    response = ask(client, gone, sheet)
    done(save(client, response, ALL_ANSWERS))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        with held(server, gone):
            merging = pool.submit(merge, Client(server, tenant.token()), into, gone)
            wait_for_waiters(server, 1)
            submitting = pool.submit(Client(server, tenant.token()).post, f"/v1/responses/{response}/submit")
            wait_for_waiters(server, 2)
        assert done(merging.result()) and submitting.result().code == "conflict_busy", submitting.result()
    done(client.post(f"/v1/responses/{response}/submit"))
