/* What questionnaires refer to: /v1/threats and /v1/attack-kinds. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"

bool list_threats(struct request *rq)
{
    return reply_list(rq, SQL_THREAT_LIST) && reply_language(rq);
}

bool list_attack_kinds(struct request *rq)
{
    return reply_list(rq, SQL_ATTACK_KIND_LIST) && reply_language(rq);
}
