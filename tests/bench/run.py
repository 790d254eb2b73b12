#!/usr/bin/python3
"""./dev bench: the service against pgbench on the same PostgreSQL, floor by floor.

A figure is a ratio of medians over interleaved rounds: pgbench with 16 clients sends the messages
that the service sends (the tenant and the statement in one pipeline, row-level security on; for a
change BEGIN and COMMIT around them);
wrk with 64 connections asks the service. Both on loopback, both bounded in time. Prints PASS or FAIL
for each floor and exits 1 if one failed. `run.py get list` measures only the rows named.
"""

import sys

import bulk_rows
import crowd_rows
import export_rows
import gate_rows
import import_rows
import large_rows
import neighbour_rows
import rows
import webhook_rows
from stage import Stage

ROUNDS = 5
ROWS = (rows.ROWS + neighbour_rows.ROWS + large_rows.ROWS + gate_rows.ROWS + crowd_rows.ROWS
        + bulk_rows.ROWS + import_rows.ROWS + export_rows.ROWS + webhook_rows.ROWS)


def main(wanted):
    stage = Stage()
    results = []
    try:
        for row in ROWS:
            if not wanted or row.name in wanted:
                results.append(row.measure(stage, ROUNDS))
                print(results[-1].line(), flush=True)
    finally:
        stage.close()
    failed = [result for result in results if result.verdict == 'FAIL']
    print(f'{len(results)} rows, {len(failed)} below their floor')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
