"""Lists: one file is a statement for each order and each way to its rows (docs/sql.md, "A list").

A page is cut from one table before anything is joined to it:

    plain      no filter: an index in the order of the page
    led        one filter that leads: an index that begins with the filter's column, of the list's table or of
               one that repeats the order of the list beside the filter's values
    filtered   any filters, planned for their values; a filter that looks into another table stands
               by itself ("filtered by tag"), or the planner could not begin there
    spanned    a filter that spans days or scores, while the order is another: what it lets through is read by
               the day and sorted if it is little; else as with a search ("filtered by overdue")
    searched   a filter that no index can answer: so many rows of the order are looked at, no more
    place      where such a look ended; no row: at the end ("place by overdue")
    total      how many there are, up to TOTAL; planned once without a filter ("total of all")
    whole      how many there are without a filter: for housekeeping, since it reads the tenant
    count      how many there are of each value of a filter, where they are more than TOTAL, likewise
"""

import re
from dataclasses import dataclass, field

from .fragments import NAME, include
from .header import read_lines

PAGE = 201  # the largest limit of the contract, and one more that tells whether there is another page
SEARCHED = 20_000  # rows that one page of a search looks at, where its list says no other number
WALKED = 4_000  # rows that one page of a span with many looks at: of COVERED in 100 000 a hundred, where they lie evenly
FEW = 1_500  # rows of a span that are sorted: what 3 ms allow
COVERED = 3_000  # likewise where the index of the span says the order, too, and no row is read for it
TOTAL = 10_001  # counted exactly below this


@dataclass
class Filter:
    names: list  # of the parameters that give it
    is_off: str  # in SQL, whether it is not given
    clause: str


@dataclass
class Variant:
    """One statement of a list."""

    word: str  # behind the list's name
    text: str
    custom_plan: bool = False  # planned for its values each time


@dataclass
class Order:
    """The statements of one sort."""

    sort: object
    plain: Variant
    filtered: Variant = None
    searched: Variant = None
    place: Variant = None
    leads: dict = field(default_factory=dict)  # filter: Variant, when no other is given
    joins: dict = field(default_factory=dict)  # filter: Variant, whatever else is given
    places: dict = field(default_factory=dict)  # filter: Variant, where the look of its join ended
    led_places: dict = field(default_factory=dict)  # likewise of a lead


@dataclass
class List:
    filters: list
    orders: list
    total: Variant = None  # with filters, if the list has any
    total_of_all: Variant = None  # without
    searched_total: Variant = None
    whole: Variant = None
    counts: dict = field(default_factory=dict)  # filter: Variant

    def variants(self):
        for order in self.orders:
            yield from filter(None, [order.plain, order.filtered, order.searched, order.place,
                                     *order.leads.values(), *order.joins.values(), *order.places.values(),
                                     *order.led_places.values()])
        yield from filter(None, [self.total, self.total_of_all, self.searched_total, self.whole, *self.counts.values()])


# ---- filters ------------------------------------------------------------------------------------

WHEN = re.compile(r'\{\{when (.+)\}\}$')
JOINS = re.compile(r'^(?:not )?exists \(|and not exists \(')
LEADS = re.compile(r'([\w.]+) = ((?:any |normalize)\([^()]+\)|\$\w+::\w+)(.*)', re.S)
BARE = re.compile(r'\w+\.\w+(?: collate "[\w-]+")?, \w+\.\w+')
OF_PARAMETER = re.compile(r'\b(?:ceil|floor)\(\$\w+::numeric \* \d+\)::integer')
MANY = '(select are from many)'
GIVEN = re.compile(r'\$([a-z][a-z_]*)::\w+(?:\[\])?')


def read_filters(header):
    """The clauses of sql/filters/name.sql: each begins with `and` in the first column."""
    if header.filters is None:
        return []
    file = header.path.parent.parent / 'filters' / f'{header.filters}.sql'
    if not file.exists():
        header.fail(f'sql/filters has no {header.filters}.sql')
    found, condition = [], None
    for line in read_lines(file):
        if when := WHEN.match(line):
            condition = when[1]
        elif line.startswith('and '):
            found.append([condition, line[len('and '):]])
            condition = None
        elif line.startswith(' ') and found and condition is None:
            found[-1][1] += '\n' + line
        else:
            header.fail(f'{file.name}: a clause begins with "and": {line}')
    return [make_filter(header, condition, clause) for condition, clause in found]


def make_filter(header, condition, clause):
    given = GIVEN.search(clause)
    clause = include(header, clause)
    if condition is not None:
        return Filter(NAME.findall(condition), f'({condition}) is not true', clause)
    if given is None:
        header.fail(f'a filter has a parameter: {clause}')
    return Filter([given[1]], f'{given[0]} is null', clause)


