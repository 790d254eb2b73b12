"""Pages whose shell blocks, pasted one after the other, print what stands below them."""
import itertools
import pathlib
import re
import subprocess

from renkei_server import BINARY

BLOCK = re.compile(r"^```sh\n(.*?)^```\n(?:```text\n(.*?)^```\n)?", re.S | re.M)
ROOT = pathlib.Path(__file__).parents[2]
MARK = "=== end of block"


def blocks(page):
    """What is pasted, and what is printed then."""
    return [(match[1], match[2] or "") for match in BLOCK.finditer(page)]


def fits(shown, printed):
    """`…` stands for anything within a line."""
    pattern = ".*".join(map(re.escape, shown.split("…")))
    return re.fullmatch(pattern, printed) is not None


def make_checkout(folder, server, token):
    """A folder where ./dev env and build/release/renkei are what the reader has after ./dev run."""
    (folder / "build/release").mkdir(parents=True)
    for name in ("docs", "examples"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "build/release/renkei").symlink_to(pathlib.Path(BINARY).resolve())
    names = ("DATABASE_URL", "RENKEI_ADMIN_DATABASE_URL", "RENKEI_KEYS")
    exports = {"RENKEI_URL": server.base_url, "RENKEI_TOKEN": token,
               **{name: server.environment()[name] for name in names}}
    (folder / "dev").write_text("#!/bin/sh\n[ \"$1\" = env ] && cat <<'END'\n" + "".join(
        f"export {name}='{value}'\n" for name, value in exports.items()) + "END\n")
    (folder / "dev").chmod(0o755)
    return folder


def paste(checkout, tour):
    """Each block prints what the page shows below it."""
    script = "".join(f"{block}\necho '{MARK}'\n" for block, _ in tour)
    done = subprocess.run(["bash", "-c", script], cwd=checkout, capture_output=True, text=True, timeout=120,
                          check=False)
    assert done.stderr == ""
    printed = done.stdout.split(MARK + "\n")
    assert len(printed) == len(tour) + 1
    for (block, shown), got in zip(tour, printed):
        for expected, line in itertools.zip_longest(shown.splitlines(), got.splitlines(), fillvalue="(nothing)"):
            assert fits(expected, line), f"after\n{block}\nthe page shows\n{shown}\nand it prints\n{got}"
