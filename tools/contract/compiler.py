"""From the document to the generated files."""

from . import emit, join, served
from .frame import Frame
from .operations import Reader
from .routes import trie
from .words import Words

class Contract:
    """A checked document: operations, schemas, routes and words, ready to be written."""

    def __init__(self, document, faults):
        self.document = document
        self.words = Words(document, faults)
        reader = Reader(document, faults)
        self.operations = reader.read()
        Frame(document, faults).check()
        self.check_components(reader, faults)
        reader.flattener.finish()
        self.components = reader.flattener.components
        self.schemas = reader.flattener.all
        self.root = trie(self.operations, faults)

    def check_components(self, reader, faults):
        components = self.document.get("components", {})
        for name, node in components.get("schemas", {}).items():
            path = ("components", "schemas", name)
            closed_elsewhere = is_part(self.document, f"#/components/schemas/{name}")
            reader.checker.check(node, path, part=closed_elsewhere)
            if isinstance(node, dict) and "x-labels" in node:
                reader.flattener.reference(f"#/components/schemas/{name}", path)

    @property
    def vocabulary(self):
        return [schema for schema in self.components.values()
                if schema.words and all(label for _, label in schema.words)]


def is_part(value, reference):
    """Whether some allOf names this component: the whole then says how it is closed."""
    if isinstance(value, dict):
        if any(part.get("$ref") == reference for part in value.get("allOf", ())):
            return True
        return any(is_part(child, reference) for child in value.values())
    return isinstance(value, list) and any(is_part(child, reference) for child in value)


def compile_contract(file):
    """Returns ({file name: text}, [fault lines]); the files are empty when there are faults."""
    document, faults = join.read(file)
    contract = Contract(document, faults)
    lines = list(faults.lines())
    if lines:
        return {}, lines
    json = served.served(document, contract.words.problems)
    return emit.files(contract, json), []
