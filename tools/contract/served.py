"""The document as served at /openapi.json: the same contract, with an example of every problem, and the
examples of bodies where every generator takes them."""

import json

from .frame import HTTP
from .join import references
from .languages import spoken
from .problem_examples import example_of

PROBLEM = "application/problem+json"


def uses(document):
    """(response, status) wherever an operation answers; a shared response comes once per status."""
    shared = document.get("components", {}).get("responses", {})
    for item in document.get("paths", {}).values():
        for operation in item.values():
            if not isinstance(operation, dict):
                continue
            for status, response in operation.get("responses", {}).items():
                name = response.get("$ref", "").rpartition("/")[2]
                yield shared.get(name, response), status


def codes_of(response, status, problems):
    """The codes a response names, else those of its status; `default` stands for all others."""
    if "x-problems" in response:
        return response["x-problems"]
    return [problem.code for problem in problems
            if status in (str(problem.status), "default")]


def bodies(document):
    """The media type of each request body."""
    for item in document.get("paths", {}).values():
        for operation in item.values():
            if isinstance(operation, dict):
                yield from operation.get("requestBody", {}).get("content", {}).values()


def take_examples(media, shared):
    """The values of a media type's examples, which it then has no longer."""
    named = media.pop("examples", {}).values()
    entries = [shared[entry["$ref"].rpartition("/")[2]] if "$ref" in entry else entry for entry in named]
    return [media.pop("example")] if "example" in media else [entry["value"] for entry in entries]


def move_body_examples(document):
    """Examples of a body go to its schema: openapi-generator warns of each that stands beside one."""
    components = document.get("components", {})
    for media in bodies(document):
        schema = media.get("schema", {})
        if "$ref" in schema:
            schema = components["schemas"][schema["$ref"].rpartition("/")[2]]
        known = schema.setdefault("examples", [])
        known += [value for value in take_examples(media, components.get("examples", {}))
                  if value not in known]
    named = {holder[key] for holder, key, _ in references(document)}
    for name in list(components.get("examples", {})):
        if f"#/components/examples/{name}" not in named:
            del components["examples"][name]


def type_replies(document):
    """A reply that is JSON or CSV has the type of its JSON: a generator would make one type of both."""
    for item in document.get("paths", {}).values():
        for operation in item.values():
            for reply in operation.get("responses", {}).values() if isinstance(operation, dict) else ():
                content = reply.get("content", {})
                if "application/json" in content and content.pop("text/csv", None) is not None:
                    reply["x-also"] = ["text/csv"]


def loosen_types(node):
    """A member that is one of several types: generators know one type, or any value."""
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        loosen_types(inner)
    kinds = node.get("type") if isinstance(node, dict) else None
    if isinstance(kinds, list) and len(set(kinds) - {"null"}) > 1:
        for key in set(node) - {"description"}:
            del node[key]


def group_parameters(document):
    """Java gets a builder for what may be left out: a parameter that is added later moves no other."""
    for item in document.get("paths", {}).values():
        for method in HTTP:
            if method in item:
                item[method]["x-group-parameters"] = True


def served(document, problems, language):
    """Adds components.examples, one per problem, and points the responses to them."""
    result = spoken(document, language)
    move_body_examples(result)
    group_parameters(result)
    type_replies(result)
    loosen_types(result.get("components", {}).get("schemas", {}))
    examples = result.setdefault("components", {}).setdefault("examples", {})
    for problem in problems:
        examples[f"problem_{problem.code}"] = {"summary": problem.title[language],
                                               "value": example_of(problem, document["x-faults"], language)}
    for response, status in uses(result):
        media = response.get("content", {}).get(PROBLEM)
        if media is not None and "example" not in media:
            named = media.setdefault("examples", {})
            for code in codes_of(response, status, problems):
                named[code] = {"$ref": f"#/components/examples/problem_{code}"}
    return json.dumps(result, ensure_ascii=False, separators=(",", ":"))
