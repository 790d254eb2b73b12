"""sql/migrations as C tables: single statements with the checksum of their file."""

import hashlib
import pathlib
import re

from .emit import NOTE
from .header import Fault
from .text import c_text, split_statements

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
