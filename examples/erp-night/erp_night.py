#!/usr/bin/env python3
"""A vendor master that goes to Renkei every night, as a procurement system would send it.

    erp_night.py --rows 30000 --way bulk      calls of 1 000 rows (POST /v1/suppliers/bulk)
    erp_night.py --rows 30000 --way import    a CSV file in CP932 (POST /v1/imports; a worker must run)
    erp_night.py --rows 30000 --way xlsx      the same as an Excel workbook

Three nights: the first brings all rows, the second the same ones, the third has one in a hundred changed
and three in a thousand gone, which a file archives (snapshot=true). What comes back is compared with what must
come back, what the feed tells with what must have happened, and the suppliers at the end with what was sent.

--person measures beside each night how long somebody waits who answers a questionnaire at the answer page, 20 times a
second (RENKEI_PERSON_TOKEN: of whoever asked them, an administrator);
--memory NAME=PID, more than once, tells the most memory that a process of this machine and its children took.

--program FILE starts service and files worker of its own with the environment at hand, on another port, and
--kills N kills both (SIGKILL) N times a night in the middle of it: what was lost on the way is sent again.
--worker COMMAND is another command for the worker.

One row in 200 is wrong, one in 20 has the corporate number of another, and numbers have leading zeros,
slashes, percent signs and full-width letters. Ends with 1 when something is not as it must be. Standard library alone.
"""
import argparse
import contextlib
import csv
import io
import json
import os
import shlex
import sys
import time
import urllib.parse
import uuid
import xml.sax.saxutils
import zipfile

from meanwhile import Killer, Machine, Memory, Person, Service

CALL = 1000  # rows of one call
WRONG, SHARED, CHANGED, GONE = 200, 20, 100, 333  # one row in so many
TOLD = ("supplier.created", "supplier.updated", "supplier.archived")
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


def gone(rows, night):
    """Vendors that were stored, and are not sent any more."""
    return [number for number in set(range(rows)) - set(numbers(rows, night)) if number % WRONG != 5]


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


def by_bulk(night):
    total = dict.fromkeys(("created", "updated", "unchanged", "failed"), 0)
    sent = numbers(night.rows, night.number)
    for first in range(0, len(sent), CALL):
        lines = "\n".join(json.dumps({"source": night.source, **vendor(number, night.number)}, ensure_ascii=False)
                          for number in sent[first:first + CALL]).encode()
        reply = {"data": [{"status": 409}]}
        while any(entry["status"] == 409 for entry in reply["data"]):  # conflict_busy: what was cut off still ends
            reply = night.service.ask("POST", "/v1/suppliers/bulk", lines, "application/x-ndjson")
        for outcome, count in reply["summary"].items():
            total[outcome] += count
        night.done = sum(total.values())
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


def by_import(night, way):
    query = urllib.parse.urlencode({"source": night.source, "profile": "generic-ja", "snapshot": "true"})
    make, kind = FILES[way]
    sent = night.service.ask("POST", f"/v1/imports?{query}", make(night.rows, night.number), kind,
                             Idempotency_Key=str(uuid.uuid4()))
    while sent["state"] in ("received", "checking", "running"):
        time.sleep(0.05)
        sent = night.service.ask("GET", f"/v1/imports/{sent['id']}")
        night.done = sent["progress"]["rows_done"] or 0
    if sent["state"] != "done":
        raise SystemExit(f"the import is {sent['state']}: {sent['error']}")
    if sent["snapshot"]["archived"] != len(gone(night.rows, night.number)):
        raise SystemExit(f"archived were {sent['snapshot']['archived']}")
    return sent["counts"]


class Night:
    def __init__(self, service, options, number, cursor):
        self.service, self.rows, self.source, self.way = service, options.rows, options.source, options.way
        self.number, self.cursor, self.done, self.repeated = number, cursor, 0, service.repeated

    def run(self):
        """The counts that came back."""
        return by_bulk(self) if self.way == "bulk" else by_import(self, self.way)

    def faults(self, counts):
        """What is not as it must be, in what came back and on the feed."""
        right = expected(self.rows, self.number)
        if self.way == "bulk" and self.service.repeated > self.repeated:
            # what a lost reply told of was saved all the same: then the feed alone knows how often
            counts, right = ({"failed": each["failed"], "good": sum(each.values()) - each["failed"]}
                             for each in (counts, right))
        faults = [] if counts == right else [f"{counts} came back and {right} was expected"]
        return faults + self.differs_on_the_feed()

    def differs_on_the_feed(self):
        right = expected(self.rows, self.number)
        right = {"supplier.created": right["created"], "supplier.updated": right["updated"],
                 "supplier.archived": len(gone(self.rows, self.number)) if self.way != "bulk" else 0}
        told = self.feed()
        once = dict.fromkeys(right, 0)
        for kind, _ in set(told):
            once[kind] += 1
        return [f"{kind}: {once[kind]} suppliers and {sum(1 for one, _ in told if one == kind)} events, not {count}"
                for kind, count in right.items()
                if not count == once[kind] == sum(1 for one, _ in told if one == kind)]

    def feed(self):
        """(type, supplier) of each event about suppliers since the last night."""
        told, more = [], True
        while more:
            query = urllib.parse.urlencode({"cursor": self.cursor, "limit": 200, "types": TOLD}, doseq=True)
            page = self.service.ask("GET", f"/v1/events?{query}")
            told += [(event["type"], event["supplier_id"]) for event in page["data"]]
            self.cursor, more = page["page"]["next_cursor"], page["page"]["has_more"]
        return told


