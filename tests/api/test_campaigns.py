"""Campaigns: a round to many suppliers, how far it is, and the whole round as one table."""
import concurrent.futures
import csv
import datetime
import io
import json
import time
import uuid

import openpyxl
import pytest

from renkei_client import Client
from rounds import (ALL_ANSWERS, PROFILE, SHEET, add_file, ask, events, make_supplier, publish_sheet, save, seq,
                    submit_all)

NOW = "2026-11-23T00:00:00Z"
DUE = "2027-01-31"
BOOK = {"Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@pytest.fixture
def tag():
    return "round-" + uuid.uuid4().hex[:8]


def make_suppliers(client, tag, *names):
    return [make_supplier(client, name, tags=[tag], profile=PROFILE) for name in names]


def start(client, sheet, suppliers, **members):
    return client.post("/v1/campaigns", json={
        "name": "2026年度調査", "questionnaire_id": sheet, "due_on": DUE, "suppliers": suppliers,
        **members}, now=NOW)


def campaign_of(client, sheet, suppliers, **members):
    reply = start(client, sheet, suppliers, **members)
    assert reply.status == 201, reply
    return reply.body


def table(client, campaign, **options):
    reply = client.get(f"/v1/campaigns/{campaign}/answers", now=NOW, **options)
    assert reply.status == 200, reply
    return reply.body["data"]


def shown(row):
    return {cell["code"]: cell["shown"] for cell in row["answers"]}


def response_of(client, campaign, supplier):
    [row] = [row for row in table(client, campaign) if row["supplier_id"] == supplier]
    return row["response_id"]


def read_csv(client, campaign, **options):
    reply = client.get(f"/v1/campaigns/{campaign}/answers", now=NOW,
                       headers={"Accept": "text/csv"}, **options)
    assert reply.status == 200, reply
    return reply, list(csv.reader(io.StringIO(reply.raw.decode("utf-8-sig"), newline="")))


def test_a_round_from_start_to_close(server, client, sheet, tag):
    ids = make_suppliers(client, tag, "い社", "ろ社", "は社")
    made = start(client, sheet, {"filter": {"tag": [tag]}}, note="よろしく")
    assert made.status == 201 and made.headers["Location"] == f"/v1/campaigns/{made.body['id']}"
    assert made.body["added"] == {"asked": 3, "joined": 0, "skipped": []}
    campaign = f"/v1/campaigns/{made.body['id']}"
    assert {client.get(f"/v1/suppliers/{one}").body["risk"]["assessment_status"]
            for one in ids} == {"asked"}
    responses = {one: response_of(client, made.body["id"], one) for one in ids}
    first = client.get(f"/v1/responses/{responses[ids[0]]}", now=NOW).body
    assert (first["due_on"], first["note"], first["locale"]) == (DUE, "よろしく", "ja")

    submit_all(client, responses[ids[0]])
    assert client.post(f"/v1/responses/{responses[ids[0]]}/accept").status == 200
    assert save(client, responses[ids[1]], {"B-01": {"answer": "×"}}).status == 200
    progress = client.get(campaign, now=NOW).body["progress"]
    assert progress == {"suppliers": 3, "requested": 1, "in_progress": 1, "submitted": 0,
                        "returned": 0, "accepted": 1, "cancelled": 0, "overdue": 0,
                        "answered_share": pytest.approx(9 / 22, abs=1e-6)}
    late = client.get(campaign, now="2027-01-31T15:00:00Z").body["progress"]
    assert late["overdue"] == 2
    assert client.get(campaign, now="2027-01-31T14:59:59Z").body["progress"]["overdue"] == 0

    moved = client.post(f"{campaign}/extend", json={"due_on": "2027-02-28"}, now=NOW)
    assert moved.status == 200 and moved.body["due_on"] == "2027-02-28"
    assert client.get(f"/v1/responses/{responses[ids[1]]}").body["due_on"] == "2027-02-28"
    assert client.get(f"/v1/responses/{responses[ids[0]]}").body["due_on"] == DUE

    closed = client.post(f"{campaign}/close", json={"responses": "cancel", "reason": "終了"}, now=NOW)
    assert closed.status == 200 and closed.body["state"] == "closed" and closed.body["closed_at"]
    assert closed.body["progress"]["cancelled"] == 2 and closed.body["progress"]["accepted"] == 1
    assert [client.get(f"/v1/suppliers/{one}").body["risk"]["assessment_status"] for one in ids] == [
        "assessed", "never_asked", "never_asked"]
    told = [event["type"] for event in events(client) if event["resource"]["id"] == made.body["id"]]
    assert told == ["campaign.created", "campaign.extended", "campaign.closed"]
    requested = [event for event in events(client) if event["type"] == "response.requested"
                 and event["changes"].get("campaign_id") == [None, made.body["id"]]]
    assert sorted(event["supplier_id"] for event in requested) == sorted(ids)


def test_a_supplier_named_twice_is_asked_once(server, client, sheet, tag):
    [one] = make_suppliers(client, tag, "一社")
    made = campaign_of(client, sheet, {"ids": [one, one, one]})
    assert made["added"]["asked"] == 1 and made["progress"]["suppliers"] == 1
    again = client.post(f"/v1/campaigns/{made['id']}/suppliers", now=NOW,
                        json={"suppliers": {"ids": [one]}})
    assert again.status == 200 and again.body["revision"] == 1
    assert again.body["added"]["skipped"] == [
        {"supplier_id": one, "name": "一社", "reason": "already_in_campaign"}]
    assert server.sql("select count(*) from app.responses where supplier_id = %s", one) == [(1,)]


def test_who_is_asked_already_joins_and_who_cannot_be_asked_is_named(client, tag):
    code = "joined-" + uuid.uuid4().hex[:8]
    first = publish_sheet(client, code=code)
    joins, other, gone, amends = make_suppliers(client, tag, "参加", "別版", "過去", "修正")
    open_already = ask(client, joins, first, due_on="2026-12-24")
    ask(client, other, first)
    done = ask(client, amends, first)
    submit_all(client, done)
    assert client.post(f"/v1/responses/{done}/accept").status == 200
    assert client.post(f"/v1/responses/{done}/amend",
                       json={"codes": ["B-01"], "reason": "誤り"}).status == 201
    assert client.post(f"/v1/suppliers/{gone}/archive").status == 200

    made = campaign_of(client, first, {"ids": [joins, gone, amends]})
    assert (made["added"]["asked"], made["added"]["joined"]) == (0, 1)
    assert {entry["name"]: entry["reason"] for entry in made["added"]["skipped"]} == {
        "過去": "supplier_archived", "修正": "amendment_open"}
    assert response_of(client, made["id"], joins) == open_already
    assert client.get(f"/v1/responses/{open_already}").body["due_on"] == "2026-12-24"

    second = publish_sheet(client, {**SHEET, "title_ja": "第二版"}, code=code)
    newer = campaign_of(client, second, {"filter": {"tag": [tag]}})
    assert newer["added"]["asked"] == 0  # archived suppliers do not match at all
    assert {entry["name"]: entry["reason"] for entry in newer["added"]["skipped"]} == {
        "参加": "other_version_open", "別版": "other_version_open", "修正": "other_version_open"}
    # What joined was asked by somebody else: closing leaves it open.
    assert client.post(f"/v1/campaigns/{made['id']}/close",
                       json={"responses": "cancel"}).status == 200
    assert client.get(f"/v1/responses/{open_already}").body["state"] == "requested"


def test_the_filters_are_those_of_the_supplier_list(client, sheet, tag):
    make_suppliers(client, tag, "海外一")
    jp = make_supplier(client, "\"国内\\", tags=[tag, 'quote"d'], kind="software_vendor",
                       owner="a@example.co.jp", external_ids=[{"source": "erp", "id": tag}])
    for wanted, count in (({"tag": [tag]}, 2), ({"tag": ['quote"d'], "q": "国内"}, 1),
                          ({"tag": [tag], "kind": ["software_vendor"]}, 1),
                          ({"external_source": "erp", "external_id": tag}, 1),
                          ({"tag": [tag], "owner": ["a@example.co.jp"]}, 1),
                          ({"tag": [tag], "score[gte]": 1}, 0), ({"tag": ["{}"]}, 0),
                          ({"tag": [tag], "assessment_status": ["never_asked"]}, 2),
                          ({"tag": [tag], "recommended_star": 4}, 2),
                          ({"tag": [tag], "status": ["archived"]}, 0),
                          ({"tag": [tag], "updated_at[lt]": "2020-01-01T00:00:00Z"}, 0)):
        own = publish_sheet(client)
        made = campaign_of(client, own, {"filter": wanted})
        assert made["progress"]["suppliers"] == count, wanted
        closed = client.post(f"/v1/campaigns/{made['id']}/close", json={"responses": "cancel"})
        assert closed.status == 200
    assert client.get(f"/v1/suppliers/{jp}").body["risk"]["assessment_status"] == "never_asked"
    wordy = start(client, sheet, {"filter": {"q": "a b c d e f g h i"}})
    assert wordy.errors == {"#/suppliers/filter/q": "too_many"}
    unknown = start(client, sheet, {"filter": {"taq": [tag]}})
    assert unknown.errors == {"#/suppliers/filter/taq": "unknown_member"}


def test_the_whole_round_in_symbols_and_words(client, sheet, tag):
    full, half, none, elsewhere = make_suppliers(client, tag, "あ社", "か社", "さ社", "た社")
    made = campaign_of(client, sheet, {"ids": [full, half, none, elsewhere]})["id"]
    answers = {**ALL_ANSWERS, "B-01": {"answer": "該当なし", "reason": "端末なし"}}
    submit_all(client, response_of(client, made, full), answers)
    judged = client.put(f"/v1/responses/{response_of(client, made, full)}/answers/B-03/review",
                        json={"evidence": "document", "adopted_answer": "not_done"})
    assert judged.status == 200
    assert save(client, response_of(client, made, half), {
        "B-01": {"answer": "○"}, "B-03": {"answer": "×"}, "M-02": {"choice": "none"},
        "B-02": {"status": "not_obtained"}, "M-04": {"number": 2.5}}).status == 200

    rows = table(client, made)
    assert [row["supplier_name"] for row in rows] == ["あ社", "か社", "さ社", "た社"]
    assert shown(rows[0]) == {
        "B-01": "該当なし", "B-02": "取得済み", "B-03": "×", "M-01": "特になし", "M-02": "VPN",
        "M-03": "多要素", "M-04": "3", "M-05": "2026-09-01"}
    certificate = rows[0]["answers"][1]
    assert (certificate["number"], certificate["expires_on"]) == ("IS 123456", "2028-03-31")
    adopted = rows[0]["answers"][2]
    assert (adopted["answer"], adopted["adopted"], adopted["adopted_by"]) == (
        "in_progress", "not_done", "tester")
    assert shown(rows[1]) == {
        "B-01": "○", "B-02": "未取得", "B-03": "×", "M-01": "未回答", "M-02": "なし", "M-03": "",
        "M-04": "2.5", "M-05": "未回答"}
    assert rows[1]["answers"][5]["visible"] is False
    assert set(shown(rows[2]).values()) == {"未回答", ""}
    assert (rows[0]["state"], rows[1]["state"], rows[2]["state"]) == (
        "submitted", "in_progress", "requested")
    assert rows[0]["score"] == client.get(f"/v1/suppliers/{full}").body["risk"]["score"]
    assert rows[0]["band"] is not None and rows[2]["band"] is None

    english = table(client, made, lang="en")
    assert shown(english[0])["B-03"] == "Not done" and shown(english[0])["B-01"] == "Not applicable"
    assert shown(english[1])["B-01"] == "Done" and shown(english[1])["B-02"] == "Not obtained"
    assert shown(english[2])["B-01"] == "Unanswered"


def test_the_table_in_pages_by_supplier(client, sheet, tag):
    ids = make_suppliers(client, tag, *(f"{n:02d}社" for n in range(7)))
    made = campaign_of(client, sheet, {"ids": ids})["id"]
    found, cursor = [], None
    while True:
        reply = client.get(f"/v1/campaigns/{made}/answers", params={
            "limit": 3, "include_total": "true", **({"cursor": cursor} if cursor else {})})
        assert reply.status == 200 and reply.body["total"] == 7
        found += [row["supplier_id"] for row in reply.body["data"]]
        cursor = reply.body["page"]["next_cursor"]
        if cursor is None:
            break
    assert found == ids


def test_the_table_as_csv(client, sheet, tag):
    names = ["=1+1", "+81", "-5%", "@cmd", "＝全角", "普通,の\"社\"", "改\u3000行", "\u200c=2+2"]
    ids = make_suppliers(client, tag, *names)
    made = campaign_of(client, sheet, {"ids": ids})["id"]
    submit_all(client, response_of(client, made, ids[5]), {
        **ALL_ANSWERS, "M-01": {"text": "一行目\n=二行目"}, "B-01": {"answer": "△"}})
    reply, rows = read_csv(client, made)
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert reply.raw.startswith(b"\xef\xbb\xbf") and reply.raw.endswith(b"\r\n")
    assert reply.headers["Content-Disposition"].endswith(
        "filename*=UTF-8''%E8%A8%AD%E5%95%8F%E5%88%A5%E5%9B%9E%E7%AD%94%E4%B8%80%E8%A6%A7.csv")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Cache-Control"] == "no-store"
    heading = rows[0]
    assert heading[:9] == ["取引先", "法人番号", "回答の状態", "回答期限", "期限超過", "提出日",
                           "確認完了日", "リスク値", "リスク"]
    assert heading[9:13] == ["B-01 更新していますか", "B-02 ISMS", "B-02 番号", "B-02 有効期限"]
    assert all(len(row) == len(heading) for row in rows) and len(rows) == 9
    told = {row[0]: row for row in rows[1:]}
    assert set(told) == {"'=1+1", "'+81", "'-5%", "'@cmd", "'＝全角", "普通,の\"社\"", "改\u3000行", "'\u200c=2+2"}
    done = dict(zip(heading, told["普通,の\"社\""]))
    assert done["回答の状態"] == "提出済み（確認待ち）" and done["B-01 更新していますか"] == "△"
    assert done["B-02 番号"] == "IS 123456" and done["M-04 日数"] == "3"
    assert done["M-01 自由記述"] == "一行目\n=二行目"
    assert float(done["リスク値"]) > 0
    assert dict(zip(heading, told["'+81"]))["リスク"] == "未評価"
    assert dict(zip(heading, told["'+81"]))["リスク値"] == ""
    _, english = read_csv(client, made, lang="en")
    assert english[0][:3] == ["Supplier", "Corporate number", "State"]
    assert "Unanswered" in english[1]
    cursor = client.get(f"/v1/campaigns/{made}/answers", params={"limit": 1}).body["page"]["next_cursor"]
    refused = client.get(f"/v1/campaigns/{made}/answers", params={"cursor": cursor},
                         headers={"Accept": "text/csv"})
    assert refused.status == 400 and refused.errors == {"cursor": "unsupported_change"}


def test_the_table_as_a_workbook(client, sheet, tag):
    ids = make_suppliers(client, tag, "=1+1", "普通の会社")
    made = campaign_of(client, sheet, {"ids": ids})["id"]
    submit_all(client, response_of(client, made, ids[1]), {**ALL_ANSWERS, "B-01": {"answer": "△"}})
    assert client.put(f"/v1/responses/{response_of(client, made, ids[1])}/answers/B-03/review",
                      json={"evidence": "document", "adopted_answer": "not_done"}).status == 200
    reply = client.get(f"/v1/campaigns/{made}/answers", headers=BOOK, now="2027-02-01T00:00:00Z")
    assert reply.status == 200 and reply.headers["Content-Type"] == BOOK["Accept"], reply
    assert reply.headers["Content-Disposition"].startswith('attachment; filename="answers.xlsx"; filename*=')
    book = openpyxl.load_workbook(io.BytesIO(reply.raw))
    assert book.sheetnames == ["回答一覧", "この表について"]
    page, about = book.worksheets
    assert (page.freeze_panes, page.print_title_rows, page.auto_filter.ref) == ("B2", "$1:$1", "A1:V3")
    _, comma = read_csv(client, made)
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0] == comma[0], "the columns of the CSV"
    late, told = (dict(zip(rows[0], row)) for row in rows[1:])
    assert (late["取引先"], late["リスク"], late["期限超過"]) == ("=1+1", "未評価", "期限超過")
    assert page["A2"].data_type in ("s", "inlineStr"), "a text, no formula"
    risk = client.get(f"/v1/suppliers/{ids[1]}").body["risk"]
    assert told["リスク値"] == pytest.approx(risk["score"]) and late["リスク値"] is None
    assert told["回答期限"] == datetime.datetime(2027, 1, 31) and told["B-02 有効期限"] == datetime.datetime(2028, 3, 31)
    assert told["M-04 日数"] == 3 and told["M-05 訓練日"] == datetime.datetime(2026, 9, 1)
    assert (told["B-01 更新していますか"], told["B-03 方針"], told["採用値"]) == ("△", "×", "B-03 △→× tester")
    assert [row[1].value for row in about.iter_rows()][0:3:2] == ["2026年度調査", "2027-02-01"]
    english = openpyxl.load_workbook(io.BytesIO(client.get(
        f"/v1/campaigns/{made}/answers", headers=BOOK, lang="en").raw))
    assert english.sheetnames == ["Answers", "About"] and english.worksheets[0]["A1"].value == "Supplier"
    refused = client.get(f"/v1/campaigns/{made}/answers", headers=BOOK, params={
        "cursor": client.get(f"/v1/campaigns/{made}/answers", params={"limit": 1}).body["page"]["next_cursor"]})
    assert refused.status == 400 and refused.errors == {"cursor": "unsupported_change"}


