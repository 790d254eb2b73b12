"""What tools/statements.py understands of a file, and what it refuses."""
import contextlib
import os
import pathlib
import sys

import pytest

from database import connect, database, rows

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import statements as registry  # noqa: E402  (tools/ is not a package)

LIST = """-- note_list: a page
-- R tenant
-- $2 limit (rows) $3 after_value $4 after_id
-- key n.id
-- sort rank: coalesce(n.rank, 0) asc integer -1
-- sort -title: n.title desc text U&'\\FFFF'
select n.id, {{sort_value}} from app.notes n
 where n.tenant_id = $1 and {{after}} order by {{order}} limit $2
"""


FRAGMENTS = {
    "written": "-- When; `n` is app.notes.\nn.written_at\n",
    "late": "-- Whether; `n` is app.notes.\n{{> written}} < $day::date and n.\"n.x\" = 'n.x' {{or}}\n",
}


@pytest.fixture
def compile_file(tmp_path):
    for folder in ("queries", "fragments"):
        (tmp_path / folder).mkdir()
    for name, text in FRAGMENTS.items():
        (tmp_path / "fragments" / f"{name}.sql").write_text(text)

    def compile_text(text, name="note_list"):
        path = tmp_path / "queries" / f"{name}.sql"
        path.write_text(text)
        return registry.load_file(path)
    return compile_text


def test_a_sorted_list_is_one_statement_for_each_order(compile_file):
    by_rank, by_title = compile_file(LIST)
    assert (by_rank.symbol, by_title.symbol) == ("SQL_NOTE_LIST", "SQL_NOTE_LIST_BY_TITLE_DESC")
    assert "(coalesce(n.rank, 0), n.id) > ($3::integer, $4::uuid)" in by_rank.text
    assert "order by coalesce(n.rank, 0) asc, n.id asc" in by_rank.text
    assert "(n.title, n.id) < ($3::text, $4::uuid)" in by_title.text
    assert "order by n.title desc, n.id desc" in by_title.text
    assert 'n.title as "_sort", n.id as "_id"' in by_title.text
    assert [sort[0] for sort in by_rank.sorts] == ["rank", "-title"]
    assert [sort[2] for sort in by_rank.sorts] == ["-1", "\uffff"]
    assert by_rank.parameters == ["tenant_id", "limit", "after_value", "after_id"]


def test_a_header_names_problems(compile_file):
    statement, = compile_file("-- note_get: one\n-- W admin\n--   prose\n-- $1 id\n-- 23505 duplicate\n"
                              "-- none no_score\nselect $1::uuid -- a remark\n", "note_get")
    assert (statement.writes, statement.is_tenant, statement.missing) == (True, False, "no_score")
    assert statement.problems == {"23505": "duplicate"}


def test_a_fragment_takes_the_callers_names(compile_file):
    """A table by another alias, a place to fill, a parameter by its name; what it takes itself follows."""
    statement, = compile_file("-- note_get: one\n-- R tenant\n-- $2 id $3 day\n"
                              "select {{> late n=m or=or$id::int=m.id}} from app.notes m"
                              " where m.tenant_id = $1", "note_get")
    assert statement.text == ("select m.written_at < $3::date and m.\"n.x\" = 'n.x' or$2::int=m.id"
                              " from app.notes m where m.tenant_id = $1")


