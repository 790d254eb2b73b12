"""One row per kind: the lists that live in more than one language say the same."""
import contextlib
import os
import pathlib
import re

import pytest
import yaml

from database import connect, database, rows

ROOT = pathlib.Path(__file__).parents[2]


def component(file, name):
    return yaml.safe_load((ROOT / "openapi" / file).read_text())["components"]["schemas"][name]


def test_the_fields_of_a_profile_are_one_list():
    fields = [field for name in ("basic", "further") for field in re.findall(
        r"'(\w+)'", (ROOT / f"sql/fragments/profile_fields_{name}.sql").read_text())]
    profile, full = component("suppliers.yaml", "ProfileInput"), component("suppliers.yaml", "Profile")
    assert fields == list(profile["properties"]) == list(full["properties"]) == full["required"]
    rows = re.findall(r"^ {4}ROW\([A-Z_]+, (\w+),(.*?)(?=^ {4}ROW|\n\n)",
                      (ROOT / "include/renkei/score/profile.h").read_text(), re.M | re.S)
    assert fields == [name for name, _ in rows]
    for name, words in rows:
        enumeration = profile["properties"][name]["oneOf"][0]["$ref"].rpartition("/")[2]
        assert re.findall(r'"(\w+)"', words) == component("words.yaml", enumeration)["enum"], name


def test_the_kinds_of_reminders_are_one_list():
    kinds = re.findall(r'^    \{"(\w+)",$', (ROOT / "src/domain/reminder/kinds.c").read_text(), re.M)
    subjects = set(re.findall(r'^    \{"\w+",\n     "(\w+)",$', (ROOT / "src/domain/reminder/kinds.c").read_text(), re.M))
    assert kinds == component("words.yaml", "ReminderKind")["enum"]
    assert subjects == {path.stem.removeprefix("due_") for path in (ROOT / "sql/fragments").glob("due_*.sql")}


def test_the_types_of_questions_are_one_list():
    header = (ROOT / "include/renkei/sheet/question_types.h").read_text()
    words = re.findall(r"^    ROW\([A-Z_]+, (\w+),", header, re.M)
    assert words == component("words.yaml", "QuestionType")["enum"]


def test_the_columns_of_exports_are_those_of_their_page():
    source = (ROOT / "src/domain/exchange/export.c").read_text()
    kinds = {kind: re.findall(r'"([\w.]+)"', columns) for kind, columns in
             re.findall(r'^    \{"(\w+)", SQL_EXPORT_\w+, \w+,\s+SCOPE_\w+,\s+LIST\((.*?)\)', source, re.M | re.S)}
    page = {kind: re.split(r",\s*", columns.replace("*", "").partition(". A ")[0]) for kind, columns in
            re.findall(r"^\| `(\w+)` \| ([^|]*?) \|[^|]*\|$", (ROOT / "docs/exports.md").read_text(), re.M)}
    assert list(kinds) == component("words.yaml", "ExportKind")["enum"]
    assert page == kinds


# ---- the pages of CONTRIBUTING.md: each names every place, and no other ----

NUMBERS = {"Three": 3, "Five": 5, "Six": 6, "Seven": 7, "Eight": 8}


def page(title):
    text = (ROOT / "CONTRIBUTING.md").read_text()
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.M | re.S)[1]


def places(title):
    """The files of the numbered list, whose length the page's first words tell."""
    text = page(title)
    listed = re.findall(r"^\d\. \*\*(\S+)\*\*", text, re.M)
    assert len(listed) == NUMBERS[re.search(r"\b(Three|Five|Six|Seven|Eight) places", text)[1]]
    return listed


def mentioning(pattern, *folders):
    """Files of the program and its contract; what was migrated once is no place, nor is an example."""
    files = [path for folder in folders for path in [ROOT / folder, *(ROOT / folder).rglob("*")] if path.is_file()]
    return {str(path.relative_to(ROOT)) for path in files
            if "migrations" not in path.parts
            and re.search(pattern, path.read_text().partition("\n  examples:\n")[0])}


PROGRAM = ("src", "include", "sql", "openapi", "openapi.yaml")


def test_a_question_type_is_where_the_page_says():
    listed = places("Add a question type")
    assert mentioning(r"\b(read_|take_|show_)?multi_choice\b", *PROGRAM) == set(listed)


def test_a_profile_field_is_where_the_page_says():
    # A new field stands in the second of the two lists, one of the first model in the first.
    listed = [path.replace("further", "basic") for path in places("Add a profile field")]
    # `remote_connection: "on_demand"` is an example of a reply.
    assert mentioning(r"\bremote_connection\b(?!: \")|\bSCORE_REMOTE_CONNECTION\b", *PROGRAM) == set(listed)
    assert "RemoteConnection:" in (ROOT / listed[0]).read_text()


def test_a_reminder_kind_is_where_the_page_says():
    listed = places("Add a reminder kind")
    assert mentioning(r"\bacceptance_ending\b", *PROGRAM) == set(listed[:2])
    assert listed[2] == "sql/migrations/"


