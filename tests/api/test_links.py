"""Answer links: a respondent comes in with nothing but a link, and sees what it opens, no more."""
import hashlib
import shutil
import subprocess
import urllib.parse

import jwt
import pytest

from renkei_client import Client
from rounds import ALL_ANSWERS, ask, events, make_supplier, publish_sheet, save

SESSION = "/v1/respondent/session"


@pytest.fixture
def response(client, supplier, sheet):
    return ask(client, supplier, sheet, due_on="2027-06-30")


def add_contact(client, supplier, email="tanaka@example.co.jp"):
    reply = client.post(f"/v1/suppliers/{supplier}/contacts", json={"name": "田中", "email": email})
    assert reply.status == 201, reply
    return reply.body["id"]


def make_link(client, response, **members):
    reply = client.post(f"/v1/responses/{response}/links", json=members)
    assert reply.status == 201, reply
    return reply.body


def token_of(link):
    return urllib.parse.urlsplit(link["url"]).fragment


def exchange(anyone, link, **members):
    return anyone.post(SESSION, json={"token": token_of(link), **members})


def enter(server, reply):
    """The client of whoever holds this session."""
    assert reply.status == 200, reply
    return Client(server, reply.body["access_token"])


def states(client, response):
    return [link["state"] for link in client.get(f"/v1/responses/{response}/links").body["data"]]


def test_from_link_to_submitted_sheet(server, client, anyone, supplier, response, sheet):
    contact = add_contact(client, supplier)
    link = make_link(client, response, contact_id=contact)
    assert link["url"].startswith(f"{server.base_url}/answer#")
    session = exchange(anyone, link)
    tanaka = enter(server, session)
    assert session.body["sub"] == "tanaka@example.co.jp"
    assert session.body["response_id"] == response and session.body["supplier_id"] == supplier
    [own] = session.body["suppliers"]
    assert own["id"] == supplier and own["responses"][0]["due_on"] == "2027-06-30"
    assert own["responses"][0]["questionnaire"]["title"] == "七つの型"
    assert anyone.post(SESSION, json={"token": token_of(link)}, lang="en").body["suppliers"][0][
        "responses"][0]["questionnaire"]["title"] == "Seven types"
    assert tanaka.get(f"/v1/responses/{response}/form").status == 200
    assert save(tanaka, response, ALL_ANSWERS).status == 200
    assert tanaka.post(f"/v1/responses/{response}/submit").status == 200
    saved = [event for event in events(client) if event["type"] == "answer.saved"]
    assert saved[-1]["actor"] == {"kind": "respondent", "sub": "tanaka@example.co.jp"}
    # Everything else is closed to such a token.
    for path in ("/v1/suppliers", "/v1/responses"):
        assert tanaka.get(path).status == 403


def test_a_link_is_exchanged_any_number_of_times_and_lives_a_quarter_of_an_hour(
        anyone, client, response):
    link = make_link(client, response)
    replies = [exchange(anyone, link) for _ in range(5)]
    for reply in replies:
        claims = jwt.decode(reply.body["access_token"], options={"verify_signature": False})
        assert 0 < claims["exp"] - claims["iat"] <= 1800
        assert claims["sub"] == f"link:{link['id']}"
        assert set(claims["scope"].split()) == {"responses:answer", "measures:report"}
    assert client.get(f"/v1/responses/{response}").body["revision"] == 1


def test_only_the_hash_of_the_token_is_kept(server, client, anyone, response, tenant):
    link = make_link(client, response)
    secret = token_of(link)
    assert len(secret) == 64
    [[stored]] = server.sql("select token_hash from app.links where id = %s", link["id"])
    assert bytes(stored) == hashlib.sha256(secret.encode()).digest()
    exchange(anyone, link)
    listed = client.get(f"/v1/responses/{response}/links")
    assert secret not in listed.text and "url" not in listed.body["data"][0]
    assert secret not in "".join(str(event) for event in events(client))
    assert secret not in server.log.read_text() + server.error_log.read_text()
    # With an Idempotency-Key the reply would be stored, and the secret with it: there is none.
    keyed = client.post(f"/v1/responses/{response}/links", json={}, key="twice")
    again = client.post(f"/v1/responses/{response}/links", json={}, key="twice")
    assert keyed.status == again.status == 201 and keyed.body["id"] != again.body["id"]
    assert server.sql("select count(*) from app.idempotency_keys where tenant_id = %s and key = %s",
                      tenant.id, "twice") == [(0,)]


