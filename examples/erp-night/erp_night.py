#!/usr/bin/env python3
"""A vendor master that goes to Renkei every night, as a procurement system would send it.

    erp_night.py --rows 30000 --way bulk      calls of 1 000 rows (POST /v1/suppliers/bulk)
    erp_night.py --rows 30000 --way import    a CSV file in CP932 (POST /v1/imports; a worker must run)
    erp_night.py --rows 30000 --way xlsx      the same as an Excel workbook

Three nights: the first brings all rows, the second the same ones, the third has one in a hundred changed
and three in a thousand gone, which a file archives (snapshot=true).
--person measures beside each night how long somebody waits who changes a supplier by hand, 20 times a second
(RENKEI_PERSON_TOKEN: their token, so that they do not share the budget of requests that bulk uses up);
--memory NAME=PID, more than once, tells the most memory that a process of this machine and its children took.

One row in 200 is wrong, one in 20 has the corporate number of another, and numbers have leading zeros,
slashes, percent signs and full-width letters. What comes back is compared with what must come back;
the program ends with 1 when it differs. Standard library alone.
"""
import argparse
import csv
import io
import json
import os
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
import xml.sax.saxutils
import zipfile

CALL = 1000  # rows of one call
WRONG, SHARED, CHANGED, GONE = 200, 20, 100, 333  # one row in so many
COLUMNS = ["取引先コード", "会社名", "会社名カナ", "法人番号", "国", "担当者", "メール", "住所"]


def check_digit(body):
    """法人番号: twelve digits behind a check digit."""
    total = sum(int(digit) * (1 if place % 2 == 0 else 2) for place, digit in enumerate(reversed(body)))
    return str(9 - total % 9)


def corporate_number(number):
    body = f"{number:012d}"
    return check_digit(body) + body


def code(number):
    """How a system of thirty years calls its vendors."""
    return (f"{number:08d}", f"V/{number}", f"{number}%", f"Ｖ{number}")[number % 4]


def numbers(rows, night):
    """In the third night some vendors are not there any more."""
    return [number for number in range(rows) if night < 3 or number % GONE != 12]


def vendor(number, night):
    changed = night >= 3 and number % CHANGED == 7
    return {"external_id": code(number), "name": f"取引先{'（新）' if changed else ''} {number}", "name_kana": "トリヒキサキ",
            "corporate_number": corporate_number(number - number % SHARED if number % SHARED == 1 else number)
            if number % WRONG != 5 else "1234567890123",
            "country": "JP", "contacts": [{"name": f"担当 {number}", "email": f"v{number}@example.co.jp"}]}


def expected(rows, night):
    sent = numbers(rows, night)
    failed = sum(1 for number in sent if number % WRONG == 5)
    updated = sum(1 for number in sent if number % CHANGED == 7 and number % WRONG != 5) if night == 3 else 0
    good = len(sent) - failed
    return {"created": good if night == 1 else 0, "updated": updated,
            "unchanged": 0 if night == 1 else good - updated, "failed": failed}


class Service:
    def __init__(self, url, token):
        self.url, self.token = url.rstrip("/"), token

    def ask(self, method, path, body=None, kind="application/json", revision=None):
        request = urllib.request.Request(self.url + path, body, {
            "Authorization": f"Bearer {self.token}", "Content-Type": kind,
            **({"If-Match": revision} if revision else {})}, method=method)
        for _ in range(20):
            try:
                with urllib.request.urlopen(request, timeout=120) as reply:
                    return json.load(reply)
            except urllib.error.HTTPError as fault:
                if fault.code not in (429, 503):
                    raise SystemExit(f"{method} {path}: {fault.code} {fault.read().decode()}") from None
                time.sleep(float(fault.headers.get("Retry-After", 1)))
        raise SystemExit(f"{method} {path}: refused again and again")


def by_bulk(service, source, rows, night):
    total = dict.fromkeys(("created", "updated", "unchanged", "failed"), 0)
    sent = numbers(rows, night)
    for first in range(0, len(sent), CALL):
        lines = "\n".join(json.dumps({"source": source, **vendor(number, night)}, ensure_ascii=False)
                          for number in sent[first:first + CALL])
        reply = service.ask("POST", "/v1/suppliers/bulk", lines.encode(), "application/x-ndjson")
        for outcome, count in reply["summary"].items():
            total[outcome] += count
    return total


def table(rows, night):
    yield COLUMNS
    for number in numbers(rows, night):
        row = vendor(number, night)
        contact = row["contacts"][0]
        yield [row["external_id"], row["name"], row["name_kana"], row["corporate_number"], "日本",
               contact["name"], contact["email"], "東京都千代田区"]


