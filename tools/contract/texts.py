"""What a reader of the served document needs: a sentence for each thing, and bodies to copy."""

import re

from .frame import HTTP
from .problem_examples import missing

STATUS = re.compile(r"\b([45]\d\d)\b(?: `?([a-z_]+))?")
# What both languages must name alike: things in backticks, events, statuses with their problem.
NAMED = re.compile(r"`[^`]+`|(?<![\w/.])[a-z_]+\.[a-z_]+(?!\w|/|\.\w)|(?<!\d)[45]\d\d(?!\d)(?: [a-z]+_[a-z_]+)?")
SAYS_NOTHING = {"done", "created", "ok", "success"}


def says(node):
    return bool(str(node.get("description") or "").strip())


class Texts:
    def __init__(self, document, resolve, faults):
        self.document = document
        self.resolve = resolve
        self.faults = faults
        self.statuses = {}

    def check(self, problems):
        self.statuses = {problem.code: str(problem.status) for problem in problems}
        self.demand(self.document.get("info", {}), ("info",))
        if "contact" not in self.document.get("info", {}):
            self.faults.add(("info",), "say whom to ask: `contact`")
        for index, tag in enumerate(self.document.get("tags", ())):
            self.demand(tag, ("tags", str(index)))
            self.demand_japanese(tag, "x-description-ja", ("tags", str(index)))
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

    def demand_japanese(self, node, member, path):
        if not str(node.get(member) or "").strip():
            self.faults.add(path, f"say `{member}`: the same for a Japanese reader")

    def check_operation(self, node, path):
        self.demand(node, path)
        self.demand_japanese(node, "x-summary-ja", path)
        self.check_japanese(node, path)
        self.check_statuses(node, path)
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

    def check_japanese(self, node, path):
        """The description in Japanese names what the English one does."""
        text = node.get("x-description-ja")
        self.demand_japanese(node, "x-description-ja", path)
        english, japanese = (set(NAMED.findall(one or "")) for one in (node.get("description"), text))
        for name in sorted(english ^ japanese) if text else ():
            self.faults.add(path, f"`x-description-ja` {'leaves out' if name in english else 'alone names'} {name}")

    def check_statuses(self, node, path):
        """What a description says of a status, the replies say as well: `409 in_use`."""
        for status, word in STATUS.findall(node.get("description", "")):
            if status not in node.get("responses", {}):
                self.faults.add((*path, "responses"), f"the description names {status}: list it")
            if "_" in word and self.statuses.get(word, status) != status:
                self.faults.add(path, f"`{word}` is not a problem of status {status}")

    def check_body(self, media, path):
        path = (*path, "requestBody")
        schema = self.target(media.get("schema", {}), path)
        members = schema.get("properties", {})
        examples = [self.target(entry, path) for entry in media.get("examples", {}).values()]
        values = [entry.get("value") for entry in examples]
        values += [media["example"]] if "example" in media else []
        optional = set(members) - set(schema.get("required", ()))
        if len(members) > 1 and optional and len(values) < 2:
            self.faults.add(path, "give two examples of the body, a small one and a full one")
        for name in sorted(set(members).difference(*values)):
            self.faults.add(path, f"no example shows `{name}`")
        for name, entry in zip(media.get("examples", {}), examples):
            if not entry.get("summary"):
                self.faults.add(path, f"say `summary` of the example `{name}`")

    def target(self, node, path):
        return (self.resolve(node["$ref"], path)[0] if "$ref" in node else node) or {}

    def check_schema(self, node, path):
        self.demand(node, path)
        told = {}
        for name, member in node.get("properties", {}).items():
            if not says(member):
                self.faults.add((*path, "properties", name),
                                "say `description`: one sentence for the reader")
                continue
            other = told.setdefault(member["description"], name)
            if other != name:
                self.faults.add((*path, "properties", name),
                                f"`{other}` has this description, too")
