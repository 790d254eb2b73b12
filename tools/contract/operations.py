"""Operations: routes, parameters, scopes, bodies and responses, checked and ready for tables."""

import re
from dataclasses import dataclass, field

from .flatten import Flattener
from .replies import Replies
from .schema import Checker, Schema, types_of

METHODS = ("get", "post", "put", "patch", "delete")
PATH_VALUES_MAX, QUERY_VALUES_MAX = 4, 48
HEADERS = ("If-Match", "If-None-Match", "Idempotency-Key", "Accept-Language", "Prefer")
BODY_LIMIT, BODY_NODES = 256 * 1024, 10_000
LANES = ("tenant", "fast", "report", "health", "at_once")
JSON, MERGE_PATCH = "application/json", "application/merge-patch+json"
FORM = "application/x-www-form-urlencoded"
ROWS = "application/x-ndjson"
PROBLEM = "application/problem+json"
C_WORDS = set("""auto break case char const continue default do double else enum extern float for
goto if inline int long main register restrict return short signed sizeof static struct switch
typedef union unsigned void volatile while bool true false""".split())


@dataclass
class Parameter:
    name: str
    schema: Schema
    required: bool
    many: bool
    default: str | None
    empty_allowed: bool


@dataclass
class Operation:
    name: str
    method: str
    route: str
    scopes: list | None = None  # None: public; []: any token; else alternatives
    path: list = field(default_factory=list)
    query: list = field(default_factory=list)
    body: Schema | None = None
    body_required: bool = False
    merge_patch: bool = False
    form: bool = False  # of RFC 6749, whose errors are JSON of its own
    body_limit: int = BODY_LIMIT
    body_nodes: int = BODY_NODES
    body_items: str | None = None
    body_file: bool = False
    consumes: list = field(default_factory=list)  # media types of a file that is taken as it comes
    body_rows: str | None = None  # a list of the body whose items may come as lines, too
    contributor: bool = False  # also for who answers some sections of a questionnaire alone
    lane: str = "tenant"
    if_match: str = "IF_MATCH_IGNORED"
    idempotent: bool = False
    produces: list = field(default_factory=list)


def has_example(media):
    return "example" in media or bool(media.get("examples"))