def as_csv(rows, night):
    text = io.StringIO()
    csv.writer(text).writerows(table(rows, night))
    return text.getvalue().encode("cp932")


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def relation(kind, target):
    return (f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/{kind}"'
            f' Target="{target}"/></Relationships>')


def as_xlsx(rows, night):
    """The least that is a workbook: all cells are texts."""
    lines = "".join("<row>" + "".join(f'<c t="inlineStr"><is><t>{xml.sax.saxutils.escape(cell)}</t></is></c>'
                                      for cell in row) + "</row>" for row in table(rows, night))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml"'
                      ' ContentType="application/xml"/></Types>')
        book.writestr("_rels/.rels", relation("officeDocument", "xl/workbook.xml"))
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="vendors"'
                      ' sheetId="1" r:id="rId1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml"))
        book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>')
    return file.getvalue()


FILES = {"import": (as_csv, "text/csv; charset=shift_jis"),
         "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")}


def by_import(service, source, rows, night, way="import"):
    query = urllib.parse.urlencode({"source": source, "profile": "generic-ja", "snapshot": "true"})
    make, kind = FILES[way]
    sent = service.ask("POST", f"/v1/imports?{query}", make(rows, night), kind)
    while sent["state"] in ("received", "checking", "running"):
        time.sleep(0.2)
        sent = service.ask("GET", f"/v1/imports/{sent['id']}")
    if sent["state"] != "done":
        raise SystemExit(f"the import is {sent['state']}: {sent['error']}")
    gone = sum(1 for number in set(range(rows)) - set(numbers(rows, night)) if number % WRONG != 5)
    if sent["snapshot"]["archived"] != gone:
        raise SystemExit(f"{gone} vendors are gone, and archived were {sent['snapshot']['archived']}")
    return sent["counts"]


class Person:
    """Changes a supplier of their own again and again; knows how long each change took."""

    def __init__(self, service):
        self.service, self.seconds, self.over = service, [], threading.Event()
        made = service.ask("POST", "/v1/suppliers", json.dumps({"name": f"人 {uuid.uuid4()}"}).encode())
        self.path = f"/v1/suppliers/{made['id']}"
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self):
        while not self.over.wait(0.05):
            body = json.dumps({"owner": f"{len(self.seconds)}"}).encode()
            begin = time.monotonic()
            self.service.ask("PATCH", self.path, body, revision="*")
            self.seconds.append(time.monotonic() - begin)

    def p99(self):
        """In ms, of the changes so far, which are forgotten."""
        taken, self.seconds = sorted(self.seconds), []
        return 1000 * taken[int(0.99 * (len(taken) - 1))] if taken else 0.0


class Memory:
    """The most that processes and their children held, in MiB, looked at every 50 ms."""

    def __init__(self, names):
        self.pids = {name: int(pid) for name, _, pid in (one.partition("=") for one in names)}
        self.most = dict.fromkeys(self.pids, 0)
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while self.pids:
            for name, pid in self.pids.items():
                for whose, one in ((name, pid), *((f"{name}'s child", child) for child in children(pid))):
                    self.most[whose] = max(self.most.get(whose, 0), resident(one))
            time.sleep(0.05)

    def text(self):
        return "".join(f", {name} {most:.0f} MiB" for name, most in self.most.items())


def resident(pid):
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, IndexError):
        return 0


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return file.read().split()
    except OSError:
        return []


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--way", choices=("bulk", "import", "xlsx"), default="bulk")
    parser.add_argument("--source", default="erp-night")
    parser.add_argument("--person", action="store_true")
    parser.add_argument("--memory", action="append", default=[], metavar="NAME=PID")
    given = parser.parse_args()
    service = Service(os.environ["RENKEI_URL"], os.environ["RENKEI_TOKEN"])
    way = by_bulk if given.way == "bulk" else lambda *night: by_import(*night, given.way)
    person = Person(Service(service.url, os.environ.get("RENKEI_PERSON_TOKEN", service.token))) if given.person else None
    memory = Memory(given.memory)
    wrong = 0
    for night in (1, 2, 3):
        begin = time.monotonic()
        counts = way(service, given.source, given.rows, night)
        seconds = time.monotonic() - begin
        right = counts == expected(given.rows, night)
        wrong += not right
        waited = f", a change by hand p99 {person.p99():.0f} ms" if person else ""
        print(f"night {night} by {given.way}: {given.rows} rows in {seconds:.1f} s, {given.rows / seconds:.0f} rows/s"
              f"{waited}{memory.text()}:"
              f" {json.dumps(counts)}{'' if right else ' but expected ' + json.dumps(expected(given.rows, night))}",
              flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
