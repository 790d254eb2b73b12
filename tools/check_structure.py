#!/usr/bin/python3
"""Rooms and sizes of the C code.

Usage: check_structure.py [--root FOLDER] [--library libscore.a]

Rooms: src/<room> and include/renkei/<room> (generated/<room> likewise) are one room, and nothing but
its folder says where a file belongs. The `room(...)` lines of CMakeLists.txt name the rooms from the
ground up with what each links; a file includes headers of its own room and of what that one links,
directly or through others. Rooms below api know nothing of requests: not the struct, not how to read one.
Each outside library is included by one room only; the scoring library
asks for nothing but libm, mem* and str*. No room holds more than 15 % of the lines of src.
Sizes: function <= 60 lines (median <= 15, nine in ten <= 40), nesting <= 3, parameters <= 6,
file <= 400 lines, line <= 100.
Prints one line for each fault, then the figures; exits 1 when there is a fault.
"""
import argparse
import collections
import json
import pathlib
import re
import statistics
import subprocess
import sys

LIBRARIES = {r"ulfius\.h|microhttpd\.h|yder\.h|orcania\.h": "http", r"libpq-fe\.h": "db",
             r"jwt\.h|openssl/.*": "auth", r"pcre2\.h": "contract",
             r"seccomp\.h": "jobs", r"curl/.*": "egress",
             r"zlib\.h|xlsxwriter\.h|zip\.h": "file", r"csv\.h|expat\.h": "tabular"}
# What a handler reads of its request goes down as values; contract declares the handlers and their media types.
OF_REQUESTS = re.compile(r"\b(struct request|rq|path_value|query_(?:value|array|flag|integer)|preconditions|produces)\b")
SCORE_MAY_USE = re.compile(
    r"mem\w+|str\w+|_GLOBAL_OFFSET_TABLE_|__stack_chk_fail|__(mem|str)\w+_chk|"
    r"(exp|exp2|expm1|log|log2|log10|log1p|pow|sqrt|cbrt|fabs|floor|ceil|trunc|round|lround|llround|"
    r"rint|lrint|llrint|nearbyint|fmin|fmax|fmod|ldexp|frexp)f?")
SHARE, SHARE_FROM = 0.15, 5000  # of the lines of src, once there are so many
# Callbacks whose shape a library gives.
FOREIGN_SHAPES = {"MHD_start_daemon", "access_handler"}
LINES, MEDIAN, NINTH_DECILE, NESTING, PARAMETERS, FILE_LINES, COLUMNS = 60, 15, 40, 3, 6, 400, 100


def c_files(root, *folders):
    for folder in folders:
        yield from sorted((root / folder).rglob("*.[ch]"))


def rooms_below(root):
    """{room: the rooms it links, directly or through others}, from the ground up."""
    text = re.sub(r"#[^\n]*", "", (root / "CMakeLists.txt").read_text())
    below = {}
    for room, links in re.findall(r"^(?:lone_)?room\(([\w/]+)([^)]*)\)", text, re.M):
        links = [link for link in links.split() if "::" not in link]
        for link in links:
            if link not in below:
                sys.exit(f"CMakeLists.txt: {room} links {link}, which is not named before it")
        below[room] = {*links, *(far for link in links for far in below[link])}
    return below


def room_of(path):
    """The room of a path below src, include/renkei or generated: its folder. Files of src itself: main."""
    parts = pathlib.PurePath(path).parts
    for top in (("src",), ("include", "renkei"), ("renkei",), ("generated",)):
        if parts[:len(top)] == top:
            return "/".join(parts[len(top):-1]) or "main"
    return None


def include_faults(root, path, below):
    room = room_of(path.relative_to(root))
    if room not in below and room != "main":
        yield f"{path}: {room} is no room of CMakeLists.txt"
        return
    allowed = below.keys() if room == "main" else {room} | below[room]
    for number, line in enumerate(path.read_text().splitlines(), 1):
        quoted = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        angled = re.match(r"\s*#\s*include\s+<([^>]+)>", line)
        if quoted:
            target = room if "/" not in quoted[1] else room_of(quoted[1])
            if target not in allowed:
                yield f"{path}:{number}: {room} includes {quoted[1]} of {target}, which it does not link"
        for pattern, owner in LIBRARIES.items() if angled else ():
            if re.fullmatch(pattern, angled[1]) and room != owner:
                yield f"{path}:{number}: only {owner} may include <{angled[1]}>"


def request_faults(root, below):
    for path in c_files(root, "src", "include"):
        room = room_of(path.relative_to(root))
        if room not in below.get("api", ()) or room == "contract":
            continue
        for number, line in enumerate(code_only(path.read_text()).splitlines(), 1):
            for match in OF_REQUESTS.finditer(line):
                yield f"{path}:{number}: {match[0]} in {room}; api alone reads the request"


def share_faults(root, below):
    lines = collections.Counter()
    for path in c_files(root, "src"):
        lines[room_of(path.relative_to(root))] += len(path.read_text().splitlines())
    total = sum(lines.values())
    for room in [*below, "main"] if total >= SHARE_FROM else ():
        print(f"{room:22}{lines[room]:6} lines {100 * lines[room] / total:5.1f} %")
        if lines[room] > SHARE * total:
            yield f"{room}: {lines[room]} of {total} lines of src, at most {100 * SHARE:g} %"


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
            if value > limit and not (what == "parameters" and tag["name"] in FOREIGN_SHAPES):
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

    below = rooms_below(options.root)
    faults = [fault for path in c_files(options.root, "src", "include")
              for fault in include_faults(options.root, path, below)]
    faults += request_faults(options.root, below)
    faults += share_faults(options.root, below)
    faults += size_faults(options.root)
    faults += library_faults(options.library) if options.library else []
    print("\n".join(fault.removeprefix(f"{options.root}/") for fault in faults) or "rooms and sizes hold")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
