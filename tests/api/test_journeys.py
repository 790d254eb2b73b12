"""One story per user, over HTTP alone, from the first request to the next round.

Nobody waits: each person's clock stands where the story has come to. A story has a tenant of its own.
"""
import concurrent.futures
import csv
import http.client
import io
import json
import pathlib
import urllib.parse

import pytest

from renkei_client import Client
from rounds import PROFILE, ask, events, make_supplier, publish_sheet, save

SHEET_25 = json.loads((pathlib.Path(__file__).parents[2] / "data/sheet.json").read_text())


def tokyo(day, time="10:00:00"):
    return f"{day}T{time}+09:00"


class Company:
    """A tenant and the people that work with it."""

    def __init__(self, server, tenant):
        self.server, self.tenant = server, tenant

    def person(self, bundle, sub, day=None, **claims):
        return Client(self.server, self.tenant.token(bundle, sub=sub, **claims),
                      now=day and tokyo(day))

    def respondent(self, url, day=None):
        """Whoever follows an answer link."""
        session = Client(self.server).post("/v1/respondent/session", now=day and tokyo(day), json={
            "token": urllib.parse.urlsplit(url).fragment})
        assert session.status == 200, session
        return Client(self.server, session.body["access_token"], now=day and tokyo(day))


@pytest.fixture
def company(server, make_tenant):
    return Company(server, make_tenant())


def done(reply, status=200):
    assert reply.status == status, reply
    return reply.body


def built_in_sheet(client):
    listed = client.get("/v1/questionnaires", params={"code": SHEET_25["id"], "state": "published"})
    return done(listed)["data"][0]["id"]


def add_contact(client, supplier, email="tanaka@midori.example"):
    return done(client.post(f"/v1/suppliers/{supplier}/contacts",
                            json={"name": "田中 一郎", "email": email}), 201)["id"]


def answer_link(client, response, contact):
    return done(client.post(f"/v1/responses/{response}/links", json={"contact_id": contact}), 201)["url"]


def sweep(client, day, time="10:00:00"):
    while not done(client.post("/v1/operations/sweep", now=tokyo(day, time)))["done"]:
        pass


# --- procurement: its own numbers, every night, on a bad line

BATCH = {f"V-{number:04d}": {"name": f"取引先 {number} 株式会社", "kind": "subcontractor",
                             "contacts": [{"name": "窓口", "email": f"v{number}@example.jp"}]}
         for number in range(1, 31)}


def upsert_path(number):
    return f"/v1/suppliers/by-external-id/erp/{number}"


def send_and_hang_up(client, number, body):
    """The request arrives; the line breaks before the reply does."""
    connection = http.client.HTTPConnection(client.server.host, client.server.port, timeout=10)
    connection.request("PUT", upsert_path(number), body=json.dumps(body).encode(), headers={
        "Authorization": f"Bearer {client.token}", "Content-Type": "application/json"})
    connection.close()


def feed(client, cursor):
    """What happened since the cursor, page by page, and where the next reading begins."""
    found = []
    while True:
        page = done(client.get("/v1/events", params={"cursor": cursor, "limit": 7}))
        found += page["data"]
        cursor = page["page"]["next_cursor"]
        if not page["page"]["has_more"]:
            return found, cursor


def test_procurement_brings_its_vendors_every_night_and_nothing_doubles(company):
    erp = company.person("integrator", "client:erp")
    cursor = done(erp.get("/v1/events", params={"cursor": "latest"}))["page"]["next_cursor"]

    # The first night: every third request loses its reply, and the whole batch runs twice at once.
    for number in list(BATCH)[::3]:
        send_and_hang_up(erp, number, BATCH[number])

    def night(_):
        again = company.person("integrator", "client:erp")
        return [again.put(upsert_path(number), json=body) for number, body in BATCH.items()]

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        replies = [reply for replies in pool.map(night, range(2)) for reply in replies]
    assert {reply.status for reply in replies} <= {200, 201}
    ids = {number: done(erp.get(upsert_path(number)))["id"] for number in BATCH}
    assert len(set(ids.values())) == 30
    listed = done(erp.get("/v1/suppliers", params={"external_source": "erp", "include_total": "true"}))
    assert listed["total"] == 30
    first, cursor = feed(erp, cursor)
    assert [event["type"] for event in first] == ["supplier.created"] * 30
    assert {event["resource"]["id"] for event in first} == set(ids.values())
    assert {event["actor"]["sub"] for event in first} == {"client:erp"}

    # The next night two names changed and the rest did not; the risk team tagged one meanwhile.
    editor = company.person("editor", "suzuki")
    tagged = done(editor.patch(f"/v1/suppliers/{ids['V-0009']}", json={"tags": ["重要"]}, if_match="*"))
    batch = {**BATCH, **{number: {**BATCH[number], "name": f"改名 {number}"}
                         for number in ("V-0007", "V-0021")}}
    changed = [number for number, body in batch.items()
               if done(erp.put(upsert_path(number), json=body))["changed"]]
    assert changed == ["V-0007", "V-0021"]
    assert done(erp.get(upsert_path("V-0009"))) == tagged
    second, cursor = feed(erp, cursor)
    assert [(event["type"], event["resource"]["id"], list(event["changes"])) for event in second] == [
        ("supplier.updated", ids["V-0009"], ["tags"]),
        ("supplier.updated", ids["V-0007"], ["name"]), ("supplier.updated", ids["V-0021"], ["name"])]
    assert [event["seq"] for event in first + second] == list(
        range(first[0]["seq"], first[0]["seq"] + 33))
    assert feed(erp, cursor)[0] == []


