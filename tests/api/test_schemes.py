"""Security schemes: their self-check, what of them a supplier was asked, and what is known of each requirement."""
import collections
import csv
import io
import json
import pathlib

import pytest

from renkei_client import Client
from rounds import PROFILE, events, make_supplier, save

ROOT = pathlib.Path(__file__).parents[2]
SELFCHECK = json.loads((ROOT / "data/scs_star3_selfcheck.json").read_text())
SHEET = json.loads((ROOT / "data/sheet.json").read_text())
SCHEMES = {scheme["code"]: scheme for scheme in json.loads((ROOT / "data/schemes.json").read_text())["schemes"]}
CODES = [question["code"] for section in SELFCHECK["sections"] for question in section["questions"]]
NEVER_ASKED = {"2-1-1", "4-1-1", "4-1-2", "4-1-3", "4-1-4", "4-1-5", "4-1-6", "5-1-1", "7-1-1"}


@pytest.fixture(scope="module")
def buyer(make_tenant):
    tenant = make_tenant()
    return Client(tenant.server, tenant.token("admin"))


def done(reply, status=200):
    assert reply.status == status, reply
    return reply.body


def published(client, code):
    sheets = client.get("/v1/questionnaires", params={"code": code, "state": "published"}).body["data"]
    return sheets[0]["id"]


def asked(client, supplier, code):
    return done(client.post("/v1/responses", json={"supplier_id": supplier, "questionnaire_id": published(client, code)}),
                201)["id"]


def answered(client, supplier, document, **but):
    """A response of the questionnaire, all ○ but those told; accepted."""
    response = asked(client, supplier, document["id"])
    answers = {}
    for section in document["sections"]:
        for question in section["questions"]:
            if question["type"] == "three_state":
                answers[question["code"]] = {"answer": but.get(question["code"].replace("-", "_"), "○")}
            elif question["type"] == "certification":
                answers[question["code"]] = {"status": "not_obtained"}
    for answer in answers.values():
        if answer["answer" if "answer" in answer else "status"] == "該当なし":
            answer["reason"] = "対象がありません"
    saved = save(client, response, answers)
    assert saved.status == 200, saved
    for step in ("submit", "accept"):
        done(client.post(f"/v1/responses/{response}/{step}"))
    return response


def gap(client, supplier, scheme="scs_3", **params):
    return done(client.get(f"/v1/suppliers/{supplier}/scheme-gap", params={"scheme": scheme, **params}))


def statuses(found):
    return {one["id"]: one["status"] for one in found["requirements"]}


def counts_add_up(found):
    by_status = collections.Counter(statuses(found).values())
    counts = dict(found["counts"])
    assert counts.pop("requirements") == len(found["requirements"]) == sum(counts.values())
    assert by_status == +collections.Counter(counts)


def test_answers_to_a_retired_questionnaire_count_for_neither_score_nor_gap(buyer, make_tenant):
    house = make_tenant()
    client = Client(house.server, house.token("admin"))
    supplier, alone = (make_supplier(client, name, profile=PROFILE) for name in ("株式会社新旧", "株式会社旧のみ"))
    answered(client, alone, SHEET)
    answered(client, supplier, SHEET)
    answered(client, supplier, SELFCHECK, **{"1_2_3": "×"})
    sheet = published(client, SHEET["id"])
    assert client.get(f"/v1/suppliers/{supplier}/score").body["basis"][1:]
    answered(client, supplier, SHEET)  # ○ for a requirement that the self-check calls open
    assert statuses(gap(client, supplier))["1-2-3"] == "done"
    done(client.post(f"/v1/questionnaires/{sheet}/retire"))
    assert statuses(gap(client, supplier))["1-2-3"] == "not_done"
    assert gap(client, alone)["counts"]["done"] > 0, "where nothing else stands it still counts"


def certify(client, supplier, kind, expires_on):
    return done(client.post("/v1/certificates", json={"supplier_id": supplier, "kind": kind, "number": "S-1",
                                                      "expires_on": expires_on}), 201)["id"]


