"""What a screen needs comes with one call: names beside ids, rows by their ids, orders and filters."""
import pytest

from convention_fixtures import (certificate, incident, measure, open_finding, override, response, review, score)

OF_A_SUPPLIER = {
    "responses": response, "findings": open_finding, "measures": measure, "certificates": certificate,
    "risk-scores": score, "incidents": incident, "overrides": override, "reviews": review}


def body(reply, status=200):
    assert reply.status == status, reply
    return reply.body


@pytest.mark.parametrize("kind", OF_A_SUPPLIER)
def test_a_row_names_its_supplier(world, kind):
    """In the list and alone, and by the name of today: a tag of the old name is not current any more."""
    client, path = world.client, f"/v1/{kind}/{world.row(OF_A_SUPPLIER[kind], True)['id']}"
    first = client.get(path)
    supplier = body(client.get(f"/v1/suppliers/{body(first)['supplier_id']}"))
    assert first.body["supplier"] == {"id": supplier["id"], "name": supplier["name"]}
    listed = body(client.get(f"/v1/{kind}", params={"supplier_id": supplier["id"]}))["data"]
    assert listed and all(row["supplier"] == first.body["supplier"] for row in listed)
    unchanged = {"If-None-Match": first.etag}
    assert client.get(path, headers=unchanged).status == 304
    body(client.patch(f"/v1/suppliers/{supplier['id']}", if_match="*", json={"name": "改名 " + kind}))
    again = client.get(path, headers=unchanged)
    assert body(again)["supplier"] == {"id": supplier["id"], "name": "改名 " + kind}
    assert {**again.body, "supplier": None} == {**first.body, "supplier": None}
