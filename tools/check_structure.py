#!/usr/bin/python3
"""Floors and sizes of the C code.

Usage: check_structure.py [--root FOLDER] [--library libscore.a]

Floors: an include points down (or stays in its room); each outside library is included by one room
only; the scoring library asks for nothing but libm, mem* and str*. Sizes: function <= 60 lines
(median <= 15, nine in ten <= 40), nesting <= 3, parameters <= 6, file <= 400 lines, line <= 100.
Prints one line for each fault, then the figures; exits 1 when there is a fault.
"""
import argparse
import json
import pathlib
import re
import statistics
import subprocess
import sys

FLOORS = {"base": 0, "score": 0, "contract": 1, "db": 1, "auth": 1, "domain": 2, "api": 3,
          "http": 4, "jobs": 4, "cli": 5, "main": 6}
# A header belongs to the room it names or, by its files (sweep.c, reminder_queue.c), to the lowest room
# that has one. These fit neither way.
HEADER_ROOMS = {"banned": "base", "data": "domain", "reminder": "domain", "reply": "api",
                "request": "domain", "tenant": "domain"}
GENERATED_ROOMS = {"problems": "base", "operations": "contract", "statements": "db", "migrations": "db"}
LIBRARIES = {r"ulfius\.h|microhttpd\.h|yder\.h|orcania\.h": "http", r"libpq-fe\.h": "db",
             r"jwt\.h|openssl/.*": "auth", r"pcre2\.h": "contract"}
SCORE_MAY_USE = re.compile(
    r"mem\w+|str\w+|_GLOBAL_OFFSET_TABLE_|__stack_chk_fail|__(mem|str)\w+_chk|"
    r"(exp|exp2|expm1|log|log2|log10|log1p|pow|sqrt|cbrt|fabs|floor|ceil|trunc|round|lround|llround|"
    r"rint|lrint|llrint|nearbyint|fmin|fmax|fmod|ldexp|frexp)f?")
LINES, MEDIAN, NINTH_DECILE, NESTING, PARAMETERS, FILE_LINES, COLUMNS = 60, 15, 40, 3, 6, 400, 100


def c_files(root, *folders):
    for folder in folders:
        yield from sorted((root / folder).rglob("*.[ch]"))


def room_of_header(root, name):
    stem = pathlib.PurePath(name).stem
    if stem.split("_")[0] in FLOORS:
        return stem.split("_")[0]
    files = [path for pattern in (f"*/{stem}.c", f"*/{stem}_*.c") for path in (root / "src").glob(pattern)]
    homes = {path.parent.name for path in files} & FLOORS.keys()
    return HEADER_ROOMS.get(stem) or min(homes, key=FLOORS.get, default=None)


def room_of_file(root, path):
    parts = path.relative_to(root).parts
    if parts[0] == "include":
        return room_of_header(root, path.name)
    return parts[1] if len(parts) > 2 else "main"


def room_of_include(root, including, name):
    folder, _, file = name.rpartition("/")
    if folder == "renkei":
        return room_of_header(root, file)
    if folder == "generated":
        return GENERATED_ROOMS.get(pathlib.PurePath(file).stem)
    return folder.split("/")[-1] if folder else room_of_file(root, including)


def include_faults(root, path):
    room = room_of_file(root, path)
    if room not in FLOORS:
        yield f"{path}: belongs to no room (name it in HEADER_ROOMS)"
        return
    for number, line in enumerate(path.read_text().splitlines(), 1):
        quoted = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        angled = re.match(r"\s*#\s*include\s+<([^>]+)>", line)
        if quoted:
            target = room_of_include(root, path, quoted[1])
            if target not in FLOORS:
                yield f"{path}:{number}: {quoted[1]} belongs to no room"
            elif target != room and FLOORS[target] >= FLOORS[room]:
                yield f"{path}:{number}: {room} (floor {FLOORS[room]}) includes {quoted[1]} of {target}"
        for pattern, owner in LIBRARIES.items() if angled else ():
            if re.fullmatch(pattern, angled[1]) and room != owner:
                yield f"{path}:{number}: only {owner} may include <{angled[1]}>"


