"""The sheet as an Excel workbook: what stands in it, and what comes back filled in."""
import datetime
import io
import pathlib
import tempfile
import uuid
import zipfile

import openpyxl
import pytest

from rounds import ALL_ANSWERS, SHEET, ask, make_supplier, publish_sheet, save, seq
from test_import_xlsx import HOSTILE
from workbooks import MAIN, XLSX, by_hand, bytes_of, text_cell, workbook

ANY = {"Accept": "*/*"}
ID, MARK, NUMBER, QUESTION, ANSWER, MEASURE, OWNER, DUE, REASON, COMMENT = range(1, 11)


def fetched(client, path, **options):
    reply = client.get(path, headers=ANY, **options)
    assert reply.status == 200, reply
    assert reply.headers["Content-Type"] == XLSX["Content-Type"]
    return openpyxl.load_workbook(io.BytesIO(reply.raw))


def rows_of(book):
    """{code: row number}, of the sheet of answers."""
    sheet = book.worksheets[0]
    return {sheet.cell(row, ID).value: row for row in range(2, sheet.max_row + 1) if sheet.cell(row, ID).value}


def test_a_blank_workbook_can_be_filled_in_and_printed(client, sheet):
    book = fetched(client, f"/v1/questionnaires/{sheet}/sheet.xlsx")
    assert [one.title for one in book.worksheets] == ["回答", "記入のしかた"]
    page = book.worksheets[0]
    rows = rows_of(book)
    assert list(rows) == ["B-01", "B-02", "B-03", "M-01", "M-02", "M-03", "M-04", "M-05"]
    assert page.column_dimensions["A"].hidden and page.protection.sheet
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0 and page.print_title_rows
    offered = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert offered[f"E{rows['B-01']}"] == '"○,△,×,該当なし"' and offered[f"E{rows['B-03']}"] == '"○,△,×"'
    assert not page.cell(rows["B-01"], ANSWER).protection.locked and page.cell(rows["B-01"], QUESTION).protection.locked
    assert page.cell(rows["B-03"], REASON).protection.locked  # it has to be answered
    assert page.cell(rows["M-02"], QUESTION).value == "接続\n1. なし\n2. VPN\n3. 常時"
    assert page.cell(rows["M-03"], QUESTION).value == (
        "方式\n（「接続」の回答が VPN、常時 の場合のみ）\n複数選択可：\n1. 多要素\n2. パスワード")
    english = fetched(client, f"/v1/questionnaires/{sheet}/sheet.xlsx?lang=en").worksheets[0]
    assert english.title == "Answers" and english.cell(rows["B-01"], QUESTION).value == "Do you update?"


def test_the_workbook_of_a_response_has_what_was_answered(client, sheet, supplier):
    response = ask(client, supplier, sheet, due_on="2099-03-31")
    assert save(client, response, ALL_ANSWERS).status == 200
    book = fetched(client, f"/v1/responses/{response}/sheet.xlsx")
    page, rows = book.worksheets[0], rows_of(book)
    top = {page.cell(row, NUMBER).value: page.cell(row, ANSWER).value for row in range(2, 7)}
    assert top["貴社名"] == "株式会社テスト" and str(top["回答期限"])[:10] == "2099-03-31"
    assert page.cell(rows["B-01"], ANSWER).value == "○"
    assert [page.cell(rows["B-02"], column).value for column in (ANSWER, MEASURE)] == ["取得済み", "IS 123456"]
    assert page.cell(rows["B-01"], MARK).value.startswith("1.")


def test_a_respondent_fetches_its_own_workbook_alone(client, login, sheet, supplier):
    response = ask(client, supplier, sheet)
    path = f"/v1/responses/{response}/sheet.xlsx"
    assert login("respondent", supplier_id=supplier).get(path, headers=ANY).status == 200
    assert login("respondent", supplier_id=make_supplier(client)).get(path).status == 404
    assert login("respondent", supplier_id=supplier).get(f"/v1/questionnaires/{sheet}/sheet.xlsx").status == 403


# What comes back.

