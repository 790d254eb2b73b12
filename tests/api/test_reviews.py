"""Reviews: when to look again, what was decided, who is late."""
import datetime
import uuid

import pytest

from renkei_client import Client
from rounds import ALL_ANSWERS, PROFILE, ask, events, make_supplier, publish_sheet, save, submit_all, tokyo

DAY = datetime.timedelta(days=1)
ASKED = datetime.date(2026, 11, 2)
MONTHS = {"very_high": 3, "high": 6, "moderate": 12, "low": 24, "very_low": 36}
CALM = {**PROFILE, "data_sensitivity": "none", "business_dependency": "none", "substitutability": "easy",
        "remote_connection": "none", "network_connectivity": "none"}


BAD = {**ALL_ANSWERS, "B-01": {"answer": "×"}, "B-03": {"answer": "×"}, "M-02": {"choice": "open"},
       "M-03": {"choices": ["password"]}, "M-04": {"number": 300}}


def later(day, months):
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for of_month in range(day.day, 27, -1):
        try:
            return datetime.date(year, month + 1, of_month)
        except ValueError:
            continue
    return datetime.date(year, month + 1, day.day)


@pytest.fixture
def tenant(make_tenant):
    return make_tenant()


@pytest.fixture
def client(tenant):
    """Its clock stands at the day of asking."""
    return Client(tenant.server, tenant.token(), now=tokyo(ASKED))


def assessed(client, profile=PROFILE, answers=None):
    supplier = make_supplier(client, profile=profile)
    submit_all(client, ask(client, supplier, publish_sheet(client)), answers)
    return supplier


def get(client, supplier):
    return client.get(f"/v1/suppliers/{supplier}").body


def next_review(client, supplier):
    text = get(client, supplier)["next_review_on"]
    return text and datetime.date.fromisoformat(text)


def perform(client, supplier, **members):
    return client.post("/v1/reviews", json={"supplier_id": supplier, "outcome": "continue", **members})


def simulated(client, supplier, day):
    reply = client.post("/v1/risk-scores/simulate", json={"supplier_id": supplier, "as_of": str(day)})
    assert reply.status == 200, reply
    return reply.body["band"], reply.body["assessed"]


def first_change(client, supplier, today):
    """The day on which age alone shows another band, day by day from a bisected start."""
    now = simulated(client, supplier, today)
    before, after = 0, 1095
    if simulated(client, supplier, today + after * DAY) == now:
        return None
    while after - before > 1:
        middle = (before + after) // 2
        if simulated(client, supplier, today + middle * DAY) == now:
            before = middle
        else:
            after = middle
    return today + after * DAY


def sweep(client, **options):
    while True:
        reply = client.post("/v1/operations/sweep", **options)
        assert reply.status == 200, reply
        if reply.body["done"]:
            return reply.body


def test_before_anything_is_judged_there_is_no_review(client):
    supplier = make_supplier(client, profile=PROFILE)
    assert next_review(client, supplier) is None
    ask(client, supplier, publish_sheet(client))
    assert next_review(client, supplier) is None


@pytest.mark.parametrize("profile, answers, months", [
    ({**PROFILE, "data_sensitivity": "special", "business_dependency": "critical"}, BAD, 3),
    ({**PROFILE, "data_sensitivity": "special"}, ALL_ANSWERS, 6),
    (PROFILE, BAD, 12),
])
def test_the_band_gives_the_cycle(client, profile, answers, months):
    supplier = assessed(client, profile, answers)
    shown = get(client, supplier)
    assert MONTHS[shown["risk"]["band"]] == months or shown["tier"] in ("T1", "T2")
    aged = first_change(client, supplier, ASKED)
    assert aged is None or aged > later(ASKED, months), "or the test shows nothing"
    assert next_review(client, supplier) == later(ASKED, months)


def test_an_unimportant_supplier_is_looked_at_within_two_years(client):
    supplier = assessed(client, CALM)
    shown = get(client, supplier)
    assert shown["tier"] in ("T3", "T4") and MONTHS[shown["risk"]["band"]] > 24
    aged = first_change(client, supplier, ASKED)
    assert next_review(client, supplier) == min(later(ASKED, 24), aged or datetime.date.max)