def stored(service, source):
    """(number, name, status) of each supplier of that system."""
    cursor, more = {}, True
    while more:
        query = urllib.parse.urlencode({"external_source": source, "limit": 200, **cursor})
        page = service.ask("GET", f"/v1/suppliers?{query}")
        yield from ((number["id"], supplier["name"], supplier["status"]) for supplier in page["data"]
                    for number in supplier["external_ids"] if number["source"] == source)
        cursor, more = {"cursor": page["page"]["next_cursor"]}, page["page"]["has_more"]


def differs_at_the_end(service, options):
    """Each vendor is there once and as it was sent last."""
    away = set(gone(options.rows, 3))
    right = sorted((vendor(number, 1 if number in away else 3)["external_id"],
                    vendor(number, 1 if number in away else 3)["name"],
                    "archived" if number in away and options.way != "bulk" else "active")
                   for number in range(options.rows) if number % WRONG != 5)
    found = sorted(stored(service, options.source))
    print(f"{len(found)} suppliers are stored under {len({number for number, _, _ in found})} numbers", flush=True)
    return [] if found == right else [f"{len(right)} were expected; the first that differs: " + str(
        next((pair for pair in zip(found, right) if pair[0] != pair[1]), "one is missing, or one too many"))]


def asked():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--way", choices=("bulk", "import", "xlsx"), default="bulk")
    parser.add_argument("--source", default="erp-night")
    parser.add_argument("--person", action="store_true")
    parser.add_argument("--memory", action="append", default=[], metavar="NAME=PID")
    parser.add_argument("--program", metavar="FILE")
    parser.add_argument("--worker", metavar="COMMAND")
    parser.add_argument("--kills", type=int, default=0)
    options = parser.parse_args()
    if options.kills and not options.program:
        parser.error("--kills needs --program: what is not started here is not killed here")
    return options


def three_nights(service, options, machine, person, memory):
    """Runs them; whether something was not as it must be."""
    cursor, wrong = service.ask("GET", "/v1/events?cursor=latest")["page"]["next_cursor"], 0
    for number in (1, 2, 3):
        begin = time.monotonic()
        night = Night(service, options, number, cursor)
        killer = Killer(machine, options.kills, options.rows, lambda night=night: night.done) if options.kills else None
        counts = night.run()
        seconds = time.monotonic() - begin
        killed = killer.end() if killer else ""
        waited = f", an answer saved p99 {person.p99():.0f} ms" if person else ""
        faults = night.faults(counts)
        print(f"night {number} by {options.way}: {options.rows} rows in {seconds:.1f} s, {options.rows / seconds:.0f} rows/s"
              f"{waited}{memory.text()}{killed}: {json.dumps(counts)}", *faults, sep="\n  BUT ", flush=True)
        wrong, cursor = wrong + len(faults), night.cursor
    faults = differs_at_the_end(service, options) + (person.faults() if person else [])
    for fault in faults:
        print("  BUT", fault, flush=True)
    return wrong + len(faults) > 0


def main():
    options = asked()
    with contextlib.ExitStack() as closing:
        machine, url, patience = None, os.environ.get("RENKEI_URL"), 0
        if options.program:
            program = shlex.quote(options.program)
            machine = Machine({"service": f"{program} serve",
                               "worker": options.worker or f"{program} worker --kind files"})
            closing.callback(machine.close)
            url, patience = machine.url, 120
        service = Service(url, os.environ["RENKEI_TOKEN"], patience)
        person = Person(Service(url, os.environ.get("RENKEI_PERSON_TOKEN", service.token), patience)) if options.person else None
        given = {name: int(pid) for name, _, pid in (one.partition("=") for one in options.memory)}
        memory = Memory(lambda: {**given, **(machine.pids() if machine else {})})
        return three_nights(service, options, machine, person, memory)


if __name__ == "__main__":
    sys.exit(main())
