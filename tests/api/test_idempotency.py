"""What is kept under an Idempotency-Key: whose it is, when nothing is kept, and how much."""
from rounds import ALL_ANSWERS, ask, make_supplier, save, seq

QUOTA = 64 * 1024 * 1024


def kept(server, tenant):
    [[octets]] = server.sql("select kept_octets from app.tenant_counters where tenant_id = %s and name = 'events'",
                            tenant.id)
    return octets


def counted(server, tenant):
    [[octets]] = server.sql("select coalesce(sum(octet_length(body)), 0) from app.idempotency_keys"
                            " where tenant_id = %s", tenant.id)
    return octets


def test_a_key_of_one_suppliers_respondent_says_nothing_to_another_suppliers(client, login, sheet):
    """One person answers for two suppliers: the same subject, and yet not the same caller."""
    first, second = make_supplier(client), make_supplier(client)
    response = ask(client, first, sheet)
    own, other = (login("respondent", sub="both@example.co.jp", supplier_id=one) for one in (first, second))
    reply = save(own, response, ALL_ANSWERS, key="k")
    assert reply.status == 200, reply
    assert save(own, response, ALL_ANSWERS, key="k").headers["Idempotency-Replayed"] == "true"
    refused = save(other, response, ALL_ANSWERS, key="k")
    assert (refused.status, refused.code) == (404, "not_found")
    assert "Idempotency-Replayed" not in refused.headers


def test_staff_and_a_respondent_of_one_subject_have_keys_of_their_own(client, login, sheet):
    supplier = make_supplier(client)
    response = ask(client, supplier, sheet)
    path = f"/v1/responses/{response}/submit"
    assert save(client, response, ALL_ANSWERS).status == 200
    staff = login("admin", sub="x@example.co.jp")
    respondent = login("respondent", sub="x@example.co.jp", supplier_id=supplier)
    assert respondent.post(path, key="s").status == 200
    assert staff.post(path, key="s").code == "invalid_state"


def test_a_request_without_effect_leaves_its_key_free(server, client, tenant):
    path = f"/v1/suppliers/{make_supplier(client)}"
    assert client.post(f"{path}/restore", key="none").status == 200
    assert server.sql("select key from app.idempotency_keys where tenant_id = %s and key = 'none'", tenant.id) == []
    assert client.post(f"{path}/archive").status == 200
    # What had no effect is no promise: now there is something to do.
    again = client.post(f"{path}/restore", key="none")
    assert again.body["status"] == "active" and "Idempotency-Replayed" not in again.headers
    assert client.post(f"{path}/restore", key="none").headers["Idempotency-Replayed"] == "true"


def test_beyond_the_quota_the_oldest_replies_go_and_nothing_is_done_twice(server, client, tenant):
    body = {"name": "株式会社はじめて"}
    first = client.post("/v1/suppliers", json=body, key="oldest")
    assert first.status == 201
    assert kept(server, tenant) == counted(server, tenant) > 0
    # As if much else was kept: the next keyed request finds no room.
    server.sql("update app.tenant_counters set kept_octets = kept_octets + %s where tenant_id = %s", QUOTA, tenant.id)
    newer = client.post("/v1/suppliers", json={"name": "株式会社つぎ"}, key="newer")
    assert newer.status == 201
    assert kept(server, tenant) == QUOTA and counted(server, tenant) == 0
    before = seq(server, tenant)
    again = client.post("/v1/suppliers", json=body, key="oldest")
    assert (again.status, again.code) == (409, "reply_not_kept"), again
    assert seq(server, tenant) == before
    server.sql("update app.tenant_counters set kept_octets = kept_octets - %s where tenant_id = %s", QUOTA, tenant.id)
    assert client.post("/v1/suppliers", json={"name": "株式会社三番"}, key="third").status == 201
    assert client.post("/v1/suppliers", json={"name": "株式会社三番"}, key="third").status == 201
    assert kept(server, tenant) == counted(server, tenant) > 0


def test_what_expires_no_longer_counts(server, client, tenant):
    assert client.post("/v1/suppliers", json={"name": "株式会社古い"}, key="expires").status == 201
    server.sql("update app.idempotency_keys set created_at = created_at - interval '25 hours' where tenant_id = %s",
               tenant.id)
    done = client.post("/v1/operations/sweep")
    assert done.status == 200 and done.body["keys_deleted"] > 0
    assert kept(server, tenant) == counted(server, tenant) == 0
