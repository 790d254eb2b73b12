/* The bytes of files: who gets them, and what a worker finds of them. */
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/evidence/evidence.h"
#include "renkei/domain/job/job.h"
#include "renkei/domain/response/evidence_carry.h"

bool evidence_is_free(struct reading *reading, const struct rows *file)
{
    const char *state = rows_text(file, 0, "state");

    if (rows_text(file, 0, "erased_at") != NULL)
        return fail(reading->failure, PROBLEM_FILE_GONE, (char *)NULL);
    return strcmp(state, "clean") == 0
        || (strcmp(state, "unscanned") == 0 && rows_boolean(file, 0, "_is_allowed_unscanned"))
        || fail(reading->failure, PROBLEM_EVIDENCE_HELD, "state", state, (char *)NULL);
}

bool evidence_read(struct reading *reading, const char *id, long piece, struct buffer *into,
                   bool *ret_found)
{
    struct rows *rows;

    if (!db_read(reading->db, SQL_EVIDENCE_PIECE_GET,
                 PARAMS(id, integer_text(reading->arena, piece)), &rows))
        return false;
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        bytes_add(into, rows_text(rows, 0, "bytes"));
    rows_drop(rows);
    return true;
}

static bool emit_event(struct change *change, const struct evidence_verdict *verdict,
                       const struct rows *file)
{
    return evidence_event(
        change, "evidence.scanned", file, 0,
        json_keep(change->arena,
                  json_pack("{s:[s,s],s:[n,s?],s:[n,s?]}", "state", verdict->from, verdict->state,
                            "refusal", verdict->refusal, "signature", verdict->signature)));
}

bool evidence_settle(struct change *change, const char *id, const struct evidence_verdict *verdict)
{
    struct rows *rows;

    if (!db_run(change->db, SQL_EVIDENCE_SETTLE,
                PARAMS(id, verdict->from, verdict->state, verdict->refusal, verdict->signature,
                       now_text(&change->reading)),
                &rows))
        return false;
    change->has_effect = true;
    return rows_count(rows) == 0 || strcmp(verdict->state, "quarantined") == 0
        || emit_event(change, verdict, rows);
}