def bytes_of_response(client, response, lang="ja"):
    return client.get(f"/v1/responses/{response}/sheet.xlsx?lang={lang}", headers=ANY).raw


def filled(data, cells, change=None):
    """The workbook with {code: {column: value}} written into it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = rows_of(book)
    for code, values in cells.items():
        for column, value in values.items():
            book.worksheets[0].cell(rows[code], column).value = value
    if change:
        change(book.worksheets[0], rows)
    return bytes_of(book)


def sent(client, response, data, **params):
    return client.post(f"/v1/responses/{response}/sheet", data=data, params=params, headers={**XLSX, **ANY})


def outcomes(reply):
    assert reply.status == 200, reply
    return {row["question"]: row["outcome"] for row in reply.body["data"]}


def faults(reply):
    return {row["question"]: [(error["cell"], error["code"]) for error in row["errors"]]
            for row in reply.body["data"] if row["errors"]}


def answers(client, response):
    return {one["code"]: one for one in client.get(f"/v1/responses/{response}/answers").body["data"]}


ALL_CELLS = {
    "B-01": {ANSWER: " ◯ ", COMMENT: "全台"},
    "B-02": {ANSWER: "取得済み", MEASURE: "IS 123456", DUE: datetime.date(2028, 3, 31)},
    "B-03": {ANSWER: "▲", MEASURE: "策定", OWNER: "総務部", DUE: "令和9年6月30日"},
    "M-01": {ANSWER: "特になし"},
    "M-02": {ANSWER: "VPN"},
    "M-03": {ANSWER: "1、パスワード"},
    "M-04": {ANSWER: 3},
    "M-05": {ANSWER: datetime.date(2026, 9, 1)},
}


def test_a_filled_workbook_is_saved_as_if_it_was_typed(client, sheet, supplier, server, tenant):
    response = ask(client, supplier, sheet)
    before = seq(server, tenant)
    dry = sent(client, response, filled(bytes_of_response(client, response), ALL_CELLS), dry_run="true")
    assert set(outcomes(dry).values()) == {"saved"} and dry.body["dry_run"] and not answers(client, response)
    reply = sent(client, response, filled(bytes_of_response(client, response), ALL_CELLS))
    assert set(outcomes(reply).values()) == {"saved"}, reply
    assert reply.body["progress"] == {"answered": 8, "required": 6, "total": 8}
    stored = answers(client, response)
    assert {one["channel"] for one in stored.values()} == {"excel"}
    assert (stored["B-01"]["answer"], stored["B-01"]["comment"]) == ("done", "全台")
    assert (stored["B-02"]["number"], stored["B-02"]["expires_on"]) == ("IS 123456", "2028-03-31")
    assert stored["B-03"]["plan"] == {"measure": "策定", "owner": "総務部", "due_on": "2027-06-30"}
    assert (stored["M-02"]["choice"], stored["M-03"]["choices"], stored["M-04"]["number"], stored["M-05"]["date"]) == (
        "vpn", ["mfa", "password"], 3, "2026-09-01")
    assert seq(server, tenant) == before + 2  # response.started and one answer.saved
    again = sent(client, response, bytes_of_response(client, response, "en"))
    assert set(outcomes(again).values()) == {"unchanged"} and seq(server, tenant) == before + 2
    old = sent(client, response, filled(bytes_of_response(client, response), {}, lambda page, rows: page.move_range(
        f"A{rows['B-01']}:J{rows['B-01']}", rows=40)))
    assert outcomes(old)["B-01"] == "unchanged"


def test_what_changed_online_meanwhile_is_not_overwritten(client, sheet, supplier):
    response = ask(client, supplier, sheet)
    assert save(client, response, {"B-01": {"answer": "○"}, "B-03": {"answer": "○"}, "M-04": {"number": 3}}).status == 200
    data = bytes_of_response(client, response)
    assert save(client, response, {"B-01": {"answer": "×"}, "B-03": {"answer": "△"}, "M-04": {"number": 5}},
                revision=1).status == 200
    reply = sent(client, response, filled(data, {"B-01": {ANSWER: "△"}, "B-03": {ANSWER: "△"}, "M-02": {ANSWER: "なし"}}))
    assert {code: word for code, word in outcomes(reply).items() if word != "unchanged"} == {
        "B-01": "conflict", "M-02": "saved"}
    row = next(row for row in reply.body["data"] if row["question"] == "B-01")
    assert (row["text"], row["current"]["answer"], row["current"]["revision"]) == ("△", "not_done", 2)
    assert faults(reply) == {"B-01": [(f"B{row['row']}", "stale_answer")]}
    alone = sent(client, response, filled(data, {"B-01": {ANSWER: "△"}}))
    assert outcomes(alone)["B-01"] == "conflict" and alone.body["summary"]["saved"] == 0
    whole = sent(client, response, filled(data, {"B-01": {ANSWER: "△"}, "M-05": {ANSWER: "2026-09-01"}}), mode="atomic")
    assert (outcomes(whole)["B-01"], outcomes(whole)["M-05"]) == ("conflict", "skipped")
    assert "M-05" not in answers(client, response)


UNCLEAR = [
    ({"B-01": {ANSWER: "○か△"}}, ANSWER, "not_allowed_value"),
    ({"B-03": {ANSWER: "該当なし"}}, ANSWER, "not_applicable_refused"),
    ({"B-01": {ANSWER: "=IF(1,\"○\",\"×\")"}}, ANSWER, "formula"),
    ({"B-02": {ANSWER: "△"}}, ANSWER, "not_allowed_value"),
    ({"B-02": {ANSWER: "取得済み", OWNER: "総務部"}}, OWNER, "wrong_member_for_type"),
    ({"B-03": {ANSWER: "△", DUE: "05/06/2027"}}, DUE, "ambiguous_date"),
    ({"B-03": {ANSWER: "△", DUE: "2027年2月30日"}}, DUE, "no_such_day"),
    ({"B-03": {ANSWER: "△", DUE: "平成40年1月1日"}}, DUE, "of_another_era"),
    ({"B-03": {ANSWER: "△", DUE: "来月"}}, DUE, "not_date"),
    ({"B-03": {ANSWER: "○", MEASURE: "策定"}}, MEASURE, "unsupported_change"),
    ({"M-02": {ANSWER: "ふつう"}}, ANSWER, "not_allowed_value"),
    ({"M-03": {ANSWER: "多要素、3"}}, ANSWER, "not_allowed_value"),
    ({"M-04": {ANSWER: "三日"}}, ANSWER, "not_decimal"),
    ({"M-04": {ANSWER: 400}}, ANSWER, "out_of_range"),
    ({"B-01": {ANSWER: "○", COMMENT: "長" * 4001}}, COMMENT, "too_long"),
]


def test_what_is_not_clear_fails_with_its_cell_and_keeps_no_other_row_out(client, sheet, supplier):
    response = ask(client, supplier, sheet)
    data = bytes_of_response(client, response)
    rows = rows_of(openpyxl.load_workbook(io.BytesIO(data)))
    for cells, column, code in UNCLEAR:
        named = next(iter(cells))
        reply = sent(client, response, filled(data, {**cells, "M-05": {ANSWER: "2026-09-01"}}), dry_run="true")
        assert (outcomes(reply)[named], outcomes(reply)["M-05"]) == ("failed", "saved"), (cells, reply.body)
        assert faults(reply)[named][0] == (f"{'ABCDEFGHIJ'[column - 1]}{rows[named]}", code), (cells, reply.body)


MARKS = {"done": "○◯〇⭕●", "in_progress": "△▲", "not_done": "××✕✖☓Ｘx✗❌",
         "not_applicable": ["該当なし", "対象外", "非該当", "N/A", "n/a", "ー"]}


def asked(client, supplier, type_, count):
    """A response to as many questions of one type, and their codes."""
    codes = [f"Q-{number}" for number in range(count)]
    return ask(client, supplier, publish_sheet(client, {**SHEET, "sections": [{
        "code": "Q", "title_ja": "問", "questions": [
            {"code": code, "type": type_, "text_ja": code, "na_allowed": True, "weight": 1} if type_ == "three_state"
            else {"code": code, "type": type_, "text_ja": code} for code in codes]}]})), codes


def test_marks_are_understood_as_people_write_them(client, supplier):
    marks = [(word, mark) for word, written in MARKS.items() for mark in written]
    response, codes = asked(client, supplier, "three_state", len(marks))
    reply = sent(client, response, filled(bytes_of_response(client, response), {
        code: {ANSWER: f" {mark}　"} for code, (_, mark) in zip(codes, marks)}))
    assert set(outcomes(reply).values()) == {"saved"}, reply
    stored = answers(client, response)
    assert {mark: stored[code]["answer"] for code, (_, mark) in zip(codes, marks)} == {mark: word for word, mark in marks}


FORMATS = ["yyyy/m/d", "m/d/yyyy", "[$-411]ggge\"年\"m\"月\"d\"日\"", "[$-411]ge.m.d", "yyyy\"年\"m\"月\"d\"日\""]


@pytest.mark.parametrize("epoch", ["1900", "1904"])
def test_days_come_in_every_dress_that_excel_gives_them(client, supplier, epoch):
    response, codes = asked(client, supplier, "date", len(FORMATS))
    book = openpyxl.load_workbook(io.BytesIO(bytes_of_response(client, response)))
    rows, serial = rows_of(book), 46477
    if epoch == "1904":
        book.epoch, serial = openpyxl.utils.datetime.CALENDAR_MAC_1904, serial - 1462
    for code, number_format in zip(codes, FORMATS):
        book.worksheets[0].cell(rows[code], ANSWER).value = serial
        book.worksheets[0].cell(rows[code], ANSWER).number_format = number_format
    assert set(outcomes(sent(client, response, bytes_of(book))).values()) == {"saved"}
    assert {one["date"] for one in answers(client, response).values()} == {"2027-03-31"}


def test_rows_are_known_by_their_id_wherever_they_are(client, sheet, supplier):
    response = ask(client, supplier, sheet)
    data = bytes_of_response(client, response)

    def shuffle(page, rows):
        page.cell(rows["B-01"], ID).value, page.cell(rows["B-03"], ID).value = "B-03", "B-01"
        page.row_dimensions[rows["B-01"]].hidden = True
        page.merge_cells(start_row=rows["M-04"], end_row=rows["M-05"], start_column=ANSWER, end_column=ANSWER)
        page.cell(page.max_row + 1, ID).value = "B-02"
        page.cell(page.max_row, ANSWER).value = "未取得"
        page.cell(page.max_row + 1, ID).value = "X-99"
    reply = sent(client, response, filled(data, {"B-01": {ANSWER: "○"}, "B-03": {ANSWER: "×"}, "M-04": {ANSWER: 3},
                                                 "B-02": {ANSWER: "取得済み"}}, shuffle))
    assert reply.status == 200, reply
    got = [(row["question"], row["outcome"], [error["code"] for error in row["errors"]]) for row in reply.body["data"]]
    assert got[0] == ("B-03", "saved", []) and got[2] == ("B-01", "saved", [])
    assert ("B-02", "failed", ["not_unique"]) in got and (None, "failed", ["question_unknown"]) in got
    assert ("M-05", "failed", ["merged_cell"]) in got
    stored = answers(client, response)
    assert (stored["B-03"]["answer"], stored["B-01"]["answer"]) == ("done", "not_done")


def test_an_empty_cell_takes_nothing_back(client, sheet, supplier):
    response = ask(client, supplier, sheet)
    assert save(client, response, {"B-01": {"answer": "○", "comment": "x"}, "M-04": {"number": 3}}).status == 200
    reply = sent(client, response, filled(bytes_of_response(client, response), {
        "B-01": {ANSWER: None}, "M-04": {ANSWER: None}, "B-03": {COMMENT: "確認中"}}))
    words = outcomes(reply)
    assert (words["B-01"], words["M-04"], words["B-03"]) == ("failed", "unchanged", "saved")
    assert faults(reply)["B-01"][0][1] == "required"
    assert answers(client, response)["M-04"]["number"] == 3 and answers(client, response)["B-03"]["answer"] is None


def test_a_sheet_of_somebody_else_is_refused(client, login, sheet, supplier):
    mine, other = ask(client, supplier, sheet), ask(client, make_supplier(client), sheet)
    book = openpyxl.Workbook()
    for data, reason in ((bytes_of_response(client, other), "other_response"), (bytes_of(book), "not_the_sheet"),
                         (b"PK\x03\x04 no more", "not_xlsx"), (b"%PDF-1.4", "wrong_format")):
        reply = sent(client, mine, data)
        assert (reply.status, reply.code, reply.body["reason"]) == (422, "workbook_refused", reason), reply
    assert client.post(f"/v1/responses/{mine}/sheet", data=b"code,answer", headers={"Content-Type": "text/csv"}).status == 415
    respondent = login("respondent", supplier_id=supplier)
    assert set(outcomes(sent(respondent, mine, filled(bytes_of_response(respondent, mine), ALL_CELLS))).values()) == {"saved"}
    assert {one["channel"] for one in answers(client, mine).values()} == {"excel"}
    assert sent(respondent, other, bytes_of_response(client, other)).status == 404
    assert sent(login("viewer"), mine, bytes_of_response(client, mine)).status == 403


LIBREOFFICE = pathlib.Path(__file__).parents[1] / "data" / "sheet_libreoffice.xlsx"


def made_of(sheet):
    """The blank workbook, filled in with ALL_CELLS and saved by LibreOffice 7.4, as one of this questionnaire."""
    made = io.BytesIO()
    with zipfile.ZipFile(LIBREOFFICE) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"QUESTIONNAIRE", sheet.encode()))
    return made.getvalue()


def test_a_supplier_who_never_goes_online_scores_as_one_who_does(client, sheet, supplier):
    """Blank workbook by mail, filled in and saved with LibreOffice, sent in by the buyer, reviewed, accepted."""
    offline, online = ask(client, supplier, sheet), ask(client, make_supplier(client), sheet)
    reply = sent(client, offline, made_of(sheet))
    assert set(outcomes(reply).values()) == {"saved"}, reply
    typed = {"B-01": {"answer": "○", "comment": "全台"}, "B-02": ALL_ANSWERS["B-02"], "M-01": {"text": "特になし"},
             "B-03": {"answer": "△", "plan": {"measure": "策定", "owner": "総務部", "due_on": "2027-06-30"}},
             "M-02": {"choice": "vpn"}, "M-03": {"choices": ["mfa", "password"]}, "M-04": {"number": 3},
             "M-05": {"date": "2026-09-01"}}
    assert save(client, online, typed).status == 200
    told = [{code: {name: value for name, value in one.items() if name not in (
        "channel", "answered_at", "updated_at", "revision")} for code, one in answers(client, response).items()}
            for response in (offline, online)]
    assert told[0] == told[1]
    scores = []
    for response in (offline, online):
        assert client.post(f"/v1/responses/{response}/submit").status == 200
        assert client.put(f"/v1/responses/{response}/answers/B-01/review", json={"evidence": "document"},
                          if_match="*").status == 200
        accepted = client.post(f"/v1/responses/{response}/accept")
        assert accepted.status == 200, accepted
        scores.append(client.get(f"/v1/suppliers/{accepted.body['supplier_id']}/score").body)
    assert scores[0]["likelihood"] == scores[1]["likelihood"] and scores[0]["score"] == scores[1]["score"]


def test_what_was_taken_over_is_confirmed_by_a_workbook_that_comes_back(client, sheet, supplier):
    first = ask(client, supplier, sheet)
    assert save(client, first, ALL_ANSWERS).status == 200
    for step in ("submit", "accept"):
        assert client.post(f"/v1/responses/{first}/{step}").status == 200
    second = ask(client, supplier, sheet)
    assert client.post(f"/v1/responses/{second}/prefill", json={}).status == 200
    assert client.post(f"/v1/responses/{second}/submit").status == 409
    assert set(outcomes(sent(client, second, bytes_of_response(client, second))).values()) == {"saved"}
    assert client.post(f"/v1/responses/{second}/submit").status == 200
    assert sent(client, second, bytes_of_response(client, second)).code == "invalid_state"


CHOSEN = ["nothing but a mark", "protected by a password", "macros", "entities", "a name that leads out", "a name twice",
          "4 GiB declared", "a bomb", "elements 100 deep"]
LINE = uuid.uuid4().hex * 8


def deep(count):
    return by_hand("<row>" * count + "</row>" * count)


# One more than there may be, and, where it is cheap to make, just as many: that is no sheet of ours, but it was read.
BEYOND = {
    "201 parts": (by_hand(**{f"p{number}": "" for number in range(196)}), "unpacked_too_large"),
    "200 parts": (by_hand(**{f"p{number}": "" for number in range(195)}), "not_the_sheet"),
    "50 001 texts": (by_hand(strings="".join(f"<si><t>{n * 7919}</t></si>" for n in range(50_001))), "unpacked_too_large"),
    "50 000 texts": (by_hand(strings="".join(f"<si><t>{n * 7919}</t></si>" for n in range(50_000))), "not_the_sheet"),
    "52 MB": (by_hand(**{"xl/worksheets/sheet1.xml": f"<worksheet {MAIN}>" + "".join(
        f"{LINE}{n * 7919}\n" for n in range(200_000))}), "unpacked_too_large"),
    "more than 200 times": (by_hand(**{"xl/worksheets/sheet1.xml": f"<worksheet {MAIN}>{' ' * 2_000_000}</worksheet>"}),
                            "unpacked_too_large"),
    "17 deep": (deep(15), "not_xlsx"),
    "16 deep": (deep(14), "not_the_sheet"),
    "a cell of 32 768 characters": (by_hand('<row r="1">' + text_cell("A1", "x" * 32_768) + "</row>"), "row_too_large"),
    "a cell of 32 767 characters": (by_hand('<row r="1">' + text_cell("A1", "x" * 32_767) + "</row>"), "not_the_sheet"),
    "65 columns": (by_hand('<row r="1">' + text_cell("BM1", "x") + "</row>"), "too_many_columns"),
    "64 columns": (by_hand('<row r="1">' + text_cell("BL1", "x") + "</row>"), "not_the_sheet"),
    "2 001 rows": (workbook([["x"]] * 2001), "too_many_rows"),
    "2 000 rows": (workbook([["x"]] * 2000), "not_the_sheet"),
}


def test_hostile_workbooks_are_refused_by_a_process_of_their_own(client, server, sheet, supplier):
    response = ask(client, supplier, sheet)
    found = {name: sent(client, response, HOSTILE[name][0]) for name in CHOSEN}
    assert {name: (reply.status, reply.body["reason"]) for name, reply in found.items()} == {
        name: (422, HOSTILE[name][1]) for name in CHOSEN}
    beyond = {name: sent(client, response, data).body["reason"] for name, (data, _) in BEYOND.items()}
    assert beyond == {name: reason for name, (_, reason) in BEYOND.items()}
    assert server.process.poll() is None and not list(pathlib.Path(tempfile.gettempdir()).glob(
        f"renkei-job-{server.process.pid}-*"))
    good = sent(client, response, filled(bytes_of_response(client, response), ALL_CELLS))
    assert set(outcomes(good).values()) == {"saved"}


def test_a_key_sends_a_workbook_once(client, sheet, supplier):
    response = ask(client, supplier, sheet)
    data = filled(bytes_of_response(client, response), {"B-01": {ANSWER: "○"}})
    first, second = (client.post(f"/v1/responses/{response}/sheet", data=data, headers={**XLSX, **ANY}, key="one")
                     for _ in range(2))
    assert first.raw == second.raw and second.headers["Idempotency-Replayed"] == "true"
    assert outcomes(second)["B-01"] == "saved"
