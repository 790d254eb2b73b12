"""`renkei score`: the golden vectors, and how the line tool treats what it is given."""
import json
import os
import pathlib
import random
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
FILES = {"1": "scoring_vectors.json", "2": "scoring_vectors2.json"}
VECTORS = {model: json.loads((ROOT / "tests/data" / name).read_text())["examples"] for model, name in FILES.items()}
COUNTS = {"1": 16, "2": 20}
CASES = [(model, index) for model in FILES for index in range(len(VECTORS[model]))]
TOLERANCE = 1e-6
SHEET = json.loads((ROOT / "data/sheet.json").read_text())


def score(lines, *arguments):
    """Exit code and the results, one for each line."""
    text = "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)
    done = subprocess.run([os.environ["RENKEI_TEST_BINARY"], "score", *map(str, arguments)],
                          input=text.encode(errors="surrogateescape"), capture_output=True, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def differences(expected, got, at="", tolerance=TOLERANCE):
    """Where the two differ: members, lengths, words exactly, numbers by more than the tolerance."""
    if isinstance(expected, bool) or isinstance(got, bool) or not isinstance(expected, (int, float)):
        if type(expected) is not type(got):
            yield f"{at}: {got!r} instead of {expected!r}"
        elif isinstance(expected, dict):
            if list(expected) != list(got):
                yield f"{at}: members {list(got)} instead of {list(expected)}"
            for name in expected.keys() & got.keys():
                yield from differences(expected[name], got[name], f"{at}/{name}", tolerance)
        elif isinstance(expected, list):
            if len(expected) != len(got):
                yield f"{at}: {len(got)} items instead of {len(expected)}"
            for index, pair in enumerate(zip(expected, got)):
                yield from differences(*pair, f"{at}/{index}", tolerance)
        elif expected != got:
            yield f"{at}: {got!r} instead of {expected!r}"
    elif not isinstance(got, (int, float)) or abs(expected - got) > tolerance:
        yield f"{at}: {got!r} instead of {expected!r}"


@pytest.fixture(scope="module", name="results")
def results_of_both_models():
    results = {}
    for model, vectors in VECTORS.items():
        status, results[model] = score([vector["input"] for vector in vectors], "--model", model)
        assert status == 0
        assert len(results[model]) == len(vectors) == COUNTS[model]
    return results


def named(vector, model):
    """What is expected, with the name that every result of a supplier bears."""
    if "nodes" in vector["input"]:
        return vector["expected"]
    return {"model": f"weakest-link-blend/{model}", **vector["expected"]}


@pytest.mark.parametrize("model, index", CASES, ids=[f"{model}-{VECTORS[model][index]['name']}"
                                                     for model, index in CASES])
def test_a_vector_comes_out_as_the_reference_says(results, model, index):
    assert list(differences(named(VECTORS[model][index], model), results[model][index])) == []


@pytest.mark.parametrize("change", [
    lambda result: result.update(score=result["score"] + 0.000002),
    lambda result: result.update(band="low" if result["band"] != "low" else "high"),
    lambda result: result.update(surplus=1),
    lambda result: result.pop("tier"),
    lambda result: result["questions"].pop(),
    lambda result: result["questions"][0].update(gap=None),
    lambda result: result.update(tier_provisional=int(result["tier_provisional"])),
    lambda result: result.update(model="weakest-link-blend/3"),
])
@pytest.mark.parametrize("model", FILES)
def test_a_changed_result_is_noticed(results, model, change):
    result = json.loads(json.dumps(results[model][0]))
    change(result)
    assert list(differences(named(VECTORS[model][0], model), result))


def test_without_a_model_it_is_the_second(results):
    assert score([vector["input"] for vector in VECTORS["2"]]) == (0, results["2"])


def shuffled(value, generator):
    """The same document with the members of every object in another order."""
    if isinstance(value, dict):
        members = list(value.items())
        generator.shuffle(members)
        return {name: shuffled(member, generator) for name, member in members}
    return [shuffled(item, generator) for item in value] if isinstance(value, list) else value


def suppliers(results, model):
    return [(vector["input"], result) for vector, result in zip(VECTORS[model], results[model])
            if "nodes" not in vector["input"]]


@pytest.mark.parametrize("model", FILES)
def test_the_order_of_members_and_measures_changes_nothing(results, model):
    generator = random.Random(20261122)
    cases = suppliers(results, model)
    for _ in range(20):
        inputs = [shuffled(given, generator) for given, _ in cases]
        for given in inputs:
            generator.shuffle(given.get("measures", []))
            generator.shuffle(given.get("sheets", []))
        status, lines = score(inputs, "--model", model)
        assert status == 0
        assert lines == [result for _, result in cases]


@pytest.mark.parametrize("model", FILES)
def test_brief_gives_the_numbers_of_the_explanation(results, model):
    cases = suppliers(results, model)
    status, lines = score([given for given, _ in cases], "--brief", "--model", model)
    assert status == 0
    for brief, (_, full) in zip(lines, cases):
        assert brief == {
            "model": full["model"], "score": full["score"], "band": full["band"], "assessed": full["assessed"],
            "impact": full["impact"]["I"], "likelihood": full["likelihood"] and full["likelihood"]["L"],
            "confidence": full["confidence"]["value"], "confidence_label": full["confidence"]["label"]}


def test_one_sheet_in_a_list_is_the_form_of_one_sheet(results):
    listed, expected = [], []
    for given, result in suppliers(results, "2"):
        if "sheets" in given:
            continue
        rest = {name: value for name, value in given.items() if name not in ("answers", "answered_at")}
        listed.append({**rest, "sheets": [{"code": "motex-scrm-2024", "answers": given["answers"],
                                           "answered_at": given.get("answered_at")}]})
        expected.append(result)
    assert score(listed) == (0, expected)


def test_an_informational_sheet_changes_no_bit(results):
    index = next(i for i, vector in enumerate(VECTORS["2"]) if "sheets" in vector["input"])
    sheets = VECTORS["2"][index]["input"]["sheets"]
    informational = next(sheet for sheet in sheets if sheet["code"] == "contact-2024")
    for given, result in suppliers(results, "2"):
        own = given.get("sheets") or [{"code": "motex-scrm-2024", "answers": given["answers"],
                                       "answered_at": given.get("answered_at")}]
        own = [sheet for sheet in own if sheet["code"] != "contact-2024"]
        rest = {name: value for name, value in given.items() if name not in ("answers", "answered_at", "sheets")}
        assert score([{**rest, "sheets": [informational, *own]}]) == (0, [result])


FIRST_MODEL_REFUSES = [
    ({"sheets": []}, "#/sheets: unknown_member"),
    ({"profile": {"access_level": "user"}}, "#/profile/access_level: unknown_member"),
    ({"profile": {"record_volume": None}}, "#/profile/record_volume: unknown_member"),
    ({"answers": {"CYB-01": {"answer": "done", "claimed": "done"}}}, "#/answers/CYB-01/claimed: unknown_member"),
]


@pytest.mark.parametrize("members, error", FIRST_MODEL_REFUSES)
def test_the_first_model_takes_nothing_that_came_later(members, error):
    status, (line,) = score([{"as_of": "2024-06-01", **members}], "--model", "1")
    assert status == 65
    assert error in line["error"]
    assert score([{"as_of": "2024-06-01", **members}])[0] == 0


OWN = {"sections": [{"code": "S", "questions": [{"code": "A", "type": "single_choice", "weight": 1,
                                                 "choices": [{"code": "x", "gap": 0}, {"code": "y", "gap": 1}]},
                                                {"code": "N", "type": "number", "weight": 1,
                                                 "ranges": [{"min": 0, "max": 9, "gap": 0}]},
                                                {"code": "T", "type": "free_text"}]}]}
BROKEN = {"sections": [{"questions": [{"code": "A", "type": "three_state"}]}]}


def many(count):
    return {"sections": [{"code": "S", "questions": [{"code": f"Q{number}", "type": "three_state", "weight": 1}
                                                     for number in range(count)]}]}


def sheet(code="own", questionnaire=OWN, **members):
    return {"code": code, "questionnaire": questionnaire, **members}


@pytest.mark.parametrize("members, error", [
    ({"sheets": {}}, "#/sheets: wrong_type (expected: array)"),
    ({"sheets": [7]}, "#/sheets/0: wrong_type (expected: object)"),
    ({"sheets": [{}]}, "#/sheets/0/code: required"),
    ({"sheets": [sheet(colour=1)]}, "#/sheets/0/colour: unknown_member"),
    ({"sheets": [sheet(version="1")]}, "#/sheets/0/version: wrong_type (expected: integer)"),
    ({"sheets": [sheet(answered_at="soon")]}, "#/sheets/0/answered_at: not_date"),
    ({"sheets": [sheet(), sheet("b"), sheet()]}, "#/sheets/2/code: not_unique"),
    ({"sheets": [sheet(), sheet("b", BROKEN)]},
     "#/sheets/1/questionnaire/sections/0/questions/0/weight: required"),
    ({"sheets": [sheet("b", answers=[])]}, "#/sheets/0/answers: wrong_type (expected: object)"),
    ({"sheets": [sheet("z", answers={"B": {}}), sheet()]}, "#/sheets/0/answers/B: question_unknown"),
    ({"sheets": [sheet(answers={"A": {"choice": "z"}})]}, "#/sheets/0/answers/A/choice: not_allowed_value"),
    ({"sheets": [sheet(answers={"A": {"choice": "x", "claimed": "z"}})]},
     "#/sheets/0/answers/A/claimed: not_allowed_value"),
    ({"sheets": [sheet(answers={"N": {"number": 10}})]}, "#/sheets/0/answers/N/number: out_of_range"),
    ({"sheets": [sheet(answers={"N": {"number": 1, "claimed": 10}})]}, "#/sheets/0/answers/N/claimed: out_of_range"),
    ({"sheets": [sheet(answers={"N": {"number": 1, "claimed": "1"}})]}, "#/sheets/0/answers/N/claimed: wrong_type"),
    ({"sheets": [sheet(answers={"T": {"text": "x", "claimed": "y"}})]},
     "#/sheets/0/answers/T/claimed: wrong_member_for_type (type: free_text)"),
    ({"sheets": [sheet()], "answers": {}}, "#/answers: unknown_member"),
    ({"answers": {"CYB-01": {"claimed": "perhaps"}}}, "#/answers/CYB-01/claimed: not_allowed_value"),
    ({"profile": {"access_level": "root"}},
     "#/profile/access_level: not_allowed_value (allowed: none, on_site, user, administrator)"),
    ({"sheets": [sheet("big", many(501))]},
     "#/sheets/0/questionnaire/sections/0/questions/500: too_many (max: 500)"),
    ({"sheets": [sheet("a", many(500)), sheet("b", many(500)), sheet("c", many(1))]},
     "#/sheets: too_many (max: 1000)"),
    ({"sheets": [sheet("a"), sheet("b")],
      "measures": [{"status": "planned", "targets": [{"question": "A", "effect": 1}]}]},
     "#/measures/0/targets/0/question: not_allowed_value (allowed: questionnaire/A)"),
    ({"sheets": [sheet("a"), sheet("b")],
      "measures": [{"status": "planned", "targets": [{"question": "c/A", "effect": 1}]}]},
     "#/measures/0/targets/0/question: question_unknown"),
])
def test_sheets_with_a_fault_give_an_error_and_no_guess(members, error):
    status, (line,) = score([{"as_of": "2024-06-01", **members}])
    assert status == 65
    assert error in line["error"]


def test_a_thousand_questions_in_all_are_scored():
    answers = {f"Q{number}": {"answer": "not_done"} for number in range(500)}
    status, (line,) = score([{"as_of": "2024-06-01", "sheets": [sheet("a", many(500), answers=answers),
                                                                sheet("b", many(500))]}])
    assert status == 0
    assert len(line["questions"]) == 1000
    assert [item["code"] for item in line["questions"][::500]] == ["a/Q0", "b/Q0"]
    # all open and no weak link: V = 0.375 + 0.625/2, nothing known of the profile: I = 5, X = 1
    assert line["score"] == 5 * (1 + 4 * (0.625 * 0.6875 + 0.375))


def test_two_sheets_with_a_code_say_whose_it_is():
    given = {"as_of": "2024-06-01", "profile": {"data_sensitivity": "none"},
             "sheets": [sheet("b", answers={"A": {"choice": "x", "evidence": "verified"}}),
                        sheet("a", {"sections": [{"code": "S", "questions": [
                            {"code": "A", "type": "three_state", "weight": 7},
                            {"code": "C", "type": "three_state", "weight": 3}]}]})],
             "measures": [{"status": "verified", "targets": [{"question": "b/N", "effect": 1},
                                                             {"question": "C", "effect": 0.5}]}]}
    status, (line,) = score([given])
    assert status == 0
    assert [(item["code"], item["gap"]) for item in line["questions"]] == [
        ("a/A", 1), ("C", 0.5), ("b/A", 0), ("N", 0)]
    assert [threat["rank"] for threat in line["threats"]] == [0]
    assert line["fix_first"][0]["question"] == "a/A"


@pytest.mark.parametrize("line, error", [
    ("{]\n", "not JSON"),
    ("\udcff\udcfe\n", "not JSON"),
    ('{"as_of":"2024-06-01","as_of":"2024-06-01"}\n', "not JSON"),
    ("[]\n", "#: wrong_type (expected: object)"),
    ("{}\n", "#/as_of: required"),
    ('{"as_of":"2024-02-30"}\n', "#/as_of: not_date"),
    ('{"as_of":"2024-06-01","profile":{"data_sensitivity":"secret"}}\n',
     "#/profile/data_sensitivity: not_allowed_value (allowed: none, internal, confidential, personal, special)"),
    ('{"as_of":"2024-06-01","answers":{"CYB-99":{"answer":"done"}}}\n', "#/answers/CYB-99: question_unknown"),
    ('{"as_of":"2024-06-01","answers":{"CYB-01":{"answer":"nearly"}}}\n', "#/answers/CYB-01/answer"),
    ('{"as_of":"2024-06-01","answers":{"CERT-01":{"answer":"done"}}}\n',
     "#/answers/CERT-01/answer: wrong_member_for_type (type: certification)"),
    ('{"nodes":[{"id":"a","E":2,"I":1}],"edges":[]}\n', "#/nodes/0/E: too_large"),
    ('{"nodes":[],"edges":[{"from":"a","to":"b","dependency":1,"penetration":1}]}\n', "#/edges/0/from"),
])
def test_a_bad_line_says_so_in_its_place(results, line, error):
    status, lines = score([VECTORS["2"][0]["input"], line, "\n", VECTORS["2"][1]["input"]])
    assert status == 65
    assert len(lines) == 3
    assert [lines[0], lines[2]] == results["2"][:2]
    assert set(lines[1]) == {"error", "line"}
    assert lines[1]["line"] == 2
    assert error in lines[1]["error"]


def test_nothing_in_nothing_out():
    assert score([]) == (0, [])


@pytest.mark.parametrize("arguments", [["--fast"], ["--questionnaire"], ["--brief", "file"],
                                       ["--model"], ["--model", "3"]])
def test_a_wrong_option_is_usage(arguments):
    assert score([], *arguments) == (64, [])


QUESTIONNAIRE = {
    "format": "renkei-questionnaire/1",
    "sections": [{"code": "S", "title_ja": "例", "questions": [
        {"code": "REMOTE", "type": "single_choice", "text_ja": "例", "weight": 5, "weak_link": True,
         "attack_kinds": ["business"],
         "choices": [{"code": "none", "gap": 0}, {"code": "mfa", "gap": 0.25}, {"code": "open", "gap": 1}]},
        {"code": "TOOLS", "type": "multi_choice", "text_ja": "例", "weight": 2, "combine": "best",
         "choices": [{"code": "edr", "gap": 0}, {"code": "av", "gap": 0.5}],
         "visible_if": {"question": "REMOTE", "in": ["mfa", "open"]}},
        {"code": "PATCH_DAYS", "type": "number", "text_ja": "例", "weight": 3,
         "ranges": [{"min": 0, "max": 14, "gap": 0}, {"min": 15, "max": 90, "gap": 0.5}]},
        {"code": "NOTE", "type": "free_text", "text_ja": "例"},
        {"code": "SINCE", "type": "date", "text_ja": "例"}]}]}


def test_a_questionnaire_of_ones_own(tmp_path):
    file = tmp_path / "own.json"
    file.write_text(json.dumps(QUESTIONNAIRE))
    answers = {"REMOTE": {"choice": "open"}, "TOOLS": {"choices": ["av", "edr"], "evidence": "verified"},
               "PATCH_DAYS": {"number": 30, "evidence": "verified"}, "NOTE": {"text": "x"},
               "SINCE": {"date": "2024-01-01"}}
    hidden = {**answers, "REMOTE": {"choice": "none", "evidence": "verified"}}
    status, (shown, left_out) = score([{"as_of": "2024-06-01", "answers": answers},
                                       {"as_of": "2024-06-01", "answers": hidden}],
                                      "--questionnaire", file, "--model", "1")
    assert status == 0
    assert [(item["code"], item["gap"]) for item in shown["questions"]] == [
        ("REMOTE", 1), ("TOOLS", 0), ("PATCH_DAYS", 0.5)]
    # one implicit threat: mean (5·1 + 2·0 + 3·0.5) / 10, weakest REMOTE, alone able to open everything
    assert shown["threats"] == [{"rank": 1, "mean": 0.65, "weakest": 1, "G": 0.86875, "tau": 1, "E": 0.86875,
                                 "L": 4.475, "score": 22.375, "band": "very_high"}]
    assert [item["code"] for item in left_out["questions"]] == ["REMOTE", "PATCH_DAYS"]
    # PATCH_DAYS is no weak link: half of 3/5 of its gap is what it can open alone
    assert left_out["threats"][0]["weakest"] == 0.15


def test_a_bad_questionnaire_is_named(tmp_path):
    file = tmp_path / "bad.json"
    file.write_text('{"sections":[{"questions":[{"code":"A","type":"three_state"}]}]}')
    done = subprocess.run([os.environ["RENKEI_TEST_BINARY"], "score", "--questionnaire", str(file)],
                          input="", capture_output=True, text=True, check=False)
    assert done.returncode == 65
    assert "#/sections/0/questions/0/weight: required" in done.stderr
    assert score([], "--questionnaire", tmp_path / "absent.json") == (65, [])


def test_symbols_stand_for_their_words():
    codes = [question["code"] for section in SHEET["sections"] for question in section["questions"]
             if question["type"] == "three_state"]
    for state in SHEET["answer_states"]:
        for symbol in state["accept"]:
            answers = [{code: {"answer": text, "reason": "r"} for code in codes}
                       for text in (symbol, state["value"])]
            status, (one, other) = score([{"as_of": "2024-06-01", "answers": given} for given in answers])
            assert status == 0
            assert one == other


def test_the_example_of_the_documentation(tmp_path):
    text = (ROOT / "docs/scoring.md").read_text()
    blocks = {name: json.loads(block) for name, block in re.findall(r"```json (\w+)\n(.*?)```", text, re.S)}
    file = tmp_path / "example.json"
    file.write_text(json.dumps(blocks["questionnaire"]))
    options = ("--questionnaire", file)
    assert score([blocks["input"]], *options, "--brief") == (0, [blocks["brief"]])
    _, (full,) = score([blocks["input"]], *options)
    for item in full["questions"][:2]:
        assert f"{item['contribution']:.6f}" in text
