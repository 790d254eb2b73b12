"""An incident reaches along the chain: whom, who asks them, and what the gate says of them."""
import datetime

import pytest

from renkei_client import Client
from rounds import PROFILE, ask, events, make_supplier, publish_sheet, submit_all

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9))).date()


@pytest.fixture
def client(make_tenant):
    tenant = make_tenant()
    return Client(tenant.server, tenant.token())


def link(client, one, other, kind="goods", **members):
    reply = client.post("/v1/supplier-links", json={
        "from": one, "to": other, "kind": kind, "dependency": 3, "penetration": 1, **members})
    assert reply.status == 201, reply


@pytest.fixture
def chain(client):
    """Procurement, production, logistics and sales, a group company with an open connection, one far away."""
    names = {name: make_supplier(client, name) for name in ("調達", "製造", "物流", "販売", "海外現地法人", "無関係")}
    reply = client.post(f"/v1/suppliers/{names['製造']}/contacts", json={"name": "担当", "email": "1@example.com"})
    assert reply.status == 201, reply
    for one, other in (("調達", "製造"), ("製造", "物流"), ("物流", "販売")):
        link(client, names[one], names[other])
    link(client, names["販売"], names["調達"])  # a circle
    link(client, names["海外現地法人"], names["製造"], "network", penetration=4)
    link(client, names["物流"], names["海外現地法人"], "data", until=str(TODAY - datetime.timedelta(days=1)))
    link(client, names["販売"], "self")
    return names


def incident(client, supplier):
    reply = client.post("/v1/incidents", json={
        "supplier_id": supplier, "title": "端末への不正アクセス", "severity": "high", "discovered_on": str(TODAY)})
    assert reply.status == 201, reply
    return reply.body


def affected(client, row, **params):
    reply = client.get(f"/v1/incidents/{row['id']}/affected", params=params)
    assert reply.status == 200, reply
    return reply.body


def reached(body):
    return [(row["supplier"]["name"], row["distance"]) for row in body["data"]]


def reasons(client, supplier, action="connect"):
    reply = client.get(f"/v1/suppliers/{supplier}/status", params={"action": action})
    assert reply.status == 200, reply
    return {reason["code"]: reason["severity"] for reason in reply.body["reasons"]}


def test_whom_it_may_reach_the_nearest_first(client, chain):
    row = incident(client, chain["海外現地法人"])
    body = affected(client, row, depth=4)
    assert reached(body) == [("製造", 1), ("物流", 2), ("販売", 3), ("調達", 4)]
    assert body["complete"] is True and body["reaches_us"] is True
    assert body["data"][1]["path"] == [chain["海外現地法人"], chain["製造"], chain["物流"]]
    assert body["data"][0]["contacts"][0]["email"] == "1@example.com"
    near = affected(client, row, depth=1)
    assert reached(near) == [("製造", 1)] and near["reaches_us"] is False
    # what is bought of somebody does not reach back, a network does, and the strongest comes first
    assert reached(affected(client, incident(client, chain["製造"]), depth=1)) == [("海外現地法人", 1), ("物流", 1)]
    assert reached(affected(client, incident(client, chain["無関係"]))) == []


def test_a_hub_shows_what_a_page_holds_and_says_that_there_is_more(client, server):
    hub = make_supplier(client, "中心")
    made = client.post("/v1/suppliers/bulk", json={"items": [
        {"source": "erp", "external_id": f"{n:04}", "name": f"拠点 {n}"} for n in range(210)]})
    assert made.status == 207, made
    tenant = client.get("/v1/me").body["tenant"]["id"]
    server.sql("insert into app.supplier_links (tenant_id, id, from_supplier_id, to_supplier_id, kind, dependency,"
               " penetration, created_at, updated_at) select s.tenant_id, gen_random_uuid(), %s, s.id, 'network', 1, 4,"
               " now(), now() from app.suppliers s where s.tenant_id = %s and s.id <> %s returning 1", hub, tenant, hub)
    body = affected(client, incident(client, hub))
    assert (len(body["data"]), body["complete"]) == (200, False)


def judge(client, supplier):
    """So that nothing else speaks against it."""
    assert client.patch(f"/v1/suppliers/{supplier}", if_match="*", json={"profile": PROFILE}).status == 200
    response = ask(client, supplier, publish_sheet(client))
    submit_all(client, response)
    assert client.post(f"/v1/responses/{response}/accept").status == 200


