"""What a refusal says, as the person reads it who has to put it right."""
import json
import uuid

import pytest

from renkei_client import Client

SENT = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def supplier(client):
    return client.post("/v1/suppliers", json={"name": "山田精機"}).body


def told(reply):
    """{place: text} of the faults."""
    return {error.get("pointer") or error.get("parameter") or error.get("header") or "": error["detail"]
            for error in reply.body["errors"]}


@pytest.mark.parametrize("body, en, ja, place", [
    (b'{"name": "x",\n "kana": }', "Line 2, column 10: Something else was expected here. Check quotes, commas and brackets.",
     "2 行 10 文字目: 構文に誤りがあります。引用符、カンマ、かっこをご確認ください。", (2, 10)),
    ('{"name": "山田", "kana'.encode(), "Line 1, column 21: The JSON is cut off here.",
     "1 行 21 文字目: JSON が途中で終わっています。", (1, 21)),
    (b'{"name": 1e400}', "Line 1, column 14: This number is too large or too long.",
     "1 行 14 文字目: 数値が大きすぎるか長すぎます。", (1, 14)),
    (b'"name"', "Line 1, column 1: The body must be an object or an array.",
     "1 行 1 文字目: 本文はオブジェクトまたは配列にしてください。", (1, 1)),
])
def test_broken_json_is_told_with_line_and_column(client, body, en, ja, place):
    for lang, text in (("en", en), ("ja", ja)):
        reply = client.post("/v1/suppliers", data=body, headers=SENT, lang=lang)
        assert (reply.status, reply.code, reply.body["detail"]) == (400, "invalid_json", text)
        [fault] = reply.body["errors"]
        assert (fault["pointer"], fault["params"]) == ("#", dict(zip(("line", "column"), place)))


def test_one_is_told_in_the_singular(client):
    long = client.post("/v1/suppliers", json={"name": "", "name_kana": "x" * 501}, lang="en")
    assert told(long)["#/name"] == "Enter at least 1 character." and "characters." in told(long)["#/name_kana"]
    few = client.post("/v1/supplier-status", json={"items": []}, lang="en")
    assert told(few) == {"#/items": "Give at least 1 item."}
    assert told(client.post("/v1/supplier-status", json={"items": []})) == {"#/items": "1 件以上を指定してください。"}


def test_a_key_that_stands_twice(client):
    reply = client.post("/v1/suppliers", data=b'{"name": "a",\n "name": "b"}', headers=SENT, lang="en")
    assert (reply.status, reply.code) == (400, "duplicate_key")
    assert reply.body["detail"] == "The key at line 2, column 7 is already used in the same object."


def test_a_body_that_is_missing(client):
    for headers in ({}, SENT):
        reply = client.post("/v1/suppliers", headers=headers, lang="en")
        assert (reply.status, reply.code) == (400, "body_missing")
        assert reply.body["detail"] == "Send a JSON body with Content-Type: application/json."


def test_null_and_wrong_types(client, supplier):
    reply = client.patch(f"/v1/suppliers/{supplier['id']}", json={"name": None, "name_kana": 5, "tags": "a"},
                         if_match="*", lang="en")
    assert told(reply) == {"#/name": "This field cannot be null.", "#/name_kana": "Send text.", "#/tags": "Send a list."}
    params = {error["pointer"]: error["params"] for error in reply.body["errors"]}
    assert params["#/tags"] == {"expected": ["array"]}
    ja = client.patch(f"/v1/suppliers/{supplier['id']}", json={"name": None, "tags": "a"}, if_match="*")
    assert told(ja) == {"#/name": "この項目に null は指定できません。", "#/tags": "配列を指定してください。"}


def test_words_are_told_by_label_and_code_and_the_near_one_is_guessed(client):
    reply = client.get("/v1/suppliers?status=actve&limt=5", lang="en")
    assert told(reply) == {"status": "Use Active (active) or Archived (archived). Did you mean active?",
                           "limt": "There is no such parameter. Did you mean limit?"}
    params = {error["parameter"]: error["params"] for error in reply.body["errors"]}
    assert params["status"] == {"allowed": ["active", "archived"], "did_you_mean": "active", "vocabulary": "SupplierStatus"}
    ja = client.get("/v1/suppliers?status=actve", lang="ja")
    assert told(ja) == {
        "status": "次のいずれかを指定してください: 取引中（active）またはアーカイブ済み（archived）（active ではありませんか）"}


