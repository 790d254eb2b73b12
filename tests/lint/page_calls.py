"""What the pages of the project ask of the service, read out of their scripts, and whether the contract has it.

A call is one of CALLERS with the address as a text, or `path`, the text that a `path = …` before it holds. Parameters are those behind the `?` of
the text and, of `read`, the members of the object behind it: written there, a name that is one, `...name`, or what a function returns. What is
written in another way is a fault, and so is a text with an address that no call takes: nothing escapes unread.
"""
import re

CALLERS = re.compile(r"\b(call|ask|insist|attempt|read|fetch)\(\s*(?=[\"'`]|path\b)")
ADDRESS = re.compile(r"[\"'`](?=/v1/|/console/)")
CLOSING = {"(": ")", "[": "]", "{": "}"}


def text_end(script, start):
    """Behind the text that begins at `start`; `${…}` of a template may hold texts of its own."""
    quote, place = script[start], start + 1
    while script[place] != quote:
        if script[place] == "\\":
            place += 1
        elif quote == "`" and script.startswith("${", place):
            place = block_end(script, place + 1) - 1
        place += 1
    return place + 1


def block_end(script, start):
    """Behind the bracket that closes the one at `start`."""
    place = start + 1
    while script[place] != CLOSING[script[start]]:
        if script[place] in "\"'`":
            place = text_end(script, place)
        elif script[place] in CLOSING:
            place = block_end(script, place)
        else:
            place += 1
    return place + 1


def parts(script, start):
    """What stands between commas inside the bracket at `start`."""
    end, place, begun, found = block_end(script, start) - 1, start + 1, start + 1, []
    while place < end:
        if script[place] in "\"'`":
            place = text_end(script, place)
        elif script[place] in CLOSING:
            place = block_end(script, place)
        else:
            if script[place] == ",":
                found.append((begun, script[begun:place].strip()))
                begun = place + 1
            place += 1
    return [one for one in [*found, (begun, script[begun:end].strip())] if one[1]]


def content(text):
    """A text with {} for what is put in."""
    found, place = "", 1
    while place < len(text) - 1:
        if text[0] == "`" and text.startswith("${", place):
            found, place = found + "{}", block_end(text, place + 1)
        else:
            found, place = found + text[place], place + 1
    return found


class Calls:
    """The calls of one script: [(line, method, path, parameters)], and what could not be read: [(line, why)]."""

    def __init__(self, script):
        self.script, self.found, self.unread, self.taken = script, [], [], set()
        for match in CALLERS.finditer(script):
            self.read_call(match)
        for match in ADDRESS.finditer(script):
            if match.start() not in self.taken:
                self.unread.append((self.line(match.start()), "an address that no call takes"))

    def line(self, place):
        return self.script.count("\n", 0, place) + 1

    def read_call(self, match):
        caller, arguments = match[1], parts(self.script, self.script.index("(", match.start()))
        method = "GET"
        if caller not in ("read", "fetch"):
            method, arguments = arguments[0][1].strip("\"'"), arguments[1:]
        address = self.address(*arguments[0]) if arguments else None
        if address is None or not address.startswith("/"):
            if arguments and not re.match(r"[a-z_]+$", arguments[0][1]):
                self.unread.append((self.line(match.start()), f"{caller}: what is its address?"))
            return
        path, _, query = address.partition("?")
        names = set(re.findall(r"(?:^|&)([^=&]+)=", query))
        if caller == "read" and len(arguments) > 1:
            names |= self.members(arguments[1][1], match.start())
        self.found.append((self.line(match.start()), method, path, names))

    def address(self, place, text):
        place = self.script.index(text, place)
        if text[0] in "\"'`":
            self.taken.add(place)
            told = content(text)
            return told.replace("{}", self.named(place), 1) if text.startswith("`${path}") else told
        return self.named(place) if text == "path" else None

    def named(self, place):
        """What the last `path = …` before holds."""
        begun = self.script.rfind("path = ", 0, place) + len("path = ")
        self.taken.add(begun)
        return content(self.script[begun:text_end(self.script, begun)])

    def members(self, expression, place):
        """The names of an object's members."""
        if expression.startswith("{"):
            found = set()
            for _, part in parts(expression, 0):
                if part.startswith("..."):
                    found |= self.members(part[3:], place)
                else:
                    found.add(re.match(r"[\"']?([^\"':]+)[\"']?\s*(?::|$)", part)[1])
            return found
        if made := re.fullmatch(r"(\w+)(\(.*\))?", expression):
            before = rf"function {made[1]}\(" if made[2] else rf"\b{made[1]} = {{"
            held = list(re.finditer(before, self.script))
            if held:
                begun = self.script.index("return {" if made[2] else "{", held[-1].start())
                begun = self.script.index("{", begun)
                return self.members(self.script[begun:block_end(self.script, begun)], place)
        self.unread.append((self.line(place), f"which parameters are {expression}?"))
        return set()


def operation(contract, method, path):
    """The operation of an address in which {} stands for what is put in; None: there is none."""
    wanted = path.split("/")
    for template, item in contract["paths"].items():
        names = template.split("/")
        if len(names) == len(wanted) and all(one == "{}" if name.startswith("{") else one == name for name, one in zip(names, wanted, strict=True)):
            return item.get(method.lower())
    return None


def faults(contract, script):
    """What a script asks for that the contract has not: [text with its line]."""
    calls = Calls(script)
    found = [f"{line}: {why}" for line, why in calls.unread]
    for line, method, path, names in calls.found:
        documented = operation(contract, method, path)
        if documented is None:
            found.append(f"{line}: {method} {path} is no operation")
            continue
        known = {parameter["name"] for parameter in documented.get("parameters", []) if parameter["in"] == "query"}
        found += [f"{line}: {method} {path} has no parameter {name}" for name in sorted(names - known)]
    return found