ONE = "-- note_list: one\n-- R tenant\n"
REFUSED = [
    ("select 1", "needs"),
    ("-- other: one\n-- R tenant\nselect $1", "the first line must be"),
    ("-- note_list: one\nselect 1", "needs"),
    (ONE + "-- purpose forgotten\nselect $1", "not understood"),
    (ONE + "-- $1 tenant_id\nselect $1", "not declared"),
    (ONE + "-- $3 id\nselect $1, $3", "without gaps"),
    (ONE + "-- $2 id\nselect $1", "used [1]"),
    (ONE + "select $1, $2", "used [1, 2]"),
    (ONE + "-- $2 id $2 name\nselect $1, $2", "declared twice"),
    (ONE + "-- $2 id name\nselect $1, $2", "parameters are"),
    (ONE + "select $1; select $1", "holds 2 statements"),
    (ONE, "holds 0 statements"),
    (ONE + "select $1 order by {{order}}", "no sort line"),
    (LIST.replace("-- key n.id\n", ""), 'needs "key expression"'),
    (LIST.replace("{{after}}", "true"), "needs {{after}}"),
    (LIST.replace("-title: n.title desc text", "-title: n.title down text"), "a sort is"),
    (LIST.replace("sort -title", "sort rank"), "declared twice"),
    (ONE + "select $1 {{> other}}", "has no other.sql"),
    (ONE + "-- $2 id\nselect $1, $2 {{> late or=x}}", "the parameter day is not declared"),
    (ONE + "-- $2 day\nselect $1 {{> late m=x}}", "late has neither a table nor a place called m"),
]


@pytest.mark.parametrize("text, told", REFUSED, ids=[f"{number:02}" for number in range(len(REFUSED))])
def test_an_unclear_file_stops_the_build(compile_file, text, told):
    with pytest.raises(registry.Fault) as fault:
        compile_file(text)
    assert told in str(fault.value)
    assert "note_list.sql" in str(fault.value)


def test_migrations_are_split_where_statements_end():
    pieces = registry.split_statements(
        "-- first; not yet\ncreate table a (b text default ';''', \"c;d\" int);\n"
        "do $$ begin perform 1; end $$;\ndo $x$ select '$$;' $x$; /* ; */\n"
        "insert into a values (E'\\';', $1);\n;\n-- end;\n")
    assert [piece.split()[0] for piece in map(registry.strip_comments, pieces)] == [
        "create", "do", "do", "insert"]


def test_migrations_are_numbered_without_gaps(tmp_path):
    (tmp_path / "0001_first.sql").write_text("select 1;")
    assert len(registry.load_migrations(tmp_path)) == 1
    (tmp_path / "0003_third.sql").write_text("select 1;")
    with pytest.raises(registry.Fault, match="must be called 0002_words.sql"):
        registry.load_migrations(tmp_path)


# sql/citus.sql, with functions that note what Citus would do -------------------------------------

STAND_IN = """
create table pg_dist_partition (logicalrelid regclass primary key, method text, number serial);
create function create_reference_table(t regclass) returns void language sql
  as 'insert into pg_dist_partition values (t, ''reference'')';
create function create_distributed_table(t regclass, by text, colocate_with text) returns void
  language sql as 'insert into pg_dist_partition values (t, by || '' with '' || colocate_with)';
"""


@pytest.mark.skipif("RENKEI_TEST_PGHOST" not in os.environ, reason="RENKEI_TEST_PGHOST is not set")
def test_citus_distributes_parents_first_and_only_once():
    template = os.environ.get("RENKEI_TEST_TEMPLATE", "renkei_template")
    script = registry.split_statements((ROOT / "sql/citus.sql").read_text())
    with database(template) as name, contextlib.closing(connect(name)) as connection:
        rows(connection, "set search_path = public, pg_catalog")
        rows(connection, STAND_IN)
        connection.autocommit = False  # or ALTER ROLE would outlive the test
        for _ in range(2):
            for statement in script:
                rows(connection, statement)
        found = rows(connection, "select logicalrelid::text, method from pg_dist_partition order by number")
        tables = {table for table, in rows(
            connection, "select oid::regclass::text from pg_class where relkind = 'r'"
                        " and relnamespace = 'app'::regnamespace and relname <> 'schema_migrations'")}
        parents = rows(connection, "select conrelid::regclass::text, confrelid::regclass::text"
                                   " from pg_constraint where contype = 'f' and conrelid <> confrelid"
                                   " and connamespace = 'app'::regnamespace")
        connection.rollback()
    order = [table for table, _ in found]
    assert set(order) == tables
    assert all(order.index(parent) < order.index(child) for child, parent in parents)
    assert ("app.tenants", "reference") in found
    assert ("app.tenant_counters", "tenant_id with none") in found
    assert ("app.suppliers", "tenant_id with app.tenant_counters") in found
