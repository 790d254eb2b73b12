"""Problems, faults, scopes: the words of the contract, each in Japanese and English."""

import re
from dataclasses import dataclass, field

from .schema import is_bilingual

CODE = re.compile(r"[a-z][a-z0-9_]*")
SCOPE = re.compile(r"[a-z_]+:[a-z_]+")
# What src/contract reports; a contract without one of them could not say so.
OWN_PROBLEMS = ("invalid_json", "duplicate_key", "too_deep", "too_many_nodes", "invalid_query",
                "validation_failed", "malformed_id", "unavailable")
OWN_FAULTS = ("json_syntax", "json_incomplete", "json_not_utf8", "json_control", "json_number", "json_trailing",
              "json_byte_order_mark", "json_scalar", "required", "not_null", "unknown_member", "read_only_field", "wrong_type", "not_allowed_value",
              "too_short", "blank", "too_long", "too_few", "too_many", "too_small", "too_large",
              "not_unique", "wrong_pattern", "not_uuid", "not_date", "not_date_time", "no_such_day",
              "date_out_of_range", "not_email", "not_line", "not_country", "not_time_zone", "corporate_number", "not_utf8",
              "unknown_parameter", "duplicate_parameter")


@dataclass
class Problem:
    code: str
    status: int
    title: dict
    detail: dict
    example: dict = field(default_factory=dict)


class Words:
    """Reads x-problems, x-faults and x-scopes."""

    def __init__(self, document, faults):
        self.faults = faults
        self.problems = [self.problem(code, entry, ("x-problems", code))
                         for code, entry in document.get("x-problems", {}).items()]
        self.check_titles()
        self.fault_codes = self.bilingual(document, "x-faults", CODE)
        self.scopes = self.bilingual(document, "x-scopes", SCOPE)
        self.check_own({problem.code for problem in self.problems}, OWN_PROBLEMS, "x-problems")
        self.check_own(set(self.fault_codes), OWN_FAULTS, "x-faults")
        self.check_listed(document)
        if len(self.scopes) > 64:
            faults.add(("x-scopes",), "at most 64 scopes fit a token's bits")

    def check_listed(self, document):
        """Clients get the words as types: an enumeration that lists a table lists all of it."""
        for table, name in (("x-problems", "ProblemCode"), ("x-faults", "FaultCode"),
                            ("x-scopes", "Scope")):
            path = ("components", "schemas", name)
            node = document.get("components", {}).get("schemas", {}).get(name)
            for word in sorted(set(document.get(table, {})) ^ set(node["enum"])) if node else ():
                self.faults.add((*path, "enum"), f"{table} and this list differ in `{word}`")

    def problem(self, code, entry, path):
        if not CODE.fullmatch(code):
            self.faults.add(path, "a code is lower_snake_case")
        entry = entry if isinstance(entry, dict) else {}
        for key in sorted(set(entry) - {"status", "title", "detail", "description", "example"}):
            self.faults.add((*path, key), f"a problem has no `{key}`")
        status = entry.get("status")
        if not isinstance(status, int) or not 400 <= status <= 599:
            self.faults.add(path, "say `status`, 400 to 599")
            status = 500
        empty = {"ja": "", "en": ""}
        for key in ("title", "detail"):
            if key in entry or key == "title":
                self.check_bilingual(entry.get(key), (*path, key))
        title, detail = entry.get("title"), entry.get("detail")
        return Problem(code, status, title if is_bilingual(title) else empty,
                       detail if is_bilingual(detail) else empty, entry.get("example", {}))

    def check_titles(self):
        """A title alone has to tell one problem from another."""
        for locale in ("ja", "en"):
            seen = {}
            for problem in self.problems:
                other = seen.setdefault(problem.title[locale], problem.code)
                if other != problem.code and problem.title[locale]:
                    self.faults.add(("x-problems", problem.code, "title"),
                                    f"{locale}: `{other}` has this title, too")

    def check_bilingual(self, entry, path):
        if not is_bilingual(entry):
            self.faults.add(path, "give `ja` and `en`")
        elif placeholders(entry["ja"]) != placeholders(entry["en"]):
            self.faults.add(path, "ja and en name different {placeholders}")

    def bilingual(self, document, member, code):
        entries = document.get(member, {})
        for name, entry in entries.items():
            if not code.fullmatch(name):
                self.faults.add((member, name), "this name is not formed as the others")
            self.check_bilingual(entry, (member, name))
        return {name: entry for name, entry in entries.items() if is_bilingual(entry)}

    def check_own(self, known, needed, member):
        for code in needed:
            if code not in known:
                self.faults.add((member,), f"`{code}` is missing: the validator reports it")


def placeholders(text):
    return set(re.findall(r"\{([a-z_]+(?:[:=]\w+)?)(?:#[a-z]+)?\}", text))
