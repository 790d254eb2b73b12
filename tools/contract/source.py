"""Reads the contract: plain data whose every value keeps its line, so that a fault has a place."""

import pathlib
import re

import yaml

Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(Base):
    """YAML 1.2's core words: a date stays text, `no` is a country, 010 is no octal number."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", list("tf")),
    ("int", r"-?(0|[1-9][0-9]*)", list("-0123456789")),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", list("-0123456789")),
    ("merge", r"<<", ["<"]),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


class ContractFault(Exception):
    """The document cannot be read at all."""


class Faults:
    """Collects what is wrong, each with its place; the build tells all of them at once."""

    def __init__(self, places):
        self.places = places  # path -> (file, line, column)
        self.found = []

    def add(self, path, sentence):
        self.found.append((*self.position(path), path, sentence))

    def position(self, path):
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, ("", 1, 1))

    def lines(self):
        for file, line, column, path, sentence in sorted(set(self.found)):
            yield f"{file}:{line}:{column}: {show(path)}: {sentence}"


def show(path):
    """A place as a reader finds it: paths > /v1/suppliers > get."""
    return " > ".join(path) or "the document"


class Builder:
    """YAML nodes -> plain values; anchors and merge keys are expanded, doubled keys are faults."""

    def __init__(self, file):
        self.file = str(file)
        self.places = {}
        self.faults = Faults(self.places)

    def build(self, node, path=(), above=()):
        if node in above:
            self.faults.add(path, "an alias must not contain itself")
            return None
        mark = node.start_mark
        self.places[path] = (self.file, mark.line + 1, mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path, (*above, node))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, str(index)), (*above, node))
                    for index, item in enumerate(node.value)]
        return self.scalar(node, path)

    def scalar(self, node, path):
        kind = node.tag.rpartition(":")[2]
        readers = {"null": lambda text: None, "bool": lambda text: text == "true", "int": int,
                   "float": float, "str": str}
        if kind not in readers:
            self.faults.add(path, f"the YAML tag {node.tag} is not used here")
            return None
        return readers[kind](node.value)

    def mapping(self, node, path, above):
        merged, own = {}, {}
        for key, value in node.value:
            if key.tag.endswith(":merge"):
                sources = value.value if isinstance(value, yaml.SequenceNode) else [value]
                for source in sources:
                    merged = {**self.merge_source(source, path, above), **merged}
        for key, value in node.value:
            if key.tag.endswith(":merge"):
                continue
            name = str(key.value)
            if name in own:
                self.faults.add((*path, name), "this key is given twice")
            own[name] = self.build(value, (*path, name), above)
        return {**merged, **own}

    def check_anchors(self, text):
        """An anchor that no alias names is left over from something."""
        events = list(yaml.parse(text, Loader=Loader))
        named = {event.anchor for event in events if isinstance(event, yaml.AliasEvent)}
        for event in events:
            anchor = getattr(event, "anchor", None)
            if anchor is not None and anchor not in named:
                mark = event.start_mark
                self.faults.found.append((self.file, mark.line + 1, mark.column + 1, (),
                                          f"nothing uses the anchor `{anchor}`"))

    def merge_source(self, source, path, above):
        if not isinstance(source, yaml.MappingNode):
            self.faults.add(path, "`<<` takes a mapping or a list of mappings")
            return {}
        return self.build(source, path, above)


def read(file):
    """One file: (plain values, the builder that knows their places)."""
    try:
        text = pathlib.Path(file).read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=Loader)
    except OSError as error:
        raise ContractFault(f"{file}: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise ContractFault(f"{file}: {error}") from error
    builder = Builder(file)
    document = builder.build(node) if node is not None else None
    builder.check_anchors(text)
    if not isinstance(document, dict):
        raise ContractFault(f"{file}: the document must be a mapping")
    return document, builder
