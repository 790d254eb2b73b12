#!/usr/bin/python3
"""Nights of a vendor master while service and worker are killed: examples/erp-night at full size, and SQL behind it.

    erp_night.py [--rows 30000] [--kills 1] [--ways bulk,import,xlsx]

`./dev fault erp_night.py` starts it. The same vendors come by each way under a system of its own, three nights, with a
person who answers a questionnaire meanwhile. Prints what examples/erp-night prints (rows/s, p99 of the person, memory),
then what SQL and `renkei check` say; exits 1 when a rule is broken.

Negative control: the judge is shown a supplier that lost its number, and one that has an event too many.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/api"), str(ROOT / "examples/erp-night")]
import erp_night  # noqa: E402
from renkei_server import BINARY, Server, cloned_database  # noqa: E402


EVENTS = """with told as (
  select seq, type, (body::json ->> 'supplier_id')::uuid as supplier_id from app.events
  where tenant_id = %s and type like 'supplier.%%' and (body::json ->> 'supplier_id')::uuid in (
    select supplier_id from app.supplier_external_ids where tenant_id = %s and source = %s))"""


def night(server, tenant, way, options):
    """Its exit status; what it prints goes to ours."""
    return subprocess.run(
        [sys.executable, ROOT / "examples/erp-night/erp_night.py", "--rows", str(options.rows), "--way", way,
         "--source", way, "--person", "--program", str(pathlib.Path(BINARY).resolve()), "--kills", str(options.kills)],
        env=server.environment({
            "RENKEI_TOKEN": tenant.token("integrator"), "RENKEI_PERSON_TOKEN": tenant.token("admin"),
            "RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker")}), check=False).returncode


def judge(server, tenant, way, rows):
    """What SQL finds wrong: numbers, contacts and events of the suppliers of one way."""
    nights = [erp_night.expected(rows, number) for number in (1, 2, 3)]
    created, updated = (sum(one[word] for one in nights) for word in ("created", "updated"))
    archived = len(erp_night.gone(rows, 3)) if way != "bulk" else 0
    one_each = {
        "suppliers": "select count(distinct supplier_id) from app.supplier_external_ids where tenant_id = %s and source = %s",
        "numbers": "select count(distinct external_id) from app.supplier_external_ids where tenant_id = %s and source = %s",
        "contacts": "select count(*) from app.contacts c where tenant_id = %s and exists (select from"
                    " app.supplier_external_ids x where x.supplier_id = c.supplier_id and x.source = %s)"}
    found = {name: server.sql(statement, tenant.id, way)[0][0] for name, statement in one_each.items()}
    faults = [f"{count} {name}, not {created}" for name, count in found.items() if count != created]
    told = {row[0]: row[1:] for row in server.sql(EVENTS + " select type, count(*), count(distinct supplier_id) from told"
                                                  " group by 1", tenant.id, tenant.id, way)}
    right = {"supplier.created": created, "supplier.updated": updated, "supplier.archived": archived}
    return faults + [f"{kind}: {told.get(kind, (0, 0))} events and suppliers, not {count}"
                     for kind, count in right.items() if told.get(kind, (0, 0)) != (count, count)]


def control(server, tenant, way, rows):
    """How many of two spoiled databases the judge does not see."""
    missed = 0
    for statement in (
            EVENTS + " update app.events e set type = 'supplier.created' from (select min(seq) as seq from told where type ="
            " 'supplier.updated') one where e.seq = one.seq and e.tenant_id = %s",
            "delete from app.supplier_external_ids where external_id = (select min(external_id) from"
            " app.supplier_external_ids where tenant_id = %s and source = %s) and tenant_id = %s"):
        values = (tenant.id, tenant.id, way, tenant.id) if statement.startswith("with") else (tenant.id, way, tenant.id)
        server.sql(statement, *values)
        missed += not judge(server, tenant, way, rows)
    return missed


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--rows", type=int, default=30000)
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--ways", default="bulk,import,xlsx")
    options = parser.parse_args()
    faults, ways = [], options.ways.split(",")
    with cloned_database() as database, tempfile.TemporaryDirectory() as folder:
        server = Server(database, pathlib.Path(folder))
        tenant = server.add_tenant()
        for way in ways:
            print(f"-- {way}, {options.rows} rows, {options.kills} kills a night", flush=True)
            if night(server, tenant, way, options) != 0:
                faults.append(f"{way}: see above")
            faults += [f"{way}: {fault}" for fault in judge(server, tenant, way, options.rows)]
        checked = server.run("check", "--tenant", tenant.id)
        print(checked.stdout.strip())
        faults += [] if checked.returncode == 0 else [checked.stdout + checked.stderr]
        missed = control(server, tenant, ways[-1], options.rows)
        faults += [f"the judge does not see {missed} of 2 spoiled databases"] if missed else []
    for fault in faults:
        print("BROKEN:", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