# --- the frontend: one call per screen

ANSWERS_25 = {
    question["code"]: ({"status": "not_obtained"} if question["type"] == "certification" else
                       {"answer": "○"})
    for section in SHEET_25["sections"] for question in section["questions"]
    if question["type"] in ("certification", "three_state")}


def test_a_screen_is_one_call_and_two_people_type_into_it(company):
    editor = company.person("editor", "suzuki", "2026-11-02")
    supplier = make_supplier(editor, "みどり精機", profile=PROFILE)
    response = ask(editor, supplier, built_in_sheet(editor), due_on="2026-11-30")
    for name in ("tanaka", "sato"):
        done(editor.post(f"/v1/suppliers/{supplier}/contacts", json={"name": name, "email": f"{name}@midori.example"}), 201)
    tanaka, sato = (company.person("respondent", f"{name}@midori.example", "2026-11-04",
                                   supplier_id=supplier) for name in ("tanaka", "sato"))
    path = f"/v1/responses/{response}"

    # Everything the screen shows, in either language; labels of the words come once at the start.
    texts = {}
    for lang in ("ja", "en"):
        screen = done(tanaka.get(f"{path}/form", lang=lang))
        questions = [question for section in screen["sections"] for question in section["questions"]]
        texts[lang] = questions[3]["text"]
        assert len(questions) == 25 and screen["response"]["state"] == "requested"
        assert screen["permitted_actions"] == ["save", "prefill", "confirm", "submit", "request_extension"]
        words = {one["name"]: {word["value"]: word["label"] for word in one["words"]}
                 for one in done(tanaka.get("/v1/vocabulary", lang=lang))["enumerations"]}
        assert words["ResponseState"]["requested"] == {"ja": "回答依頼中", "en": "Requested"}[lang]
    assert texts == {"ja": "情報セキュリティ方針の策定を行い公表していますか",
                     "en": "Have you established an information security policy and made it public?"}
    shown = {question["code"]: question for question in questions}
    assert shown["CYB-12"]["answer"] is None and shown["CYB-12"]["required"]

    # Both save as they go, from the same screen. The second is told what the first wrote, and by whom.
    answer = f"{path}/answers/CYB-12"
    kept = tanaka.put(answer, json={"answer": "△", "comment": "9 台中 8 台"}, if_match='"0"')
    assert (kept.status, kept.etag) == (200, '"1"')
    refused = sato.put(answer, json={"answer": "×"}, if_match='"0"')
    assert (refused.status, refused.code) == (412, "stale")
    current = refused.body["current"]
    assert (current["answer"], current["comment"], current["updated_by"]) == (
        "in_progress", "9 台中 8 台", "tanaka@midori.example")
    merged = sato.put(answer, if_match=f'"{current["revision"]}"', json={
        "answer": current["answer"], "comment": "9 台中 9 台、確認中",
        "plan": {"measure": "全台の更新", "due_on": "2027-01-31"}})
    assert (merged.status, merged.etag) == (200, '"2"')
    assert done(tanaka.get(answer))["comment"] == "9 台中 9 台、確認中"

    # A word that is none is refused at its place.
    faulty = tanaka.put(f"{path}/answers/CYB-01", json={"answer": "maybe"}, if_match='"0"', lang="ja")
    assert faulty.status == 422 and faulty.errors == {"#/answer": "not_allowed_value"}

    # Too early: what is missing is named, on the screen and by submit alike.
    screen = done(tanaka.get(f"{path}/form"))
    assert screen["progress"] == {"answered": 1, "required": 24, "total": 25}
    early = tanaka.post(f"{path}/submit")
    assert (early.status, early.code) == (409, "blocked")
    assert len(early.body["errors"]) == len(screen["blockers"]) == 23
    rest = {code: members for code, members in ANSWERS_25.items() if code != "CYB-12"}
    done(save(tanaka, response, {**rest, "CONF-04": {"answer": "該当なし"}}))
    blocker, = done(tanaka.get(f"{path}/form"))["blockers"]
    assert (blocker["code"], blocker["reason"]) == ("CONF-04", "reason_missing")
    done(tanaka.put(f"{path}/answers/CONF-04", if_match='"1"',
                    json={"answer": "該当なし", "reason": "預かる情報がない"}))
    assert done(tanaka.get(f"{path}/form"))["blockers"] == []
    assert done(tanaka.post(f"{path}/submit"))["state"] == "submitted"
    late = sato.put(answer, json={"answer": "○"}, if_match='"2"')
    assert (late.status, late.code) == (409, "invalid_state")
    after = done(tanaka.get(f"{path}/form"))
    assert after["response"]["state"] == "submitted" and after["permitted_actions"] == []


