"""What ./dev promises before anything is built."""
import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]


def dev(*arguments, **environment):
    return subprocess.run([ROOT / "dev", *arguments], capture_output=True, text=True, check=False, cwd="/",
                          stdin=subprocess.DEVNULL, env={**os.environ, **environment})


def test_alone_it_prints_help():
    result = dev()
    assert result.returncode == 0
    for verb in ("run", "stop", "env", "test", "check", "clients", "web", "bench", "fmt"):
        assert f"./dev {verb}" in result.stdout


def test_an_unknown_verb_is_a_usage_fault():
    result = dev("serve")
    assert (result.returncode, result.stdout) == (64, "")
    assert "./dev run" in result.stderr


def test_an_unknown_step_of_check_is_a_usage_fault():
    result = dev("check", "shell", "beauty")
    assert (result.returncode, result.stdout) == (64, "")
    assert "no step beauty; there are format" in result.stderr


@pytest.mark.parametrize("file", ["dev", "tools/dev/test.sh", "sql/migrations/0001_foundation.sql", "openapi.yaml"])
def test_a_checkout_on_windows_keeps_its_line_ends(file):
    """Checksums of migrations and shell scripts depend on them."""
    told = subprocess.run(["git", "check-attr", "eol", "--", file], capture_output=True, text=True, check=True,
                          cwd=ROOT).stdout
    assert told == f"{file}: eol: lf\n"


@pytest.fixture(name="poor")
def account_without_packages_and_rights(tmp_path):
    """A PATH on which no package is installed, the user is nobody special and sudo asks for a password."""
    for name, body in (("id", "echo 1000"), ("dpkg-query", "exit 1"), ("sudo", "exit 1"), ("apt-get", "exit 99")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    return {"PATH": f"{tmp_path}:/usr/bin:/bin", "RENKEI_LISTEN": "127.0.0.1:1"}


def test_without_rights_it_prints_the_one_line_to_run(poor):
    listed = re.search(r"^\[build\]\n(.*?)^\[test\]", (ROOT / "tools/packages.txt").read_text(), re.S | re.M)[1]
    wanted = [line.split()[0] for line in listed.splitlines() if line and line[0].islower()]
    result = dev("run", **poor)
    assert result.returncode == 69
    line = next(line for line in result.stderr.splitlines() if line.startswith("apt-get install"))
    assert sorted(line.split()[3:]) == sorted(wanted)


def part(script, **environment):
    """Words of tools/dev, in a shell of their own."""
    parts = "".join(f'. "$root/tools/dev/{name}.sh"; ' for name in ("common", "packages", "cluster"))
    return subprocess.run(["bash", "-c", f"set -euo pipefail; root={ROOT}; {parts}{script}"], capture_output=True,
                          text=True, check=False, env={**os.environ, **environment})


def test_the_step_of_packages_can_be_left_out(poor):
    assert part("packages_ensure build", **poor).returncode == 69
    assert part("packages_ensure build", **poor, RENKEI_SKIP_PACKAGES="1").returncode == 0


@pytest.mark.parametrize("version, status", [("14.12", 69), ("15.6 (Debian 15.6-0+deb12u1)", 0), ("16rc1", 0),
                                             ("17", 0), ("18.1", 69), ("150.1", 69)])
def test_postgresql_15_to_17_is_accepted(tmp_path, version, status):
    (tmp_path / "postgres").write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    (tmp_path / "postgres").chmod(0o755)
    result = part("pg_check", RENKEI_PG_BIN=str(tmp_path))
    assert (result.returncode, version in result.stderr) == (status, status != 0)


def test_a_folder_without_postgresql_is_named(tmp_path):
    result = part("pg_check", RENKEI_PG_BIN=str(tmp_path))
    assert result.returncode == 69
    assert str(tmp_path) in result.stderr


def test_each_package_is_listed_once_with_a_reason():
    lines = [line for line in (ROOT / "tools/packages.txt").read_text().splitlines() if line and line[0] not in "#["]
    names = [line.split()[0] for line in lines]
    assert len(names) == len(set(names))
    assert all(len(line.split(None, 1)) == 2 for line in lines)


def test_env_without_a_service_says_how_to_start_one(tmp_path):
    """Run from a copy, so that a service started from this checkout does not matter."""
    subprocess.run(["cp", "-r", ROOT / "dev", ROOT / "tools", tmp_path], check=True)
    result = subprocess.run([tmp_path / "dev", "env"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (69, "")
    assert "./dev run" in result.stderr
