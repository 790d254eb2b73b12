"""Files behind answers: sent, looked at by a worker, scanned, handed out to who may see them."""
import contextlib
import hashlib
import io
import socket
import threading
import uuid
import zipfile

import pytest

from renkei_client import Client
from rounds import SHEET, ask, events, make_supplier, publish_sheet, submit_all, tokyo
from test_exports import end_lease, start_worker
from test_links import add_contact, enter, exchange, make_link
from workbooks import XLSX, workbook

PDF, TEXT, CSV = "application/pdf", "text/plain", "text/csv"
WORD = XLSX["Content-Type"].replace("spreadsheetml.sheet", "wordprocessingml.document")
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"


def pdf(text=""):
    return f"%PDF-1.7\n{text or uuid.uuid4()}\n%%EOF\n".encode()


def archive(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return file.getvalue()


@pytest.fixture
def response(client, supplier, sheet):
    return ask(client, supplier, sheet, due_on="2027-06-30")


@pytest.fixture(scope="module")
def allowed(client):
    """Files that nobody scanned are handed out."""
    assert client.patch("/v1/settings", if_match="*", json={"allow_unscanned_evidence": True}).status == 200


@pytest.fixture
def work(server):
    """Works off what waits."""
    def run(**extra):
        done = server.run("worker", "--kind", "files", "--once",
                          extra={"RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker"), **extra})
        assert done.returncode == 0, done.stderr
    return run


@pytest.fixture
def tanaka(server, client, anyone, supplier, response):
    """Whoever holds the link to the response."""
    contact = add_contact(client, supplier)
    return enter(server, exchange(anyone, make_link(client, response, contact_id=contact)))


def send(client, response, data, kind=PDF, name="証跡.pdf", code="B-01", **params):
    return client.post(f"/v1/responses/{response}/answers/{code}/evidence", data=data,
                       headers={"Content-Type": kind}, params={"name": name, **params})


def sent(client, response, *arguments, **options):
    reply = send(client, response, *arguments, **options)
    assert reply.status == 201, reply
    assert reply.headers["Location"] == f"/v1/responses/{response}/evidence/{reply.body['id']}"
    return reply.body


def read(client, file):
    return client.get(f"/v1/responses/{file['response_id']}/evidence/{file['id']}")


def content(client, file):
    return client.get(f"/v1/responses/{file['response_id']}/evidence/{file['id']}/content", headers={"Accept": "*/*"})


def remove(client, file, code="B-01"):
    return client.delete(f"/v1/responses/{file['response_id']}/answers/{code}/evidence/{file['id']}",
                         if_match=read(client, file).etag)


def told(client, file):
    return [event["type"] for event in events(client) if event["resource"]["id"] == file["id"]]


def test_a_respondent_sends_a_file_and_a_reviewer_fetches_it(server, client, tanaka, response, work, allowed):
    data = pdf() + b"x" * 600_000  # three pieces
    file = sent(tanaka, response, data, expires_on="2028-03-31", effective_on="2026-04-01")
    assert (file["state"], file["codes"], file["name"], file["bytes"]) == ("received", ["B-01"], "証跡.pdf", len(data))
    assert file["sha256"] == hashlib.sha256(data).hexdigest() and file["created_by"] == "tanaka@example.co.jp"
    held = content(client, file)
    assert (held.status, held.code) == (409, "evidence_held"), held
    again = send(tanaka, response, data)
    assert (again.status, again.body) == (200, file)
    work()
    seen = read(tanaka, file).body
    assert (seen["state"], seen["refusal"], bool(seen["checked_at"])) == ("unscanned", None, True), seen
    assert content(tanaka, file).status == 403
    fetched = content(client, file)
    assert (fetched.status, fetched.raw) == (200, data)
    assert fetched.headers["Content-Type"] == PDF
    assert fetched.headers["Content-Disposition"] == (
        "attachment; filename=\"evidence\"; filename*=UTF-8''%E8%A8%BC%E8%B7%A1.pdf")
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert fetched.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    listed = client.get(f"/v1/responses/{response}/answers/B-01/evidence").body["data"]
    assert listed == client.get(f"/v1/responses/{response}/evidence").body["data"] == [read(client, file).body]
    assert client.get(f"/v1/responses/{response}/answers/B-03/evidence").body["data"] == []
    assert told(client, file) == ["evidence.added", "evidence.scanned"]
    scanned = events(client)[-1]
    assert (scanned["actor"]["sub"], scanned["changes"]["state"]) == ("system", ["quarantined", "unscanned"])
    work()
    assert read(client, file).body["revision"] == 3, "it is looked at once"


