/* The tenant's settings: /v1/settings. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"

bool get_settings(struct request *rq)
{
    struct rows *settings;

    return db_read_one(rq->db, SQL_SETTINGS_GET, NO_PARAMS, &settings)
        && reply_row(rq, 200, settings);
}

static bool emit_event(struct request *rq, const struct rows *before, const struct rows *after)
{
    static const char *const unshown[] = {"revision", NULL};
    struct event event = {
        .type = "settings.updated",
        .resource_type = "settings",
        .resource_id = rq->principal.tenant_id,
        .revision = (long)rows_integer(after, 0, "revision"),
        .changes = json_changes(rq->arena, row_json(rq->arena, before), row_json(rq->arena, after),
                                unshown),
    };

    return change_event(rq->change, &event);
}

/* No member can be cleared, so the patch is laid over what is there, months of each band too. */
static bool change_settings(struct request *rq, struct rows *before, struct rows **ret_settings)
{
    json_t *old = json_own(rq->arena, row_json(rq->arena, before));
    json_t *new = json_keep(rq->arena, json_deep_copy(old));

    *ret_settings = before;
    (void)json_object_update_recursive(new, rq->body);
    return json_equal(old, new)
        || (db_run_one(rq->db, SQL_SETTINGS_UPDATE, PARAMS(json_text(rq->arena, new)), ret_settings)
            && emit_event(rq, before, *ret_settings));
}

bool update_settings(struct request *rq)
{
    struct rows *before, *settings;

    return request_begin(rq) && db_run_one(rq->db, SQL_SETTINGS_LOCK, NO_PARAMS, &before)
        && check_revision(&rq->reading, expected_revision(rq), before)
        && change_settings(rq, before, &settings) && reply_row(rq, 200, settings)
        && request_commit(rq);
}
