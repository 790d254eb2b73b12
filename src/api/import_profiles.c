/* How the columns of files are called: /v1/import-profiles. */
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/exchange/profile.h"

static void write_profile(struct request *rq, const struct rows *rows, size_t row,
                          struct buffer *body)
{
    buffer_add_text(body, json_text(rq->arena, import_profile_json(&rq->reading, rows, row)));
}

bool list_import_profiles(struct request *rq)
{
    return reply_list_written(rq, SQL_IMPORT_PROFILE_LIST, write_profile);
}

static bool reply_profile(struct request *rq, int status, const struct rows *profile)
{
    return reply_json(rq, status, import_profile_json(&rq->reading, profile, 0),
                      arena_strdup(rq->arena, rows_text(profile, 0, "revision")));
}

bool get_import_profile(struct request *rq)
{
    struct rows *profile;

    return db_read_one(rq->db, SQL_IMPORT_PROFILE_GET, PARAMS(path_value(rq, "id")), &profile)
        && reply_profile(rq, 200, profile);
}

bool create_import_profile(struct request *rq)
{
    struct rows *profile;

    return request_begin(rq) && import_profile_create(rq->change, rq->body, &profile)
        && reply_created(rq, "/v1/import-profiles/", profile) && request_commit(rq);
}

bool update_import_profile(struct request *rq)
{
    struct rows *before, *profile;

    return request_begin(rq)
        && import_profile_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && import_profile_change(rq->change, before, rq->body, &profile)
        && reply_row(rq, 200, profile) && request_commit(rq);
}

bool delete_import_profile(struct request *rq)
{
    struct rows *before;

    return request_begin(rq)
        && import_profile_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && import_profile_delete(rq->change, before) && reply_empty(rq) && request_commit(rq);
}