def test_the_self_check_is_asked_in_a_campaign_and_counted(buyer):
    sheet = published(buyer, SELFCHECK["id"])
    supplier = make_supplier(buyer, "株式会社自己点検", profile=PROFILE)
    made = buyer.post("/v1/campaigns", json={"name": "★3 自己チェック", "questionnaire_id": sheet,
                                             "due_on": "2099-01-31", "suppliers": {"ids": [supplier]}})
    assert made.status == 201, made
    [row] = buyer.get(f"/v1/campaigns/{made.body['id']}/answers").body["data"]
    response = row["response_id"]
    form = buyer.get(f"/v1/responses/{response}/form").body
    asked_for = [question for section in form["sections"] for question in section["questions"]]
    assert [question["code"] for question in asked_for] == CODES and len(CODES) == 26
    assert {question["type"] for question in asked_for} == {"three_state"}
    waiting = gap(buyer, supplier)
    assert set(statuses(waiting).values()) == {"no_answer"} and waiting["counts"]["not_asked"] == 0
    assert save(buyer, response, {code: {"answer": "○"} for code in CODES}).status == 200
    for step in ("submit", "accept"):
        done(buyer.post(f"/v1/responses/{response}/{step}"))
    risk = buyer.get(f"/v1/suppliers/{supplier}").body["risk"]
    assert risk["assessment_status"] == "assessed", risk
    assert gap(buyer, supplier)["counts"]["done"] == 26


def test_what_is_built_in_can_be_exported_and_drafted_anew(buyer):
    sheet = published(buyer, SELFCHECK["id"])
    exported = buyer.get(f"/v1/questionnaires/{sheet}/export").body
    assert [section["questions"] for section in exported["sections"]] == [
        section["questions"] for section in SELFCHECK["sections"]]
    draft = done(buyer.post(f"/v1/questionnaires/{sheet}/versions"), 201)
    assert done(buyer.post(f"/v1/questionnaires/{draft['id']}/publish"))["warnings"] == []


def test_schemes_are_listed_and_say_which_questions_speak_for_them(buyer):
    listed = done(buyer.get("/v1/schemes", params={"lang": "en"}))["data"]
    assert [(one["code"], one["requirement_count"], one["includes"]) for one in listed] == [
        ("scs_3", 26, None), ("scs_4", 17, "scs_3")]
    read = done(buyer.get("/v1/schemes/scs_3"))
    assert [one["id"] for one in read["requirements"]] == CODES
    [roles] = [one for one in read["requirements"] if one["id"] == "2-1-4"]
    assert roles["area"] == "partners"
    assert [(one["question"], one["cover"]) for one in roles["cover"]] == [
        ("CYB-05", "part"), ("CONF-04", "part"), ("2-1-4", "full")]
    assert buyer.get("/v1/schemes/scs_9").status == 404


def test_every_question_that_speaks_for_a_requirement_is_there():
    asked_for = {(sheet["id"], question["code"]) for sheet in (SHEET, SELFCHECK) for section in sheet["sections"]
                 for question in section["questions"]}
    for scheme in SCHEMES.values():
        for one in scheme["requirements"]:
            assert {(cover["questionnaire_code"], cover["question"]) for cover in one["cover"]} <= asked_for, one["id"]