def test_without_a_word_in_the_settings_nothing_unscanned_comes_out(server, work, make_tenant):
    other = Client(server, make_tenant().token("admin"))
    questionnaire = other.get("/v1/questionnaires?state=published&code=motex-scrm-2024").body["data"][0]["id"]
    file = sent(other, ask(other, make_supplier(other), questionnaire), pdf(), code="CYB-07")
    work()
    held = content(other, file)
    assert (held.status, held.code, read(other, file).body["state"]) == (409, "evidence_held", "unscanned"), held


FILES = [
    (PNG, "image/png", "a.png", "unscanned", None),
    (b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", "image/jpeg", "a.JPEG", "unscanned", None),
    (workbook([["a", 1]]), XLSX["Content-Type"], "a.xlsx", "unscanned", None),
    (archive("docProps/app.xml", "[Content_Types].xml", "word/document.xml"), WORD, "a.docx", "unscanned", None),
    ("議事録\r\n第1回".encode("cp932"), TEXT, "a.txt", "unscanned", None),
    ("議事録".encode("utf-16"), TEXT, "a.txt", "unscanned", None),
    ("取引先,日付\r\nみどり,2026-01-01\r\n".encode(), CSV + "; charset=utf-8", "a.csv", "unscanned", None),
    (archive("[Content_Types].xml", "word/document.xml"), XLSX["Content-Type"], "a.xlsx", "refused", "wrong_type"),
    (archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), XLSX["Content-Type"], "a.xlsx", "refused",
     "macros"),
    (b"PK\3\4 and no archive", XLSX["Content-Type"], "a.xlsx", "refused", "wrong_type"),
    (b"<!DOCTYPE html><html><script>x</script></html>", TEXT, "a.txt", "refused", "wrong_type"),
    (b"#!/bin/sh\necho x\n", TEXT, "a.txt", "refused", "wrong_type"),
    (b"%PDF-1.7\n", "text/csv", "a.csv", "refused", "wrong_type"),
]


def test_a_file_is_what_its_content_says(client, response, work, allowed):
    files = [sent(client, response, *row[:3]) for row in FILES]
    work()
    for file, (*_, state, refusal) in zip(files, FILES, strict=True):
        seen = read(client, file).body
        assert (seen["state"], seen["refusal"]) == (state, refusal), seen
        assert (content(client, file).status == 409) == (refusal is not None)


@pytest.mark.parametrize("data, kind, name, status, fault", [
    (b"<html><script>", PDF, "a.pdf", 422, "not_this_type"),
    (b"MZ\x90\0\3", TEXT, "a.txt", 422, "not_this_type"),
    (b"MZ\x90\0\3", "application/octet-stream", "a.exe", 415, None),
    (b"--x\r\n", "multipart/form-data; boundary=x", "a.pdf", 415, None),
    (pdf(), "application/pdfx", "a.pdf", 415, None),
    (pdf(), PDF, "a.pdf.exe", 400, "not_file_name"),
    (pdf(), PDF, "../a.pdf", 400, "not_file_name"),
    (pdf(), PDF, ".pdf", 400, "not_file_name"),
    (pdf(), PDF, "gepj.\u202efdp.pdf", 400, "not_line"),
    (pdf(), PDF, "a\r\nX-Evil: 1.pdf", 400, "not_line"),
])
def test_what_is_no_such_file_is_refused_at_once(client, response, data, kind, name, status, fault):
    reply = send(client, response, data, kind, name)
    assert reply.status == status, reply
    if fault:
        assert [error["code"] for error in reply.body["errors"]] == [fault], reply
    assert client.get(f"/v1/responses/{response}/evidence").body["data"] == []


