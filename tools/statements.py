#!/usr/bin/python3
"""Compiles sql/queries and sql/migrations into C tables.

    statements.py --sql sql --out build/x/generated

writes statements.h, statements.c (one prepared statement per file and sort) and migrations.h,
migrations.c (every migration as single statements with its checksum). The form of a statement file
is described in docs/sql.md. Anything unclear stops the build. The lint reads the same registry
through load_statements().
"""

import argparse
import hashlib
import pathlib
import re
import sys
from dataclasses import dataclass, field

NIL_ID = '00000000-0000-0000-0000-000000000000'
LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'


class Fault(Exception):
    """What is wrong with a file; the message names it."""


@dataclass
class Sort:
    word: str
    expression: str
    descending: bool
    type: str
    first: str  # the value that stands before every row


@dataclass
class Statement:
    """One prepared statement; a list has one for each of its sorts."""

    name: str
    symbol: str
    text: str
    purpose: str
    writes: bool
    is_tenant: bool
    parameters: list
    problems: dict
    missing: str
    sorts: list = field(default_factory=list)  # of the first variant: (word, symbol, value, id)


HEADER = re.compile(r'--(?: |$)(.*)')
SORT = re.compile(r'(-?[a-z_]+): (.+) (asc|desc) ([a-z0-9 ]+?) (-?\d+(?:\.\d+)?|U&\'.*\'|\'.*\')$')


def literal_value(literal):
    """The value of an SQL literal: a number, 'text' or U&'\\FFFF'."""
    if literal.startswith("U&'"):
        return re.sub(r'\\([0-9A-Fa-f]{4})', lambda hit: chr(int(hit[1], 16)), literal[3:-1])
    if literal.startswith("'"):
        return literal[1:-1].replace("''", "'")
    return literal


class Header:
    """The comment lines above a statement."""

    def __init__(self, path):
        self.path = path
        self.purpose = None
        self.tags = None
        self.parameters = {}
        self.problems = {}
        self.missing = 'not_found'
        self.key = None
        self.sorts = []

    def fail(self, message):
        raise Fault(f'{self.path.name}: {message}')

    def read(self, line):
        if self.purpose is None:
            self.read_purpose(line)
        elif line.startswith(' ') or not line:
            pass  # an indented line is prose
        elif re.fullmatch(r'[RW] (tenant|admin)', line):
            self.tags = line.split()
        elif line.startswith('$'):
            self.read_parameters(line)
        elif found := re.fullmatch(r'([0-9A-Z]{5}) ([a-z_]+)', line):
            self.problems[found[1]] = found[2]
        elif found := re.fullmatch(r'none ([a-z_]+)', line):
            self.missing = found[1]
        elif found := re.fullmatch(r'key (.+)', line):
            self.key = found[1]
        elif found := re.fullmatch(r'sort (.+)', line):
            self.read_sort(found[1])
        else:
            self.fail(f'header line not understood (prose is indented): {line}')

    def read_purpose(self, line):
        name, colon, self.purpose = line.partition(': ')
        if not colon or name != self.path.stem:
            self.fail(f'the first line must be "-- {self.path.stem}: what it is for"')

    def read_parameters(self, line):
        words = re.sub(r'\(.*?\)', '', line).split()  # remarks stand in parentheses
        for number, name in zip(words[::2], words[1::2]):
            if not re.fullmatch(r'\$\d+', number) or not re.fullmatch(r'[a-z_0-9]+', name):
                self.fail(f'parameters are "$2 name $3 name ...": {line}')
            if int(number[1:]) in self.parameters or name in self.parameters.values():
                self.fail(f'{number} {name} is declared twice')
            self.parameters[int(number[1:])] = name
        if len(words) % 2:
            self.fail(f'parameters are "$2 name $3 name ...": {line}')

    def read_sort(self, text):
        found = SORT.match(text)
        if not found:
            self.fail(f'a sort is "word: expression asc|desc type literal": {text}')
        word, expression, direction, type_name, first = found.groups()
        if word in [sort.word for sort in self.sorts]:
            self.fail(f'sort {word} is declared twice')
        self.sorts.append(Sort(word, expression, direction == 'desc', type_name, literal_value(first)))


