"""Certificates of suppliers: declared in answers, entered by hand, valid as of a day."""
import uuid

import pytest

from renkei_client import Client
from rounds import PROFILE, ask, events, make_supplier, submit_all


@pytest.fixture(scope="module")
def at(server, tenant):
    def make(day, time="01:00:00Z", **options):
        return Client(server, tenant.token(**options), now=f"{day}T{time}")
    return make


@pytest.fixture(scope="module")
def sheet(client):
    """The built-in one: CERT-01 is the P mark, CERT-02 ISMS."""
    return client.get("/v1/questionnaires?code=motex-scrm-2024&state=published").body["data"][0]["id"]


@pytest.fixture
def supplier(client):
    return make_supplier(client, profile=PROFILE)


def take_round(client, supplier, sheet, **certificates):
    response = ask(client, supplier, sheet)
    form = client.get(f"/v1/responses/{response}/form").body
    answers = {question["code"]: {"answer": "○"} for section in form["sections"]
               for question in section["questions"] if question["type"] == "three_state"}
    answers |= {"CERT-01": {"status": "not_obtained"}, "CERT-02": {"status": "not_obtained"}}
    answers |= {code.replace("_", "-"): answer for code, answer in certificates.items()}
    submit_all(client, response, answers)
    return response


def accept(client, response):
    done = client.post(f"/v1/responses/{response}/accept")
    assert done.status == 200, done


def add(client, supplier, **members):
    reply = client.post("/v1/certificates", json={"supplier_id": supplier, **members})
    assert reply.status == 201, reply
    return reply.body


def held(client, supplier, **params):
    reply = client.get("/v1/certificates", params={"supplier_id": supplier, **params})
    assert reply.status == 200, reply
    return reply.body["data"]


def score_of(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}/score").body


ISMS = {"status": "obtained", "number": "IS 123456", "expires_on": "2027-03-31", "scope": "本社"}


# --- from answers

def test_an_accepted_response_declares_its_certificates(supplier, sheet, at):
    now = at("2026-11-22")
    response = take_round(now, supplier, sheet, CERT_02=ISMS,
                          CERT_03={"text": "TISAX AL2", "expires_on": "2028-01-31"})
    assert held(now, supplier) == []
    accept(now, response)
    isms, other = held(now, supplier)
    assert (isms["kind"], isms["number"], isms["scope"]) == ("isms", "IS 123456", "本社")
    assert isms["question"] == {"questionnaire_code": "motex-scrm-2024", "code": "CERT-02"}
    assert (isms["state"], isms["evidence"], isms["edited_at"]) == ("valid", "self", None)
    assert (other["kind"], other["name"], other["state"]) == ("other", "TISAX AL2", "incomplete")
    assert [event["type"] for event in events(now) if event["resource"]["id"] == isms["id"]] == [
        "certificate.created"]


def test_the_next_round_renews_what_was_declared(supplier, sheet, at):
    first, second = at("2026-11-22"), at("2027-11-22")
    accept(first, take_round(first, supplier, sheet, CERT_02=ISMS))
    accept(second, take_round(second, supplier, sheet, CERT_02={**ISMS, "expires_on": "2030-03-31"}))
    row, = held(second, supplier)
    assert (row["expires_on"], row["revision"]) == ("2030-03-31", 2)
    accept(at("2027-11-23"), take_round(at("2027-11-23"), supplier, sheet,
                                        CERT_02={**ISMS, "expires_on": "2030-03-31"}))
    assert held(second, supplier)[0]["revision"] == 2  # equal to what is kept


def test_the_reviewers_evidence_goes_with_it(supplier, sheet, at):
    now = at("2026-11-22")
    response = take_round(now, supplier, sheet, CERT_02=ISMS)
    assert now.put(f"/v1/responses/{response}/answers/CERT-02/review", if_match="*",
                   json={"evidence": "verified"}).status == 200
    accept(now, response)
    assert held(now, supplier)[0]["evidence"] == "verified"


# --- by hand, and what that does to the score

