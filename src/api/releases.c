/* Releases: /v1/releases, a hold of the order gate that people lifted. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/treatment/release.h"

bool list_releases(struct request *rq)
{
    return reply_list(rq, SQL_RELEASE_LIST);
}

bool get_release(struct request *rq)
{
    struct rows *release;

    return db_read_one(rq->db, SQL_RELEASE_GET, PARAMS(path_value(rq, "id")), &release)
        && reply_row(rq, 200, release);
}

bool create_release(struct request *rq)
{
    struct rows *release;

    return request_begin(rq) && release_ask(rq->change, path_value(rq, "id"), rq->body, &release)
        && reply_created(rq, "/v1/releases/", release) && request_commit(rq);
}

bool approve_release(struct request *rq)
{
    struct rows *before, *release;

    return request_begin(rq)
        && release_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && release_approve(rq->change, before, &release) && reply_row(rq, 200, release)
        && request_commit(rq);
}

bool end_release(struct request *rq)
{
    struct rows *before, *release;

    return request_begin(rq)
        && release_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && release_end(rq->change, before, rq->body, &release) && reply_row(rq, 200, release)
        && request_commit(rq);
}
