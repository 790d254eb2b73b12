"""What reaches suppliers along the chain: kept in the background, and equal to all of it worked out anew."""
import json
import random
import subprocess
import xml.etree.ElementTree

import pytest

from renkei_client import Client
from renkei_server import BINARY
from rounds import PROFILE, make_supplier

WORST = {"data_sensitivity": "special", "business_dependency": "critical", "substitutability": "none",
         "remote_connection": "always_on", "network_connectivity": "flat", "access_level": "administrator"}
MILD = {"data_sensitivity": "none", "business_dependency": "low", "substitutability": "easy",
        "remote_connection": "none", "network_connectivity": "none"}


def done(reply):
    assert reply.status < 300, reply
    return reply.body


@pytest.fixture
def tenant(server):
    return server.add_tenant()


@pytest.fixture
def client(server, tenant):
    return Client(server, tenant.token("admin"))


@pytest.fixture
def follow(server):
    """The worker works out what is due."""
    def run():
        ended = server.run("worker", "--kind", "egress", "--once",
                           extra={"RENKEI_WORKER_DATABASE_URL": server.dsn("renkei_worker")})
        assert ended.returncode == 0 and "chain_not_followed" not in ended.stderr, ended.stderr
    return run


def company(client, name, stage=None, **profile):
    return make_supplier(client, name, profile={**PROFILE, **({"supply_chain_stage": stage} if stage else {}), **profile})


def link(client, source, target, kind="goods", dependency=4, penetration=4):
    return done(client.post("/v1/supplier-links", json={
        "from": source, "to": target, "kind": kind, "dependency": dependency, "penetration": penetration}))["id"]


def get(client, supplier):
    return done(client.get(f"/v1/suppliers/{supplier}"))


def chain(client, supplier):
    return get(client, supplier)["risk"]["chain"]


def set_profile(client, supplier, **profile):
    done(client.patch(f"/v1/suppliers/{supplier}", json={"profile": profile}, if_match="*"))


def told(client):
    return [(event["resource"]["id"], event["changes"]["chain_band"]) for event in done(client.get(
        "/v1/events", params={"types": "risk_score.chain_band_changed", "limit": 200}))["data"]]


def kept(server, tenant):
    return {supplier: (own, score, path) for supplier, own, score, path in server.sql(
        "select supplier_id::text, own_micro, score_micro, first_path::text[] from app.chain_scores where tenant_id = %s",
        tenant.id)}