def test_an_operation_is_where_the_page_says():
    listed = places("Add an operation")
    written = [path.replace("supplier_greet", "supplier_status").replace("supplier/supplier.c", "supplier/status.c") for path in listed]
    assert [path for path in written if not (ROOT / path).is_file()] == []
    assert mentioning(r"\barchive_supplier\b", *PROGRAM) <= set(written)
    for path, pattern in zip(written, (r"operationId: archive_supplier", r"/v1/suppliers/\{id\}/archive:", "status",
                                       r"supplier\.archived", r"bool archive_supplier\(", "/archive", "/archive")):
        assert re.search(pattern, (ROOT / path).read_text()), path


@pytest.mark.skipif("RENKEI_TEST_PGHOST" not in os.environ, reason="RENKEI_TEST_PGHOST is not set")
@pytest.mark.parametrize("times", [1, 2])
def test_the_rule_of_a_new_kind_reaches_every_tenant_switched_off(times):
    """The migration of the page, as it stands there, on tenants that were made before it."""
    statement = re.search(r"```sql\n(.*?)```", page("Add a reminder kind"), re.S)[1]
    with database(os.environ["RENKEI_TEST_TEMPLATE"]) as name, \
            contextlib.closing(connect(name, role="renkei_owner")) as connection:
        for number in range(2):
            rows(connection, "insert into app.tenants (id, slug, name) values (gen_random_uuid(), %s, 'x')",
                 (f"t{number}",))
        for _ in range(times):
            rows(connection, statement)
        with contextlib.closing(connect(name)) as superuser:
            found = rows(superuser, "select t.slug, r.enabled from app.tenants t join app.reminder_rules r"
                                    " on r.tenant_id = t.id where r.kind = 'incident_open' order by 1")
    assert found == [("t0", False), ("t1", False)]


# Tables that name a supplier ----------------------------------------------------------------------

GO_WITH_THE_ROW = {  # of the supplier that is merged into another one, and why
    "chain_scores": "what reaches it along the chain: worked out anew",
    "gate_states": "what the gate told last; of the survivor it is told anew",
    "supplier_attributes": "they repeat the attributes of the row, which the survivor takes over",
    "supplier_tags": "they repeat the tags of the row, which the survivor takes over",
}


def not_merged(connection):
    """Tables that name a supplier, by a column or a key, and that a merge would forget."""
    naming = {table for table, in rows(connection, """
        select c.table_name::text from information_schema.columns c
         where c.table_schema = 'app' and c.column_name = 'supplier_id'
        union
        select k.conrelid::regclass::text from pg_constraint k
         where k.contype = 'f' and k.confrelid = 'app.suppliers'::regclass""")}
    naming = {table.removeprefix("app.") for table in naming}
    assert len(naming) >= 17 and set(GO_WITH_THE_ROW) < naming
    kinds = (ROOT / "src/domain/merge/merge.c").read_text()
    return {table for table in naming - set(GO_WITH_THE_ROW)
            if not (ROOT / f"sql/queries/merge_{table}.sql").exists() or f"SQL_MERGE_{table.upper()}}}" not in kinds}


def test_a_merge_moves_every_table_that_names_a_supplier():
    """A table that it forgot would keep the old id, or be deleted with the row."""
    with database(os.environ["RENKEI_TEST_TEMPLATE"]) as name, contextlib.closing(connect(name)) as connection:
        assert not_merged(connection) == set()
        rows(connection, "create table app.forgotten (tenant_id uuid, supplier_id uuid)")
        rows(connection, "create table app.by_key (tenant_id uuid, vendor uuid,"
                         " foreign key (tenant_id, vendor) references app.suppliers (tenant_id, id))")
        assert not_merged(connection) == {"forgotten", "by_key"}


# Tables of which a change writes rows: a second key to the tenant would be a lock of its row for each of them.
HANG_ON_A_ROW = {"answers", "answer_history", "certificates", "contacts", "finding_history", "findings", "measure_findings",
                 "measures", "responses", "risk_scores", "supplier_external_ids"}


def tenant_keys(connection):
    """table: the tables that each of its rows names by a key which holds the tenant."""
    keys = {}
    for table, other in rows(connection, """
        select k.conrelid::regclass::text, k.confrelid::regclass::text
          from pg_constraint k
         where k.contype = 'f' and k.connamespace = 'app'::regnamespace and k.conrelid <> k.confrelid
           and not exists (select from pg_attribute a
                            where a.attrelid = k.conrelid and a.attnum = any (k.conkey) and not a.attnotnull)
           and exists (select from pg_attribute a
                        where a.attrelid = k.conrelid and a.attnum = k.conkey[1] and a.attname = 'tenant_id')"""):
        keys.setdefault(table.removeprefix("app."), set()).add(other.removeprefix("app."))
    return keys


def leads_to_tenants(keys, table):
    return any(other == "tenants" or leads_to_tenants(keys, other) for other in keys.get(table, ()))


def test_every_row_belongs_to_a_tenant_that_is_there():
    with database(os.environ["RENKEI_TEST_TEMPLATE"]) as name, contextlib.closing(connect(name)) as connection:
        keys = tenant_keys(connection)
        of_tenants = {table for table, in rows(connection, """
            select c.table_name::text from information_schema.columns c
             where c.table_schema = 'app' and c.column_name = 'tenant_id' and c.is_nullable = 'NO'""")}
    assert {table for table in of_tenants if not leads_to_tenants(keys, table)} == {"events"}  # numbered by the counter
    assert leads_to_tenants(keys, "tenant_counters")
    assert {table for table in HANG_ON_A_ROW if "tenants" in keys[table]} == set()
