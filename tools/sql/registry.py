"""Every statement there is, by the files of sql/queries."""

import pathlib
import re
from dataclasses import dataclass, field

from .fragments import include, number_as_declared, number_by_use
from .header import Header
from .lists import guarded, make_list, read_filters
from .text import split_statements

NIL_ID = '00000000-0000-0000-0000-000000000000'
LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'


@dataclass
class Sort:
    """One order of a list: the symbols of its statements; None: there is none of the kind."""

    word: str
    symbol: str
    first_value: str  # what stands before the first row
    first_id: str
    filtered: str = None
    searched: str = None
    place: str = None
    leads: list = field(default_factory=list)  # (filter, symbol, whether only when no other is given, symbol of its place)


@dataclass
class Statement:
    """One prepared statement. The first of a list knows the others."""

    name: str
    symbol: str
    text: str
    purpose: str
    writes: bool
    is_tenant: bool
    parameters: list
    problems: dict
    missing: str
    custom_plan: bool = False  # planned for its values each time
    in_turn: bool = False
    durable: bool = False
    sorts: list = field(default_factory=list)
    filters: list = field(default_factory=list)  # (name, whether it is searched for, symbol of the count of its values)
    total: str = None
    total_of_all: str = None
    searched_total: str = None
    whole: str = None


def read_file(path):
    header = Header(path)
    lines = path.read_text(encoding='utf-8').splitlines()
    header.read_all(lines)
    body = '\n'.join(line for line in lines if not line.lstrip().startswith('--')).strip()
    pieces = split_statements(include(header, body))
    if len(pieces) != 1:
        header.fail(f'holds {len(pieces)} statements, must be one')
    return header, pieces[0]


def check_parameters(header, body):
    names = dict(header.parameters)
    if header.tags[1] == 'tenant':
        if 1 in names:
            header.fail('$1 is the tenant and is not declared')
        names[1] = 'tenant_id'
    if sorted(names) != list(range(1, len(names) + 1)):
        header.fail(f'parameters are not numbered without gaps: {sorted(names)}')
    used = {int(number) for number in re.findall(r'\$(\d+)', body)}
    if used != set(names):
        header.fail(f'declared {sorted(names)}, used {sorted(used)}')
    return [names[number] for number in sorted(names)]


def make_statement(header, word, text, names, custom_plan=False):
    if '{{' in text:
        header.fail('a {{name}} is unknown, or the file has no page line')
    name = f'{header.path.stem} {word}'.strip()
    return Statement(name, symbol_of(name), text, header.purpose, header.tags[0] == 'W',
                     header.tags[1] == 'tenant', names, header.problems, header.missing, custom_plan,
                     header.in_turn, header.durable)


def symbol_of(name):
    """supplier_list -name led by owner: SQL_SUPPLIER_LIST_NAME_DESC_LED_BY_OWNER"""
    return 'SQL_' + re.sub(r' -(\w+)', r' \1_desc', name).replace(' ', '_').upper()


def load_list(header, body):
    made = make_list(header, body)
    statements = {}
    for variant in made.variants():
        if header.page is None:
            text = number_as_declared(header, variant.text)
            names = check_parameters(header, text)
        else:
            text, names = number_by_use(variant.text)
        statements[variant.word] = make_statement(header, variant.word, text, names, variant.custom_plan)

    def symbol(variant):
        return None if variant is None else statements[variant.word].symbol
    first = statements[made.orders[0].plain.word]
    first.symbol = symbol_of(header.path.stem)
    first.sorts = [
        Sort(order.sort.word, symbol(order.plain), order.sort.first,
             LAST_ID if order.sort.descending else NIL_ID, symbol(order.filtered),
             symbol(order.searched), symbol(order.place),
             [(name, symbol(variant), is_alone, symbol(places.get(name)))
              for is_alone, ways, places in ((True, order.leads, order.led_places), (False, order.joins, order.places))
              for name, variant in ways.items()])
        for order in made.orders]
    names = dict.fromkeys(name for each in made.filters for name in each.names)
    first.filters = [(name, name in header.searches, symbol(made.counts.get(name))) for name in names]
    first.total = symbol_of(header.total) if header.total else symbol(made.total)
    first.total_of_all = symbol(made.total_of_all)
    first.searched_total = symbol(made.searched_total)
    first.whole = symbol(made.whole)
    return list(statements.values())


def load_file(path):
    header, body = read_file(path)
    if header.page is not None or header.sorts:
        return load_list(header, body)
    if header.filters is not None:
        filters = read_filters(header)
        unfiltered = ' and '.join(f'({each.is_off})' for each in filters)
        text, names = number_by_use(body.replace('{{filters}}', guarded(filters))
                                    .replace('{{unfiltered}}', f'({unfiltered})'))
        return [make_statement(header, '', text, names, True)]
    text = number_as_declared(header, body)
    return [make_statement(header, '', text, check_parameters(header, text))]


def load_statements(folder):
    return [statement for path in sorted(pathlib.Path(folder).glob('*.sql'))
            for statement in load_file(path)]
