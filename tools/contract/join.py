"""Joins the files of the contract: openapi.yaml and what its $refs lead to become one document.

Every file has the shape of a whole document, so that a thing has the same path in its file and in
the joined document: `openapi/suppliers.yaml#/components/schemas/Supplier` becomes
`#/components/schemas/Supplier`. The root lists the paths and names where the x- tables are.
"""

import pathlib

from . import source

PARTS = {"paths", "components", "x-problems", "x-faults", "x-scopes"}


def references(value, path=()):
    """(mapping, key, path) of every reference: $ref, and the targets of a discriminator."""
    if isinstance(value, list):
        for index, child in enumerate(value):
            yield from references(child, (*path, str(index)))
    if not isinstance(value, dict):
        return
    if isinstance(value.get("$ref"), str):
        yield value, "$ref", path
    mapping = value.get("mapping") if path[-1:] == ("discriminator",) else None
    for word in mapping if isinstance(mapping, dict) else ():
        yield mapping, word, (*path, "mapping", word)
    for key, child in value.items():
        yield from references(child, (*path, key))


def steps(pointer):
    """/paths/~1v1~1me -> ("paths", "/v1/me")"""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def at(document, path):
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    return document


class Joiner:
    """Loads each file once, in the order in which it is first named."""

    def __init__(self, file):
        self.root = pathlib.Path(file)
        self.places = {}
        self.faults = source.Faults(self.places)
        self.files = {}  # path -> document, the root first
        self.later = []  # (fault collector, path, file, steps): what other files must hold

    def read(self):
        waiting = [self.root]
        while waiting:
            file = waiting.pop(0)
            if file not in self.files:
                waiting += self.load(file)
        for faults, path, file, target in self.later:
            if at(self.files[file], target) is None:
                faults.add(path, f"$ref {file.name}#/{'/'.join(target)} leads nowhere")
        document = self.files[self.root]
        for file in list(self.files)[1:]:
            self.merge(document, file)
        self.check_paths(document)
        return document, self.faults

    def load(self, file):
        """Keeps the file's document, its references made local; returns the files they name."""
        document, builder = source.read(file)
        self.files[file] = document
        self.faults.found += builder.faults.found
        for path, place in builder.places.items():
            self.keep(path, place, file)
        named = []
        faults = source.Faults(builder.places)
        faults.found = self.faults.found
        for holder, key, path in references(document):
            name, _, pointer = holder[key].partition("#")
            if name:
                other = file.parent / name
                named.append(other)
                self.later.append((faults, path, other, steps(pointer)))
                holder[key] = f"#{pointer}"
        return named

    def keep(self, path, place, file):
        """A path item stands in its own file; the root only lists it."""
        if path not in self.places or (file != self.root and path[:1] == ("paths",) != path):
            self.places[path] = place

    def merge(self, document, file):
        part = self.files[file]
        for key in part:
            if key not in PARTS:
                self.faults.add((key,), f"{file.name} has `{key}`; it belongs into the root")
        for key in PARTS & set(part):
            if key == "components":
                self.merge_components(document, part[key], file)
            elif key != "paths":
                self.replace(document, key, part[key])
        for route, item in part.get("paths", {}).items():
            if route not in document.get("paths", {}):
                self.faults.add(("paths", route), "the root does not list this path")
            else:
                self.replace(document["paths"], route, item)

    @staticmethod
    def replace(holder, key, value):
        if isinstance(holder.get(key), dict) and "$ref" in holder[key]:
            holder[key] = value

    def merge_components(self, document, components, file):
        for kind, entries in components.items():
            known = document.setdefault("components", {}).setdefault(kind, {})
            for name, value in entries.items():
                if name in known:
                    self.faults.add(("components", kind, name),
                                    f"another file than {file.name} has a `{name}`, too")
                known[name] = value

    def check_paths(self, document):
        for route, item in document.get("paths", {}).items():
            if isinstance(item, dict) and "$ref" in item:
                self.faults.add(("paths", route), "no such path in the file that is named")


def read(file):
    """Returns (document, faults)."""
    return Joiner(file).read()
