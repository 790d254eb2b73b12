"""From the document to the generated files."""

from . import emit, join, served
from .direction import Direction
from .events import EventTypes
from .frame import Frame
from .operations import Reader
from .routes import trie
from .texts import Texts
from .words import Words


class Contract:
    """A checked document: operations, schemas, routes and words, ready to be written."""

    def __init__(self, document, faults, bare=False):
        self.document = document
        self.words = Words(document, faults)
        reader = Reader(document, faults, bare)
        self.operations = reader.read()
        self.event_types = EventTypes(document, self.operations, faults).read()
        Frame(document, faults).check()
        Direction(document, reader.checker.resolve, faults).check()
        if not bare:
            Texts(document, reader.checker.resolve, faults).check(self.words.problems)
        self.check_components(reader, faults)
        reader.flattener.finish()
        self.components = reader.flattener.components
        self.schemas = reader.flattener.all
        self.root = trie(self.operations, faults)

    def check_components(self, reader, faults):
        components = self.document.get("components", {})
        for name, node in components.get("schemas", {}).items():
            path = ("components", "schemas", name)
            reader.checker.check(node, path)
            if isinstance(node, dict) and "x-labels" in node:
                reader.flattener.reference(f"#/components/schemas/{name}", path)

    @property
    def vocabulary(self):
        return [schema for schema in self.components.values()
                if schema.words and all(label for _, label in schema.words)]


def compile_contract(file, bare=False):
    """
    Returns ({file name: text}, [fault lines]); the files are empty when there are faults. `bare`:
    what readers of the served document need is not asked for; tests of the rest are shorter so.
    """
    document, faults = join.read(file)
    contract = Contract(document, faults, bare)
    lines = list(faults.lines())
    if lines:
        return {}, lines
    return emit.files(contract, {language: served.served(document, contract.words.problems, language)
                                 for language in ("ja", "en")}), []
