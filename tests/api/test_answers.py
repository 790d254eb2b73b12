"""Answers: saved one by one as people type, or a sheet at once; nobody's work is overwritten."""
import threading
import uuid

import pytest

from renkei_client import Client
from rounds import ALL_ANSWERS, SHEET, ask, events, save, seq


@pytest.fixture
def response(client, supplier, sheet):
    return ask(client, supplier, sheet)


@pytest.fixture
def path(response):
    return f"/v1/responses/{response}/answers"


@pytest.fixture
def tanaka(login, supplier):
    return login("respondent", supplier_id=supplier, sub="respondent:tanaka")


def put(client, path, code, body, revision=0, **options):
    return client.put(f"{path}/{code}", json=body, if_match=f'"{revision}"', **options)


# --- one answer

def test_an_unanswered_question_is_there_with_revision_0(client, path):
    reply = client.get(f"{path}/B-01")
    assert (reply.status, reply.etag, reply.body["revision"]) == (200, '"0"', 0)
    assert reply.body["answered_at"] is None and reply.body["type"] == "three_state"
    assert client.get(f"{path}/Z-99").status == 404


def test_an_answer_is_saved_and_read_again(client, tanaka, path):
    now = "2026-11-22T03:04:05.000006Z"
    reply = put(tanaka, path, "B-01", {
        "answer": "△", "comment": "12 台中 9 台",
        "plan": {"measure": "自動更新", "owner": "情報システム部", "due_on": "2027-03-31"}}, now=now)
    assert (reply.status, reply.etag) == (200, '"1"')
    shown = client.get(f"{path}/B-01")
    assert shown.body == {
        "code": "B-01", "type": "three_state", "revision": 1, "answer": "in_progress",
        "evidence": "self", "review": None, "channel": "online", "reason": None,
        "comment": "12 台中 9 台",
        "plan": {"measure": "自動更新", "owner": "情報システム部", "due_on": "2027-03-31"},
        "answered_at": now, "answered_by": "respondent:tanaka", "updated_at": now,
        "updated_by": "respondent:tanaka", "prefilled": False, "confirmed": True}
    assert tanaka.get(f"{path}/B-01").body == reply.body
    assert client.get(f"{path}/B-01", headers={"If-None-Match": '"1"'}).status == 304


@pytest.mark.parametrize("code", list(ALL_ANSWERS))
def test_every_type_comes_back_as_it_was_meant(client, path, code):
    reply = put(client, path, code, ALL_ANSWERS[code])
    assert reply.status == 200, reply
    stored = client.get(f"{path}/{code}").body
    assert stored == reply.body
    words = {"○": "done", "△": "in_progress"}
    for name, value in ALL_ANSWERS[code].items():
        if name == "plan":
            value = {"owner": None, **value}
        assert stored[name] == (words.get(value, value) if isinstance(value, str) else value)


@pytest.mark.parametrize("symbol, word", [
    ("○", "done"), ("◯", "done"), ("〇", "done"), ("o", "done"), ("O", "done"), ("ｏ", "done"),
    ("Ｏ", "done"), ("●", "done"), ("済", "done"), ("対応済み", "done"), ("△", "in_progress"),
    ("▲", "in_progress"), ("対応中", "in_progress"), ("×", "not_done"), ("x", "not_done"),
    ("X", "not_done"), ("ｘ", "not_done"), ("Ｘ", "not_done"), ("✕", "not_done"), ("✗", "not_done"),
    ("╳", "not_done"), ("☓", "not_done"), ("⨯", "not_done"), ("❌", "not_done"), ("未対応", "not_done"), ("N/A", "not_applicable"),
    ("n/a", "not_applicable"), ("Ｎ／Ａ", "not_applicable"),
    ("該当なし", "not_applicable"), ("非該当", "not_applicable"), ("対象外", "not_applicable"),
    ("○ ", "done"), ("○\ufe0e", "done"), ("⭕\ufe0f", "done"), ("✖\ufe0f ", "not_done"), ("　△　", "in_progress"), ("×\n", "not_done"), ("\u00a0該当なし\u200b", "not_applicable")])
