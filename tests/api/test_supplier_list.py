"""The list of suppliers: filters, search, orders, pages."""
import itertools
import uuid

import pytest

from renkei_client import Client
from rounds import PROFILE, ask, publish_sheet, submit_all

SORTS = ["name", "-name", "name_kana", "-name_kana", "risk_score", "-risk_score", "created_at",
         "-created_at", "updated_at", "-updated_at", "tier", "-tier", "next_review_on", "-next_review_on"]


@pytest.fixture(scope="module")
def shelf(make_tenant):
    """Six suppliers that differ in every filter; A is assessed, F archived."""
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token("admin"))
    rows = {
        "A": {"name": "青木電機", "name_kana": "アオキデンキ", "tags": ["金型", "重要"], "owner": "sato",
              "profile": PROFILE, "corporate_number": "7000012050002",
              "external_ids": [{"source": "erp", "id": "A-1"}, {"source": "crm", "id": "77"}]},
        "B": {"name": "ＡＢＣ商事", "name_kana": "エービーシー", "tags": ["重要"], "owner": "kato",
              "profile": {**PROFILE, "data_sensitivity": "special", "business_dependency": "critical",
                          "substitutability": "none", "remote_connection": "always_on",
                          "network_connectivity": "flat"}},
        "C": {"name": "Chiyoda Logistics", "kind": "service_provider", "country": "VN",
              "profile": {**PROFILE, "supply_chain_stage": "logistics", "data_sensitivity": "none",
                          "business_dependency": "none", "remote_connection": "none",
                          "network_connectivity": "none"}},
        "D": {"name": "ﾊﾝｶｸ工業", "name_kana": "ﾊﾝｶｸｺｳｷﾞｮｳ", "kind": "software_vendor", "country": "US"},
        "E": {"name": "花田商店", "name_kana": "はなだしょうてん", "external_ids": [{"source": "erp", "id": "E-1"}]},
        "F": {"name": "古川運輸", "kind": "individual"},
    }
    ids = {}
    for key, body in rows.items():
        ids[key] = client.post("/v1/suppliers", json=body, now=f"2026-11-01T0{len(ids)}:00:00Z").body["id"]
    client.post(f"/v1/suppliers/{ids['F']}/archive", now="2026-11-02T00:00:00Z")
    submit_all(client, ask(client, ids["A"], publish_sheet(client)))
    return client, {supplier: key for key, supplier in ids.items()}


@pytest.fixture(scope="module")
def find(shelf):
    client, keys = shelf

    def run(**params):
        reply = client.get("/v1/suppliers", params={"sort": "created_at", **params})
        assert reply.status == 200, reply
        return "".join(keys[supplier["id"]] for supplier in reply.body["data"])
    return run


@pytest.mark.parametrize("params, found", [
    ({}, "ABCDEF"),
    ({"status": "archived"}, "F"),
    ({"status": "active"}, "ABCDE"),
    ({"status": ["active", "archived"]}, "ABCDEF"),
    ({"assessment_status": "assessed"}, "A"),
    ({"assessment_status": "never_asked"}, "BCDEF"),
    ({"tag": "重要"}, "AB"),
    ({"tag": ["金型", "none"]}, "A"),
    ({"country": "VN"}, "C"),
    ({"country": ["VN", "US"]}, "CD"),
    ({"kind": "software_vendor"}, "D"),
    ({"owner": "sato"}, "A"),
    ({"owner": ["sato", "kato"]}, "AB"),
    ({"owner[is_null]": "true"}, "CDEF"),
    ({"owner[is_null]": "false"}, "AB"),
    ({"owner[is_null]": "true", "owner": "sato"}, ""),
    ({"band[is_null]": "true"}, "BCDEF"),
    ({"band[is_null]": "false"}, "A"),
    ({"band[is_null]": "true", "tier": "T1"}, "BDEF"),
    ({"corporate_number": "7000012050002"}, "A"),
    ({"corporate_number": "７００００１２０５０００２"}, "A"),
    ({"data_sensitivity": "special"}, "B"),
    ({"supply_chain_stage": "logistics"}, "C"),
    ({"external_source": "erp"}, "AE"),
    ({"external_source": "erp", "external_id": "E-1"}, "E"),
    ({"external_id": "77"}, "A"),
    ({"external_source": "erp", "external_id": "77"}, ""),
    ({"tier": "T1"}, "BDEF"),
    ({"tier": ["T3", "T4"]}, "AC"),
    ({"recommended_star": "4", "tag": "重要"}, "AB"),
    ({"tag": "重要", "owner": "kato"}, "B"),
    ({"updated_at[lt]": "2026-11-01T02:00:00Z"}, "B"),
    ({"updated_at[gte]": "2026-11-01T02:00:00Z", "status": "active"}, "ACDE"),
    ({"updated_at[gte]": "2026-11-01T11:00:00+09:00", "status": "active"}, "ACDE"),
])
def test_each_filter(find, params, found):
    assert find(**params) == found


