/* Campaigns: /v1/campaigns. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/campaign/campaign.h"
#include "renkei/domain/campaign/inquiry.h"

/* Counting thousands of responses wants a plan that knows of them. */
static bool read_with_custom_plans(struct request *rq)
{
    return db_begin(rq->db) && db_queue(rq->db, SQL_FORCE_CUSTOM_PLANS, NO_PARAMS);
}

static bool begin_with_custom_plans(struct request *rq)
{
    return request_begin(rq) && db_queue(rq->db, SQL_FORCE_CUSTOM_PLANS, NO_PARAMS);
}

bool list_campaigns(struct request *rq)
{
    return read_with_custom_plans(rq) && reply_list(rq, SQL_CAMPAIGN_LIST) && reply_language(rq);
}

bool get_campaign(struct request *rq)
{
    struct rows *campaign;

    return read_with_custom_plans(rq) && campaign_get(&rq->reading, path_value(rq, "id"), &campaign)
        && reply_row(rq, 200, campaign) && reply_language(rq);
}

/* The campaign, and who was asked, joined or skipped by this call. */
static bool add_added(struct request *rq, const json_t *added)
{
    struct buffer *body = &rq->reply.body;

    body->length--; /* the closing brace moves behind the member */
    buffer_add_text(body, ",\"added\":");
    buffer_add_text(body, json_text(rq->arena, added));
    buffer_add_char(body, '}');
    return reply_language(rq);
}

bool create_campaign(struct request *rq)
{
    struct rows *campaign;
    json_t *added;

    return begin_with_custom_plans(rq) && campaign_create(rq->change, rq->body, &campaign, &added)
        && reply_created(rq, "/v1/campaigns/", campaign) && add_added(rq, added)
        && request_commit(rq);
}

/* The first time it is made, later it is the one that is there. */
bool create_incident_inquiry(struct request *rq)
{
    struct rows *campaign;
    json_t *added;
    bool is_new;

    return begin_with_custom_plans(rq)
        && incident_inquiry(rq->change, path_value(rq, "id"), rq->body, &campaign, &added, &is_new)
        && (is_new ? reply_created(rq, "/v1/campaigns/", campaign) : reply_row(rq, 200, campaign))
        && add_added(rq, added) && request_commit(rq);
}

bool update_campaign(struct request *rq)
{
    struct campaign before;
    struct rows *campaign;

    return begin_with_custom_plans(rq)
        && campaign_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && campaign_update(rq->change, &before, rq->body, &campaign) && reply_row(rq, 200, campaign)
        && reply_language(rq) && request_commit(rq);
}

bool add_campaign_suppliers(struct request *rq)
{
    struct campaign before;
    struct rows *campaign;
    json_t *added;

    return begin_with_custom_plans(rq)
        && campaign_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && campaign_add(rq->change, &before, rq->body, &campaign, &added)
        && reply_row(rq, 200, campaign) && add_added(rq, added) && request_commit(rq);
}

bool extend_campaign(struct request *rq)
{
    struct campaign before;
    struct rows *campaign;

    return begin_with_custom_plans(rq)
        && campaign_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && campaign_extend(rq->change, &before, rq->body, &campaign) && reply_row(rq, 200, campaign)
        && reply_language(rq) && request_commit(rq);
}

bool close_campaign(struct request *rq)
{
    struct campaign before;
    struct rows *campaign;

    return begin_with_custom_plans(rq)
        && campaign_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && campaign_close(rq->change, &before, rq->body, &campaign) && reply_row(rq, 200, campaign)
        && reply_language(rq) && request_commit(rq);
}
