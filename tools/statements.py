#!/usr/bin/python3
"""Compiles sql/queries and sql/migrations into C tables.

    statements.py --sql sql --out build/x/generated

writes statements.h, statements.c (one prepared statement per file; of a list one per order and way
to its rows) and migrations.h, migrations.c (every migration as single statements with its checksum).
The form of a statement file is described in docs/sql.md. Anything unclear stops the build. The lint
reads the same registry through load_statements().
"""

import argparse
import pathlib
import sys

from sql.emit import statements_header, statements_source
from sql.header import Fault
from sql.lists import PAGE, SEARCHED
from sql.migrations import (MIGRATIONS_HEADER, load_migration, load_migrations, migrations_source)
from sql.registry import load_file, load_statements
from sql.text import split_statements, strip_comments

__all__ = ['Fault', 'PAGE', 'SEARCHED', 'load_file', 'load_migrations', 'load_statements',
           'split_statements', 'strip_comments']


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