def test_a_comma_is_an_or(shelf):
    client, keys = shelf
    found = client.get("/v1/suppliers?country=VN,US&sort=created_at").body["data"]
    assert "".join(keys[supplier["id"]] for supplier in found) == "CD"
    # An encoded one belongs to the value.
    assert client.get("/v1/suppliers?country=VN%2CUS").errors == {"country": "not_country"}
    assert client.get("/v1/suppliers?owner=sato%2Ckato").body["data"] == []


def test_scores_and_bands_are_those_that_are_shown(find, shelf):
    """Without a band there is nothing to compare: only A is judged."""
    client, keys = shelf
    row = next(supplier for supplier in client.get("/v1/suppliers").body["data"] if keys[supplier["id"]] == "A")
    score, band = row["risk"]["score"], row["risk"]["band"]
    assert find(band=band) == "A"
    assert find(band=[word for word in ("very_high", "high", "moderate", "low", "very_low") if word != band]) == ""
    assert find(**{"score[gte]": score, "score[lte]": score}) == "A"
    assert find(**{"score[gt]": score}) == find(**{"score[lt]": score}) == ""
    assert find(**{"score[lt]": score + 0.000001}) == "A"


@pytest.mark.parametrize("q, found", [
    ("青木", "A"), ("ｱｵｷ", "A"), ("アオキ", "A"), ("ABC", "B"), ("ＡＢＣ", "B"), ("ａｂｃ", "B"), ("abc商事", "B"),
    ("ﾊﾝｶｸ", "D"), ("ハンカク", "D"), ("はなだ", "E"), ("chiyoda logistics", "C"), ("LOGISTICS　chiyoda", "C"),
    ("chiyoda 青木", ""), ("金型", "A"), ("a-1", "A"), ("7000012050002", "A"), ("%", ""), ("_", ""),
    ("\\", ""), ("'", ""), ("商", "BE"), ("重要 商事", "B"), ("a b c 1 - 商 A B", ""), ("10%", ""),
])
def test_search_folds_width_and_case(find, q, found):
    assert find(q=q) == found


@pytest.mark.parametrize("name, searched", [
    ("葛\U000E0100城運輸", "葛城"), ("葛城運輸", "葛\U000E0101城"), ("辻\uFE00本", "辻本"), ("辻\u200B本", "辻本"),
    ("かもめ印刷", "カモメ"), ("カモメ印刷", "かもめ"), ("ｶﾓﾒ印刷", "かもめ"), ("ヴァイス", "ゔぁいす"),
    ("髙島製作所", "高島"), ("高島製作所", "髙島"), ("山﨑鉄工", "山崎鐵工"), ("渡邊塗装", "渡辺"), ("渡邉塗装", "渡邊"),
    ("斎藤商会", "齋藤商會"), ("斉藤商会", "齊藤"), ("𠮷田屋", "吉田"), ("冨士電装", "富士"),
])
def test_search_finds_names_as_people_type_them(client, name, searched):
    """Once each way: what is stored and what is typed are folded alike, and shown as they are."""
    mark = uuid.uuid4().hex[:6]
    made = client.post("/v1/suppliers", json={"name": name + mark})
    found = client.get("/v1/suppliers", params={"q": searched + " " + mark}).body["data"]
    assert [row["id"] for row in found] == [made.body["id"]] and made.body["name"] == name + mark


