"""A database that the first release left: it migrates, keeps its history, and moves to the second model by the setting.

tests/data/first_release.json holds the rows of a small tenant as that release wrote them (its last day is
2026-05-01): suppliers tied to the company and not, one whose small second sheet had taken the place of the first,
a silent one, one with nothing but "not applicable", one with an incomplete profile.
"""
import contextlib
import hashlib
import json
import pathlib
import uuid

import pytest
from psycopg2 import sql

from renkei_client import Client
from renkei_server import Server, connect

ROOT = pathlib.Path(__file__).parents[2]
RELEASED = ["0001_foundation", "0002_findings", "0003_links", "0004_monitoring", "0005_campaigns", "0006_reminders"]
ROWS = json.loads((ROOT / "tests/data/first_release.json").read_text())
FIRST, SECOND = "weakest-link-blend/1", "weakest-link-blend/2"
LAST_DAY, NEXT_DAY, DAY_AFTER = "2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z", "2026-05-03T00:00:00Z"
NAMES = {row["name"].split()[1]: row["id"] for row in ROWS["suppliers"]}
SHOWN = ("band", "band_reason", "computed_band", "assessment_status", "score", "likelihood", "impact", "confidence")


def first_schema(name):
    """The migrations of the first release, as its `renkei migrate` left them."""
    with contextlib.closing(connect(name, "renkei_owner")) as owner, owner.cursor() as cursor:
        cursor.execute("create schema app; create table app.schema_migrations (name text primary key,"
                       " sha256 text not null, applied_at timestamptz not null default now());"
                       " grant select on app.schema_migrations to public")
        for migration in RELEASED:
            text = (ROOT / f"sql/migrations/{migration}.sql").read_bytes()
            cursor.execute(text.decode())
            cursor.execute("insert into app.schema_migrations (name, sha256) values (%s, %s)",
                           (f"{migration}.sql", hashlib.sha256(text).hexdigest()))


def first_rows(name):
    with contextlib.closing(connect(name)) as superuser, superuser.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for table, rows in ROWS.items():
            cursor.execute(sql.SQL("insert into app.{0} select * from json_populate_recordset(null::app.{0}, %s)")
                           .format(sql.Identifier(table)), (json.dumps(rows),))


@pytest.fixture(scope="module", name="upgraded")
def server_on_an_upgraded_database(server, tmp_path_factory):
    name = "renkei_test_" + uuid.uuid4().hex[:12]
    with contextlib.closing(connect("postgres")) as admin, admin.cursor() as cursor:
        cursor.execute(f"create database {name} owner renkei_owner")
    first_schema(name)
    first_rows(name)
    own = Server(name, tmp_path_factory.mktemp("upgrade"), (server.keys, server.private_key))
    done = own.run("migrate")
    assert done.returncode == 0, done.stderr
    assert "0006" not in done.stdout and "0007_search.sql applied" in done.stdout
    own.start()
    yield own
    own.terminate()
    with contextlib.closing(connect("postgres")) as admin, admin.cursor() as cursor:
        cursor.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="module", name="client")
def client_of_the_tenant(upgraded):
    token = upgraded.run("token", "--tenant", "first", "--sub", "sato", "--bundle", "admin", "--ttl", "3600")
    return Client(upgraded, token.stdout.strip(), now=LAST_DAY)


def shown(client):
    """{name: what people see of the supplier}."""
    return {name: client.get(f"/v1/suppliers/{number}").body for name, number in NAMES.items()}


def risk(body):
    return {member: body["risk"][member] for member in SHOWN}


def stored(name):
    """The same as the first release had it."""
    row = next(row for row in ROWS["suppliers"] if row["id"] == NAMES[name])
    numbers = {member: row[f"{member}_micro"] / 1e6 for member in ("score", "likelihood", "impact", "confidence")}
    return {**{member: row[member] for member in SHOWN if member not in numbers}, **numbers}


def history(client, name):
    return client.get(f"/v1/risk-scores?supplier_id={NAMES[name]}&limit=200").body["data"]


def sweep(client, now):
    while not (body := client.post("/v1/operations/sweep", now=now).body)["done"]:
        pass
    return body


def events(client, since):
    return client.get("/v1/events", params={"cursor": since, "limit": 200}).body["data"]


def latest(client):
    return client.get("/v1/events?cursor=latest").body["page"]["next_cursor"]


def chain_is_whole(server):
    checked = server.run("check", "--tenant", "first")
    return checked.returncode == 0 and "the chain is whole" in checked.stdout