def filter_by_key(header):
    """The rows by their ids: of every list but those whose path has an id of its own."""
    is_free = not any(f'${header.id}::' in clause for clause in header.only)
    return [Filter([header.id], f'${header.id}::uuid[] is null',
                   f'{header.key} = any (${header.id}::uuid[])')] if is_free else []


def once(clause):
    """What is worked out of a parameter alone is worked out once: a plan for any values would do so for each row."""
    return OF_PARAMETER.sub(r'(select \g<0>)', clause)


def guarded(filters, given=None):
    """The clauses, each off while it is not given. Planned for the values, only those given are left."""
    return ''.join(f'\n   and ({each.clause})' if each is given else
                   f'\n   and ({each.is_off} or ({each.clause}))' for each in filters)


# ---- pages --------------------------------------------------------------------------------------

class Places:
    """What an order says of the rows: what comes after the last page, in what order, and where a row is."""

    def __init__(self, header, sort):
        if header.key is None:
            header.fail('a list needs "key expression"')
        expression = include(header, sort.expression)
        sign, direction = ('<', 'desc') if sort.descending else ('>', 'asc')
        self.columns, self.sign, self.direction = f'{expression}, {header.key}', sign, direction
        self.row = f'({self.columns}) {sign}'
        self.value = f'$after_value::{sort.type}'
        self.after = f'{self.row} ({self.value}, $after_id::uuid)'
        self.order = f'{expression} {direction}, {header.key} {direction}'
        self.sort_value = f'{expression} as "_sort", {header.key} as "_id"'

    def fill(self, header, body, **more):
        for name, text in {'order': self.order, 'sort_value': self.sort_value, **more}.items():
            if '{{' + name + '}}' not in body:
                header.fail('a list needs {{' + name + '}}')
            body = body.replace('{{' + name + '}}', text)
        return body


