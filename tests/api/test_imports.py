"""Files of suppliers: sent, read by a worker, saved row by row; what failed comes back to be corrected."""
import csv
import io
import json
import uuid

import pytest

from renkei_client import Client
from rounds import events
from workbooks import XLSX, workbook

CP932 = {"Content-Type": "text/csv; charset=Shift_JIS"}
UTF8 = {"Content-Type": "text/csv; charset=utf-8"}
LINES = {"Content-Type": "application/x-ndjson"}


@pytest.fixture
def source():
    return "sap-" + uuid.uuid4().hex[:8]


@pytest.fixture
def work(server):
    """Works off what waits."""
    def run():
        done = server.run("worker", "--kind", "files", "--once",
                          extra={"RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker")})
        assert done.returncode == 0, done.stderr
    return run


def table(rows, header=("取引先コード", "会社名", "会社名カナ", "法人番号", "国", "担当者", "メール", "住所")):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def vendors(count):
    return [[f"{number:06d}", f"取引先 {number}", "トリヒキサキ", "T7-0000-1205-0002", "日本", f"担当 {number}",
             f"v{number}@example.co.jp", "東京都"] for number in range(count)]


def send(client, source, data, headers=CP932, profile="generic-ja", **params):
    if isinstance(data, str):
        data = data.encode("cp932" if headers is CP932 else "utf-8")
    reply = client.post("/v1/imports", data=data, headers=headers,
                        params={"source": source, "profile": profile, **params})
    assert reply.status == 202, reply
    assert reply.headers["Location"] == f"/v1/imports/{reply.body['id']}"
    assert reply.body["state"] == "received"
    return reply.body["id"]


def result(client, id_):
    return client.get(f"/v1/imports/{id_}").body


def brought(client, work, source, data, *args, **options):
    id_ = send(client, source, data, *args, **options)
    work()
    return result(client, id_)


def seq(server, tenant):
    """How often suppliers were told of; that a file came is told, too."""
    return server.sql("select count(*) from app.events where tenant_id = %s and type like 'supplier.%%'", tenant.id)[0][0]


def counts(created=0, updated=0, unchanged=0, failed=0):
    return {"created": created, "updated": updated, "unchanged": unchanged, "failed": failed}


def test_a_vendor_master_comes_in_as_a_file_of_a_japanese_system(erp, client, work, source):
    one = brought(erp, work, source, table(vendors(450)))
    assert (one["state"], one["counts"]) == ("done", counts(created=450)), one
    assert one["progress"] == {"rows_total": 450, "rows_done": 450, "rows_unprocessed": 0}
    assert one["ignored_columns"] == [] and one["error"] is None
    made = client.get(f"/v1/suppliers/by-external-id/{source}/000007").body
    assert (made["name"], made["corporate_number"], made["country"]) == ("取引先 7", "7000012050002", "JP")
    assert made["addresses"] == [{"kind": "head_office", "country": "JP", "postal_code": None, "region": None, "locality": None,
                                  "lines": ["東京都"]}]
    assert [(one["name"], one["email"]) for one in made["contacts"]] == [("担当 7", "v7@example.co.jp")]
    told = [event for event in events(client) if event["supplier_id"] == made["id"]]
    assert [(event["type"], event["actor"]["sub"]) for event in told] == [("supplier.created", "client:erp")]


def test_the_next_night_writes_nothing_and_tells_what_changed(erp, server, tenant, work, source):
    rows = vendors(30)
    brought(erp, work, source, table(rows))
    before = seq(server, tenant)
    assert brought(erp, work, source, table(rows).encode("utf-8-sig"), UTF8)["counts"] == counts(unchanged=30)
    assert seq(server, tenant) == before
    rows[3][1], rows[4][2], rows[5][1:] = "改名", "\\N", [""] * 7
    assert brought(erp, work, source, table(rows))["counts"] == counts(updated=2, unchanged=28)
    assert seq(server, tenant) == before + 2


ADDRESSED = ["取引先コード", "会社名", "国", "郵便番号", "都道府県", "市区町村", "住所"]