def test_a_page_ends_where_it_grows_large_and_the_next_goes_on(client, tag):
    codes = [f"F-{number:02}" for number in range(40)]
    sheet = publish_sheet(client, {**SHEET, "sections": [{"code": "F", "title_ja": "全文", "title_en": "All", "questions": [
        {"code": code, "type": "free_text", "text_ja": "自由に", "text_en": "Freely", "required": False}
        for code in codes]}]})
    suppliers = make_suppliers(client, tag, "一", "二", "三")
    made = campaign_of(client, sheet, {"ids": suppliers})["id"]
    text = "あ" * 10_000
    for row in table(client, made):
        saved = save(client, row["response_id"], {code: {"text": text} for code in codes})
        assert saved.status == 200, saved
    found, cursor, pages = [], None, 0
    while pages == 0 or cursor is not None:
        params = {"limit": 50, **({"cursor": cursor} if cursor else {})}
        page = client.get(f"/v1/campaigns/{made}/answers", params=params, now=NOW)
        assert page.status == 200 and len(page.raw) < 2_500_000
        assert page.body["page"]["has_more"] is (page.body["page"]["next_cursor"] is not None)
        found += page.body["data"]
        cursor, pages = page.body["page"]["next_cursor"], pages + 1
    assert pages == 3
    assert {row["supplier_id"] for row in found} == set(suppliers) and len(found) == 3
    assert all(set(shown(row).values()) == {text} for row in found)
    _, rows = read_csv(client, made)
    assert len(rows) == 4 and all(sum(cell.startswith(text[:1000]) for cell in row) == 40 for row in rows[1:])


