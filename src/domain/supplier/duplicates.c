#include "renkei/domain/supplier/duplicates.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/checks.h"

static const char *const reasons[] = {"corporate_number", "name", "mail_domain"};
static const enum statement_id statements[] = {SQL_SUPPLIER_SAME_NUMBER, SQL_SUPPLIER_SAME_NAME,
                                               SQL_SUPPLIER_SAME_DOMAIN};

enum duplicate_sign duplicate_sign(const char *reason)
{
    enum duplicate_sign sign = SIGN_NUMBER;

    while (sign < SIGN_DOMAIN && strcmp(reasons[sign], reason) != 0)
        sign++;
    return sign;
}

/* Whether all of them say the same of this member, and say something. */
static bool all_share(const json_t *suppliers, const char *member)
{
    const char *first = json_member(json_array_get(suppliers, 0), member);
    const json_t *supplier;
    size_t i;

    json_array_foreach(suppliers, i, supplier)
    {
        if (first == NULL || *first == '\0' || !text_same(first, json_member(supplier, member)))
            return false;
    }
    return true;
}

/* Takes those that resemble the first one, directly or through each other, out of `left`. */
static json_t *take_alike(json_t *left)
{
    json_t *alike = json_array();

    (void)json_array_append(alike, json_array_get(left, 0));
    (void)json_array_remove(left, 0);
    for (size_t known = 0; known < json_array_size(alike); known++) {
        const char *name = json_member(json_array_get(alike, known), "name_key");

        for (size_t i = 0; i < json_array_size(left);) {
            if (names_resemble(name, json_member(json_array_get(left, i), "name_key"))) {
                (void)json_array_append(alike, json_array_get(left, i));
                (void)json_array_remove(left, i);
            } else {
                i++;
            }
        }
    }
    return alike;
}

/* What stands on its way into the page. */
struct look {
    struct duplicate_place *place;
    bool is_only;
    long limit;
    json_t *groups;
};

/* What all of them have in common; `ret_told`: a stronger sign has told of them already. */
static json_t *common_signs(const struct look *look, const json_t *suppliers, bool *ret_told)
{
    enum duplicate_sign sign = look->place->sign;
    bool number = all_share(suppliers, "corporate_number"), name = all_share(suppliers, "name_key");
    json_t *common = json_array();

    if (number)
        (void)json_array_append_new(common, json_string(reasons[SIGN_NUMBER]));
    if (name)
        (void)json_array_append_new(common, json_string(reasons[SIGN_NAME]));
    if (sign == SIGN_DOMAIN)
        (void)json_array_append_new(common, json_string(reasons[SIGN_DOMAIN]));
    *ret_told = !look->is_only && ((sign > SIGN_NUMBER && number) || (sign > SIGN_NAME && name));
    return common;
}

/* Takes over the references. */
static void add_group(const struct look *look, const char *value, json_int_t total,
                      json_t *suppliers)
{
    bool is_told;
    json_t *common = common_signs(look, suppliers, &is_told), *supplier;
    size_t i;

    json_array_foreach(suppliers, i, supplier)
    {
        (void)json_object_del(supplier, "name_key");
    }
    if (json_array_size(suppliers) > 1 && !is_told)
        (void)json_array_append_new(look->groups,
                                    json_pack("{s:O,s:s,s:O,s:I}", "reasons", common, "value",
                                              value, "suppliers", suppliers, "total", total));
    json_decref(common);
    json_decref(suppliers);
}

static void add_row(const struct look *look, const struct rows *rows, size_t row)
{
    json_t *suppliers = json_loads(rows_text(rows, row, "suppliers"), 0, NULL);
    const char *value = rows_text(rows, row, "value");

    if (look->place->sign != SIGN_DOMAIN) {
        add_group(look, value, (json_int_t)rows_integer(rows, row, "total"), suppliers);
        return;
    }
    while (json_array_size(suppliers) > 0) {
        json_t *alike = take_alike(suppliers);

        add_group(look, value, (json_int_t)json_array_size(alike), alike);
    }
    json_decref(suppliers);
}

/* Behind the last group if there may be more, behind what was looked at, or to the next sign. */
static void move(const struct look *look, struct arena *arena, const struct rows *rows,
                 size_t found)
{
    struct duplicate_place *place = look->place;
    const char *end = rows_text(rows, 0, "_end");

    if (found == (size_t)look->limit)
        end = rows_text(rows, found - 1, "value");
    if (end != NULL) {
        place->after = arena_strdup(arena, end);
        return;
    }
    place->sign = look->is_only ? SIGN_COUNT : place->sign + 1;
    place->after = "";
}

bool duplicates_look(struct reading *reading, struct duplicate_place *place, bool is_only,
                     long limit, json_t *groups)
{
    const struct look look = {place, is_only, limit - (long)json_array_size(groups), groups};
    struct rows *rows;
    size_t found = 0;

    if (!db_read(reading->db, statements[place->sign],
                 PARAMS(place->after, integer_text(reading->arena, look.limit)), &rows))
        return false;
    while (found < rows_count(rows) && rows_text(rows, found, "value") != NULL)
        found++;
    for (size_t i = 0; i < found; i++)
        if (rows_text(rows, i, "suppliers") != NULL)
            add_row(&look, rows, i);
    move(&look, reading->arena, rows, found);
    rows_drop(rows);
    return true;
}
