#!/usr/bin/python3
"""./dev bench million [SUPPLIERS] [LIST...]: every page of a tenant of a million suppliers.

The tenant of the growth lint (tests/lint/filled.sql) in a PostgreSQL of its own, as renkei_app under row-level
security: each list by each filter alone and in each order, the first page of 50 and one that begins in the
middle of the order. Prints what costs more than 3 ms of database CPU and why, and how many pages hold.
Filled again only when what fills it changed.
"""

import contextlib
import hashlib
import os
import pathlib
import statistics
import subprocess
import sys
import time

import psycopg2

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests' / 'lint'))
import pages  # noqa: E402  (the lint's folder)
from database import connect, rows  # noqa: E402
from filled import LARGE, fill_all  # noqa: E402
from sql.lists import Page  # noqa: E402  (tools/, as pages has it)
from sql.registry import read_file  # noqa: E402

DATABASE = 'renkei_million'
BOUND = 3.0  # ms of a page
REPEATS = 20  # of a page, fewer where it is dear
PATIENCE = 100  # ms of CPU for the repeats of one page


# ---- the tenant ---------------------------------------------------------------------------------

def signature(sizes):
    """Of all that decides what lies in the database; `sizes`: suppliers by the tenant's number."""
    files = [*sorted((ROOT / 'sql' / 'migrations').glob('*.sql')), *sorted((ROOT / 'tests' / 'lint').glob('filled.*'))]
    return hashlib.sha256(b''.join([str(sizes).encode(), *(file.read_bytes() for file in files)])).hexdigest()


def is_filled(database, wanted):
    with contextlib.closing(connect('postgres')) as admin:
        found = rows(admin, 'select shobj_description(oid, %s) from pg_database where datname = %s',
                     ('pg_database', database))
    return found == [(wanted,)]


def dsn(role, database):
    return f"host={os.environ['RENKEI_TEST_PGHOST']} port=5432 user={role} dbname={database}"


def fill(database, sizes):
    wanted = signature(sizes)
    if is_filled(database, wanted):
        return
    print(f'tenants to fill: {len(sizes)}, with {sum(sizes.values())} suppliers in all', flush=True)
    began = time.monotonic()
    with contextlib.closing(connect('postgres')) as admin:
        rows(admin, f'drop database if exists {database} with (force)')
        rows(admin, f'create database {database} owner renkei_owner')
    subprocess.run([os.environ['RENKEI_TEST_BINARY'], 'migrate'], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, 'DATABASE_URL': dsn('renkei_app', database),
                        'RENKEI_ADMIN_DATABASE_URL': dsn('renkei_owner', database)})
    with contextlib.closing(connect(database)) as connection:
        fill_all(connection, sizes)
        rows(connection, f"comment on database {database} is '{wanted}'")
    print(f'filled in {time.monotonic() - began:.0f} s', flush=True)


# ---- pages --------------------------------------------------------------------------------------

class Backend:
    """A connection as the service has one for a tenant, and the CPU of its process."""

    def __init__(self, database=DATABASE, tenant=pages.TENANT):
        self.tenant = tenant
        self.connection = psycopg2.connect(dsn('renkei_app', database))
        self.connection.autocommit = True
        self.account = pathlib.Path(f'/proc/{self.connection.get_backend_pid()}/schedstat')

    def spent(self):
        """ms of CPU so far."""
        return int(self.account.read_text().split()[0]) / 1e6

    @contextlib.contextmanager
    def prepared(self, statement, values):
        """A transaction that executes the statement: what stands before `execute`, and from there on."""
        given = ', '.join('null' if value is None else "'" + str(value).replace("'", "''") + "'" for value in values)
        mode = 'set local plan_cache_mode = force_custom_plan;' if statement.custom_plan else ''
        rows(self.connection, 'prepare page as ' + statement.text)
        yield f"begin; set local app.tenant_id = '{self.tenant}'; {mode}", f'execute page({given})'
        rows(self.connection, 'deallocate page')

    def cost(self, page):
        """ms of CPU of one execution, the least of many, since what else the machine does only adds; planning is
        part of it where it is part of a page."""
        text = ' '.join(page) + '; commit'
        rows(self.connection, text)
        rows(self.connection, text)
        spent = [self.spent()]
        while len(spent) <= REPEATS and spent[-1] - spent[0] < PATIENCE:
            rows(self.connection, text)
            spent.append(self.spent())
        return min(after - before for before, after in zip(spent, spent[1:]))

    def plan(self, page):
        begin, execute = page
        found = rows(self.connection, f'{begin} explain (analyze, buffers, timing off, format json) {execute}')
        rows(self.connection, 'rollback')
        return found[0][0][0]


