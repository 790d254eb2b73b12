#include <string.h>

#include "rate_limit.h"
#include "renkei/api/address.h"
#include "renkei/domain/response/session.h"
#include "steps.h"
#include "tenants.h"
#include "walk.h"

/* RFC 6750 section 3, and where RFC 9728 section 5.1 has a client find out whose tokens count. */
static void challenge(struct walk *walk, const char *why)
{
    struct request *rq = &walk->rq;

    walk->challenge = arena_printf(
        rq->arena, "Bearer realm=\"renkei\"%s, resource_metadata=\"%s\"", why,
        service_address(rq->service->config, "/.well-known/oauth-protected-resource", rq->arena));
}

static bool refuse_token(struct walk *walk, enum gate_verdict verdict)
{
    bool expired = verdict == GATE_EXPIRED;

    challenge(walk,
              verdict == GATE_MISSING ? ""
                  : expired           ? ", error=\"invalid_token\", "
                                        "error_description=\"The token has expired\""
                                      : ", error=\"invalid_token\"");
    return fail(&walk->rq.failure, expired ? PROBLEM_TOKEN_EXPIRED : PROBLEM_UNAUTHORIZED, STOP);
}

bool authenticate(struct walk *walk)
{
    struct request *rq = &walk->rq;
    enum gate_verdict verdict;

    rq->authorization = rq->operation->form ? header_of(walk, "Authorization") : NULL;
    if (rq->operation->is_public)
        return true;
    /* A token ends by the clock on the wall, whatever clock a test sets for the request. */
    verdict = gate_check(rq->service->gate, header_of(walk, "Authorization"), clock_now(),
                         rq->arena, &rq->principal);
    if (verdict != GATE_OK)
        return refuse_token(walk, verdict);
    return rq->service->deny_list_known || fail(&rq->failure, rq->service->closed_for, STOP);
}

bool stay_within_rate(struct walk *walk)
{
    struct request *rq = &walk->rq;

    if (rq->operation->is_public || rate_limit_allows(&rq->principal, rq->arena, &walk->rate))
        return true;
    rq->failure.retry_after = 1;
    return fail(&rq->failure, PROBLEM_RATE_LIMITED, STOP);
}

bool resolve_tenant(struct walk *walk)
{
    struct request *rq = &walk->rq;

    rq->db = db_open(rq->service->pool, rq->arena, &rq->failure);
    db_limit_lock_waits(rq->db);
    if (rq->operation->is_public)
        return true;
    db_tenant(rq->db, rq->principal.tenant_id);
    walk->tenant_is_new = !tenant_is_remembered(rq->principal.tenant_id);
    return true;
}

bool ask_for_tenant(struct walk *walk)
{
    struct request *rq = &walk->rq;
    bool known = true;

    if (!tenant_is_known(rq, &known))
        return false;
    if (known)
        return true;
    rq->principal.reason = AUTH_UNKNOWN_TENANT;
    return refuse_token(walk, GATE_INVALID);
}

/* Who answers some sections alone does that and nothing else. */
static bool is_for_contributors(struct request *rq)
{
    return rq->principal.codes == NULL || rq->operation->contributor
        || rq->operation->scope_count == 0 || fail(&rq->failure, PROBLEM_CONTRIBUTOR, STOP);
}

/* What a respondent reaches may have changed since its last request, or its link may have ended. */
bool follow_link(struct walk *walk)
{
    struct request *rq = &walk->rq;
    bool leads;

    if (rq->operation->is_public || rq->principal.supplier_id == NULL)
        return true;
    request_ready(rq);
    if (!session_follow(&rq->reading, &rq->principal, &leads))
        return false;
    if (leads)
        return is_for_contributors(rq);
    rq->principal.reason = AUTH_LINK_ENDED;
    return refuse_token(walk, GATE_INVALID);
}

static const char *scope_words(uint64_t scopes, const char *separator, struct arena *arena)
{
    struct buffer words;

    buffer_open(&words, arena, 64);
    for (unsigned scope = 0; scopes >> scope != 0; scope++)
        if (scopes >> scope & 1) {
            if (words.length > 0)
                buffer_add_text(&words, separator);
            buffer_add_text(&words, scope_name((enum scope)scope));
        }
    return words.data;
}

bool check_scopes(struct walk *walk)
{
    struct request *rq = &walk->rq;
    const struct operation *operation = rq->operation;
    uint64_t missing;

    if (operation->is_public
        || scopes_satisfy(rq->principal.scopes, operation->scopes, operation->scope_count))
        return true;
    missing = operation->scopes[0] & ~rq->principal.scopes;
    challenge(walk,
              arena_printf(rq->arena, ", error=\"insufficient_scope\", scope=\"%s\"",
                           scope_words(missing, " ", rq->arena)));
    return fail(&rq->failure, PROBLEM_FORBIDDEN, "#scope",
                arena_printf(rq->arena, "[\"%s\"]", scope_words(missing, "\",\"", rq->arena)),
                STOP);
}
