"""What tools/statements.py understands of a file, and what it refuses."""
import contextlib
import os
import pathlib
import re
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
    "columns": "-- Columns.\narray['rank', 'title']\n",
    "column": "-- One; `n` is app.notes.\n'{{word}}', n.\"{{word}}\"\n",
}


@pytest.fixture
def compile_file(tmp_path):
    for folder, files in (("queries", {}), ("fragments", FRAGMENTS), ("filters", FILTERS)):
        (tmp_path / folder).mkdir()
        for name, text in files.items():
            (tmp_path / folder / f"{name}.sql").write_text(text)

    def compile_text(text, name="note_list"):
        path = tmp_path / "queries" / f"{name}.sql"
        path.write_text(text)
        return registry.load_file(path)
    return compile_text


def test_a_sorted_list_is_one_statement_for_each_order(compile_file):
    by_rank, by_title = compile_file(LIST)
    assert (by_rank.symbol, by_title.symbol) == ("SQL_NOTE_LIST", "SQL_NOTE_LIST_TITLE_DESC")
    assert "(coalesce(n.rank, 0), n.id) > ($3::integer, $4::uuid)" in by_rank.text
    assert "order by coalesce(n.rank, 0) asc, n.id asc" in by_rank.text
    assert "(n.title, n.id) < ($3::text, $4::uuid)" in by_title.text
    assert "order by n.title desc, n.id desc" in by_title.text
    assert 'n.title as "_sort", n.id as "_id"' in by_title.text
    assert [sort.word for sort in by_rank.sorts] == ["rank", "-title"]
    assert [sort.first_value for sort in by_rank.sorts] == ["-1", "\uffff"]
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


def test_a_fragment_stands_once_for_each_word(compile_file):
    statement, = compile_file("-- note_get: one\n-- R tenant\n"
                              "select json_build_object({{> column each=columns}}) from app.notes where tenant_id = $1", "note_get")
    assert flat(statement.text) == ("select json_build_object('rank', n.\"rank\", 'title', n.\"title\")"
                                    " from app.notes where tenant_id = $1")


PAGE = """-- note_list: a page of notes
-- R tenant
-- page app.notes n
-- only n.shown
-- filters notes
-- lead title rank
-- search word
-- lower rank: $rank::integer
-- key n.id
-- sort rank: n.rank asc integer -1
-- sort -title: n.title desc text U&'\\FFFF'
select n.id, $day::date as day, {{sort_value}}
  from {{page}}
 order by {{order}}
"""
THROUGH = "-- through tag: app.tags t by tag, rank, note_id\n"
FILTERS = {
    "notes": "-- The filters.\nand n.title = any ($title::text[])\nand n.rank = $rank::integer\n"
             "{{when $late::boolean = true}}\nand n.late\n    and n.open\n"
             "and exists (\n  select from app.tags t where t.tag = $tag::text)\n"
             "and position($word::text in n.title) > 0\n",
    "unclear": "n.title = $title::text\n",
    "constant": "and n.title is null\n",
}


def page_statements(compile_file):
    statements = compile_file(PAGE)
    return statements[0], {statement.name.removeprefix("note_list "): statement for statement in statements}


def flat(text):
    return " ".join(text.split())


def test_a_list_has_a_statement_for_each_way_to_its_rows(compile_file):
    first, found = page_statements(compile_file)
    assert list(found) == [
        "rank", "rank filtered", "rank searched", "rank place", "rank led by title", "rank led by rank",
        "rank filtered by tag", "-title", "-title filtered", "-title searched", "-title place",
        "-title filtered by tag", "total", "total of all", "total searched", "whole"]
    assert first.filters == [("id", False, None), ("title", False, None), ("rank", False, None), ("late", False, None),
                             ("tag", False, None), ("word", True, None)]
    by_rank, by_title = first.sorts
    assert (by_rank.filtered, by_rank.place) == ("SQL_NOTE_LIST_RANK_FILTERED", "SQL_NOTE_LIST_RANK_PLACE")
    assert by_rank.leads == [("title", "SQL_NOTE_LIST_RANK_LED_BY_TITLE", True, None),
                             ("rank", "SQL_NOTE_LIST_RANK_LED_BY_RANK", True, None),
                             ("tag", "SQL_NOTE_LIST_RANK_FILTERED_BY_TAG", False, None)]
    assert [lead[0] for lead in by_title.leads] == ["tag"]  # an index of a filter has one order
    assert (first.total, first.searched_total) == ("SQL_NOTE_LIST_TOTAL", "SQL_NOTE_LIST_TOTAL_SEARCHED")
    assert first.total_of_all == "SQL_NOTE_LIST_TOTAL_OF_ALL"
    assert first.whole == "SQL_NOTE_LIST_WHOLE"
    assert [name for name, each in found.items() if not each.custom_plan] == [
        "rank", "rank led by title", "rank led by rank", "-title", "total of all", "whole"]


