/* Measures and their effect: /v1/measures, /v1/suppliers/{id}/effect. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/domain/treatment/measure.h"

bool list_measures(struct request *rq)
{
    return reply_list(rq, SQL_MEASURE_LIST);
}

bool get_measure(struct request *rq)
{
    struct rows *measure;

    return measure_get(&rq->reading, path_value(rq, "id"), query_value(rq, "as_of"), &measure)
        && reply_row(rq, 200, measure);
}

bool create_measure(struct request *rq)
{
    struct rows *measure;

    return request_begin(rq) && measure_create(rq->change, rq->body, &measure)
        && reply_created(rq, "/v1/measures/", measure) && request_commit(rq);
}

bool update_measure(struct request *rq)
{
    struct rows *before, *measure;

    return request_begin(rq)
        && measure_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && measure_change(rq->change, before, rq->body, &measure) && reply_row(rq, 200, measure)
        && request_commit(rq);
}

static bool step(struct request *rq, const char *action)
{
    struct rows *before, *measure;

    return request_begin(rq)
        && measure_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && measure_step(rq->change, before, action, rq->body, &measure)
        && reply_row(rq, 200, measure) && request_commit(rq);
}

bool start_measure(struct request *rq)
{
    return step(rq, "start");
}

bool implement_measure(struct request *rq)
{
    return step(rq, "implement");
}

bool verify_measure(struct request *rq)
{
    return step(rq, "verify");
}

bool cancel_measure(struct request *rq)
{
    return step(rq, "cancel");
}

bool report_measure(struct request *rq)
{
    struct rows *before, *measure;

    return request_begin(rq)
        && measure_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && measure_report(rq->change, before, rq->body, &measure) && reply_row(rq, 200, measure)
        && request_commit(rq);
}

bool get_supplier_effect(struct request *rq)
{
    json_t *effect;

    return db_begin(rq->db)
        && supplier_effect(&rq->reading, path_value(rq, "id"), query_value(rq, "as_of"), &effect)
        && reply_json(rq, 200, effect, NULL) && db_commit(rq->db);
}
