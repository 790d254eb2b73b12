"""Writes the C files. Equal things stand in one pool per kind and are referred to by index."""

import re

from .operations import METHODS
from .routes import flat

NOTICE = "/* Made from openapi.yaml by tools/contract.py; changes here are lost. */\n"
TYPE_BITS = ("null", "boolean", "integer", "number", "string", "array", "object")


def text(value):
    """A C string, or NULL."""
    if value is None:
        return "NULL"
    escaped = re.sub(r'["\\?]', r"\\\g<0>", value).replace("\n", "\\n")
    return '"' + re.sub(r"[\x00-\x1f]", lambda m: f"\\{ord(m[0]):03o}", escaped) + '"'


def pair(labels):
    return "{" + ", ".join(text(labels[locale]) for locale in ("ja", "en")) + "}"


def constant(prefix, code):
    return f"{prefix}_{re.sub('[^a-z0-9]', '_', code).upper()}"


def enumeration(name, prefix, codes, first=()):
    rows = [*first, *(constant(prefix, code) for code in codes), f"{prefix}_COUNT"]
    return f"enum {name} {{\n" + "".join(f"    {row},\n" for row in rows) + "};\n"


def table(declaration, rows):
    """A C array; an empty one holds a single zero, since C has no empty arrays."""
    body = "".join(f"    {row},\n" for row in rows) or "    {0},\n"
    return f"{declaration} = {{\n{body}}};\n\n"


class Pool:
    """Rows of one C array; `add` gives the reference to the first of the rows added."""

    def __init__(self, name):
        self.name = name
        self.rows = []
        self.known = {}

    def add(self, rows):
        if not rows:
            return "NULL"
        key = tuple(rows)
        if key not in self.known:
            self.known[key] = len(self.rows)
            self.rows += rows
        return f"&{self.name}[{self.known[key]}]"