def test_a_table_beyond_what_a_file_holds_is_told_so(server, client, tag):
    """62 suppliers with 36 texts of 30 000 bytes each are 67 MB of a workbook; cut to fields of a CSV they are few."""
    codes = [f"F-{number:02}" for number in range(36)]
    sheet = publish_sheet(client, {**SHEET, "sections": [{"code": "F", "title_ja": "全文", "title_en": "All", "questions": [
        {"code": code, "type": "free_text", "text_ja": "自由に", "text_en": "Freely", "required": False} for code in codes]}]})
    suppliers = make_suppliers(client, tag, *(f"{number}社" for number in range(62)))
    made = campaign_of(client, sheet, {"ids": suppliers})["id"]
    first = response_of(client, made, suppliers[0])
    assert save(client, first, {code: {"text": "あ" * 10_000} for code in codes}).status == 200
    server.sql("""insert into app.answers select (jsonb_populate_record(a, jsonb_build_object('response_id', r.id))).*
                    from app.answers a, app.responses r where a.response_id = %s and r.campaign_id = %s and r.id <> a.response_id
               returning 1""", first, made)
    refused = client.get(f"/v1/campaigns/{made}/answers", headers=BOOK)
    assert (refused.status, refused.code, refused.body["title"]) == (413, "table_too_large", "表が大きすぎます")
    _, rows = read_csv(client, made)
    assert len(rows) == 63
    assert client.get("/v1/reports/workbook.xlsx", headers=BOOK).status == 200, "what it held was given back"