def test_a_file_is_as_large_as_it_may_be(client, response):
    assert send(client, response, b"%PDF-" + bytes(10 * 1024 * 1024 - 5)).status == 201
    assert send(client, response, b"%PDF-" + bytes(10 * 1024 * 1024 - 4)).status == 413


def test_one_file_is_behind_two_answers_until_it_is_taken_from_both(server, client, tenant, response):
    def held():
        return server.sql("select value from app.tenant_counters where tenant_id = %s and name = 'evidence'", tenant.id)[0][0]
    before = held()
    data = pdf()
    file = sent(client, response, data)
    both = sent(client, response, data, name="other.pdf", code="B-03")
    assert (both["id"], both["codes"], both["name"]) == (file["id"], ["B-01", "B-03"], file["name"])
    assert held() == before + len(data)
    stale = client.delete(f"/v1/responses/{response}/answers/B-01/evidence/{file['id']}", if_match='"1"')
    assert stale.status == 412
    assert remove(client, file).status == 204
    assert read(client, file).body["codes"] == ["B-03"]
    assert remove(client, file).status == 404
    assert remove(client, file, "B-03").status == 204
    assert read(client, file).status == 404 and held() == before
    assert server.sql("select count(*) from app.evidence_pieces where evidence_id = %s", file["id"]) == [(0,)]
    assert told(client, file) == ["evidence.added"] * 2 + ["evidence.deleted"] * 2


def test_what_was_submitted_stays_and_more_comes_after_a_return(client, tanaka, response):
    file = sent(tanaka, response, pdf())
    submit_all(tanaka, response)
    assert (send(tanaka, response, pdf()).code, remove(tanaka, file).code) == ("invalid_state", "invalid_state")
    assert client.post(f"/v1/responses/{response}/return", json={"reasons": [{"code": "B-01", "text": "x"}]}).status == 200
    gone = remove(tanaka, file)
    assert (gone.status, gone.code) == (409, "evidence_submitted"), gone
    more = sent(tanaka, response, pdf())
    assert remove(tanaka, more).status == 204


def test_name_and_days_are_changed_by_whose_turn_it_is(client, tanaka, response):
    file = sent(tanaka, response, pdf())
    path = f"/v1/responses/{response}/evidence/{file['id']}"
    changed = tanaka.patch(path, if_match='"1"', json={"name": "新.pdf", "expires_on": "2028-03-31"})
    assert (changed.status, changed.body["name"], changed.body["expires_on"]) == (200, "新.pdf", "2028-03-31"), changed
    assert tanaka.patch(path, if_match='"2"', json={"effective_on": "2028-04-01"}).errors == {"#/expires_on": "too_small"}
    assert tanaka.patch(path, if_match='"2"', json={"name": "新.exe"}).errors == {"#/name": "not_file_name"}
    assert tanaka.patch(path, if_match='"2"', json={"name": "新.pdf"}).body["revision"] == 2
    submit_all(tanaka, response)
    assert tanaka.patch(path, if_match="*", json={"expires_on": None}).code == "invalid_state"
    assert client.patch(path, if_match="*", json={"expires_on": None}).body["expires_on"] is None
    assert told(client, file) == ["evidence.added", "evidence.updated", "evidence.updated"]


def test_a_respondent_sees_files_of_its_response_alone(client, login, tanaka, supplier, response, sheet):
    other = sent(client, ask(client, make_supplier(client), sheet), pdf())
    own = sent(client, response, pdf())
    assert read(tanaka, own).body["created_by"] is None
    assert read(tanaka, other).status == read(tanaka, {**other, "response_id": response}).status == 404
    assert send(tanaka, other["response_id"], pdf()).status == 404
    assert tanaka.get(f"/v1/responses/{other['response_id']}/evidence").status == 404
    assert read(client, {**other, "response_id": response}).status == 404
    assert send(tanaka, response, pdf(), code="B-99").code == "unknown_question"