def test_a_supplier_from_the_sheet_to_the_certificate(buyer):
    supplier = make_supplier(buyer, "株式会社道のり", profile=PROFILE)
    before = gap(buyer, supplier)
    assert set(statuses(before).values()) == {"not_asked"} and before["star_held"] is None
    assert before["recommended_star"] in (3, 4) and before["recommended_star_provisional"] is True

    # The sheet of 25 touches 17 of 26, most of them in part.
    answered(buyer, supplier, SHEET, CYB_05="△", CONF_02="×")
    sheet = gap(buyer, supplier)
    counts_add_up(sheet)
    found = statuses(sheet)
    assert {code for code, status in found.items() if status == "not_asked"} == NEVER_ASKED
    assert sheet["counts"]["not_asked"] == 9
    assert (found["1-2-3"], found["6-1-1"], found["2-1-4"]) == ("not_done", "in_progress", "in_progress")
    assert (found["4-4-5"], found["4-4-4"]) == ("done", "partly_done")
    [roles] = [one for one in sheet["requirements"] if one["id"] == "2-1-4"]
    assert roles["asked"] == "part" and {one["question"] for one in roles["answers"]} == {"CYB-05", "CONF-04"}

    # The self-check asks all of it, and its word is the later one.
    answered(buyer, supplier, SELFCHECK, **{"4_1_3": "×", "2_1_1": "該当なし"})
    full = gap(buyer, supplier)
    counts_add_up(full)
    found = statuses(full)
    assert full["counts"]["not_asked"] == full["counts"]["partly_done"] == 0
    assert (found["1-2-3"], found["4-1-3"], found["2-1-1"]) == ("done", "not_done", "not_applicable")
    assert full["counts"]["done"] == 24

    # Next year's sheet: what is a part of a requirement and open leaves it open.
    answered(buyer, supplier, SHEET, CYB_07="×")
    found = statuses(gap(buyer, supplier))
    assert (found["4-4-4"], found["4-1-3"], found["7-1-1"]) == ("not_done", "not_done", "done")

    # A certificate shows all of it while it is valid, and nothing of a higher star.
    certify(buyer, supplier, "scs_3", "2030-03-31")
    held = gap(buyer, supplier)
    assert held["counts"]["held"] == 26 and held["star_held"] == 3
    assert held["requirements"][0]["answers"], "what was said is there, too"
    later = gap(buyer, supplier, as_of="2030-04-01")
    assert later["counts"]["held"] == 0 and later["star_held"] is None and statuses(later) == found
    assert [(one["kind"], one["state"]) for one in later["certificates"]] == [("scs_3", "expired")]
    fourth = gap(buyer, supplier, "scs_4")
    counts_add_up(fourth)
    assert fourth["counts"]["requirements"] == 43 and fourth["counts"]["held"] == 0
    assert statuses(fourth)["7-1-1"] == "partly_done", "star 4 asks more of it"
    certify(buyer, supplier, "scs_4", "2031-03-31")
    assert gap(buyer, supplier, "scs_4")["counts"]["held"] == 43
    above = gap(buyer, supplier, as_of="2030-04-01")
    assert above["counts"]["held"] == 26 and above["star_held"] == 4


def test_the_answer_that_a_reviewer_adopted_counts(buyer):
    supplier = make_supplier(buyer, "株式会社確認済み")
    answered(buyer, supplier, SELFCHECK)
    response = asked(buyer, supplier, SELFCHECK["id"])
    assert save(buyer, response, {code: {"answer": "○"} for code in CODES}).status == 200
    done(buyer.post(f"/v1/responses/{response}/submit"))
    assert statuses(gap(buyer, supplier))["7-1-1"] == "done"
    done(buyer.put(f"/v1/responses/{response}/answers/7-1-1/review", if_match="*",
                   json={"evidence": "verified", "adopted_answer": "not_done"}))
    assert statuses(gap(buyer, supplier))["7-1-1"] == "not_done"


def test_the_report_says_the_same_of_every_supplier(buyer):
    silent = make_supplier(buyer, "=SUM(A1)", tags=["差分"])
    sheet = make_supplier(buyer, "株式会社一覧", tags=["差分"])
    answered(buyer, sheet, SHEET)
    report = done(buyer.get("/v1/reports/scheme-gap", params={"tag": "差分", "include_total": "true"}))
    assert report["total"] == 2 and [row["supplier"]["id"] for row in report["data"]] == [sheet, silent]
    for row in report["data"]:
        single = gap(buyer, row["supplier"]["id"])
        assert row["counts"] == single["counts"] and statuses(row) == statuses(single)
    pages = [done(buyer.get("/v1/reports/scheme-gap", params={"tag": "差分", "limit": 1}))]
    pages.append(done(buyer.get("/v1/reports/scheme-gap", params={
        "tag": "差分", "limit": 1, "cursor": pages[0]["page"]["next_cursor"]})))
    assert [row for page in pages for row in page["data"]] == report["data"]

    reply = buyer.get("/v1/reports/scheme-gap", params={"tag": "差分", "lang": "en"}, headers={"Accept": "text/csv"})
    assert reply.status == 200, reply
    heading, *lines = csv.reader(io.StringIO(reply.raw.decode("utf-8-sig"), newline=""))
    assert heading[:4] == ["Supplier id", "Supplier", "Star to ask for", "Star held"]
    assert len(heading) == 4 + 8 + 26 and heading[12].startswith("1-2-1 ")
    assert {len(line) for line in lines} == {len(heading)}
    found = dict(zip(heading, lines[0]))
    assert found["Not asked"] == "9" and found["7-1-1 Recovery level and preparation of critical systems"] == "Not asked"
    assert lines[1][1] == "'=SUM(A1)" and found["Star held"] == ""