class Tables:
    """contract_tables.c of one contract."""

    def __init__(self, contract):
        self.contract = contract
        self.index = {id(schema): i for i, schema in enumerate(contract.schemas)}
        self.words = Pool("words")
        self.properties = Pool("properties")
        self.parameters = Pool("parameters")
        self.scopes = Pool("scope_sets")
        self.media = Pool("media_types")
        self.patterns = []

    def schema_at(self, schema):
        return "NULL" if schema is None else f"&schemas[{self.index[id(schema)]}]"

    def pattern_index(self, pattern):
        if pattern not in self.patterns:
            self.patterns.append(pattern)
        return self.patterns.index(pattern)

    def property_row(self, item):
        flags = ", ".join(str(flag).lower() for flag in (item.required, item.read_only,
                                                          item.echoed))
        return f"{{{text(item.name)}, {self.schema_at(item.schema)}, {flags}}}"

    def branch_row(self, branch):
        return f"{{{text(branch[0])}, {self.schema_at(branch[1])}, false, false, false}}"

    @staticmethod
    def word_row(word):
        name, label = word
        return f"{{{text(name)}, {pair(label) if label else '{NULL, NULL}'}}}"

    def schema_row(self, schema):
        members = [f".name = {text(schema.name)}", f".types = {self.types(schema)}",
                   f".format = {schema.format}"]
        if schema.pattern is not None:
            members += [f".pattern = {text(schema.pattern)}",
                        f".pattern_index = {self.pattern_index(schema.pattern)}"]
        members += self.bounds(schema)
        if schema.words:
            members += [f".words = {self.words.add([self.word_row(w) for w in schema.words])}",
                        f".word_count = {len(schema.words)}"]
        if schema.help:
            members.append(f".help = {pair(schema.help)}")
        members += self.structure(schema)
        return "{" + ",\n     ".join(members) + "}"

    @staticmethod
    def types(schema):
        bits = [f"TYPE_{kind.upper()}" for kind in TYPE_BITS if kind in schema.types]
        return " | ".join(bits) or "0"

    @staticmethod
    def bounds(schema):
        integer = {-(2 ** 63): "INT64_MIN", 2 ** 63 - 1: "INT64_MAX"}
        low, high = (integer.get(bound, f"INT64_C({bound})")
                     for bound in (schema.minimum, schema.maximum))
        number = [("-DBL_MAX", schema.number_minimum), ("DBL_MAX", schema.number_maximum)]
        floats = [default if bound is None else repr(float(bound)) for default, bound in number]
        longest = "SIZE_MAX" if schema.max_length is None else str(schema.max_length)
        return [f".minimum = {low}", f".maximum = {high}", f".number_minimum = {floats[0]}",
                f".number_maximum = {floats[1]}", f".min_length = {schema.min_length}",
                f".max_length = {longest}"]

    def structure(self, schema):
        members = []
        if schema.properties:
            rows = [self.property_row(item) for item in schema.properties]
            members += [f".properties = {self.properties.add(rows)}",
                        f".property_count = {len(rows)}"]
        if "object" in schema.types:
            members.append(f".unknown_fault = {constant('FAULT', schema.unknown_fault)}")
        if schema.additional:
            members.append(".additional = true")
        if schema.items is not None:
            members.append(f".items = {self.schema_at(schema.items)}")
        if schema.unique_items:
            members.append(".unique_items = true")
        if schema.null_empty:
            members.append(".null_empty = true")
        if schema.alone:
            members.append(".alone = true")
        if schema.branches:
            rows = [self.branch_row(branch) for branch in schema.branches]
            members += [f".discriminator = {text(schema.discriminator)}",
                        f".branches = {self.properties.add(rows)}", f".branch_count = {len(rows)}",
                        f".untyped = {self.schema_at(schema.untyped)}"]
        return members

    def parameter_row(self, item):
        flags = ", ".join(str(flag).lower() for flag in (item.required, item.many,
                                                         item.empty_allowed))
        schema = self.schema_at(item.schema)
        return f"{{{text(item.name)}, {schema}, {flags}, {text(item.default)}}}"

    def scope_rows(self, alternatives):
        return [" | ".join(f"UINT64_C(1) << {constant('SCOPE', scope)}" for scope in entry)
                for entry in alternatives or ()]

    def event_type_row(self, item):
        scopes = self.scope_rows(item.scopes)
        return f"{{{text(item.word)}, {self.scopes.add(scopes)}, {len(scopes)}}}"

    def operation_row(self, item):
        scopes = self.scope_rows(item.scopes)
        flags = {"is_public": item.scopes is None, "body_required": item.body_required,
                 "merge_patch": item.merge_patch, "idempotent": item.idempotent,
                 "form": item.form, "contributor": item.contributor}
        members = [f".id = {constant('OPERATION', item.name)}", f".name = {text(item.name)}",
                   f".method = METHOD_{item.method.upper()}", f".route = {text(item.route)}",
                   f".scopes = {self.scopes.add(scopes)}", f".scope_count = {len(scopes)}",
                   f".path = {self.parameters.add([self.parameter_row(p) for p in item.path])}",
                   f".path_count = {len(item.path)}",
                   f".query = {self.parameters.add([self.parameter_row(p) for p in item.query])}",
                   f".query_count = {len(item.query)}", f".body = {self.schema_at(item.body)}",
                   f".body_limit = {item.body_limit}", f".body_nodes = {item.body_nodes}",
                   f".body_items = {text(item.body_items) if item.body_items else 'NULL'}",
                   f".consumes = {self.media.add([text(kind) for kind in item.consumes])}",
                   f".consume_count = {len(item.consumes)}",
                   f".body_rows = {text(item.body_rows) if item.body_rows else 'NULL'}",
                   f".lane = {constant('LANE', item.lane)}",
                   f".if_match = {item.if_match}", f".current = {self.current(item)}",
                   f".produces = {self.media.add([text(kind) for kind in item.produces])}",
                   f".produce_count = {len(item.produces)}"]
        members += [f".{name} = true" for name, flag in flags.items() if flag]
        return "{" + ",\n     ".join(members) + "}"

    def current(self, item):
        """Where a PATCH reads what it changes."""
        reads = {other.route: index for index, other in enumerate(self.contract.operations)
                 if other.method == "get"}
        index = reads.get(item.route) if item.method == "patch" else None
        return "NULL" if index is None else f"&operations[{index}]"

    def route_row(self, row):
        node, first, parameter = row
        methods = ", ".join(
            f"[METHOD_{method.upper()}] = &operations[{node.operations[method]}]"
            for method in METHODS if method in node.operations)
        return (f"{{{text(node.segment)}, {len(node.segment.encode())}, "
                f"{f'&routes[{first}]' if node.children else 'NULL'}, {len(node.children)}, "
                f"{'NULL' if parameter is None else f'&routes[{parameter}]'}, "
                f"{{{methods or 'NULL'}}}}}")

    def write(self):
        contract = self.contract
        schemas = [self.schema_row(schema) for schema in contract.schemas]
        operations = [self.operation_row(item) for item in contract.operations]
        event_types = [self.event_type_row(item) for item in contract.event_types]
        routes = [self.route_row(row) for row in flat(contract.root)]
        problems = [f"{{{text(p.code)}, {p.status}, {pair(p.title)}, {pair(p.detail)}}}"
                    for p in contract.words.problems]
        faults = [f"{{{text(code)}, {pair(detail)}}}"
                  for code, detail in contract.words.fault_codes.items()]
        scopes = [f"{{{text(name)}, {pair(label)}}}" for name, label in contract.words.scopes.items()]
        named = [self.schema_at(schema) for schema in dict.fromkeys(contract.components.values())]
        vocabulary = [self.schema_at(schema) for schema in contract.vocabulary]
        none = '{"", 0, {"", ""}, {"", ""}}'
        return "".join([
            NOTICE, '#include "renkei/contract/tables.h"\n\n#include <float.h>\n\n',
            f"static const struct schema schemas[{max(1, len(schemas))}];\n",
            f"static const struct operation operations[{max(1, len(operations))}];\n",
            f"static const struct route_node routes[{len(routes)}];\n\n",
            table("static const struct enum_word words[]", self.words.rows),
            table("static const struct property properties[]", self.properties.rows),
            table(f"static const struct schema schemas[{max(1, len(schemas))}]", schemas),
            table("static const struct parameter parameters[]", self.parameters.rows),
            table("static const uint64_t scope_sets[]", self.scopes.rows or ["0"]),
            table("static const char *const media_types[]", self.media.rows or ["NULL"]),
            table(f"static const struct operation operations[{max(1, len(operations))}]", operations),
            table(f"static const struct route_node routes[{len(routes)}]", routes),
            table("static const struct problem_entry problems[]", [none, *problems]),
            table("static const struct fault_entry faults[]", faults),
            table("static const struct enum_word scopes[]", scopes),
            table("static const struct event_type event_types[]", event_types or ["{NULL, NULL, 0}"]),
            table("static const struct schema *const named[]", named or ["NULL"]),
            table("static const struct schema *const vocabulary[]", vocabulary or ["NULL"]),
            table("static const char *const patterns[]", map(text, self.patterns or [None])),
            f"""const struct contract_tables contract_tables = {{
    .operations = operations,
    .operation_count = {len(operations)},
    .routes = routes,
    .problems = problems,
    .faults = faults,
    .scopes = scopes,
    .event_types = event_types,
    .event_type_count = {len(event_types)},
    .named = named,
    .named_count = {len(named)},
    .vocabulary = vocabulary,
    .vocabulary_count = {len(vocabulary)},
    .patterns = patterns,
    .pattern_count = {len(self.patterns)},
}};
"""])


