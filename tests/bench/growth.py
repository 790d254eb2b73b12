#!/usr/bin/python3
"""./dev bench growth [SUPPLIERS]: what a tenant of 10 000 suppliers pays for what others have.

Its pages and reports in a database that has nothing else, and in one with a million suppliers in all, every
tenant as the growth lint fills it (tests/lint/filled.sql), as renkei_app under row-level security. CPU of the
backend, the least of many: what a page costs may not grow with the database. Filled again only when what fills
it changed.
"""

import os
import sys

import million
import pages  # tests/lint, as million has it
from filled import identifier
from rows import Result

SIZE, IN_ALL = 10_000, 1_000_000
BOUND = 1.5
ROUNDS = 3
LIST = 'supplier_list'
PAGES = [('page', '-created_at', {}), ('page by name', 'name', {}), ('page by score', '-risk_score', {}),
         ('page of a band', '-created_at', {'band': '{moderate}'})]
SEARCHES = [('search, all found', '-created_at', {'q': '会社'}), ('search, none found', '-created_at', {'q': 'no such name'})]
REPORTS = ['report_summary', 'report_heat_map', 'report_threats', 'report_trend']
GIVEN = {'now': '2025-03-01Z', 'language': 'ja', 'months': 12, 'ids': 0}


def tenants(in_all):
    """Of the same size each: {number: suppliers}."""
    return dict.fromkeys(range(1, in_all // SIZE + 1), SIZE)


def asked(tenant):
    """(word, statement, values, bound) of what is measured; a search has none, it may look at 20 000 rows."""
    list_ = pages.list_named(LIST)
    for word, order, given in PAGES + SEARCHES:
        sort = next(each for each in list_.sorts if each.word == order)
        statement = pages.STATEMENTS[pages.way(list_, sort, list(given))]
        _, *values = pages.values_of(statement, given, sort)
        yield word, statement, [tenant, *values], None if 'q' in given else BOUND
    for name in REPORTS:
        statement = next(each for each in pages.STATEMENTS.values() if each.name == name)
        yield name.replace('_', ' '), statement, [tenant, *map(GIVEN.get, statement.parameters[1:])], BOUND


def cost(backend, statement, values):
    with backend.prepared(statement, values) as page:
        return backend.cost(page)


def measure(databases, number):
    """Whether each costs much the same in both; the two take turns."""
    tenant = identifier(number, 'tenant')
    backends = [million.Backend(database, tenant) for database in databases]
    results = []
    for word, statement, values, bound in asked(tenant):
        alone, beside = (min(costs) for costs in zip(*(
            [cost(backend, statement, values) for backend in backends] for _ in range(ROUNDS))))
        results.append(Result(word, f'{alone:.2f} ms alone, {beside:.2f} beside', beside / alone, bound, True))
        print(results[-1].line(), flush=True)
    return all(result.verdict != 'FAIL' for result in results)


def main(arguments):
    in_all = int(arguments[0]) if arguments else IN_ALL
    databases = {'renkei_alone': tenants(SIZE), 'renkei_beside': tenants(in_all)}
    os.nice(10)
    for database, sizes in databases.items():
        million.fill(database, sizes)
    return 0 if measure(list(databases), 1) else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