def test_a_response_has_at_most_twenty_files(server, client, response):
    for number in range(20):
        sent(client, response, pdf())
    full = send(client, response, pdf())
    assert (full.status, full.code) == (409, "evidence_full"), full
    server.sql("update app.jobs set state = 'cancelled' where state = 'queued' returning 1")  # nobody waits for them


# ---- the virus scanner, which here is played ----

class Scanner:
    """A clamd of ours: what it was sent, and what it says to it."""

    def __init__(self, path):
        self.scanned, self.mood, self.asked, self.goes_on = [], "well", threading.Event(), threading.Event()
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        self.socket.listen()
        self.environment = {"RENKEI_CLAMD": str(path)}
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                with self.socket.accept()[0] as peer, contextlib.suppress(OSError):
                    self.answer(peer, peer.makefile("rb"))

    def answer(self, peer, stream):
        assert stream.read(10) == b"zINSTREAM\0"
        if self.mood == "gone":
            return
        data = b""
        while length := int.from_bytes(stream.read(4), "big"):
            data += stream.read(length)
        self.asked.set()
        if self.mood == "slow":
            self.goes_on.wait(20)
        self.scanned.append(hashlib.sha256(data).hexdigest())
        verdict = b"Eicar-Test\r\nSignature FOUND" if b"EICAR" in data else b"OK"
        peer.sendall({"garbage": b"HTTP/1.1 400 Bad Request\r\n"}.get(self.mood, b"stream: " + verdict + b"\0"))


@pytest.fixture
def scanner(tmp_path):
    made = Scanner(tmp_path / "clamd")
    yield made
    made.socket.close()


def states(client, *files):
    return [read(client, file).body["state"] for file in files]


def test_a_scanned_file_is_clean_or_never_comes_out(client, response, work, scanner):
    good, bad = sent(client, response, pdf() + b"x" * 600_000), sent(client, response, pdf("EICAR"))
    work(**scanner.environment)
    assert states(client, good, bad) == ["clean", "infected"]
    assert read(client, bad).body["signature"] == "Eicar-Test??Signature"
    assert content(client, good).raw[-1:] == b"x" and content(client, bad).code == "evidence_held"
    assert reuse(client, response, bad, "B-03").code == "evidence_held"
    assert [scanner.scanned.count(file["sha256"]) for file in (good, bad)] == [1, 1]
    assert told(client, bad) == ["evidence.added", "evidence.scanned"]


def test_without_a_verdict_a_file_waits_for_the_scanner(server, client, response, work, scanner, tmp_path):
    file = sent(client, response, pdf())
    for mood, environment in (("well", {"RENKEI_CLAMD": str(tmp_path / "nobody")}), ("gone", {}), ("garbage", {})):
        scanner.mood = mood
        work(**{**scanner.environment, **environment})
        assert states(client, file) == ["quarantined"], mood
        assert content(client, file).code == "evidence_held"
        [(state, attempts)] = server.sql("select state, attempts from app.jobs where payload ->> 'evidence_id' = %s", file["id"])
        assert (state, attempts) == ("queued", 0), mood
        server.sql("update app.jobs set available_at = now() where state = 'queued' returning 1")
    scanner.mood = "well"
    work(**scanner.environment)
    assert states(client, file) == ["clean"]


def test_a_worker_that_is_killed_while_it_scans_leaves_the_file_to_the_next(server, client, response, work, scanner,
                                                                            tmp_path):
    file, gone = sent(client, response, pdf()), sent(client, response, pdf())
    assert remove(client, gone).status == 204
    scanner.mood = "slow"
    killed = start_worker(server, tmp_path / "log", **scanner.environment)
    assert scanner.asked.wait(20)
    killed.kill()
    killed.wait()
    scanner.goes_on.set()
    assert states(client, file) == ["quarantined"]
    end_lease(server)
    work(**scanner.environment)
    assert states(client, file) == ["clean"]
    assert told(client, file) == ["evidence.added", "evidence.scanned"]


# ---- the same file again, its end, and what a reviewer makes of it ----

def reuse(client, response, file, code="B-01"):
    return client.put(f"/v1/responses/{response}/answers/{code}/evidence/{file['id']}")


