#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/budget.h"

enum {
    SMALL = 64 * 1024, /* is not counted */
    REPLY_BUDGET = 72 * 1024 * 1024,
    REPLY_SHARE = REPLY_BUDGET / 2, /* the largest table, and a page */
};

static struct budget budget = {.limit = REPLY_BUDGET, .share = REPLY_SHARE};

/* Bytes of the body that are not counted yet. */
static size_t uncounted(const struct request *rq)
{
    size_t size = rq->reply.body.capacity;

    return size <= SMALL || size <= rq->reply.held ? 0 : size - rq->reply.held;
}

bool reply_hold(struct request *rq)
{
    size_t bytes = uncounted(rq);

    if (bytes > 0 && !budget_take(&budget, budget_account(rq->principal.tenant_id), bytes)) {
        rq->failure.retry_after = 1;
        return fail(&rq->failure, PROBLEM_UNAVAILABLE, (char *)NULL);
    }
    rq->reply.held += bytes;
    return true;
}

void reply_charge(struct request *rq)
{
    size_t bytes = uncounted(rq);

    budget_charge(&budget, budget_account(rq->principal.tenant_id), bytes);
    rq->reply.held += bytes;
}

void reply_let_go(struct request *rq)
{
    if (rq->reply.held > 0)
        budget_give_back(&budget, budget_account(rq->principal.tenant_id), rq->reply.held);
    rq->reply.held = 0;
}

size_t replies_held(void)
{
    return budget_held(&budget);
}
