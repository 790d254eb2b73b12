"""`renkei score` against the plain reference, on random suppliers with everything a supplier can have."""
import json
import os
import random
import subprocess

import pytest
import scoring_reference
from test_scoring_vectors import differences

AS_OF = "2024-06-01"
DAYS = ["2024-05-01", "2024-01-15T10:00:00+09:00", "2023-03-04", "2023-03-03", "2022-06-01", "2021-06-03", "2021-06-02",
        "2019-01-01", "2024-07-01"]
DUE = ["2024-05-31", "2024-06-01", "2024-12-31", "2020-01-01"]
EXPIRES = ["2024-05-31", "2024-06-01", "2023-12-04", "2023-12-03", "2026-01-01", None]
EVIDENCE = ["self", "self", "document", "verified", None]
CODES = ["Q-1", "Q-2", "Q-3", "Q-4", "Q-5", "Q-6", "Q-7", "Q-8", "CERT-01", "CERT-02"]
TYPES = ["three_state"] * 4 + ["single_choice", "multi_choice", "number", "certification", "free_text", "date"]
GAPS = [0, 0, 0.13, 0.41, 0.5, 0.77, 1, 1]
# A number whose seventh decimal is a bare 5 may be rounded either way by the last bit of a sum.
LAST_BIT = 1.5e-6


def maybe(draw, chance, **members):
    return members if draw.random() < chance else {}


def question(draw, code, with_threats):
    kind = "certification" if code.startswith("CERT") else draw.choice(TYPES)
    made = {"code": code, "type": kind, "text_ja": code, "weight": draw.choice([1, 1.7, 3, 5.3, 0.5, 37]),
            "weak_link": draw.random() < 0.4, "na_allowed": draw.random() < 0.6,
            "attack_kinds": draw.sample(scoring_reference.KINDS, draw.randint(0, 3)),
            **maybe(draw, 0.1, bonus_only=True), **maybe(draw, 0.1, scored=False)}
    if kind in ("single_choice", "multi_choice"):
        made["choices"] = [{"code": name, "gap": draw.choice(GAPS)} for name in "abcd"]
        made.update(maybe(draw, 0.5, combine=draw.choice(["worst", "best"])))
    if kind == "number":
        made["ranges"] = [{"min": None, "max": 0, "gap": draw.choice(GAPS)},
                          {"min": 0, "max": 10, "gap": draw.choice(GAPS)},
                          {"min": 10.5, "max": None, "gap": draw.choice(GAPS)}]
    if with_threats:
        made["threats"] = [{"rank": rank, "relation": draw.choice(["primary", "supporting"])}
                           for rank in draw.sample(range(1, 11), draw.randint(1, 3))]
    return made


def questionnaire(draw):
    with_threats = draw.random() < 0.7
    codes = draw.sample(CODES, draw.randint(1, len(CODES)))
    middle = draw.randint(0, len(codes))
    sections = [{"code": code, "questions": [question(draw, name, with_threats) for name in part]}
                for code, part in (("CONF", codes[:middle]), ("OTHER", codes[middle:]))]
    return {"format": "renkei-questionnaire/1", "sections": sections,
            **maybe(draw, 0.2, relation_strength={"primary": 3, "supporting": 1.5})}


def value(draw, asked):
    """What somebody can say to a question, without the name of the member."""
    kind = asked["type"]
    if kind == "three_state":
        return draw.choice(["done", "done", "in_progress", "not_done"])
    if kind == "single_choice":
        return draw.choice("abcd")
    if kind == "multi_choice":
        return draw.sample("abcd", draw.randint(1, 4))
    return draw.choice([-5, 0, 3, 10, 11, 1e6])


def answer(draw, asked):
    members = {"three_state": "answer", "single_choice": "choice", "multi_choice": "choices", "number": "number"}
    kind = asked["type"]
    said = {**maybe(draw, 0.4, answered_at=draw.choice(DAYS)), "evidence": draw.choice(EVIDENCE)}
    if kind in members:
        said[members[kind]] = value(draw, asked)
        said.update(maybe(draw, 0.3, plan={"due_on": draw.choice([*DUE, None])}))
        said.update(maybe(draw, 0.2, claimed=draw.choice([value(draw, asked), "not_applicable"])))
        if draw.random() < 0.25:
            said = {**said, members[kind]: None, "answer": "not_applicable", **maybe(draw, 0.8, reason="none here")}
    elif kind == "certification":
        said.update(status=draw.choice(["obtained", "obtained", "not_obtained", None]),
                    expires_on=draw.choice(EXPIRES), renewal_pending=draw.random() < 0.5,
                    number=draw.choice(["IS 1", "IS 1", " ", None]))
    elif kind == "free_text":
        said.update(text=draw.choice(["x", " ", None]), expires_on=draw.choice(EXPIRES))
    else:
        said.update(date=draw.choice(["2024-01-01", None]))
    return said


