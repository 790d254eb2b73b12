/* Whose token this is: /v1/me. */
#include "renkei/change.h"
#include "renkei/reply.h"
#include "renkei/request.h"

static json_t *scope_names(const struct request *rq)
{
    json_t *names = json_array();

    for (int scope = 0; scope < SCOPE_COUNT; scope++)
        if (has_scope(rq, (enum scope)scope))
            (void)json_array_append_new(names, json_string(scope_name((enum scope)scope)));
    return names;
}

bool me(struct request *rq)
{
    const struct principal *principal = &rq->principal;
    char expires_at[INSTANT_TEXT];
    struct rows *tenant;

    instant_format(principal->expires_at, expires_at);
    return db_read_one(rq->db, SQL_TENANT_GET, PARAMS(principal->tenant_id), &tenant)
        && reply_json(
               rq, 200,
               json_keep(rq,
                         json_pack("{s:s, s:{s:s, s:s, s:s}, s:o, s:s?, s:s}", "sub",
                                   principal->subject, "tenant", "id", rows_text(tenant, 0, "id"),
                                   "slug", rows_text(tenant, 0, "slug"), "name",
                                   rows_text(tenant, 0, "name"), "scopes", scope_names(rq),
                                   "supplier_id", principal->supplier_id, "expires_at",
                                   expires_at)),
               NULL);
}
