/* Reviews: /v1/reviews, and the suppliers whose next one comes. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/treatment/review.h"

bool list_reviews(struct request *rq)
{
    return reply_list(rq, SQL_REVIEW_LIST);
}

bool list_due_reviews(struct request *rq)
{
    return reply_list(rq, SQL_REVIEW_DUE_LIST);
}

bool get_review(struct request *rq)
{
    struct rows *review;

    return db_read_one(rq->db, SQL_REVIEW_GET, PARAMS(path_value(rq, "id")), &review)
        && reply_row(rq, 200, review);
}

bool create_review(struct request *rq)
{
    struct rows *review;

    return request_begin(rq) && review_perform(rq->change, rq->body, &review)
        && reply_created(rq, "/v1/reviews/", review) && request_commit(rq);
}