class Page(Places):
    """The page of one order, cut from the list's table."""

    def __init__(self, header, sort):
        super().__init__(header, sort)
        self.table, self.alias = header.page
        self.key = header.key
        self.most = header.searched or SEARCHED
        self.place_and_key = f'{include(header, sort.expression)} as place, {self.key} as key'
        self.only = ''.join(f'\n   and {include(header, clause)}' for clause in header.only)
        self.begin = self.begin_within(header, sort)

    def begin_within(self, header, sort):
        """What comes after, where a filter bounds the order: an index is read from the nearer of both."""
        side = 'upper' if sort.descending else 'lower'
        bounds = [include(header, text) for place, word, text in header.bounds
                  if (place, word) == (side, sort.word.lstrip('-'))]
        if not bounds:
            return self.after
        nearer = 'least' if sort.descending else 'greatest'
        return f'{self.row} ({nearer}({", ".join([self.value, *bounds])}), $after_id::uuid)'

    def rows(self, more='', columns=None):
        columns = f' {self.alias}.*' if columns is None else columns
        return (f'select{columns}\n  from {self.table} {self.alias}\n'
                f' where {self.alias}.tenant_id = $1::uuid{self.only}{more}')

    def ordered(self, more='', limit=PAGE, after=None, columns=None):
        return f'{self.rows(more, columns)}\n   and {after or self.after}\n order by {self.order}\n limit {limit}'

    def within(self, rows, order=''):
        """At most as many as are asked for. The number inside tells the planner that they are few."""
        return f'select {self.alias}.*\n  from ({indent(rows)}) {self.alias}{order}\n limit $limit::integer'

    def plain(self):
        """An order by columns is said again between: without it the planner forgets that the rows are sorted, and
        sorts them. That of an expression it does not see through the select; it would sort all rows inside."""
        by_columns = BARE.fullmatch(self.columns)
        return self.within(self.ordered(), f'\n order by {self.order}' if by_columns else '')

    def filtered(self, filters, given=None):
        return self.ordered(guarded(filters, given), '$limit::integer', self.begin)

    def led_by(self, columns, value):
        """What stands behind the rows of a table for those of one value, by an index of value, order and key.

        Planned once, the planner takes the value for a common one and would walk the page's own index until
        there are enough. So the value is said as a range that it fills alone, and the column leads the order.
        """
        beside = '>=' if self.sign == '<' else '<='
        order = ', '.join(f'{each} {self.direction}' for each in columns)
        return (f'\n   and {columns[0]} {beside} {value}\n   and ({", ".join(columns)}) {self.sign}'
                f' ({value}, {self.value}, $after_id::uuid)\n order by {order}\n limit {PAGE}')

    def led(self, leader):
        column, value, more = LEADS.fullmatch(leader.clause).groups()
        columns = (column, *self.columns.rsplit(', ', 1))
        several = re.fullmatch(r'any \((\$\w+::\w+\[\])\)', value)
        if several is None:
            return self.within(self.rows(more) + self.led_by(columns, value))
        page = self.within(self.rows(more) + self.led_by(columns, 'leader.value'))
        return (f'select {self.alias}.*\n  from (select distinct unnest({several[1]}) as value) leader\n'
                f' cross join lateral ({indent(page)}) {self.alias}\n'
                f' order by {self.order}\n limit $limit::integer')

    def led_through(self, leader, table, alias, names):
        """The rows of a filter's values by another table, which repeats the order of the page; a row may be
        there under several values."""
        columns = [f'{alias}.{name}' for name in names]
        rows = (f'select {columns[1]} as place, {columns[2]} as key\n  from {table} {alias}\n'
                f' where {alias}.tenant_id = $1::uuid' + self.led_by(columns, 'leader.value'))
        value = GIVEN.search(leader.clause)[0]
        values = f'unnest({value})' if value.endswith('[]') else value
        limit = f'\n order by t.place {self.direction}, t.key {self.direction}\n limit $limit::integer'
        found = (f'select distinct t.place, t.key\n  from (select distinct {values} as value) leader\n'
                 f' cross join lateral (select w.*\n    from ({indent(rows)}) w\n   limit $limit::integer) t{limit}')
        return f'select {self.alias}.*\n  from ({indent(found)}) t\n{self.by_key()}'

    def by_key(self):
        """The row of each place, by its key whatever the planner knows: of a table that was never analysed it takes
        any index of the tenant for as good, and reads all of it for each place."""
        row = (f'select {self.alias}.*\n  from {self.table} {self.alias}\n'
               f' where {self.alias}.tenant_id = $1::uuid and {self.key} = t.key\noffset 0')
        return f' cross join lateral ({indent(row)}) {self.alias}\n where {self.alias}.tenant_id = $1::uuid'

    def read(self, places, more=''):
        """The rows of these places, in their order."""
        return (f'select {self.alias}.*\n  from ({indent(places)}) t\n{self.by_key()}{more}\n'
                f' order by t.place {self.direction}, t.key {self.direction}\n limit $limit::integer')

    def looked_at(self, most, filters, looked_for, more=''):
        """The places, among so many rows of the order, of what no index finds in that order. Whether a row is found is
        asked where it is read: a row that is passed on whole, to be asked behind the limit, costs three times as much."""
        columns = f' {self.place_and_key}, {once(guarded(looked_for).replace("and", "", 1).strip())} as is_found'
        seen = self.ordered(more + guarded(filters), most, self.begin, columns)
        return (f'select t.place, t.key\n  from ({indent(seen)}) t\n where t.is_found\n'
                f' order by t.place {self.direction}, t.key {self.direction}\n limit $limit::integer')

    def few(self, span, column, most, columns):
        """The rows of a span, in its own order, of which so many are sorted."""
        rows = self.rows(f'\n   and not ({span.is_off}) and ({span.clause})', columns)
        return f'{rows}\n order by {column}\n limit {most}'

    def many(self, span, column, most):
        """Whether a span has more than are sorted. It is counted without keeping them, which costs more than to read
        them again where they are few."""
        counted = indent(self.few(span, column, most + 1, ''))
        return (f'with many as materialized (select {span.is_off} or count(*) > {most} as are\n'
                f'  from ({counted}) {self.alias})\n')

    def spanned(self, filters, span, column, most):
        """The planner cannot know whether a span and the order of the page run together or apart. A few places of
        the span are sorted; of many, as with a search, so many rows of the order are looked at."""
        others = [each for each in filters if each is not span]
        few = indent(self.few(span, column, most, f' {self.place_and_key}'))
        sorted_ = (f'select t.*\n  from ({few}) t\n where not {MANY}\n'
                   f'   and (t.place, t.key) {self.sign} ({self.value}, $after_id::uuid)\n'
                   f' order by t.place {self.direction}, t.key {self.direction}')
        walked = self.looked_at(WALKED, others, [span], f'\n   and {MANY}')
        return (f'{self.many(span, column, most)}({indent(self.read(sorted_, guarded(others)))})\n'
                f'union all\n({indent(self.read(walked))})')

    def spanned_place(self, filters, span, column, most):
        others = [each for each in filters if each is not span]
        return self.many(span, column, most) + self.place(WALKED, others, f'\n   and {MANY}')

    def searched(self, filters, searches):
        return self.read(self.looked_at(self.most, filters, searches))

    def place(self, most, filters, more=''):
        return self.ordered(more + guarded(filters), f'1 offset {most - 1}', self.begin, f' {self.sort_value}')

    def total(self, filters):
        rows = f'{self.rows(guarded(filters), "")}\n limit {TOTAL}'
        return f'select count(*) as total, count(*) = {TOTAL} as is_more\n  from ({indent(rows)}) {self.alias}'

    def searched_total(self, filters, searches):
        rows = f'{self.rows(guarded(filters))}\n limit {self.most}'
        found = guarded(searches).replace('and', '', 1).strip()
        return (f'select count(*) filter (where {found}) as total, count(*) = {self.most} as is_more\n'
                f'  from ({indent(rows)}) {self.alias}')

    def whole(self):
        """Of a list that the tenant has once, not once for each supplier or response."""
        return None if '$' in self.only else Variant('whole', self.rows(columns=' count(*) as total'))

    def count(self, leader):
        """By the index that the filter leads."""
        column = LEADS.fullmatch(leader.clause)[1]
        rows = self.rows(f'\n   and {column} is not null', f' {column} as value, count(*) as total')
        return f'{rows}\n group by {column}\nhaving count(*) >= {TOTAL}'

    def put(self, header, body, page):
        return self.fill(header, body, page=f'({indent(page)}) {self.alias}')


