"""The document as served at /openapi.json: the same contract, with an example of every problem."""

import copy
import json

PROBLEM = "application/problem+json"


def example_of(problem):
    """A problem document as src/contract/problem.c writes it."""
    return {
        "type": f"/problems/{problem.code}",
        "title": problem.title["en"],
        "status": problem.status,
        "detail": problem.detail["en"] or problem.title["en"],
        "instance": "019aab70-2f00-7000-8000-000000000000",
        "code": problem.code,
        "trace_id": None,
        "errors": [],
    }


def responses_of(document):
    yield from document.get("components", {}).get("responses", {}).values()
    for item in document.get("paths", {}).values():
        for operation in item.values():
            if isinstance(operation, dict):
                yield from operation.get("responses", {}).values()


def served(document, problems):
    """Adds components.examples, one per problem, and points responses that name codes to them."""
    result = copy.deepcopy(document)
    examples = result.setdefault("components", {}).setdefault("examples", {})
    for problem in problems:
        examples[f"problem_{problem.code}"] = {"summary": problem.title["en"],
                                               "value": example_of(problem)}
    for response in responses_of(result):
        media = response.get("content", {}).get(PROBLEM)
        if media is not None and "example" not in media and "examples" not in media:
            codes = response.get("x-problems", ())
            media["examples"] = {code: {"$ref": f"#/components/examples/problem_{code}"}
                                 for code in codes}
    return json.dumps(result, ensure_ascii=False, separators=(",", ":"))