def sheet(draw, code):
    document = scoring_reference.BUILTIN if draw.random() < 0.2 else questionnaire(draw)
    asked = [item for section in document["sections"] for item in section["questions"]]
    silent = draw.choice([0, 0.1, 0.9])
    return {"code": code, "version": draw.randint(1, 9), "questionnaire": document,
            **maybe(draw, 0.7, answered_at=draw.choice(DAYS)),
            "answers": {item["code"]: answer(draw, item) for item in asked if draw.random() >= silent}}


def measures(draw, sheets):
    """Targets by their qualified names: a bare one may stand in two questionnaires."""
    names = [f"{given['code']}/{item['code']}" for given in sheets
             for section in given["questionnaire"]["sections"] for item in section["questions"]]
    return [{"id": str(number), "status": draw.choice(list(scoring_reference.EFFECTIVE)),
             "targets": [{"effect": draw.choice([0.13, 0.57, 1, 0]),
                          **({"impact": draw.choice("CAN")} if draw.random() < 0.2
                             else {"question": draw.choice(names)})} for _ in range(draw.randint(1, 3))]}
            for number in range(draw.randint(0, 3))]


GENTLE = {"as_of": AS_OF, "answers": {}, "sheets": None, "profile": {
    name: "none" if "none" in words else next(iter(words)) for name, words in scoring_reference.FIELDS.items()}}


def supplier(draw):
    sheets = [sheet(draw, code) for code in draw.sample(["a", "b", "Z", "a-1", "é"], draw.randint(1, 4))]
    profile = {name: draw.choice([*words, None]) for name, words in scoring_reference.FIELDS.items()}
    if draw.random() < 0.3:
        profile = {name: word or next(iter(scoring_reference.FIELDS[name])) for name, word in profile.items()}
    return {"as_of": AS_OF, "profile": profile, "sheets": sheets, "measures": measures(draw, sheets),
            **maybe(draw, 0.5, answered_at=draw.choice(DAYS))}


def score(inputs):
    lines = "".join(json.dumps(given) + "\n" for given in inputs)
    done = subprocess.run([os.environ["RENKEI_TEST_BINARY"], "score"], input=lines, capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stdout[:2000]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("seed", range(8))
def test_the_program_says_what_the_reference_says(seed):
    draw = random.Random(seed)
    inputs = [supplier(draw) for _ in range(60)]
    for given, got in zip(inputs, score(inputs)):
        wrong = list(differences(scoring_reference.explain(given), got, tolerance=LAST_BIT))
        assert wrong == [], json.dumps(given, ensure_ascii=False)[:3000]


def test_the_reference_meets_every_word():
    """The random suppliers reach what there is to reach, or agreeing on them would say little."""
    draw = random.Random(20)
    results = [scoring_reference.explain(supplier(draw)) for _ in range(250)]
    results += [scoring_reference.explain(GENTLE)]
    questions = [item for result in results for item in result["questions"]]
    assert {item["state"] for item in questions} == {
        "done", "in_progress", "not_done", "not_applicable", "unanswered", "valid", "obtained_incomplete",
        "expired_renewing", "expired", "not_obtained", "credited", "not_counted"}
    assert {issue for item in questions for issue in item["issues"]} == {
        "na_not_accepted", "plan_missing", "plan_overdue", "stale", "certificate_incomplete", "certificate_expired"}
    assert {result["reason"] for result in results} == {None, "little_known", "nothing_judged"}
    assert {result["band"] for result in results} == {None, *scoring_reference.BANDS}
    assert {result["recommended_star"] for result in results} == {3, 4}
    assert any(threat["G"] is None for result in results for threat in result["threats"])
    assert any("/" in item["code"] for item in questions)
    assert any(result["confidence"]["held"] < 1 for result in results)
    assert any(result["confidence"]["counted"] < 0.5 for result in results)


def test_the_order_of_everything_changes_no_bit():
    draw = random.Random(7)
    inputs = [supplier(draw) for _ in range(60)]

    def shuffled(given):
        if isinstance(given, dict):
            members = list(given.items())
            draw.shuffle(members)
            return {name: shuffled(member) for name, member in members}
        return given
    others = []
    for given in inputs:
        other = shuffled(given)
        other["sheets"] = draw.sample([shuffled(sheet) for sheet in given["sheets"]], len(given["sheets"]))
        other["measures"] = draw.sample(given["measures"], len(given["measures"]))
        others.append(other)
    assert score(inputs) == score(others)
