"""The daily sweep: what the passing of a day does, once, and on from where it stopped."""
import concurrent.futures
import datetime
import os
import signal
import subprocess
import time

import pytest

from renkei_client import Client
from renkei_server import BINARY, connect
from rounds import PROFILE, ask, events, make_supplier, publish_sheet, submit_all, tokyo

DAY = datetime.timedelta(days=1)
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9))).date()
PAGE = 100  # suppliers of one step


@pytest.fixture
def tenant(make_tenant):
    return make_tenant()


@pytest.fixture
def client(tenant):
    return Client(tenant.server, tenant.token())


@pytest.fixture
def sheet(client):
    return publish_sheet(client)


def step(client, **options):
    reply = client.post("/v1/operations/sweep", **options)
    assert reply.status == 200, reply
    return reply.body


def sweep(client, **options):
    while not (body := step(client, **options))["done"]:
        pass
    return body


def risk(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}").body["risk"]


def scores(client, supplier):
    reply = client.get("/v1/risk-scores", params={"supplier_id": supplier})
    return [(row["cause"], row["as_of"]) for row in reply.body["data"]]


def fill(server, tenant, count):
    """Suppliers with a profile and no score yet, straight into the table."""
    server.sql("""
        insert into app.suppliers (tenant_id, id, name, search, profile, created_at, updated_at)
        select %s, gen_random_uuid(), 'x' || n, 'x', '{"data_sensitivity": "personal"}', now(), now()
          from generate_series(1, %s) n""", tenant.id, count)


def scored(server, tenant):
    return server.sql("select count(*), count(distinct supplier_id) from app.risk_scores"
                      " where tenant_id = %s", tenant.id)[0]


