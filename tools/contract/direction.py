"""Which way a schema goes. What a request carries is closed, so that a slip of the pen is told; what
a reply carries is open, so that a member that comes later breaks no strict client. An object that
would go both ways is two schemas, but for a document form that is exported and imported."""

from .schema import types_of

REQUEST, REPLY = "a request", "a reply"
# Names that stand for something else in a language that clients are generated in.
TAKEN = {"Override", "Response", "Request", "Client", "Object", "String", "Class", "Error",
         "Exception", "Map", "List", "Set", "Iterable", "Record", "File", "Unset", "Type"}


class Direction:
    def __init__(self, document, resolve, faults):
        self.document = document
        self.resolve = resolve
        self.faults = faults
        self.ways = {}  # path of an object -> {direction}
        self.nodes = {}

    def check(self):
        for name in sorted(TAKEN & set(self.document.get("components", {}).get("schemas", {}))):
            self.faults.add(("components", "schemas", name), "languages have a `" + name
                            + "` of their own; take a longer name")
        for route, item in self.document.get("paths", {}).items():
            for method, node in item.items():
                if isinstance(node, dict):
                    self.walk_operation(node, ("paths", route, method))
        for name in self.document.get("components", {}).get("responses", {}):
            path = ("components", "responses", name)
            self.walk_content(self.document["components"]["responses"][name], path, REPLY)
        for path, ways in self.ways.items():
            self.judge(path, self.nodes[path], ways)

    def walk_operation(self, node, path):
        body, place = self.target(node.get("requestBody", {}), (*path, "requestBody"))
        self.walk_content(body, place, REQUEST)
        for status, response in node.get("responses", {}).items():
            self.walk_content(*self.target(response, (*path, "responses", status)), REPLY)

    def target(self, node, path):
        if not isinstance(node, dict):
            return {}, path
        if "$ref" in node:
            node, path = self.resolve(node["$ref"], path)
        return node or {}, path

    def walk_content(self, node, path, way):
        for kind, media in node.get("content", {}).items():
            self.walk(media.get("schema", {}), (*path, "content", kind, "schema"), way)

    def walk(self, node, path, way, part=False):
        if isinstance(node, dict) and "default" in node:
            self.faults.add((*path, "default"), "clients send a default that nobody set, and show "
                            "one that is not there: say it in the description")
        node, path = self.target(node, path)
        if way in self.ways.get(path, ()):
            return
        if not part and "object" in types_of(node) or "allOf" in node:
            self.ways.setdefault(path, set()).add(way)
            self.nodes[path] = node
        for name, child in node.get("properties", {}).items():
            self.walk(child, (*path, "properties", name), way)
        for key in ("items", "additionalProperties"):
            if isinstance(node.get(key), dict):
                self.walk(node[key], (*path, key), way)
        for key in ("oneOf", "allOf"):
            for index, child in enumerate(node.get(key, ())):
                self.walk(child, (*path, key, str(index)), way, part=key == "allOf")

    def judge(self, path, node, ways):
        closed = (node.get("additionalProperties") is False
                  or node.get("unevaluatedProperties") is False)
        if REQUEST in ways and "additionalProperties" not in node and not closed:
            self.faults.add(path, "a request's object says `additionalProperties: false`, a schema "
                            "(a map), or `true` (any JSON document)")
        elif ways == {REPLY} and closed:
            self.faults.add(path, "a reply's object is open: leave `additionalProperties` out")
        elif len(ways) == 2 and "properties" in node and not node.get("x-document"):
            self.faults.add(path, "this object stands in requests and in replies: make it two, one "
                            "closed and one open")