# --- the respondent: a link, no account

def test_a_respondent_answers_by_link_reports_its_measure_and_confirms_the_next_round(company):
    editor, reviewer = (company.person(bundle, sub, "2026-11-02")
                        for bundle, sub in (("editor", "suzuki"), ("reviewer", "mori")))
    supplier = make_supplier(editor, "みどり精機", profile=PROFILE)
    contact = add_contact(editor, supplier)
    sheet = built_in_sheet(editor)
    response = ask(editor, supplier, sheet, due_on="2026-11-30")
    url = answer_link(editor, response, contact)

    # Half of it today, the rest tomorrow with the same link.
    half = dict(list(ANSWERS_25.items())[:12])
    done(save(company.respondent(url, "2026-11-10"), response, half))
    tomorrow = company.respondent(url, "2026-11-11")
    rest = {code: members for code, members in ANSWERS_25.items() if code not in half}
    plan = {"measure": "遠隔接続を VPN 経由に限る", "owner": "情報システム部", "due_on": "2027-02-26"}
    done(save(tomorrow, response, {**rest, "CYB-12": {"answer": "×", "plan": plan}}))
    done(tomorrow.post(f"/v1/responses/{response}/submit"))

    # Sent back with a reason; the link still opens it.
    done(reviewer.post(f"/v1/responses/{response}/return", json={
        "reasons": [{"code": "CYB-07", "text": "根拠をご記入ください"}]}))
    again = company.respondent(url, "2026-11-16")
    form = done(again.get(f"/v1/responses/{response}/form"))["response"]
    assert form["state"] == "returned" and form["return_reasons"] == [
        {"code": "CYB-07", "text": "根拠をご記入ください"}]
    done(again.put(f"/v1/responses/{response}/answers/CYB-07", if_match='"1"',
                   json={"answer": "○", "comment": "台帳で毎月確認"}))
    done(again.post(f"/v1/responses/{response}/submit"))
    done(reviewer.post(f"/v1/responses/{response}/accept", now=tokyo("2026-11-18")))
    closed = Client(company.server).post("/v1/respondent/session", json={
        "token": urllib.parse.urlsplit(url).fragment})
    assert (closed.status, closed.code) == (410, "link_closed")

    # A year on: what was planned is reported, what was said is confirmed.
    editor = company.person("editor", "suzuki", "2027-11-01")
    following = ask(editor, supplier, sheet, due_on="2027-11-30")
    tanaka = company.respondent(answer_link(editor, following, contact), "2027-11-02")
    measure, = done(tanaka.get("/v1/measures"))["data"]
    assert (measure["title"], measure["due_on"], measure["state"]) == (
        "遠隔接続を VPN 経由に限る", "2027-02-26", "planned")
    before = done(editor.get(f"/v1/suppliers/{supplier}/score"))["score"]
    done(tanaka.post(f"/v1/measures/{measure['id']}/report", json={
        "state": "in_progress", "note": "装置を発注"}))
    done(tanaka.post(f"/v1/measures/{measure['id']}/report", json={"state": "implemented"}))
    assert tanaka.post(f"/v1/measures/{measure['id']}/verify", json={"notes": "済"}).status == 403
    verified = done(reviewer.post(f"/v1/measures/{measure['id']}/verify", now=tokyo("2027-11-05"),
                                  json={"notes": "接続記録を確認"}))
    assert [report["note"] for report in verified["reports"]] == ["装置を発注", None]
    assert done(editor.get(f"/v1/suppliers/{supplier}/score"))["score"] < before

    path = f"/v1/responses/{following}"
    filled = done(tanaka.post(f"{path}/prefill", json={"from_response_id": None}))
    assert filled["prefilled_from"] == response and filled["progress"]["answered"] == 0
    done(tanaka.put(f"{path}/answers/CYB-12", json={"answer": "○"}, if_match="*"))
    assert {blocker["reason"] for blocker in done(tanaka.get(f"{path}/blockers"))["data"]} == {
        "unconfirmed"}
    for section in SHEET_25["sections"]:
        done(tanaka.post(f"{path}/confirm", json={"section": section["code"]}))
    done(tanaka.post(f"{path}/submit"))
    done(reviewer.post(f"{path}/accept", now=tokyo("2027-11-20")))
    finding, = done(reviewer.get("/v1/findings", params={"question": "CYB-12"}))["data"]
    assert (finding["state"], finding["closed_reason"]) == ("closed", "answered")
    actors = {event["actor"]["sub"] for event in events(editor)
              if event["actor"]["kind"] == "respondent"}
    assert actors == {"tanaka@midori.example"}


