"""The form that METI and IPA publish for the SCS evaluation scheme, read into the self-check of star 3."""
import json
import pathlib

import openpyxl
import pytest

from rounds import ask, save, seq
from workbooks import XLSX, bytes_of

ROOT = pathlib.Path(__file__).parents[2]
STAR_3 = json.loads((ROOT / "data/schemes.json").read_text())["schemes"][0]["requirements"]
HEADINGS = {"K": "★3/★4", "L": "評価基準No.", "M": "評価基準", "O": "自己評価", "P": "理由", "Q": "根拠および実施する事",
            "R": "補足情報"}
MARKS = {"1-2-1": "○◯●", "1-2-3": [" ○ ", "\u3000〇\u3000"], "1-3-1": "△○×", "2-1-1": "✖Ｘ", "2-1-2": ["対象外"],
         "2-1-4": "ー", "3-1-1": "○×○○", "3-1-2": "", "3-1-4": ["○", "", "○"], "4-1-1": "○○○?", "4-1-4": ["該当なし", "N/A"],
         "4-1-5": ["○", "対象外", "○", "○", "○"]}
ALL = {one["id"]: "○" * one["criteria"] for one in STAR_3} | MARKS


def form(marks, change=None, star_4=True):
    """{requirement: marks} as the form has them: 81 rows of star 3 and some of star 4, below a cover and two headings."""
    book = openpyxl.Workbook()
    book.active.title = "はじめに"
    book.active["B2"] = "この様式について"
    page = book.create_sheet("要求事項・評価基準")
    page["B1"] = "自己評価シート"
    for column, text in HEADINGS.items():
        page[f"{column}2"] = text
    area, rows = None, {}
    for one in STAR_3:
        if one["area"] != area:
            area = one["area"]
            page.cell(page.max_row + 1, 2).value = area
        first = page.max_row + 1
        given = [*marks.get(one["id"], ""), *[""] * one["criteria"]][:one["criteria"]]
        for number, mark in enumerate(given, 1):
            row = rows[f"{one['id']}-{number}"] = first + number - 1
            page[f"K{row}"], page[f"L{row}"], page[f"M{row}"] = "★3" if number == 1 else None, f"{one['id']}-{number}", "…"
            page[f"O{row}"] = mark or None
        last = first + one["criteria"] - 1
        if last > first:
            for column in "BCK":
                page.merge_cells(f"{column}{first}:{column}{last}")
        if star_4:
            page[f"K{last + 1}"], page[f"L{last + 1}"] = "★4", f"{one['id']}-{one['criteria'] + 1}"
            page[f"O{last + 1}"] = "×"
    assert len(rows) == 81
    if change:
        change(page, rows)
    return bytes_of(book), rows


def sent(client, response, data, **options):
    return client.post(f"/v1/responses/{response}/sheet", data=data, headers={**XLSX, "Accept": "*/*"}, **options)


def told(reply):
    assert reply.status == 200, reply
    return {row["question"]: row for row in reply.body["data"]}


@pytest.fixture(scope="module")
def selfcheck(client):
    found = client.get("/v1/questionnaires", params={"code": "scs-star3-selfcheck", "state": "published"})
    return found.body["data"][0]["id"]


def errors(reply):
    return {row["question"]: [(error["cell"], error["code"]) for error in row["errors"]]
            for row in reply.body["data"] if row["errors"]}


def answers(client, response):
    return {one["code"]: one for one in client.get(f"/v1/responses/{response}/answers").body["data"]}


def written(page, rows):
    """What people do to such a form, beside marking it."""
    page[f"L{rows['1-2-1-3']}"], page[f"Q{rows['1-2-1-2']}"] = " １－２－１－３ ", "組織図"
    page[f"P{rows['1-3-1-1']}"], page[f"R{rows['1-3-1-1']}"] = "作成中", "来月\n公開"
    page[f"P{rows['2-1-2-1']}"] = "共有していない"
    page[f"P{rows['3-1-3-1']}"] = "両方とも同じ"
    page.merge_cells(f"P{rows['3-1-3-1']}:P{rows['3-1-3-2']}")
    page.merge_cells(f"O{rows['4-2-2-1']}:O{rows['4-2-2-2']}")
    page[f"O{rows['4-3-4-2']}"], page[f"R{rows['4-1-3-4']}"] = '=IF(1,"○","×")', "=1+1"
    page[f"L{rows['4-1-2-8']}"], page[f"L{rows['5-1-1-3']}"] = "4-1-2-1", None
    page[f"P{rows['6-1-1-1']}"], page[f"Q{rows['6-1-1-6']}"] = "長" * 2000, "長" * 2000