def test_several_links_live_beside_each_other_and_one_is_revoked(server, client, anyone, response):
    first, second = make_link(client, response), make_link(client, response)
    assert states(client, response) == ["active", "active"]
    path = f"/v1/responses/{response}/links/{first['id']}"
    assert client.delete(path).status == 428
    assert client.delete(path, if_match='"7"').status == 412
    assert client.delete(path, if_match='"1"').status == 204
    before = len(events(client))
    assert client.delete(path, if_match='"2"').status == 204  # again: nothing happens
    assert len(events(client)) == before
    gone = exchange(anyone, first)
    assert gone.status == 410 and gone.code == "link_closed"
    assert exchange(anyone, second).status == 200
    assert sorted(states(client, response)) == ["active", "revoked"]
    kinds = [event["type"] for event in events(client) if event["resource"]["id"] == first["id"]]
    assert kinds == ["link.created", "link.revoked"]


@pytest.mark.parametrize("end", ["accept", "cancel"])
def test_links_die_with_the_response(client, anyone, response, end):
    link = make_link(client, response)
    if end == "accept":
        assert save(client, response, ALL_ANSWERS).status == 200
        assert client.post(f"/v1/responses/{response}/submit").status == 200
        assert exchange(anyone, link).status == 200  # it may come back with reasons
    body = {"json": {"reason": "取引終了"}} if end == "cancel" else {}
    assert client.post(f"/v1/responses/{response}/{end}", **body).status == 200
    assert exchange(anyone, link).status == 410
    assert states(client, response) == ["closed"]
    late = client.post(f"/v1/responses/{response}/links", json={})
    assert late.status == 409 and late.code == "invalid_state"
    assert isinstance(late.body["allowed"], list)


def test_a_link_ends_with_its_day_and_with_its_contact(client, anyone, supplier, response):
    contact = add_contact(client, supplier, "sato@example.co.jp")
    link = client.post(f"/v1/responses/{response}/links", now="2026-11-01T00:00:00Z",
                       json={"contact_id": contact, "valid_days": 10}).body
    assert link["expires_at"] == "2026-11-11T00:00:00.000000Z"
    for now, status in (("2026-11-10T23:59:59Z", 200), ("2026-11-11T00:00:00Z", 410)):
        assert anyone.post(SESSION, json={"token": token_of(link)}, now=now).status == status
    assert client.get(f"/v1/responses/{response}/links",
                      now="2026-11-12T00:00:00Z").body["data"][0]["state"] == "expired"
    later = make_link(client, response, contact_id=contact)
    assert exchange(anyone, later).status == 200
    assert client.delete(f"/v1/suppliers/{supplier}/contacts/{contact}", if_match="*").status == 204
    assert exchange(anyone, later).status == 410


