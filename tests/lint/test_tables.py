"""One row per kind: the lists that live in more than one language say the same."""
import pathlib
import re

import yaml

ROOT = pathlib.Path(__file__).parents[2]


def component(file, name):
    return yaml.safe_load((ROOT / "openapi" / file).read_text())["components"]["schemas"][name]


def test_the_fields_of_a_profile_are_one_list():
    fields = re.findall(r"'(\w+)'", (ROOT / "sql/fragments/profile_fields.sql").read_text())
    profile, full = component("suppliers.yaml", "Profile"), component("suppliers.yaml", "SupplierProfile")
    scorer = "".join(path.read_text() for path in (ROOT / "src/score").glob("*.c"))
    assert fields == list(profile["properties"]) == list(full["properties"]) == full["required"]
    assert [field for field in fields if f'"{field}"' not in scorer] == []


def test_the_kinds_of_reminders_are_one_list():
    rows = re.findall(r'^    \{"(\w+)",$', (ROOT / "src/domain/reminder/kinds.c").read_text(), re.M)
    subjects = set(re.findall(r'^    \{"\w+",\n     "(\w+)",$', (ROOT / "src/domain/reminder/kinds.c").read_text(), re.M))
    assert rows == component("words.yaml", "ReminderKind")["enum"]
    assert subjects == {path.stem.removeprefix("due_") for path in (ROOT / "sql/fragments").glob("due_*.sql")}


def test_the_types_of_questions_are_one_list():
    header = (ROOT / "include/renkei/sheet/question_types.h").read_text()
    words = re.findall(r"^    ROW\([A-Z_]+, (\w+),", header, re.M)
    assert words == component("words.yaml", "QuestionType")["enum"]
