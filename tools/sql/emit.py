"""Statements as C tables."""

from .text import c_text

NOTE = '/* Made by tools/statements.py from sql/: change the files there. */\n'


def statements_header(statements):
    symbols = ''.join(f'    {statement.symbol}, /* {statement.purpose} */\n'
                      for statement in statements)
    return (f'{NOTE}#ifndef GENERATED_STATEMENTS_H\n#define GENERATED_STATEMENTS_H\n\n'
            f'enum statement_id {{\n{symbols}    STATEMENT_COUNT\n}};\n\n#endif\n')


def statement_parts(statement):
    """The arrays a table line points to, and the line."""
    name = statement.symbol.lower()
    members, arrays = [], []

    def array(type_name, member, rows):
        if rows:
            arrays.append(f'static const {type_name} {name}_{member}[] = {{\n'
                          + ''.join(f'    {row},\n' for row in rows) + '};\n')
            members.append((member, f'{name}_{member}'))
            members.append((f'{member[:-1]}_count', len(rows)))

    quoted = ', '.join([*map(c_text, statement.parameters), 'NULL'])
    arrays.append(f'static const char *const {name}_names[] = {{{quoted}}};\n')
    members += [('name', c_text(statement.name)), ('text', c_text(statement.text)),
                ('writes', c_bool(statement.writes)), ('is_tenant', c_bool(statement.is_tenant)),
                ('has_custom_plan', c_bool(statement.custom_plan)),
                ('is_in_turn', c_bool(statement.in_turn)), ('is_durable', c_bool(statement.durable)),
                ('parameter_count', len(statement.parameters)), ('names', f'{name}_names'),
                ('missing', f'PROBLEM_{statement.missing.upper()}'),
                ('total', statement.total or NONE),
                ('total_of_all', statement.total_of_all or statement.total or NONE),
                ('searched_total', statement.searched_total or NONE),
                ('whole', statement.whole or NONE)]
    array('struct statement_problem', 'problems', [
        f'{{"{state}", PROBLEM_{code.upper()}}}' for state, code in statement.problems.items()])
    array('struct statement_filter', 'filters', [
        f'{{"{word}", {c_bool(is_searched)}, {counts or NONE}}}'
        for word, is_searched, counts in statement.filters])
    for number, sort in enumerate(statement.sorts):
        if sort.leads:
            arrays.append(f'static const struct statement_lead {name}_leads_{number}[] = {{'
                          + ', '.join(map(lead_row, sort.leads)) + '};\n')
    array('struct statement_sort', 'sorts', [
        sort_row(sort, f'{name}_leads_{number}') for number, sort in enumerate(statement.sorts)])
    return ''.join(arrays), (f'    [{statement.symbol}] = {{\n' + ''.join(
        f'        .{member} = {value},\n' for member, value in members) + '    },\n')


NONE = 'STATEMENT_COUNT'


def c_bool(value):
    return str(value).lower()


def lead_row(lead):
    name, symbol, is_alone, place = lead
    return f'{{"{name}", {symbol}, {c_bool(is_alone)}, {place or NONE}}}'


def sort_row(sort, leads):
    return (f'{{"{sort.word}", {sort.symbol}, {c_text(sort.first_value)}, "{sort.first_id}", '
            f'{sort.filtered or NONE}, {sort.searched or NONE}, {sort.place or NONE}, '
            f'{leads if sort.leads else "NULL"}, {len(sort.leads)}}}')


def statements_source(statements):
    parts = [statement_parts(statement) for statement in statements]
    return (f'{NOTE}#include "renkei/db/db.h"\n\n' + ''.join(arrays for arrays, _ in parts)
            + '\nstatic const struct statement table[STATEMENT_COUNT + 1] = {\n'
            + ''.join(line for _, line in parts) + '};\n\n'
            'const struct statement *statement_entry(enum statement_id id)\n'
            '{\n    return &table[id];\n}\n')