def test_symbols_become_words(client, path, symbol, word):
    reply = put(client, path, "B-01", {"answer": symbol, "reason": "理由"})
    assert (reply.status, reply.body["answer"]) == (200, word)


@pytest.mark.parametrize("code, body, errors", [
    ("B-01", {"answer": "だいたい"}, {"#/answer": "not_allowed_value"}),
    ("B-01", {"answer": "0"}, {"#/answer": "not_allowed_value"}),
    ("B-01", {"answer": 1}, {"#/answer": "wrong_type"}),
    ("B-01", {"choice": "vpn"}, {"#/choice": "wrong_member_for_type"}),
    ("B-01", {"answer": "○", "plan": {"due_on": "2027-01-01"}}, {"#/plan": "unsupported_change"}),
    ("B-01", {"answer": "△", "plan": {"due_on": "来春"}}, {"#/plan/due_on": "not_date"}),
    ("B-01", {"answer": "△", "plan": {"due": "2027-01-01"}}, {"#/plan/due": "unknown_member"}),
    ("B-03", {"answer": "該当なし", "reason": "なし"}, {"#/answer": "not_applicable_refused"}),
    ("B-02", {"status": "○"}, {"#/status": "not_allowed_value"}),
    ("B-02", {"status": "obtained", "number": 123}, {"#/number": "wrong_type"}),
    ("B-02", {"status": "obtained", "expires_on": "令和9年3月31日"}, {"#/expires_on": "not_date"}),
    ("M-01", {"answer": "○"}, {"#/answer": "wrong_member_for_type"}),
    ("M-02", {"choice": "fax"}, {"#/choice": "not_allowed_value"}),
    ("M-02", {"answer": "○"}, {"#/answer": "not_allowed_value"}),
    ("M-02", {"answer": "N/A"}, {"#/answer": "not_applicable_refused"}),
    ("M-03", {"choices": ["mfa", "fax"]}, {"#/choices/1": "not_allowed_value"}),
    ("M-03", {"choices": ["mfa", "mfa"]}, {"#/choices/1": "not_unique"}),
    ("M-04", {"number": 366}, {"#/number": "out_of_range"}),
    ("M-04", {"number": -0.5}, {"#/number": "out_of_range"}),
    ("M-04", {"number": "3"}, {"#/number": "wrong_type"}),
    ("M-04", {"number": 3, "answer": "N/A"}, {"#/answer": "unsupported_change"}),
    ("M-05", {"date": "2026-02-30"}, {"#/date": "no_such_day"}),
    ("M-05", {"date": "2026-02-28", "text": "x"}, {"#/text": "wrong_member_for_type"}),
    ("B-01", {"answer": "○", "evidence": "verified"}, {"#/evidence": "read_only_field"}),
    ("B-01", {"answer": "○", "review": {"evidence": "verified"}}, {"#/review": "read_only_field"}),
    ("B-01", {"answers": "○"}, {"#/answers": "unknown_member"}),
])
def test_what_is_not_clear_is_refused_with_its_place(client, path, code, body, errors):
    reply = put(client, path, code, body)
    assert (reply.status, reply.errors) == (422, errors), reply
    assert client.get(f"{path}/{code}").body["revision"] == 0


def test_a_number_may_not_apply(client, path):
    reply = put(client, path, "M-04", {"answer": "該当なし", "reason": "設備なし"})
    assert (reply.body["answer"], reply.body["number"]) == ("not_applicable", None)