def test_a_page_is_cut_before_anything_is_joined(compile_file):
    _, found = page_statements(compile_file)
    assert flat(found["rank"].text) == (
        'select n.id, $2::date as day, n.rank as "_sort", n.id as "_id"'
        " from (select n.* from (select n.* from app.notes n where n.tenant_id = $1::uuid and n.shown"
        " and (n.rank, n.id) > ($3::integer, $4::uuid) order by n.rank asc, n.id asc limit 201) n"
        " order by n.rank asc, n.id asc limit $5::integer) n order by n.rank asc, n.id asc")
    assert found["rank"].parameters == ["tenant_id", "day", "after_value", "after_id", "limit"]
    led = flat(found["rank led by title"].text)
    assert "from (select distinct unnest($3::text[]) as value) leader cross join lateral" in led
    assert ("and n.title <= leader.value and (n.title, n.rank, n.id) > (leader.value, $4::integer, $5::uuid)"
            " order by n.title asc, n.rank asc, n.id asc limit 201") in led
    assert "and n.rank <= $3::integer and (n.rank, n.rank, n.id) >" in flat(found["rank led by rank"].text)


@pytest.mark.parametrize("expression, times", [
    ("n.rank", 3), ('n.rank collate "ja-x-icu"', 3), ("(case when n.rank is null then 0 else n.rank end)", 2)])
def test_an_order_is_said_again_where_the_planner_sees_through_it(compile_file, expression, times):
    """Said again, an order by an expression would be a sort of 201 rows where 51 are asked for."""
    page = compile_file(PAGE.replace("-- sort rank: n.rank", f"-- sort rank: {expression}"))[0]
    assert flat(page.text).count(f"order by {expression} asc, n.id asc") == times


def test_a_filter_is_off_while_it_is_not_given(compile_file):
    _, found = page_statements(compile_file)
    filtered = flat(found["rank filtered"].text)
    assert "and ($4::text[] is null or (n.title = any ($4::text[])))" in filtered
    assert "and (($6::boolean = true) is not true or (n.late and n.open))" in filtered
    assert "(greatest($8::integer, $5::integer), $9::uuid)" in filtered  # a filter that bounds the order
    assert "and (exists ( select from app.tags t" in flat(found["rank filtered by tag"].text)
    searched = flat(found["-title searched"].text)
    assert ("(select n.title as place, n.id as key, ($3::text is null or (position($3::text in n.title) > 0)) as is_found"
            " from app.notes n") in searched  # of the rows that are looked at no more is passed on
    assert "limit 20000) t where t.is_found" in searched and "limit 1 offset 19999" in found["rank place"].text
    assert "limit 10001) n" in flat(found["total"].text)
    assert flat(found["whole"].text) == (
        "select count(*) as total from app.notes n where n.tenant_id = $1::uuid and n.shown")


BY_KEY = "where n.tenant_id = $1::uuid and n.id = t.key offset 0) n where n.tenant_id = $1::uuid"


def test_a_span_is_sorted_where_it_is_little_and_looked_for_where_it_is_much(compile_file):
    first, found = page_statements(lambda text: compile_file(
        text.replace("-- key", "-- span late: n.day\n-- span tag: n.tag covered\n-- key")))
    spanned = flat(found["-title filtered by late"].text)
    off = "($3::boolean = true) is not true"
    late = (f"from app.notes n where n.tenant_id = $1::uuid and n.shown and not ({off}) and (n.late and n.open)"
            " order by n.day limit")
    counted = f"with many as materialized (select {off} or count(*) > 1500 as are from (select {late} 1501) n)"
    assert counted in spanned
    few, many = spanned.split(" union all ")
    assert f"from (select n.title as place, n.id as key {late} 1500) t where not (select are from many)" in few
    assert "and (select are from many)" in many and "limit 4000) t where t.is_found" in many
    assert BY_KEY in few and BY_KEY in many
    place = flat(found["rank place by late"].text)
    assert place.startswith(counted.replace("$3", "$2")) and place.endswith("limit 1 offset 3999")
    assert "limit 3001" in found["rank led by tag"].text and "few" not in found["-title filtered by tag"].text
    assert not found["rank led by tag"].custom_plan and found["rank filtered by tag"].custom_plan
    leads = first.sorts[0].leads
    assert ("late", "SQL_NOTE_LIST_RANK_LED_BY_LATE", True, "SQL_NOTE_LIST_RANK_PLACE_LED_BY_LATE") in leads
    assert ("late", "SQL_NOTE_LIST_RANK_FILTERED_BY_LATE", False, "SQL_NOTE_LIST_RANK_PLACE_BY_LATE") in leads
    assert not found["rank place led by late"].custom_plan and found["rank place by late"].custom_plan


def test_what_is_worked_out_of_a_parameter_alone_is_worked_out_once_for_all_rows_of_a_look(compile_file, tmp_path):
    (tmp_path / "filters" / "notes.sql").write_text(
        FILTERS["notes"] + "and n.worth >= ceil($worth_gte::numeric * 10)::integer\n")
    _, found = page_statements(lambda text: compile_file(
        text.replace("-- key", "-- span worth_gte: n.worth covered\n-- key")))
    few, many = flat(found["rank led by worth_gte"].text).split(" union all ")
    assert "n.worth >= ceil($3::numeric * 10)::integer" in few
    assert "n.worth >= (select ceil($3::numeric * 10)::integer))) as is_found" in many


