"""Tenants of real size, filled by SQL: what a plan costs shows only where there is something to read."""
import pathlib

import psycopg2.extras

from database import rows

HERE = pathlib.Path(__file__).parent
LARGE, SMALL = 1, 2  # numbers of the tenants
SIZES = {LARGE: 100_000, SMALL: 1_000}
KINDS = ["tenant", "questionnaire", "supplier", "contact", "response", "score", "finding", "measure",
         "certificate", "incident", "override", "review", "event", "rule", "reminder", "campaign", "link",
         "client", "secret", "job", "gate_policy", "scheme", "release", "status_check",
         "webhook", "webhook secret", "attempt", "merged", "contract", "import profile", "evidence",
         "extension", "request_record", "offboarding", "supplier_link"]
HELPERS = """
create function pg_temp.id(kind text, n bigint) returns uuid language sql immutable as $$
  select (lpad(array_position(array[{kinds}], kind)::text, 8, '0') || '-0000-7000-8{tenant:03}-'
          || lpad(n::text, 12, '0'))::uuid $$;
create function pg_temp.at(n bigint) returns timestamptz language sql immutable as $$
  select timestamptz '2025-01-01Z' + n * interval '1 minute' $$;
"""


def identifier(tenant, kind, number=0):
    """As pg_temp.id says it."""
    return f"{KINDS.index(kind) + 1:08}-0000-7000-8{tenant:03}-{number:012}"


def fill(connection, tenant, size):
    """Every row of the tenant; the connection is a superuser's, keys are not checked."""
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    rows(connection, "set session_replication_role = replica; set synchronous_commit = off;"
                     "set work_mem = '64MB'")
    rows(connection, "drop function if exists pg_temp.id; drop function if exists pg_temp.at")
    rows(connection, HELPERS.format(kinds=kinds, tenant=tenant))
    rows(connection, (HERE / "filled.sql").read_text(), {"tenant": tenant, "size": size})
    rows(connection, "reset session_replication_role")


SECONDARY = """
select i.indexdef, format('drop index %I.%I', i.schemaname, i.indexname)
  from pg_indexes i
 where i.schemaname = 'app' and not exists (
   select from pg_constraint k where k.conname = i.indexname and k.connamespace = 'app'::regnamespace)
"""


def fill_all(connection, sizes=SIZES):
    """All tenants. An index is made at once in half the time of its rows one by one."""
    indexes = rows(connection, SECONDARY)
    for _, drop in indexes:
        rows(connection, drop)
    for tenant, size in sizes.items():
        fill(connection, tenant, size)
    rows(connection, "set maintenance_work_mem = '128MB'")
    for create, _ in indexes:
        rows(connection, create)
    rows(connection, "vacuum analyze")  # as a service finds it: an index may answer alone
