"""Operating the service: is it alive, what does it count, what does it promise, what does it say."""
import pathlib
import re
import types

import pytest

from renkei_client import Client, contract

ROOT = pathlib.Path(__file__).parents[2]


def test_liveness_and_readiness(anyone):
    assert anyone.get("/livez").body == {"status": "ok"}
    assert anyone.get("/readyz").body["status"] == "ok"


def test_the_contract_is_served_as_it_was_built(anyone):
    reply = anyone.get("/openapi.json")
    assert reply.status == 200
    assert list(reply.body["paths"]) == list(contract.document["paths"])
    again = anyone.get("/openapi.json", headers={"If-None-Match": reply.etag})
    assert (again.status, again.raw, again.etag) == (304, b"", reply.etag)


@pytest.mark.parametrize("code", sorted(contract.document["x-problems"]))
def test_every_problem_explains_itself_in_both_languages(anyone, code):
    entry = contract.document["x-problems"][code]
    reply = anyone.get(f"/problems/{code}")
    open_gaps = {lang: re.sub(r"\{[^}]*\}", "…", text) for lang, text in entry["detail"].items()}
    assert reply.body == {"code": code, "status": entry["status"], "title": entry["title"],
                          "detail": open_gaps}


def test_a_title_tells_one_problem_from_another():
    for lang in ("ja", "en"):
        titles = [entry["title"][lang] for entry in contract.document["x-problems"].values()]
        assert len(set(titles)) == len(titles)


def test_an_unknown_problem_is_not_found(anyone):
    assert anyone.get("/problems/nonsense").code == "not_found"


def test_metrics_live_on_their_own_address(anyone, server):
    anyone.get("/livez")
    assert anyone.get("/metrics").status == 404
    own = Client(types.SimpleNamespace(host=server.host, port=server.metrics_port))
    reply = own.get("/metrics")
    assert reply.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert 'renkei_http_requests_total{route="/livez",method="GET",status="2xx"} ' in reply.text
    assert "renkei_http_request_duration_seconds_bucket" in reply.text
    assert own.get("/livez").status == 404


def test_metrics_are_for_nobody_unless_a_place_is_named(make_server):
    assert Client(make_server(RENKEI_METRICS_LISTEN="")).get("/metrics").code == "unknown_path"


def test_metrics_are_beside_the_rest_where_that_is_asked_for(make_server):
    server = make_server(RENKEI_METRICS_LISTEN="public")
    text = Client(server).get("/metrics").text
    # the request that asked for readiness may still be on its way out
    assert re.search(r"^renkei_http_connections [12]$", text, re.M)
    assert re.search(r"^renkei_http_requests_in_flight [12]$", text, re.M)
    opened, idle = (int(re.search(rf"^renkei_db_{name} (\d+)$", text, re.M)[1])
                    for name in ("connections", "connections_idle"))
    assert 1 <= opened <= 2 and idle <= opened  # the deny list is read from time to time


def test_the_program_says_who_it_is(server, anyone):
    version = anyone.get("/openapi.json").body["info"]["version"]
    assert server.run("version").stdout == f"renkei {version}\n"
    assert re.search(rf"^## {re.escape(version)}$", (ROOT / "CHANGELOG.md").read_text(), re.M)
    usage = server.run()
    assert usage.returncode == 64 and "serve" in usage.stderr
    assert server.run("serve", "now").returncode == 64
    assert server.run("nonsense").returncode == 64