def anew(server, tenant):
    """The same by the scoring module alone, from scores and links as they stand."""
    nodes = {supplier: {"id": supplier, "E": (likelihood - 1000000) / 4e6 if likelihood else 0, "I": (impact or 1000000) / 1e6}
             for supplier, likelihood, impact in server.sql(
                 "select id::text, likelihood_micro, impact_micro from app.suppliers where tenant_id = %s and status = 'active'"
                 " order by id", tenant.id)}
    edges = [{"from": source, "to": target, "dependency": dependency, "penetration": penetration}
             for source, target, dependency, penetration in server.sql(
                 "select from_supplier_id::text, to_supplier_id::text, dependency, penetration from app.supplier_links"
                 " where tenant_id = %s and to_supplier_id is not null", tenant.id) if source in nodes and target in nodes]
    ended = subprocess.run([BINARY, "score"], input=json.dumps({"delta": 0.5, "nodes": list(nodes.values()), "edges": edges}),
                           capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return {supplier: result for supplier, result in json.loads(ended.stdout).items()
            if any(edge["to"] == supplier for edge in edges)}


def assert_followed(server, tenant):
    stored, expected = kept(server, tenant), anew(server, tenant)
    assert stored.keys() == expected.keys()
    for supplier, (own, score, path) in stored.items():
        assert (path or []) == expected[supplier]["path"], supplier
        if own is not None:
            assert abs(score - expected[supplier]["score"] * 1e6) <= 2, supplier
    return len(stored)


def test_a_stop_at_the_first_reaches_the_last(server, tenant, client, follow):
    a = company(client, "A 素材", "procurement", **WORST)
    b, c, d = (company(client, name, stage, **{**MILD, "business_dependency": "medium"}) for name, stage in
               (("B 工場", "production"), ("C 運送", "logistics"), ("D 販売", "sales")))
    b_link = link(client, a, b)
    link(client, b, c, dependency=3)
    link(client, c, d)
    link(client, d, "self", dependency=2)
    vpn = link(client, b, a, kind="network", penetration=2)
    before = client.get(f"/v1/suppliers/{b}")
    assert before.body["risk"]["chain"] is None
    follow()
    assert assert_followed(server, tenant) == 4
    after = client.get(f"/v1/suppliers/{b}")
    shown = after.body["risk"]["chain"]
    assert shown["worst_source"] == {"id": a, "name": "A 素材"} and shown["path"] == [a, b]
    assert shown["own_score"] == after.body["risk"]["score"] < shown["score"]
    assert after.headers["ETag"] != before.headers["ETag"]
    assert chain(client, d)["path"] == [c, d]  # nearer, though A is worse
    listed = done(client.get("/v1/suppliers", params={"id": b}))["data"]
    assert listed[0]["risk"]["chain"] == shown
    bands = {one: (get(client, one)["risk"]["computed_band"], chain(client, one)["band"]) for one in (a, b, c, d)}
    assert dict(told(client)) == {one: list(both) for one, both in bands.items() if len(set(both)) > 1} != {}
    # nothing happened since: the next turn writes nothing
    as_of = shown["as_of"]
    follow()
    assert chain(client, b)["as_of"] == as_of

    impact = done(client.get(f"/v1/suppliers/{a}/impact"))
    assert [(one["supplier"]["name"], one["stage"], one["share"]) for one in impact["affected"]] == [
        ("B 工場", "production", 1), ("C 運送", "logistics", 0.75), ("D 販売", "sales", 0.75)]
    assert impact["self"] == {"depth": 4, "via": d, "share": 0.375} and not impact["is_cut"]
    assert impact["by_stage"]["production"] == 1 and impact["by_stage"]["unknown"] == 0
    assert impact["weighted_loss"] == pytest.approx(sum(one["loss"] for one in impact["affected"]))
    up = done(client.get(f"/v1/suppliers/{d}/chain", params={"depth": 2}))
    assert [(one["supplier"]["id"], one["depth"]) for one in up["suppliers"]] == [(d, 0), (c, 1), (b, 2)]
    down = done(client.get(f"/v1/suppliers/{a}/chain", params={"direction": "downstream", "depth": 10}))
    assert [one["supplier"]["id"] for one in down["suppliers"]] == [a, b, c, d]
    assert {(one["from"], one["to"]) for one in down["links"]} == {(a, b), (b, a), (b, c), (c, d), (d, "self")}

    thin = done(client.get("/v1/reports/concentration"))
    assert (thin["suppliers"], thin["links"], thin["single_point_count"]) == (4, 5, 3)
    assert [(one["supplier"]["id"], one["cut_off"]) for one in thin["single_points"]] == [(d, 3), (c, 2), (b, 1)]
    assert {one["supplier"]["id"] for one in thin["systemic"]} <= {a, b, c} and thin["systemic"] and thin["as_of"]
    assert [(one["supplier"]["id"], one["dependants"]) for one in thin["shared"]] == [(b, 2)]
    done(client.patch(f"/v1/suppliers/{c}", json={"name": "C <運送> & \"倉庫\""}, if_match="*"))
    drawn = done(client.get("/v1/reports/chain"))
    assert {one["supplier"]["id"]: one["stage"] for one in drawn["suppliers"]} == {
        a: "procurement", b: "production", c: "logistics", d: "sales"}
    assert len(drawn["links"]) == 5 and drawn["rest"] == []
    for language, title in (("ja", "サプライチェーン"), ("en", "Supply chain")):
        picture = client.get("/v1/reports/chain", params={"lang": language}, headers={"Accept": "image/svg+xml"})
        root = xml.etree.ElementTree.fromstring(picture.text)
        assert picture.headers["Content-Type"].startswith("image/svg+xml") and title in picture.text
        assert "C <運送> & \"倉庫\"" in {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}

    set_profile(client, a, **MILD)  # what arrives can become less, too
    done(client.delete(f"/v1/supplier-links/{vpn}", if_match="*"))
    follow()
    assert assert_followed(server, tenant) == 3 and chain(client, b)["score"] < shown["score"]
    done(client.post(f"/v1/suppliers/{a}/archive"))
    follow()
    assert assert_followed(server, tenant) == 2
    assert chain(client, b) is None and chain(client, c)["path"] == [b, c]
    done(client.post(f"/v1/suppliers/{a}/restore"))
    follow()
    assert assert_followed(server, tenant) == 3 and chain(client, d)["path"][-1] == d
    done(client.delete(f"/v1/supplier-links/{b_link}", if_match="*"))
    follow()
    assert assert_followed(server, tenant) == 2 and chain(client, b) is None


def test_after_any_changes_it_equals_all_of_it_anew(server, tenant, client, follow):
    """The small edition; the part that hears of a change, in 10 000 suppliers, is a unit test's (knock_on_part)."""
    draw = random.Random(7)
    suppliers = [company(client, f"社 {n}", **draw.choice((WORST, MILD, {}))) for n in range(25)]
    links = {}
    for _ in range(70):
        ends = tuple(draw.sample(suppliers, 2))
        if ends not in links:
            links[ends] = link(client, *ends, dependency=draw.randint(1, 4), penetration=draw.randint(1, 4))
    follow()
    assert assert_followed(server, tenant) > 15
    for _ in range(6):
        for _ in range(3):
            ends = draw.choice(sorted(links))
            kind = draw.randint(0, 3)
            if kind == 0:
                done(client.delete(f"/v1/supplier-links/{links.pop(ends)}", if_match="*"))
            elif kind == 1:
                done(client.patch(f"/v1/supplier-links/{links[ends]}", json={
                    "dependency": draw.randint(1, 4), "penetration": draw.randint(1, 4)}, if_match="*"))
            elif kind == 2:
                set_profile(client, draw.choice(suppliers), **draw.choice((WORST, MILD)))
            else:
                done(client.post(f"/v1/suppliers/{ends[0]}/{draw.choice(('archive', 'restore'))}"))
        follow()
        assert_followed(server, tenant)
    into, gone = draw.sample([one for one in suppliers if get(client, one)["status"] == "active"], 2)
    done(client.post(f"/v1/suppliers/{into}/merge", json={"from": gone}))
    follow()
    assert_followed(server, tenant)
    # all of it once more, as after the daily sweep
    server.sql("update app.chain_states set wanted = wanted + 1 where tenant_id = %s returning 1", tenant.id)
    before = server.sql("select supplier_id, as_of from app.chain_scores where tenant_id = %s order by 1", tenant.id)
    follow()
    assert server.sql("select supplier_id, as_of from app.chain_scores where tenant_id = %s order by 1", tenant.id) == before


def test_one_process_at_a_time_has_a_tenant(server, tenant, client, follow):
    a, b = company(client, "甲", **WORST), company(client, "乙", **MILD)
    link(client, a, b)
    held = ("update app.chain_states set available_at = now() + interval '%s', fence = fence + 1 where tenant_id = %%s"
            " returning 1")
    server.sql(held % "1 minute", tenant.id)
    follow()
    assert chain(client, b) is None  # somebody else is at it
    server.sql(held % "-1 minute", tenant.id)  # whoever that was has died
    follow()
    assert chain(client, b)["path"] == [a, b]


def simulate(client, status=200, **body):
    reply = client.post("/v1/risk-scores/simulate", json=body)
    assert reply.status == status, reply
    return reply.body if status == 200 else reply.errors


def test_a_stop_and_other_links_are_tried_and_nothing_is_stored(server, tenant, client, follow):
    worst, mild = company(client, "A 素材", "procurement", **WORST), {**MILD, "business_dependency": "medium"}
    b, c, other = (company(client, name, stage, **mild) for name, stage in (
        ("B 工場", "production"), ("C 販売", "sales"), ("別の素材", "procurement")))
    a_b = link(client, worst, b)
    link(client, b, c)
    c_self = link(client, c, "self", penetration=4)
    follow()
    scores = {one: chain(client, one)["score"] for one in (b, c)}
    own = {one: get(client, one)["risk"]["score"] for one in (b, c)}
    before = kept(server, tenant), server.sql("select count(*) from app.events where tenant_id = %s", tenant.id)

    told = simulate(client, stop=[worst])
    assert told["touched"] == len(told["suppliers"]) >= 1
    shown = {one["supplier"]["id"]: one for one in told["suppliers"]}
    assert (shown[b]["before"]["score"], shown[b]["after"]["score"]) == (scores[b], own[b]) and own[b] < scores[b]
    assert shown[b]["before"]["path"] == [worst, b] and shown[b]["after"]["path"] == []
    impact = done(client.get(f"/v1/suppliers/{worst}/impact"))
    assert told["stops"] == {name: impact[name] for name in ("weighted_loss", "by_stage", "self", "affected", "is_cut")}
    assert told["self"]["before"] == done(client.get("/v1/reports/concentration"))["self"]

    gone = simulate(client, links=[{"id": a_b, "removed": True}])
    assert gone["stops"] is None and {one["supplier"]["id"]: one["after"] for one in gone["suppliers"]}[b] == shown[b]["after"]
    instead = simulate(client, links=[{"id": a_b, "removed": True}, {"from": other, "to": b, "kind": "goods", "dependency": 1,
                                                                     "penetration": 1}])
    assert own[b] <= {one["supplier"]["id"]: one["after"]["score"] for one in instead["suppliers"]}[b] < scores[b]
    weaker = simulate(client, links=[{"id": c_self, "penetration": 1}, {"from": worst, "to": "self", "kind": "network",
                                                                       "dependency": 4, "penetration": 4}])
    assert weaker["self"]["after"]["arrivals"][0]["path"] == [worst, "self"] and weaker["touched"] == 0
    assert weaker["self"]["after"]["upstream"] > weaker["self"]["before"]["upstream"]
    assert simulate(client, stop=[worst, b])["stops"]["affected"][0]["supplier"]["id"] == c
    assert before == (kept(server, tenant), server.sql("select count(*) from app.events where tenant_id = %s", tenant.id))

    # what is tried is what it becomes
    done(client.delete(f"/v1/supplier-links/{a_b}", if_match="*"))
    link(client, other, b, dependency=1, penetration=1)
    follow()
    assert {one["supplier"]["id"]: one["after"]["score"] for one in instead["suppliers"]}[b] == (
        chain(client, b)["score"])
    archived, nobody = company(client, "終了"), "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5eff"
    done(client.post(f"/v1/suppliers/{archived}/archive"))
    assert simulate(client, 422, stop=[archived, nobody], links=[
        {"id": a_b}, {"id": c_self, "to": b}, {"from": b, "to": b, "kind": "goods", "dependency": 1, "penetration": 1},
        {"from": nobody, "to": "self", "kind": "goods", "dependency": 1, "penetration": 1}, {"removed": True}]) == {
            "#/stop/0": "archived_supplier", "#/stop/1": "unknown_reference", "#/links/0/id": "unknown_reference",
            "#/links/1/to": "read_only_field", "#/links/2/to": "link_to_itself", "#/links/3/from": "unknown_reference",
            "#/links/4/id": "required", "#/links/4/from": "required", "#/links/4/to": "required", "#/links/4/kind": "required",
            "#/links/4/dependency": "required", "#/links/4/penetration": "required"}
    assert simulate(client, 422, stop=[b], supplier_id=b) == {"#/supplier_id": "unsupported_change"}


def test_what_reaches_us_is_told_with_its_way(client, follow):
    worst, b = company(client, "A", "procurement", **WORST), company(client, "B", "production", **MILD)
    link(client, worst, b)
    link(client, b, "self", dependency=2, penetration=2)
    link(client, b, "self", kind="network", dependency=1, penetration=1)
    follow()
    own = done(client.get("/v1/reports/concentration"))["self"]
    exposure = {one: (get(client, one)["risk"]["likelihood"] - 1) / 4 for one in (worst, b)}
    arriving, path = max((exposure[b], [b, "self"]), (exposure[worst] * 0.5, [worst, b, "self"]))
    only, = own["arrivals"]
    assert (own["arrival_count"], only["supplier"]["id"], only["source"]["id"], only["path"]) == (1, b, path[0], path)
    assert own["upstream"] == only["upstream"] == pytest.approx(arriving * 0.5 * 2 * 2 / 16, abs=1e-5)
