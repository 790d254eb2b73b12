"""Totals of long lists: exact up to 10 000, beyond that what was counted last and when."""
import datetime
import time

from renkei_client import Client

ROWS = 10_050


def fill(server, tenant):
    server.sql("""
        insert into app.suppliers (tenant_id, id, name, search, country, created_at, updated_at)
        select %s, gen_random_uuid(), 'n' || n, '', 'JP', now(), now() from generate_series(1, %s) n""",
               tenant.id, ROWS)


def total(client, **params):
    body = client.get("/v1/suppliers", params={"include_total": "true", "limit": 1, **params}).body
    return body["total"], body["total_is"], body.get("total_at")


def counted(client):
    """Once housekeeping has been there."""
    deadline = time.monotonic() + 30
    while (found := total(client))[1] != "counted":
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    return found


def test_a_long_list_says_what_was_counted_last(make_server):
    server = make_server()
    tenant = server.add_tenant()
    client = Client(server, tenant.token())
    fill(server, tenant)
    assert total(client) == (10_000, "at_least", None)

    before = datetime.datetime.now(datetime.timezone.utc)
    server.restart()  # housekeeping begins with the process
    rows, _, at = counted(client)
    assert rows == ROWS
    assert datetime.timedelta(0) <= datetime.datetime.fromisoformat(at) - before < datetime.timedelta(minutes=2)
    # So is each value of a common filter that more than 10 000 have; no other filter.
    assert total(client, country="JP") == (ROWS, "counted", at)
    assert total(client, status=["active"]) == (ROWS, "counted", at)
    assert total(client, country="JP", status="active") == (10_000, "at_least", None)
    assert total(client, country=["JP", "FR"]) == (10_000, "at_least", None)  # nobody counted the few of FR
    assert total(client, **{"owner[is_null]": "true"}) == (10_000, "at_least", None)
    assert total(client, country="FR") == (0, "exact", None)
    # What is told is of that time until it is counted again.
    assert client.post("/v1/suppliers", json={"name": "x"}).status == 201
    assert total(client) == (ROWS, "counted", at)


def test_what_was_counted_of_several_values_is_added_up(make_server):
    server = make_server()
    tenant = server.add_tenant()
    client = Client(server, tenant.token())
    fill(server, tenant)
    fill(server, tenant)
    server.sql("update app.suppliers set country = "
               "case when xmin::text = (select min(xmin::text) from app.suppliers where tenant_id = %s) then 'JP'"
               " else 'VN' end where tenant_id = %s", tenant.id, tenant.id)
    server.restart()
    rows, _, at = counted(client)
    assert rows == 2 * ROWS
    assert total(client, country=["JP", "VN"]) == (2 * ROWS, "counted", at)
    assert total(client, country="VN") == (ROWS, "counted", at)
    # What is not that much any more is forgotten; an exact total needs no count.
    server.sql("update app.suppliers set country = 'JP' where tenant_id = %s and country = 'VN'"
               " and name > 'n2'", tenant.id)
    server.restart()
    deadline = time.monotonic() + 30
    while total(client, country="JP")[2] == at:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert server.sql("select count(*) from app.list_totals where tenant_id = %s and value = 'VN'",
                      tenant.id) == [(0,)]


def test_another_tenants_list_is_not_counted_with_it(make_server):
    server = make_server()
    large, small = server.add_tenant(), server.add_tenant()
    fill(server, large)
    server.restart()
    counted(Client(server, large.token()))
    assert total(Client(server, small.token())) == (0, "exact", None)
