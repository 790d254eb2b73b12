#!/usr/bin/python3
"""./dev bench chain [SUPPLIERS] [CHANGES]: what reaches suppliers along the chain, in the large.

A tenant with so many suppliers (100 000) and five links each, drawn at random, in a database of its own. A worker works
all of it out; then so many scores and links (1 000) change one after the other, each followed by a worker. Prints the worker's
CPU of both, and compares at the end all that was stored with all of it worked out anew: 0 differences, or it fails.
"""

import contextlib
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests' / 'lint'))
from database import connect, rows  # noqa: E402

DATABASE = 'renkei_chain'
LINKS_EACH = 5
BOUND_WHOLE, BOUND_CHANGE = 2.0, 0.05  # seconds of the worker's CPU


def dsn(role):
    return f"host={os.environ['RENKEI_TEST_PGHOST']} port=5432 user={role} dbname={DATABASE}"


def renkei(*arguments):
    """(CPU in seconds, seconds) of a subcommand."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([os.environ['RENKEI_TEST_BINARY'], *arguments], capture_output=True, text=True, env={
        **os.environ, 'DATABASE_URL': dsn('renkei_app'), 'RENKEI_ADMIN_DATABASE_URL': dsn('renkei_owner'),
        'RENKEI_WORKER_DATABASE_URL': dsn('renkei_worker')})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0 or 'chain_not_followed' in done.stderr:
        sys.exit(done.stderr)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - began)


def follow():
    return renkei('worker', '--kind', 'egress', '--once')


def fill(suppliers):
    with contextlib.closing(connect('postgres')) as admin:
        rows(admin, f'drop database if exists {DATABASE}')
        rows(admin, f'create database {DATABASE} owner renkei_owner')
    renkei('migrate')
    renkei('tenant', 'add', 'chain', '--name', 'Chain')
    with contextlib.closing(connect(DATABASE)) as connection:
        tenant, = rows(connection, 'select id from app.tenants')[0]
        rows(connection, """
            insert into app.suppliers (tenant_id, id, name, search, likelihood_micro, impact_micro, score_micro, created_at, updated_at)
            select %s, md5(n::text)::uuid, 'S' || n, 's' || n, l, i, (l::bigint * i / 1000000)::integer, now(), now()
              from (select n, 1000000 + (random() * 4000000)::integer as l, 1000000 + (random() * 4000000)::integer as i
                      from generate_series(1, %s) n) d""", (tenant, suppliers))
        rows(connection, """
            insert into app.supplier_links (tenant_id, id, from_supplier_id, to_supplier_id, kind, dependency, penetration,
              item, created_at, updated_at)
            select %s, gen_random_uuid(), md5(f::text)::uuid, md5(t::text)::uuid, 'goods', 1 + (random() * 3)::integer,
                   1 + (random() * 3)::integer, n::text, now(), now()
              from (select n, 1 + (random() * (%s - 1))::integer as f, 1 + (random() * (%s - 1))::integer as t
                      from generate_series(1, %s) n) d
             where f <> t""", (tenant, suppliers, suppliers, suppliers * LINKS_EACH))
        rows(connection, 'insert into app.chain_states (tenant_id, available_at) values (%s, now())', (tenant,))
        rows(connection, 'vacuum analyze')
    return tenant


def tell(connection, tenant, kind, supplier, to=None):
    """As an event of the service tells it; the chain of hashes is not looked at here."""
    changes = '{}' if to is None else f'{{"to":["{to}","{to}"]}}'
    rows(connection, """
        with counted as (update app.tenant_counters set value = value + 1 where tenant_id = %s and name = 'events'
                         returning value)
        insert into app.events (tenant_id, seq, id, type, body, prev_hash, hash, created_at)
        select %s, value, gen_random_uuid(), %s, %s, '', '', now() from counted""",
         (tenant, tenant, kind, f'{{"supplier_id":"{supplier}","changes":{changes}}}'))


def change(connection, tenant, draw, suppliers):
    if draw.random() < 0.5:
        supplier = rows(connection, "update app.suppliers set likelihood_micro = %s where id = md5(%s)::uuid returning id",
                        (draw.randint(1000000, 5000000), str(draw.randint(1, suppliers))))[0][0]
        tell(connection, tenant, 'risk_score.created', supplier)
        return
    place = '%032x' % draw.getrandbits(128)
    found = rows(connection, 'select id, from_supplier_id, to_supplier_id from app.supplier_links where tenant_id = %s'
                             ' and id >= %s::uuid order by id limit 1', (tenant, place))
    for link, source, target in found:
        if draw.random() < 0.5:
            rows(connection, 'delete from app.supplier_links where tenant_id = %s and id = %s', (tenant, link))
        else:
            rows(connection, 'update app.supplier_links set dependency = %s, penetration = %s where tenant_id = %s and id = %s',
                 (draw.randint(1, 4), draw.randint(1, 4), tenant, link))
        tell(connection, tenant, 'supplier_link.updated', source, target)


KEPT = """select supplier_id, own_micro, score_micro, band, first_exposure, first_hops, first_path::text, second_exposure,
                 second_hops, second_path::text from app.chain_scores order by 1"""


def main(suppliers=100_000, changes=1_000):
    draw = random.Random(11)
    tenant = fill(suppliers)
    whole, seconds = follow()
    print(f'{suppliers} suppliers, {suppliers * LINKS_EACH} links: all of it {whole:.2f} s of CPU, {seconds:.1f} s with the'
          ' database and storing', flush=True)
    with contextlib.closing(connect(DATABASE)) as connection:
        idle = statistics.median(follow()[0] for _ in range(20))
        costs, waits = [], []
        for _ in range(changes):
            change(connection, tenant, draw, suppliers)
            cost, wait = follow()
            costs.append(cost - idle)
            waits.append(wait)
        print(f'{changes} changes: {statistics.median(costs) * 1000:.1f} ms of CPU in the median, '
              f'{max(costs) * 1000:.1f} ms at most; {statistics.median(waits) * 1000:.0f} ms with a new process and the database')
        followed = rows(connection, KEPT)
        rows(connection, 'delete from app.chain_scores')
        rows(connection, 'update app.chain_states set wanted = wanted + 1')
        follow()
        anew = rows(connection, KEPT)
    different = len(set(followed) ^ set(anew))
    print(f'{len(anew)} suppliers stored, {different} differences')
    return different > 0 or whole > BOUND_WHOLE or statistics.median(costs) > BOUND_CHANGE


if __name__ == '__main__':
    sys.exit(main(*map(int, sys.argv[1:])))