class Reader:
    """Reads the operations of a document; what is wrong goes to `faults`."""

    def __init__(self, document, faults, bare=False):
        self.document = document
        self.faults = faults
        self.checker = Checker(document, faults)
        self.flattener = Flattener(self.checker, faults)
        self.replies = None if bare else Replies(document, self.checker.resolve, faults)
        self.names = {}

    def read(self):
        operations = []
        for route, item in self.document.get("paths", {}).items():
            path = ("paths", route)
            shared = item.get("parameters", [])
            for method, node in item.items():
                if method in METHODS:
                    operations.append(self.operation(route, method, node, (*path, method), shared))
        self.flattener.finish()
        self.check_patches(operations)
        return operations

    def check_patches(self, operations):
        read = {operation.route for operation in operations if operation.method == "get"}
        for operation in operations:
            if operation.method == "patch" and operation.route not in read:
                self.faults.add(("paths", operation.route, "patch"), "what a PATCH changes has a "
                                "GET of the same path, which tells whether read-only members came "
                                "back unchanged")

    def operation(self, route, method, node, path, shared):
        operation = Operation(self.name(node, path), method, route)
        operation.scopes = self.security(node, path)
        operation.body_limit = node.get("x-body-limit", BODY_LIMIT)
        operation.body_nodes = node.get("x-body-nodes", BODY_NODES)
        operation.body_items = node.get("x-body-items")
        operation.body_rows = node.get("x-body-rows")
        operation.body_file = node.get("x-body-file", False)
        operation.contributor = node.get("x-contributor", False)
        operation.lane = self.lane(node, path)
        self.describe(node, path)
        self.parameters(operation, node, path, shared)
        if "requestBody" in node:
            self.body(operation, node["requestBody"], (*path, "requestBody"))
        self.file_rows(node.get("x-file-rows", {}), (*path, "x-file-rows"))
        self.responses(operation, node.get("responses", {}), (*path, "responses"))
        return operation

    def lane(self, node, path):
        lane = node.get("x-lane", "tenant")
        if lane not in LANES:
            self.faults.add((*path, "x-lane"), f"a lane is one of {', '.join(LANES)}")
        if lane in ("health", "at_once") and node.get("security") != []:
            self.faults.add((*path, "x-lane"), "whoever asks with a token waits for its tenant's turn")
        if lane in ("fast", "report") and (path[-1] != "get" or node.get("security") == []):
            self.faults.add((*path, "x-lane"), f"{lane} is a GET that asks with a token")
        return lane

    def name(self, node, path):
        name = node.get("operationId")
        if name is None:
            self.faults.add(path, "say `operationId`")
        elif not re.fullmatch(r"[a-z][a-z0-9_]*", str(name)) or name in C_WORDS:
            self.faults.add((*path, "operationId"), f"`{name}` is no lower-case C name")
        elif name in self.names:
            self.faults.add((*path, "operationId"), f"`{name}` is also the operationId of "
                            f"{self.names[name]}")
        self.names[name] = f"{path[2].upper()} {path[1]}"
        return str(name)

    def describe(self, node, path):
        if not str(node.get("summary", "")).strip():
            self.faults.add(path, "say `summary`")
        known = {tag.get("name") for tag in self.document.get("tags", [])}
        if not node.get("tags"):
            self.faults.add(path, "say `tags`")
        for tag in node.get("tags", []):
            if tag not in known:
                self.faults.add((*path, "tags"), f"the tag `{tag}` is not in the document's `tags`")

    def security(self, node, path):
        """None for public, else the alternatives; an empty alternative means any token."""
        entries = node.get("security", self.document.get("security"))
        if entries is None:
            self.faults.add(path, "say `security`; `security: []` makes an operation public")
            return None
        known = self.document.get("x-scopes", {})
        alternatives = []
        for entry in entries:
            if list(entry) != ["bearer"]:
                self.faults.add((*path, "security"), "the one security scheme is `bearer`")
                continue
            for scope in entry["bearer"]:
                if scope not in known:
                    self.faults.add((*path, "security"), f"the scope `{scope}` is not in x-scopes")
            alternatives.append(entry["bearer"])
        if not entries:
            return None
        return [] if [] in alternatives else alternatives

    # parameters

    def parameters(self, operation, node, path, shared):
        own = [(entry, (*path, "parameters", str(i)))
               for i, entry in enumerate(node.get("parameters", []))]
        above = [(entry, (*path[:2], "parameters", str(i))) for i, entry in enumerate(shared)]
        seen = set()
        given = []
        for entry, place in [*above, *own]:
            if "$ref" in entry:
                entry, place = self.checker.resolve(entry["$ref"], place)
            if entry is not None:
                self.parameter(operation, entry, place, seen)
                given.append(entry)
        self.check_route(operation, path)
        if len(operation.query) > QUERY_VALUES_MAX:
            self.faults.add(path, f"more than {QUERY_VALUES_MAX} query parameters")
        if self.replies is not None:
            self.replies.check(node, operation.method, path, given)

    def parameter(self, operation, entry, place, seen):
        name, where = entry.get("name"), entry.get("in")
        if (name, where) in seen:
            self.faults.add(place, f"the parameter `{name}` is given twice")
        seen.add((name, where))
        if entry.get("style", "form") not in ("form", "simple") or entry.get("explode") is False:
            self.faults.add(place, "lists are written as repeated parameters (style form, explode)")
        if where == "header":
            self.header(operation, entry, place)
        elif where in ("path", "query"):
            getattr(operation, where).append(self.value_parameter(entry, place, where))
        else:
            self.faults.add(place, f"a parameter in `{where}` is not used here")

    def header(self, operation, entry, place):
        name = entry["name"]
        if name == "If-Match":
            operation.if_match = ("IF_MATCH_REQUIRED" if entry.get("required")
                                  else "IF_MATCH_OPTIONAL")
        elif name == "Idempotency-Key":
            operation.idempotent = True
        elif name not in HEADERS:
            self.faults.add(place, f"the header `{name}` is not understood here; "
                            f"understood are {', '.join(HEADERS)}")
        if "schema" in entry:
            self.checker.check(entry["schema"], (*place, "schema"))

    def value_parameter(self, entry, place, where):
        if where == "path" and entry.get("required") is not True:
            self.faults.add(place, "a path parameter says `required: true`")
        node = entry.get("schema")
        if node is None:
            self.faults.add(place, "say `schema`")
            return Parameter(entry["name"], Schema(), True, False, None, False)
        self.checker.check(node, (*place, "schema"))
        schema = self.flattener.flatten(node, (*place, "schema"))
        self.flattener.finish()
        many = "array" in schema.types
        value = schema.items if many else schema
        if (value is None or len(value.types) != 1
                or value.types[0] not in ("string", "integer", "number", "boolean")):
            self.faults.add(place, "a parameter is one string, integer, number or boolean, "
                            "or a list of them")
        else:
            self.check_default(value, node, place)
        return Parameter(entry["name"], schema, bool(entry.get("required")), many,
                         self.default(node, place), bool(entry.get("allowEmptyValue")))

    def check_default(self, schema, node, place):
        """A default that is no value would refuse every request that leaves the parameter out."""
        for value in (self.default(node, place) or "").split(",") if "default" in node else ():
            kind = schema.types[0]
            if schema.words:
                fits = value in [word for word, _ in schema.words]
            elif kind == "integer":
                fits = re.fullmatch(r"-?[0-9]+", value) and (
                    schema.minimum <= int(value) <= schema.maximum)
            else:
                fits = value in ("true", "false") if kind == "boolean" else value != ""
            if not fits:
                self.faults.add((*place, "schema", "default"), f"`{value}` is no such value")

    def default(self, node, place):
        if "$ref" in node and "default" not in node:
            node = self.checker.resolve(node["$ref"], place)[0] or {}
        value = node.get("default")
        if isinstance(value, list):
            return ",".join(str(item) for item in value)
        if isinstance(value, bool):
            return str(value).lower()
        return None if value is None else str(value)

    def check_route(self, operation, path):
        if not re.fullmatch(r"(/([a-z0-9._-]+|\{[a-z_]+\}))+", operation.route):
            self.faults.add(path[:2], "a path is made of /words and /{parameters}")
        names = re.findall(r"\{(\w+)\}", operation.route)
        declared = {parameter.name: parameter for parameter in operation.path}
        for name in sorted(set(names) ^ set(declared)):
            self.faults.add(path, f"`{name}` is in only one of the path and its parameters")
        if len(names) > PATH_VALUES_MAX:
            self.faults.add(path, f"more than {PATH_VALUES_MAX} path parameters")
        operation.path = [declared[name] for name in names if name in declared]

    # bodies and responses

    def body(self, operation, node, path):
        if "$ref" in node:
            node, path = self.checker.resolve(node["$ref"], path)
        content = (node or {}).get("content", {})
        if operation.body_file:
            self.file(operation, content, path)
            return
        for kind in content:
            if kind == ROWS and operation.body_rows is not None:
                continue
            if kind not in (JSON, MERGE_PATCH, FORM):
                self.faults.add((*path, "content", kind), "a body is application/json, "
                                "application/merge-patch+json or a form")
            elif not has_example(content[kind]) and kind == next(iter(content)):
                self.faults.add((*path, "content", kind), "give an example of the body")
        schemas = [media.get("schema") for media in content.values()]
        if not schemas or None in schemas:
            self.faults.add(path, "say `content` with a `schema`")
            return
        if len(schemas) > 1 and set(content) != {JSON, ROWS}:
            self.faults.add((*path, "content"), "a body has one media type")
        place = (*path, "content", next(iter(content)), "schema")
        self.checker.check(schemas[0], place)
        operation.body = self.flattener.flatten(schemas[0], place)
        operation.body_required = bool(node.get("required"))
        operation.merge_patch = MERGE_PATCH in content
        operation.form = FORM in content
        if operation.body_rows is not None:
            self.rows(operation, content, path)

    def file(self, operation, content, path):
        """Bytes that nobody reads before they are stored."""
        for kind, media in content.items():
            schema = media.get("schema", {})
            if "$ref" in schema:
                schema = self.checker.resolve(schema["$ref"], path)[0] or {}
            if (schema.get("type"), schema.get("format")) != ("string", "binary"):
                self.faults.add((*path, "content", kind), "x-body-file: a file is a string of format binary")
            elif not has_example(media):
                self.faults.add((*path, "content", kind), "give an example of the file")
        operation.consumes = list(content)
        operation.body_required = True

    def file_rows(self, rows, path):
        """What the rows of such a file are, for who reads it."""
        for kind, schema in rows.items():
            self.checker.check(schema, (*path, kind))
            self.flattener.flatten(schema, (*path, kind))

    def rows(self, operation, content, path):
        """The items of a list of the body are judged one by one, and may come as lines."""
        members = {item.name: item.schema for item in operation.body.properties}
        rows = members.get(operation.body_rows)
        if list(content) != [JSON, ROWS]:
            self.faults.add((*path, "content"), f"x-body-rows: a body is {JSON}, then {ROWS}")
        elif rows is None or rows.items is None:
            self.faults.add(path, f"x-body-rows: the body has no list `{operation.body_rows}`")
        elif self.flattener.flatten(content[ROWS]["schema"],
                                    (*path, "content", ROWS, "schema")) is not rows.items:
            self.faults.add((*path, "content", ROWS), "a line is an item of the list: the same $ref")
        else:
            rows.alone = True

    def responses(self, operation, responses, path):
        if not any(status.startswith("2") for status in responses):
            self.faults.add(path, "document a 2xx response")
        for status, node in responses.items():
            place = (*path, status)
            if not re.fullmatch(r"[1-5][0-9][0-9]|default", status):
                self.faults.add(place, "name each status by its number, the rest as default")
            if "$ref" in node:
                node, place = self.checker.resolve(node["$ref"], place)
            if node is not None:
                self.response(operation, status, node, place)

    def response(self, operation, status, node, place):
        if not str(node.get("description", "")).strip():
            self.faults.add(place, "say `description`")
        for code in node.get("x-problems", ()):
            if code not in self.document.get("x-problems", {}):
                self.faults.add((*place, "x-problems"),
                                f"the problem `{code}` is not in x-problems")
        for kind, media in node.get("content", {}).items():
            spot = (*place, "content", kind)
            if status.startswith("2"):
                if kind not in operation.produces:
                    operation.produces.append(kind)
                if not has_example(media):
                    self.faults.add(spot, "give an example of the reply")
            elif (kind != PROBLEM and not status.startswith("3")
                  and not (operation.form and kind == JSON)):
                self.faults.add(spot, f"an error is {PROBLEM}")
            if "schema" in media:
                self.checker.check(media["schema"], (*spot, "schema"))
            elif kind.endswith("json"):
                self.faults.add(spot, "say `schema`")