def test_one_person_answers_for_two_suppliers_and_sees_no_third(server, client, anyone, sheet):
    mine, other, third, quiet = (make_supplier(client, name) for name in ("甲", "乙", "丙", "丁"))
    contact = add_contact(client, mine, "Suzuki@example.co.jp")
    add_contact(client, other, "suzuki@Example.co.jp")
    add_contact(client, third, "somebody@example.co.jp")
    add_contact(client, quiet, "suzuki@example.co.jp")  # nothing is asked there
    responses = {name: ask(client, name, sheet) for name in (mine, other, third)}
    link = make_link(client, responses[mine], contact_id=contact)
    session = exchange(anyone, link)
    assert [entry["name"] for entry in session.body["suppliers"]] == ["甲", "乙"]
    suzuki = enter(server, session)
    assert [entry["name"] for entry in suzuki.get("/v1/me").body["suppliers"]] == ["甲", "乙"]
    # A token is for one supplier; the other needs its own, from the same link.
    assert suzuki.get(f"/v1/responses/{responses[other]}").status == 404
    there = exchange(anyone, link, supplier_id=other)
    assert there.body["supplier_id"] == other and there.body["response_id"] is None
    suzuki = enter(server, there)
    assert save(suzuki, responses[other], {"B-01": {"answer": "○"}}).status == 200
    assert suzuki.get(f"/v1/responses/{responses[mine]}").status == 404
    for stranger in (third, quiet):
        assert exchange(anyone, link, supplier_id=stranger).status == 404
    assert client.post(f"/v1/responses/{responses[other]}/cancel",
                       json={"reason": "中止"}).status == 200
    assert exchange(anyone, link, supplier_id=other).status == 404
    # A link of nobody in particular opens its own supplier alone.
    anonymous = exchange(anyone, make_link(client, responses[mine]))
    assert [entry["name"] for entry in anonymous.body["suppliers"]] == ["甲"]


def test_me_names_no_suppliers_for_colleagues(client):
    assert client.get("/v1/me").body["suppliers"] == []


def test_unknown_tokens_of_every_shape(client, anyone, response, make_tenant, server):
    secret = token_of(make_link(client, response))
    foreign = make_tenant()
    other = Client(server, foreign.token())
    elsewhere = make_link(other, ask(other, make_supplier(other), publish_sheet(other)))
    swapped = token_of(elsewhere)[:21] + secret[21:]  # the other tenant, this one's secret
    for token in ("x", "A" * 64, secret[:-1] + ("A" if secret[-1] != "A" else "B"), secret + "A",
                  secret[:-1], swapped, "%00" * 20, "あ" * 64, "' or 1=1 --"):
        reply = anyone.post(SESSION, json={"token": token})
        assert reply.status == 404 and reply.code == "unknown_link", reply
        assert token not in reply.text
    assert exchange(anyone, elsewhere).status == 200


def test_what_a_session_request_must_be(anyone):
    assert anyone.post(SESSION, json={}).errors == {"#/token": "required"}
    assert anyone.post(SESSION, json={"token": ""}).status == 422
    assert anyone.post(SESSION, json={"token": "x", "Token": "y"}).status == 422
    assert anyone.post(SESSION, data=b"{", headers={"Content-Type": "application/json"}).status == 400
    assert anyone.post(SESSION, data=b"x", headers={"Content-Type": "text/plain"}).status == 415
    assert anyone.post(SESSION, json={"token": "x"}, headers={"Accept": "text/html"}).status == 406


def test_what_a_link_request_must_be(client, login, response, supplier, sheet):
    path = f"/v1/responses/{response}/links"
    stranger = add_contact(client, make_supplier(client))
    assert client.post(path, json={"contact_id": stranger}).errors == {
        "#/contact_id": "unknown_reference"}
    assert client.post(path, json={"valid_days": 0}).errors == {"#/valid_days": "too_small"}
    assert client.post(path).status == 201  # no body: nobody's link, 90 days
    viewer = login("viewer")
    assert viewer.get(path).status == 200
    assert viewer.post(path, json={}).status == 403
    assert viewer.delete(f"{path}/{response}", if_match="*").status == 403
    nowhere = f"/v1/responses/{supplier}/links"
    assert client.get(nowhere).status == client.post(nowhere, json={}).status == 404
    link = make_link(client, response)
    elsewhere = ask(client, make_supplier(client), sheet)
    assert client.delete(f"/v1/responses/{elsewhere}/links/{link['id']}", if_match="*").status == 404
    assert client.get(path, params={"limit": 1, "include_total": "true"}).body["total"] == 2