# --- the risk team: why this number, what to fix, what became of it

DOORS = {"format": "renkei-questionnaire/1", "title_ja": "三つの設問", "title_en": "Three questions",
         "sections": [{"code": "ALL", "title_ja": "設問", "title_en": "Questions", "questions": [
             {"code": "Q-1", "type": "three_state", "text_ja": "遠隔接続", "text_en": "Remote access",
              "weight": 5, "weak_link": True},
             {"code": "Q-2", "type": "three_state", "text_ja": "更新", "text_en": "Patches",
              "weight": 4, "weak_link": True},
             {"code": "Q-3", "type": "three_state", "text_ja": "方針", "text_en": "Policy",
              "weight": 3}]}]}
HARM, TIED = 0.4921875, 0.482421875  # H and X of PROFILE
WORD = (4 - HARM) / 6  # what a word alone is worth there
SELF, DOCUMENT, UNPLANNED = 1 - WORD, 0.125, 1 - 0.25 * WORD  # left of ○, of ○ shown by a document, of a bare △


def expected_score(impact, *gaps):
    """docs/scoring.md for DOORS: one implicit threat of intensity 1, so V is G."""
    weights, links = (5, 4, 3), (1, 1, 0.5)
    mean = sum(weight * gap for weight, gap in zip(weights, gaps)) / sum(weights)
    worst = max(weight / 5 * link * gap for weight, link, gap in zip(weights, links, gaps))
    openness = 0.375 * mean + 0.625 * worst
    return pytest.approx(impact * (1 + 4 * (0.625 * openness + 0.375 * TIED)), abs=2e-6)


class RiskTeam:
    """Two people of the risk team and the supplier they look at."""

    def __init__(self, company):
        self.company = company
        self.at("2026-11-02")
        self.sheet = publish_sheet(company.person("admin", "admin"), DOORS)
        self.supplier = make_supplier(self.suzuki, "みどり精機", profile=PROFILE)

    def at(self, day):
        """The story goes on on another day."""
        self.suzuki = self.company.person("editor", "suzuki", day)
        self.mori = self.company.person("reviewer", "mori", day)
        self.tanaka = None
        if hasattr(self, "supplier"):
            self.tanaka = self.company.person("respondent", "respondent:tanaka", day,
                                              supplier_id=self.supplier)

    def shown(self):
        return done(self.suzuki.get(f"/v1/suppliers/{self.supplier}"))

    def score(self):
        return done(self.suzuki.get(f"/v1/suppliers/{self.supplier}/score"))

    def findings(self, **params):
        """{question: finding}, what to fix first in front."""
        listed = done(self.mori.get("/v1/findings", params={
            "supplier_id": self.supplier, "sort": "-reduction", **params}))
        return {row["question"]["code"]: row for row in listed["data"]}


@pytest.fixture
def team(company):
    return RiskTeam(company)