def indent(text):
    return text.replace('\n', '\n    ')


def check_names(header, filters):
    if not header.sorts:
        header.fail('a list needs a sort')
    names = {name for each in filters for name in each.names}
    for name in header.leads + header.counts + header.searches + [*header.throughs] + [name for name, *_ in header.spans]:
        if name not in names:
            header.fail(f'there is no filter {name}')


def check_throughs(header):
    """A page through another table counts rows before it sees those of the list: one that `only` leaves out would make
    it short, as if it were the last."""
    for name, (table, *_) in header.throughs.items():
        if header.only:
            header.fail(f'"-- through {name}" does not go with "-- only {header.only[0]}": {table} does not know which rows '
                        'are left out; leave away "through"')


def bounds_order(header, sort, name, column):
    """Whether the order is the span's own: its pages are read from where the filter says."""
    return sort.expression == column or any(
        word == sort.word.lstrip('-') and f'${name}::' in text for _, word, text in header.bounds)


def make_order(header, body, filters, sort):
    page = Page(header, sort)

    def variant(text, word='', custom_plan=False):
        return Variant(f'{sort.word} {word}'.strip(), text, custom_plan)
    order = Order(sort, variant(page.put(header, body, page.plain())))
    searches = [each for each in filters if set(each.names) & set(header.searches)]
    others = [each for each in filters if each not in searches]
    if others:
        order.filtered = variant(page.put(header, body, page.filtered(others)), 'filtered', True)
    if searches:
        order.searched = variant(page.put(header, body, page.searched(others, searches)), 'searched', True)
        order.place = variant(page.place(page.most, others), 'place', True)
    for each in others:
        if JOINS.search(each.clause):
            own = variant(page.put(header, body, page.filtered(others, each)),
                          f'filtered by {each.names[0]}', True)
            order.joins.update(dict.fromkeys(each.names, own))
    is_own = sort.expression == header.sorts[0].expression
    for name, column, is_covered in header.spans:
        if bounds_order(header, sort, name, column) or is_covered and not is_own:
            continue
        span = next(each for each in others if name in each.names)
        way = (span, include(header, column), COVERED if is_covered else FEW)
        order.joins[name] = variant(page.put(header, body, page.spanned(others, *way)), f'filtered by {name}', True)
        order.places[name] = variant(page.spanned_place(others, *way), f'place by {name}', True)
        if is_own:
            alone = [each for each in others if name in each.names]  # for each of its values
            order.leads[name] = variant(page.put(header, body, page.spanned(alone, *way)), f'led by {name}')
            order.led_places[name] = variant(page.spanned_place(alone, *way), f'place led by {name}')
    if is_own:
        for name in header.leads:
            leader = next(each for each in filters if name in each.names)
            order.leads[name] = variant(page.put(header, body, page.led(leader)), f'led by {name}')
        for name, way in header.throughs.items():
            leader = next(each for each in filters if name in each.names)
            order.leads[name] = variant(page.put(header, body, page.led_through(leader, *way)), f'led by {name}')
    return order, page, others, searches


def make_whole_order(header, body, sort):
    """Of a list that is no page of one table: its statement says itself what comes after."""
    places = Places(header, sort)
    return Order(sort, Variant(sort.word, places.fill(header, body, after=places.after)))


def make_list(header, body):
    if header.page is None:
        return List([], [make_whole_order(header, body, sort) for sort in header.sorts])
    filters = filter_by_key(header) + read_filters(header)
    check_names(header, filters)
    check_throughs(header)
    made = [make_order(header, body, filters, sort) for sort in header.sorts]
    _, page, others, searches = made[0]
    result = List(filters, [order for order, *_ in made])
    result.total = Variant('total', page.total(others), bool(others))
    result.total_of_all = Variant('total of all', page.total([]))
    result.whole = page.whole()
    for name in header.counts:
        leader = next(each for each in filters if name in each.names)
        result.counts[name] = Variant(f'count {name}', page.count(leader))
    if searches:
        result.searched_total = Variant('total searched', page.searched_total(others, searches), True)
    return result
