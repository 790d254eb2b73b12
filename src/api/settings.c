/* The tenant's settings: /v1/settings. */
#include "renkei/domain/tenant/settings.h"

#include "renkei/api/reply.h"
#include "renkei/api/request.h"

bool get_settings(struct request *rq)
{
    struct rows *settings;

    return db_read_one(rq->db, SQL_SETTINGS_GET, NO_PARAMS, &settings)
        && reply_row(rq, 200, settings);
}

bool update_settings(struct request *rq)
{
    struct rows *settings;

    return request_begin(rq)
        && settings_update(rq->change, expected_revision(rq), rq->body, &settings)
        && reply_row(rq, 200, settings) && request_commit(rq);
}
