"""Holds every exchange of the tests against openapi.yaml.

    contract = Contract("openapi.yaml")
    operation = contract.find("GET", "/v1/suppliers/0192…")    # an operationId, or None
    contract.faults(operation, 200, headers, body)               # [] when all is as documented
    contract.cells()                                           # documented {(operationId, status)}

`headers` maps names to values, `body` is bytes. A reply is faulty when its status is not
documented, its media type or a promised header differs, or its JSON has an unknown or missing member, another
type, a word outside its enumeration, a value outside its bounds or format. A problem's code, status
and words are compared with x-problems and x-faults. The files are joined as the compiler joins them.
"""

import datetime
import functools
import json
import pathlib
import re
import sys
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

from contract import join  # noqa: E402

METHODS = ("get", "post", "put", "patch", "delete")
PROBLEM = "application/problem+json"
PROMISED = ("ETag", "Location", "Content-Language", "X-Request-Id")  # present exactly where a 200 or 201 names them
TYPES = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def strict_json(body):
    """Raises ValueError on a repeated key, NaN, or bytes that are not UTF-8."""
    def members(pairs):
        names = [name for name, _ in pairs]
        if len(set(names)) != len(names):
            raise ValueError("a key is given twice")
        return dict(pairs)

    def refuse(word):
        raise ValueError(f"{word} is no JSON number")

    return json.loads(body.decode("utf-8"), object_pairs_hook=members, parse_constant=refuse)


# formats as they are written in replies

def is_date(value):
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_date_time(value):
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z", value)
    return match is not None and is_date(match[1])


def is_corporate_number(value):
    if not re.fullmatch(r"[0-9]{13}", value):
        return False
    total = sum(int(digit) * (2 if index % 2 else 1)
                for index, digit in enumerate(reversed(value[1:])))
    return int(value[0]) == 9 - total % 9


def is_printable(value, beyond=""):
    return not any((char < " " or "\x7f" <= char <= "\x9f" or char in "\u2028\u2029")
                   and char not in beyond for char in value)


@functools.lru_cache(maxsize=None)
def time_zones():
    return zoneinfo.available_timezones()


FORMATS = {
    "binary": lambda value: True,
    "uuid": lambda value: re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value),
    "date": is_date,
    "date-time": is_date_time,
    "email": lambda value: re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value),
    "line": is_printable,
    "text": lambda value: is_printable(value, "\n\r\t"),
    "corporate-number": is_corporate_number,
    "country": lambda value: re.fullmatch(r"[A-Z]{2}", value),
    "time-zone": lambda value: value in time_zones(),
    **dict.fromkeys(("double", "int32", "int64"), lambda value: True),
    "uri": lambda value: re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", value),
    "uri-reference": lambda value: re.fullmatch(r"\S+", value),
}


