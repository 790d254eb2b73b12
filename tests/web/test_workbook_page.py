"""The sheet as an Excel file, taken from the answer page, filled in and sent back there."""
import time

import openpyxl

from desk import asked, sound
from test_criteria_form import ALL, form


def taken(page, folder):
    """The file that the browser keeps when the button is pressed."""
    page.browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    page.press(page.find("#workbook button"))
    deadline = time.monotonic() + 15
    while not (found := list(folder.glob("*.xlsx"))) and time.monotonic() < deadline:
        time.sleep(0.05)
    [file] = found
    return file


def write(file, cells):
    """{code: {heading: value}} into the row of the question, as its hidden columns name it."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    rows = {cell.value: row[0].row for row in sheet.iter_rows() for cell in row if cell.value in cells}
    heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    for code, values in cells.items():
        for heading, value in values.items():
            sheet.cell(rows[code], heads[heading]).value = value
    book.save(file)


def test_a_sheet_is_taken_filled_in_and_sent_back(page, client, supplier, tmp_path):
    response, secret = asked(client, supplier)
    page.open(secret).see("更新していますか")
    page.press(page.find("#workbook summary"))
    file = taken(page, tmp_path)
    assert client.put(f"/v1/responses/{response}/answers/B-03", headers={"If-None-Match": "*"}, json={"answer": "not_done"}).status in (200, 201)
    write(file, {"B-01": {"回答": "○"}, "B-03": {"回答": "○"}, "M-04": {"回答": "たぶん三日"}})
    page.find("#workbook input[type=file]").send_keys(str(file))
    page.see("シートから 1 問を保存しました").see("次の設問は保存していません。").see("この画面で回答が変更されています")
    sound(page)
    marks = [page.find(f"#q-{code} .choices label:has(:checked)").text for code in ("B-01", "B-03")]
    assert marks == ["○ 対応済み", "× 未対応"]
    file.write_bytes(b"PK\x03\x04 no workbook")
    page.find("#workbook input[type=file]").send_keys(str(file))
    page.see("Excel ファイルとして読めません。")
    assert client.get(f"/v1/responses/{response}/answers/B-01").body["answer"] == "done"


def test_who_has_filled_in_the_form_of_the_scheme_sends_that(page, client, supplier, tmp_path):
    [selfcheck] = client.get("/v1/questionnaires", params={"code": "scs-star3-selfcheck", "state": "published"}).body["data"]
    response, secret = asked(client, supplier, selfcheck["id"])
    data, rows = form(ALL)
    (tmp_path / "20260327.xlsx").write_bytes(data)
    page.open(secret).see("従業員へ説明していますか")
    page.press(page.find("#workbook summary"))
    page.see("SCS評価制度 ★3 の自己評価シート")
    page.find("#workbook input[type=file]").send_keys(str(tmp_path / "20260327.xlsx"))
    page.see("シートから 22 問を保存しました（変更なし・空欄 1 問）").see(f"O{rows['3-1-4-2']}: 同じ要求事項の評価基準は、すべて記入してください。")
    sound(page)
    assert page.find("#q-1-3-1 .choices label:has(:checked)").text == "△ 対応中"