def test_a_file_says_the_address_of_the_head_office_and_leaves_the_others(erp, client, work, source):
    rows = [["1", "あ", "日本", "〒１００−０００１", "東京都", "千代田区", "千代田1-1\nみどりビル"], ["2", "い", "ドイツ", "", "", "", ""],
            ["3", "う", "日本", "12", "", "", ""], ["4", "え", "DE", "10115", "", "Berlin", "あ" * 201]]
    def said(one):
        return [(row["row"], row["error_code"], row["error_field"]) for row in client.get(f"/v1/imports/{one['id']}/rows").body["data"]]
    one = brought(erp, work, source, table(rows, ADDRESSED), UTF8)
    assert said(one) == [(2, "not_country", "国"), (3, "postal_code", "郵便番号"), (4, "too_long", "住所")], one
    path = f"/v1/suppliers/by-external-id/{source}/1"
    office = {"kind": "head_office", "country": "JP", "postal_code": "100-0001", "region": "東京都", "locality": "千代田区",
              "lines": ["千代田1-1", "みどりビル"]}
    made = client.get(path).body
    assert made["addresses"] == [office]
    plant = {**office, "kind": "factory", "lines": ["工場"]}
    assert client.patch(f"/v1/suppliers/{made['id']}", if_match="*", json={"addresses": [plant, office]}).status == 200
    assert brought(erp, work, source, table(rows[:1], ADDRESSED), UTF8)["counts"] == counts(unchanged=1)
    moved = ["1", "", "", "", "大阪府", "\\N", "\\N"]
    assert brought(erp, work, source, table([moved], ADDRESSED), UTF8)["counts"] == counts(updated=1)
    assert client.get(path).body["addresses"] == [plant, {**office, "region": "大阪府", "locality": None, "lines": []}]


def test_lines_of_json_are_the_rows_of_a_bulk(erp, work, source):
    rows = [{"external_id": str(number), "name": f"取引先 {number}"} for number in range(5)]
    lines = "\n".join(json.dumps(row) for row in rows)
    assert brought(erp, work, source, lines, LINES)["counts"] == counts(created=5)


def test_what_failed_comes_back_as_it_came_and_imports_once_it_is_corrected(erp, work, source):
    rows = vendors(12)
    rows[2][3], rows[5][6], rows[7][1] = "1234567890123", "no mail", ""
    rows.append([*rows[9][:1], "同じ番号", *rows[9][2:]])
    one = brought(erp, work, source, table(rows))
    assert (one["state"], one["counts"]) == ("done", counts(created=8, failed=5))
    shown = erp.get(f"/v1/imports/{one['id']}/rows").body["data"]
    assert [(row["row"], row["line"], row["error_code"], row["error_field"], row["error_value"]) for row in shown] == [
        (3, 4, "corporate_number", "法人番号", "1234567890123"),
        (6, 7, "not_email", "メール", "no mail"), (8, 9, "required", "会社名", ""),
        (10, 11, "same_number", "取引先コード", "000009"), (13, 14, "same_number", "取引先コード", "000009")]
    file = erp.get(f"/v1/imports/{one['id']}/failed-file")
    assert file.headers["Content-Type"] == "text/csv; charset=shift_jis"
    back = list(csv.DictReader(io.StringIO(file.raw.decode("cp932"))))
    assert list(back[0])[-4:] == ["error_code", "error_field", "error_value", "error_detail"]
    assert [row["取引先コード"] for row in back] == ["000002", "000005", "000007", "000009", "000009"]
    assert back[0]["error_detail"] and back[0]["住所"] == "東京都"
    back[0]["法人番号"], back[1]["メール"], back[2]["会社名"] = "", "", "名前"
    del back[4]
    again = brought(erp, work, source, table([row.values() for row in back], back[0].keys()))
    assert (again["state"], again["counts"]) == ("done", counts(created=4)), again
    assert erp.get(f"/v1/imports/{again['id']}/rows").body["data"] == []


def test_the_file_goes_when_it_is_done_and_what_became_of_it_stays_thirty_days(erp, server, work, source):
    rows = vendors(2)
    rows[1][3] = "1234567890123"
    def held():
        return {part for part, in server.sql("select part from app.job_files where job_id = %s", one["id"])}, *server.sql(
            "select bytes, expires_at - finished_at from app.jobs where id = %s", one["id"])[0]
    one = brought(erp, work, source, table(rows), dry_run="true")
    assert held()[0] == {"source", "failed"}
    assert erp.post(f"/v1/imports/{one['id']}/run").status == 202
    assert held()[:2] == ({"source"}, len(table(rows).encode("cp932")))
    work()
    parts, size, kept = held()
    failed = server.sql("select sum(length(bytes)) from app.job_files where job_id = %s", one["id"])[0][0]
    assert (parts, size, kept.days) == ({"failed"}, failed, 30)


def test_failed_lines_come_back_as_lines(erp, work, source):
    lines = b'{"external_id": "1", "name": "x", "tags": ["a"]}\n{"external_id": "2", "name": "y"}'
    one = brought(erp, work, source, lines, LINES)
    assert one["counts"] == counts(created=1, failed=1)
    back = json.loads(erp.get(f"/v1/imports/{one['id']}/failed-file", headers={"Accept": "*/*"}).raw)
    assert (back["external_id"], back["error_code"], back["tags"]) == ("1", "risk_field", ["a"])
    del back["tags"]
    assert brought(erp, work, source, json.dumps(back), LINES)["counts"] == counts(created=1)