def test_an_order_that_a_span_bounds_is_read_from_there(compile_file):
    _, found = page_statements(lambda text: compile_file(text.replace("-- key", "-- span rank: n.day\n-- key")))
    assert "rank filtered by rank" not in found and "-title filtered by rank" in found


def test_a_page_is_led_by_another_table_that_repeats_the_order(compile_file):
    first, found = page_statements(lambda text: compile_file(
        text.replace("-- only n.shown\n", "").replace("-- search", THROUGH + "-- search")))
    led = flat(found["rank led by tag"].text)
    assert ("select t.rank as place, t.note_id as key from app.tags t where t.tenant_id = $1::uuid"
            " and t.tag <= leader.value and (t.tag, t.rank, t.note_id) > (leader.value, $4::integer, $5::uuid)"
            " order by t.tag asc, t.rank asc, t.note_id asc limit 201") in led
    assert BY_KEY in led
    assert ("tag", "SQL_NOTE_LIST_RANK_LED_BY_TAG", True, None) in first.sorts[0].leads


def test_the_values_of_a_common_filter_are_counted(compile_file):
    first, found = page_statements(lambda text: compile_file(text.replace("-- key", "-- count title\n-- key")))
    assert flat(found["count title"].text) == (
        "select n.title as value, count(*) as total from app.notes n where n.tenant_id = $1::uuid and n.shown"
        " and n.title is not null group by n.title having count(*) >= 10001")
    assert ("title", False, "SQL_NOTE_LIST_COUNT_TITLE") in first.filters and not found["count title"].custom_plan


def test_a_list_of_one_thing_is_not_counted_for_the_tenant(compile_file):
    statements = compile_file(PAGE.replace("-- only n.shown", "-- only n.of = $id::uuid"))
    assert statements[0].whole is None


def test_every_page_is_filtered_by_its_key(compile_file):
    """By the name of its path's parameters: not where that says whose rows they are."""
    _, found = page_statements(compile_file)
    assert "and ($2::uuid[] is null or (n.id = any ($2::uuid[])))" in flat(found["total"].text)
    first, *_ = compile_file(PAGE.replace("key n.id", "key n.id as note_id"))
    assert first.filters[0] == ("note_id", False, None)
    first, *_ = compile_file(PAGE.replace("only n.shown", "only n.shelf = $id::uuid"))
    assert first.filters[0] == ("title", False, None)


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
    (ONE + "select $1 order by {{order}}", "no page line"),
    (LIST.replace("-- key n.id\n", ""), 'needs "key expression"'),
    (LIST.replace("{{after}}", "true"), "needs {{after}}"),
    (LIST.replace("-title: n.title desc text", "-title: n.title down text"), "a sort is"),
    (LIST.replace("sort -title", "sort rank"), "declared twice"),
    (PAGE.replace("{{page}}", "app.notes n"), "needs {{page}}"),
    (PAGE.replace("-- key", "-- span early: n.day\n-- key"), "no filter early"),
    (PAGE.replace("-- key n.id\n", ""), 'needs "key expression"'),
    ("\n".join(line for line in PAGE.splitlines() if "sort " not in line), "needs a sort"),
    (PAGE.replace("filters notes", "filters other"), "has no other.sql"),
    (PAGE.replace("lead title", "lead colour"), "no filter colour"),
    (PAGE.replace("-- search", THROUGH + "-- search"), '"-- through tag" does not go with "-- only n.shown": app.tags does not know'),
    (PAGE.replace("filters notes", "filters unclear"), 'a clause begins with "and"'),
    (PAGE.replace("filters notes", "filters constant"), "a filter has a parameter"),
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


# Forced row-level security holds the owner, too: without this a migration of data finds no row. What is
# named here did, and 0015 and 0017 did it again.
FOUND_NOTHING = {"0007_search.sql", "0010_answer_history.sql", "0012_returns.sql"}


def held_tables(statements):
    """Tables whose rows the statements read or change while row-level security holds the owner."""
    free = {"tenants"}  # the list of tenants is no tenant's
    for statement in map(registry.strip_comments, statements):
        free |= set(re.findall(r"alter table app\.(\w+) no force row level security", statement))
        free -= set(re.findall(r"alter table app\.(\w+) force row level security", statement))
        if re.match(r"(update|insert|delete|with)\b", statement.strip()):
            yield from set(re.findall(r"app\.(\w+)", statement)) - free


def test_a_migration_of_data_is_not_held_by_row_level_security():
    found = {name for name, _, statements in registry.load_migrations(ROOT / "sql/migrations")
             if list(held_tables(statements))}
    assert found == FOUND_NOTHING
    assert list(held_tables(["alter table app.a no force row level security",
                             "insert into app.a select from app.b"])) == ["b"]


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
