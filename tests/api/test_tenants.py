"""Tenants and subjects as operators keep them."""
import time
import uuid

import pytest

from renkei_client import Client


def new_slug():
    return "op-" + uuid.uuid4().hex[:10]


def test_a_tenant_is_added_once(server):
    slug = new_slug()
    done = server.run("tenant", "add", slug, "--name", "株式会社 例")
    tenant_id = done.stdout.strip()
    assert done.returncode == 0 and str(uuid.UUID(tenant_id)) == tenant_id
    again = server.run("tenant", "add", slug)
    assert again.returncode == 1 and "exists already" in again.stderr and again.stdout == ""
    assert f"{tenant_id}\t{slug}\t株式会社 例" in server.run("tenant", "list").stdout.splitlines()


def test_a_tenant_has_everything_from_its_first_second(server):
    tenant_id = server.run("tenant", "add", new_slug()).stdout.strip()
    counts = {table: server.sql(f"select count(*) from app.{table} where tenant_id = %s", tenant_id)[0][0]
              for table in ("settings", "tenant_counters", "threats", "attack_kinds", "questionnaires", "events")}
    assert counts == {"settings": 1, "tenant_counters": 1, "threats": 10, "attack_kinds": 3,
                      "questionnaires": 3, "events": 0}


def test_an_id_of_ones_own(server):
    wanted = str(uuid.uuid4())
    assert server.run("tenant", "add", new_slug(), "--id", wanted.upper()).stdout.strip() == wanted
    assert server.run("tenant", "add", new_slug(), "--id", wanted).returncode == 1


@pytest.mark.parametrize("arguments", [
    ["add"], ["add", "Upper"], ["add", "-x"], ["add", "a" * 64], ["add", "a", "b"], ["add", "ok", "--id", "7"],
    ["add", "ok", "--name", ""], ["add", "ok", "--colour", "red"], ["remove", "x"], [], ["list", "all"]],
    ids=lambda arguments: " ".join(arguments)[:20] or "nothing")
def test_usage(server, arguments):
    done = server.run("tenant", *arguments)
    assert done.returncode == 64 and "usage: renkei tenant add SLUG" in done.stderr


def test_without_a_database(server):
    away = {"RENKEI_ADMIN_DATABASE_URL": "host=/nowhere", "DATABASE_URL": "host=/nowhere"}
    for command in (["tenant", "list"], ["check"], ["subject", "disable", "x", "--tenant", str(uuid.uuid4())],
                    ["migrate"]):
        assert server.run(*command, extra=away).returncode == 69, command


def test_migrating_again_changes_nothing(server):
    done = server.run("migrate")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_disabled_subject_is_shut_out_and_let_in_again(server, make_tenant):
    tenant, other = make_tenant(), make_tenant()
    client = Client(server, tenant.token("viewer", sub="leaver"))
    colleague = Client(server, tenant.token("viewer", sub="stayer"))
    namesake = Client(server, other.token("viewer", sub="leaver"))
    assert client.get("/v1/me").status == 200

    done = server.run("subject", "disable", "leaver", "--tenant", tenant.slug)
    assert (done.returncode, done.stdout) == (0, "leaver disabled\n")
    wait_for(client, 401)
    assert colleague.get("/v1/me").status == namesake.get("/v1/me").status == 200
    assert "already" in server.run("subject", "disable", "leaver", "--tenant", tenant.id).stdout

    assert server.run("subject", "enable", "leaver", "--tenant", tenant.id).returncode == 0
    wait_for(client, 200)


def wait_for(client, status, seconds=20):
    """The service reads the list every few seconds."""
    deadline = time.monotonic() + seconds
    while client.get("/v1/me").status != status:
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.parametrize("arguments, status", [
    ([], 64), (["disable"], 64), (["disable", "x"], 64), (["forget", "x", "--tenant", "t"], 64),
    (["disable", "x", "--tenant", "no-such-tenant"], 65),
    (["disable", "x", "--tenant", "00000000-0000-4000-8000-000000000000"], 65)])
def test_subjects_need_a_tenant(server, arguments, status):
    assert server.run("subject", *arguments).returncode == status


@pytest.mark.parametrize("arguments, status", [
    (["--tenant", "no-such-tenant"], 65), (["--tenant", "00000000-0000-4000-8000-000000000000"], 65),
    (["extra"], 64)])
def test_check_needs_a_tenant_that_exists(server, arguments, status):
    assert server.run("check", *arguments).returncode == status
