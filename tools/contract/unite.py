"""One schema out of the branches of a oneOf: for an object that does not say which it is."""

from .schema import Property, Schema

PLAIN = vars(Schema())


def unite(schema, flattener, path):
    """Fills schema.untyped with every member of every branch but the discriminator."""
    branches = list(dict.fromkeys(branch for _, branch in schema.branches))
    members = {}
    for branch in branches:
        for item in branch.properties:
            if item.name != schema.discriminator:
                members.setdefault(item.name, []).append(item)
    schema.untyped.types = ("object",)
    for name, items in members.items():
        schema.untyped.properties.append(Property(
            name, member(items, flattener, path),
            len(items) == len(branches) and all(item.required for item in items),
            all(item.read_only for item in items), any(item.echoed for item in items)))


def member(items, flattener, path):
    """The schema of a member that branches share; where they differ, all that they accept."""
    schemas = list(dict.fromkeys(item.schema for item in items if not item.read_only))
    if not schemas:
        return items[0].schema
    if all(plainly(one) == plainly(schemas[0]) for one in schemas):
        return schemas[0]
    united = flattener.new()
    for one in schemas:
        shared = set(one.types) & set(united.types) - {"null"}
        if shared:
            flattener.faults.add(path, f"the branches differ in `{items[0].name}` as "
                                 f"{', '.join(sorted(shared))}")
        for key, value in vars(one).items():
            if value != PLAIN[key] and key not in ("types", "name"):
                setattr(united, key, value)
        united.types += tuple(kind for kind in one.types if kind not in united.types)
    return united


def plainly(schema):
    """What it accepts; inline schemas are objects of their own each time."""
    return {**vars(schema), "items": schema.items and plainly(schema.items)}
