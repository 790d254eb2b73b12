/* Suppliers that may be one and the same, and making one of two. */
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/merge/merge.h"
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

/* ---- one of two ---- */

/* The supplier's members and what the merge did. */
static bool reply_merged(struct request *rq, const struct merged *merged, bool is_dry)
{
    struct buffer *body = &rq->reply.body;
    const json_t *gone = json_keep(
        rq->arena,
        json_pack("{s:s,s:s}", "id", json_member(rq->body, "from"), "name", merged->name));

    (void)reply_row(rq, 200, merged->supplier);
    body->length--; /* the closing brace moves behind the members */
    buffer_printf(body, ",\"dry_run\":%s,\"merged\":%s,\"moved\":%s,\"collisions\":%s}",
                  is_dry ? "true" : "false", json_text(rq->arena, gone),
                  json_text(rq->arena, merged->moved), json_text(rq->arena, merged->collisions));
    return true;
}

/* A dry run is the same, and is taken back. */
bool merge_supplier(struct request *rq)
{
    bool is_dry = json_is_true(json_object_get(rq->body, "dry_run"));
    struct merged merged;

    if (!request_begin(rq)
        || !supplier_merge(rq->change, json_member(rq->body, "from"), path_value(rq, "id"),
                           expected_revision(rq), &merged)
        || !reply_merged(rq, &merged, is_dry))
        return false;
    if (!is_dry)
        return request_commit(rq);
    change_undo(rq->change);
    return true;
}