def check_parameters(header, body, is_tenant):
    names = dict(header.parameters)
    if is_tenant:
        if 1 in names:
            header.fail('$1 is the tenant and is not declared')
        names[1] = 'tenant_id'
    if sorted(names) != list(range(1, len(names) + 1)):
        header.fail(f'parameters are not numbered without gaps: {sorted(names)}')
    used = {int(number) for number in re.findall(r'\$(\d+)', body)}
    if used != set(names):
        header.fail(f'declared {sorted(names)}, used {sorted(used)}')
    return [names[number] for number in sorted(names)]


def expand(header, body, sort):
    """The text of one sort: {{order}}, {{after}}, {{sort_value}}."""
    numbers = {name: number for number, name in header.parameters.items()}
    if not header.key or not {'after_value', 'after_id'} <= set(numbers):
        header.fail('a sorted list needs "key expression" and the parameters after_value, after_id')
    value = f'${numbers["after_value"]}::{sort.type}'
    row_id = f'${numbers["after_id"]}::uuid'
    sign, direction = ('<', 'desc') if sort.descending else ('>', 'asc')
    for name, text in {
        'after': f'({sort.expression}, {header.key}) {sign} ({value}, {row_id})',
        'order': f'{sort.expression} {direction}, {header.key} {direction}',
        'sort_value': f'{sort.expression} as "_sort", {header.key} as "_id"',
    }.items():
        if '{{' + name + '}}' not in body:
            header.fail('a sorted list needs {{' + name + '}}')
        body = body.replace('{{' + name + '}}', text)
    return body


def variants(header, body):
    """(symbol, name, text) of each sort; the first is the default and carries the list's symbol."""
    symbol = 'SQL_' + header.path.stem.upper()
    if not header.sorts:
        return [(symbol, header.path.stem, body)]
    found = []
    for number, sort in enumerate(header.sorts):
        suffix = '_BY_' + sort.word.lstrip('-').upper() + ('_DESC' if sort.word[0] == '-' else '')
        found.append((symbol + (suffix if number else ''), f'{header.path.stem} {sort.word}',
                      expand(header, body, sort)))
    return found


LITERAL = r"""'(?:[^']|'')*'|"(?:[^"]|"")*\""""
FRAGMENT = re.compile(r'\{\{> ([a-z_]+)((?: [a-z_]+=[^\s{}]+)*)\}\}')


def include(header, body):
    """Puts sql/fragments/name.sql in the place of each {{> name}}; a fragment may take others."""
    def fragment(found):
        file = header.path.parent.parent / 'fragments' / f'{found[1]}.sql'
        if not file.exists():
            header.fail(f'sql/fragments has no {found[1]}.sql')
        lines = file.read_text(encoding='utf-8').splitlines()
        text = '\n'.join(line for line in lines if not line.lstrip().startswith('--')).strip()
        return rename(header, include(header, text), found)
    return FRAGMENT.sub(fragment, body)


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


def number_parameters(header, body):
    """A parameter may be written by its name: $as_of is the number that the header gives it."""
    numbers = {name: number for number, name in header.parameters.items()}

    def number(found):
        if found[1] not in numbers:
            header.fail(f'the parameter {found[1]} is not declared')
        return f'${numbers[found[1]]}'
    return re.sub(r'\$([a-z][a-z_]*)', number, body)


def read_file(path):
    header = Header(path)
    lines = path.read_text(encoding='utf-8').splitlines()
    while lines and (found := HEADER.fullmatch(lines[0])):
        header.read(found[1])
        lines.pop(0)
    if header.purpose is None or header.tags is None:
        header.fail('the header needs "-- name: purpose" and "-- R|W tenant|admin"')
    body = '\n'.join(line for line in lines if not line.lstrip().startswith('--')).strip()
    pieces = split_statements(number_parameters(header, include(header, body)))
    if len(pieces) != 1:
        header.fail(f'holds {len(pieces)} statements, must be one')
    return header, pieces[0]


