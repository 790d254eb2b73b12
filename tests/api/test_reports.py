"""Reports: what a committee looks at, counted from the same suppliers that the lists show."""
import collections
import csv
import datetime
import io
import json
import uuid
import xml.etree.ElementTree as xml

import openpyxl
import pytest

from convention_fixtures import ANSWERS
from renkei_client import Client
from rounds import ALL_ANSWERS, PROFILE, ask, make_supplier, publish_sheet, save, submit_all, tokyo

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9))).date()
DAY = datetime.timedelta(days=1)
BANDS = ("very_high", "high", "moderate", "low", "very_low")
APART = ("no_response", "partial", "not_judged")
CALM = {**PROFILE, "data_sensitivity": "none", "business_dependency": "none", "substitutability": "easy",
        "remote_connection": "none", "network_connectivity": "none"}
SEVERE = {**PROFILE, "data_sensitivity": "special", "business_dependency": "critical",
          "remote_connection": "always_on", "network_connectivity": "flat"}
BAD = {**ALL_ANSWERS, "B-01": {"answer": "×"}, "B-03": {"answer": "×"}, "M-02": {"choice": "open"},
       "M-03": {"choices": ["password"]}, "M-04": {"number": 300}}


@pytest.fixture(scope="module")
def suppliers(client, login, sheet):
    """One never asked, one asked and late, one silent, three assessed, an incident, an archived one."""
    made = {"never": make_supplier(client, "未依頼"),
            "late": make_supplier(client, "遅れ", profile=PROFILE),
            "silent": make_supplier(client, "沈黙", profile=PROFILE)}
    for name, profile, answers in (("calm", CALM, ALL_ANSWERS), ("severe", SEVERE, BAD),
                                   ("middle", PROFILE, BAD), ("gone", SEVERE, BAD)):
        made[name] = make_supplier(client, name, profile=profile)
        submit_all(client, ask(client, made[name], sheet), answers)
    ask(client, made["late"], sheet, due_on=str(TODAY - DAY))
    ask(client, made["silent"], sheet, due_on=str(TODAY - 30 * DAY))
    while not client.post("/v1/operations/sweep").body["done"]:
        pass
    incident = client.post("/v1/incidents", json={
        "supplier_id": made["calm"], "title": "x", "severity": "low", "discovered_on": str(TODAY)})
    assert incident.status == 201
    assert client.post(f"/v1/suppliers/{made['gone']}/archive").status == 200
    return made


@pytest.fixture(scope="module")
def listed(client, suppliers):
    """Every active supplier as the list shows it."""
    reply = client.get("/v1/suppliers", params={"status": "active", "limit": 200})
    assert not reply.body["page"]["has_more"]
    return reply.body["data"]


def count(rows, place):
    return collections.Counter(place(row) for row in rows)


def standing(row):
    """By its band where its own answers say enough; silence and what is partly known are apart."""
    status = row["risk"]["assessment_status"]
    if status in ("assessed", "stale"):
        return row["risk"]["band"]
    return status if status in APART else "unassessed"


# Summary

def test_the_summary_counts_what_the_list_shows(client, listed):
    body = client.get("/v1/reports/summary").body
    bands = count(listed, standing)
    assert body["suppliers"] == {"active": len(listed), "archived": 1} and body["as_of"] == str(TODAY)
    assert body["bands"] == {band: bands[band] for band in BANDS}
    assert body["unassessed"] == bands["unassessed"] == 2
    assert body["apart"] == {word: bands[word] for word in APART} and bands["no_response"] == 1
    states = count(listed, lambda row: row["risk"]["assessment_status"])
    assert body["assessment_status"] == {word: states[word] for word in (
        "never_asked", "asked", "partial", "not_judged", "no_response", "assessed", "stale")}
    reasons = count(listed, lambda row: row["risk"]["band_reason"])
    assert body["band_reasons"] == {word: reasons[word] for word in (
        "computed", "no_response", "profile_incomplete", "answers_incomplete", "stale", "open_incident",
        "override")}
    for tier, counts in body["tiers"].items():
        of_tier = count([row for row in listed if row["tier"] == tier], standing)
        assert counts == {"total": sum(of_tier.values()), "unassessed": of_tier["unassessed"],
                          "apart": {word: of_tier[word] for word in APART},
                          **{band: of_tier[band] for band in BANDS}}