def middle(connection, name, sort, size):
    """The place in the middle of an order, as a cursor says it."""
    header, _ = read_file(ROOT / 'sql' / 'queries' / f'{name}.sql')
    places = Page(header, next(each for each in header.sorts if each.word == sort.word))
    ordered = f"{places.rows(columns=' ' + places.sort_value)} order by {places.order} offset {size // 2} limit 1"
    found = rows(connection, f"""select x."_sort"::text, x."_id"::text from ({ordered}) x"""
                 .replace('$1::uuid', f"'{pages.TENANT}'::uuid"))
    return found[0] if found else None


def reason(plan):
    """The nodes that touch most blocks themselves, and what they threw away."""
    found = []
    for node in nodes(plan['Plan']):
        own = blocks(node) - sum(blocks(child) for child in node.get('Plans', []))
        name = ' '.join(filter(None, [node['Node Type'], node.get('Index Name') or node.get('Relation Name')]))
        thrown = node.get('Rows Removed by Filter', 0) + node.get('Rows Removed by Index Recheck', 0)
        found.append((own, f'{name}: {own} blocks, {node["Actual Rows"] * node["Actual Loops"]:.0f} rows'
                      + (f', {thrown * node["Actual Loops"]:.0f} thrown away' if thrown else '')))
    told = [text for own, text in sorted(found, reverse=True)[:2] if own > 0]
    return '; '.join([f'planned in {plan["Planning Time"]:.1f} ms', *told])


def blocks(node):
    return node['Shared Hit Blocks'] + node['Shared Read Blocks']


def nodes(node):
    yield node
    for child in node.get('Plans', []):
        yield from nodes(child)


def asked(connection, names, size):
    """(what is asked, statement, values) of every page."""
    places = {}

    def both(name, sort, given, word):
        statement = pages.STATEMENTS[pages.way(pages.list_named(name), sort, list(given))]
        if (name, sort.word) not in places:
            places[name, sort.word] = middle(connection, name, sort, size)
        yield f'{name} {word}', statement, pages.values_of(statement, given, sort)
        after = places[name, sort.word]
        if after is not None:
            yield f'{name} {word}, from the middle', statement, pages.values_of(statement, given, sort, after)

    for name, given in pages.CASES:
        if not names or name in names:
            yield from both(name, pages.list_named(name).sorts[0], given, '='.join(*given.items())[:60])
    for name, sort in pages.ORDERS:
        if not names or name in names:
            yield from both(name, sort, {}, f'sort={sort.word}')


def measure(size, names):
    backend, costs = Backend(), []
    with contextlib.closing(connect(DATABASE)) as connection:
        for word, statement, values in asked(connection, names, size):
            with backend.prepared(statement, values) as page:
                cost = backend.cost(page)
                costs.append(cost)
                if cost > BOUND:
                    print(f'{cost:8.2f} ms  {word}\n             {reason(backend.plan(page))}', flush=True)
    held = sum(cost <= BOUND for cost in costs)
    print(f'{len(costs)} pages of {size} suppliers, {held} within {BOUND:g} ms of database CPU;'
          f' median {statistics.median(costs):.2f} ms, dearest {max(costs):.2f} ms')
    return held == len(costs)


def main(arguments):
    sizes = [int(each) for each in arguments if each.isdigit()]
    names = [each for each in arguments if not each.isdigit()]
    size = sizes[0] if sizes else 1_000_000
    os.nice(10)
    fill(DATABASE, {LARGE: size})
    return 0 if measure(size, names) else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