def first_round(team):
    """Asked, answered, judged and accepted: Q-1 ×, Q-2 △ without a plan, Q-3 ○ with a document."""
    response = ask(team.suzuki, team.supplier, team.sheet, due_on="2026-11-30")
    team.at("2026-11-10")
    done(save(team.tanaka, response, {"Q-1": {"answer": "×"}, "Q-2": {"answer": "△"},
                                      "Q-3": {"answer": "○"}}))
    done(team.tanaka.post(f"/v1/responses/{response}/submit"))
    assert team.shown()["risk"]["score"] == expected_score(team.score()["impact"], 1, UNPLANNED, SELF)
    done(team.mori.put(f"/v1/responses/{response}/answers/Q-3/review",
                       json={"evidence": "document", "comment": "規程を受領"}))
    team.at("2026-11-12")
    done(team.mori.post(f"/v1/responses/{response}/accept"))
    return response


def test_the_risk_team_from_the_first_request_to_the_next_round(team):
    response = first_round(team)

    # Why this number: its parts add up, and the parts say what to fix first.
    score = team.score()
    impact = score["impact"]
    assert score["score"] == expected_score(impact, 1, UNPLANNED, DOCUMENT)
    parts = {question["code"]: question["contribution"]
             for question in score["explanation"]["questions"]}
    floor = impact * (1 + 4 * 0.375 * TIED)
    assert floor + sum(parts.values()) == pytest.approx(score["score"], abs=4e-6)
    found = team.findings()
    assert {code: row["kind"] for code, row in found.items()} == {
        "Q-1": "not_done", "Q-2": "in_progress"}
    assert list(found) == [fix["question"] for fix in score["explanation"]["fix_first"]
                           if fix["question"] in found]
    assert found["Q-1"]["contribution"] == pytest.approx(parts["Q-1"], abs=2e-6)

    # A measure: planned it changes what is expected, carried out and checked it changes what is.
    measure = done(team.suzuki.post("/v1/measures", json={
        "supplier_id": team.supplier, "title": "多要素認証", "effect": 0.8, "due_on": "2027-01-29",
        "finding_ids": [found["Q-1"]["id"]]}), 201)
    path = f"/v1/measures/{measure['id']}"
    verified_gap, implemented_gap = 1 - 0.8, 1 - 0.8 * 0.8
    assert team.score()["score"] == score["score"]
    assert team.score()["projected"] == expected_score(impact, verified_gap, UNPLANNED, DOCUMENT)
    team.at("2026-12-01")
    done(team.suzuki.post(f"{path}/start"))
    done(team.tanaka.post(f"{path}/report", json={"state": "implemented"}))
    assert team.score()["score"] == expected_score(impact, implemented_gap, UNPLANNED, DOCUMENT)
    done(team.mori.post(f"{path}/verify", json={"notes": "設定画面で確認"}))
    lowered = team.score()
    assert lowered["score"] == expected_score(impact, verified_gap, UNPLANNED, DOCUMENT)
    assert lowered["score"] == lowered["projected"] < lowered["before_measures"] == score["score"]

    # The other door stays open for now: lived with until the end of the year, by somebody's name.
    done(team.suzuki.post(f"/v1/findings/{found['Q-2']['id']}/accept", json={
        "reason": "更改まで監視で補う", "approver": "CISO 佐藤", "until": "2026-12-31"}))
    accepted = done(team.mori.post(f"/v1/findings/{found['Q-2']['id']}/approve"))
    assert accepted["state"] == "accepted" and team.score()["score"] == lowered["score"]
    sweep(team.suzuki, "2026-12-31", "23:59:59")
    assert team.findings()["Q-2"]["state"] == "accepted"
    sweep(team.suzuki, "2027-01-01", "00:00:00")
    assert team.findings()["Q-2"]["state"] == "open"

    # The next round is prefilled: the first door is shut for good, the policy has lapsed.
    team.at("2027-11-08")
    following = ask(team.suzuki, team.supplier, team.sheet, due_on="2027-11-30")
    team.at("2027-11-15")
    done(team.tanaka.post(f"/v1/responses/{following}/prefill", json={}))
    done(save(team.tanaka, following, {"Q-1": {"answer": "○"}, "Q-3": {"answer": "△"}}, revision=1))
    done(team.tanaka.post(f"/v1/responses/{following}/confirm", json={"codes": ["Q-2"]}))
    done(team.tanaka.post(f"/v1/responses/{following}/submit"))
    done(team.mori.post(f"/v1/responses/{following}/accept"))
    now = team.findings()
    assert {code: (row["state"], row["regression"]) for code, row in now.items()} == {
        "Q-1": ("closed", False), "Q-2": ("open", False), "Q-3": ("open", True)}
    assert now["Q-1"]["id"] == found["Q-1"]["id"] and now["Q-1"]["closed_reason"] == "answered"
    assert now["Q-2"]["first_seen_at"].startswith("2026-11-10")
    compared = done(team.mori.get("/v1/reports/comparison", params={
        "response_id": following, "with": response}))
    assert compared["counts"] == {"better": 1, "worse": 1, "same": 1, "new": 0, "gone": 0}