def test_what_does_not_exist_is_told(buyer, make_tenant):
    supplier = make_supplier(buyer, "株式会社不明")
    for place in (f"/v1/suppliers/{supplier}/scheme-gap", "/v1/reports/scheme-gap"):
        reply = buyer.get(place, params={"scheme": "scs_9"})
        assert (reply.status, reply.code) == (400, "invalid_query") and reply.body["errors"][0]["parameter"] == "scheme"
    other = make_tenant()
    stranger = Client(other.server, other.token("admin"))
    assert stranger.get(f"/v1/suppliers/{supplier}/scheme-gap").status == 404


OWN = {"code": "own-guideline", "version": "2.2", "title_ja": "自社ガイドライン", "title_en": "Our guideline",
       "certificate_kind": "tisax", "areas": [{"code": "access", "title_ja": "アクセス管理"}],
       "requirements": [
           {"id": "G-1", "area": "access", "title_ja": "多要素認証",
            "cover": [{"questionnaire_code": SELFCHECK["id"], "question": "4-1-3", "cover": "full"}]},
           {"id": "G-2", "area": "access", "title_ja": "守秘義務",
            "cover": [{"questionnaire_code": SHEET["id"], "question": "CONF-02", "cover": "part"}]},
           {"id": "G-3", "area": "access", "title_ja": "入退室"}]}


def test_a_scheme_of_ones_own_from_its_document_to_the_gap(buyer):
    supplier = make_supplier(buyer, "株式会社自社基準", profile=PROFILE, tags=["自社"])
    answered(buyer, supplier, SHEET)
    answered(buyer, supplier, SELFCHECK, **{"4_1_3": "×"})
    made = buyer.post("/v1/schemes", json=OWN)
    assert (made.status, made.headers["Location"], made.body["built_in"]) == (201, "/v1/schemes/own-guideline", False), made
    assert buyer.post("/v1/schemes", json=OWN).code == "duplicate"
    found = gap(buyer, supplier, OWN["code"], lang="en")
    assert found["scheme"] == {"code": OWN["code"], "title": "Our guideline"}
    assert statuses(found) == {"G-1": "not_done", "G-2": "partly_done", "G-3": "not_asked"}
    assert found["requirements"][0]["area"] == {"code": "access", "title": "アクセス管理"}
    [row] = done(buyer.get("/v1/reports/scheme-gap", params={"scheme": OWN["code"], "tag": "自社"}))["data"]
    assert statuses(row) == statuses(found)
    certify(buyer, supplier, "tisax", "2099-12-31")
    assert gap(buyer, supplier, OWN["code"])["counts"]["held"] == 3

    # Next year's edition; who looks at an older one is told.
    path, [first, second, third] = "/v1/schemes/own-guideline", made.body["requirements"]
    edited = buyer.patch(path, if_match=made.etag, json={"version": "3.0", "certificate_kind": None, "requirements": [
        {**first, "title_ja": "多要素認証の利用"}, third]})
    assert (edited.status, edited.body["version"], edited.body["requirement_count"]) == (200, "3.0", 2), edited
    assert buyer.patch(path, if_match=made.etag, json={"version": "4"}).status == 412
    told = [event for event in events(buyer) if event["type"] == "scheme.updated"][-1]["changes"]
    assert told["requirements"] == [["G-1", "G-2"], ["G-1"]] and told["version"] == ["2.2", "3.0"]
    assert statuses(gap(buyer, supplier, OWN["code"])) == {"G-1": "not_done", "G-3": "not_asked"}

    # What is read can be sent again, as a copy or where it was deleted.
    read = done(buyer.get(path))
    copy = done(buyer.post("/v1/schemes", json={**read, "code": "copy"}), 201)
    written = {"id", "code", "created_at", "updated_at", "revision"}
    assert {k: v for k, v in copy.items() if k not in written} == {k: v for k, v in read.items() if k not in written}
    assert buyer.delete(path, if_match="*").status == 204 and buyer.get(path).status == 404
    assert buyer.get(f"/v1/suppliers/{supplier}/scheme-gap", params={"scheme": OWN["code"]}).status == 400
    assert done(buyer.post("/v1/schemes", json=read), 201)["requirements"] == read["requirements"]
    for code in ("copy", "own-guideline"):
        assert buyer.delete(f"/v1/schemes/{code}", if_match="*").status == 204