def load_file(path):
    header, body = read_file(path)
    is_tenant = header.tags[1] == 'tenant'
    statements = []
    for symbol, name, text in variants(header, body):
        if '{{' in text:
            header.fail('a {{name}} is unknown, or the file has no sort line')
        statements.append(Statement(
            name, symbol, text, header.purpose, header.tags[0] == 'W', is_tenant,
            check_parameters(header, text, is_tenant), header.problems, header.missing))
    statements[0].sorts = [
        (sort.word, statement.symbol, sort.first, LAST_ID if sort.descending else NIL_ID)
        for sort, statement in zip(header.sorts, statements)]
    return statements


def load_statements(folder):
    return [statement for path in sorted(pathlib.Path(folder).glob('*.sql'))
            for statement in load_file(path)]


TOKENS = re.compile(r"""
    --[^\n]*                                # comment
  | /\*.*?\*/
  | [eE]'(?:[^'\\]|\\.|'')*'                # text with escapes
  | '(?:[^']|'')*'
  | "(?:[^"]|"")*"
  | (?<![\w$])\$(?P<tag>[A-Za-z_]\w*)?\$.*?\$(?P=tag)\$
  | (?<![\w$])\$\$.*?\$\$
  | ;
""", re.VERBOSE | re.DOTALL)


def split_statements(text):
    """Single statements: one message each, since a pooler or Citus may see the whole message."""
    pieces, start = [], 0
    for token in TOKENS.finditer(text):
        if token[0] == ';':
            pieces.append(text[start:token.start()])
            start = token.end()
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if strip_comments(piece).strip()]


def strip_comments(text):
    return TOKENS.sub(lambda token: '' if token[0][:2] in ('--', '/*') else token[0], text)


def c_text(text):
    """A C literal, one source line for each line of the text."""
    def escape(line):
        escaped = line.replace('\\', '\\\\').replace('"', '\\"').replace('\t', '\\t')
        return ''.join(char if ' ' <= char <= '~' else
                       ''.join(f'\\{byte:03o}' for byte in char.encode()) for char in escaped)
    lines = text.split('\n')
    return '\n        '.join(f'"{escape(line)}{end}"' for line, end in
                             zip(lines, ['\\n'] * (len(lines) - 1) + ['']))


NOTE = '/* Made by tools/statements.py from sql/: change the files there. */\n'


def statements_header(statements):
    symbols = ''.join(f'    {statement.symbol}, /* {statement.purpose} */\n'
                      for statement in statements)
    return (f'{NOTE}#ifndef GENERATED_STATEMENTS_H\n#define GENERATED_STATEMENTS_H\n\n'
            f'enum statement_id {{\n{symbols}    STATEMENT_COUNT\n}};\n\n#endif\n')


def statement_parts(statement):
    """The arrays a table line points to, and the line."""
    name = statement.symbol.lower()
    quoted = ', '.join(c_text(word) for word in statement.parameters)
    parts = f'static const char *const {name}_names[] = {{{quoted}{", " if quoted else ""}NULL}};\n'
    line = (f'    [{statement.symbol}] = {{\n'
            f'        .name = {c_text(statement.name)},\n'
            f'        .text = {c_text(statement.text)},\n'
            f'        .writes = {str(statement.writes).lower()},\n'
            f'        .is_tenant = {str(statement.is_tenant).lower()},\n'
            f'        .parameter_count = {len(statement.parameters)},\n'
            f'        .names = {name}_names,\n'
            f'        .missing = PROBLEM_{statement.missing.upper()},\n')
    if statement.problems:
        rows = ''.join(f'    {{"{state}", PROBLEM_{code.upper()}}},\n'
                       for state, code in statement.problems.items())
        parts += f'static const struct statement_problem {name}_problems[] = {{\n{rows}}};\n'
        line += (f'        .problems = {name}_problems,\n'
                 f'        .problem_count = {len(statement.problems)},\n')
    if statement.sorts:
        rows = ''.join(f'    {{"{word}", {symbol}, {c_text(value)}, "{row_id}"}},\n'
                       for word, symbol, value, row_id in statement.sorts)
        parts += f'static const struct statement_sort {name}_sorts[] = {{\n{rows}}};\n'
        line += f'        .sorts = {name}_sorts,\n        .sort_count = {len(statement.sorts)},\n'
    return parts, line + '    },\n'


