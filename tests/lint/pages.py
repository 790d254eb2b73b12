"""Pages of lists in the filled tenant, and the statement of each: what the growth lint and the bench ask for."""
import pathlib
import sys

from filled import LARGE, identifier

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import statements as registry  # noqa: E402  (tools/ is not a package)

STATEMENTS = {statement.symbol: statement
              for statement in registry.load_statements(ROOT / "sql/queries") if statement.is_tenant}
TENANT = identifier(LARGE, "tenant")
LIMIT = 51
SESSION = (("plan_cache_mode", "force_generic_plan"), ("jit", "off"), ("enable_incremental_sort", "off"),
           ("enable_seqscan", "off"))


def of(kind, number):
    return "{" + identifier(LARGE, kind, number) + "}"


# list: {filter: values}: common, rare (at the far end of the order), absent
PAGES = {
    "supplier_list": {
        "q": ["株式会社", "no such name"], "status": ["{active}", "{archived}", "{active,archived}"],
        "assessment_status": ["{asked}", "{no_response}", "{stale}", "{no_response,stale}"],
        "tag": ["{all}", "{rare}", "{none}", "{tag-1}"], "country": ["{JP}", "{VN}", "{FR}", "{VN,FR}"],
        "attribute": ["{owner:owner-1}", "{owner:rare}", "{owner:none}"],
        "kind": ["{partner}", "{individual}", "{software_vendor}"], "tier": ["{T1}", "{T4}", "{T4,T3}"],
        "recommended_star": ["4", "3"], "band": ["{moderate}", "{very_high}", "{low}"],
        "score_gte": ["1", "24.5", "25"], "score_lte": ["2", "0.5", "1.02", "1.002"], "score_gt": ["24.5"],
        "score_lt": ["1.00002"], "owner": ["{owner-1}", "{rare}", "{none}", "{owner-1,owner-2,rare}"],
        "corporate_number": ["7777777700123", "0"], "data_sensitivity": ["{internal}", "{special}", "{none}"],
        "supply_chain_stage": ["{production}", "{software}", "{sales}"],
        "record_volume": ["{none}", "{over_1m}", "{x}"], "access_level": ["{none}", "{admin}", "{x}"],
        "subcontracting": ["{none}", "{many}", "{x}"],
        "likelihood_business_gte": ["1.5", "4.9", "5"], "likelihood_business_lte": ["4", "1.0001"],
        "likelihood_software_gte": ["1.5", "4.9", "5"], "likelihood_software_lte": ["4", "1.0001"],
        "likelihood_service_gte": ["1.5", "4.9", "5"], "likelihood_service_lte": ["4", "1.0001"],
        "updated_at_gte": ["2025-01-02Z", "2099-01-01Z"],
        "updated_at_lt": ["2025-01-01T00:10Z", "2025-01-02Z", "2025-01-15Z"],
        "band_is_null": ["true", "false"], "owner_is_null": ["true", "false"], "impact": ["3", "5", "1"],
        "likelihood": ["3", "5", "1"], "campaign_id": [of("campaign", 1), of("campaign", 2)],
        "questionnaire_code": ["{sheet-1}", "{sheet-2}", "{x}"],
        "next_review_on_lte": ["2025-02-21", "2025-02-26", "2025-03-08", "2020-01-01", "2099-01-01"],
        "external_source": ["erp", "crm", "none"], "external_id": ["E-100", "none"]},
    "report_scheme_gap": {
        "supplier_id": [of("supplier", 5), of("supplier", 0)], "tier": ["{T1}", "{T4}", "{T4,T3}"],
        "kind": ["{partner}", "{individual}", "{software_vendor}"], "country": ["{JP}", "{VN}", "{FR}"],
        "owner": ["{owner-1}", "{rare}", "{none}"], "owner_is_null": ["true", "false"],
        "tag": ["{all}", "{rare}", "{none}", "{tag-1}"]},
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
        "due_on": ["2025-02-01", "2099-01-01"], "due_on_lt": ["2025-01-31", "2025-02-10", "2025-01-01"],
        "due_on_lte": ["2025-01-31"], "due_on_gt": ["2025-04-09"],
        "due_on_gte": ["2025-01-31", "2099-01-01"], "overdue": ["false", "true"]},
    "risk_score_list": {
        "supplier_id": [of("supplier", 5)], "band": ["{moderate}", "{very_high}", "{low}"],
        "band_is_null": ["true", "false"], "tier": ["{T1}", "{T4}", "{T2}"], "cause": ["{final}", "{manual}", "{sweep}"],
        "likelihood_business_gte": ["2", "4.5"], "likelihood_business_lte": ["4", "1"],
        "likelihood_software_gte": ["2", "4.5"], "likelihood_software_lte": ["4", "1"],
        "likelihood_service_gte": ["2", "4.5"], "likelihood_service_lte": ["4", "1"],
        "model_version": ["renkei-1", "renkei-0", "x"], "current": ["true", "false"],
        "known_at": ["2025-01-02Z", "2099-01-01Z", "2024-01-01Z"]},
    "certificate_list": {
        "supplier_id": [of("supplier", 5)], "kind": ["{isms}", "{tisax}", "{ismap}"],
        "state": ["{valid}", "{expiring}", "{expired}", "{incomplete}"],
        "expiring_within": ["30", "1000", "-90"]},
    "contract_list": {
        "supplier_id": [of("supplier", 5)], "state": ["{upcoming}", "{active}", "{ended}"],
        "security_clauses": ["true", "false"], "security_clauses_is_null": ["true", "false"],
        "notice_within": ["30", "1000", "-90"]},
    "offboarding_list": {
        "supplier_id": [of("supplier", 5)], "state": ["{open}", "{skipped}", "{cancelled}"],
        "open_item": ["{access_removed}", "{data_returned}", "{contracts_ended}"],
        "due_on_lte": ["2025-01-02", "2099-01-01", "2020-01-01"], "overdue": ["true", "false"]},
    "request_record_list": {
        "supplier_id": [of("supplier", 5)], "campaign_id": [of("campaign", 1), of("campaign", 2)],
        "measure_id": [of("measure", 5)], "cost_bearer": ["{not_discussed}", "{shared}", "{buyer}"],
        "price_talk_on_is_null": ["true", "false"],
        "requested_on_gte": ["2025-01-05", "2099-01-01"], "requested_on_lte": ["2025-01-01"]},
    "supplier_link_list": {
        "from": [of("supplier", 5), of("supplier", 0)], "to": ["{self}", of("supplier", 5), "{none}"],
        "supplier_id": [of("supplier", 5), of("supplier", 0)], "kind": ["{goods}", "{network}", "{data}"],
        "dependency": ["{2}", "{4}", "{1}"], "penetration": ["{1}", "{4}", "{3}"],
        "source": ["{erp}", "{rare}", "{none}"], "source_is_null": ["true", "false"],
        "active_on": ["2024-06-01", "2098-01-01"]},
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
        "performed_on_gte": ["2025-01-05", "2099-01-01"], "performed_on_lte": ["2024-12-31", "2025-01-10"]},
    "review_due_list": {
        "overdue": ["true", "false"], "next_review_on_lte": ["2025-02-21", "2020-01-01", "2099-01-01"],
        "tier": ["{T1}", "{T4}"], "band": ["{moderate}", "{very_high}", "{low}"],
        "owner": ["{owner-2}", "{rare}", "{none}"],
        "owner_is_null": ["true", "false"]},
    "override_list": {
        "supplier_id": [of("supplier", 5)], "state": ["{ended}", "{active}", "{proposed}"],
        "band": ["{high}", "{low}", "{moderate}"], "until_lte": ["2025-01-01", "2025-01-10"], "until_gte": ["2025-01-03"]},
    "gate_policy_list": {"code": ["{purchasing}", "{x}"], "state": ["{retired}", "{published}"]},
    "release_list": {"supplier_id": [of("supplier", 5)], "state": ["{ended}", "{active}", "{proposed}"]},
    "extension_list": {"state": ["{open}", "{approved}", "{lapsed}"]},
    "status_check_list": {"supplier_id": [of("supplier", 5)], "reference": ["{PO-2}", "{rare}", "{none}", "{PO-4,rare}"]},
    "reminder_list": {
        "state": ["{sent}", "{queued}", "{dead}"], "kind": ["{response_due}", "{plan_due}", "{review_due}"],
        "supplier_id": [of("supplier", 5)], "subject_id": [of("response", 5)[1:-1]],
        "rule_id": [of("rule", 1)[1:-1], of("rule", 2)[1:-1]], "blocked": ["true", "false"]},
}


