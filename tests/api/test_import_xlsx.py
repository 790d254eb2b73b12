"""Workbooks as a door: what a person sees in the cells comes in, and what is no table is refused."""
import datetime
import io
import pathlib
import zipfile

import openpyxl
import pytest

from test_imports import brought, counts, result, seq, work  # noqa: F401  (fixtures)
from workbooks import HEADER, MAIN, XLSX, by_hand, bytes_of, parts, table_of, text_cell, workbook, zipped

HEADERS = ["取引先コード", "会社名", "会社名カナ", "法人番号", "国", "担当者", "メール", "登録日"]
LIBREOFFICE = pathlib.Path(__file__).parents[1] / "data" / "libreoffice.xlsx"


def failed(client, one):
    return [(row["line"], row["error_code"], row["error_field"], row["error_value"])
            for row in client.get(f"/v1/imports/{one['id']}/rows").body["data"]]


def stored(client, source, number):
    return client.get(f"/v1/suppliers/by-external-id/{source}/{number}").body


def test_a_workbook_comes_in_as_a_person_sees_it(erp, client, work, source):
    def fill(sheet):
        sheet.append(HEADERS)
        sheet.append(["000123", " みどり精機 <株> & Co.", "ミドリセイキ", 7000012050002, "日本", "山田", "y@example.co.jp",
                      datetime.date(2026, 1, 5)])
        sheet.append([456, "二", "ニ", "T7-0000-1205-0002", "JPN", "佐藤"])
        sheet["A3"].number_format = "000000"
        sheet.row_dimensions[3].hidden = True
        sheet.append([])
        sheet.append([1e3, "三_x005F_x0041_"])
    one = brought(erp, work, source, workbook(fill, "取引先"), XLSX)
    assert (one["state"], one["counts"], one["sheet"]) == ("done", counts(created=3), "取引先"), one
    assert one["progress"] == {"rows_total": 3, "rows_done": 3, "rows_unprocessed": 0} and one["ignored_columns"] == ["登録日"]
    first, second, third = (stored(client, source, number) for number in ("000123", "000456", "1000"))
    assert (first["name"], first["corporate_number"]) == ("みどり精機 <株> & Co.", "7000012050002")
    assert (second["name"], second["country"], second["contacts"][0]["name"]) == ("二", "JP", "佐藤")
    assert third["name"] == "三_x0041_"


def test_a_workbook_of_libreoffice(erp, client, work, source):
    """Made by LibreOffice 7.4 from cells of text, a number shown as 000000, days, a hidden row and a formula."""
    one = brought(erp, work, source, LIBREOFFICE.read_bytes(), XLSX)
    assert (one["state"], one["counts"], one["sheet"]) == ("done", counts(created=2, failed=1), "取引先"), one
    assert failed(erp, one) == [(4, "formula", "会社名", "xy")]
    assert stored(client, source, "000123")["corporate_number"] == "7000012050002"
    assert stored(client, source, "000456")["name"] == "Acme & Sons <KK>"


def test_texts_in_runs_with_their_reading_and_cells_without_a_place(erp, client, work, source):
    strings = ('<si><t>external_id</t></si><si><r><t>na</t></r><r><t>me</t></r></si>'
               '<si><r><t xml:space="preserve">東 </t></r><r><t>京</t></r><rPh sb="0" eb="1"><t>トウ</t></rPh></si>')
    rows = ('<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row>'
            '<x:row><x:c t="str"><x:v>0_x0031_</x:v></x:c><x:c t="s"><x:v>2</x:v></x:c></x:row>')
    data = zipped(parts(strings=strings, **{"xl/worksheets/sheet1.xml": (
        f'<x:worksheet {MAIN.replace("xmlns", "xmlns:x")}><x:sheetData>{rows}</x:sheetData></x:worksheet>')}))
    one = brought(erp, work, source, data, XLSX, profile="renkei")
    assert one["counts"] == counts(created=1), one
    assert stored(client, source, "01")["name"] == "東 京"


