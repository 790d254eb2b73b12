"""The change feed: in order, without gaps, chained by hashes, and what `renkei check` finds."""
import contextlib
import copy
import hashlib
import json
import pathlib
import re
import threading

import psycopg2
import pytest
import yaml

from convention_fixtures import OPERATIONS
from renkei_client import Client
from renkei_server import connect

ROOT = pathlib.Path(__file__).resolve().parents[2]
GENESIS = hashlib.sha256(b"").hexdigest()
BESIDE = ("prev_hash", "hash", "salts", "erased", "erased_by")


@pytest.fixture
def tenant(make_tenant):
    return make_tenant()


@pytest.fixture
def client(tenant):
    return Client(tenant.server, tenant.token("admin"))


@pytest.fixture
def busy(client):
    """A client whose tenant has six events."""
    for number in range(3):
        made = client.post("/v1/questionnaires", json={"code": f"c{number}", "title_ja": "点検 \"\\一\" 😀"})
        client.patch("/v1/questionnaires/" + made.body["id"], if_match=made.etag, json={"title_en": "Check"})
    return client


def read_all(client, **params):
    found, cursor = [], None
    while True:
        page = client.get("/v1/events", params={**params, **({"cursor": cursor} if cursor else {})}).body
        found += page["data"]
        cursor = page["page"]["next_cursor"]
        if not page["page"]["has_more"]:
            return found, cursor