def test_the_summary_counts_what_is_open(client, suppliers):
    body = client.get("/v1/reports/summary").body
    assert body["responses"] == {"requested": 2, "in_progress": 0, "submitted": 4, "returned": 0,
                                 "overdue": 2}
    assert (body["open_incidents"], body["active_overrides"]) == (1, 0)
    days = [row["next_review_on"] for row in client.get("/v1/reviews/due").body["data"]]
    assert len(days) == 4
    late = client.get("/v1/reports/summary", now=tokyo(max(map(datetime.date.fromisoformat, days)) + DAY))
    assert late.body["reviews"] == {"overdue": 4, "due_in_30_days": 0}
    first = datetime.date.fromisoformat(min(days))
    month_before = client.get("/v1/reports/summary", now=tokyo(first - 30 * DAY)).body["reviews"]
    assert month_before["overdue"] == 0 and month_before["due_in_30_days"] >= 1


def test_an_empty_tenant_has_a_summary(make_tenant):
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token())
    body = client.get("/v1/reports/summary").body
    assert body["suppliers"] == {"active": 0, "archived": 0} and set(body["tiers"]) == {
        "T1", "T2", "T3", "T4"}
    assert client.get("/v1/reports/heat-map").body["assessed"] == 0
    assert all(one["mean"] is None for one in client.get("/v1/reports/threats").body["threats"])
    assert [one["mean_score"] for one in client.get("/v1/reports/trend").body["months"]] == [None] * 12


# Heat map

def rounded(value):
    return int(value + 0.5)


def test_the_heat_map_places_the_suppliers_of_the_list(client, listed):
    body = client.get("/v1/reports/heat-map").body
    assert [(cell["impact"], cell["likelihood"]) for cell in body["cells"]] == [
        (impact, likelihood) for impact in range(1, 6) for likelihood in range(1, 6)]
    assessed = [row for row in listed if standing(row) in BANDS]
    places = collections.defaultdict(list)
    for row in sorted(assessed, key=lambda row: (-row["risk"]["score"], row["id"])):
        places[rounded(row["risk"]["impact"]), rounded(row["risk"]["likelihood"])].append(row["id"])
    for cell in body["cells"]:
        ids = places[cell["impact"], cell["likelihood"]]
        assert (cell["count"], cell["ids"]) == (len(ids), ids)
    assert body["assessed"] + body["unassessed"] + sum(body["apart"].values()) == len(listed)
    assert (body["assessed"], body["apart"]["no_response"]) == (len(assessed), 1)
    bands = {(cell["impact"], cell["likelihood"]): cell["band"] for cell in body["cells"]}
    assert (bands[1, 1], bands[2, 2], bands[3, 3], bands[3, 5], bands[4, 5]) == (
        "very_low", "low", "moderate", "high", "very_high")


def test_a_cell_of_the_heat_map_is_a_list(client, listed):
    """What a click on a cell asks for; a row or a column of the map by one of the two alone."""
    def list_of(**params):
        return client.get("/v1/suppliers", params={"status": "active", "sort": "-risk_score", **params}).body["data"]

    cells = client.get("/v1/reports/heat-map").body["cells"]
    assert sum(cell["count"] > 0 for cell in cells) > 1
    for cell in cells:
        found = list_of(impact=cell["impact"], likelihood=cell["likelihood"])
        assert len(found) == cell["count"] and {row["id"] for row in found} == set(cell["ids"])
    for side in ("impact", "likelihood"):
        for level in range(1, 6):
            assert len(list_of(**{side: level})) == sum(cell["count"] for cell in cells if cell[side] == level)
    assert client.get("/v1/suppliers?impact=6&likelihood=0").errors == {
        "impact": "too_large", "likelihood": "too_small"}


def test_the_heat_map_is_filtered_and_its_ids_are_bounded(client, suppliers, listed):
    tier = next(row["tier"] for row in listed if row["id"] == suppliers["calm"])
    body = client.get("/v1/reports/heat-map", params={"tier": tier, "ids": 0}).body
    assert body["assessed"] == len([r for r in listed if r["risk"]["band"] and r["tier"] == tier])
    assert all(cell["ids"] == [] for cell in body["cells"])
    none = client.get("/v1/reports/heat-map", params={"kind": "individual"}).body
    assert (none["assessed"], none["unassessed"]) == (0, 0)