def test_a_cell_that_does_not_say_its_value_itself_fails_its_row(erp, work, source):
    def fill(sheet):
        sheet.append(["external_id", "name", "note"])
        sheet.append(["1", "=A2", "x"])
        sheet.append(["2", "#N/A", "x"])
        sheet["B3"].data_type = "e"
        sheet.append(["3", "fine", "=1+1"])  # of a column that is passed over
        sheet.append(["4", "merged"])
        sheet.append([None, "below"])
        sheet.merge_cells("A5:A6")
        sheet.append(["5", "wide", "x"])
        sheet.merge_cells("B7:C7")
        sheet.append([None, None, '=IF(A8="","",1)'])
    one = brought(erp, work, source, workbook(fill), XLSX, profile="renkei")
    assert failed(erp, one) == [(2, "formula", "name", ""), (3, "cell_error", "name", "#N/A"),
                                (6, "merged_cell", "external_id", "")]
    assert one["counts"] == counts(created=3, failed=3)
    code = erp.get(f"/v1/imports/{one['id']}/rows").body["data"][0]["problem"]["errors"][0]
    assert (code["pointer"], code["code"]) == ("#/name", "formula")


def test_what_failed_comes_back_as_a_workbook_and_imports_once_it_is_corrected(erp, work, source):
    rows = [["external_id", "name", "corporate_number", "memo"], ["001", "<&>", "1234567890123", "_x005F_x0041_"],
            ["002", "good", None, None], ["003", None, None, "改\n行"]]
    one = brought(erp, work, source, workbook(rows), XLSX, profile="renkei")
    assert one["counts"] == counts(created=1, failed=2)
    file = erp.get(f"/v1/imports/{one['id']}/failed-file", headers={"Accept": "*/*"})
    assert file.headers["Content-Type"] == XLSX["Content-Type"]
    back = table_of(file.raw)
    assert back[0] == [*rows[0], "error_code", "error_field", "error_value", "error_detail"]
    assert [row[:7] for row in back[1:]] == [
        ["001", "<&>", "1234567890123", "_x005F_x0041_", "corporate_number", "corporate_number", "1234567890123"],
        ["003", None, None, "改\n行", "required", "name", None]]
    again = brought(erp, work, source, file.raw, XLSX, profile="renkei")
    assert again["counts"] == counts(failed=2)
    twice = table_of(erp.get(f"/v1/imports/{again['id']}/failed-file", headers={"Accept": "*/*"}).raw)
    assert twice == back
    back[1][2], back[2][1] = "7000012050002", "三"
    assert brought(erp, work, source, workbook(back), XLSX, profile="renkei")["counts"] == counts(created=2)


def test_the_sheet_is_the_first_that_is_shown_or_the_one_that_is_named(erp, client, work, source):
    book = openpyxl.Workbook()
    book.active.title, book.active.sheet_state = "表紙", "hidden"
    for number in (1, 2):
        sheet = book.create_sheet(f"T{number}")
        sheet.append(["external_id", "name"])
        sheet.append([f"{number}", f"of {number}"])
    book.active = 1
    data = bytes_of(book)
    first = brought(erp, work, source, data, XLSX, profile="renkei")
    named = brought(erp, work, source, data, XLSX, profile="renkei", sheet="T2")
    none = brought(erp, work, source, data, XLSX, profile="renkei", sheet="T3")
    assert [(one["sheet"], one["counts"]["created"], one["error"]) for one in (first, named, none)] == [
        ("T1", 1, None), ("T2", 1, None), ("T3", 0, "no_sheet")]
    assert stored(client, source, "2")["name"] == "of 2"


def declared(data, size):
    """The same archive, its parts said to be of `size` once unpacked."""
    out = bytearray(data)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 24:at + 28] = size.to_bytes(4, "little")
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def twice(data):
    file = io.BytesIO(data)
    with pytest.warns(UserWarning), zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


def encrypted(data):
    out = bytearray(data)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 8] |= 1
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


GOOD = HEADER + '<row r="2">' + text_cell("A2", "1") + text_cell("B2", "x") + "</row>"
DOCTYPE = '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
MACROS = ('<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
          '</Types>')
SHEET, TYPES = "xl/worksheets/sheet1.xml", "[Content_Types].xml"
WIDE = ["external_id"] + [f"c{number}" for number in range(16_000)]