def statements_source(statements):
    parts = [statement_parts(statement) for statement in statements]
    return (f'{NOTE}#include "renkei/db/db.h"\n\n' + ''.join(arrays for arrays, _ in parts)
            + '\nstatic const struct statement table[STATEMENT_COUNT + 1] = {\n'
            + ''.join(line for _, line in parts) + '};\n\n'
            'const struct statement *statement_entry(enum statement_id id)\n'
            '{\n    return &table[id];\n}\n')


MIGRATIONS_HEADER = NOTE + '''#ifndef GENERATED_MIGRATIONS_H
#define GENERATED_MIGRATIONS_H

#include <stddef.h>

struct migration {
    const char *name;   /* of the file */
    const char *sha256; /* of the file's bytes, hexadecimal */
    const char *const *statements;
    size_t statement_count;
};

extern const struct migration migration_table[];
extern const size_t migration_count;
/* Run after the migrations where the extension citus exists. */
extern const struct migration citus_script;

#endif
'''


def load_migration(path):
    raw = path.read_bytes()
    return path.name, hashlib.sha256(raw).hexdigest(), split_statements(raw.decode())


def load_migrations(folder):
    found = [load_migration(path) for path in sorted(pathlib.Path(folder).glob('*.sql'))]
    for number, (name, _, _) in enumerate(found, 1):
        if not re.fullmatch(rf'{number:04}_[a-z0-9_]+\.sql', name):
            raise Fault(f'{name}: migration {number} must be called {number:04}_words.sql')
    return found


def migrations_source(migrations, citus):
    def entry(number, migration):
        return (f'{{"{migration[0]}", "{migration[1]}", '
                f'statements_{number}, {len(migration[2])}}}')

    def array(number, migration):
        texts = ''.join(f'    {c_text(text)},\n' for text in migration[2])
        return f'static const char *const statements_{number}[] = {{\n{texts}    NULL}};\n\n'

    numbered = list(enumerate(migrations, 1))
    return (f'{NOTE}#include "generated/db/migrations.h"\n\n'
            + ''.join(array(*item) for item in numbered) + array(0, citus)
            + 'const struct migration migration_table[] = {\n'
            + ''.join(f'    {entry(*item)},\n' for item in numbered)
            + '    {NULL, NULL, NULL, 0},\n};\n'
            + f'const size_t migration_count = {len(migrations)};\n'
            + f'const struct migration citus_script = {entry(0, citus)};\n')


def write(path, text):
    """Leaves an unchanged file alone, so that nothing is compiled again for it."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--sql', type=pathlib.Path, required=True, help='folder of the SQL files')
    parser.add_argument('--out', type=pathlib.Path, required=True)
    options = parser.parse_args()
    try:
        statements = load_statements(options.sql / 'queries')
        migrations = load_migrations(options.sql / 'migrations')
        citus = load_migration(options.sql / 'citus.sql')
    except Fault as fault:
        sys.exit(f'statements.py: {fault}')
    options.out.mkdir(parents=True, exist_ok=True)
    write(options.out / 'statements.h', statements_header(statements))
    write(options.out / 'statements.c', statements_source(statements))
    write(options.out / 'migrations.h', MIGRATIONS_HEADER)
    write(options.out / 'migrations.c', migrations_source(migrations, citus))


if __name__ == '__main__':
    main()
