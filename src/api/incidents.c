/* Incidents: /v1/incidents, what happened at suppliers. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/campaign/inquiry.h"
#include "renkei/domain/chain/affected.h"
#include "renkei/domain/treatment/incident.h"

bool list_incidents(struct request *rq)
{
    return reply_list(rq, SQL_INCIDENT_LIST);
}

bool get_incident(struct request *rq)
{
    struct rows *incident;

    return db_read_one(rq->db, SQL_INCIDENT_GET, PARAMS(path_value(rq, "id")), &incident)
        && reply_row(rq, 200, incident);
}

bool create_incident(struct request *rq)
{
    struct rows *incident;

    return request_begin(rq) && incident_open(rq->change, rq->body, &incident)
        && reply_created(rq, "/v1/incidents/", incident) && request_commit(rq);
}

bool update_incident(struct request *rq)
{
    struct rows *before, *incident;

    return request_begin(rq)
        && incident_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && incident_change(rq->change, before, rq->body, &incident) && reply_row(rq, 200, incident)
        && request_commit(rq);
}

bool close_incident(struct request *rq)
{
    struct rows *before, *incident;

    return request_begin(rq)
        && incident_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && incident_close(rq->change, before, rq->body, &incident) && reply_row(rq, 200, incident)
        && request_commit(rq);
}

bool get_incident_affected(struct request *rq)
{
    long depth = query_integer(rq, "depth");
    struct rows *incident;
    json_t *affected;

    return db_begin(rq->db)
        && db_run_one(rq->db, SQL_INCIDENT_GET, PARAMS(path_value(rq, "id")), &incident)
        && affected_by(&rq->reading, rows_text(incident, 0, "supplier_id"), depth, &affected)
        && reply_json(rq, 200, affected, NULL);
}
