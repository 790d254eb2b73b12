"""What a reader of the served document needs: a sentence for each thing, and bodies to copy."""

from .frame import HTTP
from .problem_examples import missing

SAYS_NOTHING = {"done", "created", "ok", "success"}


def says(node):
    return bool(str(node.get("description") or "").strip())


class Texts:
    def __init__(self, document, resolve, faults):
        self.document = document
        self.resolve = resolve
        self.faults = faults

    def check(self, problems):
        self.demand(self.document.get("info", {}), ("info",))
        if "contact" not in self.document.get("info", {}):
            self.faults.add(("info",), "say whom to ask: `contact`")
        for index, tag in enumerate(self.document.get("tags", ())):
            self.demand(tag, ("tags", str(index)))
        for route, item in self.document.get("paths", {}).items():
            for method in HTTP:
                if method in item:
                    self.check_operation(item[method], ("paths", route, method))
        for problem in problems:
            for gap in missing(problem):
                self.faults.add(("x-problems", problem.code),
                                f"fill {{{gap}}} in `example`: values, or errors for {{faults}}")
        components = self.document.get("components", {})
        for kind in ("parameters", "headers"):
            for name, node in components.get(kind, {}).items():
                self.demand(node, ("components", kind, name))
        for name, node in components.get("schemas", {}).items():
            self.check_schema(node, ("components", "schemas", name))

    def demand(self, node, path):
        if "$ref" not in node and not says(node):
            self.faults.add(path, "say `description`: one sentence for the reader")

    def check_operation(self, node, path):
        self.demand(node, path)
        for index, parameter in enumerate(node.get("parameters", ())):
            self.demand(parameter, (*path, "parameters", str(index)))
        told = set()
        for status, reply in node.get("responses", {}).items():
            text = str(reply.get("description", "")).strip().lower()
            if status.startswith("2") and "$ref" not in reply:
                if text in SAYS_NOTHING | told:
                    self.faults.add((*path, "responses", status),
                                    "say what this reply of this operation is")
                told.add(text)
        for media in node.get("requestBody", {}).get("content", {}).values():
            self.check_body(media, path)

    def check_body(self, media, path):
        schema = media.get("schema", {})
        if "$ref" in schema:
            schema = self.resolve(schema["$ref"], path)[0] or {}
        count = len(media.get("examples", {})) or int("example" in media)
        optional = set(schema.get("properties", ())) - set(schema.get("required", ()))
        if len(schema.get("properties", ())) > 1 and optional and count < 2:
            self.faults.add((*path, "requestBody"), "give two examples of the body, a small one and "
                            "a full one")
        for name, example in media.get("examples", {}).items():
            if "$ref" not in example and not example.get("summary"):
                self.faults.add((*path, "requestBody"), f"say `summary` of the example `{name}`")

    def check_schema(self, node, path):
        self.demand(node, path)
        for name, member in node.get("properties", {}).items():
            if not says(member):
                self.faults.add((*path, "properties", name),
                                "say `description`: one sentence for the reader")
