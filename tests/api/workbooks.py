"""Workbooks (XLSX) for tests: as openpyxl writes them, and put together by hand."""
import io
import zipfile

import openpyxl

XLSX = {"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"


def workbook(rows, title="Sheet1"):
    """The bytes of a workbook with these rows; a function is given the sheet to do more with."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    if callable(rows):
        rows(sheet)
    else:
        for row in rows:
            sheet.append(row)
    return bytes_of(book)


def bytes_of(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def table_of(data):
    """The rows of the first sheet, as texts or None."""
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values]


def relations(*pairs):
    return f'<Relationships xmlns="{PACKAGE}relationships">' + "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)) + "</Relationships>"


def parts(sheet_data="", strings=None, **more):
    """Parts of a workbook by their names; of `more` the underscores are slashes: what else there is."""
    made = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types"><Default Extension="xml" '
                               'ContentType="application/xml"/></Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/>'
                           '</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml"),
                                                *([("sharedStrings", "sharedStrings.xml")] if strings else [])),
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{sheet_data}</sheetData></worksheet>",
    }
    if strings:
        made["xl/sharedStrings.xml"] = f"<sst {MAIN}>{strings}</sst>"
    return {**made, **more}


def text_cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = '<row r="1">' + text_cell("A1", "external_id") + text_cell("B1", "name") + "</row>"


def zipped(made):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return file.getvalue()


def by_hand(sheet_data="", **more):
    return zipped(parts(sheet_data, **more))
