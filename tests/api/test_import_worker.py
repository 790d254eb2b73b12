"""Imports from the command line, there and back again, and by workers that are killed."""
import csv
import io
import stat

import pytest

from renkei_client import Client
from test_exports import end_lease, finished, held_files, is_waiting, start_worker, wait_until
from test_imports import CP932, brought, counts, result, send, seq, table, vendors, work  # noqa: F401
from workbooks import XLSX, workbook


@pytest.fixture
def worker(server, tmp_path):
    process = start_worker(server, tmp_path / "log")
    yield
    process.terminate()
    assert process.wait(20) == 0


def test_the_command_line_sends_a_file_and_puts_what_failed_beside_it(server, tenant, worker, source, tmp_path):
    def run(path, *options):
        done = server.run("import", str(path), "--tenant", tenant.id, "--source", source, *options)
        return done.returncode, done.stdout, done.stderr
    rows = vendors(3)
    rows[1][3] = "1234567890123"
    file, failed = tmp_path / "vendors.csv", tmp_path / "vendors.failed.csv"
    file.write_bytes(table(rows).encode("cp932"))
    options = ("--profile", "generic-ja", "--encoding", "cp932", "--watch")
    code, told, bar = run(file, *options, "--dry-run")
    assert (code, told.splitlines()[0]) == (65, "would be: created 2, updated 0, unchanged 0, failed 1"), bar
    code, told, bar = run(file, *options)
    assert (code, told) == (65, f"created 2, updated 0, unchanged 0, failed 1\nrows that failed: {failed}\n")
    assert bar.endswith("[" + "=" * 40 + "] 3 / 3 \n")
    assert stat.S_IMODE(failed.stat().st_mode) == 0o600
    back = list(csv.DictReader(io.StringIO(failed.read_text("cp932"))))
    assert [(row["取引先コード"], row["error_code"]) for row in back] == [("000001", "corporate_number")]
    back[0]["法人番号"] = "7000012050002"
    failed.write_text(table([row.values() for row in back], back[0].keys()), "cp932")
    assert run(failed, *options)[:2] == (0, "created 1, updated 0, unchanged 0, failed 0\n")
    book = tmp_path / "book.XLSX"
    book.write_bytes(workbook([["external_id", "name"], ["000001", "取引先 1"]], "S"))
    assert run(book, "--sheet", "S")[:2] == (0, "created 0, updated 0, unchanged 1, failed 0\n")
    code, told, why = run(book, "--sheet", "T")
    assert (code, told, why) == (65, "", "renkei: import: No sheet of that name or none that is shown\n")
    file.write_text("name\nx\n")
    assert run(file) == (65, "", f"{file}:1: renkei: import: No column with the supplier number\n")
    assert run(tmp_path / "none.csv")[0] == 65 and run(file, "--profile", "")[0] == 64 and run(file, "--profile", "x")[0] == 1 and run(tmp_path / "f.txt")[0] == 64


@pytest.mark.parametrize("form, headers", [("csv", {"Content-Type": "text/csv"}), ("xlsx", XLSX),
                                           ("ndjson", {"Content-Type": "application/x-ndjson"})])
def test_an_export_comes_back_unchanged_and_is_exported_again_byte_for_byte(erp, server, make_tenant, work, form, headers):
    client = Client(server, make_tenant().token("admin"))
    rows = [*vendors(3), ["A/1%", '"引用", =1', "", "", "DE", "担当", "a@example.com", ""], ["00７", "_x0041_", *[""] * 6]]
    assert brought(client, work, "erp", table(rows))["counts"] == counts(created=5)
    for one, of in zip(client.get("/v1/suppliers").body["data"], (
            [{"kind": "factory", "lines": ["工場"]}], [{"postal_code": "1000001", "region": "東京都", "lines": ["千代田", "1-1"]}, {}])):
        assert client.patch(f"/v1/suppliers/{one['id']}", if_match="*", json={"addresses": of}).status == 200
    columns = {"columns": ["source", "external_id", "name", "name_kana", "corporate_number", "country", "kind"]}
    order = columns if form == "ndjson" else {}
    first = finished(client, server, "suppliers", form, **order)[1].raw
    reply = client.post("/v1/imports", data=first, headers=headers)
    work()
    assert result(client, reply.body["id"])["counts"] == counts(unchanged=5), result(client, reply.body["id"])
    assert finished(client, server, "suppliers", form, **order)[1].raw == first


def killed_halfway(erp, server, source, tmp_path):
    """An import of 500 rows whose worker died when it had saved 400."""
    rows = vendors(500)
    rows[450][3] = "1234567890123"  # of the third batch: to keep it a worker must store a piece of a file
    id_ = send(erp, source, table(rows), CP932)
    with held_files(server):
        killed = start_worker(server, tmp_path / "log")
        wait_until(lambda: is_waiting(server))
        killed.kill()
        killed.wait()
    return id_


def test_what_a_cancel_left_halfway_is_sent_on(erp, server, work, source, tmp_path):
    id_ = killed_halfway(erp, server, source, tmp_path)
    assert erp.post(f"/v1/imports/{id_}/cancel").body["progress"]["rows_unprocessed"] is None
    work()
    one = result(erp, id_)
    assert (one["state"], one["counts"], one["progress"]) == (
        "cancelled", counts(created=400), {"rows_total": 500, "rows_done": 400, "rows_unprocessed": 100})
    left = erp.get(f"/v1/imports/{id_}/failed-file").raw
    assert brought(erp, work, source, left, CP932)["counts"] == counts(created=99, failed=1)


def test_a_worker_that_is_killed_leaves_the_rest_to_the_next(erp, server, tenant, work, source, tmp_path):
    before = seq(server, tenant)
    id_ = killed_halfway(erp, server, source, tmp_path)
    half = result(erp, id_)
    assert (half["state"], half["progress"], half["counts"]) == (
        "running", {"rows_total": 500, "rows_done": 400, "rows_unprocessed": 0}, counts(created=400))
    end_lease(server)
    work()
    whole = result(erp, id_)
    assert (whole["state"], whole["counts"]) == ("done", counts(created=499, failed=1))
    assert seq(server, tenant) == before + 499
    assert server.sql("select count(*), count(distinct external_id) from app.supplier_external_ids where source = %s",
                      source) == [(499, 499)]
    assert len(erp.get(f"/v1/imports/{id_}/rows").body["data"]) == 1