def test_next_year_the_file_is_put_behind_the_answer_again(server, client, tanaka, anyone, supplier, response, sheet):
    file = sent(tanaka, response, pdf())
    submit_all(tanaka, response)
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    year = ask(client, supplier, sheet, due_on="2027-12-31")
    contact = client.get(f"/v1/suppliers/{supplier}/contacts").body["data"][0]["id"]
    again = enter(server, exchange(anyone, make_link(client, year, contact_id=contact)))
    put = reuse(again, year, file)
    assert (put.status, put.body["codes"], put.body["response_id"]) == (200, ["B-01"], year), put
    assert reuse(again, year, file).body == put.body
    assert reuse(client, year, file, "B-03").body["codes"] == ["B-01", "B-03"]
    assert told(client, file) == ["evidence.added"] * 3
    assert remove(again, put.body).status == 204 and remove(again, put.body, "B-03").status == 204
    assert read(client, file).status == 200, "it is still behind the answer of last year"


def accept(client, response):
    assert client.post(f"/v1/responses/{response}/accept").status == 200


def previous_files(client, response, now=None):
    """{code: [(name, state)]} of the form."""
    form = client.get(f"/v1/responses/{response}/form", now=now).body
    return {question["code"]: [(file["name"], file["state"]) for file in question["previous_files"]]
            for section in form["sections"] for question in section["questions"] if question["previous_files"]}


def files_of(client, response):
    return {file["name"]: file["codes"] for file in client.get(f"/v1/responses/{response}/evidence").body["data"]}


def room(server, tenant):
    return server.sql("select value from app.tenant_counters where tenant_id = %s and name = 'evidence'", tenant.id)


def test_files_come_along_with_what_is_confirmed(server, client, tenant, tanaka, supplier, response, work, scanner):
    """Next year, with another version of the sheet: what still shows something, behind what is said again."""
    for name, code, more in (("手順.pdf", "B-01", {}), ("古い.pdf", "B-01", {"expires_on": "2027-01-31"}), ("消去.pdf", "B-01", {}),
                             ("認証.pdf", "B-02", {}), ("方針.pdf", "B-03", {}), ("日数.pdf", "M-04", {}), ("訓練.pdf", "M-05", {})):
        kept = sent(tanaka, response, pdf(), name=name, code=code, **more)
        if name in ("手順.pdf", "日数.pdf"):
            assert reuse(client, response, kept, "M-01").status == 200
        if name == "消去.pdf":
            assert client.delete(f"/v1/responses/{response}/evidence/{kept['id']}/content", if_match="*").status == 204
    sent(tanaka, response, pdf("EICAR"), name="感染.pdf", code="B-01")
    work(**scanner.environment)
    submit_all(tanaka, response)
    accept(client, response)
    held, later = room(server, tenant), "2027-03-01T00:00:00Z"
    sheet = client.get(f"/v1/responses/{response}").body["questionnaire"]["code"]
    questions = [{**SHEET["sections"][0]}, {**SHEET["sections"][1], "questions": SHEET["sections"][1]["questions"][:-1]}]
    year = ask(client, supplier, publish_sheet(client, {**SHEET, "sections": questions}, sheet), due_on="2027-12-31")
    filled = client.post(f"/v1/responses/{year}/prefill", json={})
    assert filled.status == 200 and files_of(client, year) == {}, "nobody has confirmed anything"
    assert previous_files(client, year, later) == {
        "B-01": [("手順.pdf", "usable"), ("古い.pdf", "expired"), ("消去.pdf", "erased"), ("感染.pdf", "held")],
        "B-02": [("認証.pdf", "usable")], "B-03": [("方針.pdf", "usable")], "M-04": [("日数.pdf", "usable")],
        "M-01": [("手順.pdf", "usable"), ("日数.pdf", "usable")]}
    assert client.put(f"/v1/responses/{year}/answers/B-03", if_match="*", json={"type": "three_state", "answer": "done"}).status == 200
    confirm = {"codes": ["B-01", "B-03", "M-04"]}
    assert client.post(f"/v1/responses/{year}/confirm", now=later, json=confirm).status == 200
    assert files_of(client, year) == {"手順.pdf": ["B-01"], "日数.pdf": ["M-04"]}, "what says something else rests on nothing of then"
    [text] = [question["answer"] for question in client.get(f"/v1/responses/{year}/form").body["sections"][1]["questions"] if question["code"] == "M-01"]
    again = client.put(f"/v1/responses/{year}/answers/M-01", now=later, if_match=f'"{text["revision"]}"', json={"type": "free_text", "text": text["text"]})
    assert again.status == 200 and files_of(client, year) == {"手順.pdf": ["B-01", "M-01"], "日数.pdf": ["M-01", "M-04"]}
    assert previous_files(client, year, later)["M-01"] == [("手順.pdf", "attached"), ("日数.pdf", "attached")]
    assert previous_files(client, year, later)["B-03"] == [("方針.pdf", "changed")]
    assert room(server, tenant) == held, "no byte is there twice"
    [first, second] = [event["changes"]["codes"] for event in events(client)[-6:] if event["type"] == "evidence.added" and event["changes"]["codes"][0]]
    assert (first, second) == ([["B-01"], ["B-01", "M-01"]], [["M-04"], ["M-01", "M-04"]])
    assert client.post(f"/v1/responses/{year}/confirm", now=later, json=confirm).status == 200
    [mine] = [file for file in client.get(f"/v1/responses/{year}/evidence").body["data"] if file["codes"] == ["B-01", "M-01"]]
    assert remove(client, mine).status == remove(client, mine, "M-01").status == 204
    assert client.post(f"/v1/responses/{year}/confirm", now=later, json=confirm).status == 200
    assert files_of(client, year) == {"日数.pdf": ["M-01", "M-04"]}, "what was taken away does not come back"
    assert "手順.pdf" in files_of(client, response) and room(server, tenant) == held
    old = next(file for file in client.get(f"/v1/responses/{response}/evidence", now=later).body["data"] if file["name"] == "古い.pdf")
    assert old["expired"] is True and read(client, old).body["expired"] is False
    server.sql("update app.jobs set state = 'cancelled' where state = 'queued' returning 1")