def test_a_renewal_entered_by_hand_stands_in_the_answers_place(supplier, sheet, at):
    first, later = at("2026-11-22"), at("2027-06-01")
    accept(first, take_round(first, supplier, sheet, CERT_02=ISMS))
    assert later.post("/v1/operations/sweep").status == 200
    expired = score_of(later, supplier)
    row, = held(later, supplier)
    assert row["state"] == "expired"
    reply = later.patch(f"/v1/certificates/{row['id']}", if_match=f'"{row["revision"]}"',
                        json={"expires_on": "2030-03-31", "evidence": "verified"})
    assert reply.status == 200 and reply.body["state"] == "valid" and reply.body["edited_at"]
    renewed = score_of(later, supplier)
    assert renewed["cause"] == "certificate" and renewed["score"] < expired["score"]
    assert renewed["confidence"] > expired["confidence"]  # verified ISMS lifts the other answers
    question = next(one for one in renewed["explanation"]["questions"] if one["code"] == "CERT-02")
    assert question["state"] == "valid"
    findings = later.get("/v1/findings", params={"supplier_id": supplier, "question": "CERT-02"}).body
    assert [one["state"] for one in findings["data"]] == ["closed"]
    # An older answer confirmed again does not overwrite it; a new one does.
    newest = at("2027-12-01")
    accept(newest, take_round(newest, supplier, sheet, CERT_02={**ISMS, "number": "IS 9"}))
    row, = held(newest, supplier)
    assert (row["number"], row["expires_on"], row["edited_at"]) == ("IS 9", "2027-03-31", None)


def test_a_certificate_that_ran_out_is_found_and_nobody_answered_worse(supplier, sheet, at):
    first, second, later = at("2025-11-22"), at("2026-11-22"), at("2027-06-15")
    for now in (first, second):
        accept(now, take_round(now, supplier, sheet, CERT_02=ISMS))
    assert later.post("/v1/operations/sweep").status == 200
    found, = later.get("/v1/findings", params={"supplier_id": supplier, "question": "CERT-02"}).body["data"]
    assert (found["kind"], found["regression"]) == ("certificate_expired", False)


def test_what_is_not_scored_appends_no_score(supplier, sheet, at):
    now = at("2026-11-22")
    accept(now, take_round(now, supplier, sheet))
    before = score_of(now, supplier)["id"]
    row = add(now, supplier, kind="iso27017", number="C 1", expires_on="2027-03-31")
    add(now, supplier, kind="other", name="社内監査", number="A 1", expires_on="2027-03-31")
    assert now.delete(f"/v1/certificates/{row['id']}", if_match="*").status == 204
    assert score_of(now, supplier)["id"] == before
    add(at("2026-11-23"), supplier, kind="isms", number="IS 1", expires_on="2028-03-31",
        evidence="verified")
    after = score_of(now, supplier)
    assert after["id"] != before and after["cause"] == "certificate"


def test_deleting_a_certificate_that_counted_gives_the_answer_its_place_back(supplier, sheet, at):
    now, later = at("2026-11-22"), at("2026-11-23")
    accept(now, take_round(now, supplier, sheet))
    before = score_of(now, supplier)
    row = add(later, supplier, kind="isms", number="IS 1", expires_on="2028-03-31",
              evidence="verified")
    assert score_of(later, supplier)["score"] < before["score"]
    assert later.delete(f"/v1/certificates/{row['id']}", if_match=f'"{row["revision"]}"').status == 204
    assert score_of(later, supplier)["score"] == pytest.approx(before["score"], abs=1e-6)
    assert [event["type"] for event in events(later) if event["resource"]["id"] == row["id"]] == [
        "certificate.created", "certificate.deleted"]


def test_an_equal_patch_changes_nothing(client, supplier):
    row = add(client, supplier, kind="p_mark", number="10823456", expires_on="2030-03-31")
    path = f"/v1/certificates/{row['id']}"
    count = len(events(client))
    same = client.patch(path, if_match="*", json={"number": "10823456", "renewal_pending": False})
    assert same.status == 200 and same.body["revision"] == 1 and len(events(client)) == count
    silent = client.patch(path, if_match="*", json={"scope": "本社"},
                          headers={"Prefer": "return=minimal"})
    assert silent.status == 204 and client.get(path).body["scope"] == "本社"
    stale = client.patch(path, if_match='"7"', json={"number": "2"})
    assert stale.status == 412 and stale.body["current"]["number"] == "10823456"


def test_what_is_refused(client, supplier):
    def refused(**members):
        reply = client.post("/v1/certificates", json={"supplier_id": supplier, **members})
        assert reply.status == 422, reply
        return reply.errors

    assert refused(kind="other", number="1") == {"#/name": "required"}
    assert refused(kind="iso9001") == {"#/kind": "not_allowed_value"}
    assert refused(kind="isms", state="valid") == {"#/state": "read_only_field"}
    assert refused(kind="isms", supplier_id=str(uuid.uuid4())) == {"#/supplier_id": "unknown_reference"}
    row = add(client, supplier, kind="other", name="社内監査")
    reply = client.patch(f"/v1/certificates/{row['id']}", if_match="*", json={"name": None})
    assert (reply.status, reply.errors) == (422, {"#/name": "required"})
    assert client.get(f"/v1/certificates/{row['id']}").body["name"] == "社内監査"


