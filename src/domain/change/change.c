#include "renkei/domain/change/change.h"

#include <string.h>

#include "draft.h"

/* What a tenant's kept replies may take, and how many of the oldest go at a time beyond it. */
#define KEPT_OCTETS_MAX "67108864"
#define TRIMMED_MAX "1000"

static bool claim_key(struct change *change)
{
    const struct idempotency *idempotency = change->idempotency;

    return db_queue(change->db, SQL_IDEMPOTENCY_WAIT, NO_PARAMS)
        && db_queue(change->db, SQL_IDEMPOTENCY_CLAIM,
                    PARAMS(idempotency->client, idempotency->route, idempotency->key,
                           idempotency->fingerprint))
        && db_queue(change->db, SQL_IDEMPOTENCY_GO_ON, NO_PARAMS);
}

static bool count_freed(struct change *change)
{
    return change->octets_freed == 0
        || db_queue(change->db, SQL_IDEMPOTENCY_FREED,
                    PARAMS(arena_printf(change->arena, "%ld", change->octets_freed)));
}

static bool uses_key(const struct change *change)
{
    return change->idempotency != NULL && !change->claims_later;
}

static bool open(struct change *change)
{
    change->first = NULL;
    change->last = &change->first;
    change->octets_freed = 0;
    return db_begin(change->db) && (!uses_key(change) || claim_key(change));
}

bool change_begin(struct change *ret_change, const struct reading *reading,
                  const struct idempotency *idempotency)
{
    *ret_change = (struct change){.reading = *reading};
    ret_change->idempotency = idempotency;
    return open(ret_change);
}

void change_undo(struct change *change)
{
    db_rollback(change->db);
    failure_open(change->failure, change->arena);
}

bool change_part_begin(struct change *change, struct change_part *ret_part)
{
    *ret_part = (struct change_part){change->last, change->has_effect, change->octets_freed};
    return db_part_begin(change->db);
}

bool change_part_keep(struct change *change)
{
    return db_part_keep(change->db);
}

bool change_part_undo(struct change *change, const struct change_part *part,
                      struct failure *ret_why)
{
    if (!db_part_undo(change->db))
        return false;
    *part->last = NULL;
    change->last = part->last;
    change->has_effect = part->had_effect;
    change->octets_freed = part->octets_freed;
    *ret_why = *change->failure;
    failure_open(change->failure, change->arena);
    return true;
}

bool change_restart(struct change *change)
{
    change_undo(change);
    change->has_effect = false;
    return open(change);
}

bool change_prepare(struct change *ret_change, const struct reading *reading,
                    const struct idempotency *idempotency)
{
    struct rows *rows;

    *ret_change = (struct change){.reading = *reading, .claims_later = true};
    ret_change->idempotency = idempotency;
    if (idempotency == NULL)
        return true;
    return db_read(ret_change->db, SQL_IDEMPOTENCY_GET,
                   PARAMS(idempotency->client, idempotency->route, idempotency->key), &rows)
        && (rows_count(rows) == 0
            || fail(ret_change->failure, PROBLEM_IDEMPOTENCY_IN_FLIGHT, NULL));
}

bool change_open(struct change *change, bool is_last)
{
    change->claims_later = !is_last;
    return open(change);
}

bool change_close(struct change *change)
{
    return drafts_append(change) && count_freed(change) && db_commit(change->db);
}

static bool keep_reply(struct change *change, const struct kept_reply *reply)
{
    const struct idempotency *own = change->idempotency;

    if (!change->has_effect)
        return db_queue(change->db, SQL_IDEMPOTENCY_DROP,
                        PARAMS(own->client, own->route, own->key));
    return db_queue(change->db, SQL_IDEMPOTENCY_STORE,
                    PARAMS(own->client, own->route, own->key,
                           arena_printf(change->arena, "%d", reply->status), reply->etag,
                           reply->location, reply->content_language, reply->body))
        && db_queue(change->db, SQL_IDEMPOTENCY_TRIM, PARAMS(KEPT_OCTETS_MAX, TRIMMED_MAX));
}

bool change_commit(struct change *change, const struct kept_reply *reply)
{
    return drafts_append(change) && count_freed(change)
        && (!uses_key(change) || keep_reply(change, reply)) && db_commit(change->db);
}

static const char *own(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : arena_strdup(arena, text);
}

static bool read_reply(struct change *change, const struct rows *rows, struct kept_reply *ret_reply)
{
    if (rows_boolean(rows, 0, "is_gone"))
        return fail(change->failure, PROBLEM_REPLY_NOT_KEPT, NULL);
    if (strcmp(rows_text(rows, 0, "fingerprint"), change->idempotency->fingerprint) != 0)
        return fail(change->failure, PROBLEM_IDEMPOTENCY_KEY_REUSED, NULL);
    *ret_reply = (struct kept_reply){
        .status = (int)rows_integer(rows, 0, "status"),
        .etag = own(change->arena, rows_text(rows, 0, "etag")),
        .location = own(change->arena, rows_text(rows, 0, "location")),
        .content_language = own(change->arena, rows_text(rows, 0, "content_language")),
        .body = own(change->arena, rows_text(rows, 0, "body")),
    };
    return true;
}

bool change_replay(struct change *change, struct kept_reply *ret_reply)
{
    struct failure first = *change->failure;
    struct rows *rows;

    if (change->idempotency == NULL || first.problem != PROBLEM_IDEMPOTENCY_IN_FLIGHT)
        return false;
    db_rollback(change->db);
    failure_open(change->failure, change->arena);
    if (!db_read(change->db, SQL_IDEMPOTENCY_GET,
                 PARAMS(change->idempotency->client, change->idempotency->route,
                        change->idempotency->key),
                 &rows))
        return false;
    if (rows_count(rows) > 0)
        return read_reply(change, rows, ret_reply);
    *change->failure = first;
    change->failure->retry_after = 1;
    return false;
}
