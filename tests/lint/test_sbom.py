"""The bill of materials names what the program is linked with, and stops the build where it could not."""
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools/sbom.py"
BINARY = pathlib.Path(os.environ.get("RENKEI_TEST_BINARY", "build/dev/renkei"))

spec = importlib.util.spec_from_file_location("sbom", SCRIPT)
sbom = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sbom)


def make(tmp_path, *modules):
    out = tmp_path / "sbom.spdx.json"
    done = subprocess.run([sys.executable, SCRIPT, "--binary", BINARY, "--version", "1.2.3", "--out", out, *modules],
                          capture_output=True, text=True, check=False,
                          env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600"})
    return done, json.loads(out.read_text()) if out.exists() else None


def test_every_library_of_the_program_is_in_it(tmp_path):
    done, made = make(tmp_path, *(f"{name}=9.9" for name in sbom.LIBRARIES))
    assert done.returncode == 0, done.stderr
    assert (made["spdxVersion"], made["creationInfo"]["created"]) == ("SPDX-2.3", "2026-01-01T00:00:00Z")
    linked = {library for library in sbom.needed(BINARY) if not sbom.SYSTEM.search(library)}
    told = {package["comment"].rpartition(" ")[2] for package in made["packages"] if "comment" in package}
    assert told == linked and len(linked) >= 7
    ids = {package["SPDXID"] for package in made["packages"]} | {"SPDXRef-DOCUMENT"}
    assert len(ids) == len(made["packages"]) + 1
    for relation in made["relationships"]:
        assert {relation["spdxElementId"], relation["relatedSpdxElement"]} <= ids
    if shutil.which("dpkg-query"):
        assert sum("externalRefs" in package for package in made["packages"]) == len(linked)


def test_a_library_that_nobody_accounts_for_stops_the_build(tmp_path):
    done, made = make(tmp_path, "jansson=2.14")
    assert done.returncode != 0 and made is None
    assert "libmicrohttpd.so" in done.stderr and "libjansson" not in done.stderr