def compact(value):
    """RFC 8785 for what we hash: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commitment(salt, value):
    return hashlib.sha256(bytes.fromhex(salt) + compact(value)).hexdigest()


def canonical(event):
    """What was hashed: commitments stand for what may say something of a person."""
    body = copy.deepcopy({name: value for name, value in event.items() if name not in BESIDE})
    for place in (*event["salts"], *event["erased"]):
        _, member, name = place.split("/")
        digest = event["erased"].get(place) or commitment(event["salts"][place], body[member][name])
        body[member][name] = {"sha256": digest}
    return compact(body)


def test_numbers_and_hashes_form_a_chain(busy):
    found, _ = read_all(busy, limit=2)
    assert [event["seq"] for event in found] == [1, 2, 3, 4, 5, 6]
    previous = GENESIS
    for event in found:
        assert event["prev_hash"] == previous
        link = bytes.fromhex(previous) + event["seq"].to_bytes(8, "big") + canonical(event)
        assert event["hash"] == hashlib.sha256(link).hexdigest()
        previous = event["hash"]


def test_an_event_says_who_did_what(busy, tenant):
    reply = busy.post("/v1/questionnaires", json={"code": "c9", "title_ja": "点検"},
                      headers={"X-Request-Id": "nightly-42"})
    event = read_all(busy)[0][-1]
    assert event["type"] == "questionnaire.created" and event["request_id"] == "nightly-42"
    assert event["actor"] == {"sub": "tester", "kind": "user"}
    assert event["resource"] == {"type": "questionnaire", "id": reply.body["id"], "revision": 1}
    assert event["supplier_id"] is None and event["changes"]["code"] == [None, "c9"]
    client = Client(tenant.server, tenant.token("admin", sub="client:erp"))
    client.delete("/v1/questionnaires/" + reply.body["id"], if_match=reply.etag)
    assert read_all(busy)[0][-1]["actor"] == {"sub": "client:erp", "kind": "client"}


def test_the_feed_goes_on_where_it_ended(busy):
    _, cursor = read_all(busy)
    again = busy.get("/v1/events", params={"cursor": cursor}).body
    assert again["data"] == [] and again["page"]["has_more"] is False
    busy.post("/v1/questionnaires", json={"code": "new", "title_ja": "点検"})
    later = busy.get("/v1/events", params={"cursor": again["page"]["next_cursor"]}).body
    assert [event["seq"] for event in later["data"]] == [7]


def test_latest_is_where_the_future_begins(busy):
    page = busy.get("/v1/events?cursor=latest").body
    assert page["data"] == []
    busy.post("/v1/questionnaires", json={"code": "new", "title_ja": "点検"})
    later = busy.get("/v1/events", params={"cursor": page["page"]["next_cursor"]}).body
    assert [event["changes"]["code"] for event in later["data"]] == [[None, "new"]]


def test_an_empty_feed_has_a_cursor(client):
    page = client.get("/v1/events").body
    assert page["data"] == [] and page["page"]["next_cursor"]
    client.patch("/v1/settings", if_match='"1"', json={"locale": "en"})
    later = client.get("/v1/events", params={"cursor": page["page"]["next_cursor"]}).body
    assert [event["type"] for event in later["data"]] == ["settings.updated"]


def test_types_choose_and_the_cursor_passes_the_others(busy):
    found, cursor = read_all(busy, types="questionnaire.updated", limit=2)
    assert [event["seq"] for event in found] == [2, 4, 6]
    none, cursor = read_all(busy, types="settings.updated")
    assert none == []
    assert busy.get("/v1/events", params={"cursor": cursor}).body["data"] == []
    both, _ = read_all(busy, types=["questionnaire.updated", "questionnaire.created"])
    assert len(both) == 6


@pytest.mark.parametrize("cursor", ["1", "bGF0ZXN0", "Latest", "x" * 1024])
def test_a_cursor_that_is_not_ours(client, cursor):
    reply = client.get("/v1/events", params={"cursor": cursor})
    assert reply.status == 400 and reply.code == "invalid_cursor"


def test_a_cursor_of_a_list_is_none_of_the_feed(busy):
    cursor = busy.get("/v1/questionnaires?limit=1").body["page"]["next_cursor"]
    assert busy.get("/v1/events", params={"cursor": cursor}).code == "invalid_cursor"


def test_a_database_set_back_is_told(busy, server, tenant):
    _, cursor = read_all(busy)
    server.sql("delete from app.events where tenant_id = %s and seq > 3", tenant.id)
    server.sql("update app.tenant_counters c set value = 3, hash = e.hash, prev_hash = e.prev_hash"
               " from app.events e where c.tenant_id = %s and e.tenant_id = c.tenant_id and e.seq = 3",
               tenant.id)
    reply = busy.get("/v1/events", params={"cursor": cursor})
    assert reply.status == 410 and reply.code == "gone"
    assert check(server, tenant).returncode == 0


def test_each_tenant_has_its_own(busy, make_tenant):
    other = make_tenant()
    assert Client(other.server, other.token("admin")).get("/v1/events").body["data"] == []


def test_writers_at_once_leave_no_gap(client, tenant):
    def write(name):
        own = Client(tenant.server, client.token)
        for number in range(10):
            assert own.post("/v1/questionnaires", json={"code": f"{name}-{number}", "title_ja": "x"}).status == 201

    writers = [threading.Thread(target=write, args=(f"w{number}",)) for number in range(6)]
    for writer in writers:
        writer.start()
    seen, cursor = [], None
    while any(writer.is_alive() for writer in writers):
        page = client.get("/v1/events", params={"limit": 7, **({"cursor": cursor} if cursor else {})}).body
        seen += [event["seq"] for event in page["data"]]
        cursor = page["page"]["next_cursor"]
    for writer in writers:
        writer.join()
    while len(seen) < 60:
        page = client.get("/v1/events", params={"cursor": cursor}).body
        assert page["data"], seen
        seen += [event["seq"] for event in page["data"]]
        cursor = page["page"]["next_cursor"]
    assert seen == list(range(1, 61))
    assert check(tenant.server, tenant).returncode == 0


def test_an_event_of_before_there_were_commitments_keeps_its_hash(busy, server, tenant):
    """As the migration leaves it: the text that was hashed, values and all, lies beside a body."""
    [[text]] = server.sql("select body from app.events where tenant_id = %s and seq = 6", tenant.id)
    plain = json.loads(text)
    plain["actor"]["sub"], plain["changes"] = "tester", {"title_en": [None, "Check"]}
    plain = compact(plain).decode()
    server.sql("update app.events set personal = %s, body = '{\"id\":\"' || id || '\",\"seq\":6,\"type\":\"'"
               " || type || '\"}', hash = sha256(prev_hash || int8send(6) || convert_to(%s, 'UTF8'))"
               " where tenant_id = %s and seq = 6", plain, plain, tenant.id)
    server.sql("update app.tenant_counters c set hash = e.hash from app.events e"
               " where c.tenant_id = %s and e.tenant_id = c.tenant_id and e.seq = 6", tenant.id)
    assert check(server, tenant).returncode == 0
    event = read_all(busy)[0][-1]
    assert (event["changes"], event["salts"], event["erased"]) == ({"title_en": [None, "Check"]}, {}, {})
    link = bytes.fromhex(event["prev_hash"]) + (6).to_bytes(8, "big") + canonical(event)
    assert event["hash"] == hashlib.sha256(link).hexdigest()
    server.sql("update app.events set personal = replace(personal, 'Check', 'Chess') where tenant_id = %s and seq = 6",
               tenant.id)
    assert "event 6: its hash does not fit its text" in check(server, tenant).stdout
    server.sql("delete from app.events where tenant_id = %s", tenant.id)
    server.sql("update app.tenant_counters set value = 0, hash = sha256(''), prev_hash = sha256('')"
               " where tenant_id = %s", tenant.id)


WORDS = {word for words in yaml.safe_load((ROOT / "openapi/words.yaml").read_text())[
    "components"]["schemas"].values() for word in words.get("enum", [])}


def texts(value):
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def test_nothing_that_people_wrote_stands_in_a_hashed_text(world, server):
    """Of a tenant with rows of every kind: ids, days, instants, codes and the contract's words, no more."""
    for operation in OPERATIONS:
        if operation.method != "GET" and not operation.is_form:
            world.success(operation)
    found = set()
    for [body] in server.sql("select body from app.events where tenant_id = %s", world.tenant.id):
        event = json.loads(body)
        assert set(event["actor"]["sub"]) == {"sha256"} or event["actor"]["kind"] in ("client", "system")
        for name, value in (event["changes"] or {}).items():
            if value is not None and (not isinstance(value, dict) or "sha256" not in value):
                found |= {(name, text) for text in texts(value)}
    assert {name for name, _ in found} > {"state", "due_on"}
    plain = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d(T[0-9:.]+Z)?")
    left = {(name, text) for name, text in found if text not in WORDS and not plain.fullmatch(text)}
    assert {name for name, _ in left} <= {"code", "codes", "cors_origins", "country", "format", "media_type", "questionnaire_code", "sha256", "time_zone"}, left