class Schemas:
    """Checks values against schemas of one document."""

    def __init__(self, document):
        self.document = document

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for key in node["$ref"][2:].split("/"):
                target = target[key]
            node = target
        return node

    def faults(self, node, value, at="#", request=False):
        """Yields a sentence per fault. `request`: a discriminator may be optional."""
        node = self.resolve(node)
        if "oneOf" in node:
            yield from self.alternative_faults(node, value, at, request)
            return
        if "allOf" in node:
            node = self.merged(node)
        if "type" not in node:
            return  # any value
        kinds = node["type"]
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if not any(TYPES[kind](value) for kind in kinds):
            yield f"{at}: {value!r} is not {' or '.join(kinds)}"
            return
        words = node.get("enum", [node["const"]] if "const" in node else None)
        if words is not None and not any(type(word) is type(value) and word == value
                                         for word in words):
            yield f"{at}: {value!r} is none of {words}"
        if isinstance(value, str):
            yield from self.text_faults(node, value, at)
        elif isinstance(value, dict):
            yield from self.object_faults(node, value, at, request)
        elif isinstance(value, list):
            yield from self.array_faults(node, value, at, request)
        elif TYPES["number"](value):
            yield from bound_faults(value, node, ("minimum", "maximum"), at)

    def merged(self, node):
        parts = [self.resolve(part) for part in node["allOf"]]
        parts = [self.merged(part) if "allOf" in part else part for part in parts]
        whole = {key: value for key, value in node.items() if key != "allOf"}
        if len(parts) == 1 and "properties" not in whole:
            return {**parts[0], **whole}
        result = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
        for part in [*parts, whole]:
            result["properties"].update(part.get("properties", {}))
            result["required"] += part.get("required", [])
        return result

    def alternative_faults(self, node, value, at, request):
        choices = node["oneOf"]
        if len(choices) == 2 and choices[1] == {"type": "null"}:
            if value is not None:
                yield from self.faults(choices[0], value, at, request)
            return
        if "discriminator" not in node:
            if not any(TYPES[choice["type"]](value) for choice in choices):
                yield f"{at}: {value!r} is of none of the types"
            return
        name = node["discriminator"]["propertyName"]
        chosen = value.get(name) if isinstance(value, dict) else None
        for word, choice in self.branches(node, name):
            if word == chosen:
                yield from self.faults(choice, value, at, request)
                return
        yield f"{at}: `{name}` {chosen!r} chooses no branch"

    def branches(self, node, name):
        mapping = node["discriminator"].get("mapping")
        if mapping is not None:
            yield from ((word, {"$ref": reference}) for word, reference in mapping.items())
            return
        for choice in node["oneOf"]:
            words = self.resolve(self.resolve(choice)["properties"][name])
            for word in words.get("enum", [words.get("const")]):
                yield word, choice

    def text_faults(self, node, value, at):
        yield from bound_faults(len(value), node, ("minLength", "maxLength"), at)
        kind = node.get("format")
        if kind is not None and not FORMATS[kind](value):
            yield f"{at}: {value!r} is no {kind}"
        if "pattern" in node and not re.search(re.sub(r"\$$", r"\\Z", node["pattern"]), value):
            yield f"{at}: {value!r} does not match {node['pattern']}"

    def array_faults(self, node, value, at, request):
        yield from bound_faults(len(value), node, ("minItems", "maxItems"), at)
        if node.get("uniqueItems") and len({json.dumps(item) for item in value}) != len(value):
            yield f"{at}: an entry is there twice"
        for index, item in enumerate(value):
            yield from self.faults(node.get("items", {}), item, f"{at}/{index}", request)

    def object_faults(self, node, value, at, request):
        properties = node.get("properties", {})
        beyond = node.get("additionalProperties", False)  # a reply is open for others, not for us
        yield from bound_faults(len(value), node, ("minProperties", "maxProperties"), at)
        for name in node.get("required", ()):
            if name not in value:
                yield f"{at}/{name}: required, but absent"
        for name, item in value.items():
            if name in properties:
                yield from self.faults(properties[name], item, f"{at}/{name}", request)
            elif isinstance(beyond, dict):
                yield from self.faults(beyond, item, f"{at}/{name}", request)
            elif beyond is False:
                yield f"{at}/{name}: not documented"


def bound_faults(value, node, keys, at):
    low, high = keys
    if low in node and value < node[low]:
        yield f"{at}: {value} is below {low} {node[low]}"
    if high in node and value > node[high]:
        yield f"{at}: {value} is above {high} {node[high]}"


def link_faults(headers, page):
    if ("link" in headers) != page["page"]["has_more"]:
        yield "Link names the next page, and is there exactly while there is one"