def test_a_copy_of_a_built_in_scheme_adds_to_it_and_claims_nothing_of_it(buyer):
    for code in ("scs_3", "scs_4"):
        for refused in (buyer.patch(f"/v1/schemes/{code}", if_match="*", json={"version": "x"}),
                        buyer.delete(f"/v1/schemes/{code}", if_match="*")):
            assert (refused.status, refused.code) == (409, "built_in")
    fourth = done(buyer.get("/v1/schemes/scs_4"))
    done(buyer.post("/v1/schemes", json={**fourth, "code": "base", "includes": None}), 201)
    done(buyer.post("/v1/schemes", json={**fourth, "code": "more", "certificate_kind": "tisax"}), 201)
    supplier = make_supplier(buyer, "株式会社上乗せ")
    certify(buyer, supplier, "tisax", "2099-12-31")
    more = gap(buyer, supplier, "more")
    counts_add_up(more)
    assert more["counts"]["held"] == more["counts"]["requirements"] == 43 and more["star_held"] is None
    assert gap(buyer, supplier)["counts"]["held"] == 0, "a certificate of the tenant's scheme is no star"
    assert done(buyer.patch("/v1/schemes/more", if_match="*", json={"includes": "base"}))["includes"] == "base"
    kept = buyer.delete("/v1/schemes/base", if_match="*")
    assert (kept.status, kept.code) == (409, "scheme_included") and "more" in kept.body["detail"]
    for scheme, includes, fault in (("base", "scs_3", "scheme_nested"), ("more", "scs_4", "scheme_nested"),
                                    ("more", "more", "scheme_nested"), ("more", "none", "unknown_reference")):
        refused = buyer.patch(f"/v1/schemes/{scheme}", if_match="*", json={"includes": includes})
        assert (refused.status, refused.errors) == (422, {"#/includes": fault})
    for code in ("more", "base"):
        assert buyer.delete(f"/v1/schemes/{code}", if_match="*").status == 204


def test_what_a_scheme_cannot_mean_is_refused_where_it_stands(buyer):
    draft = done(buyer.post("/v1/questionnaires", json={"code": "draft-only", "title_ja": "下書き"}), 201)
    asks = OWN["requirements"][0]["cover"][0]
    wrong = {**OWN, "certificate_kind": "other", "areas": OWN["areas"] * 2, "requirements": [
        {**OWN["requirements"][0], "cover": [asks, {**asks, "cover": "part"}]},
        {**OWN["requirements"][1], "id": "G-1", "area": "elsewhere",
         "cover": [{**asks, "question": "9-9-9"}, {**asks, "questionnaire_code": draft["code"]}]}]}
    refused = buyer.post("/v1/schemes", json=wrong)
    assert (refused.status, refused.errors) == (422, {
        "#/certificate_kind": "kind_of_any_name", "#/areas/1/code": "not_unique",
        "#/requirements/0/cover/1/question": "not_unique", "#/requirements/1/id": "not_unique",
        "#/requirements/1/area": "unknown_reference", "#/requirements/1/cover/0/question": "unknown_reference",
        "#/requirements/1/cover/1/questionnaire_code": "unknown_reference"}), refused
    assert buyer.get("/v1/schemes/own-guideline").status == 404


def test_no_text_claims_what_a_self_check_cannot_give():
    """Only a certificate gives a star; these words are never ours."""
    words = [chr(0x8A8D) + chr(0x5B9A), "".join(map(chr, (0x53D6, 0x5F97, 0x76F8, 0x5F53)))]
    for folder in ("src", "include", "data", "openapi", "openapi.yaml", "pages", "docs", "sql", "README.md", "CHANGELOG.md"):
        place = ROOT / folder
        for path in [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file()):
            text = path.read_text(errors="ignore")
            assert not [word for word in words if word in text], path