@pytest.mark.parametrize("lang, title", [
    ("ja", "リスクマップ（影響の大きさ × 発生確率）"), ("en", "Risk map (impact × likelihood)")])
def test_the_heat_map_as_a_picture(client, suppliers, lang, title):
    reply = client.get("/v1/reports/heat-map", headers={"Accept": "image/svg+xml"}, lang=lang)
    assert reply.status == 200 and reply.headers["Content-Type"].startswith("image/svg+xml")
    assert reply.headers["Content-Language"] == lang
    assert reply.varies == "Accept, Accept-Language"
    space = {"s": "http://www.w3.org/2000/svg"}
    picture = xml.fromstring(reply.text)
    assert picture.find("s:title", space).text == title
    cells = picture.findall("s:g", space)
    numbers = [int(cell.find("s:text", space).text) for cell in cells
               if cell.find("s:text", space) is not None]
    assert len(cells) == 25 and sum(numbers) == client.get("/v1/reports/heat-map").body["assessed"]


def test_a_form_that_is_not_there(client):
    assert client.get("/v1/reports/heat-map", headers={"Accept": "image/png"}).status == 406


# Threats

@pytest.fixture(scope="module")
def answered(server):
    """Three suppliers that answered the built-in sheet, one that nobody asked: (client, [(supplier, answer, score)])."""
    client = Client(server, server.add_tenant().token())
    built_in = client.get("/v1/questionnaires?code=motex-scrm-2024").body["data"][0]["id"]
    found = []
    for profile, answer in ((PROFILE, "×"), (CALM, "△"), (SEVERE, "○")):
        supplier = make_supplier(client, answer, profile=profile)
        response = ask(client, supplier, built_in)
        form = client.get(f"/v1/responses/{response}/form").body
        answers = {question["code"]: {"answer": answer} for section in form["sections"]
                   for question in section["questions"] if question["type"] == "three_state"}
        answers |= {"CERT-01": {"status": "not_obtained"}, "CERT-02": {"status": "not_obtained"}}
        assert save(client, response, answers).status == 200
        assert client.post(f"/v1/responses/{response}/submit").status == 200
        found.append((supplier, answer, client.get(f"/v1/suppliers/{supplier}/score").body))
    make_supplier(client, "未依頼", profile=SEVERE)
    return client, found


def test_threats_add_up_the_current_scores(answered):
    client, suppliers = answered
    found = collections.defaultdict(list)
    for supplier, answer, score in suppliers:
        for threat in score["explanation"]["threats"]:
            found[threat["rank"]].append((threat["score"], supplier, answer))
    told = client.get("/v1/reports/threats", lang="en").body["threats"]
    assert [one["rank"] for one in told] == sorted(found)
    for one in told:
        scores = found[one["rank"]]
        assert one["suppliers"] == 3
        assert one["mean"] == pytest.approx(sum(score for score, _, _ in scores) / 3, abs=1e-6)
        worst = max(scores)
        assert one["worst"] == worst[0]
        assert one["worst_supplier"] == {"id": worst[1], "name": worst[2]}
    assert client.get("/v1/reports/threats", lang="ja").body["threats"][0]["name"] != told[0]["name"]


# Kinds of attack

KINDS = ("business", "software", "service")


def test_each_kind_of_attack_adds_up_what_the_scores_say_of_it(answered):
    client, suppliers = answered
    explained = {supplier: score["explanation"]["attack_kinds"] for supplier, _, score in suppliers}
    told = {one["code"]: one for one in client.get("/v1/reports/attack-kinds", lang="en").body["attack_kinds"]}
    assert set(told) == set(KINDS)
    for kind, one in told.items():
        numbers = {supplier: likelihoods[kind] for supplier, likelihoods in explained.items()}
        assert (one["suppliers"], one["not_asked"], one["unassessed"], set(one["apart"].values())) == (3, 0, 1, {0})
        assert one["mean"] == pytest.approx(sum(numbers.values()) / 3, abs=1e-6)
        worst = max(numbers, key=numbers.get)
        assert one["worst"] == numbers[worst] and one["worst_supplier"]["id"] == worst
        assert one["bands"] == {band: sum(int(number + 0.5) == 5 - place for number in numbers.values())
                                for place, band in enumerate(BANDS)}


