/* Risk scores: /v1/risk-scores and the current score of a supplier. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/assess/score_words.h"
#include "renkei/domain/assess/simulate.h"
#include "renkei/domain/chain/simulate.h"
#include "renkei/domain/supplier/supplier.h"

static bool reply_score(struct request *rq, int status, const struct rows *score)
{
    json_t *told;

    return score_in_words(&rq->reading, score, &told)
        && reply_json(rq, status, told, rows_text(score, 0, "_etag")) && reply_language(rq);
}

bool list_risk_scores(struct request *rq)
{
    return reply_list(rq, SQL_RISK_SCORE_LIST);
}

bool get_risk_score(struct request *rq)
{
    struct rows *score;

    return db_begin(rq->db)
        && db_run_one(rq->db, SQL_RISK_SCORE_GET, PARAMS(path_value(rq, "id")), &score)
        && reply_score(rq, 200, score) && db_commit(rq->db);
}

bool get_supplier_score(struct request *rq)
{
    struct rows *supplier, *score;

    return db_begin(rq->db)
        && db_run_one(rq->db, SQL_SUPPLIER_EXISTS, PARAMS(path_value(rq, "id")), &supplier)
        && db_run_one(rq->db, SQL_RISK_SCORE_OF_SUPPLIER, PARAMS(path_value(rq, "id")), &score)
        && reply_score(rq, 200, score) && db_commit(rq->db);
}

bool create_risk_score(struct request *rq)
{
    struct rescore what = {
        .supplier_id = json_string_value(json_object_get(rq->body, "supplier_id")),
        .cause = "manual",
        .as_of = json_string_value(json_object_get(rq->body, "as_of")),
        .always = true,
    };
    struct rows *supplier, *score;
    const char *id;

    if (!request_begin(rq)
        || !supplier_lock(rq->change, what.supplier_id, expected_revision(rq), &supplier)
        || !supplier_rescore(rq->change, &what, &id)
        || !db_run_one(rq->db, SQL_RISK_SCORE_GET, PARAMS(id), &score)
        || !reply_score(rq, 201, score))
        return false;
    rq->reply.location = arena_printf(rq->arena, "/v1/risk-scores/%s", id);
    return request_commit(rq);
}

bool simulate_risk_score(struct request *rq)
{
    json_t *told;

    return db_begin_snapshot(rq->db)
        && (chain_is_tried(rq->body)
                ? chain_simulate(&rq->reading, rq->body, &told)
                : score_simulate(&rq->reading, rq->body, query_value(rq, "model"), &told))
        && reply_json(rq, 200, told, NULL) && reply_language(rq) && db_commit(rq->db);
}