def test_search_keeps_apart_what_only_looks_alike(client):
    mark = uuid.uuid4().hex[:6]
    client.post("/v1/suppliers", json={"name": "千代田" + mark})
    assert client.get("/v1/suppliers", params={"q": "千代日 " + mark}).body["data"] == []


@pytest.mark.parametrize("params, place, code", [
    ({"statsu": "active"}, "statsu", "unknown_parameter"),
    ({"status": "open"}, "status", "not_allowed_value"),
    ({"country": "Japan"}, "country", "not_country"),
    ({"score[gte]": "high"}, "score[gte]", "wrong_type"),
    ({"score[gte]": "26"}, "score[gte]", "too_large"),
    ({"updated_at[lt]": "yesterday"}, "updated_at[lt]", "not_date_time"),
    ({"sort": "risk"}, "sort", "not_allowed_value"),
    ({"limit": "0"}, "limit", "too_small"),
    ({"limit": "201"}, "limit", "too_large"),
    ({"sort": ["name", "-name"]}, "sort", "duplicate_parameter"),
    ({"q": "a b　c d e f g h i"}, "q", "too_many"),
    ({"include_total": "yes"}, "include_total", None),
])
def test_a_filter_that_is_not_understood_is_refused(shelf, params, place, code):
    reply = shelf[0].get("/v1/suppliers", params=params)
    assert (reply.status, reply.code, set(reply.errors)) == (400, "invalid_query", {place})
    assert code is None or reply.errors[place] == code


# --- orders

def test_names_in_the_order_of_the_syllabary(make_tenant):
    """五十音: half width, hiragana and small letters where they belong; without kana last, either way."""
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token("admin"))
    order = ["アオキ", "いとう", "ウエノ", "ｴｰﾋﾞｰｼｰ", "カトウ", "がもう", "きくち", "ｻﾄｳ", "しょうじ", "タナカ",
             "ﾊﾝｶｸ", "ばんどう", "パイオニア", "ひらがな", "ヤマダ", "ワタナベ"]
    for kana in sorted(order, key=lambda kana: kana.encode("utf-16")):
        assert client.post("/v1/suppliers", json={"name": "x", "name_kana": kana}).status == 201
    for name in ("no kana 1", "no kana 2"):
        client.post("/v1/suppliers", json={"name": name})

    def kana(sort):
        return [row["name_kana"] for row in client.get("/v1/suppliers", params={"sort": sort}).body["data"]]

    up = kana("name_kana")
    assert up[-2:] == [None, None] and set(up[:-2]) == set(order)
    assert up[:-2] == ["アオキ", "いとう", "ウエノ", "ｴｰﾋﾞｰｼｰ", "カトウ", "がもう", "きくち", "ｻﾄｳ", "しょうじ",
                       "タナカ", "パイオニア", "ﾊﾝｶｸ", "ばんどう", "ひらがな", "ヤマダ", "ワタナベ"]
    down = kana("-name_kana")
    assert down[-2:] == [None, None] and down[:-2] == up[:-2][::-1]


@pytest.fixture(scope="module")
def crowd(make_tenant):
    """120 suppliers with many equal names, kana, scores and times; every third without a profile."""
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token("admin"))
    ids, dependency = [], ["none", "low", "medium", "high", "critical"]
    for number in range(120):
        body = {"name": f"商店 {number % 7}", "tags": ["odd"] if number % 2 else []}
        if number % 4:
            body["name_kana"] = ["アオキ", "ｱｵｷ", "あおき", "ワタナベ"][number % 4] + "ア" * (number % 3)
        if number % 3:
            body["profile"] = {**PROFILE, "business_dependency": dependency[number % 5]}
        made = client.post("/v1/suppliers", json=body, now=f"2026-11-01T00:00:{number % 11:02}Z")
        assert made.status == 201
        ids.append(made.body["id"])
    sheet = publish_sheet(client)
    for supplier in ids[:12]:
        submit_all(client, ask(client, supplier, sheet))
    return client


