"""Text that several statements share: sql/fragments, and parameters written by their names."""

import re

from .header import read_lines

LITERAL = r"""'(?:[^']|'')*'|"(?:[^"]|"")*\""""
FRAGMENT = re.compile(r'\{\{> ([a-z_]+)((?: [a-z_]+=[^\s{}]+)*)\}\}')


EACH = re.compile(r' each=([a-z_]+)')


def read_fragment(header, name):
    file = header.path.parent.parent / 'fragments' / f'{name}.sql'
    if not file.exists():
        header.fail(f'sql/fragments has no {name}.sql')
    return include(header, '\n'.join(read_lines(file)).strip())


def include(header, body):
    """Puts sql/fragments/name.sql in the place of each {{> name}}; a fragment may take others."""
    def fragment(found):
        each = EACH.fullmatch(found[2])
        if each:
            return repeat(header, found[1], each[1])
        return rename(header, read_fragment(header, found[1]), found)
    return FRAGMENT.sub(fragment, body)


def repeat(header, name, words):
    """{{> name each=words}}: the fragment once for each word of the fragment `words`, as its {{word}}."""
    text, found = read_fragment(header, name), re.findall(r"'(\w+)'", read_fragment(header, words))
    if '{{word}}' not in text or not found:
        header.fail(f'{name} has no place for a word, or {words} has no words')
    return ',\n'.join(text.replace('{{word}}', word) for word in found)


def rename(header, text, call):
    """{{> name r=n at=n.given_at}}: the fragment's table `r` is called `n` here, its {{at}} n.given_at."""
    for argument in call[2].split():
        name, value = argument.split('=', 1)
        pattern = LITERAL + '|' + re.escape('{{' + name + '}}') + rf'|(?<![\w.]){name}(?=\.)'
        before = text
        text = re.sub(pattern, lambda found, value=value: found[0] if found[0][0] in '\'"' else value, text)
        if text == before:
            header.fail(f'{call[1]} has neither a table nor a place called {name}')
    return text


NAME = re.compile(r'\$([a-z][a-z_]*)')


def number_as_declared(header, body):
    """A parameter may be written by its name: $as_of is the number that the header gives it."""
    numbers = {name: number for number, name in header.parameters.items()}

    def number(found):
        if found[1] not in numbers:
            header.fail(f'the parameter {found[1]} is not declared')
        return f'${numbers[found[1]]}'
    return NAME.sub(number, body)


def number_by_use(text):
    """(the text, its parameters): those of a list are written by name and numbered as they come."""
    names = ['tenant_id', *dict.fromkeys(NAME.findall(text))]
    return NAME.sub(lambda found: f'${names.index(found[1]) + 1}', text), names
