"""POST /v1/risk-scores/simulate: the golden vectors, what-if of a supplier, and nothing stored."""
import copy
import json
import uuid

import pytest

from renkei_client import Client
from rounds import PROFILE, ask, publish_sheet, submit_all
from test_scoring_vectors import VECTORS, differences, named


@pytest.fixture(scope="module")
def counts(server):
    """Rows of every table."""
    tables = [name for name, in server.sql(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'app'")]
    assert "app.risk_scores" in tables and "app.events" in tables

    def count():
        return dict(server.sql(" union all ".join(
            f"select '{table}', count(*) from {table}" for table in tables)))
    return count


@pytest.fixture(scope="module")
def simulate(client, counts):
    """Simulates, and holds that every table has the rows it had."""
    def run(body, status=200, **options):
        before = counts()
        reply = client.post("/v1/risk-scores/simulate", json=body, **options)
        assert reply.status == status, reply
        assert counts() == before
        return reply
    return run


@pytest.fixture(scope="module")
def assessed(client):
    """A supplier with a submitted sheet of all types: (id, id of the response)."""
    supplier = client.post("/v1/suppliers", json={"name": "試算", "profile": PROFILE}).body["id"]
    response = ask(client, supplier, publish_sheet(client))
    submit_all(client, response)
    return supplier, response


def in_one_order(document):
    """Members in the order of their names: replies of the service are not those of the line tool."""
    return json.loads(json.dumps(document, sort_keys=True))


def numbers_alone(tried):
    """Without what is told of them."""
    assert len(tried.pop("words")) >= 3
    assert all(question.pop("text") for question in tried["questions"])


@pytest.mark.parametrize("vector", VECTORS["2"], ids=[vector["name"] for vector in VECTORS["2"]])
def test_a_vector_comes_out_as_the_reference_says(simulate, vector):
    got = simulate(vector["input"]).body
    expected = named(vector, "2")
    if "nodes" not in vector["input"]:
        numbers_alone(got)
    assert list(differences(in_one_order(expected), in_one_order(got))) == []


def test_without_changes_it_says_what_is_stored(client, simulate, assessed):
    supplier, _ = assessed
    stored = client.get(f"/v1/suppliers/{supplier}/score").body
    tried = simulate({"supplier_id": supplier}).body
    assert stored["words"] == tried["words"]
    numbers_alone(tried)
    assert all(question.pop("text") for question in stored["explanation"]["questions"])
    assert list(differences(in_one_order(stored["explanation"]), in_one_order(tried))) == []


def test_what_if_comes_true(client, simulate, assessed):
    """A promised answer and a changed profile give the score that they give when they are real."""
    supplier, response = assessed
    told = simulate({"supplier_id": supplier, "profile": {"remote_connection": "always_on"}}).body
    before = client.get(f"/v1/suppliers/{supplier}")
    assert told["score"] > before.body["risk"]["score"]
    changed = client.patch(f"/v1/suppliers/{supplier}", if_match=before.etag,
                           json={"profile": {"remote_connection": "always_on"}})
    assert abs(changed.body["risk"]["score"] - told["score"]) <= 1e-6

    told = simulate({"supplier_id": supplier, "answers": {
        "B-01": {"answer": "done", "evidence": "verified"}}}).body
    assert client.put(f"/v1/responses/{response}/answers/B-01/review",
                      json={"evidence": "verified"}).status == 200
    assert client.post(f"/v1/responses/{response}/accept").status == 200
    real = client.get(f"/v1/suppliers/{supplier}").body["risk"]["score"]
    assert abs(real - told["score"]) <= 1e-6


def test_measures_are_tried(simulate, assessed):
    supplier, _ = assessed
    plain = simulate({"supplier_id": supplier}).body
    tried = simulate({"supplier_id": supplier, "measures": [
        {"id": "M1", "status": "verified", "targets": [{"question": "B-03", "effect": 1}]}]})
    assert tried.status == 200
    assert tried.body["score"] < plain["score"]
    assert tried.body["before_measures"] == plain["before_measures"]


@pytest.mark.parametrize("body, errors", [
    ({"as_of": "2026-02-30"}, {"#/as_of": "no_such_day"}),
    ({"as_of": "2026-11-22", "profile": {"data_sensitivity": "secret"}},
     {"#/profile/data_sensitivity": "not_allowed_value"}),
    ({"as_of": "2026-11-22", "answers": {"CYB-99": {"answer": "done"}}},
     {"#/answers/CYB-99": "question_unknown"}),
])
def test_what_cannot_be_tried_is_told_with_its_place(simulate, body, errors):
    assert simulate(body, 422).errors == errors


def test_an_unknown_supplier(simulate):
    assert simulate({"supplier_id": str(uuid.uuid4())}, 404).code == "not_found"


def test_another_tenants_supplier_is_unknown(make_tenant, server, assessed):
    other = Client(server, make_tenant().token("admin"))
    assert other.post("/v1/risk-scores/simulate", json={"supplier_id": assessed[0]}).status == 404


def test_a_key_is_not_taken(client, counts, simulate):
    """Nothing is stored, so there is nothing to replay: the header changes nothing."""
    body = copy.deepcopy(VECTORS["1"][0]["input"])
    first = simulate(body, key="one")
    body["as_of"] = "2030-01-01"
    second = simulate(body, key="one")
    assert second.body != first.body and "Idempotency-Replayed" not in second.headers
