"""The frame of the document: which members its objects have, and that everything is used.

Schemas have a checker of their own (schema.py); here stands all that is around them. A member that
OpenAPI does not know is a fault wherever it stands, so that a slip of YAML cannot become one.
"""

from .join import references

HTTP = ("get", "post", "put", "patch", "delete")
MEMBERS = {
    "document": {"openapi", "info", "servers", "tags", "security", "paths", "components",
                 "x-problems", "x-faults", "x-scopes"},
    "info": {"title", "version", "summary", "description", "x-description-ja", "contact", "license", "termsOfService"},
    "contact": {"name", "url", "email"},
    "license": {"name", "identifier", "url"},
    "server": {"url", "description"},
    "tag": {"name", "description", "x-description-ja"},
    "components": {"schemas", "parameters", "responses", "requestBodies", "headers", "examples",
                   "securitySchemes"},
    "securityScheme": {"type", "scheme", "bearerFormat", "description"},
    "pathItem": {*HTTP, "parameters", "summary", "description"},
    "operation": {"operationId", "summary", "x-summary-ja", "description", "x-description-ja", "tags", "parameters", "requestBody",
                  "responses", "security", "deprecated", "x-body-limit", "x-body-nodes",
                  "x-body-items", "x-body-rows", "x-body-file", "x-file-rows", "x-contributor", "x-lane"},
    "parameter": {"name", "in", "required", "description", "x-description-ja", "schema", "example",
                  "examples", "deprecated", "allowEmptyValue", "style", "explode"},
    "requestBody": {"description", "required", "content"},
    "response": {"description", "x-description-ja", "headers", "content", "x-problems"},
    "header": {"description", "x-description-ja", "required", "deprecated", "schema", "example", "examples"},
    "mediaType": {"schema", "example", "examples"},
    "example": {"summary", "description", "value"},
}
# member -> (kind, whether it holds one, a list or a map of them)
PARTS = {
    "document": {"info": ("info", "one"), "servers": ("server", "list"), "tags": ("tag", "list"),
                 "paths": ("pathItem", "map"), "components": ("components", "one")},
    "info": {"contact": ("contact", "one"), "license": ("license", "one")},
    "components": {"parameters": ("parameter", "map"), "responses": ("response", "map"),
                   "requestBodies": ("requestBody", "map"), "headers": ("header", "map"),
                   "examples": ("example", "map"), "securitySchemes": ("securityScheme", "map")},
    "pathItem": {"parameters": ("parameter", "list"),
                 **{method: ("operation", "one") for method in HTTP}},
    "operation": {"parameters": ("parameter", "list"), "requestBody": ("requestBody", "one"),
                  "responses": ("response", "map")},
    "parameter": {"examples": ("example", "map")},
    "requestBody": {"content": ("mediaType", "map")},
    "response": {"headers": ("header", "map"), "content": ("mediaType", "map")},
    "header": {"examples": ("example", "map")},
    "mediaType": {"examples": ("example", "map")},
}
WORD = {"pathItem": "a path", "mediaType": "a media type", "operation": "an operation",
        "example": "an example", "info": "`info`", "components": "components",
        "document": "the document"}


class Frame:
    def __init__(self, document, faults):
        self.document = document
        self.faults = faults

    def check(self):
        self.check_object("document", self.document, ())
        self.check_head()
        self.check_use()

    def check_object(self, kind, node, path):
        if not isinstance(node, dict):
            self.faults.add(path, f"{self.word(kind)} is a mapping")
            return
        if "$ref" in node:
            self.check_reference(node, path)
            return
        for key in sorted(set(node) - MEMBERS[kind]):
            self.faults.add((*path, key), f"{self.word(kind)} has no `{key}` here")
        for key, (inner, form) in PARTS.get(kind, {}).items():
            if key in node:
                self.check_part(inner, form, node[key], (*path, key))

    @staticmethod
    def word(kind):
        return WORD.get(kind, f"a {kind}")

    def check_part(self, kind, form, value, path):
        if form == "one":
            self.check_object(kind, value, path)
        elif not isinstance(value, list if form == "list" else dict):
            self.faults.add(path, f"a {'list' if form == 'list' else 'mapping'} is expected")
        elif form == "list":
            for index, item in enumerate(value):
                self.check_object(kind, item, (*path, str(index)))
        else:
            for name, item in value.items():
                self.check_object(kind, item, (*path, name))

    def check_reference(self, node, path):
        for key in sorted(set(node) - {"$ref"}):
            self.faults.add((*path, key), f"`{key}` beside $ref counts for nothing")
        target = self.document
        for key in str(node["$ref"])[2:].split("/"):
            target = target.get(key) if isinstance(target, dict) else None
        if target is None:
            self.faults.add(path, f"$ref {node['$ref']} leads nowhere")

    def check_head(self):
        if not str(self.document.get("openapi", "")).startswith("3.1."):
            self.faults.add(("openapi",), "the contract is written in OpenAPI 3.1")
        for member in ("title", "version"):
            if not self.document.get("info", {}).get(member):
                self.faults.add(("info",), f"say `{member}`")

    # what nobody uses

    def check_use(self):
        self.check_components()
        operations = [node for item in self.document.get("paths", {}).values()
                      for method, node in item.items() if method in HTTP]
        tags = {tag for node in operations for tag in node.get("tags", ())}
        for index, tag in enumerate(self.document.get("tags", ())):
            if tag.get("name") not in tags:
                self.faults.add(("tags", str(index)), f"no operation has the tag `{tag['name']}`")
        scopes = {scope for node in operations for entry in node.get("security", ())
                  for scope in entry.get("bearer", ())}
        for scope in self.document.get("x-scopes", {}):
            if scope not in scopes:
                self.faults.add(("x-scopes", scope), "no operation asks for this scope")

    def check_components(self):
        named = {holder[key] for holder, key, _ in references(self.document)}
        for kind, entries in self.document.get("components", {}).items():
            for name in entries if kind != "securitySchemes" else ():
                if f"#/components/{kind}/{name}" not in named:
                    self.faults.add(("components", kind, name), "nothing refers to it")
