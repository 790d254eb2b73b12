"""Schemas: the accepted subset of OpenAPI 3.1, checked wherever a schema stands."""

from dataclasses import dataclass, field

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
FORMATS = {
    "uuid": "FORMAT_UUID",
    "date": "FORMAT_DATE",
    "date-time": "FORMAT_DATE_TIME",
    "email": "FORMAT_EMAIL",
    "line": "FORMAT_LINE",
    "text": "FORMAT_TEXT",
    "corporate-number": "FORMAT_CORPORATE_NUMBER",
    "country": "FORMAT_COUNTRY",
    "time-zone": "FORMAT_TIME_ZONE",
}
RESPONSE_FORMATS = ("uri", "uri-reference", "binary")  # a file is read by who it is for
NUMBER_FORMATS = ("double", "int32", "int64")
SCALARS = ("boolean", "integer", "number", "string")
UNBOUNDED_FORMATS = ("line", "text", None)
ANNOTATIONS = {"title", "description", "default", "example", "examples", "deprecated", "x-labels", "x-resources", "x-read-with",
               "x-help", "x-unknown-fault", "x-resource", "x-echo", "x-type-optional",
               "x-enum-varnames", "x-document", "x-null-empty"}
KEYWORDS = ANNOTATIONS | {
    "type", "enum", "const", "format", "minimum", "maximum", "minLength", "maxLength", "minItems",
    "maxItems", "minProperties", "maxProperties", "uniqueItems", "pattern", "required",
    "properties", "additionalProperties", "unevaluatedProperties", "items", "$ref", "allOf",
    "oneOf", "discriminator",
}
BESIDE_REF = {"description", "default", "example", "examples", "deprecated", "title"}
COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
NEEDS_TYPE = {
    "minLength": "string", "maxLength": "string", "pattern": "string",
    "minItems": "array", "maxItems": "array", "uniqueItems": "array", "items": "array",
    "minProperties": "object", "maxProperties": "object", "properties": "object",
    "required": "object", "additionalProperties": "object", "unevaluatedProperties": "object",
}
INT64 = (-(2 ** 63), 2 ** 63 - 1)
LOCALES = ("ja", "en")


@dataclass(eq=False)
class Property:
    name: str
    schema: "Schema"
    required: bool
    read_only: bool
    echoed: bool = False  # a read-only member that may come back as it was read


@dataclass(eq=False)
class Schema:
    """What include/renkei/contract/contract.h calls struct schema."""

    name: str | None = None
    types: tuple = ()
    format: str = "FORMAT_NONE"
    pattern: str | None = None
    minimum: int = INT64[0]
    maximum: int = INT64[1]
    number_minimum: float | None = None
    number_maximum: float | None = None
    min_length: int = 0
    max_length: int | None = None
    words: list = field(default_factory=list)  # (word or None, {locale: label} or None)
    help: dict | None = None
    unknown_fault: str = "unknown_member"
    properties: list = field(default_factory=list)
    additional: bool = False
    items: "Schema | None" = None
    unique_items: bool = False
    null_empty: bool = False  # null is taken as the empty list
    alone: bool = False  # the items of the list are judged one by one by who takes them
    discriminator: str | None = None
    branches: list = field(default_factory=list)  # (value, Schema)
    untyped: "Schema | None" = None  # for an object without the discriminator; None: it must say it


def types_of(node):
    kinds = node.get("type", ())
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


def is_bilingual(value):
    return (isinstance(value, dict) and set(value) == set(LOCALES)
            and all(isinstance(text, str) and text.strip() for text in value.values()))


def word_of(value):
    return None if value is None else str(value)


def words_of(node):
    return node["enum"] if "enum" in node else [node["const"]] if "const" in node else None


def is_null(node):
    return node == {"type": "null"}


def is_scalars(choices):
    """Whether a oneOf only lists types of one value: [{type: string}, {type: number}]."""
    return all(isinstance(choice, dict) and choice.get("type") in SCALARS and "enum" not in choice
               for choice in choices)


