"""Flattens checked schemas into what the validator reads: references, allOf and labels resolved."""

from .schema import (FORMATS, INT64, RESPONSE_FORMATS, UNBOUNDED_FORMATS, Property, Schema, is_null,
                     is_scalars, types_of, word_of, words_of)
from .unite import unite


class Flattener:
    """Node -> Schema, one object per component, so that recursion is a pointer."""

    def __init__(self, checker, faults):
        self.checker = checker
        self.faults = faults
        self.components = {}
        self.all = []
        self.read_only = self.new()  # stands for every member a request may not set
        self.later = []  # what needs its target filled first; a recursive schema fills last

    def finish(self):
        while self.later:
            self.later.pop(0)()

    def flatten(self, node, path):
        if "$ref" in node:
            return self.reference(node["$ref"], path)
        parts = node.get("allOf", ())
        if len(parts) == 1 and "properties" not in node and "$ref" in parts[0]:
            return self.reference(parts[0]["$ref"], path)
        return self.fill(self.new(), node, path)

    def new(self, name=None):
        schema = Schema(name=name)
        self.all.append(schema)
        return schema

    def reference(self, reference, path):
        node, place = self.checker.resolve(reference, path)
        if node is None:
            return self.new()
        name = place[-1]
        if name not in self.components:
            if "$ref" in node:
                self.components[name] = self.reference(node["$ref"], place)
            else:
                self.components[name] = self.new(name)
                self.fill(self.components[name], node, place)
        return self.components[name]

    def fill(self, schema, node, path):
        if "oneOf" in node:
            return self.fill_alternatives(schema, node, path)
        if "allOf" in node:
            node = self.merge(node, path)
        schema.types = types_of(node)
        if not schema.types:
            self.faults.add(path, "a value of any type is for replies only")
        self.fill_text(schema, node, path)
        self.fill_numbers(schema, node)
        self.fill_words(schema, node)
        if "array" in schema.types:
            self.fill_array(schema, node, path)
        if "object" in schema.types:
            self.fill_object(schema, node, path)
        return schema

    def fill_text(self, schema, node, path):
        if "string" not in schema.types:
            return
        kind = node.get("format")
        schema.pattern = node.get("pattern")
        schema.min_length = node.get("minLength", 0)
        schema.max_length = node.get("maxLength")
        if words_of(node) is not None:
            return
        if kind in RESPONSE_FORMATS:
            self.faults.add(path, f"the format `{kind}` is for responses only")
        schema.format = FORMATS.get(kind or "line", "FORMAT_NONE")
        if kind in UNBOUNDED_FORMATS and schema.max_length is None and schema.pattern is None:
            self.faults.add(path, "a text of a request needs `maxLength` or `pattern`")

    @staticmethod
    def fill_numbers(schema, node):
        if "integer" in schema.types or "number" in schema.types:
            schema.number_minimum = node.get("minimum")
            schema.number_maximum = node.get("maximum")
            schema.minimum = max(INT64[0], int(node.get("minimum", INT64[0])))
            schema.maximum = min(INT64[1], int(node.get("maximum", INT64[1])))

    @staticmethod
    def fill_words(schema, node):
        labels = node.get("x-labels", {})
        words = list(words_of(node) or ())
        if "null" in labels and None not in words:
            words.append(None)  # what its absence is called; where null may stand, says the place
        for word in words:
            name = "null" if word is None else str(word)
            schema.words.append((word_of(word), labels.get(name)))
        schema.help = node.get("x-help")

    def fill_array(self, schema, node, path):
        if "items" not in node:
            schema.additional = True
            return
        schema.items = self.flatten(node["items"], (*path, "items"))
        schema.min_length = node.get("minItems", 0)
        schema.max_length = node.get("maxItems")
        schema.unique_items = node.get("uniqueItems", False)
        schema.null_empty = node.get("x-null-empty", False)
        if schema.max_length is None:
            self.faults.add(path, "an array of a request needs `maxItems`")

    def fill_object(self, schema, node, path):
        beyond = node.get("additionalProperties")
        schema.unknown_fault = node.get("x-unknown-fault", schema.unknown_fault)
        if beyond is True:
            schema.additional = True
        elif isinstance(beyond, dict):
            schema.additional = True
            schema.items = self.flatten(beyond, (*path, "additionalProperties"))
            schema.min_length = node.get("minProperties", 0)
            schema.max_length = node.get("maxProperties")
            if schema.max_length is None:
                self.faults.add(path, "a map of a request needs `maxProperties`")
        required = node.get("required", ())
        places = node.get("places", {})
        for name, child in node.get("properties", {}).items():
            place = places.get(name, (*path, "properties", name))
            schema.properties.append(Property(name, self.flatten(child, place), name in required,
                                              False))
        self.add_read_only(schema, node, path)

    def add_read_only(self, schema, node, path):
        """What the resource shows beyond what a request may write is known as read-only."""
        if "x-resource" not in node:
            return
        own = {item.name for item in schema.properties}
        for name in sorted(self.checker.members(node["x-resource"], path) - own):
            schema.properties.append(Property(name, self.read_only, False, True,
                                              node.get("x-echo", False)))

    def merge(self, node, path):
        """allOf of objects -> one object; `places` remembers where each property stands."""
        merged = {"type": "object", "properties": {}, "required": [], "places": {}}
        merged.update({key: node[key] for key in ("x-unknown-fault", "x-resource", "x-echo")
                       if key in node})
        whole = {key: value for key, value in node.items() if key != "allOf"}
        parts = [(part, (*path, "allOf", str(i))) for i, part in enumerate(node["allOf"])]
        for part, place in [*parts, (whole, path)]:
            if "$ref" in part:
                part, place = self.checker.resolve(part["$ref"], place)
            if part is not None and "allOf" in part:
                part = self.merge(part, place)
            self.merge_part(merged, part or {}, place)
        return merged

    def merge_part(self, merged, part, place):
        if "object" not in (types_of(part) or ("object",)) or "oneOf" in part:
            self.faults.add(place, "allOf merges objects only")
            return
        for name, child in part.get("properties", {}).items():
            if name in merged["properties"]:
                self.faults.add(place, f"`{name}` is a property of two parts of an allOf")
            merged["properties"][name] = child
            merged["places"][name] = part.get("places", {}).get(name, (*place, "properties", name))
        merged["required"] += part.get("required", [])
        if isinstance(part.get("additionalProperties"), dict):
            self.faults.add(place, "a map cannot be part of an allOf")

    def fill_alternatives(self, schema, node, path):
        choices = node["oneOf"]
        if len(choices) == 2 and is_null(choices[1]):
            target = self.flatten(choices[0], (*path, "oneOf", "0"))
            self.later.append(lambda: self.copy_nullable(target, schema))
            return schema
        if is_scalars(choices):
            return self.fill_scalars(schema, choices, path)
        schema.types = ("object",)
        schema.discriminator = node.get("discriminator", {}).get("propertyName")
        if schema.discriminator is not None:
            self.fill_branches(schema, node, path)
        if node.get("x-type-optional"):
            schema.untyped = self.new()
            self.later.append(lambda: unite(schema, self, path))
        return schema

    def fill_scalars(self, schema, choices, path):
        for index, choice in enumerate(choices):
            one = self.fill(Schema(), choice, (*path, "oneOf", str(index)))
            schema.types += one.types
            if "string" in one.types:
                schema.format, schema.pattern = one.format, one.pattern
                schema.min_length, schema.max_length = one.min_length, one.max_length
            elif one.types[0] in ("integer", "number"):
                schema.minimum, schema.maximum = one.minimum, one.maximum
                schema.number_minimum, schema.number_maximum = (one.number_minimum,
                                                                one.number_maximum)
        return schema

    @staticmethod
    def copy_nullable(target, schema):
        for key, value in vars(target).items():
            if key != "name":
                setattr(schema, key, value)
        schema.types = (*target.types, *(() if "null" in target.types else ("null",)))

    def fill_branches(self, schema, node, path):
        mapping = node["discriminator"].get("mapping")
        if mapping is not None:
            targets = {word: self.reference(ref, path) for word, ref in mapping.items()}
            schema.branches = list(targets.items())
            return
        branches = [self.flatten(child, (*path, "oneOf", str(index)))
                    for index, child in enumerate(node["oneOf"])]
        self.later.append(lambda: self.choose_branches(schema, branches, path))

    def choose_branches(self, schema, branches, path):
        words = [self.chosen_by(schema.discriminator, branch) for branch in branches]
        pairs = [(word, branch) for chosen, branch in zip(words, branches) for word in chosen]
        if not all(words) or len(dict(pairs)) != len(pairs):
            self.faults.add(path, "each branch needs words of its own for the discriminator "
                            "(`mapping`, or const/enum in the branch)")
        schema.branches = pairs

    @staticmethod
    def chosen_by(member, branch):
        return [word for prop in branch.properties if prop.name == member
                for word, _ in prop.schema.words]