def test_the_table_says_what_a_reviewer_put_in_place(client, sheet, tag):
    [supplier] = make_suppliers(client, tag, "判定社")
    made = campaign_of(client, sheet, {"ids": [supplier]})["id"]
    response = response_of(client, made, supplier)
    submit_all(client, response, {**ALL_ANSWERS, "B-01": {"answer": "○"}})
    for code, judged in (("B-01", {"adopted_answer": "in_progress"}), ("M-02", {"adopted_answer": "none"}),
                         ("M-04", {"adopted_number": 1.5}), ("B-03", {})):
        assert client.put(f"/v1/responses/{response}/answers/{code}/review",
                          json={"evidence": "document", **judged}).status == 200, code
    _, rows = read_csv(client, made)
    row = dict(zip(*rows))
    assert row["B-01 更新していますか"] == "△" and row["M-02 接続"] == "なし" and row["M-04 日数"] == "1.5"
    assert row["採用値"] == "B-01 ○→△ tester; M-02 VPN→なし tester; M-04 3→1.5 tester"
    cells = {cell["code"]: cell for cell in table(client, made)[0]["answers"]}
    assert cells["M-02"]["adopted"] == "none" and cells["M-04"]["adopted"] == "1.5"
    assert cells["B-03"]["adopted"] is None and cells["B-03"]["adopted_by"] is None


