"""What a spreadsheet program makes of our workbooks: Debian's LibreOffice without a window, started once for each format."""
import io
import shutil
import subprocess
import sys

import openpyxl
import pytest

from rounds import ALL_ANSWERS, PROFILE, ask, make_supplier, publish_sheet, submit_all
from workbooks import XLSX

BOOK = {"Accept": XLSX["Content-Type"]}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """office(format, files): each file opened and saved in that format, as paths."""
    if shutil.which("soffice") is None:
        print("\nNOT TRIED in a spreadsheet: libreoffice-calc-nogui not installed", file=sys.__stderr__)
        pytest.skip("no LibreOffice")
    profile = tmp_path_factory.mktemp("office")

    def convert(kind, files):
        folder = tmp_path_factory.mktemp(kind)
        done = subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind, "--outdir",
                               str(folder), *map(str, files)], capture_output=True, timeout=120)
        made = [folder / f"{file.stem}.{kind}" for file in files]
        assert done.returncode == 0 and all(one.exists() for one in made), done
        return made
    return convert


def cells(book):
    """{sheet: rows of values}, without empty rows and cells at the end."""
    def stripped(values):
        values = list(values)
        while values and values[-1] in (None, []):
            values.pop()
        return values
    return {page.title: stripped(stripped(row) for row in page.values) for page in book.worksheets}


def printed(file):
    """(size of its pages in points, text) of a PDF."""
    said = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True).stdout.decode()
    size = next(line for line in said.splitlines() if line.startswith("Page size:")).split()
    text = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True).stdout.decode()
    return (round(float(size[2])), round(float(size[4]))), text


def test_a_spreadsheet_opens_saves_and_prints_what_we_write(client, office, tmp_path):
    questionnaire = publish_sheet(client)
    names = ["みどり精機株式会社", "株式会社髙﨑電機製作所", "0012"]
    suppliers = [make_supplier(client, name, profile=PROFILE) for name in names]
    campaign = client.post("/v1/campaigns", json={
        "name": "2026年度調査", "questionnaire_id": questionnaire, "due_on": "2099-03-31", "suppliers": {"ids": suppliers}})
    assert campaign.status == 201, campaign
    asked = client.get("/v1/responses", params={"campaign_id": campaign.body["id"], "supplier_id": suppliers[1]})
    submit_all(client, asked.body["data"][0]["id"], {**ALL_ANSWERS, "M-04": {"number": 2.5}, "M-01": {"text": "一行目\n=二行目"}})
    response = ask(client, suppliers[0], publish_sheet(client), due_on="2099-03-31")
    files = []
    for name, path in (("table", f"/v1/campaigns/{campaign.body['id']}/answers"), ("reports", "/v1/reports/workbook.xlsx"),
                       ("sheet", f"/v1/responses/{response}/sheet.xlsx")):
        reply = client.get(path, headers=BOOK)
        assert reply.status == 200, reply
        files.append(tmp_path / f"{name}.xlsx")
        files[-1].write_bytes(reply.raw)
    again = office("xlsx", files)
    for ours, theirs in zip(files, again, strict=True):
        ours, theirs = openpyxl.load_workbook(ours), openpyxl.load_workbook(theirs)
        assert cells(theirs) == cells(ours)
        for one, other in zip(ours.worksheets, theirs.worksheets, strict=True):
            assert other.print_title_rows == one.print_title_rows, one.title
    told = openpyxl.load_workbook(io.BytesIO(again[0].read_bytes())).worksheets[0]
    row = next(dict(zip([cell.value for cell in told[1]], row)) for row in told.iter_rows(min_row=2) if row[0].value == names[1])
    assert row["M-04 日数"].value == 2.5 and row["M-05 訓練日"].is_date and row["M-01 自由記述"].value == "一行目\n=二行目"
    back = client.post(f"/v1/responses/{response}/sheet", data=again[2].read_bytes(), headers={**XLSX, "Accept": "*/*"})
    assert back.status == 200 and {one["outcome"] for one in back.body["data"]} == {"unchanged"}, back
    pages = dict(zip(("table", "reports", "sheet"), map(printed, office("pdf", files)), strict=True))
    assert {name: size for name, (size, _) in pages.items()} == {"table": (1191, 842), "reports": (842, 595), "sheet": (842, 595)}
    assert all(name in pages["table"][1] for name in names) and "2026/09/01" in pages["table"][1]
    assert "リスクマップ" in pages["reports"][1] and "更新していますか" in pages["sheet"][1]
