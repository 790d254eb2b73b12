/* Answer links and sessions of respondents: /v1/responses/{id}/links, /v1/respondent/session. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/config.h"
#include "renkei/base/json.h"
#include "renkei/domain/response/link.h"
#include "renkei/domain/response/response.h"
#include "renkei/domain/response/session.h"

bool list_links(struct request *rq)
{
    struct rows *response;

    return db_begin(rq->db) && response_get(&rq->reading, path_value(rq, "id"), NULL, &response)
        && reply_list(rq, SQL_LINK_LIST) && db_commit(rq->db);
}

static bool reply_link(struct request *rq, const struct link *link)
{
    char expires_at[INSTANT_TEXT];

    instant_format(link->expires_at, expires_at);
    return reply_json(
        rq, 201,
        json_keep(rq->arena,
                  json_pack("{s:s,s:s,s:s?,s:s,s:O?,s:s?,s:s,s:s}", "id", link->id, "response_id",
                            link->response_id, "contact_id", link->contact_id, "role",
                            link->sections == NULL ? "owner" : "contributor", "sections",
                            link->sections, "label", link->label, "url", link->url, "expires_at",
                            expires_at)),
        "1");
}

bool create_link(struct request *rq)
{
    struct link link;

    return request_begin(rq)
        && link_create(rq->change, path_value(rq, "id"), rq->service->config->answer_url, rq->body,
                       &link)
        && reply_link(rq, &link) && request_commit(rq);
}

bool revoke_link(struct request *rq)
{
    return request_begin(rq)
        && link_revoke(rq->change, path_value(rq, "id"), path_value(rq, "link_id"),
                       expected_revision(rq))
        && reply_empty(rq) && request_commit(rq);
}

/* Whoever holds the link is the actor of its use. */
static bool note_use(struct request *rq, const struct session *session)
{
    rq->principal.subject = session->subject;
    rq->principal.supplier_id = session->supplier_id;
    return !session->is_unnoted
        || (request_begin(rq) && session_note_use(rq->change, session) && request_commit(rq));
}

bool create_respondent_session(struct request *rq)
{
    const struct session_wish wish = {
        .token = json_string_value(json_object_get(rq->body, "token")),
        .supplier_id = json_string_value(json_object_get(rq->body, "supplier_id")),
        .peer = rq->peer,
    };
    struct session session;
    char expires_at[INSTANT_TEXT];
    bool opened = session_open(&rq->reading, rq->service->gate, &wish, &session);

    rq->principal.tenant_id = session.tenant_id; /* for the access log, of a refused one as well */
    if (!opened || !note_use(rq, &session))
        return false;
    instant_format(session.expires_at, expires_at);
    return reply_json(
               rq, 200,
               json_keep(rq->arena,
                         json_pack("{s:s,s:s,s:s,s:s,s:s,s:s?,s:s,s:O?,s:s?,s:O}", "token_type",
                                   "Bearer", "access_token", session.token, "expires_at",
                                   expires_at, "sub", session.subject, "supplier_id",
                                   session.supplier_id, "response_id", session.response_id, "role",
                                   session.sections == NULL ? "owner" : "contributor", "sections",
                                   session.sections == NULL ? NULL
                                                            : json_own(rq->arena, session.sections),
                                   "handed_by", session.handed_by, "suppliers", session.suppliers)),
               NULL)
        && reply_language(rq);
}