def test_numbers_of_suppliers_stay_text_in_a_spreadsheet(client, sheet, tag):
    own = f"0012{uuid.uuid4().int % 10 ** 8:08d}"
    one = make_supplier(client, "1-2", tags=[tag], corporate_number="7000012050002",
                        external_ids=[{"source": "erp", "id": own}])
    two = make_supplier(client, "2丁目", tags=[tag], external_ids=[
        {"source": "erp", "id": own + "1"}, {"source": "crm", "id": "C-" + own}])
    made = campaign_of(client, sheet, {"ids": [one, two]})["id"]
    assert table(client, made)[0]["external_ids"] == [{"source": "erp", "id": own}]
    _, rows = read_csv(client, made)
    first, second = (dict(zip(rows[0], row)) for row in rows[1:])
    assert (first["取引先"], first["法人番号"], first["取引先コード"], first["取引先ID"]) == (
        "1-2", "7000012050002", own, one)
    assert second["取引先コード"] == f"crm:C-{own}; erp:{own}1"
    reply, rows = read_csv(client, made, params={"excel_safe": "true"})
    first, second = (dict(zip(rows[0], row)) for row in rows[1:])
    assert (first["取引先"], first["法人番号"], first["取引先コード"], first["取引先ID"]) == (
        '="1-2"', '="7000012050002"', f'="{own}"', one)
    assert (first["回答期限"], second["取引先"]) == (DUE, "2丁目")  # a day is a day
    assert b'"=""7000012050002"""' in reply.raw


