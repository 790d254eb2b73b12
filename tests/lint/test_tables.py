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