HOSTILE = {
    "a table as text": (b"external_id,name\n1,a\n", "wrong_format"),
    "nothing but a mark": (b"PK\x03\x04", "not_xlsx"),
    "cut off": (by_hand(GOOD)[:-40], "not_xlsx"),
    "protected by a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
    "parts with a password": (encrypted(by_hand(GOOD)), "encrypted"),
    "macros": (by_hand(GOOD, **{TYPES: MACROS}), "macros"),
    "entities": (by_hand(**{SHEET: f"{DOCTYPE}<worksheet {MAIN}><sheetData>{GOOD}</sheetData></worksheet>"}), "xml_doctype"),
    "an outer subset": (by_hand(**{SHEET: f'<!DOCTYPE w SYSTEM "file:///etc/passwd"><worksheet {MAIN}/>'}), "xml_doctype"),
    "a name that leads out": (by_hand(GOOD, **{"../../etc/cron.d/x": "x"}), "unsafe_names"),
    "a name twice": (twice(by_hand(GOOD)), "unsafe_names"),
    "4 GiB declared": (declared(by_hand(GOOD), 0xFFFFFFFE), "unpacked_too_large"),
    "a bomb": (by_hand(**{SHEET: f"<worksheet {MAIN}>" + " " * 270_000_000}), "unpacked_too_large"),
    "a tag of 3 MB": (by_hand(**{SHEET: f"<worksheet {MAIN} a='" + "x" * 3_000_000}), "unpacked_too_large"),
    "texts of 70 MB": (by_hand(GOOD, strings="<si><t>" + "x" * 70_000_000 + "</t></si>"), "unpacked_too_large"),
    "a cell of 3 MB": (by_hand(HEADER + '<row r="2">' + text_cell("A2", "x" * 3_000_000) + "</row>"), "row_too_large"),
    "1 001 parts": (by_hand(GOOD, **{f"p{number}": "" for number in range(1001)}), "unpacked_too_large"),
    "an archive in place of the sheet": (by_hand(**{SHEET: by_hand(GOOD)}), "not_xlsx"),
    "elements 100 deep": (by_hand("<row>" * 100), "not_xlsx"),
    "rows in disorder": (by_hand(HEADER + '<row r="1"><c r="A1"><v>1</v></c></row>'), "not_xlsx"),
    "a row beyond all": (by_hand(HEADER + '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'), "too_many_rows"),
    "16 001 columns": (workbook([WIDE, ["1"]]), "too_many_columns"),
    "a column beyond all": (by_hand(HEADER.replace("</row>", text_cell("CYZZ1", "x") + "</row>")), "too_many_columns"),
    "a text that is not there": (by_hand(HEADER + '<row r="2"><c r="A2" t="s"><v>7</v></c></row>'), "not_xlsx"),
    "a document of words": (zipped({**parts(), "xl/workbook.xml": "<document/>"}), "not_xlsx"),
    "a workbook without a sheet": (zipped({**parts(), "xl/workbook.xml": f"<workbook {MAIN}/>"}), "no_sheet"),
    "an empty sheet": (by_hand(), "no_rows"),
}


def test_what_is_no_table_fails_whole_and_the_worker_goes_on(erp, server, tenant, work, source):
    """Each in a child of its own; all of them in one turn of the worker, which then takes a good file."""
    before = seq(server, tenant)
    cases = [*HOSTILE.items(), ("good", (by_hand(GOOD), None))]
    found = {}
    for start in range(0, len(cases), 20):
        sent = {name: erp.post("/v1/imports", data=data, headers=XLSX, params={"source": source}).body["id"]
                for name, (data, _) in cases[start:start + 20]}
        work()
        found.update({name: result(erp, id_) for name, id_ in sent.items()})
    assert {name: one["error"] for name, one in found.items()} == {name: error for name, (_, error) in cases}
    assert found.pop("good")["counts"] == counts(created=1)
    assert all(one["state"] == "failed" and one["counts"] == counts() for one in found.values())
    assert seq(server, tenant) == before + 1


def test_a_workbook_that_is_sent_as_text_is_told_so(erp, work, source):
    one = brought(erp, work, source, by_hand(GOOD), {"Content-Type": "text/csv; charset=utf-8"})
    assert (one["error"], one["error_line"]) == ("wrong_format", None)
