/* Suppliers that may be one and the same, and making one of two. */
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/supplier/duplicates.h"

/* A cursor: the operation, the reason asked for, the sign and the value behind which to go on. */
static const char *seal_place(struct request *rq, const struct duplicate_place *place)
{
    const char *reason = query_value(rq, "reason");
    const char *text = arena_printf(rq->arena, "%s %s %d %s", rq->operation->name,
                                    reason == NULL ? "-" : reason, (int)place->sign, place->after);

    return cursor_seal(rq->service->cursor_key, rq->principal.tenant_id, text, rq->arena);
}

static bool open_place(struct request *rq, const char *cursor, struct duplicate_place *ret_place)
{
    const char *reason = query_value(rq, "reason"), *text;
    const char *head =
        arena_printf(rq->arena, "%s %s ", rq->operation->name, reason == NULL ? "-" : reason);
    size_t length = strlen(head);

    if (!cursor_open(rq->service->cursor_key, rq->principal.tenant_id, cursor, rq->arena, &text)
        || strncmp(text, head, length) != 0)
        return fail(&rq->failure, PROBLEM_INVALID_CURSOR, (char *)NULL);
    *ret_place =
        (struct duplicate_place){(enum duplicate_sign)(text[length] - '0'), text + length + 2};
    return true;
}

static bool begin_place(struct request *rq, struct duplicate_place *ret_place)
{
    const char *cursor = query_value(rq, "cursor"), *reason = query_value(rq, "reason");

    if (cursor != NULL)
        return open_place(rq, cursor, ret_place);
    *ret_place =
        (struct duplicate_place){reason == NULL ? SIGN_NUMBER : duplicate_sign(reason), ""};
    return true;
}

/* Looks for one sign after the other; a look that was cut is enough for a page. */
static bool look(struct request *rq, struct duplicate_place *place, json_t *groups)
{
    bool is_only = query_value(rq, "reason") != NULL;
    size_t limit = (size_t)query_integer(rq, "limit");

    do {
        if (!duplicates_look(&rq->reading, place, is_only, (long)limit, groups))
            return false;
    } while (place->sign != SIGN_COUNT && *place->after == '\0' && json_array_size(groups) < limit);
    return true;
}

bool list_duplicate_suppliers(struct request *rq)
{
    json_t *groups = json_keep(rq->arena, json_array());
    struct duplicate_place place;
    const char *cursor;

    if (!begin_place(rq, &place) || !look(rq, &place, groups))
        return false;
    cursor = place.sign == SIGN_COUNT ? NULL : seal_place(rq, &place);
    return reply_values(rq, groups, cursor);
}
