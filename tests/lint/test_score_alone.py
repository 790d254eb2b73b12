"""The scoring module stands alone: what it asks for, what it links with, and that no vector is in it."""
import json
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src/score").glob("*.c"))
VECTORS = [vector for name in ("scoring_vectors.json", "scoring_vectors2.json")
           for vector in json.loads((ROOT / "tests/data" / name).read_text())["examples"]]
MAY_ASK = re.compile(r"mem\w+|str\w+|floor|_GLOBAL_OFFSET_TABLE_")
PROGRAM = r"""
#include <stdio.h>
#include "renkei/score/score.h"
int main(void)
{
    struct score_question questions[] = {{.type = SCORE_THREE_STATE, .weight = 5, .weak_link = true}};
    struct score_link links[1];
    struct score_questionnaire sheet = {.model = SCORE_MODEL_2, .question_count = 1, .questions = questions,
                                        .links = links, .link_capacity = 1};
    struct score_answer answers[] = {SCORE_BLANK_ANSWER};
    struct score_input input = {.as_of = 20000, .answered_on = SCORE_NO_DAY, .answers = answers};
    struct score_brief brief;

    answers[0].status = SCORE_DONE;
    score_profile_unknown(&input.profile);
    if (score_compile(&sheet, NULL) != SCORE_OK || score_brief(&sheet, &input, &brief) != SCORE_OK)
        return 1;
    printf("%.6f\n", brief.score);
    return 0;
}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """libscore.a as released, without sanitizers: one object for all files."""
    folder = tmp_path_factory.mktemp("score")
    (folder / "all.c").write_text("".join(f'#include "{source}"\n' for source in SOURCES))
    subprocess.run(["gcc", "-std=gnu11", "-O2", "-ffp-contract=off", "-fno-stack-protector", "-fno-pie",
                    "-D_GNU_SOURCE", f"-I{ROOT}/include", "-c", "all.c", "-o", "all.o"], cwd=folder, check=True)
    subprocess.run(["ar", "rcs", "libscore.a", "all.o"], cwd=folder, check=True)
    return folder / "libscore.a"


def test_it_asks_for_mathematics_and_memory_alone(library):
    output = subprocess.run(["nm", "-u", str(library)], check=True, capture_output=True, text=True).stdout
    names = re.findall(r"^\s+U (\w+)$", output, re.M)
    assert names
    assert [name for name in names if not MAY_ASK.fullmatch(name)] == []


def test_it_has_no_state(library):
    output = subprocess.run(["nm", str(library)], check=True, capture_output=True, text=True).stdout
    assert re.findall(r"^\w+ [bBdDcC] (\w+)$", output, re.M) == []


def test_it_links_alone(library):
    folder = library.parent
    (folder / "alone.c").write_text(PROGRAM)
    subprocess.run(["gcc", "-std=gnu11", f"-I{ROOT}/include", "-no-pie", "alone.c", "libscore.a", "-lm",
                    "-o", "alone"],
                   cwd=folder, check=True)
    done = subprocess.run([str(folder / "alone")], check=True, capture_output=True, text=True)
    # worst profile: H = X = 1, so a done without proof is worth half, V = 0.5: 5 (1 + 4 (0.625/2 + 0.375))
    assert done.stdout == "18.750000\n"


def numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return {number for item in value for number in numbers(item)}
    return {value} if isinstance(value, float) else set()


def test_no_vector_is_in_the_sources():
    telling = {str(number) for vector in VECTORS for number in numbers(vector["expected"])
               if len(str(number)) >= 7}
    names = {vector["name"] for vector in VECTORS}
    assert len(telling) > 500
    for file in (ROOT / "src").rglob("*.[ch]"):
        text = file.read_text()
        assert not {name for name in names if name in text}, file
        assert not telling & set(re.findall(r"\d+\.\d+", text)), file
