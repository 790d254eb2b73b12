"""Plans that are made while a table is small go on when it is not: they know a supplier's rows by the supplier all the same."""
import contextlib
import os
import re

import pytest

from database import connect, database, rows
from pages import SESSION, STATEMENTS, TENANT
from test_growth import explain, nodes

pytestmark = pytest.mark.skipif("RENKEI_TEST_PGHOST" not in os.environ, reason="RENKEI_TEST_PGHOST is not set")


@pytest.fixture(scope="module")
def young():
    """A database whose tables were counted while they were empty, as renkei_app sees it."""
    with database(os.environ["RENKEI_TEST_TEMPLATE"]) as made, contextlib.closing(connect(made)) as connection:
        rows(connection, "analyze")
        for name, value in SESSION:
            rows(connection, f"set {name} = {value}")
        rows(connection, "set role renkei_app")
        rows(connection, f"set app.tenant_id = '{TENANT}'")
        yield connection


@pytest.mark.parametrize("name", ["rescore_load", "gate_facts"])
def test_the_measures_of_a_supplier_are_found_by_the_supplier(young, name):
    statement = next(s for s in STATEMENTS.values() if s.name == name)
    plan = explain(young, statement.text, [TENANT] + [None] * (len(statement.parameters) - 1))
    found = [node["Index Cond"] for node in nodes(plan)
             if node.get("Relation Name") == "measures" and re.fullmatch(r"a(_\d+)?", node["Alias"])]
    assert found and all("supplier_id" in condition for condition in found), found
