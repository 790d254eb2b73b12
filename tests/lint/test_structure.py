"""The structure check itself: the tree passes, and each seeded fault is named."""
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
CLEAN = '#include "renkei/arena.h"\n\nint first(void)\n{\n    return 1;\n}\n'


def check(root, *arguments):
    command = ["/usr/bin/python3", str(ROOT / "tools/check_structure.py"), "--root", str(root)]
    return subprocess.run(command + list(arguments), capture_output=True, text=True, check=False)


@pytest.fixture
def tree(tmp_path):
    for folder in ("src/base", "src/db", "src/http", "src/domain", "include/renkei"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "src/base/arena.c").write_text(CLEAN)
    (tmp_path / "include/renkei/arena.h").write_text("int first(void);\n")
    (tmp_path / "include/renkei/db.h").write_text("int second(void);\n")
    return tmp_path


def function(body, parameters="void"):
    return f"int third({parameters})\n{{\n{body}\n    return 0;\n}}\n"


FAULTS = [
    ("an include upwards", "src/base/text.c", '#include "renkei/db.h"\n', "base (floor 0) includes renkei/db.h"),
    ("a neighbour's header", "src/db/pool.c", '#include "renkei/auth.h"\n', "includes renkei/auth.h of auth"),
    ("libpq outside db", "src/http/edge.c", "#include <libpq-fe.h>\n", "only db may include <libpq-fe.h>"),
    ("ulfius outside http", "src/domain/tag.c", "#include <ulfius.h>\n", "only http may include <ulfius.h>"),
    ("openssl outside auth", "src/db/pool.c", "#include <openssl/evp.h>\n", "only auth may include"),
    ("a long function", "src/db/pool.c", function("    first();\n" * 60), "lines, at most 60"),
    ("a deep function", "src/db/pool.c",
     function("    if (a) {\n while (b) {\n if (c) {\n do {\n d();\n } while (e);\n }\n }\n }"), "4 levels, at most 3"),
    ("many parameters", "src/db/pool.c", function("", "int a, int b, int c, int (*d)(int, int), int e, int f, int g"),
     "7 parameters, at most 6"),
    ("a long file", "src/db/pool.c", "\n" * 401, "401 lines"),
    ("a wide line", "src/db/pool.c", "/* " + "x" * 100 + " */\n", "106 columns"),
]


@pytest.mark.parametrize("path, text, complaint", [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_each_fault_is_named(tree, path, text, complaint):
    assert check(tree).returncode == 0
    (tree / path).write_text(text)
    result = check(tree)
    assert result.returncode == 1
    assert complaint in result.stdout


def test_initialisers_and_comments_are_no_nesting(tree):
    body = "    if (a) {\n        call(&(struct s){.b = {{{1}}}});\n        /* { { { { */\n    }"
    (tree / "src/db/pool.c").write_text(function(body))
    assert check(tree).returncode == 0


def test_a_scoring_library_that_reads_the_clock_is_refused(tree):
    source = tree / "score.c"
    source.write_text("#include <time.h>\n#include <math.h>\ndouble f(double x) { return exp(x) + (double)time(0); }\n")
    subprocess.run(["gcc", "-c", str(source), "-o", str(tree / "score.o")], check=True)
    subprocess.run(["ar", "rcs", str(tree / "libscore.a"), str(tree / "score.o")], check=True)
    result = check(tree, "--library", str(tree / "libscore.a"))
    assert result.returncode == 1
    assert "asks for time;" in result.stdout
    assert "asks for exp;" not in result.stdout