def round_of(client, campaign):
    """{supplier: row} of the whole round."""
    rows = done(client.get(f"/v1/campaigns/{campaign}/answers"))["data"]
    return {row["supplier_name"]: row for row in rows}


def test_the_risk_team_takes_everybody_through_a_round(company):
    admin = company.person("admin", "admin", "2026-11-02")
    sheet = publish_sheet(admin, DOORS)
    suppliers = {name: make_supplier(admin, name, tags=["要調査"], profile=PROFILE)
                 for name in ("あおい化学", "しろ運輸", "みどり精機")}
    for supplier in suppliers.values():
        add_contact(admin, supplier)
    make_supplier(admin, "対象外商事", profile=PROFILE)
    campaign = done(admin.post("/v1/campaigns", json={
        "name": "2026年度調査", "questionnaire_id": sheet, "due_on": "2026-11-30",
        "suppliers": {"filter": {"tag": ["要調査"]}}}), 201)
    assert campaign["added"] == {"asked": 3, "joined": 0, "skipped": []}
    path = f"/v1/campaigns/{campaign['id']}"
    asked = {name: row["response_id"] for name, row in round_of(admin, campaign["id"]).items()}
    assert list(asked) == list(suppliers)  # by name

    # One answers at once, one begins; after the day both others are late, and get two weeks more.
    for name, answers in (("あおい化学", {"Q-1": {"answer": "○"}, "Q-2": {"answer": "△"},
                                         "Q-3": {"answer": "×"}}), ("しろ運輸", {"Q-1": {"answer": "×"}})):
        tanaka = company.respondent(answer_link(admin, asked[name], add_contact(
            admin, suppliers[name], "sato@example.jp")), "2026-11-16")
        done(save(tanaka, asked[name], answers))
        if len(answers) == 3:
            done(tanaka.post(f"/v1/responses/{asked[name]}/submit"))
    december = company.person("admin", "admin", "2026-12-01")
    assert done(december.get(path))["progress"]["overdue"] == 2
    done(december.post(f"{path}/extend", json={"due_on": "2026-12-14"}))
    assert done(december.get(path))["progress"]["overdue"] == 0
    assert {name: [cell["shown"] for cell in row["answers"]]
            for name, row in round_of(december, campaign["id"]).items()} == {
        "あおい化学": ["○", "△", "×"], "しろ運輸": ["×", "未回答", "未回答"],
        "みどり精機": ["未回答", "未回答", "未回答"]}
    text = december.get(f"{path}/answers", headers={"Accept": "text/csv"})
    assert text.raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(text.raw.decode("utf-8-sig"), newline="")))
    assert [(line[0], *line[9:12]) for line in lines] == [
        ("取引先", "Q-1 遠隔接続", "Q-2 更新", "Q-3 方針"), ("あおい化学", "○", "△", "×"),
        ("しろ運輸", "×", "未回答", "未回答"), ("みどり精機", "未回答", "未回答", "未回答")]

    # Silence counts after the days of grace, and stands apart from what was assessed.
    late = company.person("admin", "admin", "2026-12-29")
    sweep(late, "2026-12-29")
    status = done(late.get("/v1/reports/summary"))["assessment_status"]
    assert {word: count for word, count in status.items() if count} == {"never_asked": 1, "no_response": 2, "assessed": 1}
    silent = done(late.get(f"/v1/suppliers/{suppliers['みどり精機']}"))["risk"]
    assert (silent["band"], silent["band_reason"]) == (silent["computed_band"], "no_response")
    done(late.post(f"/v1/responses/{asked['あおい化学']}/accept"))
    closed = done(late.post(f"{path}/close", json={"responses": "cancel", "reason": "期限終了"}))
    assert (closed["progress"]["accepted"], closed["progress"]["cancelled"]) == (1, 2)

    # The next year begins with what was said in this one.
    following = company.person("admin", "admin", "2027-11-01")
    again = done(following.post("/v1/campaigns", json={
        "name": "2027年度調査", "questionnaire_id": sheet, "due_on": "2027-11-30", "prefill": True,
        "suppliers": {"ids": list(suppliers.values())}}), 201)
    rows = round_of(following, again["id"])
    assert [cell["shown"] for cell in rows["あおい化学"]["answers"]] == ["○", "△", "×"]
    blockers = done(following.get(f"/v1/responses/{rows['あおい化学']['response_id']}/blockers"))["data"]
    assert [blocker["reason"] for blocker in blockers] == ["unconfirmed"] * 3
    assert [cell["shown"] for cell in rows["しろ運輸"]["answers"]] == ["未回答"] * 3