def test_an_amendment_keeps_the_files_of_what_it_leaves_closed(client, tanaka, supplier, response):
    kept = sent(tanaka, response, pdf(), name="期限切れ.pdf", code="B-03", expires_on="2026-01-31")
    sent(tanaka, response, pdf(), name="手順.pdf")
    submit_all(tanaka, response)
    review = f"/v1/responses/{response}/answers/B-03/review"
    assert client.put(review, json={"evidence": "document", "evidence_id": kept["id"]}).status == 200
    accept(client, response)
    amended = client.post(f"/v1/responses/{response}/amend", json={"codes": ["B-01"], "reason": "x"}).body["id"]
    assert files_of(client, amended) == {"期限切れ.pdf": ["B-03"]}, "its judgement names the file"
    closed = client.get(f"/v1/responses/{amended}/evidence/{kept['id']}")
    assert closed.body["expired"] is True
    assert client.delete(f"/v1/responses/{amended}/answers/B-03/evidence/{kept['id']}", if_match="*").code == "question_locked"
    assert previous_files(client, amended)["B-01"] == [("手順.pdf", "usable")]
    assert client.post(f"/v1/responses/{amended}/confirm", json={"codes": ["B-01"]}).status == 200
    assert files_of(client, amended) == {"期限切れ.pdf": ["B-03"], "手順.pdf": ["B-01"]}


def test_a_file_of_somebody_else_is_none(client, anyone, server, tanaka, supplier, response, sheet):
    other = sent(client, ask(client, make_supplier(client), sheet), pdf())
    assert reuse(client, response, other).status == reuse(tanaka, response, other).status == 404
    another = publish_sheet(client)
    unasked = sent(client, ask(client, supplier, another), pdf())
    assert reuse(tanaka, response, unasked).status == 404  # of a questionnaire that the link does not lead to
    assert reuse(client, response, unasked).status == 200