def findings_of(client, kind):
    """{text: [contributions, reductions]} of what is open, of the questions on this kind."""
    sheet = client.get("/v1/questionnaires?code=motex-scrm-2024").body["data"][0]["id"]
    document = client.get(f"/v1/questionnaires/{sheet}/export").body
    texts = {question["code"]: question["text_en"] for section in document["sections"] for question in section["questions"]
             if kind in question["attack_kinds"]}
    found = collections.defaultdict(lambda: ([], []))
    for finding in client.get("/v1/findings", params={"limit": 200, "state": "open"}).body["data"]:
        if finding["question"]["code"] in texts:
            place = found[texts[finding["question"]["code"]]]
            place[0].append(finding["contribution"])
            place[1].append(finding["reduction"])
    return found


def test_the_questions_that_make_a_kind_likely_are_named_and_the_one_to_ask_for_first(answered):
    client, _ = answered
    for one in client.get("/v1/reports/attack-kinds", lang="en").body["attack_kinds"]:
        found = findings_of(client, one["code"])
        points = {text: sum(contributions) for text, (contributions, _) in found.items()}
        less = {text: sum(reductions) for text, (_, reductions) in found.items()}
        assert [driver["points"] for driver in one["drivers"]] == pytest.approx(sorted(points.values())[:-6:-1], abs=1e-5)
        for driver in one["drivers"]:
            text = driver["question"]["text"]
            assert driver["suppliers"] == len(found[text][0]) and driver["points"] == pytest.approx(points[text], abs=1e-5)
        first = one["fix_first"]
        assert first["points"] == pytest.approx(max(less.values()), abs=1e-5) == pytest.approx(less[first["question"]["text"]], abs=1e-5)


def test_the_report_of_kinds_as_a_table_and_in_japanese(answered):
    client, _ = answered
    reply = client.get("/v1/reports/attack-kinds", headers={"Accept": "text/csv"}, lang="ja")
    assert reply.status == 200 and reply.headers["Content-Language"] == "ja"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="attack-kinds.csv"'
    rows = list(csv.DictReader(io.StringIO(reply.raw.decode("utf-8-sig"))))
    told = client.get("/v1/reports/attack-kinds", lang="ja").body["attack_kinds"]
    assert [row["name"] for row in rows] == [one["name"] for one in told] and "攻撃" in rows[0]["name"]
    for row, one in zip(rows, told, strict=True):
        assert [int(row[f"bands.{band}"]) for band in BANDS] == [one["bands"][band] for band in BANDS]
        assert float(row["mean"]) == one["mean"] and row["worst_supplier.name"] == one["worst_supplier"]["name"]
        assert row["fix_first.question.text"] == one["fix_first"]["question"]["text"]
        assert row["drivers"].split("\n") == [
            f"{place}. {driver['question']['text']}" for place, driver in enumerate(one["drivers"], 1)]


def test_suppliers_are_found_and_sorted_by_how_likely_a_kind_of_attack_is(answered):
    """The report leads to them: whose likelihood rounds to 4 or more, the largest first, who is not assessed last."""
    client, suppliers = answered
    for kind in KINDS:
        member = f"likelihood_{kind}"
        numbers = {supplier: score["explanation"]["attack_kinds"][kind] for supplier, _, score in suppliers}
        assert {supplier: score[member] for supplier, _, score in suppliers} == numbers
        order = client.get("/v1/suppliers", params={"sort": f"-{member}"}).body["data"]
        assert [row["id"] for row in order][:3] == sorted(numbers, key=numbers.get, reverse=True)
        assert len(order) == 4 and order[3]["risk"]["band"] is None
        assert [row["risk"][member] for row in order[:3]] == sorted(numbers.values(), reverse=True)
        middle = sorted(numbers.values())[1]
        for path, key in (("/v1/suppliers", "id"), ("/v1/risk-scores", "supplier_id")):
            params = {"current": "true"} if key == "supplier_id" else {"sort": f"-{member}"}
            upper, lower = ({row[key] for row in client.get(path, params={**params, f"{member}[{word}]": middle}).body["data"]}
                            for word in ("gte", "lte"))
            assert upper & set(numbers) == {supplier for supplier, number in numbers.items() if number >= middle}
            assert lower == {supplier for supplier, number in numbers.items() if number <= middle}
    page = client.get("/v1/suppliers", params={"sort": "-likelihood_service", "limit": 2}).body
    more = client.get("/v1/suppliers", params={"sort": "-likelihood_service", "limit": 2, "cursor": page["page"]["next_cursor"]}).body
    assert len({row["id"] for row in page["data"] + more["data"]}) == 4
    refused = client.get("/v1/suppliers", params={"likelihood_service[gte]": 5.5})
    assert refused.status == 400 and "too_large" in str(refused.body)


