/*
 * The walk of a request, from its bytes to its reply. The order of the steps is the order of
 * refusals that clients may rely on.
 */
#include "walk.h"

#include "edge.h"
#include "renkei/domain/change/change.h"
#include "reply.h"
#include "steps.h"

static bool accept_framing(struct walk *walk)
{
    if (edge_check(walk->message, &walk->rq.failure))
        return true;
    walk->closes = true;
    return false;
}

/* A handler that lost its Idempotency-Key to a finished request answers with that one's reply. */
static bool perform(struct walk *walk)
{
    return operation_handlers[walk->rq.operation->id](&walk->rq) || change_replay(&walk->rq);
}

static bool run_operation(struct walk *walk)
{
    return find_operation(walk)     /* 405 */
        && fits_body_limit(walk)    /* 413 */
        && authenticate(walk)       /* 401 */
        && stay_within_rate(walk)   /* 429 */
        && stand_in_tenant(walk)    /* 401 */
        && permit(walk)             /* 403 */
        && understand_media(walk)   /* 415 */
        && offer_media(walk)        /* 406 */
        && read_parameters(walk)    /* 400, 404 */
        && read_preconditions(walk) /* 400, 428 */
        && read_body(walk)          /* 400, 422 */
        && perform(walk);
}

static bool answer(struct walk *walk)
{
    return accept_framing(walk) /* 400, 414, 431 */
        && find_path(walk)      /* 404 */
        && (walk->is_options ? answer_options(walk) : run_operation(walk));
}

void walk_run(struct walk *walk)
{
    start_request(walk);
    reply_complete(walk, answer(walk));
}
