#include "renkei/domain/change/feed.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#include "renkei/auth/auth.h"
#include "renkei/base/json.h"
#include "renkei/db/db.h"

static const char mark[] = "{\"sha256\":\"";
enum { MARK = sizeof mark - 1, COMMITMENT = MARK + SHA256_HEX - 1 + sizeof "\"}" - 1 };

/* The texts of `salts` and `erased`, as they grow. */
struct proofs {
    struct buffer salts;
    struct buffer erased;
};

static void add_proof(struct buffer *proofs, const char *place, const char *hex, int length)
{
    buffer_printf(proofs, "%s\"%s\":\"%.*s\"", proofs->length == 0 ? "" : ",", place, length, hex);
}

/* Puts the value in the place of its commitment at `*at`, which moves behind it. */
static void put_value(struct buffer *text, const json_t *entry, const char **at,
                      struct proofs *proofs)
{
    const char *place = json_string_value(json_array_get(entry, 0));
    const char *salt = json_string_value(json_array_get(entry, 1));
    const char *found = strstr(*at, mark);

    if (found == NULL || place == NULL || strlen(found) < COMMITMENT)
        return; /* only where somebody tampered: the commitment is shown */
    buffer_add(text, *at, (size_t)(found - *at));
    buffer_add_text(text, json_text(text->arena, json_array_get(entry, 2)));
    if (salt != NULL)
        add_proof(&proofs->salts, place, salt, (int)strlen(salt));
    else
        add_proof(&proofs->erased, place, found + MARK, SHA256_HEX - 1);
    *at = found + COMMITMENT;
}

static void put_values(struct buffer *text, const struct rows *rows, size_t row,
                       struct proofs *proofs)
{
    const char *personal = rows_text(rows, row, "personal"), *at = rows_text(rows, row, "body");
    json_t *entries = personal == NULL ? NULL : json_own(text->arena, personal), *entry;
    size_t i;

    json_array_foreach(entries, i, entry)
    {
        put_value(text, entry, &at, proofs);
    }
    buffer_add(text, at, strlen(at) - 1);
}

/* Before there were commitments all of its text lay beside a body of its own. */
const char *event_text(const struct rows *rows, size_t row, bool *ret_is_of_before)
{
    const char *personal = rows_text(rows, row, "personal");

    *ret_is_of_before = personal != NULL && personal[0] == '{';
    return *ret_is_of_before ? personal : rows_text(rows, row, "body");
}

static void put_proofs(struct buffer *text, const struct rows *rows, size_t row,
                       const struct proofs *proofs)
{
    const char *erased_by = rows_text(rows, row, "erased_by");

    buffer_printf(text, ",\"salts\":{%s},\"erased\":{%s},\"erased_by\":", proofs->salts.data,
                  proofs->erased.data);
    if (erased_by == NULL)
        buffer_add_text(text, "null");
    else
        buffer_printf(text, "\"%s\"", erased_by);
    buffer_printf(text, ",\"prev_hash\":\"%s\",\"hash\":\"%s\"}", rows_text(rows, row, "prev_hash"),
                  rows_text(rows, row, "hash"));
}

void event_show(struct buffer *text, const struct rows *rows, size_t row)
{
    struct proofs proofs;
    bool is_of_before;
    const char *stored = event_text(rows, row, &is_of_before);

    buffer_open(&proofs.salts, text->arena, 128);
    buffer_open(&proofs.erased, text->arena, 16);
    if (is_of_before)
        buffer_add(text, stored, strlen(stored) - 1);
    else
        put_values(text, rows, row, &proofs);
    put_proofs(text, rows, row, &proofs);
}