def test_who_was_asked_nothing_about_a_kind_is_told_apart(client, suppliers, listed):
    """By a sheet whose questions name no kind."""
    assessed = sum(standing(row) in BANDS for row in listed)
    for one in client.get("/v1/reports/attack-kinds").body["attack_kinds"]:
        assert (one["suppliers"], one["not_asked"], one["mean"], one["drivers"], one["fix_first"]) == (0, assessed, None, [], None)
        assert one["unassessed"] + sum(one["apart"].values()) == len(listed) - assessed
    assert {row["risk"]["likelihood_software"] for row in listed if standing(row) in BANDS} == {None}


def test_a_sheet_without_threats_says_nothing_of_them(client, suppliers):
    told = client.get("/v1/reports/threats").body["threats"]
    assert {one["suppliers"] for one in told} == {0}
    assert {one["worst_supplier"] for one in told} == {None}


# Trend

def test_the_trend_shows_what_was_known_at_the_end_of_each_month(make_tenant):
    tenant = make_tenant()

    def at(day, time="09:00:00"):
        return Client(tenant.server, tenant.token(), now=tokyo(day, time))

    january = at("2026-01-31", "23:30:00")  # still January in Tokyo
    first = make_supplier(at("2026-01-31", "23:00:00"), "一", profile=PROFILE)
    submit_all(january, ask(january, first, publish_sheet(january)), BAD)
    band = january.get(f"/v1/suppliers/{first}").body["risk"]["band"]
    march = at("2026-03-10")
    make_supplier(march, "二")
    incident = march.post("/v1/incidents", json={"supplier_id": first, "title": "x", "severity": "low",
                                                 "discovered_on": "2026-03-10"}).body["id"]
    score = march.get(f"/v1/suppliers/{first}").body["risk"]["score"]
    assert at("2026-04-01").post(f"/v1/incidents/{incident}/close", json={"lessons": "x"}).status == 200
    months = at("2026-04-02").get("/v1/reports/trend", params={"months": 5}).body["months"]
    assert [one["month"] for one in months] == ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04"]
    shown = [({word: n for word, n in one["bands"].items() if n}, one["unassessed"], one["mean_score"])
             for one in months]
    assert shown == [({}, 0, None), ({band: 1}, 0, score), ({band: 1}, 0, score),
                     ({"high": 1}, 1, score), ({band: 1}, 1, score)]
    assert at("2026-04-03").post(f"/v1/suppliers/{first}/archive").status == 200
    last = at("2026-04-04").get("/v1/reports/trend", params={"months": 1}).body["months"]
    assert [(sum(one["bands"].values()), one["unassessed"]) for one in last] == [(0, 1)]


# Comparison

# Of some suppliers

@pytest.fixture(scope="module")
def halves(make_tenant):
    """One supplier that differs from the other in all that a report is filtered by: (client, {name: id})."""
    tenant = make_tenant()
    client = Client(tenant.server, tenant.token())
    made = {"one": make_supplier(client, "一", profile=SEVERE, owner="sato", tags=["重要"], country="VN",
                                 kind="service_provider"),
            "other": make_supplier(client, "他", profile=CALM)}
    built_in = client.get("/v1/questionnaires?code=motex-scrm-2024&state=published").body["data"][0]["id"]
    for supplier in made.values():
        response = ask(client, supplier, built_in)
        form = client.get(f"/v1/responses/{response}/form").body
        submit_all(client, response, {
            question["code"]: ANSWERS[question["type"]]
            for section in form["sections"] for question in section["questions"] if question["type"] in ANSWERS})
    incident = client.post("/v1/incidents", json={
        "supplier_id": made["one"], "title": "x", "severity": "low", "discovered_on": str(TODAY)})
    assert incident.status == 201
    return client, made