def test_not_applicable_without_a_reason_is_saved_but_blocks(client, response, path):
    assert put(client, path, "B-01", {"answer": "N/A"}).status == 200
    blockers = client.get(f"/v1/responses/{response}/blockers").body["data"]
    assert {"code": "B-01", "section": "BASE", "pointer": "#/answers/B-01",
            "reason": "reason_missing"} in blockers
    assert put(client, path, "B-01", {"answer": "N/A", "reason": "端末なし"}, 1).status == 200
    blockers = client.get(f"/v1/responses/{response}/blockers").body["data"]
    assert "B-01" not in {blocker["code"] for blocker in blockers}


def test_a_certificate_needs_number_and_expiry_to_be_submitted(client, response, path):
    assert put(client, path, "B-02", {"status": "obtained", "number": "IS 1"}).status == 200
    reasons = {blocker["code"]: blocker["reason"] for blocker in
               client.get(f"/v1/responses/{response}/blockers").body["data"]}
    assert reasons["B-02"] == "certificate_incomplete"
    refused = client.post(f"/v1/responses/{response}/submit")
    assert refused.errors["#/answers/B-02"] == "certificate_incomplete"


def test_text_is_stored_composed(client, path):
    reply = put(client, path, "M-01", {"text": "ホ\u309aリシー", "comment": "か\u3099"})
    assert (reply.body["text"], reply.body["comment"]) == ("ポリシー", "が")
    assert client.get(f"{path}/M-01").body == reply.body


# --- who may say what

def test_a_respondent_sets_neither_time_nor_channel_nor_evidence(tanaka, path):
    for name, value in (("answered_at", "2026-01-01T00:00:00Z"), ("channel", "paper"),
                        ("evidence", "document"), ("review", {"evidence": "document"})):
        reply = put(tanaka, path, "B-01", {"answer": "○", name: value})
        assert (reply.status, reply.errors) == (422, {f"#/{name}": "read_only_field"})


# --- what was read comes back

@pytest.mark.parametrize("who", ["client", "tanaka"])
@pytest.mark.parametrize("code", list(ALL_ANSWERS))
def test_an_answer_may_be_sent_back_as_it_was_read(request, client, path, who, code):
    caller = request.getfixturevalue(who)
    for revision in (0, 1):  # nobody has answered; somebody has
        read = caller.get(f"{path}/{code}").body
        assert read["revision"] == revision
        reply = put(caller, path, code, {**read, **ALL_ANSWERS[code], "comment": f"第{revision}"}, revision)
        assert reply.status == 200, reply
        assert reply.body["comment"] == f"第{revision}"
    last = caller.get(f"{path}/{code}").body
    before = client.get(f"{path}/{code}").etag
    assert put(caller, path, code, last, 2).body == last
    assert client.get(f"{path}/{code}").etag == before


def test_what_came_back_changed_is_refused_and_a_stale_caller_is_told_so_first(client, path):
    read = put(client, path, "B-01", {"answer": "○"}).body
    for name, value in (("code", "B-03"), ("revision", 7), ("evidence", "verified"), ("answered_by", "x"),
                        ("updated_at", "2020-01-01T00:00:00Z"), ("prefilled", True), ("confirmed", False)):
        reply = put(client, path, "B-01", {**read, name: value}, 1)
        assert (reply.status, reply.errors) == (422, {f"#/{name}": "read_only_field"}), reply
        assert put(client, path, "B-01", {**read, name: value}, 9).status == 412
    assert put(client, path, "B-01", {**read, "updated_at": read["updated_at"].replace("Z", "+00:00")}, 1).status == 200


def test_an_edited_answer_is_as_young_as_the_edit(client, path):
    """The time of the old one comes back with the rest; only a sheet entered by hand keeps its own."""
    read = put(client, path, "B-01", {"answer": "△"}, now="2026-11-01T00:00:00Z").body
    later = put(client, path, "B-01", {**read, "answer": "○"}, 1, now="2026-11-20T00:00:00Z").body
    assert later["answered_at"] == "2026-11-20T00:00:00.000000Z"
    paper = put(client, path, "B-01", {**later, "channel": "paper", "answered_at": "2024-04-01T00:00:00Z"}, 2).body
    edited = put(client, path, "B-01", {**paper, "answer": "×"}, 3).body
    assert (edited["answered_at"], edited["channel"]) == ("2024-04-01T00:00:00.000000Z", "paper")


