"""An example of every problem, its gaps filled with what `example` of x-problems says.

`example: {values: {gap: text}, errors: [{pointer, code, values}], member: value}`: the values fill
the gaps of the detail; other members (allowed, current) stand in the document as they are.
"""

import re

INSTANCE = "019aab70-2f00-7000-8000-000000000000"
TRACE = "019aab702f0070008000000000000000"
JOINED = {"en": " ", "ja": ""}
GAP = re.compile(r"\{([a-z_]+)(?:[:=]\w+|#(?P<counted>[a-z]+))?\}")
OPTION = re.compile(r"\[\[(.*?)\]\]")


def gaps(text):
    """The names that must be filled; those of an optional part may be left out."""
    return {match[1] for match in GAP.finditer(OPTION.sub("", text))}


def value_of(match, values):
    """What fills a gap; `{min#item}` is a number of items, 1 item or 2 items."""
    value, counted = str(values.get(match[1], "…")), match["counted"]
    return f"{value} {counted}{'' if value == '1' else 's'}" if counted else value


def filled(text, values):
    def option(match):
        known = all(gap[1] in values for gap in GAP.finditer(match[1]))
        return match[1] if known else ""

    return GAP.sub(lambda match: value_of(match, values), OPTION.sub(option, text))


def fault(entry, texts, language):
    values = entry.get("values", {})
    place = {key: entry[key] for key in ("pointer", "parameter", "header") if key in entry}
    return {**place, "code": entry["code"],
            "detail": filled(texts.get(entry["code"], {}).get(language, ""), values),
            **({"params": values} if values else {})}


def example_of(problem, texts, language):
    """A problem document as src/contract/problem.c writes it."""
    given = dict(problem.example)
    errors = [fault(entry, texts, language) for entry in given.pop("errors", [])]
    values = {"faults": JOINED[language].join(entry["detail"] for entry in errors), **given.pop("values", {})}
    return {
        "type": f"/problems/{problem.code}",
        "title": problem.title[language],
        "status": problem.status,
        "detail": filled(problem.detail[language] or problem.title[language], values),
        "instance": INSTANCE,
        "code": problem.code,
        "trace_id": TRACE,
        "errors": errors,
        **given,
    }


def missing(problem):
    """Gaps of the detail that the example leaves open."""
    given = set(problem.example.get("values", {}))
    given |= {"faults"} if problem.example.get("errors") else set()
    return sorted(gaps(problem.detail["en"]) - given)
