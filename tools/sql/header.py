"""What stands above a statement: its name, its parameters, its problems, its orders."""

import re
from dataclasses import dataclass

from .text import literal_value


class Fault(Exception):
    """What is wrong with a file; the message names it."""


@dataclass
class Sort:
    word: str
    expression: str
    descending: bool
    type: str
    first: str  # the value that stands before every row


COMMENT = re.compile(r'--(?: |$)(.*)')
SORT = re.compile(r'(-?[a-z_]+): (.+) (asc|desc) ([a-z0-9 ]+?) (-?\d+(?:\.\d+)?|U&\'.*\'|\'.*\')$')


def read_lines(file):
    """The lines of a file without those that are comments alone."""
    lines = file.read_text(encoding='utf-8').splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith('--')]


class Header:
    """The comment lines above a statement."""

    def __init__(self, path):
        self.path = path
        self.purpose = None
        self.tags = None
        self.parameters = {}
        self.problems = {}
        self.missing = 'not_found'
        self.in_turn = False  # holds the row that orders the writers of a tenant
        self.durable = False  # what it tells must survive a crash of the database
        self.page = None  # (table, alias)
        self.only = []
        self.filters = None
        self.leads = []
        self.counts = []  # filters whose values are counted, like the whole list
        self.throughs = {}  # filter: (table, alias, its columns: value, order, key)
        self.searches = []
        self.searched = None  # rows that a page of a search looks at
        self.total = None
        self.bounds = []  # (lower|upper, word of the sort, expression)
        self.spans = []  # (filter, expression that its rows are read by, whether its index says the first order)
        self.key = None
        self.id = 'id'  # the filter by the key
        self.sorts = []

    def fail(self, message):
        raise Fault(f'{self.path.name}: {message}')

    def read_all(self, lines):
        """Takes the header off `lines`."""
        while lines and (found := COMMENT.fullmatch(lines[0])):
            self.read(found[1])
            lines.pop(0)
        if self.purpose is None or self.tags is None:
            self.fail('the header needs "-- name: purpose" and "-- R|W tenant|admin"')

    def read(self, line):
        if self.purpose is None:
            self.read_purpose(line)
        elif line.startswith(' ') or not line:
            pass  # an indented line is prose
        elif line.startswith('$'):
            self.read_parameters(line)
        elif not self.read_word(line):
            self.fail(f'header line not understood (prose is indented): {line}')

    def read_word(self, line):
        for pattern, read in WORDS:
            if found := re.fullmatch(pattern, line):
                read(self, *found.groups())
                return True
        return False

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

    def set_tags(self, *tags):
        self.tags = tags

    def set_problem(self, sqlstate, problem):
        self.problems[sqlstate] = problem

    def set_missing(self, problem):
        self.missing = problem

    def set_in_turn(self):
        self.in_turn = True

    def set_durable(self):
        self.durable = True

    def set_page(self, table, alias):
        self.page = (table, alias)

    def set_filters(self, name):
        self.filters = name

    def set_key(self, expression, name):
        self.key = expression
        self.id = name or self.id

    def set_total(self, name):
        self.total = name

    def add_only(self, clause):
        self.only.append(clause)

    def add_leads(self, names):
        self.leads += names.split()

    def add_counts(self, names):
        self.counts += names.split()

    def add_through(self, name, table, alias, columns):
        self.throughs[name] = (table, alias, columns.split(', '))

    def add_searches(self, names, most):
        self.searches += names.split()
        self.searched = int(most) if most else self.searched

    def add_span(self, name, column, covered):
        self.spans.append((name, column, covered is not None))

    def add_bound(self, place, word, expression):
        self.bounds.append((place, word, expression))

    def add_sort(self, text):
        found = SORT.match(text)
        if not found:
            self.fail(f'a sort is "word: expression asc|desc type literal": {text}')
        word, expression, direction, type_name, first = found.groups()
        if word in [sort.word for sort in self.sorts]:
            self.fail(f'sort {word} is declared twice')
        self.sorts.append(Sort(word, expression, direction == 'desc', type_name, literal_value(first)))


WORDS = [
    (r'([RW]) (tenant|admin)', Header.set_tags),
    (r'([0-9A-Z]{5}) ([a-z_]+)', Header.set_problem),
    (r'none ([a-z_]+)', Header.set_missing),
    (r'in turn', Header.set_in_turn),
    (r'durable', Header.set_durable),
    (r'page (app\.\w+) (\w+)', Header.set_page),
    (r'only (.+)', Header.add_only),
    (r'filters (\w+)', Header.set_filters),
    (r'lead ([a-z_ ]+)', Header.add_leads),
    (r'count ([a-z_ ]+)', Header.add_counts),
    (r'through (\w+): (app\.\w+) (\w+) by (\w+, \w+, \w+)', Header.add_through),
    (r'search ([a-z_ ]+?)(?: among (\d+))?', Header.add_searches),
    (r'span (\w+): (.+?)( covered)?', Header.add_span),
    (r'total (\w+)', Header.set_total),
    (r'key (\S+)(?: as (\w+))?', Header.set_key),
    (r'(lower|upper) (\w+): (.+)', Header.add_bound),
    (r'sort (.+)', Header.add_sort),
]
