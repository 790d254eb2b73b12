"""Routes as a trie: one node per segment, literals before the parameter."""

from dataclasses import dataclass, field


@dataclass(eq=False)
class Node:
    segment: str = ""
    children: list = field(default_factory=list)
    parameter: "Node | None" = None
    operations: dict = field(default_factory=dict)  # method -> index of the operation

    def step(self, segment):
        if segment.startswith("{"):
            self.parameter = self.parameter or Node()
            return self.parameter
        for child in self.children:
            if child.segment == segment:
                return child
        self.children.append(Node(segment))
        return self.children[-1]


def trie(operations, faults):
    root = Node()
    for index, operation in enumerate(operations):
        node = root
        for segment in operation.route.split("/")[1:]:
            node = node.step(segment)
        if operation.method in node.operations:
            faults.add(("paths", operation.route), "another path has the same shape")
        node.operations[operation.method] = index
    return root


def flat(root):
    """The nodes so that the children of each stand together: [(node, first child, parameter)]."""
    nodes, rows, place = [root], [], 0
    while place < len(nodes):
        node = nodes[place]
        first = len(nodes)
        nodes += node.children
        parameter = len(nodes) if node.parameter else None
        nodes += [node.parameter] if node.parameter else []
        rows.append((node, first, parameter))
        place += 1
    return rows
