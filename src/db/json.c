/*
 * Rows -> JSON. Everything but the values is the same in each row of a statement, so it is put
 * together once for the process: `before` of a column holds the commas, braces and names between
 * the last value and its own.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "rows.h"

enum form {
    FORM_RAW,     /* numbers, json and jsonb: PostgreSQL's text is JSON */
    FORM_FLOAT,   /* a number, but NaN and Infinity have no JSON */
    FORM_BOOLEAN, /* t, f */
    FORM_PLAIN,   /* uuid, date: quoted, nothing to escape */
    FORM_TEXT,
    FORM_INSTANT, /* 2026-11-22 23:12:48.5+00 */
    FORM_BYTES,   /* \x0af1 */
    FORM_MICRO,   /* integer millionths */
};

enum { NULL_LENGTH = sizeof "null" - 1 };

struct column {
    int number;
    enum form form;
    const char *before; /* "null" stands behind its length */
    size_t before_length;
};

struct row_plan {
    struct column *columns;
    size_t count;
    const char *end; /* closes the nested objects and the row */
};

/* By statement; columns of a prepared statement never change. They live as long as the process. */
static const struct row_plan *_Atomic plans[STATEMENT_COUNT];
static pthread_mutex_t planning = PTHREAD_MUTEX_INITIALIZER;
static struct arena *plan_arena;

static const struct {
    Oid type; /* pg_type.dat; fixed for ever */
    enum form form;
} forms[] = {
    {25, FORM_TEXT},    {2950, FORM_PLAIN}, {23, FORM_RAW},       {20, FORM_RAW},
    {16, FORM_BOOLEAN}, {3802, FORM_RAW},   {1184, FORM_INSTANT}, {1082, FORM_PLAIN},
    {114, FORM_RAW},    {21, FORM_RAW},     {701, FORM_FLOAT},    {1700, FORM_FLOAT},
    {17, FORM_BYTES},   {1043, FORM_TEXT},  {700, FORM_FLOAT},    {19, FORM_TEXT},
};

static enum form form_of(const PGresult *result, int column)
{
    Oid type = PQftype(result, column);

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i].type == type)
            return forms[i].form;
    }
    db_bug("column %s: no JSON form for type %u", PQfname(result, column), type);
}

/* Length of the part of `name` that names the object at `depth`, its dot included; 0: not so deep.
 */
static size_t prefix_length(const char *name, size_t depth)
{
    size_t length = 0;

    for (; depth > 0; depth--) {
        const char *dot = strchr(name + length, '.');

        if (dot == NULL)
            return 0;
        length = (size_t)(dot - name) + 1;
    }
    return length;
}

static size_t depth_of(const char *name)
{
    size_t depth = 0;

    while (prefix_length(name, depth + 1) > 0)
        depth++;
    return depth;
}

static size_t shared_depth(const char *one, const char *other)
{
    size_t depth = 0;
    size_t length;

    while ((length = prefix_length(one, depth + 1)) > 0 && prefix_length(other, depth + 1) == length
           && memcmp(one, other, length) == 0)
        depth++;
    return depth;
}

/* A name may not stand twice, nor an object that was closed open again. */
static void check_new(const PGresult *result, int column, size_t length)
{
    const char *name = PQfname(result, column);

    for (int i = 0; i < column; i++) {
        if (strncmp(PQfname(result, i), name, length) == 0)
            db_bug("%.*s stands twice in a row", (int)length, name);
    }
}

static void add_name(struct buffer *buffer, const char *name, size_t length)
{
    buffer_add_json_text(buffer, name, length);
    buffer_add_char(buffer, ':');
}

/* From the value of `previous` (NULL: start of the row) to the value of this column. */
static const char *text_before(const PGresult *result, const char *previous, int column,
                               struct buffer *buffer, size_t *ret_length)
{
    const char *name = PQfname(result, column);
    size_t shared = previous == NULL ? 0 : shared_depth(previous, name);
    size_t depth = depth_of(name);
    const char *last = name + prefix_length(name, depth);

    buffer->length = 0;
    for (size_t open = previous == NULL ? 0 : depth_of(previous); open > shared; open--)
        buffer_add_char(buffer, '}');
    buffer_add_char(buffer, previous == NULL ? '{' : ',');
    for (size_t level = shared; level < depth; level++) {
        size_t start = prefix_length(name, level);
        size_t end = prefix_length(name, level + 1);

        check_new(result, column, end);
        add_name(buffer, name + start, end - start - 1);
        buffer_add_char(buffer, '{');
    }
    check_new(result, column, strlen(name) + 1);
    add_name(buffer, last, strcspn(last, ":"));
    *ret_length = buffer->length;
    buffer_add_text(buffer, "null");
    return arena_copy(buffer->arena, buffer->data, buffer->length);
}

/* Braces for the objects that are open behind the last column, and for the row. */
static const char *text_after(const char *previous, struct arena *arena)
{
    size_t depth = previous == NULL ? 0 : depth_of(previous);
    char *text = arena_alloc(arena, depth + 3);

    memset(text, '}', depth + 1);
    return previous == NULL ? "{}" : text;
}

static enum form form_with_suffix(const PGresult *result, int column)
{
    const char *suffix = strchr(PQfname(result, column), ':');