def test_silence_counts_after_the_days_of_grace(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    due = TODAY + 10 * DAY
    ask(client, supplier, sheet, due_on=str(due))
    last_day = due + 14 * DAY
    sweep(client, now=tokyo(last_day, "23:59:59"))
    assert risk(client, supplier)["assessment_status"] == "asked"
    body = sweep(client, now=tokyo(last_day + DAY, "00:00:00"))
    shown = risk(client, supplier)
    assert (shown["assessment_status"], shown["band_reason"]) == ("no_response", "no_response")
    assert shown["band"] == shown["computed_band"] and body["scores_appended"] == 1
    assert scores(client, supplier)[0] == ("sweep", str(last_day + DAY))


def test_answers_age_and_only_what_changed_is_appended(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    submit_all(client, ask(client, supplier, sheet))
    start = risk(client, supplier)
    assert sweep(client, now=tokyo(TODAY + 400 * DAY))["scores_appended"] == 0, "455 days are fresh"
    appended = []
    for days in range(440, 620, 5):
        body = sweep(client, now=tokyo(TODAY + days * DAY))
        appended += [TODAY + days * DAY] * body["scores_appended"]
    history = client.get("/v1/risk-scores", params={"supplier_id": supplier}).body["data"]
    history = history[len(appended)::-1]  # from the submitted one on
    assert history[0]["cause"] == "provisional" and 0 < len(appended) < 36
    for before, after in zip(history, history[1:]):
        assert after["cause"] == "sweep"
        assert after["score"] - before["score"] >= 0.1 or after["band"] != before["band"]
    assert risk(client, supplier)["score"] > start["score"]


def test_very_old_answers_are_stale(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    submit_all(client, ask(client, supplier, sheet))
    before = risk(client, supplier)["band"]
    sweep(client, now=tokyo(TODAY + 1200 * DAY))
    shown = risk(client, supplier)
    assert (shown["assessment_status"], shown["band"], shown["band_reason"]) == ("stale", before, "stale")
    assert client.get(f"/v1/suppliers/{supplier}").body["next_review_on"] is not None


def test_a_second_sweep_of_the_day_does_nothing(client, sheet, tenant):
    supplier = make_supplier(client, profile=PROFILE)
    ask(client, supplier, sheet, due_on="2026-01-31")
    now = tokyo(TODAY)
    first = sweep(client, now=now)
    before = events(client)
    assert before[-1]["type"] == "sweep.completed" and before[-1]["resource"]["id"] == str(TODAY)
    assert step(client, now=now) == first and events(client) == before
    again = sweep(client, now=now, params={"restart": "true"})
    assert (again["suppliers"], again["suppliers_changed"]) == (1, 0)
    assert [event["type"] for event in events(client)[len(before):]] == ["sweep.completed"]


def test_each_step_is_bounded_and_the_next_goes_on(client, server, tenant):
    fill(server, tenant, 230)
    first = step(client)
    assert not first["done"] and 0 < first["suppliers"] <= PAGE and first["finished_at"] is None
    seen = [first["suppliers"]]
    while not (body := step(client))["done"]:
        seen.append(body["suppliers"])
    assert seen == sorted(seen) and body["suppliers"] == 230 and body["scores_appended"] == 230
    assert scored(server, tenant) == (230, 230)


def test_archived_suppliers_are_left_alone(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    submit_all(client, ask(client, supplier, sheet))
    assert client.post(f"/v1/suppliers/{supplier}/archive").status == 200
    body = sweep(client, now=tokyo(TODAY + 1200 * DAY))
    assert body["suppliers"] == 0 and risk(client, supplier)["assessment_status"] == "assessed"


def test_old_keys_go_and_young_ones_stay(client, server, tenant):
    for name in ("old", "young"):
        assert client.post("/v1/suppliers", json={"name": name}, key=name).status == 201
    server.sql("update app.idempotency_keys set created_at = created_at - interval '25 hours'"
               " where tenant_id = %s and key = 'old'", tenant.id)
    assert sweep(client)["keys_deleted"] == 1
    left = server.sql("select key from app.idempotency_keys where tenant_id = %s", tenant.id)
    assert left == [("young",)]


def test_a_process_whose_clock_is_ahead_takes_no_young_key_away(client):
    """Else a repeat on any process would be a second supplier."""
    body = {"name": "once"}
    made = client.post("/v1/suppliers", json=body, key="young", now=tokyo(TODAY - 400 * DAY))
    assert sweep(client, now=tokyo(TODAY + 400 * DAY))["keys_deleted"] == 0
    again = client.post("/v1/suppliers", json=body, key="young")
    assert again.raw == made.raw and again.headers["Idempotency-Replayed"] == "true"


def test_two_at_once_do_each_supplier_once(client, server, tenant):
    fill(server, tenant, 240)

    def until_done():
        one = Client(server, client.token)
        while True:
            reply = one.post("/v1/operations/sweep")
            assert reply.status == 200 or reply.code == "conflict_busy", reply
            if reply.status == 200 and reply.body["done"]:
                return reply.body["suppliers"]

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        assert [one.result() for one in [pool.submit(until_done) for _ in range(3)]] == [240] * 3
    assert scored(server, tenant) == (240, 240)


def test_while_a_step_runs_another_is_refused(client, server, tenant):
    step(client)
    holder = connect(server.database)
    holder.autocommit = False
    try:
        with holder.cursor() as cursor:
            cursor.execute("select from app.sweeps where tenant_id = %s for update", [tenant.id])
        reply = client.post("/v1/operations/sweep")
        assert (reply.status, reply.code) == (409, "conflict_busy")
        holder.rollback()  # a mere close is noticed by the database a moment later
    finally:
        holder.close()
    assert step(client)["done"]


def test_only_those_who_may(client, tenant):
    viewer = Client(tenant.server, tenant.token("viewer"))
    assert viewer.post("/v1/operations/sweep").status == 403


# The program

def test_the_program_sweeps_every_tenant(make_server):
    server = make_server()  # where there are no tenants of other tests
    tenants = [server.add_tenant(), server.add_tenant()]
    for tenant in tenants:
        fill(server, tenant, 3)
    done = server.run("sweep")
    assert done.returncode == 0, done.stderr
    for tenant in tenants:
        assert f"{tenant.slug}: {TODAY}: 3 suppliers, 3 changed, 3 scores appended" in done.stdout
        assert scored(server, tenant) == (3, 3)


def test_the_program_sweeps_the_tenant_it_is_told(server, make_tenant):
    chosen, other = make_tenant(), make_tenant()
    for tenant in (chosen, other):
        fill(server, tenant, 2)
    done = server.run("sweep", "--tenant", chosen.slug)
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 1, done
    assert scored(server, chosen) == (2, 2) and scored(server, other) == (0, 0)
    assert server.run("sweep", "--tenant", chosen.id).returncode == 0
    assert scored(server, chosen) == (2, 2)


@pytest.mark.parametrize("arguments, environment, status", [
    (["--tenant", "no-such-tenant"], {}, 65),
    (["--tenant", "11111111-1111-4111-8111-111111111111"], {}, 65),
    (["everything"], {}, 64),
    (["--all"], {}, 64),
    ([], {"DATABASE_URL": ""}, 78),
    ([], {"DATABASE_URL": "host=127.0.0.1 port=1 user=x dbname=x"}, 69),
])
def test_what_the_program_cannot_do(server, arguments, environment, status):
    done = server.run("sweep", *arguments, extra=environment)
    assert done.returncode == status and done.stderr


def test_killed_in_the_middle_it_goes_on(server, make_tenant):
    tenant = make_tenant()
    fill(server, tenant, 300)
    command = [BINARY, "sweep", "--tenant", tenant.id]
    kills = 0
    while True:
        process = subprocess.Popen(command, env=server.environment(), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        try:
            process.wait(0.25 + 0.05 * kills)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
        kills += 1
    assert kills > 1, "or nothing was interrupted"
    assert scored(server, tenant) == (300, 300)
    row = server.sql("select suppliers, scores_appended, finished_at is not null from app.sweeps"
                     " where tenant_id = %s", tenant.id)
    assert row == [(300, 300, True)]
    assert server.run("check", "--tenant", tenant.id).returncode == 0, "the chain is whole"


def test_the_service_deletes_old_keys_by_itself(make_server):
    server = make_server()
    tenant = server.add_tenant()
    client = Client(server, tenant.token())
    assert client.post("/v1/suppliers", json={"name": "x"}, key="old").status == 201
    server.sql("update app.idempotency_keys set created_at = created_at - interval '25 hours'")
    server.restart()
    deadline = time.monotonic() + 10
    while server.sql("select 1 from app.idempotency_keys") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.sql("select 1 from app.idempotency_keys") == []