def test_exchanges_are_limited_per_link_and_per_address(make_server):
    server = make_server(RENKEI_SESSION_RATE="2")
    tenant, anyone = server.add_tenant(), Client(server)
    client = Client(server, tenant.token())
    sheet = publish_sheet(client)
    link = make_link(client, ask(client, make_supplier(client), sheet))
    statuses = [exchange(anyone, link).status for _ in range(13)]
    assert statuses[:10] == [200] * 10 and 429 in statuses[10:]
    limited = [anyone.post(SESSION, json={"token": f"guess-{n}"}) for n in range(20)]
    assert {reply.status for reply in limited} == {404, 429}
    assert limited[-1].code == "rate_limited" and int(limited[-1].headers["Retry-After"]) >= 1


def test_without_a_private_key_it_says_so(make_server, tmp_path):
    server = make_server()
    tenant = server.add_tenant()
    client = Client(server, tenant.token())
    link = make_link(client, ask(client, make_supplier(client), publish_sheet(client)))
    public = tmp_path / "public"
    public.mkdir()
    subprocess.run(["openssl", "pkey", "-in", server.keys / "k1.RS256.pem", "-pubout", "-out",
                    public / "k1.RS256.pem"], check=True)
    server.restart({"RENKEI_KEYS": str(public)})
    reply = exchange(Client(server), link)
    assert reply.status == 503 and reply.code == "no_signing_key"
    shutil.rmtree(public)


def test_sessions_have_a_key_of_their_own(make_server, tmp_path):
    """The staff's private key stays outside; what signs sessions makes nobody a member of the staff."""
    server = make_server()
    tenant = server.add_tenant()
    client = Client(server, tenant.token())
    link = make_link(client, ask(client, make_supplier(client), publish_sheet(client)))
    public, sessions = tmp_path / "public", tmp_path / "sessions"
    public.mkdir()
    sessions.mkdir()
    subprocess.run(["openssl", "pkey", "-in", server.keys / "k1.RS256.pem", "-pubout", "-out",
                    public / "k1.RS256.pem"], check=True)
    subprocess.run(["openssl", "genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-out", sessions / "s1.ES256.pem"], check=True)
    (sessions / "s1.ES256.pem").chmod(0o600)
    server.restart({"RENKEI_KEYS": str(public), "RENKEI_SESSION_KEYS": str(sessions)})
    session = exchange(Client(server), link)
    assert session.status == 200
    assert Client(server, session.body["access_token"]).get("/v1/me").body["supplier_id"] == session.body["supplier_id"]
    assert client.get("/v1/suppliers").status == 200
    forged = jwt.encode(tenant.claims(), (sessions / "s1.ES256.pem").read_text(), "ES256", headers={"kid": "s1"})
    assert Client(server, forged).get("/v1/suppliers").status == 401


def test_a_session_is_signed_with_a_key_that_the_service_knows(make_server, tmp_path):
    """A new key that sorts first lies there before SIGHUP, and one that is half written."""
    own = tmp_path / "own"
    own.mkdir()
    server = make_server()
    client = Client(server, server.add_tenant().token())
    link = make_link(client, ask(client, make_supplier(client), publish_sheet(client)))
    shutil.copy(server.keys / "k1.RS256.pem", own)
    server.restart({"RENKEI_KEYS": str(own)})
    subprocess.run(["openssl", "genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-out", own / "a0.ES256.pem"], check=True)
    (own / "a0.ES256.pem").chmod(0o600)
    (own / "a1.ES256.pem").write_text("-----BEGIN PRIVATE KEY-----")
    session = exchange(Client(server), link)
    assert session.status == 200
    assert Client(server, session.body["access_token"]).get("/v1/me").status == 200


def test_the_answer_page_is_a_setting(make_server):
    page = "https://answer.example.co.jp/start"
    server = make_server(RENKEI_ANSWER_URL=page)
    client = Client(server, server.add_tenant().token())
    link = make_link(client, ask(client, make_supplier(client), publish_sheet(client)))
    assert link["url"].startswith(page + "#")
    for wrong in ("ftp://x", "https://", "answer.example.co.jp", "https://x.example/#a", "https://a b"):
        done = server.run("serve", extra={"RENKEI_ANSWER_URL": wrong})
        assert done.returncode == 78 and "RENKEI_ANSWER_URL" in done.stderr