def test_a_round_prefilled_from_the_last(client, tag):
    code = "prefill-" + uuid.uuid4().hex[:8]
    first = publish_sheet(client, code=code)
    old, new = make_suppliers(client, tag, "前回あり", "初回")
    done = ask(client, old, first)
    proof = add_file(client, done, "B-01")
    submit_all(client, done)
    assert client.post(f"/v1/responses/{done}/accept").status == 200
    # In the next version one question has other choices: its answer is asked again.
    sheet = json.loads(json.dumps(SHEET))
    sheet["sections"][1]["questions"][2]["choices"][0]["code"] = "passkey"
    sheet["sections"][0]["questions"].insert(0, {
        "code": "B-00", "type": "three_state", "text_ja": "新しい設問", "weight": 1})
    second = publish_sheet(client, sheet, code=code)
    made = campaign_of(client, second, {"ids": [old, new]}, prefill=True)
    assert made["added"]["asked"] == 2
    response = response_of(client, made["id"], old)
    body = client.get(f"/v1/responses/{response}").body
    assert body["state"] == "requested" and body["prefilled_from"] == done
    assert body["progress"] == {"answered": 0, "required": 7, "total": 9}
    rows = {row["supplier_name"]: shown(row) for row in table(client, made["id"])}
    assert rows["前回あり"]["B-00"] == "未回答" and rows["前回あり"]["B-01"] == "○"
    assert rows["前回あり"]["M-03"] == "未回答" and rows["前回あり"]["M-04"] == "3"
    assert rows["初回"]["B-01"] == "未回答"
    # The same as one by one.
    form = client.get(f"/v1/responses/{response}/form").body
    assert form["response"]["progress"] == form["progress"] == body["progress"]
    assert {blocker["reason"] for blocker in form["blockers"]} == {"unconfirmed", "required"}
    answers = client.get(f"/v1/responses/{response}/answers").body["data"]
    assert all(answer["prefilled"] and not answer["confirmed"] for answer in answers)
    # Confirmed, it rests on the same file.
    files = f"/v1/responses/{response}/evidence"
    assert client.get(files).body["data"] == []
    assert client.post(f"/v1/responses/{response}/confirm", json={"codes": ["B-01"]}).status == 200
    assert [(file["id"], file["codes"]) for file in client.get(files).body["data"]] == [(proof, ["B-01"])]
    before = {answer["code"]: answer["answered_at"]
              for answer in client.get(f"/v1/responses/{done}/answers").body["data"]}
    assert {answer["code"]: answer["answered_at"] for answer in answers}.items() <= before.items()