def test_from_the_incident_to_the_answers_and_the_gate(client, chain):
    """Journey: what happened abroad is asked for at home, and the gate tells whoever is about to connect."""
    home = chain["製造"]
    judge(client, home)
    score = client.get(f"/v1/suppliers/{home}").body["risk"]
    assert "connected_incident" not in reasons(client, home)
    row = incident(client, chain["海外現地法人"])
    assert reasons(client, home)["connected_incident"] == "confirm"
    assert reasons(client, home, "order")["connected_incident"] == "notice"
    assert "connected_incident" not in reasons(client, chain["物流"])  # no longer connected, and two links away
    told = [event for event in events(client) if event["type"] == "supplier_status.changed"]
    assert home in {event["supplier_id"] for event in told}
    assert client.post(f"/v1/suppliers/{chain['物流']}/archive").status == 200

    asked = client.post(f"/v1/incidents/{row['id']}/inquiry", json={})
    assert asked.status == 201 and asked.body["added"]["asked"] == 1, asked
    assert asked.body["due_on"] == str(TODAY + datetime.timedelta(days=7))
    assert "海外" not in asked.body["name"] + asked.body["why"]
    again = client.post(f"/v1/incidents/{row['id']}/inquiry", json={"depth": 4})
    assert (again.status, again.body["id"], again.body["added"]["asked"]) == (200, asked.body["id"], 0), again
    assert client.get(f"/v1/incidents/{row['id']}").body["inquiry_id"] == asked.body["id"]

    response = client.get("/v1/responses", params={"campaign_id": asked.body["id"]}).body["data"][0]
    assert response["supplier_id"] == home
    submit_all(client, response["id"], {
        "INQ-01": {"choice": "none"}, "INQ-03": {"choice": "done"}, "INQ-04": {"choice": "not_needed"},
        "INQ-05": {"text": "情報システム部 03-0000-0000"}})
    accepted = client.post(f"/v1/responses/{response['id']}/accept")
    assert accepted.status == 200, accepted
    after = client.get(f"/v1/suppliers/{home}").body["risk"]
    assert (after["score"], after["band"]) == (score["score"], score["band"])  # an inquiry judges nobody

    closed = client.post(f"/v1/incidents/{row['id']}/close", json={"lessons": "接続を必要時のみに変更"})
    assert closed.status == 200 and "connected_incident" not in reasons(client, home)
    late = client.post(f"/v1/incidents/{row['id']}/inquiry", json={})
    assert (late.status, late.body["id"]) == (200, asked.body["id"])  # it can still be found


def test_an_inquiry_that_cannot_be_is_refused_by_name(client, chain):
    alone = incident(client, chain["無関係"])
    assert client.post(f"/v1/incidents/{alone['id']}/inquiry", json={}).code == "nobody_affected"
    near = incident(client, chain["調達"])
    past = client.post(f"/v1/incidents/{near['id']}/inquiry", json={"due_on": "2020-01-01"})
    assert (past.status, past.errors) == (422, {"#/due_on": "past"})
    assert client.post(f"/v1/incidents/{near['id']}/close", json={"lessons": "x"}).status == 200
    assert client.post(f"/v1/incidents/{near['id']}/inquiry", json={}).code == "invalid_state"


def told_of(client, supplier):
    return [event["changes"] for event in events(client)
            if event["type"] == "supplier_status.changed" and event["supplier_id"] == supplier]


def test_who_is_connected_later_is_told_with_the_link(client, chain):
    """A link that is made, changed or deleted while an incident is open tells the gate at once."""
    abroad, far = chain["海外現地法人"], chain["無関係"]
    judge(client, far)
    assert "connected_incident" not in reasons(client, far)
    incident(client, abroad)
    before = len(told_of(client, far))
    made = client.post("/v1/supplier-links/bulk", json={"items": [
        {"from": far, "to": abroad, "kind": "network", "dependency": 1, "penetration": 4},
        {"from": far, "to": chain["調達"], "kind": "network", "dependency": 1, "penetration": 4},
        {"from": far, "to": "self", "kind": "network", "dependency": 1, "penetration": 4}]}).body["data"][0]["id"]
    assert reasons(client, far)["connected_incident"] == "confirm"
    assert len(told_of(client, far)) == before + 1 and "connected_incident" in told_of(client, far)[-1]["reasons"][1]
    yesterday = str(TODAY - datetime.timedelta(days=1))
    assert client.patch(f"/v1/supplier-links/{made}", if_match="*", json={"until": yesterday}).status == 200
    assert len(told_of(client, far)) == before + 2 and "connected_incident" not in told_of(client, far)[-1]["reasons"][1]
    link(client, abroad, far, "data")
    assert len(told_of(client, far)) == before + 3
