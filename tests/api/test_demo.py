"""What ./dev run shows a newcomer: a tenant in which every kind of supplier has an example."""
import pytest

from renkei_client import Client


@pytest.fixture(scope="module", name="suppliers")
def suppliers_of_the_demo(server, demo):
    """Those of data/demo.json; another test may have added some."""
    suppliers = Client(server, demo).get("/v1/suppliers?external_source=erp&limit=200").body["data"]
    return [supplier for supplier in suppliers if supplier["external_ids"][0]["id"].startswith("0001")]


def test_there_is_one_for_every_band_and_one_without(suppliers):
    bands = {supplier["risk"]["band"] for supplier in suppliers}
    assert bands == {"very_high", "high", "moderate", "low", "very_low", None}
    assert {"never_asked", "asked", "assessed"} <= {supplier["risk"]["assessment_status"] for supplier in suppliers}


def test_they_stand_along_the_whole_chain(suppliers):
    assert len(suppliers) == 12
    assert {supplier["profile"]["supply_chain_stage"] for supplier in suppliers} >= {
        "procurement", "production", "logistics", "sales", "software", "service"}
    assert any(supplier["kind"] == "group_company" and supplier["country"] != "JP" for supplier in suppliers)


def test_nothing_changed_before_it_was_made(suppliers):
    for supplier in suppliers:
        assert supplier["created_at"] <= supplier["updated_at"], supplier["name"]


def test_a_second_time_nothing_is_added(server, suppliers):
    done = server.run("demo")
    assert (done.returncode, done.stdout) == (0, "demo: filled already\n")
    assert len(suppliers) == 12


def test_a_reminder_is_due_so_that_the_example_worker_has_something_to_mail(server, demo):
    due = Client(server, demo).get("/v1/reminders/preview").body["data"]
    assert [item["kind"] for item in due] == ["response_due"]
    assert due[0]["recipient"]["email"]


def named(suppliers, name):
    return next(supplier for supplier in suppliers if supplier["name"] == name)


def test_one_that_stops_stops_all_behind_it(server, demo, suppliers):
    """The example that the sheet begins with: procurement, production, logistics, sales, and ourselves."""
    impact = Client(server, demo).get(f"/v1/suppliers/{named(suppliers, 'あさひ鋼材株式会社')['id']}/impact").body
    assert [(one["supplier"]["name"], one["stage"]) for one in sorted(impact["affected"], key=lambda one: one["depth"])] == [
        ("みどり精機株式会社", "production"), ("東海ロジスティクス株式会社", "logistics"), ("株式会社北斗販売", "sales")]
    assert impact["self"] is not None


def test_an_open_line_of_a_group_company_raises_whom_it_leads_to(server, demo, suppliers):
    done = server.run("sweep", "--tenant", "demo")
    assert done.returncode == 0, done.stderr
    client, production = Client(server, demo), named(suppliers, "みどり精機株式会社")
    shown = client.get(f"/v1/suppliers/{production['id']}").body["risk"]
    assert shown["chain"]["score"] > shown["chain"]["own_score"] == shown["score"]
    assert shown["chain"]["worst_source"]["name"] == "Renkei Manufacturing Vietnam Co., Ltd."
    connected = client.get(f"/v1/supplier-links?supplier_id={production['id']}&kind=network").body["data"]
    assert [link["from_supplier"]["name"] for link in connected] == ["Renkei Manufacturing Vietnam Co., Ltd."]
    assert connected[0]["penetration"] == 4
