"""What an answer was: every value, who gave it, when, and by which way; and what a confirmation is."""
import pytest

from rounds import ALL_ANSWERS, PROFILE, ask, events, make_supplier, save

FIRST, SECOND, THIRD = "2026-12-10", "2027-12-10", "2028-12-10"


def noon(day):
    return f"{day}T03:00:00Z"


@pytest.fixture
def supplier(client):
    return make_supplier(client, profile=PROFILE)


@pytest.fixture
def sato(login, supplier):
    return login("respondent", supplier_id=supplier, sub="sato@supplier.example")


@pytest.fixture
def suzuki(login, supplier):
    return login("respondent", supplier_id=supplier, sub="suzuki@supplier.example")


def history(client, response, code="B-01"):
    reply = client.get(f"/v1/responses/{response}/answers/{code}/history")
    assert reply.status == 200, reply
    return reply.body["data"]


def told(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


def act(client, response, action, day, **options):
    reply = client.post(f"/v1/responses/{response}/{action}", now=noon(day), **options)
    assert reply.status == 200, reply
    return reply.body


def finish(client, response, day):
    act(client, response, "submit", day)
    act(client, response, "accept", day)


def first_round(client, supplier, sheet, person):
    response = ask(client, supplier, sheet)
    assert save(person, response, ALL_ANSWERS, now=noon(FIRST)).status == 200
    finish(client, response, FIRST)
    return response


# --- history

def test_each_value_is_kept_with_who_and_when_and_how(client, supplier, sheet, sato, suzuki):
    response = ask(client, supplier, sheet)
    path = f"/v1/responses/{response}/answers/B-01"
    sato.put(path, json={"answer": "×"}, if_match='"0"', now=noon(FIRST))
    suzuki.put(path, json={"answer": "○", "comment": "導入済み"}, if_match='"1"', now=noon(SECOND))
    client.put(path, json={"answer": "△", "channel": "phone", "answered_at": noon(FIRST)},
               if_match='"2"', now=noon(THIRD))
    assert client.delete(path, if_match='"3"', now=noon(THIRD)).status == 204
    rows = history(client, response)
    assert told(rows, "revision", "action", "by", "channel") == [
        (1, "saved", "sato@supplier.example", "online"), (2, "saved", "suzuki@supplier.example", "online"),
        (3, "saved", "tester", "phone"), (3, "deleted", "tester", "phone")]
    assert [row["value"] and row["value"]["answer"] for row in rows] == ["not_done", "done", "in_progress", None]
    assert rows[1]["comment"] == "導入済み" and rows[1]["at"].startswith(SECOND)
    assert rows[2]["answered_at"].startswith(FIRST) and rows[2]["at"].startswith(THIRD)
    again = client.put(path, json={"answer": "○"}, if_match='"0"')
    assert again.status == 200 and again.body["revision"] == 4
    assert [row["revision"] for row in history(client, response)] == [1, 2, 3, 3, 4]


def test_a_judgement_is_part_of_it_for_the_asking_side_alone(client, supplier, sheet, sato):
    response = ask(client, supplier, sheet)
    save(sato, response, ALL_ANSWERS)
    act(client, response, "submit", FIRST)
    judged = client.put(f"/v1/responses/{response}/answers/B-01/review", if_match="*",
                        json={"evidence": "verified", "adopted_answer": "not_done"})
    assert judged.status == 200, judged
    saved, reviewed = history(client, response)
    assert (saved["review"], reviewed["action"], reviewed["by"]) == (None, "reviewed", "tester")
    assert reviewed["review"]["adopted_answer"] == "not_done" and reviewed["value"]["answer"] == "done"
    assert told(history(sato, response), "revision", "action", "review") == [(1, "saved", None)]


def test_a_question_nobody_touched_has_no_history_and_an_unknown_one_is_404(client, login, supplier, sheet):
    response = ask(client, supplier, sheet)
    assert history(client, response) == []
    path = f"/v1/responses/{response}/answers"
    assert client.get(path + "/X-99/history").status == 404
    stranger = login("respondent", supplier_id=make_supplier(client))
    assert stranger.get(path + "/B-01/history").status == 404


def test_history_is_paged(client, supplier, sheet, sato):
    response = ask(client, supplier, sheet)
    for revision in range(5):
        sato.put(f"/v1/responses/{response}/answers/M-04", json={"number": revision},
                 if_match=f'"{revision}"')
    found, cursor = [], None
    for _ in range(3):
        page = client.get(f"/v1/responses/{response}/answers/M-04/history", params={
            "limit": 2, "include_total": "true", **({"cursor": cursor} if cursor else {})}).body
        assert page["total"] == 5
        found += [row["value"]["number"] for row in page["data"]]
        cursor = page["page"]["next_cursor"]
    assert found == [0, 1, 2, 3, 4] and cursor is None


# --- a confirmation is a statement of its own

def next_round(client, supplier, sheet, person, day, how):
    """A round that is prefilled and confirmed: question by question, by section, or by saving again."""
    response = ask(client, supplier, sheet)
    filled = act(person, response, "prefill", day, json={})
    assert filled["progress"]["answered"] == 0 and filled["state"] == "in_progress"
    if how == "codes":
        act(person, response, "confirm", day, json={"codes": list(ALL_ANSWERS)})
    elif how == "sections":
        act(person, response, "confirm", day, json={"section": "BASE"})
        half = act(person, response, "confirm", day, json={"section": "MORE"})
        assert half["progress"]["answered"] == 8
    else:
        assert save(person, response, ALL_ANSWERS, revision=1, now=noon(day)).status == 200
    finish(client, response, day)
    return response


@pytest.mark.parametrize("how", ["codes", "sections", "saved again"])
def test_a_confirmed_answer_is_of_that_day_and_by_that_person(client, supplier, sheet, sato, suzuki, how):
    first = first_round(client, supplier, sheet, sato)
    second = next_round(client, supplier, sheet, suzuki, SECOND, how)
    old = client.get(f"/v1/responses/{first}/answers/B-01").body
    new = client.get(f"/v1/responses/{second}/answers/B-01").body
    assert (old["answered_at"][:10], old["answered_by"]) == (FIRST, "sato@supplier.example")
    assert (new["answered_at"][:10], new["answered_by"]) == (SECOND, "suzuki@supplier.example")
    assert new["answer"] == "done" and new["confirmed"]


def test_who_confirms_every_year_never_ages(client, supplier, sheet, sato):
    """Three years of confirming: no stale finding, assessed to the end."""
    first_round(client, supplier, sheet, sato)
    for day in (SECOND, THIRD, "2029-12-10"):
        next_round(client, supplier, sheet, sato, day, "sections")
        found = client.get("/v1/findings", params={"supplier_id": supplier, "state": "open"}).body["data"]
        assert [row for row in found if row["kind"] == "stale_answer"] == []
        risk = client.get(f"/v1/suppliers/{supplier}").body["risk"]
        assert (risk["assessment_status"], risk["confidence_label"]) == ("assessed", "low")


def test_until_it_is_confirmed_an_answer_keeps_its_age_and_does_not_count(client, supplier, sheet, sato):
    first_round(client, supplier, sheet, sato)
    response = ask(client, supplier, sheet)
    act(sato, response, "prefill", SECOND, json={})
    answer = client.get(f"/v1/responses/{response}/answers/B-01").body
    assert (answer["answered_at"][:10], answer["confirmed"]) == (FIRST, False)
    half = act(sato, response, "confirm", SECOND, json={"codes": ["B-01", "B-02"]})
    assert half["progress"]["answered"] == 2
    replaced = sato.put(f"/v1/responses/{response}/answers/B-03", json={"answer": "○"}, if_match='"1"')
    assert replaced.status == 200
    taken_back = sato.delete(f"/v1/responses/{response}/answers/B-01", if_match='"2"')
    assert taken_back.status == 204
    assert client.get(f"/v1/responses/{response}").body["progress"]["answered"] == 2
    assert told(history(client, response, "B-02"), "action", "answered_by") == [
        ("prefilled", "sato@supplier.example"), ("confirmed", "sato@supplier.example")]


def test_a_campaign_counts_confirmed_answers_only(client, supplier, sheet, sato):
    first_round(client, supplier, sheet, sato)
    campaign = client.post("/v1/campaigns", json={
        "name": "2027", "questionnaire_id": sheet, "due_on": "2028-01-31", "prefill": True,
        "suppliers": {"ids": [supplier]}}).body
    assert campaign["progress"]["answered_share"] == 0
    response = client.get("/v1/responses", params={
        "supplier_id": supplier, "state": "requested"}).body["data"][0]
    assert response["progress"] == {"answered": 0, "required": 6, "total": 8}
    confirmed = act(sato, response["id"], "confirm", SECOND, json={"section": "BASE"})
    assert (confirmed["state"], confirmed["progress"]["answered"]) == ("in_progress", 3)
    started = [event for event in events(client) if event["type"] == "response.started"
               and event["resource"]["id"] == response["id"]]
    assert len(started) == 1


def test_what_an_amendment_opens_counts_once_it_is_said_again(client, supplier, sheet, sato):
    first = first_round(client, supplier, sheet, sato)
    amended = client.post(f"/v1/responses/{first}/amend", json={"codes": ["B-01", "B-03"], "reason": "訂正"})
    assert amended.status == 201 and amended.body["progress"]["answered"] == 6
    act(sato, amended.body["id"], "confirm", SECOND, json={"codes": ["B-01"]})
    stored = client.get(f"/v1/responses/{amended.body['id']}/answers/B-01").body
    kept = client.get(f"/v1/responses/{amended.body['id']}/answers/B-02").body
    assert (stored["answered_at"][:10], kept["answered_at"][:10]) == (SECOND, FIRST)


# --- the certificate that we know better

def test_prefill_takes_a_certificate_as_it_was_corrected_since(client, sato, supplier):
    """The buyer entered the renewal; confirming last year's form must not bring the old one back."""
    built_in = client.get("/v1/questionnaires?code=motex-scrm-2024&state=published").body["data"][0]["id"]
    response = ask(client, supplier, built_in)
    codes = [f"CONF-{n:02}" for n in range(1, 8)] + [f"CYB-{n:02}" for n in range(1, 16)]
    save(sato, response, {
        **{code: {"answer": "done"} for code in codes}, "CERT-01": {"status": "not_obtained"},
        "CERT-02": {"status": "obtained", "number": "IS 1", "expires_on": "2027-06-30"}}, now=noon(FIRST))
    finish(client, response, FIRST)
    isms = client.get("/v1/certificates", params={"supplier_id": supplier}).body["data"][0]
    client.patch(f"/v1/certificates/{isms['id']}", if_match=f'"{isms["revision"]}"', now=noon("2027-07-01"),
                 json={"number": "IS 2", "expires_on": "2030-06-30"})
    client.post("/v1/certificates", now=noon("2027-07-01"), json={
        "supplier_id": supplier, "kind": "p_mark", "number": "P 9", "expires_on": "2029-03-31"})
    later = ask(client, supplier, built_in)
    act(sato, later, "prefill", SECOND, json={})
    found = {row["code"]: row for row in client.get(
        f"/v1/responses/{later}/answers", params={"limit": 200}).body["data"]}
    assert (found["CERT-02"]["number"], found["CERT-02"]["expires_on"]) == ("IS 2", "2030-06-30")
    assert (found["CERT-01"]["status"], found["CERT-01"]["number"]) == ("obtained", "P 9")
    other = make_supplier(client)
    assert client.get("/v1/certificates", params={"supplier_id": other}).body["data"] == []
    for section in ("CONF", "CYB", "CERT"):
        act(sato, later, "confirm", SECOND, json={"section": section})
    finish(client, later, SECOND)
    held = client.get("/v1/certificates", params={"supplier_id": supplier}).body["data"]
    assert {(row["kind"], row["expires_on"]) for row in held} == {("isms", "2030-06-30"), ("p_mark", "2029-03-31")}


def test_the_review_of_what_is_not_accepted_yet_moves_the_score_at_once(client, supplier, sheet, sato):
    response = ask(client, supplier, sheet)
    save(sato, response, ALL_ANSWERS)
    act(client, response, "submit", FIRST)
    before = client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"]
    judged = client.put(f"/v1/responses/{response}/answers/B-01/review", if_match="*", now=noon(FIRST),
                        json={"evidence": "document", "adopted_answer": "not_done"})
    assert judged.status == 200, judged
    risk = client.get(f"/v1/suppliers/{supplier}").body["risk"]
    assert risk["score"] > before
    score = client.get(f"/v1/suppliers/{supplier}/score").body
    assert (score["id"], score["cause"]) == (risk["score_id"], "review")
    found = client.get("/v1/findings", params={"supplier_id": supplier, "question": "B-01"}).body["data"][0]
    assert (found["kind"], found["provisional"]) == ("not_done", True)
    act(client, response, "accept", FIRST)
    assert client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"] == risk["score"]