def test_none_ends_before_it_was_issued(client, supplier):
    made = client.post("/v1/certificates", json={
        "supplier_id": supplier, "kind": "isms", "issued_on": "2027-04-01", "expires_on": "2027-03-31"})
    assert (made.status, made.errors) == (422, {"#/expires_on": "too_small"})
    row = add(client, supplier, kind="isms", issued_on="2024-04-01", expires_on="2027-03-31")
    path = f"/v1/certificates/{row['id']}"
    for patch, error in (({"expires_on": "2024-03-31"}, {"#/expires_on": "too_small"}),
                         ({"issued_on": "2027-04-01"}, {"#/issued_on": "too_large"}),
                         ({"issued_on": "2030-04-01", "expires_on": "2029-03-31"}, {"#/expires_on": "too_small"})):
        refused = client.patch(path, if_match="*", json=patch)
        assert (refused.status, refused.errors) == (422, error)
    assert client.get(path).body["expires_on"] == "2027-03-31"
    renewed = client.patch(path, if_match="*", json={"issued_on": "2027-03-31", "expires_on": "2027-03-31"})
    assert renewed.status == 200


# --- state and expiry

@pytest.mark.parametrize("members, as_of, state", [
    ({"number": "1", "expires_on": "2027-03-31"}, "2027-01-29", "valid"),
    ({"number": "1", "expires_on": "2027-03-31"}, "2027-01-30", "expiring"),  # 60 days
    ({"number": "1", "expires_on": "2027-03-31"}, "2027-03-31", "expiring"),
    ({"number": "1", "expires_on": "2027-03-31"}, "2027-04-01", "expired"),
    ({"number": None, "expires_on": "2027-03-31"}, "2027-01-01", "incomplete"),
    ({"number": "1", "expires_on": None}, "2027-01-01", "incomplete"),
    ({"number": None, "expires_on": "2027-03-31"}, "2027-04-01", "expired"),
])
def test_a_state_is_a_matter_of_the_day(client, supplier, members, as_of, state):
    row = add(client, supplier, kind="isms", **members)
    path = f"/v1/certificates/{row['id']}"
    reply = client.get(path, params={"as_of": as_of})
    assert reply.body["state"] == state and reply.etag.startswith(f'"1.{as_of}')
    assert [one["id"] for one in held(client, supplier, state=state, as_of=as_of)] == [row["id"]]


def test_a_declaration_without_expiry_is_complete(client, supplier):
    assert add(client, supplier, kind="security_action_2", number="SA 1")["state"] == "valid"


def test_expiring_within_days_and_expired_already(supplier, at):
    now = at("2026-11-22")
    for number, expires_on in (("past", "2026-01-31"), ("soon", "2026-12-22"), ("later", "2026-12-23"),
                               ("never", None)):
        add(now, supplier, kind="iso27701", number=number, expires_on=expires_on)
    listed = held(now, supplier, expiring_within=30)
    assert [row["number"] for row in listed] == ["past", "soon"]
    assert [row["number"] for row in held(now, supplier)] == ["past", "soon", "later", "never"]
    total = now.get("/v1/certificates", params={"supplier_id": supplier, "expiring_within": 31,
                                                "include_total": "true", "limit": 1}).body
    assert total["total"] == 3 and total["page"]["has_more"]
    assert held(now, supplier, kind="isms") == []


def test_a_respondent_sees_none(login, supplier):
    assert login("respondent", supplier_id=supplier).get("/v1/certificates").status == 403


# --- a last day that nobody told

@pytest.mark.parametrize("kind, issued_on, last", [
    ("scs_3", "2026-04-01", "2027-03-31"), ("p_mark", "2026-04-01", "2028-03-31"), ("isms", "2026-04-01", "2029-03-31"),
    ("scs_4", "2026-04-01", "2029-03-31"), ("scs_3", "2024-02-29", "2025-02-28"), ("scs_3", "2023-03-01", "2024-02-29"),
    ("isms", "9999-01-01", None), ("iso27017", "2026-04-01", None), ("isms", None, None)])
def test_a_last_day_is_assumed_by_the_kind_from_the_day_of_issue(client, supplier, kind, issued_on, last):
    row = add(client, supplier, kind=kind, number="1", issued_on=issued_on)
    assert (row["expires_on"], row["expiry_assumed"]) == (last, last is not None)


