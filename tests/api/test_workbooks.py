"""The sheet as an Excel workbook: what stands in it, and what comes back filled in."""
import io

import openpyxl

from rounds import ALL_ANSWERS, ask, make_supplier, save
from workbooks import XLSX

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
