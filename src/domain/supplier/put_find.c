/* Which suppliers the rows of a bulk lead to: one statement for all of them. */
#include <string.h>

#include "put.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"

static void add_number(struct buffer *text, size_t row, long at, const char *source, const char *id)
{
    buffer_printf(text, "%s{\"row\":%zu,\"at\":%ld,\"source\":", text->length > 1 ? "," : "", row,
                  at);
    buffer_add_json_text(text, source, strlen(source));
    buffer_add_text(text, ",\"id\":");
    buffer_add_json_text(text, id, strlen(id));
    buffer_add_char(text, '}');
}

static const char *numbers_text(struct reading *reading, const struct supplier_put *puts,
                                size_t count)
{
    struct buffer text;
    json_t *number;
    size_t at;

    buffer_open(&text, reading->arena, 64 * count + 16);
    buffer_add_char(&text, '[');
    for (size_t i = 0; i < count; i++) {
        if (puts[i].failure->problem != PROBLEM_NONE)
            continue;
        add_number(&text, i, -1, puts[i].source, puts[i].external_id);
        json_array_foreach(json_object_get(puts[i].body, "external_ids"), at, number)
        {
            add_number(&text, i, (long)at, json_member(number, "source"),
                       json_member(number, "id"));
        }
    }
    buffer_add_char(&text, ']');
    return text.data;
}

static const char *place_of(struct reading *reading, const struct rows *rows, size_t row)
{
    long at = (long)rows_integer(rows, row, "_at");

    return at < 0 ? "#/external_id" : arena_printf(reading->arena, "#/external_ids/%ld", at);
}

/* Two rows of one call say the same number: which of them is right nobody can tell. */
static void fault_twin(struct reading *reading, struct supplier_put *put, const struct rows *rows,
                       size_t row)
{
    (void)fault_add(put->failure, FAULT_IN_BODY, place_of(reading, rows, row), FAULT_SAME_NUMBER,
                    "#row", rows_text(rows, row, "_twin"), (char *)NULL);
}

static void fault_held(struct reading *reading, struct supplier_put *put, const struct rows *rows,
                       size_t row)
{
    (void)fault_add(put->failure, FAULT_IN_BODY, place_of(reading, rows, row), FAULT_DUPLICATE,
                    "id", rows_text(rows, row, "_holder"), (char *)NULL);
}

static bool is_held(const struct supplier_put *put, const struct rows *rows, size_t row)
{
    const char *holder = rows_text(rows, row, "_holder");

    return holder != NULL && (put->id == NULL || strcmp(put->id, holder) != 0);
}

/* A number of a row: the first says which supplier it is, the others must be its own or free. */
static void take_number(struct reading *reading, struct supplier_put *put, const struct rows *rows,
                        size_t row)
{
    bool is_key = rows_integer(rows, row, "_at") < 0;

    if (is_key)
        put_judge(reading, put, rows_text(rows, row, "_holder") != NULL ? rows : NULL, row);
    else if (is_held(put, rows, row))
        fault_held(reading, put, rows, row);
    if (rows_text(rows, row, "_twin") != NULL)
        fault_twin(reading, put, rows, row);
    if (put->failure->fault_count > 0) {
        (void)fail(put->failure, PROBLEM_DUPLICATE, (char *)NULL);
        put->step = PUT_FAILS;
    }
}

bool puts_find(struct reading *reading, struct supplier_put *puts, size_t count)
{
    struct rows *rows;

    if (!db_read(reading->db, SQL_SUPPLIER_ROWS_FIND, PARAMS(numbers_text(reading, puts, count)),
                 &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++)
        take_number(reading, &puts[rows_integer(rows, i, "_row")], rows, i);
    rows_drop(rows);
    return true;
}
