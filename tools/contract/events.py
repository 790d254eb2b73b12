"""Who may see an event: whoever the contract lets read its resource."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EventType:
    word: str
    scopes: list  # alternatives, each a list of scopes; None: anybody


class EventTypes:
    """
    The words of EventType, each with the scopes of the operation that reads its resource. That is the
    word before the dot, or what x-resources says; it is read by get_<resource> or list_<resource>s, or
    by what x-read-with of ResourceType says.
    """

    def __init__(self, document, operations, faults):
        schemas = document.get("components", {}).get("schemas", {})
        self.types = schemas.get("EventType", {})
        self.resources = schemas.get("ResourceType", {})
        self.operations = {item.name: item for item in operations}
        self.faults = faults

    def read(self):
        return [EventType(word, self.scopes_of(word)) for word in self.types.get("enum", ())]

    def scopes_of(self, word):
        path = ("components", "schemas", "EventType", "enum")
        resource = self.types.get("x-resources", {}).get(word, word.partition(".")[0])
        if resource not in self.resources.get("enum", ()):
            self.faults.add(path, f"`{word}`: `{resource}` is no ResourceType, say it in x-resources")
        told = self.resources.get("x-read-with", {}).get(resource)
        names = [told] if told else [f"get_{resource}", f"list_{resource}s"]
        for name in names:
            if name in self.operations:
                return self.operations[name].scopes
        self.faults.add(path, f"`{word}`: no operation reads a {resource}, say one in x-read-with of ResourceType")
        return []
