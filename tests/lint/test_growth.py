"""No statement costs what its tenant is large, seen on a filled database, as renkei_app with RLS.

Two measures. What is planned once for any values must have a plan that is cheap beside a reading of the
tenant; the planner's own estimate says so. A page of a list is run, with each filter by itself, for values
that are common, rare and absent: it may touch so many blocks and no more.
"""
import contextlib
import json
import os
import pathlib
import re
import sys

import pytest

from database import connect, database, rows
from filled import LARGE, fill_all, identifier

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import statements as registry  # noqa: E402  (tools/ is not a package)

pytestmark = pytest.mark.skipif("RENKEI_TEST_PGHOST" not in os.environ,
                                reason="RENKEI_TEST_PGHOST is not set")
STATEMENTS = {statement.symbol: statement
              for statement in registry.load_statements(ROOT / "sql/queries") if statement.is_tenant}
TENANT = identifier(LARGE, "tenant")
COST = 2_000  # of the planner; reading the suppliers of the tenant costs ten times as much
BLOCKS = 1_100  # of 8 KiB, of a page of 50; the name of a supplier costs four for each row
KEY_BLOCKS = 2_000  # of a page of as many ids as a list takes
JOIN_BLOCKS = 12_000  # of a page whose filter is looked up in another table for row after row
SPAN_BLOCKS = 3_000  # of a page whose filter spans days: 1 500 rows are sorted, or so many walked past
SEARCH_BLOCKS = 25_000  # of a page that looks at 20 000 rows
LIMIT = 51

GROWING = {  # and why they may; besides them `whole` of a list, which housekeeping counts once an hour
    "report_heat_map": "a report reads the tenant", "report_summary": "a report reads the tenant",
    "report_threats": "a report reads the tenant", "report_trend": "a report reads the tenant",
    "erasure_contacts": "an erasure walks the tenant",
    "reminder_queue": "the due list of the day, with a longer patience",
    "campaign_answers name": "sorted by name, as large as the campaign",
    "campaign_get": "as large as the campaign", "campaign_list -created_at": "as large as its campaigns",
    "campaign_members": "as large as the campaign",
    "event_check": "5 000 events at a time with their values, for renkei check",
}


@pytest.fixture(scope="module")
def filled():
    template = os.environ.get("RENKEI_TEST_TEMPLATE", "renkei_template")
    with database(template) as name, contextlib.closing(connect(name)) as connection:
        fill_all(connection)
        connection.autocommit = False
        yield connection


@pytest.fixture
def service(filled):
    """A transaction as the service has it; undone afterwards."""
    filled.rollback()
    rows(filled, "deallocate all")
    rows(filled, "set local role renkei_app")
    rows(filled, f"set local app.tenant_id = '{TENANT}'")
    for name, value in (("plan_cache_mode", "force_generic_plan"), ("jit", "off"),
                        ("enable_incremental_sort", "off")):
        rows(filled, f"set local {name} = {value}")
    yield filled
    filled.rollback()


def explain(connection, text, values, options="format json"):
    rows(connection, "prepare try as " + text)
    given = ", ".join("null" if value is None else "'" + str(value).replace("'", "''") + "'"
                      for value in values)
    plan = rows(connection, f"explain ({options}) execute try({given})")[0][0][0]["Plan"]
    rows(connection, "deallocate try")
    return plan


# Plans that are made once -------------------------------------------------------------------------

def planned_cost(connection, text, count):
    return explain(connection, text, [TENANT] + [None] * (count - 1))["Total Cost"]


@pytest.mark.parametrize("statement", [s for s in STATEMENTS.values() if not s.custom_plan],
                         ids=lambda s: s.name.replace(" ", "."))
def test_a_plan_is_cheap_beside_the_tenant(service, statement):
    cost = planned_cost(service, statement.text, len(statement.parameters))
    assert cost <= COST or statement.name in GROWING or statement.name.endswith(" whole"), cost


def test_what_may_grow_exists():
    assert set(GROWING) <= {statement.name for statement in STATEMENTS.values()}


