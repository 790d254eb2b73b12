"""取引先別リスク評価書: one supplier on two pages, read as its reader finds it: by the text of the PDF."""
import datetime
import os
import re
import subprocess
import sys
import uuid

import pytest

import renkei_server
from renkei_client import Client
from rounds import ALL_ANSWERS, PROFILE, ask, make_supplier, save, submit_all

MEASURE = {"effect": 0.5, "impact": "A"}
PDF = {"Accept": "application/pdf"}
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9))).date()
BAD = {**ALL_ANSWERS, "B-01": {"answer": "×"}, "B-03": {"answer": "×"}, "M-02": {"choice": "open"}}


def pages_of(client, supplier, **options):
    """The text of each page, without blanks: lines break where they will."""
    reply = client.get(f"/v1/suppliers/{supplier}/report.pdf", headers=PDF, **options)
    assert reply.status == 200 and reply.headers["Content-Type"] == "application/pdf", reply
    assert reply.headers["Content-Disposition"].startswith('attachment; filename="risk-assessment.pdf"')
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=reply.raw, capture_output=True, check=True).stdout.decode()
    return [re.sub(r"\s", "", page) for page in text.split("\f")[:-1]]


def squeezed(text):
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def assessed(client, sheet):
    supplier = make_supplier(client, "株式会社髙﨑彅電機製作所", profile=PROFILE, corporate_number="7000012050002",
                             external_ids=[{"source": "erp", "id": "V-4711"}])
    response = ask(client, supplier, sheet)
    submit_all(client, response, BAD)
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    for number, days in (("LATER", 400), ("GONE", -3)):
        assert client.post("/v1/certificates", json={
            "supplier_id": supplier, "kind": "p_mark", "number": number, "issued_on": "2024-01-01",
            "expires_on": str(TODAY + datetime.timedelta(days=days))}).status == 201
    assert client.post("/v1/measures", json={"supplier_id": supplier, "title": "多要素認証を導入する", **MEASURE,
                                             "due_on": str(TODAY + datetime.timedelta(days=30))}).status == 201
    return supplier


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_committee_reads_what_the_service_says(client, assessed, lang):
    first, second = pages_of(client, assessed, lang=lang)
    score = client.get(f"/v1/suppliers/{assessed}/score", lang=lang).body
    assert "株式会社髙﨑彅電機製作所" in first and "7000012050002" in first and "erp:V-4711" in first
    assert f"{score['score']:.1f}" in first and score["words"]
    for sentence in score["words"]:
        assert squeezed(sentence) in first
    assert first.index("GONE") < first.index("LATER"), "what has expired stands first"
    findings = client.get("/v1/findings", params={"supplier_id": assessed, "sort": "-reduction", "state": "open"}).body["data"]
    places = [second.index(squeezed(finding["question"]["code"])) for finding in findings]
    assert len(places) > 1 and places == sorted(places)
    assert "多要素認証を導入する" in second and score["model_version"] in second
    for number, page in enumerate((first, second), 1):
        assert f"{number}/2" in page and str(TODAY) in page and "tester" in page


def test_who_was_never_assessed_is_not_said_to_be_safe(client, supplier):
    first, second = pages_of(client, supplier, lang="ja")
    assert "まだ評価されていません（未依頼）" in first and "リスクが低いという意味ではありません" in first
    assert "未評価" in first and "登録された証明書はありません" in first and "未解消の指摘事項はありません" in second
    assert "has not been assessed yet" in " ".join(subprocess.run(
        ["pdftotext", "-", "-"], input=client.get(f"/v1/suppliers/{supplier}/report.pdf", headers=PDF, lang="en").raw,
        capture_output=True, check=True).stdout.decode().split())


def test_two_pages_whatever_there_is(server, client, sheet):
    """A name of 200 characters, hundreds of findings and lines in what people wrote: cut, counted, never a third page."""
    supplier = make_supplier(client, "寿限無" * 66, profile=PROFILE)
    submit_all(client, ask(client, supplier, sheet), BAD)
    for title in ("一行目\n二行目\n" * 40, "Donaudampfschifffahrtsgesellschaft" * 5, "abc\u0301\u0e33" * 40):
        assert client.post("/v1/measures", json={"supplier_id": supplier, "title": title[:200].replace("\n", " "), **MEASURE}).status == 201
    server.sql("""insert into app.findings select (jsonb_populate_record(f, jsonb_build_object(
                    'id', gen_random_uuid(), 'question_code', f.question_code || '-' || n,
                    'text_ja', repeat('長い文 ', 400)))).*
                    from app.findings f, generate_series(1, 250) n where f.supplier_id = %s returning 1""", supplier)
    total = client.get("/v1/findings", params={"supplier_id": supplier, "state": "open", "include_total": "true"}).body["total"]
    first, second = pages_of(client, supplier, lang="ja")
    shown = len(re.findall(r"×未対応|△対応中|未回答未対応", second))
    assert total > 500 and f"ほか{total - shown}件" in second, (total, shown)
    assert "1/2" in first and "2/2" in second


def test_it_is_for_who_may_read_all_of_it(client, login, assessed):
    assert login("respondent", supplier_id=assessed).get(f"/v1/suppliers/{assessed}/report.pdf", headers=PDF).status == 403
    assert login("viewer").get(f"/v1/suppliers/{assessed}/report.pdf", headers=PDF).status == 200
    unknown = client.get(f"/v1/suppliers/{uuid.uuid4()}/report.pdf", headers=PDF)
    assert (unknown.status, unknown.code) == (404, "not_found")


@pytest.fixture
def without_fonts(server, keys, tmp_path, monkeypatch):
    """A second process of the service, on a machine that has no font."""
    alone = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else []), "sh", "-c"]
    hide = "mount -t tmpfs none /usr/share/fonts"
    if subprocess.run([*alone, hide], capture_output=True).returncode != 0:
        print("\nNOT TRIED without a font: no mount namespace for us", file=sys.__stderr__)
        pytest.skip("no namespaces")
    program = tmp_path / "renkei"
    program.write_text(f"#!/bin/sh\nexec {' '.join(alone)} '{hide} && exec \"$0\" \"$@\"' {renkei_server.BINARY} \"$@\"\n")
    program.chmod(0o700)
    monkeypatch.setattr(renkei_server, "BINARY", str(program))
    second = renkei_server.Server(server.database, tmp_path, (server.keys, server.private_key)).start()
    yield second
    second.stop()


def test_without_a_font_it_is_told_so_and_nothing_else_is_missing(without_fonts, tenant, assessed):
    client = Client(without_fonts, tenant.token("admin"))
    refused = {lang: client.get(f"/v1/suppliers/{assessed}/report.pdf", headers=PDF, lang=lang) for lang in ("ja", "en")}
    assert {(reply.status, reply.code) for reply in refused.values()} == {(503, "no_font")}
    assert "日本語フォント" in refused["ja"].body["detail"] and "fonts-ipaexfont-gothic" in refused["en"].body["detail"]
    assert client.get(f"/v1/suppliers/{assessed}/score").status == 200
