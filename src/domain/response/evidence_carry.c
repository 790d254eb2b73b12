#include "renkei/domain/response/evidence_carry.h"

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/db/db.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

const char *const evidence_unshown[] = {"revision",   "response_id", "expired", "created_at",
                                        "created_by", "checked_at",  NULL};

bool evidence_event(struct change *change, const char *type, const struct rows *files, size_t row,
                    json_t *changes)
{
    struct event event = {
        .type = type,
        .resource_type = "evidence",
        .resource_id = rows_text(files, row, "id"),
        .revision = (long)rows_integer(files, row, "revision"),
        .supplier_id = rows_text(files, row, "supplier_id"),
        .changes = changes,
    };

    return change_event(change, &event);
}

/* Of one that is behind another answer of the response already, the places alone are new. */
static json_t *changes_of(struct change *change, const struct rows *files, size_t row)
{
    const char *places = rows_text(files, row, "_codes_before");
    struct buffer shown;

    if (places != NULL)
        return json_keep(change->arena,
                         json_pack("{s:[O,O]}", "codes", json_own(change->arena, places),
                                   json_own(change->arena, rows_text(files, row, "codes"))));
    buffer_open(&shown, change->arena, 1024);
    rows_write_object(files, row, &shown);
    return json_changes(change->arena, NULL, shown.data, evidence_unshown);
}

bool evidence_carry(struct change *change, const char *response_id, const char *codes,
                    enum carry what)
{
    struct rows *files;

    if (!db_run(change->db, SQL_EVIDENCE_CARRY,
                PARAMS(response_id, codes, integer_text(change->arena, EVIDENCE_FILES),
                       now_text(&change->reading), change->actor->people,
                       what == CARRY_AS_IT_WAS ? "true" : "false"),
                &files))
        return false;
    for (size_t i = 0; i < rows_count(files); i++)
        if (!evidence_event(change, "evidence.added", files, i, changes_of(change, files, i)))
            return false;
    return true;
}