CHOICES = [({"owner": "sato"}, "one"), ({"owner[is_null]": "false"}, "one"), ({"owner[is_null]": "true"}, "other"),
           ({"tag": "重要"}, "one"), ({"country": "VN"}, "one"), ({"country": ["JP", "US"]}, "other"),
           ({"kind": "service_provider"}, "one"), ({"kind": "partner"}, "other"), ({"tier": "T1"}, "one"),
           ({"tier": "T1", "owner[is_null]": "true"}, None)]


@pytest.mark.parametrize("params, name", CHOICES, ids=[str(number) for number in range(len(CHOICES))])
def test_a_report_is_about_the_suppliers_that_are_chosen(halves, params, name):
    client, made = halves

    def report(which):
        reply = client.get(f"/v1/reports/{which}", params=params)
        assert reply.status == 200, reply
        return reply.body

    count, chosen = (0, []) if name is None else (1, [made[name]])
    summary = report("summary")
    assert summary["suppliers"] == {"active": count, "archived": 0} and summary["responses"]["submitted"] == count
    findings = client.get("/v1/findings", params={"include_total": "true", "supplier_id": chosen or str(uuid.uuid4())})
    assert summary["findings"]["open"] == findings.body["total"] and (findings.body["total"] > 1) is bool(count)
    assert summary["open_incidents"] == (name == "one")
    heat_map = report("heat-map")
    assert heat_map["assessed"] == count and sum((cell["ids"] for cell in heat_map["cells"]), []) == chosen
    threats = report("threats")["threats"]
    assert {(threat["suppliers"], threat["worst_supplier"] and threat["worst_supplier"]["id"])
            for threat in threats} == {(count, chosen[0] if chosen else None)}
    last = report("trend")["months"][-1]
    assert sum(last["bands"].values()) == count and last["unassessed"] == 0


