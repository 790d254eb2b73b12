/* Which suppliers a campaign is for: a list of ids, or the filters of the supplier list. */
#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/filter.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/supplier/supplier.h"
#include "rows.h"

enum { FILTERS = 60 }; /* of the statement, at most; a connection binds 64 */

void id_list_open(struct reading *reading, struct id_list *list)
{
    buffer_open(&list->text, reading->arena, 1024);
    buffer_add_char(&list->text, '{');
    list->count = 0;
}

void id_list_add(struct id_list *list, const char *id)
{
    if (list->count++ > 0)
        buffer_add_char(&list->text, ',');
    buffer_add_text(&list->text, id);
}

const char *id_list_close(struct id_list *list)
{
    buffer_add_char(&list->text, '}');
    return list->text.data;
}

const char *id_list_of(struct reading *reading, const struct rows *rows, const char *column)
{
    struct id_list list;

    id_list_open(reading, &list);
    for (size_t i = 0; i < rows_count(rows); i++)
        id_list_add(&list, rows_text(rows, i, column));
    return id_list_close(&list);
}

static bool refuse(struct reading *reading, const char *at, enum fault_code code, const char *name,
                   const char *value)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, at, code, name, value, (char *)NULL);
    return check_faults(reading);
}

/* ---- by id ---- */

static bool all_known(struct reading *reading, const char *ids)
{
    struct rows *unknown;

    if (!db_run(reading->db, SQL_CAMPAIGN_UNKNOWN, PARAMS(ids), &unknown))
        return false;
    for (size_t i = 0; i < rows_count(unknown); i++)
        (void)fault_add(reading->failure, FAULT_IN_BODY,
                        arena_printf(reading->arena, "#/suppliers/ids/%lld",
                                     (long long)rows_integer(unknown, i, "place") - 1),
                        FAULT_UNKNOWN_REFERENCE, (char *)NULL);
    return check_faults(reading);
}

static bool choose_named(struct reading *reading, const json_t *ids, const char **ret_ids)
{
    struct id_list list;

    id_list_open(reading, &list);
    for (size_t i = 0; i < json_array_size(ids); i++)
        id_list_add(&list, json_string_value(json_array_get(ids, i)));
    *ret_ids = id_list_close(&list);
    return all_known(reading, *ret_ids);
}

/* ---- by filter ---- */

static const char *bind(struct reading *reading, const json_t *filter, const char *name)
{
    if (strcmp(name, "limit") == 0)
        return integer_text(reading->arena, CAMPAIGN_SUPPLIERS_MAX + 1);
    return filter_value(reading->arena, filter, name);
}

static bool check_search(struct reading *reading, const json_t *filter)
{
    const json_t *q = json_object_get(filter, "q");

    return q == NULL
        || text_words(json_string_value(q), json_string_length(q)) <= SUPPLIER_SEARCH_WORDS
        || refuse(reading, "#/suppliers/filter/q", FAULT_TOO_MANY, "#max",
                  integer_text(reading->arena, SUPPLIER_SEARCH_WORDS));
}

static bool choose_matching(struct reading *reading, const json_t *filter, const char **ret_ids)
{
    const char *const *names = statement_entry(SQL_SUPPLIER_MATCH)->names + 1;
    const char *values[FILTERS];
    struct rows *rows;
    size_t count = 0;

    if (!check_search(reading, filter))
        return false;
    for (; count < FILTERS && names[count] != NULL; count++)
        values[count] = bind(reading, filter, names[count]);
    if (!db_run(reading->db, SQL_SUPPLIER_MATCH, values, count, &rows))
        return false;
    *ret_ids = id_list_of(reading, rows, "id");
    return rows_count(rows) <= CAMPAIGN_SUPPLIERS_MAX
        || refuse(reading, "#/suppliers/filter", FAULT_TOO_MANY, "#max",
                  integer_text(reading->arena, CAMPAIGN_SUPPLIERS_MAX));
}

bool campaign_chosen(struct reading *reading, const json_t *suppliers, const char **ret_ids)
{
    const json_t *ids = json_object_get(suppliers, "ids");
    const json_t *filter = json_object_get(suppliers, "filter");

    if (ids == NULL && filter == NULL)
        return refuse(reading, "#/suppliers/ids", FAULT_REQUIRED, NULL, NULL);
    if (ids != NULL && filter != NULL)
        return refuse(reading, "#/suppliers/filter", FAULT_UNSUPPORTED_CHANGE, "other", "ids");
    return ids != NULL ? choose_named(reading, ids, ret_ids)
                       : choose_matching(reading, filter, ret_ids);
}