def test_a_reviewer_points_to_the_file_that_proves_it(client, tanaka, response):
    file = sent(tanaka, response, pdf())
    submit_all(tanaka, response)
    path = f"/v1/responses/{response}/answers/B-01/review"
    judged = client.put(path, json={"evidence": "document", "evidence_id": file["id"]})
    assert (judged.status, judged.body["review"]["evidence_id"]) == (200, file["id"]), judged
    assert client.put(path, json={"evidence": "document"}).body["review"]["evidence_id"] is None
    for code, proof in (("B-03", file["id"]), ("B-01", str(uuid.uuid4()))):
        refused = client.put(f"/v1/responses/{response}/answers/{code}/review", json={"evidence": "document", "evidence_id": proof})
        assert refused.errors == {"#/evidence_id": "unknown_reference"}


def test_the_bytes_are_erased_for_good_and_the_hash_stays(server, client, tenant, login, tanaka, response, work, allowed):
    file = sent(tanaka, response, pdf())
    path = f"/v1/responses/{response}/evidence/{file['id']}"
    assert login(scopes=["responses:write"]).delete(path + "/content", if_match="*").status == 403
    assert client.delete(path + "/content", if_match='"1"').status == 204
    seen = read(client, file)
    assert (seen.body["sha256"], seen.body["name"], bool(seen.body["erased_at"])) == (file["sha256"], file["name"], True)
    assert client.delete(path + "/content", if_match=seen.etag).status == 204
    work()
    assert read(client, file).body == seen.body, "nobody looks at what is gone"
    assert content(client, file).code == reuse(client, response, file, "B-03").code == "file_gone"
    assert server.sql("select count(*) from app.evidence_pieces where evidence_id = %s", file["id"]) == [(0,)]
    assert told(client, file) == ["evidence.added", "evidence.erased"]
    added = next(event for event in events(client) if event["resource"]["id"] == file["id"])
    assert added["changes"]["sha256"] == [None, file["sha256"]]


def test_a_file_is_told_of_before_its_last_day_once(make_tenant, server):
    token = make_tenant().token()
    buyer = Client(server, token, now=tokyo("2026-11-16"))
    supplier = make_supplier(buyer)
    add_contact(buyer, supplier)
    response = ask(buyer, supplier, publish_sheet(buyer))

    def due(day):
        claimed = buyer.post("/v1/reminders/claim", now=tokyo(day), json={"worker_id": "w", "max": 100})
        for item in claimed.body["data"]:
            assert buyer.post(f"/v1/reminders/{item['id']}/ack", now=tokyo(day), json={"lease_token": item["lease_token"]}).status == 200
        return [(one["kind"], one["stage"], one["title"], item["recipient"]["email"])
                for item in claimed.body["data"] for one in item["subjects"]]
    file = sent(buyer, response, pdf(), name="ISMS.pdf", expires_on="2026-12-31")
    sent(buyer, response, pdf(), code="B-03", expires_on="2030-12-31")
    assert due("2026-11-16") == [("evidence_expiring", -60, "ISMS.pdf", "tanaka@example.co.jp")]
    assert due("2026-11-17") == []
    assert buyer.patch(f"/v1/responses/{response}/evidence/{file['id']}", if_match="*", json={"expires_on": "2027-01-29"}).status == 200
    assert due("2026-12-01") == [("evidence_expiring", -60, "ISMS.pdf", "tanaka@example.co.jp")]
    sent(Client(server, token, now=tokyo("2026-12-02")), response, pdf(), expires_on="2028-01-29")  # a later one, for longer
    assert due("2027-01-22") == []


def test_who_answers_a_section_has_the_files_of_that_section(server, client, anyone, tanaka, response):
    other = sent(tanaka, response, pdf(), code="M-04")
    helper = enter(server, exchange(anyone, make_link(client, response, sections=["BASE"])))
    own = sent(helper, response, pdf())
    assert [file["id"] for file in helper.get(f"/v1/responses/{response}/evidence").body["data"]] == [own["id"]]
    assert read(helper, other).status == send(helper, response, pdf(), code="M-04").status == 404
    assert reuse(helper, response, own, "M-04").status == 404
    assert len(tanaka.get(f"/v1/responses/{response}/evidence").body["data"]) == 2