def blank(match):
    """Keeps the lines of what is removed, so that numbers stay right."""
    return re.sub(r"[^\n]", " ", match[0])


def code_only(text):
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|^\s*#(?:\\\n|[^\n])*'
    return re.sub(pattern, blank, text, flags=re.S | re.M)


def nesting(body):
    """Depth of blocks within a function's outer braces; initialisers are no blocks."""
    depth, deepest, stack = 0, 0, []
    for match in re.finditer(r"[{}]", body):
        if match[0] == "}":
            depth -= stack.pop() if stack else 0
            continue
        before = body[:match.start()].rstrip()
        is_block = before.endswith((")", ";", "}", "{", ":")) or re.search(r"\b(else|do)$", before)
        is_value = re.search(r"\)\s*$", before) and re.search(r"[=,(?:&]\s*\([\w\s*\[\]]+\)\s*$", before)
        stack.append(1 if is_block and not is_value and 0 not in stack else 0)
        depth += stack[-1]
        deepest = max(deepest, depth)
    return deepest - 1


def parameter_count(signature):
    inner = re.sub(r"\([^()]*\)", "", signature[1:-1].strip())
    return 0 if inner in ("", "void") else inner.count(",") + 1


def functions(paths):
    command = ["ctags", "--output-format=json", "--languages=C", "--map-C=+.h", "--kinds-C=f",
               "--fields=+neS", "-f", "-", *map(str, paths)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in output.splitlines():
        tag = json.loads(line)
        if tag.get("_type") == "tag" and "end" in tag:
            yield tag


def size_faults(root):
    paths = list(c_files(root, "src", "include"))
    texts = {str(path): path.read_text() for path in paths}
    codes = {path: code_only(text).splitlines() for path, text in texts.items()}
    for path, text in texts.items():
        lines = text.splitlines()
        if len(lines) > FILE_LINES:
            yield f"{path}: {len(lines)} lines"
        for number, line in enumerate(lines, 1):
            if len(line) > COLUMNS:
                yield f"{path}:{number}: {len(line)} columns"

    lengths, depths = [], []
    for tag in functions(paths):
        place = f"{tag['path']}:{tag['line']}: {tag['name']}"
        body = "\n".join(codes[tag["path"]][tag["line"] - 1:tag["end"]])
        lengths.append(tag["end"] - tag["line"] + 1)
        depths.append(nesting(body))
        for what, value, limit in (("lines", lengths[-1], LINES), ("levels", depths[-1], NESTING),
                                   ("parameters", parameter_count(tag["signature"]), PARAMETERS)):
            if value > limit:
                yield f"{place}: {value} {what}, at most {limit}"
    if len(lengths) < 2:
        return
    median, ninth = statistics.median(lengths), statistics.quantiles(lengths, n=10)[8]
    print(f"{len(lengths)} functions in {len(paths)} files: median {median:g} lines, "
          f"nine in ten <= {ninth:.0f}, longest {max(lengths)}, deepest {max(depths)}")
    if median > MEDIAN:
        yield f"functions: median {median:g} lines, at most {MEDIAN}"
    if ninth > NINTH_DECILE:
        yield f"functions: nine in ten have <= {ninth:.0f} lines, at most {NINTH_DECILE}"


def library_faults(library):
    output = subprocess.run(["nm", str(library)], check=True, capture_output=True, text=True).stdout
    names = [(line.split()[-2], line.split()[-1]) for line in output.splitlines() if len(line.split()) > 1]
    defined = {name for kind, name in names if kind != "U"}
    if not defined:
        yield f"{library}: holds nothing"
    for name in sorted({name for kind, name in names if kind == "U"} - defined):
        if not SCORE_MAY_USE.fullmatch(name):
            yield f"{library}: asks for {name}; the scoring module stands alone"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).parents[1])
    parser.add_argument("--library", type=pathlib.Path)
    options = parser.parse_args()

    faults = [fault for path in c_files(options.root, "src", "include")
              for fault in include_faults(options.root, path)]
    faults += size_faults(options.root)
    faults += library_faults(options.library) if options.library else []
    print("\n".join(fault.removeprefix(f"{options.root}/") for fault in faults) or "floors and sizes hold")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
