"""Exports: one snapshot as a file, made by a worker that may be killed, and the feed that goes on from it."""
import contextlib
import csv
import io
import json
import re
import subprocess
import threading
import time
import uuid
import zipfile

import pytest

from renkei_client import Client
from renkei_server import BINARY, connect
from rounds import ALL_ANSWERS, events, make_supplier, publish_sheet, save


@pytest.fixture
def tenant(make_tenant):
    return make_tenant()


@pytest.fixture
def client(server, tenant):
    return Client(server, tenant.token("admin"))


def as_worker(server):
    return {"RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker")}


def work(server):
    done = server.run("worker", "--kind", "files", "--once", extra=as_worker(server))
    assert done.returncode == 0, done.stderr
    return done.stderr


def order(client, kind="suppliers", form="csv", **more):
    reply = client.post("/v1/exports", json={"kind": kind, "format": form, **more})
    assert reply.status == 202 and reply.headers["Location"] == f"/v1/exports/{reply.body['id']}", reply
    return reply.body["id"]


def finished(client, server, *arguments, **more):
    made = order(client, *arguments, **more)
    work(server)
    export = client.get(f"/v1/exports/{made}").body
    assert export["state"] == "done", export
    return export, client.get(f"/v1/exports/{made}/file")


def table(text):
    """Rows of a CSV as {column: value}."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def named(client, *names, **more):
    return [make_supplier(client, name=name, external_ids=[{"source": "erp", "id": f"00{number}"}], **more)
            for number, name in enumerate(names)]


def test_a_table_of_suppliers_is_csv_as_rfc_4180_has_it(server, client):
    named(client, '山田 "精機", 本社', "=1+2", tags=["a", "b"])
    export, file = finished(client, server)
    assert file.raw.startswith(b"\xef\xbb\xbfsource".replace(b"source", b'"source"'))
    text = file.raw.decode("utf-8-sig")
    assert text.count("\r\n") == 3 and text.replace("\r\n", "").count("\n") == 0
    rows = table(text)
    assert [row["name"] for row in rows] == ['山田 "精機", 本社', "=1+2"]
    assert [(row["source"], row["external_id"]) for row in rows] == [("erp", "000"), ("erp", "001")]
    assert list(rows[0])[:7] == ["source", "external_id", "name", "name_kana", "corporate_number", "country", "kind"]
    assert json.loads(rows[0]["tags"]) == ["a", "b"] and rows[0]["revision"] == "1"
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert file.headers["Content-Disposition"] == 'attachment; filename="suppliers.csv"'
    assert export["file"] == {"bytes": len(file.raw), "rows": 2, "unwritable": 0, "unwritable_first": []}
    assert export["progress"] == {"rows_done": 2, "rows_total": 2}


def test_for_a_spreadsheet_nothing_becomes_a_formula_or_a_number(server, client):
    named(client, "=1+2", "@SUM(A1)", "1-2", "ＡＢＣ")
    _, file = finished(client, server, excel_safe=True, columns=["external_id", "name"])
    assert [list(row.values()) for row in table(file.raw.decode("utf-8-sig"))] == [
        ['="000"', "'=1+2"], ['="001"', "'@SUM(A1)"], ['="002"', '="1-2"'], ['="003"', "ＡＢＣ"]]


def test_what_cp932_lacks_is_counted_and_told_with_its_place(server, client):
    named(client, "𠮷野家", "髙島屋 ①", "삼성")
    export, file = finished(client, server, encoding="cp932", columns=["name", "country"])
    assert file.raw.decode("cp932") == '"name","country"\r\n"〓野家","JP"\r\n"髙島屋 ①","JP"\r\n"〓〓","JP"\r\n'
    assert export["file"]["unwritable"] == 3
    assert export["file"]["unwritable_first"] == [
        {"row": 1, "column": "name", "value": "𠮷"}, {"row": 3, "column": "name", "value": "삼"},
        {"row": 3, "column": "name", "value": "성"}]


def test_ndjson_has_the_rows_as_the_list_shows_them(server, client):
    named(client, "一", "二")
    _, file = finished(client, server, form="ndjson")
    rows = [json.loads(line) for line in file.text.splitlines()]
    shown = client.get("/v1/suppliers", params={"sort": "created_at"}).body["data"]
    assert [{name: row[name] for name in shown[0]} for row in rows] == shown
    _, file = finished(client, server, "supplier_status", "ndjson", columns=["risk.band", "name"])
    assert [json.loads(line) for line in file.text.splitlines()][0] == {"risk": {"band": None}, "name": "一"}


def cells(raw):
    """Rows of the one sheet of a workbook; every text stands in its cell."""
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    return [re.findall(r'<c [^>]*?(?:t="inlineStr"><is><t[^>]*>([^<]*)</t></is>|><v>([^<]*)</v>)', row)
            for row in re.findall(r"<row [^>]*>(.*?)</row>", sheet)]


def test_a_workbook_has_texts_in_text_cells(server, client):
    named(client, "=1+2", "0012")
    _, file = finished(client, server, form="xlsx", columns=["external_id", "name", "revision"])
    assert cells(file.raw) == [[("external_id", ""), ("name", ""), ("revision", "")],
                               [("000", ""), ("=1+2", ""), ("", "1")], [("001", ""), ("0012", ""), ("", "1")]]
    assert file.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_an_order_that_makes_no_sense_is_refused_with_its_place(client):
    def refused(**body):
        reply = client.post("/v1/exports", json={"kind": "suppliers", "format": "csv", **body})
        assert reply.status == 422, reply
        return reply.errors

    assert refused(columns=["name", "nmae"]) == {"#/columns/1": "not_allowed_value"}
    assert refused(filter={"state": ["open"]}) == {"#/filter/state": "unsupported_change"}
    assert refused(kind="findings", filter={"state": ["opn"]}) == {"#/filter/state/0": "not_allowed_value"}
    assert refused(kind="answers") == {"#/filter/campaign_id": "required"}
    assert refused(format="xlsx", encoding="cp932", excel_safe=True) == {
        "#/encoding": "unsupported_change", "#/excel_safe": "unsupported_change"}


def test_only_who_may_read_the_rows_gets_them(server, tenant, client):
    reader = Client(server, tenant.token(scopes=["suppliers:read"]))
    reply = reader.post("/v1/exports", json={"kind": "findings", "format": "csv"})
    assert reply.status == 403 and "risks:read" in reply.body["detail"]
    export, _ = finished(client, server, "findings")
    assert reader.get(f"/v1/exports/{export['id']}/file").status == 403
    other = Client(server, server.add_tenant().token("admin"))
    assert other.get(f"/v1/exports/{export['id']}/file").status == 404


def test_events_are_those_that_the_token_may_see(server, tenant, client):
    named(client, "一")
    client.patch("/v1/settings", if_match=client.get("/v1/settings").etag, json={"review_months": {"low": 24}})
    erp = Client(server, tenant.token("integrator"))
    _, file = finished(erp, server, "events", "ndjson")
    seen = [json.loads(line) for line in file.text.splitlines()]
    assert seen and seen == [event for event in events(erp) if event["seq"] <= seen[-1]["seq"]]


def test_the_filter_is_that_of_the_list(server, client):
    named(client, "一", tags=["x"])
    named_later = make_supplier(client, name="二", external_ids=[{"source": "sap", "id": "9"}, {"source": "erp", "id": "8"}])
    client.post(f"/v1/suppliers/{named_later}/archive")
    _, file = finished(client, server, filter={"tag": ["x"], "status": ["active"]})
    assert [row["name"] for row in table(file.raw.decode("utf-8-sig"))] == ["一"]
    _, file = finished(client, server, filter={"external_source": "erp", "status": ["archived"]})
    assert [row["external_id"] for row in table(file.raw.decode("utf-8-sig"))] == ["8"]


KINDS = ["suppliers", "supplier_status", "contacts", "answers", "findings", "measures", "certificates",
         "contracts", "request_records", "risk_scores", "events"]


@pytest.fixture(scope="module")
def campaign(server, demo):
    """Of the demo tenant, with one supplier that has answered and one that has not."""
    client = Client(server, demo)
    sheet = publish_sheet(client)
    suppliers = [one["id"] for one in client.get("/v1/suppliers", params={"status": "active"}).body["data"][:2]]
    made = client.post("/v1/campaigns", json={"name": "調査", "questionnaire_id": sheet, "due_on": "2099-12-20",
                                              "suppliers": {"ids": suppliers}})
    assert made.status == 201, made
    response = client.get("/v1/responses", params={"supplier_id": suppliers[0], "questionnaire_id": sheet})
    assert save(client, response.body["data"][0]["id"], ALL_ANSWERS).status == 200
    measure = client.get("/v1/measures").body["data"][0]
    about = {"supplier_id": measure["supplier_id"], "measure_id": measure["id"]}, {"supplier_id": suppliers[0], "campaign_id": made.body["id"]}
    for one in about:
        recorded = client.post("/v1/request-records", json={
            **one, "reason": "多要素認証", "explanation": "要件", "explained_on": "2026-11-02", "explained_by": "佐藤", "cost_note": "折半",
            "price_talk_on": "2026-11-03", "price_talk_result": "改定", "supplier_statement": "導入する"})
        assert recorded.status == 201, recorded
    return made.body["id"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_fills_each_of_its_columns_somewhere(server, demo, campaign, kind):
    client = Client(server, demo)
    more = {"filter": {"campaign_id": [campaign]}} if kind == "answers" else {}
    export, file = finished(client, server, kind, **more)
    rows = table(file.raw.decode("utf-8-sig"))
    assert len(rows) == export["file"]["rows"]
    _, lines = finished(client, server, kind, "ndjson", **more)
    known = {}
    for line in lines.text.splitlines():
        for name, value in flat(json.loads(line)):
            known[name] = known.get(name) or value
    assert rows
    for column in rows[0]:
        assert any(name == column or name.startswith(column + ".") for name in known), f"{column} is in no row"
    if kind == "answers":
        assert {row["code"] for row in rows} == {"", *ALL_ANSWERS} and {row["state"] for row in rows} == {
            "requested", "in_progress"}


def flat(value, prefix=""):
    for name, inner in value.items():
        yield prefix + name, inner
        if isinstance(inner, dict):
            yield from flat(inner, prefix + name + ".")


# The snapshot, beside writers ----------------------------------------------------------------------

def names_of(client):
    """{id: name}, page by page."""
    found, cursor = {}, None
    while True:
        page = client.get("/v1/suppliers", params={"limit": 200, **({"cursor": cursor} if cursor else {})}).body
        found.update({one["id"]: one["name"] for one in page["data"]})
        cursor = page["page"]["next_cursor"]
        if not page["page"]["has_more"]:
            return found


def follow(client, state, cursor):
    """The state after the events behind the cursor."""
    while True:
        page = client.get("/v1/events", params={"cursor": cursor, "limit": 200}).body
        for event in page["data"]:
            changes = event["changes"] or {}
            if event["type"] in ("supplier.created", "supplier.updated") and "name" in changes:
                before, after = changes["name"]
                assert state.get(event["resource"]["id"]) == before, "an event is missing, or told twice"
                state[event["resource"]["id"]] = after
        cursor = page["page"]["next_cursor"]
        if not page["page"]["has_more"]:
            return state


def test_snapshot_and_feed_from_its_cursor_are_the_end(server, tenant, client):
    named(client, *(f"始 {number}" for number in range(60)))
    ends = threading.Event()

    def write(number):
        writer, count = Client(server, tenant.token("admin")), 0
        while not ends.is_set():
            count += 1
            path = f"/v1/suppliers/by-external-id/erp/w{number}-{count % 7}"
            assert writer.put(path, json={"name": f"書 {number} {count}"}).status in (200, 201)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for writer in writers:
        writer.start()
    try:
        exports = [finished(client, server, form="ndjson") for _ in range(3)]
    finally:
        ends.set()
        for writer in writers:
            writer.join()
    end = names_of(client)
    for export, file in exports:
        snapshot = {row["id"]: row["name"] for row in map(json.loads, file.text.splitlines())}
        assert snapshot != end
        assert follow(client, dict(snapshot), export["cursor"]) == end
    # The control: from another place the feed does not fit.
    with pytest.raises(AssertionError, match="missing, or told twice"):
        first, last = exports[0], exports[-1]
        follow(client, {row["id"]: row["name"] for row in map(json.loads, first[1].text.splitlines())},
               last[0]["cursor"])
        follow(client, {}, first[0]["cursor"])


# Workers that end ----------------------------------------------------------------------------------

@contextlib.contextmanager
def held_files(server):
    """Nobody can store a piece of a file meanwhile."""
    with contextlib.closing(connect(server.database)) as connection:
        connection.autocommit = False
        with connection.cursor() as cursor:
            cursor.execute("lock table app.job_files in share row exclusive mode")
            yield
        connection.rollback()


def state(server, made):
    return server.sql("select state, attempts, fence from app.jobs where id = %s", made)[0]


def start_worker(server, log, **extra):
    with open(log, "ab") as errors:
        return subprocess.Popen([BINARY, "worker", "--kind", "files"], stdin=subprocess.DEVNULL, stderr=errors,
                                env=server.environment({**as_worker(server), **extra}))


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.02)


def is_waiting(server):
    """A worker waits to store something of a file."""
    return server.sql("select count(*) from pg_locks l join pg_stat_activity a using (pid)"
                      " where not l.granted and a.datname = %s and l.relation = 'app.job_files'::regclass",
                      server.database)[0][0] > 0


def end_lease(server):
    server.sql("update app.jobs set available_at = now() where state = 'leased'")


def test_a_worker_that_is_killed_leaves_the_export_to_the_next(server, client, tmp_path):
    named(client, "一", "二")
    made = order(client)
    with held_files(server):
        worker = start_worker(server, tmp_path / "log", TMPDIR=str(tmp_path))
        wait_until(lambda: is_waiting(server))
        worker.kill()
        worker.wait()
    assert state(server, made)[0] == "leased"
    work(server)
    assert state(server, made)[0] == "leased", "its lease has not ended"
    end_lease(server)
    work(server)
    assert state(server, made) == ("done", 2, 2)
    assert len(table(client.get(f"/v1/exports/{made}/file").raw.decode("utf-8-sig"))) == 2
    wait_until(lambda: not children_in(tmp_path))
    # The next worker of this folder takes what the killed one left.
    assert list(tmp_path.glob("renkei-job-*"))
    server.run("worker", "--kind", "files", "--once", extra={**as_worker(server), "TMPDIR": str(tmp_path)})
    assert not list(tmp_path.glob("renkei-job-*"))


def children_in(folder):
    """Processes that work in a folder below."""
    found = subprocess.run(f"ls -l /proc/[0-9]*/cwd 2>/dev/null | grep {folder}/renkei-job", shell=True,
                           capture_output=True, text=True, check=False)
    return found.stdout.split("\n")[:-1]


def test_a_worker_that_slept_past_its_lease_stores_nothing(server, client, tmp_path):
    named(client, "一", "二")
    made = order(client)
    with held_files(server):
        sleeper = start_worker(server, tmp_path / "log")
        wait_until(lambda: is_waiting(server))
        server.sql("update app.jobs set fence = fence + 1 where id = %s", made)  # as the claim of another does
    wait_until(lambda: "job_lost" in (tmp_path / "log").read_text())
    sleeper.terminate()
    assert sleeper.wait(20) == 0
    assert server.sql("select count(*) from app.job_files where job_id = %s", made) == [(0,)]
    assert state(server, made) == ("leased", 1, 2)
    end_lease(server)
    work(server)
    assert state(server, made) == ("done", 2, 3)
    assert len(table(client.get(f"/v1/exports/{made}/file").raw.decode("utf-8-sig"))) == 2


def test_a_worker_that_is_told_to_end_gives_the_export_back(server, client, tmp_path):
    made = order(client)
    with held_files(server):
        worker = start_worker(server, tmp_path / "log")
        wait_until(lambda: is_waiting(server))
        begun = time.monotonic()
        worker.terminate()
        assert worker.wait(20) == 0
        assert time.monotonic() - begun < 15
    assert state(server, made)[:2] == ("queued", 0)
    work(server)
    assert state(server, made)[0] == "done"


def test_what_waits_is_told_by_the_service(server, client, anyone, tmp_path):
    def told():
        return next((one for one in anyone.get("/readyz").body["jobs"] if one["kind"] == "export"), None)

    work(server)  # whatever others left
    wait_until(lambda: told() and told()["queued"] == told()["running"] == 0 and told()["oldest_seconds"] is None)
    order(client)
    with held_files(server):
        worker = start_worker(server, tmp_path / "log")
        wait_until(lambda: told()["queued"] + told()["running"] == 1)
        assert told()["seen_seconds"] < 60
        worker.terminate()
        assert worker.wait(20) == 0
    work(server)


def test_the_command_line_writes_the_file_and_shows_how_far_it_is(server, client, tenant, tmp_path):
    named(client, "一", "二")
    worker = start_worker(server, tmp_path / "log")
    try:
        done = server.run("export", "suppliers", "--tenant", tenant.id, "--columns", "external_id,name", "--watch")
    finally:
        worker.terminate()
        assert worker.wait(20) == 0
    assert (done.returncode, done.stdout) == (0, '\ufeff"external_id","name"\n"000","一"\n"001","二"\n'), done.stderr
    assert done.stderr.endswith("[" + "=" * 40 + "] 2 / 2 \n")
    assert server.run("export", "nothing", "--tenant", tenant.id).returncode == 64
    wrong = server.run("export", "suppliers", "--tenant", tenant.id, "--columns", "nmae")
    assert wrong.returncode == 1 and "nmae" not in wrong.stdout and "#/columns/0" in wrong.stderr


def test_an_erasure_takes_the_files(server, client):
    supplier = named(client, "一")[0]
    contact = client.post(f"/v1/suppliers/{supplier}/contacts", json={"name": "田中", "email": "t@x.example"})
    export, _ = finished(client, server, "contacts")
    done = client.post("/v1/erasures", json={"contact_id": contact.body["id"]})
    assert done.body["counts"]["jobs"] == 1
    reply = client.get(f"/v1/exports/{export['id']}/file")
    assert (reply.status, reply.code) == (410, "file_gone")


def test_a_tenant_that_has_filled_its_room_is_told(server, tenant, client):
    made = [order(client) for _ in range(20)]
    reply = client.post("/v1/exports", json={"kind": "suppliers", "format": "csv"})
    assert (reply.status, reply.code) == (409, "jobs_full")
    assert client.get(f"/v1/exports/{made[0]}/file").code == "invalid_state"
    work(server)
    assert client.get("/v1/exports", params={"include_total": "true"}).body["total"] == 20
    assert order(client)


def test_the_same_order_with_the_same_key_is_one_export(client):
    key = str(uuid.uuid4())
    first, again = (client.post("/v1/exports", json={"kind": "events", "format": "csv"}, key=key) for _ in "12")
    assert first.body["id"] == again.body["id"] and again.headers["Idempotency-Replayed"] == "true"


def test_a_large_file_comes_whole_and_packed_only_where_it_lies(server, client, tenant):
    server.sql("insert into app.suppliers (tenant_id, id, name, country, kind, search, created_at, updated_at)"
               " select %s, gen_random_uuid(), 'large ' || n, 'JP', 'partner', '', now(), now()"
               " from generate_series(1, 3000) n", tenant.id)
    export, file = finished(client, server)
    assert len(file.raw) == export["file"]["bytes"] > 300_000
    assert len(table(file.raw.decode("utf-8-sig"))) == 3000
    stored = server.sql("select sum(length(bytes)) from app.job_files where job_id = %s", export["id"])[0][0]
    assert stored < len(file.raw) / 3