def test_a_batch_takes_the_answers_of_the_list(client, response, path):
    for code, answer in ALL_ANSWERS.items():
        assert put(client, path, code, answer).status == 200
    answers = client.get(path, params={"limit": 200}).body["data"]
    reply = client.post(path, json={"answers": answers})
    assert reply.status == 200, reply
    assert client.get(path, params={"limit": 200}).body["data"] == answers
    wrong = [{**answers[0], "evidence": "verified"}, answers[1],
             {name: value for name, value in answers[2].items() if name != "revision"},
             {name: value for name, value in answers[3].items() if name != "code"}]
    reply = client.post(path, json={"answers": wrong}, params={"mode": "atomic"})
    assert reply.status == 422, reply
    assert reply.errors["#/answers/0/evidence"] == "read_only_field"
    assert {"#/answers/2/revision", "#/answers/3/code"} <= set(
        at for at, code in reply.errors.items() if code == "required")


def test_the_type_that_is_said_is_the_questions(client, path):
    assert put(client, path, "B-01", {"type": "three_state", "answer": "○"}).status == 200
    reply = put(client, path, "B-01", {"type": "free_text", "text": "はい"}, 1)
    assert (reply.status, reply.errors["#/type"]) == (422, "not_allowed_value"), reply
    reply = put(client, path, "B-01", {"type": "checkbox"}, 1)
    assert (reply.status, reply.errors) == (422, {"#/type": "not_allowed_value"})
    reply = put(client, path, "B-01", {"type": "three_state", "choice": "vpn"}, 1)
    assert (reply.status, reply.errors) == (422, {"#/choice": "unknown_member"})


def test_the_asking_side_enters_old_sheets(client, path):
    reply = put(client, path, "B-01", {"answer": "○", "channel": "paper",
                                       "answered_at": "2024-04-01T09:00:00+09:00"})
    assert (reply.body["answered_at"], reply.body["channel"]) == (
        "2024-04-01T00:00:00.000000Z", "paper")
    late = put(client, path, "B-01", {"answer": "○", "answered_at": "2026-11-23T00:00:01Z"}, 1,
               now="2026-11-23T00:00:00Z")
    assert (late.status, late.errors) == (422, {"#/answered_at": "future"})


# --- two people at once

def test_a_stale_save_shows_what_is_stored(client, tanaka, path):
    assert put(tanaka, path, "B-01", {"answer": "△"}).status == 200
    for options in ({"if_match": '"0"'}, {"headers": {"If-None-Match": "*"}}, {"if_match": '"7"'}):
        stale = client.put(f"{path}/B-01", json={"answer": "○"}, **options)
        assert (stale.status, stale.code) == (412, "stale")
        current = stale.body["current"]
        assert (current["answer"], current["revision"]) == ("in_progress", 1)
        assert current["updated_by"] == "respondent:tanaka" and current["updated_at"] is not None
    assert client.put(f"{path}/B-01", json={"answer": "○"}).status == 428
    assert put(client, path, "B-01", {"answer": "○"}, 1).body["revision"] == 2
    assert client.put(f"{path}/B-01", json={"answer": "×"}, if_match="*").body["revision"] == 3


def test_one_of_many_writers_wins_each_revision(server, tenant, client, path):
    """Twelve people save the same answer from the same revision: one is stored, eleven are told."""
    statuses = []

    def write(number):
        reply = put(Client(server, client.token), path, "B-01", {"answer": "○", "comment": str(number)})
        statuses.append(reply.status)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [412] * 11
    assert client.get(f"{path}/B-01").body["revision"] == 1


