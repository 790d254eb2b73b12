"""Amending: a few questions of an accepted response asked again, everything else as it was."""
import pytest

from rounds import ALL_ANSWERS, ask, events, save, seq, submit_all


@pytest.fixture
def accepted(client, supplier, sheet):
    response = ask(client, supplier, sheet)
    submit_all(client, response)
    judged = client.put(f"/v1/responses/{response}/answers/B-03/review",
                        json={"evidence": "document", "comment": "確認済み"})
    assert judged.status == 200
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    return response


def amend(client, response, codes, **members):
    return client.post(f"/v1/responses/{response}/amend",
                       json={"codes": codes, "reason": "台数の誤り", **members})


def questions(client, response):
    form = client.get(f"/v1/responses/{response}/form").body
    return {question["code"]: question for section in form["sections"]
            for question in section["questions"]}


def test_one_wrong_answer_is_corrected_and_the_rest_stays(client, login, supplier, accepted):
    before = client.get(f"/v1/responses/{accepted}").body
    score = client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"]
    made = amend(client, accepted, ["B-01"], due_on="2027-01-31")
    assert made.status == 201 and made.body["state"] == "requested"
    assert made.body["amendment"] == {"response_id": accepted, "codes": ["B-01"],
                                      "reason": "台数の誤り"}
    assert made.body["due_on"] == "2027-01-31"
    assert made.body["progress"] == {**before["progress"], "answered": before["progress"]["answered"] - 1}
    assert client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"] == score
    amended = made.body["id"]

    tanaka = login("respondent", supplier_id=supplier)
    shown = questions(tanaka, amended)
    assert [code for code, question in shown.items() if question["open"]] == ["B-01"]
    assert shown["B-01"]["answer"]["answer"] == "done" and not shown["B-01"]["answer"]["confirmed"]
    assert shown["B-03"]["answer"]["confirmed"] and shown["B-03"]["previous"]["answer"] == "in_progress"
    blocked = tanaka.post(f"/v1/responses/{amended}/submit")
    assert blocked.errors == {"#/answers/B-01": "unconfirmed"}

    assert save(tanaka, amended, {"B-01": {"answer": "×"}}, revision=1).status == 200
    assert tanaka.post(f"/v1/responses/{amended}/submit").status == 200
    assert client.post(f"/v1/responses/{amended}/accept").status == 200
    worse = client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"]
    assert worse > score
    # The accepted one stays accepted, as it was.
    assert client.get(f"/v1/responses/{accepted}").body == before
    assert questions(client, accepted)["B-01"]["answer"]["answer"] == "done"
    # What was judged before is judged still.
    assert questions(client, amended)["B-03"]["answer"]["review"]["evidence"] == "document"


def test_only_the_listed_questions_can_be_saved(server, client, login, supplier, accepted, tenant):
    amended = amend(client, accepted, ["B-01", "M-04"]).body["id"]
    tanaka = login("respondent", supplier_id=supplier)
    before = seq(server, tenant)
    path = f"/v1/responses/{amended}/answers"
    for someone in (tanaka, client):
        locked = someone.put(f"{path}/B-03", json={"answer": "○"}, if_match='"1"')
        assert (locked.status, locked.code) == (409, "question_locked")
        assert locked.body["allowed"] == ["B-01", "M-04"]
        assert someone.delete(f"{path}/B-03", if_match='"1"').status == 409
        batch = save(someone, amended, {"B-01": {"answer": "×"}, "B-03": {"answer": "○"}}, revision=1,
                     params={"mode": "atomic"})
        assert batch.status == 409 and batch.errors == {"#/answers/1/code": "question_locked"}
    assert seq(server, tenant) == before
    rows = server.sql("select code, revision, updated_by from app.answers where response_id = %s "
                      "and revision > 1", amended)
    assert rows == []
    batch = save(client, amended, {"B-03": {"answer": "○"}, "M-04": {"number": 29}}, 1)
    assert batch.status == 207 and [fault["code"] for fault in batch.body["errors"]] == ["question_locked"]
    assert save(tanaka, amended, {"B-01": {"answer": "×"}}, 1).status == 200
    assert save(tanaka, amended, {"M-04": {"number": 30}}, 2).status == 200
    assert client.get(f"/v1/responses/{amended}").body["state"] == "in_progress"