def test_ageing_that_would_change_the_band_comes_first(client):
    # Answered long ago, so that they begin to age soon.
    supplier = make_supplier(client, profile=PROFILE)
    response = ask(client, supplier, publish_sheet(client))
    old = str(ASKED - 450 * DAY)
    saved = save(client, response, {code: {**answer, "answered_at": tokyo(old)}
                                    for code, answer in ALL_ANSWERS.items()})
    assert saved.status == 200, saved
    assert client.post(f"/v1/responses/{response}/submit").status == 200
    aged = first_change(client, supplier, ASKED)
    cycle = later(ASKED, min(MONTHS[get(client, supplier)["risk"]["band"]], 12))
    assert aged < cycle, "or the test shows nothing"
    assert next_review(client, supplier) == aged
    day_before, that_day = (Client(client.server, client.token, now=tokyo(day))
                            for day in (aged - DAY, aged))
    band = get(client, supplier)["risk"]["band"]
    sweep(day_before)
    assert get(client, supplier)["risk"]["band"] == band
    sweep(that_day)
    assert get(client, supplier)["risk"]["band"] != band
    assert next_review(client, supplier) == aged, "due, and it stays due until it is performed"


def test_a_review_is_performed_and_the_next_counts_from_it(client):
    supplier = assessed(client)
    band = get(client, supplier)["risk"]["band"]
    first = next_review(client, supplier)
    on = first + 10 * DAY
    late = Client(client.server, client.token, now=tokyo(on))
    sweep(late)
    band = get(client, supplier)["risk"]["band"]
    reply = perform(late, supplier, outcome="continue_with_measures", notes="更新手順を確認")
    assert reply.status == 201, reply
    review = reply.body
    assert (review["due_on"], review["performed_on"], review["performed_by"]) == (
        str(first), str(on), "tester")
    assert (review["band"], review["outcome"]) == (band, "continue_with_measures")
    aged = first_change(client, supplier, on)
    cycle = later(on, min(MONTHS[band], 12))
    assert review["next_review_on"] == str(min(cycle, aged or cycle))
    assert str(next_review(client, supplier)) == review["next_review_on"]
    scheduled, performed = events(client)[-2:]
    assert (scheduled["type"], performed["type"]) == ("review.scheduled", "review.performed")
    assert scheduled["changes"] == {"next_review_on": [str(first), review["next_review_on"]]}
    got = client.get(reply.headers["Location"])
    assert got.body == review
    assert client.get(reply.headers["Location"], headers={"If-None-Match": got.etag}).status == 304


def test_midnight_in_tokyo_makes_it_overdue(client):
    supplier = assessed(client)
    on = next_review(client, supplier)

    def overdue(now):
        listed = client.get("/v1/reviews/due", params={"overdue": "true"}, now=now).body["data"]
        return [row["supplier_id"] for row in listed]

    assert overdue(f"{on}T14:59:59Z") == []
    assert overdue(f"{on}T15:00:00Z") == [supplier]
    listed, = client.get("/v1/reviews/due", params={"as_of": str(on)}).body["data"]
    assert listed["overdue"] is False and listed["next_review_on"] == str(on)
    assert listed["reviewed_on"] is None and listed["name"] == "株式会社テスト"


def test_the_due_list_is_ordered_filtered_and_paged(client):
    calm, other = assessed(client, CALM), assessed(client)
    days = {calm: next_review(client, calm), other: next_review(client, other)}
    expected = sorted(days, key=lambda supplier: (days[supplier], supplier))
    first = client.get("/v1/reviews/due", params={"limit": 1, "include_total": "true"}).body
    rest = client.get("/v1/reviews/due", params={"limit": 1, "include_total": "true",
                                                 "cursor": first["page"]["next_cursor"]}).body
    assert [page["data"][0]["supplier_id"] for page in (first, rest)] == expected
    assert first["total"] == 2 and rest["page"]["has_more"] is False
    soon = client.get("/v1/reviews/due", params={"next_review_on[lte]": str(min(days.values()))}).body
    assert [row["supplier_id"] for row in soon["data"]] == expected[:1]
    tier = get(client, calm)["tier"]
    assert [row["supplier_id"] for row in
            client.get("/v1/reviews/due", params={"tier": tier}).body["data"]] == [calm]
    assert client.post(f"/v1/suppliers/{calm}/archive").status == 200
    left = client.get("/v1/reviews/due").body["data"]
    assert [row["supplier_id"] for row in left] == [other], "archived ones wait for nobody"