def test_neighbours_save_at_the_same_time(server, client, response, path):
    """Each writes its own question: nothing is lost, and the count of answers is right."""
    codes = [code for code in ALL_ANSWERS if code != "M-03"]

    def write(code):
        assert put(Client(server, client.token), path, code, ALL_ANSWERS[code]).status == 200

    threads = [threading.Thread(target=write, args=(code,)) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    body = client.get(f"/v1/responses/{response}").body
    assert body["progress"]["answered"] == len(codes) and body["revision"] == 1 + len(codes)


# --- changing one's mind

def test_an_equal_save_changes_nothing(client, server, tenant, response, path):
    assert put(client, path, "B-03", ALL_ANSWERS["B-03"], now="2026-11-01T00:00:00Z").status == 200
    before = seq(server, tenant)
    again = put(client, path, "B-03", ALL_ANSWERS["B-03"], 1, now="2026-11-22T00:00:00Z")
    assert again.status == 200 and again.body["revision"] == 1
    assert again.body["answered_at"] == "2026-11-01T00:00:00.000000Z"
    assert seq(server, tenant) == before
    remarked = put(client, path, "B-03", {**ALL_ANSWERS["B-03"], "comment": "予定どおり"}, 1,
                   now="2026-11-22T00:00:00Z")
    assert remarked.body["revision"] == 2  # a remark does not make the answer younger
    assert remarked.body["answered_at"] == "2026-11-01T00:00:00.000000Z"
    assert remarked.body["updated_at"] == "2026-11-22T00:00:00.000000Z"
    assert client.get(f"/v1/responses/{response}").body["revision"] == 3


def test_null_means_unanswered(client, response, path):
    assert put(client, path, "B-01", {"answer": "○"}).status == 200
    reply = put(client, path, "B-01", {"answer": None}, 1)
    assert (reply.body["answer"], reply.body["revision"]) == (None, 2)
    assert client.get(f"/v1/responses/{response}").body["progress"]["answered"] == 0


def test_an_answer_is_taken_back(client, server, tenant, response, path):
    assert put(client, path, "B-01", {"answer": "○"}).status == 200
    assert put(client, path, "B-01", {"answer": "×"}, 1).status == 200
    before = seq(server, tenant)
    assert client.delete(f"{path}/B-01").status == 428
    assert client.delete(f"{path}/B-01", if_match='"1"').status == 412
    assert client.delete(f"{path}/B-01", if_match='"2"').status == 204
    assert seq(server, tenant) == before + 1
    assert events(client)[-1]["changes"] == {"B-01": [2, None]}
    assert client.get(f"{path}/B-01").etag == '"0"'
    assert client.get(f"/v1/responses/{response}").body["progress"]["answered"] == 0
    assert client.delete(f"{path}/B-01", if_match="*").status == 404
    # Given again it stands above every revision it ever had.
    assert put(client, path, "B-01", {"answer": "△"}).body["revision"] == 3
    assert put(client, path, "B-01", {"answer": "○"}, 2).status == 412


def test_prefer_minimal(client, path):
    reply = put(client, path, "B-01", {"answer": "○"}, headers={"Prefer": "return=minimal"})
    assert (reply.status, reply.raw, reply.etag) == (204, b"", '"1"')


# --- a batch

BATCH = [{"code": "B-01", "revision": 0, "answer": "○"}, {"code": "Z-99", "revision": 0, "answer": "○"},
         {"code": "M-02", "revision": 0, "choice": "fax"}, {"code": "B-01", "revision": 0, "answer": "×"}]
WRONG = {"#/answers/1/code": "question_unknown", "#/answers/2/choice": "not_allowed_value",
         "#/answers/3/code": "not_unique"}


def post(client, path, *answers, mode=None, **options):
    return client.post(path, json={"answers": list(answers)}, params={"mode": mode} if mode else None, **options)


def faults(reply):
    return {fault["pointer"]: fault["code"] for fault in reply.body["errors"]}


def test_a_batch_may_be_all_or_nothing(client, server, tenant, response, path):
    before = seq(server, tenant)
    reply = post(client, path, *BATCH, mode="atomic")
    assert (reply.status, reply.errors) == (422, WRONG)
    assert client.get(path).body["data"] == [] and seq(server, tenant) == before

    saved = save(client, response, ALL_ANSWERS)
    assert saved.status == 200 and seq(server, tenant) == before + 2  # started, saved
    assert [answer["code"] for answer in saved.body["data"]] == list(ALL_ANSWERS)
    assert saved.body["response"]["state"] == "in_progress"
    assert saved.body["errors"] == saved.body["current"] == []
    assert events(client)[-1]["changes"] == {code: [0, 1] for code in ALL_ANSWERS}
    again = save(client, response, ALL_ANSWERS, revision=1)
    assert again.status == 200 and seq(server, tenant) == before + 2


def test_one_bad_answer_does_not_keep_the_others_out(client, server, tenant, response, path):
    before = seq(server, tenant)
    reply = post(client, path, *BATCH)
    assert reply.status == 207 and faults(reply) == WRONG, reply
    assert [answer["code"] for answer in reply.body["data"]] == ["B-01"]
    assert [answer["answer"] for answer in client.get(path).body["data"]] == ["done"]
    assert seq(server, tenant) == before + 2  # started, saved
    assert events(client)[-1]["changes"] == {"B-01": [0, 1]}
    assert reply.body["response"]["progress"]["answered"] == 1


@pytest.mark.parametrize("bad, at", [
    ({"code": "B-03", "revision": 0, "answer": 7}, "answer"),                      # another type
    ({"code": "B-03", "revision": 0, "answer": "○", "colour": "red"}, "colour"),  # no such member
    ({"code": "B-03", "revision": "0", "answer": "○"}, "revision"),
    ({"code": "B-03", "answer": "○"}, "revision"),
    ({"code": "", "revision": 0, "answer": "○"}, "code"),
    ({"code": "M-04", "revision": 0, "number": 1e9}, "number"),
    ({"code": "M-05", "revision": 0, "date": "2026-02-30"}, "date"),
    ({"code": "B-03", "revision": 0, "answer": "×", "plan": {"measure": 5, "due_on": "2027-01-01"}}, "plan/measure"),
    ({"code": "B-03", "revision": 0, "answer": "○", "type": "number"}, "type"),
    ("○", ""),
    (None, ""),
])
def test_each_way_to_be_wrong_is_its_own_cells(client, path, bad, at):
    good = [{"code": "B-01", "revision": 0, "answer": "○ "}, {"code": "M-02", "revision": 0, "choice": "vpn"}]
    reply = post(client, path, good[0], bad, good[1])
    assert reply.status == 207, reply
    place = ("#/answers/1/" + at).rstrip("/")
    assert list(faults(reply)) == [place]
    assert [answer["code"] for answer in reply.body["data"]] == ["B-01", "M-02"]
    whole = post(client, path, good[0], bad, mode="atomic")
    assert whole.status == 422 and list(whole.errors) == [place]
    alone = post(client, path, bad)
    assert alone.status == 422 and list(alone.errors) == [place.replace("/1", "/0", 1)]
    assert [answer["revision"] for answer in client.get(path).body["data"]] == [1, 1]


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\u00a0", "\u200b", "\u3164", "\ufeff"])
def test_texts_that_nobody_sees_say_nothing(client, response, path, blank):
    reply = post(client, path, {"code": "B-01", "revision": 0, "answer": "該当なし", "reason": blank},
                 {"code": "B-03", "revision": 0, "answer": "×", "plan": {"measure": blank, "owner": blank}},
                 {"code": "M-01", "revision": 0, "text": blank})
    assert reply.status == 200, reply
    told = reply.body["data"]
    assert (told[0]["reason"], told[1]["plan"], told[2]["text"]) == (None, None, None)
    blockers = client.get(f"/v1/responses/{response}/form").body["blockers"]
    assert ("B-01", "reason_missing") in [(blocker["code"], blocker["reason"]) for blocker in blockers]


def test_what_is_wrong_with_the_batch_refuses_it(client, path):
    good = {"code": "B-01", "revision": 0, "answer": "○"}
    bad = {"code": "B-03", "revision": 0, "answer": 7}
    assert client.post(path, json={"answers": [good, bad], "note": "x"}).errors == {
        "#/note": "unknown_member", "#/answers/1/answer": "wrong_type"}
    assert client.post(path, json={"answers": [good, bad]}, params={"mode": "some"}).status == 400
    assert post(client, path).errors == {"#/answers": "too_few"}
    many = post(client, path, good, *[bad] * 150)  # more than are named: nobody could say which were saved
    assert many.status == 422 and len(many.body["errors"]) == 100
    assert client.get(path).body["data"] == []


def test_a_stale_answer_names_its_place_and_what_is_stored(client, response, path):
    assert save(client, response, ALL_ANSWERS).status == 200
    sent = [{"code": "B-03", "revision": 0, "answer": "×"}, {"code": "M-04", "revision": 2, "number": 5}]
    stale = {"#/answers/1/revision": "stale_answer", "#/answers/2/revision": "stale_answer"}
    reply = post(client, path, {"code": "B-01", "revision": 1, "answer": "×"}, *sent, mode="atomic")
    assert (reply.status, reply.errors) == (412, stale)
    assert reply.body["errors"][0]["params"] == {"revision": 1}
    assert [answer["code"] for answer in reply.body["current"]] == ["B-03", "M-04"]
    assert client.get(f"{path}/B-01").body["answer"] == "done"
    reply = post(client, path, {"code": "B-01", "revision": 1, "answer": "×"}, *sent)
    assert reply.status == 207 and faults(reply) == stale
    assert [answer["code"] for answer in reply.body["current"]] == ["B-03", "M-04"]
    assert [(answer["code"], answer["revision"]) for answer in reply.body["data"]] == [("B-01", 2)]
    alone = post(client, path, *sent)
    assert alone.status == 412 and len(alone.body["current"]) == 2


def test_a_batch_that_was_partly_saved_is_not_saved_again(client, server, tenant, path):
    key = uuid.uuid4().hex
    first = post(client, path, *BATCH, key=key)
    before = seq(server, tenant)
    again = post(client, path, *BATCH, key=key)
    assert (first.status, again.status) == (207, 207) and again.raw == first.raw
    assert again.headers["Idempotency-Replayed"] == "true" and seq(server, tenant) == before


def test_a_repeated_batch_is_saved_once(client, server, tenant, response):
    key = uuid.uuid4().hex
    first = save(client, response, ALL_ANSWERS, key=key)
    before = seq(server, tenant)
    again = save(client, response, ALL_ANSWERS, key=key)
    assert again.status == 200 and again.raw == first.raw and seq(server, tenant) == before
    other = save(client, response, {"B-01": {"answer": "×"}}, key=key)
    assert (other.status, other.code) == (422, "idempotency_key_reused")


def test_the_list_is_in_sheet_order_and_paged(client, response, path):
    assert save(client, response, dict(reversed(ALL_ANSWERS.items()))).status == 200
    order = [question["code"] for section in SHEET["sections"] for question in section["questions"]]
    codes, cursor = [], None
    while True:
        reply = client.get(path, params={"limit": 3, "include_total": "true",
                                         **({"cursor": cursor} if cursor else {})})
        assert reply.status == 200 and reply.body["total"] == 8
        codes += [answer["code"] for answer in reply.body["data"]]
        cursor = reply.body["page"]["next_cursor"]
        if cursor is None:
            break
    assert codes == order
    assert client.get(path, params={"cursor": "x"}).status == 400


def test_answers_are_locked_once_submitted(client, response):
    assert save(client, response, ALL_ANSWERS).status == 200
    assert client.post(f"/v1/responses/{response}/submit").status == 200
    for reply in (save(client, response, {"B-01": {"answer": "×"}}, revision=1),
                  client.post(f"/v1/responses/{response}/confirm", json={"section": "BASE"}),
                  client.post(f"/v1/responses/{response}/prefill", json={}),
                  client.delete(f"/v1/responses/{response}/answers/B-01", if_match="*")):
        assert (reply.status, reply.code) == (409, "invalid_state")
        assert reply.body["allowed"] == ["review", "return", "accept", "update", "cancel"]


# --- the reviewer

def test_a_judgement_stands_beside_the_answer(client, login, tanaka, response, path):
    assert save(tanaka, response, ALL_ANSWERS).status == 200
    early = client.put(f"{path}/B-01/review", json={"evidence": "document"})
    assert (early.status, early.code) == (409, "invalid_state")
    assert "submit" in early.body["allowed"]
    assert tanaka.post(f"/v1/responses/{response}/submit").status == 200

    sato = login("reviewer", sub="user:sato")
    body = {"evidence": "document", "adopted_answer": "in_progress", "comment": "更新手順書を確認"}
    judged = sato.put(f"{path}/B-01/review", json=body, if_match='"1"')
    assert judged.status == 200 and judged.body["answer"] == "done"
    assert {name: judged.body["review"][name] for name in body} == body
    assert judged.body["review"]["by"] == "user:sato" and judged.etag == '"2"'
    assert judged.body["updated_by"] == "respondent:tanaka"
    assert client.get(f"{path}/B-01").body == judged.body
    stale = sato.put(f"{path}/B-01/review", json=body, if_match='"1"')
    assert stale.status == 412 and stale.body["current"]["revision"] == 2
    same = sato.put(f"{path}/B-01/review", json=body)
    assert same.body["revision"] == 2  # the same judgement again changes nothing
    assert "review" not in tanaka.get(f"{path}/B-01").body
    assert tanaka.put(f"{path}/B-01/review", json=body).status == 403


@pytest.mark.parametrize("code, body, errors", [
    ("B-01", {"adopted_answer": "done"}, {"#/evidence": "required"}),
    ("B-01", {"evidence": "hearsay"}, {"#/evidence": "not_allowed_value"}),
    ("B-03", {"evidence": "self", "adopted_answer": "not_applicable"},
     {"#/adopted_answer": "not_applicable_refused"}),
    ("M-02", {"evidence": "self", "adopted_answer": "done"},
     {"#/adopted_answer": "not_allowed_value"}),
    ("M-05", {"evidence": "self", "adopted_answer": "done"},
     {"#/adopted_answer": "wrong_member_for_type"}),
])
def test_a_judgement_has_its_rules(client, response, path, code, body, errors):
    assert save(client, response, ALL_ANSWERS).status == 200
    assert client.post(f"/v1/responses/{response}/submit").status == 200
    reply = client.put(f"{path}/{code}/review", json=body)
    assert (reply.status, reply.errors) == (422, errors)


def test_a_new_answer_drops_the_judgement_of_the_old_one(client, response, path):
    assert save(client, response, ALL_ANSWERS).status == 200
    assert client.post(f"/v1/responses/{response}/submit").status == 200
    assert client.put(f"{path}/B-01/review", json={"evidence": "verified"}).status == 200
    assert client.put(f"{path}/B-03/review", json={"evidence": "verified"}).status == 200
    assert client.post(f"/v1/responses/{response}/return", json={
        "reasons": [{"code": "B-01", "text": "最新の状況を"}]}).status == 200
    assert put(client, path, "B-01", {"answer": "△"}, 2).body["evidence"] == "self"
    assert client.get(f"{path}/B-03").body["evidence"] == "verified"
    nothing = client.put(f"{path}/Z-99/review", json={"evidence": "self"})
    assert nothing.status == 404