def test_the_history_is_kept(client, upgraded):
    assert chain_is_whole(upgraded)
    assert client.get("/v1/settings").body["scoring_model"] == FIRST
    kept = {row["id"]: row for name in NAMES for row in history(client, name)}
    assert len(kept) == len(ROWS["risk_scores"])
    for row in ROWS["risk_scores"]:
        now = kept[row["id"]]
        assert (now["score"], now["band"], now["cause"]) == (row["score_micro"] / 1e6, row["band"], row["cause"])
        assert now["model_version"] == FIRST
        assert {kind: now[f"likelihood_{kind}"] for kind in row["explanation"]["attack_kinds"]} == row["explanation"]["attack_kinds"]
        assert [item["response_id"] for item in now["basis"]] == [row["response_id"]] * (row["response_id"] is not None)
        full = client.get(f"/v1/risk-scores/{row['id']}").body
        for question in full["explanation"]["questions"]:
            question.pop("text", None)  # of the questionnaire, in the language of who reads
        assert full["explanation"] == row["explanation"]


def test_nothing_moves_on_the_day_of_the_release(client):
    before = shown(client)
    assert {name: risk(body) for name, body in before.items()} == {name: stored(name) for name in NAMES}
    scores = {row["id"]: row["explanation"]["attack_kinds"] for row in ROWS["risk_scores"]}
    for body in before.values():
        assert {kind: body["risk"][f"likelihood_{kind}"] for kind in ("business", "software", "service")} == scores[body["risk"]["score_id"]]
    since = latest(client)
    body = sweep(client, NEXT_DAY)
    after = shown(client)
    for name in NAMES:
        if name != "partial":  # which has a status of its own since
            assert risk(after[name]) == risk(before[name])
            assert after[name]["next_review_on"] == before[name]["next_review_on"]
            assert after[name]["risk"]["profile_missing"] == before[name]["risk"]["profile_missing"]
    assert body["suppliers"] == len(NAMES)
    assert not [event for event in events(client, since)
                if event["type"].startswith("risk_score") and event["resource"]["id"] != NAMES["partial"]
                and event["supplier_id"] != NAMES["partial"]]


def test_the_setting_takes_the_tenant_to_the_second_model(client, upgraded):
    before = shown(client)
    counts = {name: len(history(client, name)) for name in NAMES}
    settings = client.get("/v1/settings")
    changed = client.patch("/v1/settings", if_match=settings.etag, json={"scoring_model": SECOND}, now=DAY_AFTER)
    assert changed.status == 200, changed
    assert {name: risk(body) for name, body in shown(client).items()} == {
        name: risk(body) for name, body in before.items()}
    since = latest(client)
    sweep(client, DAY_AFTER)
    after = shown(client)
    for name in NAMES:
        rows = history(client, name)
        assert len(rows) == counts[name] + 1
        assert (rows[0]["cause"], rows[0]["model_version"]) == ("model", SECOND)
        assert {row["model_version"] for row in rows[1:]} == {FIRST}
        if before[name]["next_review_on"] is not None:
            assert after[name]["next_review_on"] <= before[name]["next_review_on"]
    told = events(client, since)
    assert not [event for event in told if event["type"] == "risk_score.band_changed"]
    summary, = [event for event in told if event["type"] == "scoring_model.applied"]
    assert summary["changes"]["suppliers"] == [None, len(NAMES)]

    # The small sheet stands beside the large one, not in its place; nothing judged is no good result.
    assert before["replaced"]["risk"]["band"] == "low" and after["replaced"]["risk"]["band"] in ("moderate", "high")
    assert [item["questionnaire"]["code"] for item in history(client, "replaced")[0]["basis"]] == ["main", "small"]
    assert (after["na"]["risk"]["assessment_status"], after["na"]["risk"]["band"]) == ("not_judged", None)
    # What people decided stays.
    assert (after["tied"]["risk"]["band"], after["tied"]["risk"]["band_reason"]) == ("high", "override")
    accepted = client.get(f"/v1/findings?supplier_id={NAMES['plain']}&state=accepted").body["data"]
    assert [finding["question"]["code"] for finding in accepted] == ["Q-2"]
    # A judgement that was stored already feeds the new rule: of the claims somebody looked at, one was untrue.
    full = client.get(f"/v1/suppliers/{NAMES['plain']}/score").body
    assert full["explanation"]["confidence"]["held"] == 0.5
    assert chain_is_whole(upgraded)
    month = client.get("/v1/reports/trend?months=1", now=DAY_AFTER).body["months"][-1]
    assert month["model_changes"] == [{"day": "2026-05-03", "from": FIRST, "to": SECOND, "suppliers": len(NAMES)}]