def test_the_sweep_tells_once_that_a_review_is_due(client):
    supplier = assessed(client)
    on = next_review(client, supplier)

    def told():
        return [event for event in events(client) if event["type"] == "review.due"]

    sweep(client, now=tokyo(on - DAY))
    assert told() == []
    assert sweep(client, now=tokyo(on))["reviews_due"] == 1
    event, = told()
    assert event["supplier_id"] == supplier and event["changes"] == {"next_review_on": [None, str(on)]}
    assert sweep(client, now=tokyo(on + DAY))["reviews_due"] == 0
    assert sweep(client, now=tokyo(on + DAY), params={"restart": "true"})["reviews_due"] == 0
    assert len(told()) == 1
    late = Client(client.server, client.token, now=tokyo(on + 2 * DAY))
    again = datetime.date.fromisoformat(perform(late, supplier).body["next_review_on"])
    sweep(client, now=tokyo(again))
    assert len(told()) == 2


def test_other_months_move_the_date_with_the_next_sweep(client):
    supplier = assessed(client)
    band = get(client, supplier)["risk"]["band"]
    assert client.patch("/v1/settings", if_match="*", json={"review_months": {band: 1}}).status == 200
    assert sweep(client)["suppliers_changed"] == 1
    assert next_review(client, supplier) == later(ASKED, 1)


def test_the_last_day_of_a_short_month(client):
    january = Client(client.server, client.token, now=tokyo("2027-01-31"))
    supplier = assessed(january)
    band = get(january, supplier)["risk"]["band"]
    assert january.patch("/v1/settings", if_match="*", json={"review_months": {band: 1}}).status == 200
    sweep(january)
    assert next_review(january, supplier) == datetime.date(2027, 2, 28)


def test_an_override_has_its_own_cycle(client, tenant):
    supplier = assessed(client)
    second = Client(tenant.server, tenant.token(sub="second"), now=client.now)
    made = client.post("/v1/overrides", json={"supplier_id": supplier, "band": "very_high",
                                              "reason": "r", "until": "2027-12-31"})
    assert second.post(f"/v1/overrides/{made.body['id']}/approve").status == 200
    assert next_review(client, supplier) == later(ASKED, 3)


def test_a_band_that_rises_is_looked_at_now_and_not_last_month(client, tenant):
    """Its cycle was over before anybody could know."""
    supplier = assessed(client)
    late = Client(tenant.server, tenant.token(), now=tokyo(later(ASKED, 5)))
    second = Client(tenant.server, tenant.token(sub="second"), now=late.now)
    made = late.post("/v1/overrides", json={"supplier_id": supplier, "band": "very_high",
                                            "reason": "r", "until": "2027-12-31"})
    assert second.post(f"/v1/overrides/{made.body['id']}/approve").status == 200
    assert next_review(late, supplier) == later(ASKED, 5)
    assert late.get("/v1/reviews/due").body["data"][0]["overdue"] is False
    tomorrow = Client(tenant.server, tenant.token(), now=tokyo(later(ASKED, 5) + DAY))
    sweep(tomorrow)
    assert next_review(tomorrow, supplier) == later(ASKED, 5), "due, and it stays due until it is performed"


def test_the_history_is_filtered_and_counted(client):
    supplier, other = assessed(client), assessed(client)
    first = perform(client, supplier, outcome="reassess").body
    second = perform(client, other).body
    listed = client.get("/v1/reviews", params={"include_total": "true"}).body
    assert {row["id"] for row in listed["data"]} == {first["id"], second["id"]}
    assert listed["total"] == 2
    for params in ({"supplier_id": supplier}, {"outcome": "reassess"}):
        assert [row["id"] for row in client.get("/v1/reviews", params=params).body["data"]] == [
            first["id"]]
    none = {"performed_on[gte]": str(ASKED + DAY)}
    assert client.get("/v1/reviews", params=none).body["data"] == []


def test_what_cannot_be_reviewed(client, tenant):
    assert perform(client, str(uuid.uuid4())).status == 404
    supplier = make_supplier(client)
    assert perform(client, supplier, outcome="fine").errors == {"#/outcome": "not_allowed_value"}
    assert client.get(f"/v1/reviews/{uuid.uuid4()}").status == 404
    assert client.post(f"/v1/suppliers/{supplier}/archive").status == 200
    assert perform(client, supplier).code == "supplier_archived"
    viewer = Client(tenant.server, tenant.token("viewer"))
    assert viewer.get("/v1/reviews").status == 200 and perform(viewer, supplier).status == 403
