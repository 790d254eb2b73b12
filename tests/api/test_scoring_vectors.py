"""`renkei score`: the golden vectors, and how the line tool treats what it is given."""
import json
import os
import pathlib
import random
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "tests/data/scoring_vectors.json").read_text())["examples"]
TOLERANCE = 1e-6
SHEET = json.loads((ROOT / "data/sheet.json").read_text())


def score(lines, *arguments):
    """Exit code and the results, one for each line."""
    text = "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)
    done = subprocess.run([os.environ["RENKEI_TEST_BINARY"], "score", *map(str, arguments)],
                          input=text.encode(errors="surrogateescape"), capture_output=True, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def differences(expected, got, at=""):
    """Where the two differ: members, lengths, words exactly, numbers by more than the tolerance."""
    if isinstance(expected, bool) or isinstance(got, bool) or not isinstance(expected, (int, float)):
        if type(expected) is not type(got):
            yield f"{at}: {got!r} instead of {expected!r}"
        elif isinstance(expected, dict):
            if list(expected) != list(got):
                yield f"{at}: members {list(got)} instead of {list(expected)}"
            for name in expected.keys() & got.keys():
                yield from differences(expected[name], got[name], f"{at}/{name}")
        elif isinstance(expected, list):
            if len(expected) != len(got):
                yield f"{at}: {len(got)} items instead of {len(expected)}"
            for index, pair in enumerate(zip(expected, got)):
                yield from differences(*pair, f"{at}/{index}")
        elif expected != got:
            yield f"{at}: {got!r} instead of {expected!r}"
    elif not isinstance(got, (int, float)) or abs(expected - got) > TOLERANCE:
        yield f"{at}: {got!r} instead of {expected!r}"


@pytest.fixture(scope="module")
def results():
    status, lines = score([vector["input"] for vector in VECTORS])
    assert status == 0
    assert len(lines) == len(VECTORS) == 16
    return lines


@pytest.mark.parametrize("index", range(len(VECTORS)), ids=[vector["name"] for vector in VECTORS])
def test_a_vector_comes_out_as_the_reference_says(results, index):
    assert list(differences(VECTORS[index]["expected"], results[index])) == []


@pytest.mark.parametrize("change", [
    lambda result: result.update(score=result["score"] + 0.000002),
    lambda result: result.update(band="low" if result["band"] != "low" else "high"),
    lambda result: result.update(surplus=1),
    lambda result: result.pop("tier"),
    lambda result: result["questions"].pop(),
    lambda result: result["questions"][0].update(gap=None),
    lambda result: result.update(tier_provisional=int(result["tier_provisional"])),
])
def test_a_changed_result_is_noticed(results, change):
    result = json.loads(json.dumps(results[0]))
    change(result)
    assert list(differences(VECTORS[0]["expected"], result))


def shuffled(value, generator):
    """The same document with the members of every object in another order."""
    if isinstance(value, dict):
        members = list(value.items())
        generator.shuffle(members)
        return {name: shuffled(member, generator) for name, member in members}
    return [shuffled(item, generator) for item in value] if isinstance(value, list) else value


def test_the_order_of_members_and_measures_changes_nothing(results):
    generator = random.Random(20261122)
    suppliers = [(vector["input"], result) for vector, result in zip(VECTORS, results)
                 if "nodes" not in vector["input"]]
    for _ in range(20):
        inputs = [shuffled(given, generator) for given, _ in suppliers]
        for given in inputs:
            generator.shuffle(given.get("measures", []))
        status, lines = score(inputs)
        assert status == 0
        assert lines == [result for _, result in suppliers]


def test_brief_gives_the_numbers_of_the_explanation(results):
    suppliers = [(vector["input"], result) for vector, result in zip(VECTORS, results)
                 if "nodes" not in vector["input"]]
    status, lines = score([given for given, _ in suppliers], "--brief")
    assert status == 0
    for brief, (_, full) in zip(lines, suppliers):
        assert brief == {
            "score": full["score"], "band": full["band"], "assessed": full["assessed"],
            "impact": full["impact"]["I"], "likelihood": full["likelihood"]["L"],
            "confidence": full["confidence"]["value"], "confidence_label": full["confidence"]["label"]}


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
    status, lines = score([VECTORS[0]["input"], line, "\n", VECTORS[1]["input"]])
    assert status == 65
    assert len(lines) == 3
    assert [lines[0], lines[2]] == results[:2]
    assert set(lines[1]) == {"error", "line"}
    assert lines[1]["line"] == 2
    assert error in lines[1]["error"]


def test_nothing_in_nothing_out():
    assert score([]) == (0, [])


@pytest.mark.parametrize("arguments", [["--fast"], ["--questionnaire"], ["--brief", "file"]])
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
                                       {"as_of": "2024-06-01", "answers": hidden}], "--questionnaire", file)
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
    assert score([blocks["input"]], "--questionnaire", file, "--brief") == (0, [blocks["brief"]])
    _, (full,) = score([blocks["input"]], "--questionnaire", file)
    for item in full["questions"][:2]:
        assert f"{item['contribution']:.6f}" in text