def test_the_risk_team_overrules_a_number_meets_an_incident_and_looks_again(team):
    first_round(team)
    computed = team.shown()["risk"]
    assert computed["band_reason"] == "computed"

    # Two people put another word beside the number, never in its place.
    override = done(team.mori.post("/v1/overrides", json={
        "supplier_id": team.supplier, "band": "low", "reason": "現地で確認",
        "until": "2027-01-31"}), 201)
    path = f"/v1/overrides/{override['id']}"
    alone = team.mori.post(f"{path}/approve")
    assert (alone.status, alone.code) == (409, "second_person_needed")
    assert team.shown()["risk"] == computed
    done(team.suzuki.post(f"{path}/approve"))
    risk = team.shown()["risk"]
    assert (risk["band"], risk["band_reason"], risk["computed_band"], risk["score"]) == (
        "low", "override", computed["computed_band"], computed["score"])

    # An incident counts more than what two people decided before it.
    team.at("2026-12-07")
    incident = done(team.suzuki.post("/v1/incidents", json={
        "supplier_id": team.supplier, "title": "保守端末からの侵入", "severity": "high",
        "discovered_on": "2026-12-07", "attack_kind": "business"}), 201)
    assert (team.shown()["risk"]["band"], team.shown()["risk"]["band_reason"]) in (
        ("high", "open_incident"), ("very_high", "open_incident"))
    team.at("2026-12-21")
    done(team.mori.post(f"/v1/incidents/{incident['id']}/close", json={"lessons": "手順を見直した"}))
    assert team.shown()["risk"]["band_reason"] == "override"
    sweep(team.suzuki, "2027-01-31", "23:59:59")
    assert team.shown()["risk"]["band_reason"] == "override"
    sweep(team.suzuki, "2027-02-01", "00:00:00")
    after = team.shown()["risk"]
    assert (after["band"], after["band_reason"]) == (computed["band"], "computed")

    # The day to look again follows the band; it is told once, and moves when somebody has looked.
    due = team.shown()["next_review_on"]
    months = {"very_high": 3, "high": 6, "moderate": 12}[after["band"]]
    month = 11 + months
    assert due == f"{2026 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}-02"  # of the first score
    assert done(team.mori.get("/v1/reviews/due", params={"as_of": due, "overdue": "true"}))["data"] == []
    sweep(team.suzuki, due)
    sweep(team.suzuki, due)
    assert [event["type"] for event in events(team.suzuki)].count("review.due") == 1
    team.at(due)
    review = done(team.mori.post("/v1/reviews", json={
        "supplier_id": team.supplier, "outcome": "continue_with_measures",
        "notes": "対策の進みを確認"}), 201)
    assert review["due_on"] == due < review["next_review_on"] == team.shown()["next_review_on"]


# --- the reminder job: no memory of its own

def work(worker, now):
    """One run: all that is due, one mail per person, each acknowledged. Returns the mails."""
    mails = done(worker.post("/v1/reminders/claim", now=now, json={
        "worker_id": "nightly", "max": 100, "group_by": "recipient"}))["data"]
    for mail in mails:
        done(worker.post(f"/v1/reminders/{mail['id']}/ack", json={"lease_token": mail["lease_token"]}))
    return mails


def stages(mails):
    return sorted((subject["supplier"]["name"], subject["kind"], subject["stage"])
                  for mail in mails for subject in mail["subjects"])


