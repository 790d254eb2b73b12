"""Every column that can hold a text is looked at when a person is erased, or is known to name nobody."""
import contextlib
import os
import pathlib
import re

import pytest

from database import connect, database, rows

QUERIES = pathlib.Path(__file__).parents[2] / "sql/queries"
template = os.environ.get("RENKEI_TEST_TEMPLATE", "renkei_template")

# Codes, words of the contract, texts of questionnaires and of companies, what is made of other columns.
HARMLESS = {
    "answer_history": "code action type channel",
    "answers": "code type channel",
    "attack_kinds": "code name_ja name_en description_ja description_en",
    "campaigns": "state locale",
    "certificates": "kind evidence questionnaire_code question_code",
    "chain_scores": "band",
    "clients": "scopes keys",  # what signs: a key without its id would verify nothing
    "cors_origins": "origin",  # an address of a machine
    "contacts": "name email phone role locale source email_key mail_domain pushed",  # the rows are deleted
    "disabled_subjects": "subject",  # must go on to be refused
    "erasures": "pseudonym target person after counts",  # of those that run
    "evidence": "media_type state refusal",
    "events": "type body",  # commitments
    "extension_requests": "state",
    "finding_history": "action kind state",
    "findings": "questionnaire_code question_code kind state threats text_ja text_en closed_reason",
    "gate_policies": "code state title rules",
    "gate_states": "decisions",
    "idempotency_keys": "route key etag location content_language",
    "import_profiles": "code kind columns constants",  # headers, marks and words
    "incidents": "state attack_kind severity",
    "job_files": "part",  # the bytes of finished jobs are deleted
    "jobs": "kind error worker_id",
    "links": "revocation_reason sections codes",
    "list_totals": "list filter value",  # of filters that are words of the contract, or countries
    "measure_reports": "state",
    "measures": "state side source impact reopened_from",
    "model_changes": "scoring_model scoring_model_from moves",
    "offboardings": "state",
    "overrides": "state band end_cause",
    "questionnaires": "code state title_ja title_en document",
    "releases": "action state covers end_cause",
    "reminder_rules": "kind locale recipient role subject_type",
    "reminders": "kind subject_type subject_code locale state",
    "response_evidence": "codes",
    "responses": "state questionnaire_code locale amend_codes channel last_submission",
    "request_records": "cost_bearer",
    "reviews": "outcome band band_reason",
    "revoked_tokens": "token_id",  # a random word
    "risk_acceptances": "ended_reason",
    "risk_scores": "cause model_version band band_reason computed_band assessment_status confidence_label tier"
                   " explanation basis",
    "schemes": "code document certificate_kind includes",  # titles of requirements and codes of questions
    "settings": "time_zone locale review_months scoring_model attributes requester",
    "status_checks": "action decision reasons policy_code",
    "supplier_external_ids": "source external_id",
    "supplier_tags": "tag",
    "supplier_links": "to_end kind source pushed",  # pushed: levels and days
    "suppliers": "status name name_kana corporate_number country kind website tags search name_key contacts external_ids"
                 " archived_source"
                 " profile tier assessment_status band band_reason computed_band confidence_label data_sensitivity"
                 " supply_chain_stage record_volume access_level subcontracting",
    "tenant_counters": "name",
    "users": "subject token_name given_name",  # the rows are deleted
    "webhook_attempts": "type cause outcome",
    "webhook_endpoints": "url types format disabled_because scopes",
    "webhook_queues": "state worker_id",
    "threats": "code name_ja name_en edition",
}


def erased():
    """{table: columns that an erasure writes}."""
    found = {}
    for file in QUERIES.glob("erase_*.sql"):
        for table, rest in re.findall(r"update app\.(\w+) \w+\n(.*?)\n    from ", file.read_text(), re.S):
            found[table] = set(re.findall(r"^\s+(?:set )?(\w+) = ", rest, re.M))
    return found


@pytest.fixture(scope="module")
def texts():
    """{table: its columns of texts}, of tenants."""
    with database(template) as name, contextlib.closing(connect(name)) as connection:
        found = {}
        for table, column in rows(connection, """
            select c.relname, a.attname
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
               and a.atttypid in ('text'::regtype, 'text[]'::regtype, 'json'::regtype, 'jsonb'::regtype)
               and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')"""):
            found.setdefault(table, set()).add(column)
        return found


@pytest.mark.skipif("RENKEI_TEST_PGHOST" not in os.environ, reason="RENKEI_TEST_PGHOST is not set")
def test_every_column_of_texts_is_erased_or_harmless(texts):
    written = erased()
    assert len(written) >= 18 and written["answers"] >= {"comment", "answered_by", "value", "review"}
    open_columns = {f"{table}.{column}" for table, columns in texts.items()
                    for column in columns - written.get(table, set()) - set(HARMLESS.get(table, "").split())}
    assert not open_columns, "an erasure looks into these columns, or they are harmless: say which"
    for table, columns in HARMLESS.items():
        assert set(columns.split()) <= texts[table], f"{table} has no such columns"
        assert not set(columns.split()) & written.get(table, set()), table
