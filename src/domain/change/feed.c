#include "renkei/domain/change/feed.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#include "renkei/auth/auth.h"
#include "renkei/base/json.h"

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

static void put_values(struct buffer *text, const struct stored_event *event, struct proofs *proofs)
{
    json_t *entries = event->personal == NULL ? NULL : json_own(text->arena, event->personal);
    const char *at = event->body;
    json_t *entry;
    size_t i;

    json_array_foreach(entries, i, entry)
    {
        put_value(text, entry, &at, proofs);
    }
    buffer_add(text, at, strlen(at) - 1);
}

/* Written before there were commitments: all of its text lies beside a body of its own. */
static bool is_of_before(const struct stored_event *event)
{
    return event->personal != NULL && event->personal[0] == '{';
}

void event_show(struct buffer *text, const struct stored_event *event)
{
    struct proofs proofs;

    buffer_open(&proofs.salts, text->arena, 128);
    buffer_open(&proofs.erased, text->arena, 16);
    if (is_of_before(event))
        buffer_add(text, event->personal, strlen(event->personal) - 1);
    else
        put_values(text, event, &proofs);
    buffer_printf(text, ",\"salts\":{%s},\"erased\":{%s},\"erased_by\":", proofs.salts.data,
                  proofs.erased.data);
    if (event->erased_by == NULL)
        buffer_add_text(text, "null");
    else
        buffer_printf(text, "\"%s\"", event->erased_by);
    buffer_printf(text, ",\"prev_hash\":\"%s\",\"hash\":\"%s\"}", event->prev_hash, event->hash);
}