SLOW = {  # a page by filters in one plan for any values; a function that may leak; an order without index
    "filters in one plan": "select s.id from app.suppliers s where s.tenant_id = $1::uuid"
                           " and ($2::text[] is null or s.status = any ($2::text[]))"
                           " and ($3::text[] is null or s.tier = any ($3::text[]))"
                           " order by s.created_at desc, s.id desc limit $4::integer",
    "a leaking function": "select x.supplier_id from jsonb_array_elements($2::jsonb) w"
                          " join app.supplier_external_ids x on x.tenant_id = $1::uuid"
                          " and x.external_id = normalize(w ->> 'id', NFC)",
    "an array": "select s.id from app.suppliers s where s.tenant_id = $1::uuid and s.tags && $2::text[]",
    "an order without index": "select s.id from app.suppliers s where s.tenant_id = $1::uuid"
                              " order by s.owner desc, s.name limit 50",
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_a_plan_that_grows_with_the_tenant_is_told(service, text):
    assert planned_cost(service, text, len(set(re.findall(r"\$\d", text)))) > COST


# Pages ---------------------------------------------------------------------------------------------

def of(kind, number):
    return "{" + identifier(LARGE, kind, number) + "}"


# list: {filter: values}: common, rare (at the far end of the order), absent
PAGES = {
    "supplier_list": {
        "q": ["株式会社", "no such name"], "status": ["{active}", "{archived}", "{active,archived}"],
        "assessment_status": ["{asked}", "{no_response}", "{stale}", "{no_response,stale}"],
        "tag": ["{all}", "{rare}", "{none}", "{tag-1}"], "country": ["{JP}", "{VN}", "{FR}", "{VN,FR}"],
        "kind": ["{partner}", "{individual}", "{software_vendor}"], "tier": ["{T1}", "{T4}", "{T4,T3}"],
        "recommended_star": ["4", "3"], "band": ["{moderate}", "{very_high}", "{low}"],
        "score_gte": ["1", "24.5", "25"], "score_lte": ["2", "0.5"], "score_gt": ["24.5"],
        "score_lt": ["1.00002"], "owner": ["{owner-1}", "{rare}", "{none}", "{owner-1,owner-2,rare}"],
        "corporate_number": ["7777777700123", "0"], "data_sensitivity": ["{internal}", "{special}", "{none}"],
        "supply_chain_stage": ["{production}", "{software}", "{sales}"],
        "record_volume": ["{none}", "{over_1m}", "{x}"], "access_level": ["{none}", "{admin}", "{x}"],
        "subcontracting": ["{none}", "{many}", "{x}"],
        "updated_at_gte": ["2025-01-02Z", "2099-01-01Z"], "updated_at_lt": ["2025-01-01T00:10Z"],
        "band_is_null": ["true", "false"], "owner_is_null": ["true", "false"], "impact": ["3", "5", "1"],
        "likelihood": ["3", "5", "1"], "campaign_id": [of("campaign", 1), of("campaign", 2)],
        "questionnaire_code": ["{sheet-1}", "{sheet-2}", "{x}"],
        "next_review_on_lte": ["2025-02-21", "2020-01-01", "2099-01-01"],
        "external_source": ["erp", "crm", "none"], "external_id": ["E-100", "none"]},
    "finding_list": {
        "supplier_id": [of("supplier", 5), of("supplier", 0)], "state": ["{open}", "{accepted}"],
        "kind": ["{not_done}", "{stale_answer}", "{unanswered}"], "question": ["{Q-11}", "{Q-91}", "{X}"],
        "questionnaire_code": ["{sheet-1}", "{sheet-2}", "{x}"], "threat": ["{T1}", "{T9}"],
        "regression": ["false", "true"], "provisional": ["false", "true"],
        "response_id": [of("response", 3), of("response", 0)],
        "campaign_id": [of("campaign", 1), of("campaign", 2)]},
    "response_list": {
        "supplier_id": [of("supplier", 5)], "state": ["{requested}", "{returned}", "{cancelled}",
                                                       "{returned,cancelled}"],
        "questionnaire_id": [of("questionnaire", 1), of("questionnaire", 2), of("questionnaire", 3)],
        "questionnaire_code": ["{sheet-1}", "{sheet-2}", "{x}"],
        "campaign_id": [of("campaign", 1), of("campaign", 2)],
        "due_on": ["2025-02-01", "2099-01-01"], "due_on_lt": ["2025-01-31", "2025-01-01"],
        "due_on_lte": ["2025-01-31"], "due_on_gt": ["2025-04-09"],
        "due_on_gte": ["2025-01-31", "2099-01-01"], "overdue": ["false", "true"]},
    "risk_score_list": {
        "supplier_id": [of("supplier", 5)], "band": ["{moderate}", "{very_high}", "{low}"],
        "band_is_null": ["true", "false"], "tier": ["{T1}", "{T4}", "{T2}"], "cause": ["{final}", "{manual}", "{sweep}"],
        "model_version": ["renkei-1", "renkei-0", "x"], "current": ["true", "false"],
        "known_at": ["2025-01-02Z", "2099-01-01Z", "2024-01-01Z"]},
    "certificate_list": {
        "supplier_id": [of("supplier", 5)], "kind": ["{isms}", "{tisax}", "{ismap}"],
        "state": ["{valid}", "{expiring}", "{expired}", "{incomplete}"],
        "expiring_within": ["30", "1000", "-90"]},
    "measure_list": {
        "supplier_id": [of("supplier", 5)], "supplier_scope": [of("supplier", 5)[1:-1]],
        "finding_id": [of("finding", 5), of("finding", 0)],
        "state": ["{verified}", "{implemented}", "{planned}"], "side": ["{supplier}", "{buyer}"],
        "source": ["{manual}", "{plan}"], "assignee": ["{owner-1}", "{rare}", "{none}"],
        "assignee_is_null": ["true", "false"],
        "due_on_lt": ["2025-01-02", "2099-01-01", "2020-01-01"], "due_on_lte": ["2025-01-02"],
        "due_on_gte": ["2025-02-01", "2099-01-01"],
        "overdue": ["true", "false"]},
    "incident_list": {
        "supplier_id": [of("supplier", 5)], "state": ["{closed}", "{open}"],
        "severity": ["{low}", "{critical}", "{high}"], "attack_kind": ["{ransomware}", "{none}"],
        "discovered_on_gte": ["2025-01-05", "2099-01-01"], "discovered_on_lte": ["2025-01-01"]},
    "review_list": {
        "supplier_id": [of("supplier", 5)], "outcome": ["{continue}", "{reconsider}", "{reassess}"],
        "performed_on_gte": ["2025-01-05", "2099-01-01"], "performed_on_lte": ["2024-12-31"]},
    "review_due_list": {
        "overdue": ["true", "false"], "next_review_on_lte": ["2025-02-21", "2020-01-01", "2099-01-01"],
        "tier": ["{T1}", "{T4}"], "band": ["{moderate}", "{very_high}", "{low}"],
        "owner": ["{owner-2}", "{rare}", "{none}"],
        "owner_is_null": ["true", "false"]},
    "override_list": {
        "supplier_id": [of("supplier", 5)], "state": ["{ended}", "{active}", "{proposed}"],
        "band": ["{high}", "{low}", "{moderate}"], "until_lte": ["2025-01-01"], "until_gte": ["2025-01-03"]},
    "reminder_list": {
        "state": ["{sent}", "{queued}", "{dead}"], "kind": ["{response_due}", "{plan_due}", "{review_due}"],
        "supplier_id": [of("supplier", 5)], "subject_id": [of("response", 5)[1:-1]],
        "rule_id": [of("rule", 1)[1:-1], of("rule", 2)[1:-1]], "blocked": ["true", "false"]},
}


def many(kind):
    """As many ids as a list takes, all over the tenant."""
    return "{" + ",".join(identifier(LARGE, kind, 1 + 499 * number) for number in range(200)) + "}"


KEYS = {"review_due_list": ("supplier_id", "supplier"), "risk_score_list": ("id", "score")}
for name in PAGES:
    key, kind = KEYS.get(name, ("id", name.removesuffix("_list")))
    PAGES[name][key] = [of(kind, 5), of(kind, 0), many(kind)]
CONTEXT = {"as_of": None, "now": "2025-03-01Z", "language": "ja", "supplier_scope": None, "reach": None, "people": None,
           "limit": LIMIT}


def list_named(name):
    return next(s for s in STATEMENTS.values() if s.sorts and s.name.split()[0] == name)


def way(list_, sort, given):
    """The statement of a page, as src/db/statement.c chooses it."""
    searched = {name for name, is_searched in list_.filters if is_searched}
    if searched & set(given):
        return sort.searched
    if not given:
        return sort.symbol
    for name, symbol, is_alone in sort.leads:
        if name in given and (not is_alone or len(given) == 1):
            return symbol
    return sort.filtered


def run(connection, statement, given, sort):
    """(blocks touched, rows) of the statement with these values."""
    values = {**CONTEXT, "tenant_id": TENANT, "after_value": sort.first_value, "after_id": sort.first_id,
              **given}
    if statement.custom_plan:
        rows(connection, "set local plan_cache_mode = force_custom_plan")
    plan = explain(connection, statement.text, [values.get(name) for name in statement.parameters],
                   "analyze, buffers, timing off, format json")
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], plan["Actual Rows"], plan


