/* Whose token this is: /v1/me. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/response/session.h"

static json_t *scope_names(const struct request *rq)
{
    json_t *names = json_array();

    for (int scope = 0; scope < SCOPE_COUNT; scope++)
        if (has_scope(rq, (enum scope)scope))
            (void)json_array_append_new(names, json_string(scope_name((enum scope)scope)));
    return names;
}

/* Whom a respondent answers for; nobody else answers for anyone. */
static bool own_suppliers(struct request *rq, json_t **ret_suppliers)
{
    *ret_suppliers = json_keep(rq->arena, json_array());
    return rq->principal.supplier_id == NULL || session_suppliers(&rq->reading, ret_suppliers);
}

bool me(struct request *rq)
{
    const struct principal *principal = &rq->principal;
    char expires_at[INSTANT_TEXT];
    struct rows *tenant;
    json_t *suppliers;

    instant_format(principal->expires_at, expires_at);
    return db_read_one(rq->db, SQL_TENANT_GET, PARAMS(principal->tenant_id), &tenant)
        && own_suppliers(rq, &suppliers)
        && reply_json(
               rq, 200,
               json_keep(rq->arena,
                         json_pack("{s:s, s:{s:s, s:s, s:s}, s:o, s:s?, s:O, s:s}", "sub",
                                   principal->subject, "tenant", "id", rows_text(tenant, 0, "id"),
                                   "slug", rows_text(tenant, 0, "slug"), "name",
                                   rows_text(tenant, 0, "name"), "scopes", scope_names(rq),
                                   "supplier_id", principal->supplier_id, "suppliers", suppliers,
                                   "expires_at", expires_at)),
               NULL)
        && reply_language(rq);
}