    if (suffix == NULL)
        return form_of(result, column);
    if (strcmp(suffix, ":micro") != 0 || form_of(result, column) != FORM_RAW)
        db_bug("column %s: the only suffix is :micro, of integers", PQfname(result, column));
    return FORM_MICRO;
}

static const struct row_plan *make_plan(const PGresult *result, struct arena *arena)
{
    int count = PQnfields(result);
    struct row_plan *plan = arena_alloc(arena, sizeof *plan);
    const char *previous = NULL;
    struct buffer buffer;

    buffer_open(&buffer, arena, 256);
    plan->columns = arena_alloc(arena, (size_t)count * sizeof *plan->columns + 1);
    for (int i = 0; i < count; i++) {
        struct column *column = &plan->columns[plan->count];

        if (PQfname(result, i)[0] == '_')
            continue;
        column->number = i;
        column->form = form_with_suffix(result, i);
        column->before = text_before(result, previous, i, &buffer, &column->before_length);
        previous = PQfname(result, i);
        plan->count++;
    }
    plan->end = text_after(previous, arena);
    return plan;
}

static const struct row_plan *plan_of(const struct rows *rows)
{
    const struct row_plan *plan;

    if (rows->statement == STATEMENT_COUNT)
        return make_plan(rows->result, rows->arena);
    plan = atomic_load(&plans[rows->statement]);
    if (plan != NULL)
        return plan;
    (void)pthread_mutex_lock(&planning);
    if (plan_arena == NULL)
        plan_arena = arena_open();
    plan = atomic_load(&plans[rows->statement]);
    if (plan == NULL)
        plan = make_plan(rows->result, plan_arena);
    atomic_store(&plans[rows->statement], plan);
    (void)pthread_mutex_unlock(&planning);
    return plan;
}

/* "2026-11-22 23:12:48.5+00" -> "2026-11-22T23:12:48.500000Z", as instant_format writes it. */
static void write_instant(const char *text, size_t length, struct buffer *buffer)
{
    char instant[] = "YYYY-MM-DDTHH:MM:SS.000000Z";
    size_t known = length - 3; /* without +00 */

    if (length < 22 || known > sizeof instant - 2 || strcmp(text + known, "+00") != 0) {
        buffer_add_json_text(buffer, text, length); /* infinity, or beyond the year 9999 */
        return;
    }
    memcpy(instant, text, known);
    instant[10] = 'T';
    buffer_add_quoted(buffer, instant, sizeof instant - 1);
}

/* 12500000 -> 12.5: exact, without a floating-point number in between. */
static void write_micro(const char *text, size_t length, struct buffer *buffer)
{
    char padded[32] = "0000000";
    size_t digits;
    size_t whole;

    if (*text == '-') {
        buffer_add_char(buffer, '-');
        text++;
        length--;
    }
    if (length >= sizeof padded) /* an integer has 19 digits at most; the form is JSON's, too */
        db_bug("a column :micro is no integer");
    digits = length < 7 ? 7 : length;
    memcpy(padded + digits - length, text, length);
    whole = digits - 6;
    while (digits > whole && padded[digits - 1] == '0')
        digits--;
    buffer_add(buffer, padded, whole);
    if (digits > whole) {
        buffer_add_char(buffer, '.');
        buffer_add(buffer, padded + whole, digits - whole);
    }
}

static void write_float(const char *text, size_t length, struct buffer *buffer)
{
    bool finite = strpbrk(text, "NI") == NULL; /* NaN, Infinity, -Infinity */

    buffer_add(buffer, finite ? text : "null", finite ? length : 4);
}

static void write_value(enum form form, const char *text, size_t length, struct buffer *buffer)
{
    switch (form) {
    case FORM_RAW:
        buffer_add(buffer, text, length);
        break;
    case FORM_FLOAT:
        write_float(text, length, buffer);
        break;
    case FORM_BOOLEAN:
        buffer_add_text(buffer, *text == 't' ? "true" : "false");
        break;
    case FORM_PLAIN:
        buffer_add_quoted(buffer, text, length);
        break;
    case FORM_TEXT:
        buffer_add_json_text(buffer, text, length);
        break;
    case FORM_INSTANT:
        write_instant(text, length, buffer);
        break;
    case FORM_BYTES:
        buffer_add_quoted(buffer, text + 2, length - 2);
        break;
    case FORM_MICRO:
        write_micro(text, length, buffer);
        break;
    }
}

void rows_write_object(const struct rows *rows, size_t row, struct buffer *buffer)
{
    const struct row_plan *plan = plan_of(rows);

    if (row >= rows_count(rows))
        db_bug("no row %zu to write", row);
    for (size_t i = 0; i < plan->count; i++) {
        const struct column *column = &plan->columns[i];
        struct cell cell = rows_cell(rows, row, column->number);

        if (cell.text == NULL) {
            buffer_add(buffer, column->before, column->before_length + NULL_LENGTH);
            continue;
        }
        buffer_add(buffer, column->before, column->before_length);
        write_value(column->form, cell.text, cell.length, buffer);
    }
    buffer_add_text(buffer, plan->end);
}

void rows_write_array(const struct rows *rows, size_t first, size_t count, struct buffer *buffer)
{
    buffer_add_char(buffer, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(buffer, ',');
        rows_write_object(rows, first + i, buffer);
    }
    buffer_add_char(buffer, ']');
}