CASES = [(name, {filter_: value}) for name, filters in PAGES.items()
         for filter_, values in filters.items() for value in values]


def bound(statement, sort, given):
    if max(map(len, given.values())) > 1_000:
        return KEY_BLOCKS
    if statement.symbol == sort.searched:
        return SEARCH_BLOCKS
    if "with few as" in statement.text:
        return SPAN_BLOCKS
    return JOIN_BLOCKS if "filtered by" in statement.name else BLOCKS


@pytest.mark.parametrize("name, given", CASES, ids=[f"{n}.{'='.join(*g.items())}"[:60] for n, g in CASES])
def test_a_page_with_one_filter_costs_the_page(service, name, given):
    list_ = list_named(name)
    sort = list_.sorts[0]
    statement = STATEMENTS[way(list_, sort, list(given))]
    blocks, found, plan = run(service, statement, given, sort)
    assert blocks <= bound(statement, sort, given), json.dumps(plan, indent=1)


ORDERS = [(name, sort) for name in PAGES for sort in list_named(name).sorts]


@pytest.mark.parametrize("name, sort", ORDERS, ids=[f"{name}.{sort.word}" for name, sort in ORDERS])
def test_a_page_of_each_order_costs_the_page(service, name, sort):
    blocks, found, plan = run(service, STATEMENTS[sort.symbol], {}, sort)
    assert found == LIMIT and blocks <= BLOCKS, json.dumps(plan, indent=1)