# renkei check ------------------------------------------------------------------------------------

def check(server, tenant=None):
    return server.run("check", *(["--tenant", tenant.slug] if tenant else []))


def test_check_finds_nothing_in_an_honest_chain(busy, server, tenant):
    done = check(server, tenant)
    assert (done.returncode, done.stdout) == (0, f"{tenant.slug}: 6 events, the chain is whole\n")


EVENT = "app.events where tenant_id = %s and seq = "
TAMPERING = {
    "a text edited": ("update app.events set body = replace(body, 'c1', 'c7')"
                      " where tenant_id = %s and seq = 3", "event 3: its hash does not fit its text"),
    "a value edited": ("update app.events set personal = replace(personal, '点検', '検査')"
                       " where tenant_id = %s and seq = 3",
                       "event 3: a value beside it does not fit its commitment"),
    "a salt edited": ("update app.events set personal = replace(personal, '[\"/actor/sub\",\"',"
                      " '[\"/actor/sub\",\"00') where tenant_id = %s and seq = 3",
                      "event 3: a value beside it does not fit its commitment"),
    "the values taken away": ("update app.events set personal = null where tenant_id = %s and seq = 3",
                              "event 3: a value beside it does not fit its commitment"),
    "values that are no JSON": ("update app.events set personal = '[[' where tenant_id = %s and seq in (3, 5)",
                                "event 5: a value beside it does not fit its commitment"),
    "a salt that is no hexadecimal": (
        "update app.events set personal = regexp_replace(personal, '\",\"[0-9a-f]{4}', '\",\"zzzz')"
        " where tenant_id = %s and seq = 3", "event 3: a value beside it does not fit its commitment"),
    "a value passed off as erased": (
        "update app.events set personal = '[[\"/actor/sub\",null,\"mallory\"]'"
        " || substr(personal, position(',[\"/changes' in personal)) where tenant_id = %s and seq = 3",
        "event 3: a value beside it does not fit its commitment"),
    "an erasure that no event tells": (
        "update app.events set erased_by = gen_random_uuid() where tenant_id = %s and seq = 3",
        "event 3: says that it was erased, but no event tells of that erasure"),
    "a type edited": ("update app.events set type = 'supplier.created' where tenant_id = %s and seq = 3",
                      "event 3: its columns do not fit its text"),
    "one deleted": ("delete from " + EVENT + "3", "event 4: does not follow the number before it"),
    "the first deleted": ("delete from " + EVENT + "1", "event 2: does not follow the number before it"),
    "the last deleted": ("delete from " + EVENT + "6",
                         "event 5: is the last one, but the counter stands elsewhere"),
    "all deleted": ("delete from app.events where tenant_id = %s",
                    "event 0: is the last one, but the counter stands elsewhere"),
    "two swapped": ("update app.events e set body = o.body, id = o.id, type = o.type from app.events o"
                    " where e.tenant_id = %s and o.tenant_id = e.tenant_id"
                    " and (e.seq, o.seq) in ((3, 4), (4, 3))", "event 3: its hash does not fit its text"),
    "rehashed": ("update app.events set body = replace(body, 'c1', 'c7'), hash = sha256(prev_hash"
                 " || int8send(seq) || convert_to(replace(body, 'c1', 'c7'), 'UTF8'))"
                 " where tenant_id = %s and seq = 3",
                 "event 4: does not carry the hash of the event before it"),
    "the counter set back": ("update app.tenant_counters set value = 5 where tenant_id = %s",
                             "event 6: is the last one, but the counter stands elsewhere"),
    "the counter's hash edited": ("update app.tenant_counters set hash = sha256('x') where tenant_id = %s",
                                  "event 6: the counter keeps another hash"),
}


