"""The document in one language: texts that stand beside the English ones take their place (`x-summary-ja`,
`x-description-ja`), and what an enumeration is about is said with its labels."""

import re

BESIDE = re.compile(r"x-(summary|description)-ja")


def labelled(node):
    """What the words of an enumeration are called: `high` 高い、…"""
    words = "、".join(f"`{word}` {label['ja']}" for word, label in node["x-labels"].items())
    return f"{node.get('x-help', {}).get('ja') or node.get('description', '')}: {words}"


def spoken(node, language):
    """`node` in the language; other texts stay English."""
    if isinstance(node, list):
        return [spoken(entry, language) for entry in node]
    if not isinstance(node, dict):
        return node
    said = {key: spoken(value, language) for key, value in node.items() if not BESIDE.fullmatch(key)}
    if language == "ja":
        said |= {match[1]: node[key] for key in node if (match := BESIDE.fullmatch(key))}
        if "x-labels" in node and "ja" in next(iter(node["x-labels"].values()), ()):
            said["description"] = labelled(node)
    return said
