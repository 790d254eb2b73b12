"""What a journey is made of, and how one sees from outside that it was made.

A journey says `ok STEP`; what it sent is in the recorder, what came of it in the database.
"""

STEPS = ("identify", "repeat", "change", "edit", "stale", "invalid", "page", "upsert", "request",
         "answer", "every type", "submit", "accept", "score", "follow")


def said(output):
    return [line.removeprefix("ok ") for line in output.splitlines() if line.startswith("ok ")]


def faults(output, sent, server, tenant):
    """What is wrong with a journey that ended well by its own word."""
    return [*missing_steps(output), *changes(sent), *replies(sent), *rows(server, tenant)]


def missing_steps(output):
    steps = said(output)
    if steps != list(STEPS):
        yield f"steps {steps} instead of {list(STEPS)}"


def changes(sent):
    """A PATCH or upsert carries what its user set and nothing else: no default, no empty member."""
    patches = [one for one in sent if one.method == "PATCH"]
    if len(patches) != 4:
        yield f"{len(patches)} PATCH instead of 4"
        return
    change, edit, stale, invalid = patches
    for one, wanted in ((change, {"tags": ["first", "second"]}), (stale, {"tags": ["first", "second"]}),
                        (invalid, {"country": "Atlantis"})):
        if one.json != wanted:
            yield f"PATCH sent {one.json} where the user set {wanted}"
    if edit.json.get("owner") != "sato@buyer.example" or edit.json.get("country") != "VN":
        yield f"the edited supplier was not sent back: {edit.json}"
    upserts = [one.json for one in sent if one.method == "PUT" and "/by-external-id/" in one.path]
    if upserts != [{"name": "購買精機株式会社"}] * 2:
        yield f"the upserts sent {upserts}"
    if not all(one.headers["If-Match"] for one in patches):
        yield "a PATCH without If-Match"


def replies(sent):
    """The refusals are those the journey is about; nothing else was refused."""
    refused = [(one.method, one.status) for one in sent if one.status >= 400]
    if refused != [("PATCH", 412), ("PATCH", 422)]:
        yield f"refused: {refused}"
    pages = [one for one in sent if one.method == "GET" and "limit=2" in one.path]
    if [("cursor=" in one.path) for one in pages] != [False, True, True]:
        yield f"pages: {[one.path for one in pages]}"


def rows(server, tenant):
    """What the database holds in the end."""
    supplier = server.sql("select id, country, owner, tags from app.suppliers "
                          "where tenant_id = %s and name = '旅精機株式会社'", tenant.id)
    if [row[1:] for row in supplier] != [("VN", "sato@buyer.example", ["first", "second"])]:
        yield f"suppliers: {supplier}"
        return
    states = server.sql("select state, count(*) from app.responses where tenant_id = %s group by state",
                        tenant.id)
    if sorted(states) != [("accepted", 1), ("in_progress", 1)]:
        yield f"responses: {states}"
    scores = server.sql("select count(*) from app.risk_scores where tenant_id = %s and supplier_id = %s",
                        tenant.id, supplier[0][0])
    if scores == [(0,)]:
        yield "no risk score"
