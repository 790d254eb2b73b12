#!/usr/bin/env python3
"""A vendor master that goes to Renkei every night, as a procurement system would send it.

    erp_night.py --rows 30000 --way bulk      calls of 1 000 rows (POST /v1/suppliers/bulk)
    erp_night.py --rows 30000 --way import    a CSV file in CP932 (POST /v1/imports; a worker must run)

Three nights: the first brings all rows, the second the same ones, the third has one in a hundred changed.
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
import time
import urllib.error
import urllib.parse
import urllib.request

CALL = 1000  # rows of one call
WRONG, SHARED, CHANGED = 200, 20, 100  # one row in so many
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


def vendor(number, night):
    changed = night >= 3 and number % CHANGED == 7
    return {"external_id": code(number), "name": f"取引先{'（新）' if changed else ''} {number}", "name_kana": "トリヒキサキ",
            "corporate_number": corporate_number(number - number % SHARED if number % SHARED == 1 else number)
            if number % WRONG != 5 else "1234567890123",
            "country": "JP", "contacts": [{"name": f"担当 {number}", "email": f"v{number}@example.co.jp"}]}


def expected(rows, night):
    failed = sum(1 for number in range(rows) if number % WRONG == 5)
    updated = sum(1 for number in range(rows) if number % CHANGED == 7 and number % WRONG != 5) if night == 3 else 0
    good = rows - failed
    return {"created": good if night == 1 else 0, "updated": updated,
            "unchanged": 0 if night == 1 else good - updated, "failed": failed}


class Service:
    def __init__(self, url, token):
        self.url, self.token = url.rstrip("/"), token

    def ask(self, method, path, body=None, kind="application/json"):
        request = urllib.request.Request(self.url + path, body, {
            "Authorization": f"Bearer {self.token}", "Content-Type": kind}, method=method)
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
    for first in range(0, rows, CALL):
        lines = "\n".join(json.dumps({"source": source, **vendor(number, night)}, ensure_ascii=False)
                          for number in range(first, min(first + CALL, rows)))
        reply = service.ask("POST", "/v1/suppliers/bulk", lines.encode(), "application/x-ndjson")
        for outcome, count in reply["summary"].items():
            total[outcome] += count
    return total


def table(rows, night):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number in range(rows):
        row = vendor(number, night)
        contact = row["contacts"][0]
        writer.writerow([row["external_id"], row["name"], row["name_kana"], row["corporate_number"], "日本",
                         contact["name"], contact["email"], "東京都千代田区"])
    return text.getvalue().encode("cp932")


def by_import(service, source, rows, night):
    query = urllib.parse.urlencode({"source": source, "profile": "generic-ja"})
    sent = service.ask("POST", f"/v1/imports?{query}", table(rows, night), "text/csv; charset=shift_jis")
    while sent["state"] in ("received", "checking", "running"):
        time.sleep(0.2)
        sent = service.ask("GET", f"/v1/imports/{sent['id']}")
    if sent["state"] != "done":
        raise SystemExit(f"the import is {sent['state']}: {sent['error']}")
    return sent["counts"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--way", choices=("bulk", "import"), default="bulk")
    parser.add_argument("--source", default="erp-night")
    given = parser.parse_args()
    service = Service(os.environ["RENKEI_URL"], os.environ["RENKEI_TOKEN"])
    way = {"bulk": by_bulk, "import": by_import}[given.way]
    wrong = 0
    for night in (1, 2, 3):
        begin = time.monotonic()
        counts = way(service, given.source, given.rows, night)
        seconds = time.monotonic() - begin
        right = counts == expected(given.rows, night)
        wrong += not right
        print(f"night {night} by {given.way}: {given.rows} rows in {seconds:.1f} s, {given.rows / seconds:.0f} rows/s:"
              f" {json.dumps(counts)}{'' if right else ' but expected ' + json.dumps(expected(given.rows, night))}",
              flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
