#include "renkei/domain/response/session.h"

#include <jansson.h>
#include <string.h>

#include "renkei/auth/auth.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/base/rate.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/request.h"

static struct rate addresses, links;

void session_limits_open(unsigned per_second)
{
    rate_open(&addresses, per_second, 8.0 * per_second);
    rate_open(&links, per_second > 0 ? 1 : 0, 10);
}

static bool within_limits(struct request *rq, const char *hash)
{
    if (rate_allows(&addresses, rq->peer) && rate_allows(&links, hash))
        return true;
    rq->failure.retry_after = 1;
    return fail(&rq->failure, PROBLEM_RATE_LIMITED, (char *)NULL);
}

/* A text that is no token is looked up all the same: it takes as long as a wrong one. */
static void stand_in_tenant(struct request *rq, const char *token)
{
    char tenant_id[UUID_TEXT];

    if (!link_token_tenant(token, tenant_id))
        memcpy(tenant_id, "00000000-0000-0000-0000-000000000000", UUID_TEXT);
    rq->principal.tenant_id = arena_strdup(rq->arena, tenant_id);
    db_tenant(rq->db, tenant_id);
}

static bool find_link(struct request *rq, const char *hash, struct rows **ret_link)
{
    char now[INSTANT_TEXT];

    instant_format(rq->now, now);
    return db_read_one(rq->db, SQL_LINK_OPEN, PARAMS(hash, now), ret_link)
        && (rows_boolean(*ret_link, 0, "is_open")
            || fail(&rq->failure, PROBLEM_LINK_CLOSED, (char *)NULL));
}

static bool read_suppliers(struct request *rq, const char *supplier_id, const char *email,
                           json_t **ret_suppliers)
{
    struct rows *rows;
    struct buffer text;

    if (!db_read(rq->db, SQL_RESPONDENT_SUPPLIERS,
                 PARAMS(supplier_id, email, rq->locale == LOCALE_JA ? "ja" : "en"), &rows))
        return false;
    buffer_open(&text, rq->arena, 1024);
    rows_write_array(rows, 0, rows_count(rows), &text);
    *ret_suppliers = json_own(rq->arena, text.data);
    return true;
}

/* The supplier asked for must be one of the person's; without a wish it is the link's own. */
static bool choose_supplier(struct request *rq, struct session *session)
{
    const char *wanted = json_string_value(json_object_get(rq->body, "supplier_id"));
    const json_t *supplier;
    size_t index;

    if (wanted == NULL || strcmp(wanted, session->supplier_id) == 0)
        return true;
    session->response_id = NULL;
    json_array_foreach(session->suppliers, index, supplier)
    {
        if (strcmp(json_string_value(json_object_get(supplier, "id")), wanted) == 0) {
            session->supplier_id = wanted;
            return true;
        }
    }
    return fail(&rq->failure, PROBLEM_NOT_FOUND, (char *)NULL);
}

/* Tokens live by the clock on the wall, as the gate judges them. */
static bool issue(struct request *rq, struct session *session)
{
    const struct token_claims claims = {
        .subject = session->subject,
        .tenant_id = rq->principal.tenant_id,
        .scope = bundle_scopes("respondent"),
        .supplier_id = session->supplier_id,
        .now = clock_now(),
        .lifetime = SESSION_SECONDS,
    };

    session->expires_at = (claims.now / SECOND + SESSION_SECONDS) * SECOND;
    return token_issue(rq->service->config, &claims, rq->arena, &session->token)
        || fail(&rq->failure, PROBLEM_NO_SIGNING_KEY, (char *)NULL);
}

static struct session of_link(struct request *rq, const struct rows *link)
{
    const char *email = rows_text(link, 0, "email");

    return (struct session){
        .subject =
            email != NULL ? email : arena_printf(rq->arena, "link:%s", rows_text(link, 0, "id")),
        .supplier_id = rows_text(link, 0, "supplier_id"),
        .response_id = rows_text(link, 0, "response_id"),
    };
}

bool session_open(struct request *rq, struct session *ret_session)
{
    const char *token = json_string_value(json_object_get(rq->body, "token"));
    struct rows *link;
    char hash[SHA256_HEX];

    sha256_hex(token, strlen(token), hash);
    if (!within_limits(rq, hash))
        return false;
    stand_in_tenant(rq, token);
    if (!find_link(rq, hash, &link))
        return false;
    *ret_session = of_link(rq, link);
    return read_suppliers(rq, ret_session->supplier_id, rows_text(link, 0, "email"),
                          &ret_session->suppliers)
        && choose_supplier(rq, ret_session) && issue(rq, ret_session);
}

bool session_suppliers(struct request *rq, json_t **ret_suppliers)
{
    const char *subject = rq->principal.subject;

    return read_suppliers(rq, rq->principal.supplier_id,
                          strchr(subject, '@') != NULL ? subject : NULL, ret_suppliers);
}
