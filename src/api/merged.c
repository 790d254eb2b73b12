#include "renkei/api/merged.h"

#include <string.h>

#include "renkei/api/request.h"
#include "renkei/domain/merge/merge.h"

#define SUPPLIER_PATH "/v1/suppliers/"

static bool names_supplier(const struct request *rq)
{
    return strncmp(rq->operation->route, SUPPLIER_PATH "{id}", strlen(SUPPLIER_PATH "{id}")) == 0;
}

/* The same address with the survivor's id. */
static bool send_on(struct request *rq, const char *survivor)
{
    const char *rest = strchr(rq->path + strlen(SUPPLIER_PATH), '/');
    bool has_query = rq->query != NULL && *rq->query != '\0';

    memset(&rq->reply, 0, sizeof rq->reply);
    buffer_open(&rq->reply.body, rq->arena, 1);
    rq->reply.status = 301;
    rq->reply.location =
        arena_printf(rq->arena, SUPPLIER_PATH "%s%s%s%s", survivor, rest == NULL ? "" : rest,
                     has_query ? "?" : "", has_query ? rq->query : "");
    return true;
}

static bool refuse(struct request *rq, const char *survivor)
{
    (void)fail(&rq->failure, PROBLEM_SUPPLIER_MERGED, (char *)NULL);
    return failure_extend(&rq->failure, "merged_into", arena_printf(rq->arena, "\"%s\"", survivor));
}

bool answer_merged(struct request *rq)
{
    struct failure first = rq->failure;
    const char *survivor;

    if (first.problem != PROBLEM_NOT_FOUND || !names_supplier(rq))
        return false;
    db_rollback(rq->db);
    failure_open(&rq->failure, rq->arena);
    request_ready(rq);
    if (!supplier_survivor(&rq->reading, path_value(rq, "id"), &survivor))
        return false;
    if (survivor != NULL)
        return rq->operation->method == METHOD_GET ? send_on(rq, survivor) : refuse(rq, survivor);
    rq->failure = first;
    return false;
}
