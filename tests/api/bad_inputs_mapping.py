"""How the generic cases of bad_inputs.json become requests of this service.

The cases name a generic risk service: a supplier has external_ref, criticality and annual_spend, a
questionnaire is sent with due_date, a risk score carries score and as_of. Each keeps its intent and the
class of its answer; this table says which of our words carries it.

    {{A.token}}, {{B.supplier_id}} …   fixtures: tenant A, tenant B, respondents R1 and R2 of tenant A
"""
import base64
import json
import re
import urllib.parse

# Members of POST /v1/suppliers; bytes, because some bodies are no text.
SUPPLIER_MEMBERS = [
    (rb'"external_ref": ?"([^"]*)"', rb'"external_ids":[{"source":"test","id":"\1"}]'),
    (rb', ?"criticality": ?"high"', rb""),
    (rb'"annual_spend"', rb'"corporate_number"'),  # the number that is a string here
]

MERGE_PATCH = ["Content-Type", "application/merge-patch+json"]
A = ["Authorization", "Bearer {{A.token}}"]
EVIDENCE = "/v1/responses/{{A.response_id}}/answers/CYB-07/evidence"
R1 = ["Authorization", "Bearer {{R1.token}}"]
JSON = ["Content-Type", "application/json"]

# Claims of forged tokens: a tenant is `tenant`, what one may do is `scope`.
CLAIMS = {"tenant_id": "tenant", "role": "scope"}

# Query parameters of GET /v1/suppliers.
PARAMETERS = {"criticality": "kind", "updated_since": "updated_at[gte]"}

# One entry replaces members of the case; `status` where api.md or our contract decides otherwise.
CASES = {
    # 1e2 is an integer; parameters of Content-Type that nobody knows do not count.
    "B069": {"status": [200]},
    "B127": {"status": [201]},
    # The only instant a caller gives is known_at of the list; as_of is a date.
    "B095": {"status": [200, 400]},
    "B099": {"status": [200, 400]},
    "B101": {"status": [200, 400]},
    # A respondent's claims carry supplier_id; DELETE of a supplier is the administrators'.
    "B209": {"claims": {"supplier_id": "{{A.supplier_id}}", "scope": "responses:answer"}},
    # api.md: weak tags compare equal, `*` is accepted, a key is optional.
    "B253": {"status": [200]},
    "B255": {"status": [200]},
    "B261": {"status": [201]},
    # Changing somebody else's state is an action of its own; a respondent has no scope for it.
    "B285": {"body": '{"state":"accepted"}'},
    # Questionnaires are sent as responses.
    "B291": {"path": "/v1/responses",
             "body": '{"supplier_id":"{{B.supplier_id}}","questionnaire_id":"{{A.questionnaire_id}}"}'},
    "B299": {"path": "/v1/responses/{{R2.response_id}}"},
    "B301": {"method": "PUT", "path": "/v1/responses/{{R1.closed_response_id}}/answers/CYB-01",
             "headers": [R1, JSON, ["If-Match", '"0"']], "body": '{"answer":"done"}'},
}


def adapt_supplier_body(body):
    for pattern, ours in SUPPLIER_MEMBERS:
        body = re.sub(pattern, ours, body)
    return body


def adapt_number(case):
    """`score` of a posted risk score -> `expiring_days` of the settings, a bounded number as well."""
    number = re.search(r'"score":(.*)\}$', case["body"])[1]
    status = [200 if code == 201 else code for code in case["expected_status"]]
    return {"method": "PATCH", "path": "/v1/settings", "status": status,
            "headers": [A, MERGE_PATCH, ["If-Match", "*"]], "body": '{"expiring_days":%s}' % number}


def adapt_date(case):
    """due_date -> due_on of a response; as_of, an instant there, -> known_at of the list."""
    if "as_of" in case["body"]:
        instant = re.search(r'"as_of": "([^"]*)"', case["body"])[1]
        return {"method": "GET", "path": "/v1/risk-scores?known_at=" + instant.replace(":", "%3A"),
                "headers": [A], "body": None}
    due = re.search(r'"due_date": "([^"]*)"', case["body"])[1]
    return {"path": "/v1/responses", "body": '{"supplier_id":"{{new_supplier_id}}",'
            '"questionnaire_id":"{{A.questionnaire_id}}","due_on":"%s"}' % due}


def adapt_webhook(case):
    """`events` of a webhook -> `types` of a webhook endpoint; what is wrong is the address alone."""
    body = case["body"].replace('"events": ["risk_score.changed"]', '"types": ["risk_score.created"]')
    return {"path": "/v1/webhook-endpoints", "body": body}


def adapt_evidence(case):
    """A file as it is: its name in the query, what it is said to be in its Content-Type."""
    said = json.loads(case["body"])
    kind = ["Content-Type", said["media_type"]]
    return {"path": f"{EVIDENCE}?name={urllib.parse.quote(said['filename'], safe='')}",
            "headers": [kind if name == "Content-Type" else [name, value] for name, value in case["headers"]],
            "body": base64.b64decode(said["content_base64"])}


def adapt_path(path):
    for generic, ours in PARAMETERS.items():
        path = path.replace(f"?{generic}=", f"?{ours}=")
    return path


def adapt(case):
    """The case in our words: method, path, headers, body (bytes or text), status, claims."""
    ours = {"method": case.get("method"), "path": adapt_path(case.get("path", "")),
            "headers": case.get("headers", []), "body": case.get("body"),
            "status": case["expected_status"]}
    if case["group"].startswith("04") and "risk-scores" in case["path"]:
        ours.update(adapt_number(case))
    if case["group"].startswith("05"):
        ours.update(adapt_date(case))
    if case.get("path", "").endswith("/evidence") and case.get("body"):
        ours.update(adapt_evidence(case))
    if case.get("path") == "/v1/webhooks":
        ours.update(adapt_webhook(case))
    ours.update(CASES.get(case["id"], {}))
    return ours