LED = [STATEMENTS[symbol] for name in PAGES for sort in list_named(name).sorts
       for _, symbol, is_alone in sort.leads if is_alone]


def nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def is_led(connection, text, parameters, column):
    """Whether an index is searched by the column."""
    plan = explain(connection, text, [TENANT] + [None] * (len(parameters) - 1))
    return any(re.search(rf"\b{column} [<>]= ", node.get("Index Cond", "")) for node in nodes(plan))


def lead_of(statement):
    return re.search(r"and \w+\.(\w+) [<>]= ", statement.text)[1]


@pytest.mark.parametrize("statement", LED, ids=lambda s: s.name.replace(" ", "."))
def test_a_led_page_is_read_from_the_index_of_its_filter(service, statement):
    """Whatever the planner thinks that a value is worth: in a larger tenant it thinks otherwise."""
    assert is_led(service, statement.text, statement.parameters, lead_of(statement))


def test_a_led_page_that_walks_another_order_is_told(service):
    statement = next(s for s in LED if s.name == "supplier_list -created_at led by owner")
    walk = re.sub(r"\(s\.owner, (.*)\) < \(leader\.value, (.*)\)", r"(\1) < (\2)",
                  statement.text.replace("s.owner >= ", "s.owner || '' = ").replace("s.owner desc, ", ""))
    assert walk != statement.text and not is_led(service, walk, statement.parameters, "owner")


@pytest.mark.parametrize("name", PAGES)
def test_every_filter_is_tried(name):
    assert set(PAGES[name]) == {filter_ for filter_, _ in list_named(name).filters}


def test_a_page_that_reads_the_tenant_is_told(service):
    """The same measure for what is rare, looked for in the order of the page."""
    list_ = list_named("supplier_list")
    statement = STATEMENTS[list_.sorts[0].filtered]
    text = statement.text.replace("s.owner = any", "s.owner || '' = any")
    slow = type(statement)(**{**statement.__dict__, "text": text})
    assert text != statement.text
    blocks, found, _ = run(service, slow, {"owner": "{rare}"}, list_.sorts[0])
    assert found == 20 and blocks > BLOCKS