def test_prefill_and_confirm_leave_closed_questions_alone(client, supplier, sheet, accepted):
    earlier = ask(client, supplier, sheet)
    submit_all(client, earlier, {**ALL_ANSWERS, "M-01": {"text": "前々回"}})
    assert client.post(f"/v1/responses/{earlier}/accept").status == 200
    amended = amend(client, earlier, ["B-01"]).body["id"]
    assert client.post(f"/v1/responses/{amended}/prefill",
                       json={"from_response_id": accepted}).status == 200
    assert questions(client, amended)["M-01"]["answer"]["text"] == "前々回"
    assert client.post(f"/v1/responses/{amended}/confirm", json={"codes": ["B-01"]}).status == 200
    assert client.post(f"/v1/responses/{amended}/submit").status == 200


def test_questions_that_hang_on_an_opened_one_are_opened_too(client, supplier, sheet):
    response = ask(client, supplier, sheet)
    answers = {code: members for code, members in ALL_ANSWERS.items() if code != "M-03"}
    submit_all(client, response, {**answers, "M-02": {"choice": "none"}})
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    made = amend(client, response, ["M-02"])
    assert made.body["amendment"]["codes"] == ["M-02", "M-03"]
    amended = made.body["id"]
    assert save(client, amended, {"M-02": {"choice": "vpn"}}, revision=1).status == 200
    blocked = client.post(f"/v1/responses/{amended}/submit")
    assert blocked.errors == {"#/answers/M-03": "answer_missing"}
    assert save(client, amended, {"M-03": {"choices": ["mfa"]}}).status == 200
    assert client.post(f"/v1/responses/{amended}/submit").status == 200


def test_what_cannot_be_amended(server, client, login, supplier, sheet, accepted, tenant):
    before = seq(server, tenant)
    path = f"/v1/responses/{accepted}/amend"
    assert client.post(path, json={"codes": ["B-01"]}).errors == {"#/reason": "required"}
    assert client.post(path, json={"codes": [], "reason": "x"}).errors == {"#/codes": "too_few"}
    unknown = client.post(path, json={"codes": ["B-01", "Z-99"], "reason": "x"})
    assert unknown.errors == {"#/codes/1": "question_unknown"}
    stale = client.post(path, json={"codes": ["B-01"], "reason": "x"}, if_match='"1"')
    assert stale.status == 412
    assert login("reviewer").post(path, json={"codes": ["B-01"], "reason": "x"}).status == 403
    assert seq(server, tenant) == before

    amended = amend(client, accepted, ["B-01"]).body["id"]
    second = amend(client, accepted, ["B-03"])
    assert second.code == "already_open" and second.body["response_id"] == amended
    # An amendment itself is not accepted yet.
    early = amend(client, amended, ["B-01"])
    assert early.code == "invalid_state" and "save" in early.body["allowed"]
    assert client.post(f"/v1/responses/{amended}/confirm", json={"codes": ["B-01"]}).status == 200
    assert client.post(f"/v1/responses/{amended}/submit").status == 200
    assert client.post(f"/v1/responses/{amended}/accept").status == 200
    late = amend(client, accepted, ["B-03"])
    assert late.code == "superseded" and late.body["response_id"] == amended
    assert client.post(f"/v1/suppliers/{supplier}/archive").status == 200
    assert amend(client, amended, ["B-01"]).code == "supplier_archived"
    assert server.sql("select count(*) from app.responses where supplier_id = %s", supplier) == [(2,)]


def test_a_cancelled_amendment_leaves_everything_as_it_was(client, supplier, accepted):
    risk = client.get(f"/v1/suppliers/{supplier}").body["risk"]
    amended = amend(client, accepted, ["B-01"]).body["id"]
    assert save(client, amended, {"B-01": {"answer": "×"}}, revision=1).status == 200
    assert client.post(f"/v1/responses/{amended}/submit").status == 200
    assert client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"] > risk["score"]
    assert client.post(f"/v1/responses/{amended}/cancel", json={"reason": "誤り"}).status == 200
    after = client.get(f"/v1/suppliers/{supplier}").body["risk"]
    assert (after["score"], after["band"]) == (risk["score"], risk["band"])
    told = [event for event in events(client) if event["resource"]["id"] == amended]
    assert [event["type"] for event in told if event["type"] != "answer.saved"] == [
        "response.requested", "response.started", "response.submitted", "response.cancelled"]
    assert told[0]["changes"]["amendment"][1]["codes"] == ["B-01"]


def test_lists_show_what_is_amended(client, supplier, accepted):
    amended = amend(client, accepted, ["B-01"]).body
    listed = client.get("/v1/responses", params={"supplier_id": supplier}).body["data"]
    assert {row["id"]: row["amendment"] for row in listed} == {
        accepted: None, amended["id"]: amended["amendment"]}