def test_a_dry_run_tells_and_then_runs(erp, client, work, server, tenant, source):
    before = seq(server, tenant)
    one = brought(erp, work, source, table(vendors(3)), dry_run="true")
    assert (one["state"], one["counts"], one["dry_run"]) == ("ready", counts(created=3), True)
    assert seq(server, tenant) == before
    assert erp.post(f"/v1/imports/{one['id']}/run").status == 202
    again = erp.post(f"/v1/imports/{one['id']}/run")
    assert (again.status, again.code) == (409, "invalid_state")
    work()
    one = result(erp, one["id"])
    assert (one["state"], one["counts"], one["dry_run"]) == ("done", counts(created=3), False)
    assert seq(server, tenant) == before + 3


def test_a_cancelled_import_saves_nothing_more(erp, work, source, client):
    id_ = send(erp, source, table(vendors(3)))
    assert erp.post(f"/v1/imports/{id_}/cancel").body["state"] == "cancelled"
    assert result(erp, id_)["progress"] == {"rows_total": None, "rows_done": 0, "rows_unprocessed": None}
    work()
    one = result(erp, id_)
    assert (one["state"], one["error"], one["progress"]) == ("cancelled", None, {"rows_total": 3, "rows_done": 0, "rows_unprocessed": 3})
    assert erp.post(f"/v1/imports/{id_}/cancel").status == 409
    assert client.get(f"/v1/suppliers/by-external-id/{source}/000001").status == 404
    assert id_ in [one["id"] for one in erp.get("/v1/imports").body["data"]]


LEFT = [["external_id", "name"], ["1", "あ"], ["2", "い"], ["3", "う"]]


@pytest.mark.parametrize("data, headers", [
    (table(LEFT[1:], LEFT[0]).encode(), UTF8), (table(LEFT[1:], LEFT[0]).encode("cp932"), CP932), (workbook(LEFT), XLSX),
    ("\n".join(json.dumps(dict(zip(LEFT[0], row))) for row in LEFT[1:]), LINES)], ids=["utf8", "cp932", "xlsx", "lines"])
def test_what_a_cancelled_import_left_can_be_sent_again(erp, work, source, data, headers):
    id_ = send(erp, source, data, headers, profile="renkei")
    assert erp.post(f"/v1/imports/{id_}/cancel").status == 200
    work()
    assert erp.get(f"/v1/imports/{id_}/rows").body["data"] == []
    page = erp.get(f"/v1/imports/{id_}/rows", params={"outcome": "unprocessed", "limit": 2}).body
    rest = erp.get(f"/v1/imports/{id_}/rows", params={"outcome": "unprocessed", "limit": 2, "cursor": page["page"]["next_cursor"]}).body
    assert [(row["row"], row["error_code"], row["problem"]) for row in page["data"] + rest["data"]] == [
        (number, "unprocessed", None) for number in (1, 2, 3)] and not rest["page"]["has_more"]
    path = f"/v1/imports/{id_}/failed-file"
    left = erp.get(path, headers={"Accept": "*/*"}).raw
    assert left == erp.get(path, headers={"Accept": "*/*"}, params={"outcome": "unprocessed"}).raw
    assert brought(erp, work, source, left, headers, profile="renkei")["counts"] == counts(created=3)


def test_a_file_that_cannot_be_read_is_cancelled_all_the_same(erp, work, source):
    id_ = send(erp, source, b"external_id,name\n1,\xff\n", UTF8, profile="renkei")
    assert erp.post(f"/v1/imports/{id_}/cancel").status == 200
    work()
    assert (result(erp, id_)["state"], result(erp, id_)["progress"]["rows_unprocessed"]) == ("cancelled", 0)


HEAD = "external_id,name\n"