def test_two_rounds_are_compared(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    before = ask(client, supplier, sheet)
    submit_all(client, before, {**ALL_ANSWERS, "B-01": {"answer": "×"}})
    assert client.post(f"/v1/responses/{before}/accept").status == 200
    after = ask(client, supplier, sheet)
    answers = {**ALL_ANSWERS, "B-03": {"answer": "×"}, "M-02": {"choice": "none"}}
    del answers["M-03"]  # hidden now
    submit_all(client, after, answers)
    body = client.get("/v1/reports/comparison", params={"response_id": after, "with": before},
                      lang="en").body
    changes = {one["code"]: one["change"] for one in body["questions"]}
    assert changes == {"B-01": "better", "B-02": "same", "B-03": "worse", "M-02": "better",
                       "M-04": "same", "M-03": "gone"}
    assert body["counts"] == {"better": 2, "worse": 1, "same": 2, "new": 0, "gone": 1}
    first = body["questions"][0]
    assert first["text"] == "Do you update?" and first["section"] == "BASE"
    assert (first["before"]["state"], first["after"]["state"]) == ("not_done", "done")
    assert body["before"]["supplier_id"] == body["after"]["supplier_id"] == supplier
    assert body["before"]["state"] == "accepted" and body["after"]["state"] == "submitted"
    swapped = client.get("/v1/reports/comparison", params={"response_id": before, "with": after}).body
    assert swapped["counts"] == {"better": 1, "worse": 2, "same": 2, "new": 1, "gone": 0}


def test_age_alone_is_no_difference(client, sheet):
    supplier = make_supplier(client, profile=PROFILE)
    before = ask(client, supplier, sheet)
    submit_all(client, before)
    assert client.post(f"/v1/responses/{before}/accept").status == 200
    later = Client(client.server, client.token, now=tokyo(TODAY + 400 * DAY))
    after = ask(later, supplier, sheet)
    answers = json.loads(json.dumps(ALL_ANSWERS))
    answers["B-03"]["plan"]["due_on"] = str(TODAY + 700 * DAY)
    answers["B-02"]["expires_on"] = str(TODAY + 900 * DAY)
    submit_all(later, after, answers)
    counts = later.get("/v1/reports/comparison", params={"response_id": after, "with": before}).body["counts"]
    assert counts["same"] == sum(counts.values())


def test_what_cannot_be_compared(client, login, sheet):
    response = ask(client, make_supplier(client), sheet)
    unknown = {"response_id": response, "with": str(uuid.uuid4())}
    assert client.get("/v1/reports/comparison", params=unknown).status == 404
    reply = client.get("/v1/reports/comparison", params={"response_id": response})
    assert reply.status == 400 and reply.errors == {"with": "required"}
    respondent = login("respondent", supplier_id=str(uuid.uuid4()))
    assert respondent.get("/v1/reports/comparison", params=unknown).status == 403
    assert respondent.get("/v1/reports/summary").status == 403


BOOK = {"Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def book_of(client, **options):
    reply = client.get("/v1/reports/workbook.xlsx", headers=BOOK, **options)
    assert reply.status == 200, reply
    return openpyxl.load_workbook(io.BytesIO(reply.raw))


def test_all_reports_in_one_workbook_say_what_the_reports_say(client, suppliers):
    book = book_of(client, lang="en", params={"months": 3})
    assert book.sheetnames == ["Summary", "By tier", "Risk map", "Trend", "By threat", "By kind of attack"]
    summary, tiers, map_, trend, threats, kinds = ([list(row) for row in page.values] for page in book.worksheets)
    told = client.get("/v1/reports/summary", lang="en").body
    assert [page.freeze_panes for page in book.worksheets] == ["A3", "B2", "B2", "B2", "C2", "B2"]
    assert summary[1][1] == datetime.datetime.fromisoformat(told["as_of"])
    numbers = [value for _, value in summary[2:] if value is not None]
    assert numbers[:2] == [told["suppliers"]["active"], told["suppliers"]["archived"]]
    assert numbers[2:7] == [told["bands"][band] for band in BANDS] and numbers[-2:] == [
        told["open_incidents"], told["active_overrides"]]
    assert [row[1:] for row in tiers[1:]] == [
        [tier["total"], *(tier[band] for band in BANDS), tier["unassessed"], *(tier["apart"][why] for why in APART)]
        for tier in told["tiers"].values()]
    heat = client.get("/v1/reports/heat-map").body
    assert {(cell["impact"], cell["likelihood"]): cell["count"] for cell in heat["cells"]} == {
        (impact, row[0]): row[impact] for row in map_[1:6] for impact in range(1, 6)}
    assert dict(row[:2] for row in map_[8:])["Not assessed"] == heat["unassessed"]
    months = client.get("/v1/reports/trend", params={"months": 3}).body["months"]
    assert [(row[0].strftime("%Y-%m"), row[1:6], row[10]) for row in trend[1:]] == [
        (month["month"], [month["bands"][band] for band in BANDS], month["mean_score"]) for month in months]
    assert [(row[0], row[2], row[5], row[7]) for row in threats[1:]] == [
        (one["rank"], one["code"], one["mean"], one["worst_supplier"] and one["worst_supplier"]["name"])
        for one in client.get("/v1/reports/threats").body["threats"]]
    assert [(row[0], row[1], row[2:7], row[11]) for row in kinds[1:]] == [
        (one["name"], one["suppliers"], [one["bands"][band] for band in BANDS], one["not_asked"])
        for one in client.get("/v1/reports/attack-kinds", lang="en").body["attack_kinds"]]


def test_a_workbook_of_some_suppliers_says_of_which(client, suppliers, login):
    some = book_of(client, lang="ja", params={"tier": "T1", "owner[is_null]": "true"})
    assert [list(row) for row in some.worksheets[0].values][2:4] == [
        ["絞り込み", "tier = T1"], ["絞り込み", "owner[is_null] = true"]]
    assert some.sheetnames == ["概要", "重要度別", "リスクマップ", "推移", "脅威別", "攻撃の種類別"]
    assert login("respondent", supplier_id=suppliers["calm"]).get("/v1/reports/workbook.xlsx", headers=BOOK).status == 403