def many(kind):
    """As many ids as a list takes, all over the tenant."""
    return "{" + ",".join(identifier(LARGE, kind, 1 + 499 * number) for number in range(200)) + "}"


KEYS = {"review_due_list": ("supplier_id", "supplier"), "report_scheme_gap": ("supplier_id", "supplier"),
        "risk_score_list": ("id", "score")}
for name in PAGES:
    key, kind = KEYS.get(name, ("id", name.removesuffix("_list")))
    PAGES[name][key] = [of(kind, 5), of(kind, 0), many(kind)]
CONTEXT = {"as_of": None, "now": "2025-03-01Z", "language": "ja", "supplier_scope": None, "reach": None, "people": None,
           "scheme": "scs_3", "limit": LIMIT}


def list_named(name):
    return next(s for s in STATEMENTS.values() if s.sorts and s.name.split()[0] == name)


def way(list_, sort, given):
    """The statement of a page, as src/db/statement.c chooses it."""
    searched = {name for name, is_searched, _ in list_.filters if is_searched}
    if searched & set(given):
        return sort.searched
    if not given:
        return sort.symbol
    for name, symbol, is_alone, _ in sort.leads:
        if name in given and (not is_alone or len(given) == 1):
            return symbol
    return sort.filtered


def values_of(statement, given, sort, after=None):
    """The parameters of a page; `after`: the place (value, id) it begins behind."""
    value, key = after or (sort.first_value, sort.first_id)
    values = {**CONTEXT, "tenant_id": TENANT, "after_value": value, "after_id": key, **given}
    return [values.get(name) for name in statement.parameters]


CASES = [(name, {filter_: value}) for name, filters in PAGES.items()
         for filter_, values in filters.items() for value in values]
ORDERS = [(name, sort) for name in PAGES for sort in list_named(name).sorts]