@pytest.mark.parametrize("data, headers, error, line", [
    ((HEAD + "1,あ\n2,い\n").encode("cp932"), {"Content-Type": "text/csv"}, "not_utf8", 2),
    (b"external_id,name\n1,a\n2,\x81\xff\n", CP932, "not_cp932", 3),
    ((HEAD + "1,か\n").encode() + "2,き\n".encode("cp932"), UTF8, "not_utf8", 3),
    ((HEAD + "1,a\x00b\n").encode(), UTF8, "nul_byte", 2),
    ((HEAD + '1,"a\n2,b\n3,c\n').encode(), UTF8, "csv_syntax", 2),
    ((HEAD + '1,a"b"\n').encode(), UTF8, "csv_syntax", 2),
    (("external_id," + ",".join(f"c{n}" for n in range(70_000)) + "\n1\n").encode(), UTF8, "too_many_columns", 1),
    ((HEAD + "1," + "x" * 3_000_000 + "\n").encode(), UTF8, "row_too_large", 2),
    ((HEAD + '1,"' + "x\n" * 1_000_000).encode(), UTF8, "row_too_large", 2),
    (b"name\nx\n", UTF8, "no_number_column", 1),
    (b"external_id,External_ID\nx,y\n", UTF8, "column_twice", 1),
    (HEAD.encode(), UTF8, "no_rows", None),
    (b"\n\r\n", UTF8, "no_rows", None),
    (b'{"external_id": "1"}\n[1]', LINES, "json_syntax", 2),
    (b'{"external_id": ' + b"[" * 1000, LINES, "json_syntax", 1),
    (b'{"external_id": "1", "a": [' + b"1," * 10_000 + b"1]}", LINES, "json_syntax", 1),
], ids=range(16))
def test_a_file_that_cannot_be_read_fails_whole_and_says_where(erp, client, work, server, tenant, source,
                                                               data, headers, error, line):
    before = seq(server, tenant)
    one = brought(erp, work, source, data, headers, profile="renkei")
    assert (one["state"], one["error"], one["error_line"]) == ("failed", error, line)
    assert one["counts"] == counts() and seq(server, tenant) == before


def test_nothing_says_which_system_the_numbers_are_of(erp, work):
    reply = erp.post("/v1/imports", data=b"external_id,name\n1,a\n", headers=UTF8)
    work()
    assert result(erp, reply.body["id"])["error"] == "no_source"


def test_the_system_may_stand_in_a_column(erp, work, source, client):
    reply = erp.post("/v1/imports", data=f"source,external_id,name\n{source},1,a\n,2,b\n".encode(), headers=UTF8)
    work()
    assert result(erp, reply.body["id"])["counts"] == counts(created=1, failed=1)


def test_numbers_stay_the_texts_they_are(erp, work, source, client):
    numbers = ["000123", "A/1", "1%", "ＡＢＣ", "=1+1", "1e5", 'q"q', "a,b"]
    assert brought(erp, work, source, table([[number, "x"] for number in numbers], ["取引先コード", "会社名"]))[
        "counts"] == counts(created=len(numbers))
    found = client.get("/v1/suppliers", params={"external_source": source, "external_id": "000123"}).body["data"]
    assert [one["external_ids"][0]["id"] for one in found] == ["000123"]


@pytest.mark.parametrize("headers, status", [
    ({"Content-Type": "text/plain"}, 415), ({"Content-Type": "application/json"}, 415),
    ({"Content-Type": "text/csv; charset=euc-jp"}, 415), ({}, 415)])
def test_what_is_no_file_of_ours_is_refused_at_once(erp, headers, status):
    assert erp.post("/v1/imports", data=b"a,b\n", headers=headers).status == status
    assert erp.post("/v1/imports", data=b"", headers=UTF8).code == "body_missing"
    assert erp.post("/v1/imports", data=b"a", headers=UTF8, params={"profile": "x"}).status == 400


def test_another_tenants_imports_are_not_there(erp, server, make_tenant, source):
    id_ = send(erp, source, table(vendors(1)))
    stranger = Client(server, make_tenant().token("admin"))
    for path in ("", "/rows", "/failed-file"):
        assert stranger.get(f"/v1/imports/{id_}{path}").status == 404
    for action in ("run", "cancel"):
        assert stranger.post(f"/v1/imports/{id_}/{action}").status == 404


def test_a_key_is_one_file(erp, work, source):
    def post(rows):
        return erp.post("/v1/imports", data=table(rows).encode("cp932"), headers=CP932, key=f"night-{source}",
                        params={"source": source, "profile": "generic-ja"})
    first = post(vendors(1))
    again = post(vendors(1))
    assert again.headers["Idempotency-Replayed"] == "true" and again.body == first.body
    other = post(vendors(2))
    assert (other.status, other.code) == (422, "idempotency_key_reused")
    work()
    assert result(erp, first.body["id"])["counts"] == counts(created=1)


def test_a_tenant_that_sent_many_files_is_told(make_tenant):
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token())
    for number in range(20):
        send(client, f"s{number}", table(vendors(1)))
    full = client.post("/v1/imports", data=table(vendors(1)).encode("cp932"), headers=CP932, params={"profile": "generic-ja"})
    assert (full.status, full.code) == (409, "jobs_full")
    for job in client.get("/v1/imports").body["data"]:  # nothing is left to the workers of other tests
        assert client.post(f"/v1/imports/{job['id']}/cancel").status == 200