def test_name_and_note_change_the_rest_does_not(client, sheet, tag):
    made = campaign_of(client, sheet, {"ids": make_suppliers(client, tag, "社")})
    path = f"/v1/campaigns/{made['id']}"
    assert client.patch(path, json={"name": "改題"}).status == 428
    assert client.patch(path, json={"name": "改題"}, if_match='"9"').status == 412
    etag = client.get(path).etag
    changed = client.patch(path, json={"name": "改題", "note": "備考"}, if_match=etag)
    assert changed.status == 200 and changed.body["revision"] == 2
    same = client.patch(path, json={"note": "備考"}, if_match='"2"')
    assert same.status == 200 and same.body["revision"] == 2
    cleared = client.patch(path, json={"note": None}, if_match="*")
    assert cleared.body["note"] is None and cleared.body["name"] == "改題"
    for member in ({"due_on": "2098-01-01"}, {"questionnaire_id": made["id"]}, {"state": "closed"}):
        assert client.patch(path, json=member, if_match="*").errors == {
            f"#/{next(iter(member))}": "read_only_field"}


def test_what_a_campaign_must_be(server, client, login, tag, sheet, tenant):
    [one] = make_suppliers(client, tag, "社")
    stranger = str(uuid.uuid4())
    draft = client.post("/v1/questionnaires", json={"code": tag, "title_ja": "下書き"}).body["id"]
    before = seq(server, tenant)
    assert start(client, sheet, {}).errors == {"#/suppliers/ids": "required"}
    assert start(client, sheet, {"ids": [one], "filter": {}}).errors == {
        "#/suppliers/filter": "unsupported_change"}
    assert start(client, sheet, {"ids": [one, stranger]}).errors == {
        "#/suppliers/ids/1": "unknown_reference"}
    assert start(client, sheet, {"ids": []}).errors == {"#/suppliers/ids": "too_few"}
    assert start(client, draft, {"ids": [one]}).errors == {"#/questionnaire_id": "not_published"}
    assert start(client, stranger, {"ids": [one]}).errors == {"#/questionnaire_id": "unknown_reference"}
    assert start(client, sheet, {"ids": [one]}, due_on="2026-11-22").errors == {"#/due_on": "past"}
    assert start(login("viewer"), sheet, {"ids": [one]}).status == 403
    assert seq(server, tenant) == before
    assert server.sql("select count(*) from app.campaigns where questionnaire_id = %s and exists ("
                      "select from app.campaign_suppliers m where m.campaign_id = id "
                      "and m.supplier_id = %s)", sheet, one) == [(0,)]
    assert client.get(f"/v1/campaigns/{stranger}").status == 404
    assert client.get(f"/v1/campaigns/{stranger}/answers").status == 404


def test_wrong_steps_change_nothing(server, client, sheet, tag, tenant):
    one, two = make_suppliers(client, tag, "社", "別社")
    made = campaign_of(client, sheet, {"ids": [one]})
    path = f"/v1/campaigns/{made['id']}"
    earlier = client.post(f"{path}/extend", json={"due_on": "2027-01-30"}, now=NOW)
    assert earlier.errors == {"#/due_on": "too_small"}
    assert client.post(f"{path}/extend", json={"due_on": "2026-11-01"}, now=NOW).errors == {
        "#/due_on": "past"}
    same = client.post(f"{path}/extend", json={"due_on": DUE}, now=NOW)
    assert same.status == 200 and same.body["revision"] == 1
    assert client.post(f"{path}/close", json={}, if_match='"5"').status == 412
    assert client.post(f"{path}/close", json={}).status == 200
    before = seq(server, tenant)
    for step, body in (("suppliers", {"suppliers": {"ids": [two]}}), ("extend", {"due_on": "2028-01-01"}),
                       ("close", {})):
        reply = client.post(f"{path}/{step}", json=body)
        assert (reply.status, reply.code) == (409, "invalid_state"), reply
        assert reply.body["allowed"] == []
    assert client.patch(path, json={"name": "x"}, if_match="*").code == "invalid_state"
    assert seq(server, tenant) == before
    assert server.sql("select state, due_on::text from app.responses where supplier_id = %s", one) == [
        ("requested", DUE)]
    assert server.sql("select count(*) from app.responses where supplier_id = %s", two) == [(0,)]


def test_a_submitted_response_outlives_a_cancelling_close(client, sheet, tag):
    ids = make_suppliers(client, tag, "提出", "未提出")
    made = campaign_of(client, sheet, {"ids": ids})["id"]
    responses = [response_of(client, made, one) for one in ids]
    submit_all(client, responses[0])
    assert client.post(f"/v1/campaigns/{made}/close", json={"responses": "cancel"}).status == 200
    assert [client.get(f"/v1/responses/{one}").body["state"] for one in responses] == [
        "submitted", "cancelled"]