def test_the_reminder_job_sends_each_thing_once_also_after_an_outage(company):
    editor = company.person("editor", "suzuki", "2026-11-02")
    sheet = built_in_sheet(editor)
    responses = {}
    people = {"みどり精機": "tanaka@midori.example", "あおい化学": "tanaka@midori.example",
              "しろ運輸": "sato@shiro.example"}
    for name, email in people.items():
        supplier = make_supplier(editor, name, owner="suzuki@buyer.example")
        add_contact(editor, supplier, email)
        responses[name] = ask(editor, supplier, sheet, due_on="2026-11-27")
    rule, = done(editor.get("/v1/reminder-rules", params={"kind": "response_due"}))["data"]
    done(editor.patch(f"/v1/reminder-rules/{rule['id']}", json={"offsets": [-10, -3, -1]},
                      if_match=f'"{rule["revision"]}"'))

    # The first run: one mail per person, each with a link of its own that opens the sheet.
    worker = company.person("reminder-worker", "client:mailer")
    assert work(worker, tokyo("2026-11-16")) == []
    mails = work(worker, tokyo("2026-11-17"))
    assert stages(mails) == [(name, "response_due", -10) for name in sorted(responses)]
    assert sorted((mail["recipient"]["email"], len(mail["subjects"])) for mail in mails) == [
        ("sato@shiro.example", 1), ("tanaka@midori.example", 2)]
    for mail in mails:
        for subject in mail["subjects"]:
            assert done(company.respondent(subject["answer_url"], "2026-11-17").get(
                f"/v1/responses/{subject['id']}/form"))["response"]["state"] == "requested"
    assert work(worker, tokyo("2026-11-17")) == [] == work(worker, tokyo("2026-11-18"))

    # One answers. Then the job stands still for ten days: what passed meanwhile is one mail, not four.
    url, = (subject["answer_url"] for mail in mails for subject in mail["subjects"]
            if subject["id"] == responses["しろ運輸"])
    sato = company.respondent(url, "2026-11-19")
    done(save(sato, responses["しろ運輸"], ANSWERS_25))
    done(sato.post(f"/v1/responses/{responses['しろ運輸']}/submit"))
    mails = work(worker, tokyo("2026-11-27"))
    assert stages(mails) == [(name, "response_due", -1) for name in ("あおい化学", "みどり精機")]
    assert [len(mail["subjects"]) for mail in mails] == [2]
    assert work(worker, tokyo("2026-11-27")) == []

    # Due on Friday, so the first day after waits for Monday, when the third has come as well: one mail.
    # A worker that died with it in its hands: the next takes it over.
    lost, = done(worker.post("/v1/reminders/claim", now=tokyo("2026-11-30"), json={
        "worker_id": "dying", "lease_seconds": 1, "group_by": "recipient"}))["data"]
    assert {(subject["kind"], subject["stage"]) for subject in lost["subjects"]} == {
        ("response_overdue", 3)}
    mails = []
    while not mails:  # leases follow the real clock: a second
        mails = work(worker, tokyo("2026-11-30"))
    assert mails[0]["dedupe_key"] == lost["dedupe_key"]
    late = worker.post(f"/v1/reminders/{lost['id']}/ack", json={"lease_token": lost["lease_token"]})
    assert late.status == 200 or late.code == "lease_lost"
    sent = done(editor.get("/v1/reminders", params={"state": "sent", "limit": 200}))["data"]
    assert len(sent) == len({(one["subject"]["id"], one["kind"], one["stage"]) for one in sent}) == 7


# --- midnight in Tokyo

def test_a_day_ends_at_midnight_in_tokyo(company):
    """due_on 2026-11-30: all of that day there, and not a second of the next."""
    admin = company.person("admin", "admin", "2026-11-02")
    supplier = make_supplier(admin, "みどり精機", profile=PROFILE)
    add_contact(admin, supplier)
    response = ask(admin, supplier, built_in_sheet(admin), due_on="2026-11-30")
    measure = done(admin.post("/v1/measures", json={
        "supplier_id": supplier, "title": "代替の調達先", "effect": 0.5, "impact": "A", "side": "buyer",
        "due_on": "2026-11-30"}), 201)["id"]

    def overdue(now):
        listed = done(admin.get("/v1/responses", params={"overdue": "true"}, now=now))["data"]
        return [done(admin.get(f"/v1/responses/{response}", now=now))["overdue"],
                done(admin.get(f"/v1/responses/{response}/form", now=now))["response"]["overdue"],
                done(admin.get(f"/v1/measures/{measure}", now=now))["overdue"],
                [row["id"] for row in listed] == [response],
                bool(done(admin.post("/v1/reminders/claim", now=now, json={
                    "worker_id": "w", "kinds": ["response_overdue"]}))["data"])]

    assert overdue("2026-11-30T14:59:59.999999Z") == [False] * 5
    assert overdue("2026-11-30T15:00:00Z") == [True] * 5