class Contract:
    """openapi.yaml, asked by the tests."""

    def __init__(self, file):
        self.document = join.read(file)[0]
        self.schemas = Schemas(self.document)
        self.operations = {}
        self.routes = []
        for route, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    self.operations[item[method]["operationId"]] = item[method]
                    self.routes.append((self.shape(route), method.upper(),
                                        item[method]["operationId"]))
        self.routes.sort(key=lambda entry: entry[0].pattern.count("[^/]+"))  # literals first

    @staticmethod
    def shape(route):
        parts = re.split(r"\{\w+\}", route)
        return re.compile("[^/]+".join(re.escape(part) for part in parts))

    def find(self, method, path):
        """The operationId a request reaches; HEAD is GET. None: no such operation."""
        method = "GET" if method == "HEAD" else method
        path = path.partition("?")[0]
        for shape, its_method, name in self.routes:
            if its_method == method and shape.fullmatch(path):
                return name
        return None

    def cells(self):
        """Every documented status of every operation; `default` is not one. That a list is too long for a file is
        said at one place (src/api/list_table.c): of all lists, suppliers are made in such a number."""
        too_long = {(name, 409) for name, operation in self.operations.items()
                    if "list_too_long" in operation.get("description", "") and name != "list_suppliers"}
        return {(name, int(status)) for name, operation in self.operations.items()
                for status in operation["responses"] if status != "default"} - too_long

    def examples(self, media):
        """The examples of a media type, the smallest first."""
        if "example" in media:
            yield media["example"]
        for example in media.get("examples", {}).values():
            yield self.schemas.resolve(example)["value"]

    def faults(self, operation, status, headers, body, method="GET"):
        """Sentences about one reply. `operation` None: the path or method leads nowhere."""
        headers = {name.lower(): value for name, value in headers.items()}
        if operation is None:
            return [] if status < 400 else list(self.problem_faults(status, headers, body, method))
        response, found = self.documented(operation, status)
        if found is not None:
            return [found]
        faults = list(self.header_faults(response, status, headers))
        if status >= 400 and self.is_oauth(response, headers):
            faults += self.content_faults(response, headers, body)
        elif status >= 400:
            faults += self.problem_faults(status, headers, body, method)
            faults += [] if faults else self.current_faults(operation, body)
        elif method != "HEAD":
            faults += self.content_faults(response, headers, body)
        return [f"{operation} {status}: {fault}" for fault in faults]

    @staticmethod
    def is_oauth(response, headers):
        """An error of RFC 6749, where it is documented; all others are problems."""
        kind = headers.get("content-type", "").partition(";")[0].strip()
        return kind == "application/json" and kind in response.get("content", {})

    def documented(self, operation, status):
        responses = self.operations[operation]["responses"]
        if str(status) in responses:
            return self.schemas.resolve(responses[str(status)]), None
        if status >= 400 and "default" in responses:
            return self.schemas.resolve(responses["default"]), None
        return None, f"{operation}: the status {status} is not documented"

    def header_faults(self, response, status, headers):
        named = {name.lower() for name in response.get("headers", {})}
        for name in PROMISED:
            if name.lower() in named and name.lower() not in headers:
                yield f"the header {name} is missing"
            elif name in ("ETag", "Location") and status in (200, 201):
                if name.lower() in headers and name.lower() not in named:
                    yield f"the header {name} is not documented"

    def content_faults(self, response, headers, body):
        content = response.get("content", {})
        if not content:
            if body:
                yield "a body where none is documented"
            return
        kind = headers.get("content-type", "").partition(";")[0].strip()
        if kind not in content:
            yield f"the media type {kind!r} is not documented"
            return
        if kind.endswith("json") and kind != "application/x-ndjson":
            found = list(self.json_faults(content[kind]["schema"], body))
            yield from found
            if not found and "Link" in response.get("headers", {}):
                yield from link_faults(headers, json.loads(body))

    def json_faults(self, schema, body):
        try:
            value = strict_json(body)
        except ValueError as error:
            yield f"the body is no strict JSON: {error}"
            return
        yield from self.schemas.faults(schema, value)

    def problem_faults(self, status, headers, body, method):
        """An error is a problem document whose code, status and words the contract knows."""
        if headers.get("content-type", "").partition(";")[0].strip() != PROBLEM:
            yield f"an error is {PROBLEM}, not {headers.get('content-type')!r}"
            return
        if method == "HEAD":
            return
        shape = list(self.json_faults({"$ref": "#/components/schemas/Problem"}, body))
        yield from shape
        if not shape:
            yield from self.code_faults(status, strict_json(body))

    def current_faults(self, operation, body):
        """`current` of a stale change is the resource; what it is made of may be left out."""
        current = json.loads(body).get("current") if body else None
        done = self.operations[operation]["responses"].get("200", {})
        schema = done.get("content", {}).get("application/json", {}).get("schema")
        if isinstance(current, dict) and schema is not None:
            yield from (fault for fault in self.schemas.faults(schema, current, "#/current")
                        if not fault.endswith("required, but absent"))

    def code_faults(self, status, problem):
        entry = self.document["x-problems"].get(problem["code"])
        if entry is None:
            yield f"the problem {problem['code']!r} is not in x-problems"
            return
        if not entry["status"] == problem["status"] == status:
            yield f"{problem['code']} is {entry['status']}, told {problem['status']} in {status}"
        if problem["type"] != f"/problems/{problem['code']}":
            yield f"the type {problem['type']!r} is not that of {problem['code']}"
        if problem["title"] not in entry["title"].values():
            yield f"the title {problem['title']!r} is not that of {problem['code']}"
        for fault in problem["errors"]:
            if fault["code"] not in self.document["x-faults"]:
                yield f"the fault {fault['code']!r} is not in x-faults"
            places = len({"pointer", "parameter", "header"} & set(fault))
            if places != (0 if problem["code"] == "malformed_request" else 1):
                yield f"a fault names its place once: {fault}"