class Checker:
    """Walks every schema of the document, those of responses included."""

    def __init__(self, document, faults):
        self.document = document
        self.faults = faults

    def resolve(self, reference, path):
        """The node and path a local $ref means, or (None, path)."""
        if not isinstance(reference, str) or not reference.startswith("#/"):
            self.faults.add(path, "$ref must begin with `#/`")
            return None, path
        node, place = self.document, tuple(reference[2:].split("/"))
        for key in place:
            node = node.get(key) if isinstance(node, dict) else None
        if node is None:
            self.faults.add(path, f"$ref {reference} leads nowhere")
        return node, place

    def check(self, node, path):
        if not isinstance(node, dict):
            self.faults.add(path, "a schema is a mapping here")
            return
        for key in sorted(set(node) - KEYWORDS):
            self.faults.add((*path, key), f"the keyword `{key}` is not in the accepted subset")
        if "$ref" in node:
            self.check_reference(node, path)
            return
        self.check_types(node, path)
        self.check_bounds(node, path)
        self.check_words(node, path)
        self.check_children(node, path)
        self.check_named(node, path)

    def check_reference(self, node, path):
        for key in sorted(set(node) & KEYWORDS - BESIDE_REF - {"$ref"}):
            self.faults.add((*path, key), f"`{key}` beside $ref is not in the accepted subset")
        self.resolve(node["$ref"], path)

    def check_types(self, node, path):
        kinds = types_of(node)
        if set(node) == {"description"}:
            return  # any value
        if not kinds and not {"allOf", "oneOf"} & set(node):
            self.faults.add(path, "say `type`")
        for kind in kinds:
            if kind not in TYPES:
                self.faults.add((*path, "type"), f"`{kind}` is no JSON type")
        for key, kind in NEEDS_TYPE.items():
            if key in node and kind not in kinds and not {"allOf", "oneOf"} & set(node):
                self.faults.add((*path, key), f"`{key}` needs the type {kind}")
        known = (*FORMATS, *RESPONSE_FORMATS, *NUMBER_FORMATS)
        if node.get("format") is not None and node["format"] not in known:
            self.faults.add((*path, "format"), f"the format `{node['format']}` is unknown; "
                            f"known are {', '.join(known)}")
        elif "format" in node:
            wanted = ("integer", "number") if node["format"] in NUMBER_FORMATS else ("string",)
            if not set(wanted) & set(kinds):
                self.faults.add((*path, "format"), f"`format` needs the type {wanted[-1]}")

    def check_bounds(self, node, path):
        for key in COUNTS:
            value = node.get(key, 0)
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                self.faults.add((*path, key), f"`{key}` is a count")
        for key in ("minimum", "maximum"):
            if isinstance(node.get(key, 0), bool) or not isinstance(node.get(key, 0), (int, float)):
                self.faults.add((*path, key), f"`{key}` is a number")
        for low, high in zip(("minimum", *COUNTS[0::2]), ("maximum", *COUNTS[1::2])):
            if low in node and high in node and node[low] > node[high]:
                self.faults.add((*path, low), f"`{low}` is above `{high}`")

    def check_words(self, node, path):
        words = words_of(node)
        if words is None:
            if "x-labels" in node:
                self.faults.add((*path, "x-labels"), "x-labels belongs to an enumeration")
            return
        names = {"null" if word is None else str(word) for word in words}
        kinds = types_of(node)
        if len(names) != len(words):
            self.faults.add((*path, "enum"), "a word is listed twice")
        for word in words:
            kind = {str: "string", int: "integer", type(None): "null"}.get(type(word))
            if kind not in kinds:
                self.faults.add(path, f"the word {word!r} does not fit the type {'|'.join(kinds)}")
        if "null" in kinds and None not in words:
            self.faults.add(path, "the type allows null, the enumeration does not")
        self.check_labels(node, path, names)

    def check_labels(self, node, path, names):
        labels = node.get("x-labels")
        if labels is not None:
            for name in sorted((names ^ set(labels)) - {"null"}):
                self.faults.add((*path, "x-labels"), f"enum and x-labels differ in `{name}`")
            for name, label in labels.items():
                if not is_bilingual(label):
                    self.faults.add((*path, "x-labels", name), "a label has `ja` and `en`")
        if "x-help" in node and not is_bilingual(node["x-help"]):
            self.faults.add((*path, "x-help"), "x-help has `ja` and `en`")

    def check_named(self, node, path):
        """Generators name what has no name after where it stands, and each place differently."""
        named = len(path) == 3 and path[:2] == ("components", "schemas")
        if named and "null" in types_of(node):
            self.faults.add((*path, "type"), "a named schema is not null; where it may be, stands "
                            "`oneOf: [{$ref}, {type: 'null'}]`")
        if named or "parameters" in path or path[-2:-1] == ("allOf",):
            return
        if "properties" in node:
            self.faults.add(path, "an object with members of its own is a named schema")
        if "enum" in node and types_of(node) != ("integer",):
            self.faults.add((*path, "enum"), "an enumeration is a named schema")

    def check_children(self, node, path):
        for name, child in node.get("properties", {}).items():
            self.check(child, (*path, "properties", name))
        for name in node.get("required", ()):
            if name not in self.members(node, path):
                self.faults.add((*path, "required"), f"`{name}` is required but not a property")
        if "items" in node:
            self.check(node["items"], (*path, "items"))
        elif "array" in types_of(node) and node.get("additionalProperties") is not True:
            self.faults.add(path, "say `items`")
        self.check_closed(node, path)
        for index, child in enumerate(node.get("allOf", ())):
            self.check(child, (*path, "allOf", str(index)))
        if "oneOf" in node:
            self.check_alternatives(node, path)

    def members(self, node, path):
        """Names of the properties, those of the parts included."""
        if "$ref" in node:
            node = self.resolve(node["$ref"], path)[0] or {}
        names = set(node.get("properties", ()))
        for part in (*node.get("allOf", ()), *node.get("oneOf", ())):
            names |= self.members(part, path)
        return names

    def check_closed(self, node, path):
        if node.get("x-unknown-fault", "unknown_member") not in self.document.get("x-faults", {}):
            self.faults.add((*path, "x-unknown-fault"), "this fault is not in x-faults")
        beyond = node.get("additionalProperties")
        if isinstance(beyond, dict):
            self.check(beyond, (*path, "additionalProperties"))
            if "properties" in node:
                self.faults.add(path, "a map has no properties of its own")
        elif not isinstance(beyond, (bool, type(None))):
            self.faults.add((*path, "additionalProperties"), "false, true or a schema")
        elif node.get("unevaluatedProperties", False) is not False:
            self.faults.add((*path, "unevaluatedProperties"), "only `false` is accepted")

    def check_alternatives(self, node, path):
        choices = node["oneOf"]
        for index, child in enumerate(choices):
            self.check(child, (*path, "oneOf", str(index)))
        if (len(choices) == 2 and is_null(choices[1])) or is_scalars(choices):
            return
        if "propertyName" not in node.get("discriminator", {}):
            self.faults.add(path, "oneOf needs a discriminator with propertyName, or is "
                            "[schema, {type: 'null'}]")