def test_a_form_of_81_criteria_is_26_answers(client, selfcheck, supplier, server, tenant):
    response, before = ask(client, supplier, selfcheck), seq(server, tenant)
    data, rows = form(ALL, written)
    dry = told(sent(client, response, data, params={"dry_run": "true"}))
    whole = told(sent(client, response, data, params={"mode": "atomic"}))
    assert not answers(client, response) and {row["outcome"] for row in whole.values()} == {"failed", "skipped", "unchanged"}
    reply = sent(client, response, data)
    found = told(reply)
    assert [(row["question"], row["outcome"], row["answer"]) for row in dry.values()] == [
        (row["question"], row["outcome"], row["answer"]) for row in found.values()]
    assert [row["question"] for row in reply.body["data"]] == [one["id"] for one in STAR_3]
    assert reply.body["passed_over"] == 26 and seq(server, tenant) == before + 2  # response.started, one answer.saved
    assert errors(reply) == {
        "3-1-4": [(f"O{rows['3-1-4-2']}", "criterion_blank")],
        "4-1-1": [(f"O{rows['4-1-1-4']}", "not_allowed_value")],
        "4-1-2": [(f"L{rows['4-1-2-8']}", "not_unique")],
        "4-1-3": [(f"R{rows['4-1-3-4']}", "formula")],
        "4-1-4": [(f"O{rows['4-1-4-1']}", "not_applicable_refused")],
        "4-2-2": [(f"O{rows['4-2-2-2']}", "merged_cell")],
        "4-3-4": [(f"O{rows['4-3-4-2']}", "formula")],
        "5-1-1": [(f"L{rows['5-1-1-1']}", "criteria_count")],
        "6-1-1": [(f"P{rows['6-1-1-1']}:R{rows['6-1-1-6']}", "too_long")]}
    assert found["3-1-2"]["outcome"] == "unchanged" and found["3-1-2"]["text"] is None
    assert reply.body["summary"] == {"unchanged": 1, "saved": 16, "conflict": 0, "failed": 9, "skipped": 0}
    stored = answers(client, response)
    assert {code: stored[code]["answer"] for code in MARKS if code in stored} == {
        "1-2-1": "done", "1-2-3": "done", "1-3-1": "in_progress", "2-1-1": "not_done", "2-1-2": "not_applicable",
        "2-1-4": "not_applicable", "3-1-1": "in_progress", "4-1-5": "done"}
    assert found["3-1-1"]["text"] == "3-1-1-1 ○, 3-1-1-2 ×, 3-1-1-3 ○, 3-1-1-4 ○" and {
        one["channel"] for one in stored.values()} == {"excel"}
    assert {code: stored[code]["comment"] for code in ("1-2-1", "1-2-3", "1-3-1", "3-1-1", "3-1-3", "4-1-5")} == {
        "1-2-1": "1-2-1-2 ○\n根拠：組織図", "1-2-3": None,
        "1-3-1": "1-3-1-1 △\n理由：作成中\n補足：来月\n公開\n1-3-1-2 ○\n1-3-1-3 ×",
        "3-1-1": "3-1-1-1 ○\n3-1-1-2 ×\n3-1-1-3 ○\n3-1-1-4 ○", "3-1-3": "3-1-3-1 ○\n理由：両方とも同じ",
        "4-1-5": "4-1-5-1 ○\n4-1-5-2 該当なし\n4-1-5-3 ○\n4-1-5-4 ○\n4-1-5-5 ○"}
    assert stored["2-1-2"]["reason"] == "2-1-2-1 該当なし\n理由：共有していない"
    english = told(sent(client, response, data, lang="en"))
    assert "other rows of it are filled in" in english["3-1-4"]["errors"][0]["detail"]
    assert {row["outcome"] for row in english.values()} == {"unchanged", "failed"}


def test_a_newer_form_replaces_a_form_but_nothing_that_was_typed(client, selfcheck, supplier):
    response = ask(client, supplier, selfcheck)
    assert set(row["outcome"] for row in told(sent(client, response, form({"1-2-1": "○○○", "1-2-3": "××"})[0])).values()) == {
        "saved", "unchanged"}
    typed = {"1-3-1": {"answer": "○", "comment": "規程集"}, "2-1-1": {"answer": "△", "comment": "確認中"}}
    assert save(client, response, typed).status == 200
    found = told(sent(client, response, form({"1-2-1": "○△○", "1-2-3": "××", "1-3-1": "○○○", "2-1-1": "○○"}, star_4=False)[0]))
    assert {code: row["outcome"] for code, row in found.items() if row["text"]} == {
        "1-2-1": "saved", "1-2-3": "unchanged", "1-3-1": "unchanged", "2-1-1": "conflict"}
    assert (found["2-1-1"]["answer"], found["2-1-1"]["current"]["answer"]) == ("done", "in_progress")
    stored = answers(client, response)
    assert (stored["1-2-1"]["answer"], stored["1-3-1"]["comment"], stored["2-1-1"]["answer"]) == (
        "in_progress", "規程集", "in_progress")


def test_a_form_belongs_to_the_questionnaire_that_asks_its_requirements(client, login, sheet, selfcheck, supplier):
    other, mine = ask(client, supplier, sheet), ask(client, supplier, selfcheck)
    data = form({"1-2-1": "○○○"})[0]
    refused = sent(client, other, data)
    assert (refused.status, refused.code, refused.body["reason"]) == (422, "workbook_refused", "criteria_not_asked")
    assert "SCS評価制度" in refused.body["detail"]
    assert "SCS scheme" in sent(client, other, data, lang="en").body["detail"]
    nothing = openpyxl.Workbook()
    nothing.active["L2"], nothing.active["O3"] = "評価基準No.", "○"
    assert sent(client, mine, bytes_of(nothing)).body["reason"] == "not_the_sheet"
    strange = form({}, lambda page, rows: page.append([None] * 11 + ["9-9-9-9", None, None, "○"]))[0]
    assert [(row["question"], row["outcome"], row["errors"][0]["code"]) for row in told(sent(client, mine, strange)).values()
            if row["text"]] == [(None, "failed", "question_unknown")]
    respondent = login("respondent", supplier_id=supplier)
    assert told(sent(respondent, mine, data))["1-2-1"]["outcome"] == "saved"
