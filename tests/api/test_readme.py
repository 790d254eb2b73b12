"""README.md is true: its shell blocks, pasted one after the other, print what stands below them, and its
tables name what the program knows."""
import pathlib
import re
import subprocess

import pytest

from renkei_client import contract
from tours import blocks, make_checkout, paste

ROOT = pathlib.Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = blocks(README)
DEV = re.compile(r"\./dev (\w+)( +--\w+)* *(#.*)?")


def commands_of_dev(block):
    """The verbs of a block of nothing but ./dev commands, else none."""
    matches = [DEV.fullmatch(line) for line in block.splitlines()]
    return [match[1] for match in matches] if all(matches) else []


TOUR = [(block, output) for block, output in BLOCKS if not commands_of_dev(block)]


@pytest.fixture(scope="module", name="checkout")
def checkout_with_a_demo_running(server, demo, tmp_path_factory):
    return make_checkout(tmp_path_factory.mktemp("checkout"), server, demo)


def test_the_tour_prints_what_the_readme_shows(checkout):
    assert len(TOUR) >= 10
    paste(checkout, TOUR)


def test_the_page_about_clients_prints_what_it_shows(checkout):
    section = re.search(r"^## Clients of our own\n(.*?)^## ", (ROOT / "docs/identity.md").read_text(), re.S | re.M)[1]
    shown = blocks(section)
    assert len(shown) == 2 and all(printed for _, printed in shown)
    paste(checkout, [TOUR[0], *shown])


def test_commands_of_dev_exist():
    shown = [verb for block, _ in BLOCKS for verb in commands_of_dev(block)]
    assert {"run", "test"} <= set(shown)
    usage = subprocess.run([ROOT / "dev"], capture_output=True, text=True, check=True).stdout
    for verb in shown:
        assert f"\n./dev {verb}" in f"\n{usage}"


def test_every_status_of_the_tour_is_documented_with_the_blocks():
    """A block that calls the service shows a status line for each call."""
    for block, output in TOUR:
        calls = len(re.findall(r"^call ", block, re.M))
        assert len(re.findall(r"^\d{3}$", output, re.M)) >= calls, block


def table(heading):
    """First column -> the row's other cells, of the table whose header begins with `heading`."""
    rows = re.search(rf"^\| {heading} .*\n\|[ |-]+\n((?:\|.*\n)+)", README, re.M)[1].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    return {first.strip("`"): rest for first, *rest in cells}


def test_the_configuration_table_names_every_variable():
    read = set(re.findall(r'"((?:RENKEI|DATABASE)_[A-Z_]+)"', (ROOT / "src/base/config.c").read_text()))
    assert set(table("variable")) == read


def test_the_defaults_of_the_table_are_those_of_the_code():
    code = (ROOT / "src/base/config.c").read_text()
    for name, text, word in re.findall(r'(?:text_or|read_number)\("([A-Z_]+)", (?:"([^"]+)"|([^",)]+))', code):
        default = text or word
        if default not in ("NULL", "config.database_url"):
            assert table("variable")[name][0].split(" ")[0] == f"`{default}`", name


def test_the_scopes_table_names_every_scope():
    assert set(table("scope")) == set(contract.document["x-scopes"])


def test_the_bundles_table_gives_what_the_program_gives(tenant):
    bundles = table("bundle")
    viewer = set(tenant.bundle("viewer").split())
    respondent = set(tenant.bundle("respondent").split())
    every = set(contract.document["x-scopes"])
    for name, (_, scopes) in bundles.items():
        words = set(re.findall(r"[a-z]+:[a-z]+", scopes))
        words |= viewer if "those of `viewer`" in scopes else set()
        words |= every - respondent if scopes.startswith("all but") else set()
        assert words == set(tenant.bundle(name).split()), name


def test_links_lead_to_files():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


# Of files one would write.
EXAMPLES = {"sql/queries/supplier_greet.sql", "sql/migrations/0001_words.sql", "tests/fuzz/NAME.c",
            "tests/fuzz/corpus/NAME"}


def test_named_files_exist():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")]
    for page in pages:
        for name in re.findall(r"`((?:src|tests|sql|tools|data|include|docs|examples)/[\w./-]+)`", page.read_text()):
            assert name in EXAMPLES or (ROOT / name).exists(), f"{page.name}: {name}"