def test_an_assumed_day_stays_one_until_somebody_tells_a_real_one(client, supplier):
    row = add(client, supplier, kind="isms", number="1", issued_on="2026-04-01", assessor="田中審査員",
              register_checked_on="2026-05-01")
    path = f"/v1/certificates/{row['id']}"

    def after(**members):
        reply = client.patch(path, if_match="*", json=members)
        assert reply.status == 200, reply
        return reply.body["expires_on"], reply.body["expiry_assumed"]

    assert after(**{**client.get(path).body, "scope": "本社"}) == ("2029-03-31", True), "all of it, as it was read"
    assert after(**{**client.get(path).body, "issued_on": "2026-05-01"}) == ("2029-04-30", True)
    assert after(issued_on=None) == (None, False)
    assert after(issued_on="2026-04-01") == ("2029-03-31", True)
    assert after(kind="p_mark") == ("2028-03-31", True)
    assert after(kind="iso27017") == (None, False)
    assert after(kind="isms") == ("2029-03-31", True)
    assert after(expiry_assumed=False) == ("2029-03-31", False), "confirmed"
    assert after(issued_on="2026-04-02") == ("2029-03-31", False)
    assert after(expires_on=None) == ("2029-04-01", True)
    assert after(**{**client.get(path).body, "expires_on": "2029-06-30"}) == ("2029-06-30", False), "corrected where it stood"
    count = len(events(client))
    assert after(scope="本社") == ("2029-06-30", False) and len(events(client)) == count
    seen = client.get(path).body
    assert (seen["assessor"], seen["register_checked_on"]) == ("田中審査員", "2026-05-01")
    refused = client.patch(path, if_match="*", json={"register_checked_on": "2999-01-01"})
    assert (refused.status, refused.errors) == (422, {"#/register_checked_on": "too_large"})


def test_what_rests_on_an_assumed_day_says_so(supplier, sheet, at):
    now, later = at("2026-11-22"), at("2029-11-22")
    accept(now, take_round(now, supplier, sheet))
    before = score_of(now, supplier)
    add(now, supplier, kind="isms", number="IS 1", issued_on="2026-04-01")

    def judged(client):
        score = client.get(f"/v1/suppliers/{supplier}/score", params={"lang": "ja"}).body
        question = next(one for one in score["explanation"]["questions"] if one["code"].endswith("CERT-02"))
        return score, question["state"], question.get("expiry_assumed", False), "推定" in "".join(score["words"])

    score, *told = judged(now)
    assert told == ["valid", True, True] and score["score"] < before["score"]
    # Whoever is about to act reads it, too.
    reasons = later.get(f"/v1/suppliers/{supplier}/status", params={"action": "share_data", "lang": "ja"}).body["reasons"]
    reason = next(one for one in reasons if one["code"] == "certificate_expired")
    assert reason["expiry_assumed"] and reason["text"].endswith("有効期限は発行日からの推定です")
    # Confirmed, it is the same number; the score is another one all the same, without the word.
    row, = held(now, supplier)
    assert now.patch(f"/v1/certificates/{row['id']}", if_match="*", json={"expires_on": "2029-03-31"}).status == 200
    sure, *told = judged(now)
    assert told == ["valid", False, False] and (sure["score"], sure["id"] == score["id"]) == (score["score"], False)


def test_an_answer_tells_the_real_day_and_is_not_prefilled_with_an_assumed_one(supplier, sheet, at):
    first, second = at("2026-11-22"), at("2027-11-22")
    accept(first, take_round(first, supplier, sheet, CERT_02=ISMS))
    row, = held(first, supplier)
    assumed = first.patch(f"/v1/certificates/{row['id']}", if_match="*", json={"issued_on": "2024-04-01", "expires_on": None})
    assert (assumed.body["expires_on"], assumed.body["expiry_assumed"]) == ("2027-03-31", True)
    response = ask(second, supplier, sheet)
    assert second.post(f"/v1/responses/{response}/prefill", json={}).status == 200
    filled = second.get(f"/v1/responses/{response}/answers/CERT-02").body
    assert (filled["number"], filled["expires_on"]) == ("IS 123456", None)
    assert second.post(f"/v1/responses/{response}/cancel", json={"reason": "x"}).status == 200
    accept(second, take_round(second, supplier, sheet, CERT_02=ISMS))
    row, = held(second, supplier)
    assert (row["expires_on"], row["expiry_assumed"]) == ("2027-03-31", False)