def operations_header(contract):
    handlers = "".join(f"bool {item.name}(struct request *rq);\n" for item in contract.operations)
    return "".join([
        NOTICE, "#ifndef GENERATED_OPERATIONS_H\n#define GENERATED_OPERATIONS_H\n\n",
        "#include <stdbool.h>\n\nstruct request;\n\n",
        enumeration("operation_id", "OPERATION", [item.name for item in contract.operations]), "\n",
        enumeration("scope", "SCOPE", contract.words.scopes), "\n", handlers, "\n#endif\n"])


def problems_header(contract):
    codes = [problem.code for problem in contract.words.problems]
    return "".join([
        NOTICE, "#ifndef GENERATED_PROBLEMS_H\n#define GENERATED_PROBLEMS_H\n\n",
        enumeration("problem", "PROBLEM", codes, first=["PROBLEM_NONE"]), "\n",
        enumeration("fault_code", "FAULT", contract.words.fault_codes), "\n#endif\n"])


def handlers_source(contract):
    rows = [f"[{constant('OPERATION', item.name)}] = {item.name}" for item in contract.operations]
    return (NOTICE + '#include "renkei/contract/contract.h"\n\n'
            + table("const operation_handler operation_handlers[]", rows))


def document_source(language, json):
    """A served document as C text; long lines are cut so that a reader's editor survives."""
    pieces = [json[start:start + 90] for start in range(0, len(json), 90)]
    lines = "".join(f"    {text(piece)}\n" for piece in pieces)
    return f"static const char document_{language}[] =\n{lines.rstrip()};\n\n"


def json_source(documents):
    return (NOTICE + '#include "renkei/contract/contract.h"\n\n'
            + "".join(document_source(*entry) for entry in documents.items())
            + "const char *openapi_json(enum locale locale, size_t *ret_length)\n{\n"
            "    *ret_length = (locale == LOCALE_JA ? sizeof document_ja : sizeof document_en) - 1;\n"
            "    return locale == LOCALE_JA ? document_ja : document_en;\n}\n")


def files(contract, documents):
    """By the room each file belongs to; a header is included as "generated/<room>/<name>"."""
    return {"base/problems.h": problems_header(contract), "contract/operations.h": operations_header(contract),
            "contract/tables.c": Tables(contract).write(), "contract/openapi_json.c": json_source(documents),
            "http/handlers.c": handlers_source(contract), "openapi.json": documents["en"],
            "openapi.ja.json": documents["ja"]}
