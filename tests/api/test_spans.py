"""Filters that span days while the list has another order: few rows and many come in the same order."""
import pytest

from renkei_client import Client

MANY = 1_600  # more than are sorted; see FEW in tools/sql/lists.py


@pytest.fixture(scope="module")
def client(make_tenant):
    tenant = make_tenant()
    tenant.server.sql("""
        insert into app.suppliers (tenant_id, id, name, search, country, created_at, updated_at)
        select %s, md5('s' || n)::uuid, 'n' || n, '', 'JP', now(), now() from generate_series(1, %s) n""",
                      tenant.id, MANY)
    tenant.server.sql("""
        insert into app.responses (tenant_id, id, state, supplier_id, questionnaire_id, questionnaire_code,
          due_on, progress_required, progress_total, requested_at, updated_at)
        select q.tenant_id, md5('r' || n)::uuid, 'requested', md5('s' || n)::uuid, q.id, q.code,
               date '2026-01-01' + n %% 160, 1, 1, timestamptz '2026-01-01Z' + n * interval '1 second', now()
          from app.questionnaires q, generate_series(1, %s) n
         where q.tenant_id = %s and q.code = 'motex-scrm-2024'""", MANY, tenant.id)
    return Client(tenant.server, tenant.token())


def pages(client, **params):
    """Ids of all pages, one behind the other."""
    found, cursor = [], None
    while True:
        body = client.get("/v1/responses", params={
            "limit": 150, **params, **({"cursor": cursor} if cursor else {})}).body
        found += [entry["id"] for entry in body["data"]]
        cursor = body["page"]["next_cursor"]
        if cursor is None:
            return found


def expected(client, condition):
    rows = client.server.sql(f"""
        select id::text from app.responses r where r.id = any (
          select md5('r' || n)::uuid from generate_series(1, {MANY}) n) and {condition}
         order by requested_at desc, id desc""")
    return [id_ for (id_,) in rows]


@pytest.mark.parametrize("day, count", [("2025-12-31", 0), ("2026-01-01", 10), ("2026-01-15", 150),
                                        ("2026-05-29", 1_490), ("2026-05-30", 1_500), ("2026-05-31", 1_510),
                                        ("2026-12-31", MANY)])
def test_pages_of_a_span_come_in_the_order_of_the_list(client, day, count):
    found = pages(client, **{"due_on[lte]": day})
    assert len(found) == count
    assert found == expected(client, f"due_on <= '{day}'")


@pytest.mark.parametrize("today, overdue", [("2026-01-02", "true"), ("2026-12-31", "true"), ("2026-01-02", "false")])
def test_what_is_overdue_comes_in_the_order_of_the_list(client, today, overdue):
    found = pages(client, overdue=overdue, as_of=today)
    assert found == expected(client, f"(due_on < '{today}') is {overdue}")
    assert found


def test_other_filters_count_beside_a_span(client):
    assert pages(client, **{"due_on[lte]": "2026-01-05", "due_on[gte]": "2026-01-05"}) == expected(
        client, "due_on = '2026-01-05'")
    assert pages(client, **{"due_on[lte]": "2026-12-31", "state": "submitted"}) == []