def test_silence_ends_with_a_later_day(client, sheet, tag):
    [one] = make_suppliers(client, tag, "沈黙")
    made = campaign_of(client, sheet, {"ids": [one]}, due_on="2026-11-24")["id"]
    silent = "2026-12-30T00:00:00Z"
    while not client.post("/v1/operations/sweep", now=silent).body["done"]:
        pass
    assert client.get(f"/v1/suppliers/{one}").body["risk"]["assessment_status"] == "no_response"
    moved = client.post(f"/v1/campaigns/{made}/extend", json={"due_on": "2027-01-15"}, now=silent)
    assert moved.status == 200
    assert client.get(f"/v1/suppliers/{one}").body["risk"]["assessment_status"] == "asked"


def test_lists_of_campaigns(client, tag):
    sheet = publish_sheet(client)
    ids = make_suppliers(client, tag, "社")
    first = campaign_of(client, sheet, {"ids": ids}, name="一")
    second = client.post("/v1/campaigns", now="2026-11-23T00:00:01Z", json={
        "name": "二", "questionnaire_id": sheet, "due_on": DUE, "suppliers": {"ids": ids}}).body
    assert second["added"]["joined"] == 1
    params = {"questionnaire_id": sheet, "include_total": "true"}
    listed = client.get("/v1/campaigns", params=params)
    assert [row["name"] for row in listed.body["data"]] == ["二", "一"] and listed.body["total"] == 2
    assert client.post(f"/v1/campaigns/{first['id']}/close", json={}).status == 200
    closed = client.get("/v1/campaigns", params={**params, "state": "closed"})
    assert [row["id"] for row in closed.body["data"]] == [first["id"]]
    page = client.get("/v1/campaigns", params={**params, "limit": 1}).body
    assert page["page"]["has_more"] and page["data"][0]["id"] == second["id"]


def test_thousands_of_suppliers_at_once_or_none(server, make_tenant):
    tenant = make_tenant()
    client = Client(server, tenant.token())
    sheet = publish_sheet(client)
    first = make_supplier(client, "見本")
    server.sql("""insert into app.suppliers (tenant_id, id, name, search, created_at, updated_at)
                  select tenant_id, gen_random_uuid(), '社 ' || n, '社 ' || n, now(), now()
                    from app.suppliers, generate_series(1, 4999) as n where id = %s""", first)
    began = time.monotonic()
    made = start(client, sheet, {"filter": {}}, prefill=True)
    assert made.status == 201 and made.body["added"]["asked"] == 5000, made
    took = time.monotonic() - began
    assert made.body["progress"]["requested"] == 5000
    reply, rows = read_csv(client, made.body["id"])
    assert len(rows) == 5001 and took < 60
    assert {row[0] for row in rows[1:]} == {"見本", *(f"社 {n}" for n in range(1, 5000))}
    extra = make_supplier(client, "多すぎ")
    full = client.post(f"/v1/campaigns/{made.body['id']}/suppliers", now=NOW,
                       json={"suppliers": {"ids": [extra]}})
    assert full.errors == {"#/suppliers": "too_many"}
    other = start(client, publish_sheet(client), {"filter": {}})
    assert other.errors == {"#/suppliers/filter": "too_many"}
    assert server.sql("select count(*) from app.campaigns where tenant_id = %s", tenant.id) == [(1,)]
    closed = client.post(f"/v1/campaigns/{made.body['id']}/close", json={"responses": "cancel"}, now=NOW)
    assert closed.status == 200 and closed.body["progress"]["cancelled"] == 5000
    assert client.get("/v1/suppliers", params={"assessment_status": "never_asked", "limit": 1,
                                               "include_total": "true"}).body["total"] == 5001


def test_rounds_started_at_once_ask_each_supplier_once(server, client, tenant, sheet, tag):
    ids = make_suppliers(client, tag, *(f"{n}社" for n in range(12)))

    def begin(number):
        one = Client(server, tenant.token())
        if number % 2:
            return start(one, sheet, {"ids": ids if number % 4 == 1 else ids[::-1]})
        return one.post("/v1/responses", json={"supplier_id": ids[number], "questionnaire_id": sheet})

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(begin, range(8)))
    assert {reply.status for reply in replies} <= {201, 409}, replies
    made = [reply.body["added"] for reply in replies if reply.path == "/v1/campaigns" and reply.status == 201]
    assert all(added["asked"] + added["joined"] == 12 and not added["skipped"] for added in made)
    assert server.sql("select count(*), count(distinct supplier_id) from app.responses "
                      "where supplier_id = any (%s::uuid[])", ids) == [(12, 12)]
