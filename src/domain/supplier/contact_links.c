#include "contact_links.h"

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"

static bool emit_event(struct change *change, const char *supplier_id, const struct rows *rows,
                       size_t row)
{
    struct event event = {
        .type = "link.revoked",
        .resource_type = "link",
        .resource_id = rows_text(rows, row, "id"),
        .revision = (long)rows_integer(rows, row, "revision"),
        .supplier_id = supplier_id,
        .changes =
            json_keep(change->arena,
                      json_pack("{s:[n,s],s:[n,s]}", "revoked_at", now_text(&change->reading),
                                "revocation_reason", rows_text(rows, row, "revocation_reason"))),
    };

    return change_event(change, &event);
}

bool contact_links_follow(struct change *change, const char *supplier_id)
{
    struct rows *rows;

    if (!db_run(change->db, SQL_LINK_REVOKE_MOVED, PARAMS(supplier_id, now_text(&change->reading)),
                &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++)
        if (!emit_event(change, supplier_id, rows, i))
            return false;
    return true;
}
