"""The structure check itself: the tree passes, and each seeded fault is named."""
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parents[2]
CLEAN = '#include "renkei/base/arena.h"\n\nint first(void)\n{\n    return 1;\n}\n'


def check(root, *arguments):
    command = [sys.executable, str(ROOT / "tools/check_structure.py"), "--root", str(root)]
    return subprocess.run(command + list(arguments), capture_output=True, text=True, check=False)


ROOMS = """
function(room name)
endfunction()
# floor 0
room(base PkgConfig::jansson)
room(db base PkgConfig::libpq)
room(auth base)
room(domain/change db)
room(domain/supplier domain/change)
room(domain/response domain/change)
room(api domain/supplier domain/response)
room(http api)
"""


@pytest.fixture
def tree(tmp_path):
    for folder in ("base", "db", "auth", "http", "domain/change", "domain/supplier", "domain/response", "api"):
        (tmp_path / "src" / folder).mkdir(parents=True)
        (tmp_path / "include/renkei" / folder).mkdir(parents=True)
    (tmp_path / "CMakeLists.txt").write_text(ROOMS)
    (tmp_path / "src/base/arena.c").write_text(CLEAN)
    (tmp_path / "include/renkei/base/arena.h").write_text("int first(void);\n")
    (tmp_path / "include/renkei/db/db.h").write_text("int second(void);\n")
    return tmp_path


def function(body, parameters="void"):
    return f"int third({parameters})\n{{\n{body}\n    return 0;\n}}\n"


FAULTS = [
    ("a header above", "src/base/text.c", '#include "renkei/db/db.h"\n', "base includes renkei/db/db.h of db"),
    # the name says nothing: a header of http that is called like one of base is one of http
    ("a header above by its folder alone", "src/db/pool.c", '#include "renkei/http/arena.h"\n',
     "db includes renkei/http/arena.h of http"),
    ("in a header, too", "include/renkei/db/rows.h", '#include "renkei/domain/change/change.h"\n',
     "db includes renkei/domain/change/change.h of domain/change"),
    ("a generated header above", "src/base/text.c", '#include "generated/db/statements.h"\n',
     "base includes generated/db/statements.h of db"),
    ("a room of the domain named later", "src/domain/supplier/supplier.c",
     '#include "renkei/domain/response/response.h"\n', "which it does not link"),
    ("a neighbour's header", "src/db/pool.c", '#include "renkei/auth/auth.h"\n', "includes renkei/auth/auth.h of auth"),
    ("a header of no room", "src/db/pool.c", '#include "renkei/arena.h"\n', "includes renkei/arena.h of main"),
    ("a neighbour's inner header", "src/db/pool.c", '#include "../auth/key.h"\n', "which it does not link"),
    ("a folder that is no room", "src/domain/tag.c", "int tag;\n", "domain is no room"),
    ("a request below api", "src/domain/supplier/supplier.c", "bool get(struct request *rq);\n",
     "struct request in domain/supplier; api alone reads the request"),
    ("a path value below api", "include/renkei/domain/response/response.h", 'void a(void) { path_value(b, "id"); }\n',
     "path_value in domain/response; api alone reads the request"),
    ("libpq outside db", "src/http/edge.c", "#include <libpq-fe.h>\n", "only db may include <libpq-fe.h>"),
    ("ulfius outside http", "src/domain/change/tag.c", "#include <ulfius.h>\n", "only http may include <ulfius.h>"),
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


def test_the_rooms_are_declared_from_the_ground_up(tree):
    (tree / "CMakeLists.txt").write_text("room(db base)\nroom(base)\n")
    result = check(tree)
    assert result.returncode == 1
    assert "db links base, which is not named before it" in result.stderr


def test_no_room_grows_beyond_its_share(tree):
    rooms = ("base", "db", "auth", "domain/change", "domain/supplier", "domain/response", "api", "http")
    for room in rooms:
        (tree / f"src/{room}/first.c").write_text("\n" * 380)
        (tree / f"src/{room}/second.c").write_text("\n" * 380)
    assert check(tree).returncode == 0
    (tree / "src/db/third.c").write_text("\n" * 300)
    result = check(tree)
    assert result.returncode == 1
    assert re.search(r"^db: 1060 of 63\d\d lines of src, at most 15 %$", result.stdout, re.M)
    assert re.search(r"^auth +760 lines +11.9 %$", result.stdout, re.M)


def test_a_handler_reads_its_request(tree):
    (tree / "src/api/suppliers.c").write_text('bool get(struct request *rq) { return path_value(rq, "id"); }\n')
    assert check(tree).returncode == 0


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