def pages(client, **params):
    """Every page of a list, following `next_cursor`."""
    while True:
        reply = client.get("/v1/suppliers", params=params)
        assert reply.status == 200, reply
        yield reply
        if not reply.body["page"]["has_more"]:
            assert reply.body["page"]["next_cursor"] is None and "Link" not in reply.headers
            return
        params["cursor"] = reply.body["page"]["next_cursor"]


@pytest.mark.parametrize("limit", [7, 50])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_lose_and_double_nobody(crowd, sort, limit):
    whole = crowd.get("/v1/suppliers", params={"sort": sort, "limit": 200}).body["data"]
    paged = [row for page in pages(crowd, sort=sort, limit=limit) for row in page.body["data"]]
    assert [row["id"] for row in paged] == [row["id"] for row in whole]
    assert len({row["id"] for row in paged}) == 120


def test_tiers_and_reviews_in_order(crowd):
    def column(member, sort):
        return [row[member] for row in crowd.get("/v1/suppliers", params={"sort": sort, "limit": 200}).body["data"]]

    tiers = column("tier", "tier")
    assert tiers == sorted(tiers) and len(set(tiers)) > 2 and column("tier", "-tier") == tiers[::-1]
    days = column("next_review_on", "next_review_on")
    known = [day for day in days if day is not None]
    assert days == sorted(known) + [None] * (120 - len(known)) and len(set(known)) > 1
    assert column("next_review_on", "-next_review_on") == days[::-1]
    first = crowd.get("/v1/suppliers", params={"next_review_on[lte]": known[0], "limit": 200}).body["data"]
    assert {row["next_review_on"] for row in first} == {known[0]} and len(first) == known.count(known[0])


@pytest.mark.parametrize("sort", ["risk_score", "-risk_score"])
def test_the_unassessed_stand_last_by_score(crowd, sort):
    rows = crowd.get("/v1/suppliers", params={"sort": sort, "limit": 200}).body["data"]
    judged = [row["risk"]["score"] for row in rows if row["risk"]["band"] is not None]
    assert len(judged) == 12 and len(set(judged)) > 2
    assert [row["risk"]["band"] is None for row in rows] == [False] * 12 + [True] * 108
    statuses = [row["risk"]["assessment_status"] for row in rows[:12]]
    assert sorted(statuses) == ["assessed"] * 8 + ["partial"] * 4  # of four nothing is known of their profile
    assert judged == sorted(judged, reverse=sort.startswith("-"))


@pytest.mark.parametrize("sort", ["created_at", "updated_at", "name"])
def test_orders_and_their_reverse(crowd, sort):
    up, down = ([row[sort] for row in crowd.get("/v1/suppliers", params={"sort": way, "limit": 200}).body["data"]]
                for way in (sort, "-" + sort))
    assert up == sorted(up) and down == up[::-1]


def test_the_newest_stand_first_unless_asked_otherwise(crowd):
    plain = crowd.get("/v1/suppliers").body
    assert plain["data"] == crowd.get("/v1/suppliers?sort=-created_at&limit=50").body["data"]
    assert plain["page"]["limit"] == 50


def test_pages_of_a_filtered_list(crowd):
    paged = list(pages(crowd, tag="odd", sort="name", limit=9, include_total="true"))
    assert {page.body["total"] for page in paged} == {60}
    ids = [row["id"] for page in paged for row in page.body["data"]]
    assert len(ids) == len(set(ids)) == 60