@pytest.mark.parametrize("name", TAMPERING, ids=[name.replace(" ", "-") for name in TAMPERING])
def test_check_finds_tampering(busy, server, tenant, name):
    statement, told = TAMPERING[name]
    server.sql(statement, tenant.id)
    done = check(server, tenant)
    assert done.returncode == 1 and f"{tenant.slug}: {told}\n" in done.stdout, done.stdout
    assert check(server).returncode == 1
    # Later checks of this database find only what they broke themselves.
    server.sql("delete from app.events where tenant_id = %s", tenant.id)
    server.sql("update app.tenant_counters set value = 0, hash = sha256(''), prev_hash = sha256('')"
               " where tenant_id = %s", tenant.id)


def test_the_service_cannot_touch_the_past(server, tenant, busy):
    with contextlib.closing(connect(server.database, "renkei_app")) as connection:
        for statement in ("update app.events set body = ''", "delete from app.events"):
            with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(statement)


CHAIN = """
with recursive chain (seq, id, body, prev_hash, hash) as (
  select 0::bigint, null::uuid, null::text, null::bytea, sha256('')
  union all
  select c.seq + 1, n.id, n.body, c.hash,
         sha256(c.hash || int8send(c.seq + 1) || convert_to(n.body, 'UTF8'))
    from chain c, lateral (
      select i.id, format('{"id":"%%s","seq":%%s,"type":"test.made"}', i.id, c.seq + 1) as body
        from (select gen_random_uuid() as id where c.seq >= 0) i) n
   where c.seq < %(count)s),
kept as (
  insert into app.events (tenant_id, seq, id, type, body, prev_hash, hash, created_at)
  select %(tenant)s, seq, id, 'test.made', body, prev_hash, hash, now() from chain where seq > 0
  returning seq)
update app.tenant_counters set value = %(count)s, hash = (select hash from chain where seq = %(count)s)
 where tenant_id = %(tenant)s and (select count(*) from kept) = %(count)s"""


@pytest.mark.parametrize("count", [5000, 5003])
def test_check_goes_on_behind_its_first_batch(server, tenant, count):
    with contextlib.closing(connect(server.database)) as connection, connection.cursor() as cursor:
        cursor.execute(CHAIN, {"count": count, "tenant": tenant.id})
    assert check(server, tenant).stdout == f"{tenant.slug}: {count} events, the chain is whole\n"
    server.sql("update app.events set body = body || ' ' where tenant_id = %s and seq in (2, 5000)", tenant.id)
    done = check(server, tenant)
    assert done.returncode == 1 and done.stdout.splitlines() == [
        f"{tenant.slug}: event {seq}: {what}" for seq in (2, 5000)
        for what in ("its hash does not fit its text", "its columns do not fit its text")
    ] + [f"{tenant.slug}: {count} events, 4 faults"]
    server.sql("delete from app.events where tenant_id = %s", tenant.id)
    server.sql("update app.tenant_counters set value = 0, hash = sha256('') where tenant_id = %s", tenant.id)