def test_a_state_is_told_by_its_label(client, supplier):
    made = client.post("/v1/incidents", json={"supplier_id": supplier["id"], "title": "漏えい", "severity": "high",
                                              "discovered_on": "2026-01-10"})
    assert made.status == 201, made
    closed = client.post(f"/v1/incidents/{made.body['id']}/close", json={"closed_on": "2026-01-11", "lessons": "教訓"})
    assert closed.status == 200, closed
    again = client.post(f"/v1/incidents/{made.body['id']}/close", json={"closed_on": "2026-01-11", "lessons": "教訓"}, lang="en")
    states, = [one["words"] for one in client.get("/v1/vocabulary?lang=en").body["enumerations"]
               if one["name"] == "IncidentState"]
    label, = [word["label"] for word in states if word["value"] == "closed"]
    assert again.body["detail"] == f"The current state is “{label}”. See allowed for what can be done now."


def test_a_permission_is_told_by_its_label(login):
    viewer = login("viewer")
    assert viewer.post("/v1/suppliers", json={}, lang="en").body["detail"] == (
        "The token lacks this permission: Change suppliers (suppliers:write).")
    assert viewer.post("/v1/suppliers", json={}, lang="ja").body["detail"] == (
        "トークンに次の権限がありません: 取引先の変更（suppliers:write）")


def test_a_404_says_what_was_not_found(client, anyone, supplier):
    assert client.get("/v1/supplier").code == "unknown_path"
    malformed = client.get("/v1/suppliers/4711", lang="en")
    assert (malformed.status, malformed.code) == (404, "malformed_id")
    assert malformed.errors == {"id": "not_uuid"} and "Use a UUID such as" in malformed.body["detail"]
    assert client.get(f"/v1/suppliers/{uuid.uuid4()}").code == "not_found"
    link = anyone.post("/v1/respondent/session", json={"token": "A" * 64})
    assert (link.status, link.code) == (404, "unknown_link")


def test_a_reused_key_and_its_title(client):
    first = client.post("/v1/suppliers", json={"name": "One"}, key="messages-1")
    assert first.status == 201
    reply = client.post("/v1/suppliers", json={"name": "Two"}, key="messages-1", lang="ja")
    assert (reply.status, reply.code) == (422, "idempotency_key_reused")
    assert reply.body["title"] == "この Idempotency-Key は別のリクエストで使用済みです"


@pytest.mark.parametrize("method, path, options, status", [
    ("GET", "/v1/nowhere?lang={}", {}, 404),
    ("PUT", "/v1/suppliers?lang={}", {}, 405),
    ("GET", "/v1/suppliers?lang={}", {"headers": {"Authorization": "Bearer x"}}, 401),
    ("POST", "/v1/suppliers?lang={}", {"data": b"x", "headers": {"Content-Type": "text/plain"}}, 415),
    ("GET", "/v1/suppliers?lang={}", {"headers": {"Accept": "text/html"}}, 406),
    ("GET", "/v1/suppliers?lang={}&limit=0", {}, 400),
    ("PATCH", f"/v1/suppliers/{uuid.uuid4()}?lang={{}}", {"json": {}}, 428),
    ("GET", "/v1/suppliers?lang={}", {"headers": {"X-Renkei-Now": "x"}}, 400),
    ("GET", "/v1//suppliers?lang={}", {}, 400),
])
def test_the_language_asked_for_holds_for_every_refusal(client, method, path, options, status):
    for lang, other in (("en", "ja"), ("ja", "en")):
        reply = client.request(method, path.format(lang), lang=other, **options)
        assert (reply.status, reply.headers["Content-Language"]) == (status, lang), reply
        assert any("\u3040" <= char <= "\u9fff" for char in reply.body["title"]) == (lang == "ja")


@pytest.mark.parametrize("line, headers, en", [
    ("get /livez HTTP/1.1", ["Host: x"], "Write the method in capital letters."),
    ("GET /livez HTTP/1.1", [], "The Host header is missing."),
    ("GET /livez HTTP/1.1", ["Host: x", "A b: c"], "A header line does not follow the rules of HTTP."),
    ("GET /a%zz HTTP/1.1", ["Host: x"], "The path or query has characters or percent-escapes that are not allowed."),
    ("POST /livez HTTP/1.1", ["Host: x", "Content-Length: 2", "Transfer-Encoding: chunked"],
     "The length of the body is not clear from Content-Length and Transfer-Encoding."),
])
def test_what_is_wrong_with_a_request_as_a_whole(server, line, headers, en):
    answer = server.send_raw("\r\n".join([line, *headers, "Accept-Language: en", "", ""]).encode())
    problem = json.loads(answer.split(b"\r\n\r\n", 1)[1])
    assert (problem["code"], problem["detail"]) == ("malformed_request", f"The request cannot be read. {en}")
    [fault] = problem["errors"]
    assert set(fault) == {"code", "detail", "params"}


def test_a_path_with_a_bad_token_says_nothing_of_rows(server):
    assert Client(server, "bad").get(f"/v1/suppliers/{uuid.uuid4()}").code == "unauthorized"