def test_a_page_with_the_total_of_all_is_read_in_one_go(server, crowd):
    """A loop reads what is planned once; what it has read is read again by a worker if anything else comes behind."""
    def retreats():
        before = server.metric("renkei_http_retreats_total")
        reply = crowd.get("/v1/suppliers?include_total=true&limit=3").body
        assert (reply["total"], reply["total_is"], len(reply["data"])) == (120, "exact", 3)
        return server.metric("renkei_http_retreats_total") - before
    assert 0 in (retreats() for _ in range(20))  # the first find loops without a connection


def test_the_link_is_the_next_page(crowd):
    first = crowd.get("/v1/suppliers", params={"sort": "name", "limit": 100, "q": "商店"})
    link = first.headers["Link"]
    assert link.endswith('>; rel="next"')
    second = crowd.get(link[1:link.index(">")])
    params = {"sort": "name", "limit": 100, "q": "商店", "cursor": first.body["page"]["next_cursor"]}
    assert second.body == crowd.get("/v1/suppliers", params=params).body
    assert len(second.body["data"]) == 20


def test_a_page_goes_on_while_others_change(crowd):
    """Keyset pages: a row that is added or changed meanwhile moves nobody else."""
    first, *_ = itertools.islice(pages(crowd, sort="created_at", limit=40), 1)
    made = crowd.post("/v1/suppliers", json={"name": "間"}, now="2020-01-01T00:00:00Z").body
    rest = [row["id"] for page in pages(crowd, sort="created_at", limit=40,
                                        cursor=first.body["page"]["next_cursor"])
            for row in page.body["data"]]
    ids = [row["id"] for row in first.body["data"]] + rest
    assert made["id"] not in ids and len(set(ids)) == len(ids) == 120
    assert crowd.delete(f"/v1/suppliers/{made['id']}", if_match="*").status == 204


def test_a_cursor_is_good_for_its_list_alone(crowd, client):
    params = {"sort": "name", "limit": 10, "tag": "odd"}
    cursor = crowd.get("/v1/suppliers", params=params).body["page"]["next_cursor"]
    assert crowd.get("/v1/suppliers", params={**params, "limit": 20, "cursor": cursor}).status == 200
    for changed in ({"sort": "-name"}, {"tag": "even"}, {"status": "active"}, {"q": "x"}):
        reply = crowd.get("/v1/suppliers", params={**params, **changed, "cursor": cursor})
        assert (reply.status, reply.code) == (400, "invalid_cursor")
    for broken in (cursor[:-1], cursor + "A", cursor.swapcase(), "", "eyJhIjoxfQ"):
        reply = crowd.get("/v1/suppliers", params={**params, "cursor": broken})
        assert reply.status == 400 and reply.code in ("invalid_cursor", "invalid_query")
    assert crowd.get("/v1/questionnaires", params={"cursor": cursor}).code == "invalid_cursor"


def test_a_page_of_very_many_days_goes_on_behind_what_it_looked_at(server, make_tenant):
    """5 000 that nobody touched for years are the oldest: behind 5 000 others in the list's own order."""
    tenant = make_tenant()
    client = Client(server, tenant.token("viewer"))
    server.sql("""insert into app.suppliers (tenant_id, id, name, search, created_at, updated_at)
                  select %s, gen_random_uuid(), 'x', 'x', timestamptz '2024-01-01Z' + n * interval '1 minute',
                         case when n <= 5000 then timestamptz '2024-01-02Z' else '2026-01-01Z' end
                    from generate_series(1, 10000) n""", tenant.id)
    params = {"updated_at[lt]": "2025-01-01T00:00:00Z", "limit": 200}
    first = client.get("/v1/suppliers", params=params).body
    assert (first["data"], first["page"]["has_more"]) == ([], True)
    second = client.get("/v1/suppliers", params={**params, "cursor": first["page"]["next_cursor"]}).body
    assert len(second["data"]) == 200 and second["page"]["has_more"]
    few = {"updated_at[lt]": "2024-01-02T00:00:00Z", "limit": 200}  # none: that is found without a look
    assert client.get("/v1/suppliers", params=few).body["page"] == {"next_cursor": None, "has_more": False, "limit": 200}
