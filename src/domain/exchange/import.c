#include "renkei/domain/exchange/import.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/job/job.h"
#include "room.h"

static const char *const format_words[] = {[IMPORT_CSV] = "csv", [IMPORT_LINES] = "ndjson"};

static bool emit_event(struct change *change, const char *type, const char *id, long revision)
{
    struct event event = {
        .type = type, .resource_type = "import", .resource_id = id, .revision = revision};

    return change_event(change, &event);
}

static bool add_file(struct change *change, const char *id, const char *bytes, size_t length)
{
    for (long piece = 0; length > 0; piece++) {
        size_t size = length < JOB_PIECE ? length : JOB_PIECE;

        if (!job_file_add(change, id, IMPORT_FILE, piece, bytes, size))
            return false;
        bytes += size;
        length -= size;
    }
    return true;
}

bool import_add(struct change *change, const struct import_order *order, char ret_id[UUID_TEXT])
{
    json_t *payload =
        json_keep(change->arena,
                  json_pack("{s:s,s:s?,s:s,s:s?,s:b}", "format", format_words[order->format],
                            "charset", order->charset, "profile", order->profile, "source",
                            order->source, "dry_run", order->is_dry));

    return exchange_has_room(&change->reading, order->length)
        && job_add(change, IMPORT_JOB, payload, (long)order->length, ret_id)
        && add_file(change, ret_id, order->bytes, order->length)
        && emit_event(change, "import.created", ret_id, 1);
}

static bool is_among(const char *state, const char *const *states)
{
    for (; *states != NULL; states++)
        if (strcmp(state, *states) == 0)
            return true;
    return false;
}

/* Locked, in one of these states. */
static bool lock(struct change *change, const char *id, const char *const *states,
                 long *ret_revision)
{
    static const char *const none[] = {NULL};
    struct rows *rows;

    if (!db_run_one(change->db, SQL_IMPORT_LOCK, PARAMS(id), &rows))
        return false;
    *ret_revision = (long)rows_integer(rows, 0, "revision");
    return is_among(rows_text(rows, 0, "state"), states)
        || fail_state(&change->reading, "ImportState", rows_text(rows, 0, "state"), none);
}

bool import_go_on(struct change *change, const char *id)
{
    static const char *const states[] = {"ready", NULL};
    long revision;

    return lock(change, id, states, &revision) && job_file_drop(change, id, IMPORT_FAILED)
        && db_queue(change->db, SQL_IMPORT_GO_ON, PARAMS(id, now_text(&change->reading)))
        && emit_event(change, "import.started", id, revision + 1);
}

bool import_cancel(struct change *change, const char *id)
{
    static const char *const states[] = {"received", "checking", "running", NULL};
    long revision;

    return lock(change, id, states, &revision)
        && db_queue(change->db, SQL_IMPORT_CANCEL,
                    PARAMS(id, now_text(&change->reading),
                           arena_printf(change->arena, "%d days", (int)JOB_KEPT_DAYS)))
        && emit_event(change, "import.cancelled", id, revision + 1);
}
