/*
 * The walk of a request, from its bytes to its reply. The order of the steps is the order of
 * refusals that clients may rely on.
 */
#include "walk.h"

#include "edge.h"
#include "names.h"
#include "renkei/api/merged.h"
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
    note_name(&walk->rq);
    request_ready(&walk->rq);
    return operation_handlers[walk->rq.operation->id](&walk->rq) || request_replay(&walk->rq);
}

static bool judge_caller(struct walk *walk)
{
    return find_operation(walk)   /* 405 */
        && fits_body_limit(walk)  /* 413 */
        && authenticate(walk)     /* 401 */
        && stay_within_rate(walk) /* 429 */
        && resolve_tenant(walk);
}

static bool judge_request(struct walk *walk)
{
    return check_scopes(walk)           /* 403 */
        && check_content_type(walk)     /* 415 */
        && negotiate_content_type(walk) /* 406 */
        && read_parameters(walk)        /* 400, 404 */
        && read_preconditions(walk)     /* 400, 428 */
        && expect_body(walk);           /* 400 */
}

/* What the head decides: nobody's body is read before this. */
static bool judge_operation(struct walk *walk)
{
    return judge_caller(walk) && (walk->tenant_is_new || judge_request(walk));
}

bool walk_judge(struct walk *walk)
{
    bool found;

    start_request(walk);
    found = accept_framing(walk) /* 400, 414, 431 */
        && find_path(walk);      /* 404 */
    if (found && !walk->is_options && judge_operation(walk))
        return true;
    reply_complete(walk, found && walk->is_options && answer_options(walk));
    return false;
}

bool walk_judge_stranger(struct walk *walk)
{
    if (ask_for_tenant(walk) /* 401 */ && judge_request(walk))
        return true;
    reply_complete(walk, false);
    return false;
}

void walk_finish(struct walk *walk)
{
    if (!walk->clock_is_set)
        walk->rq.now = clock_now();
    reply_complete(walk,
                   (follow_link(walk)    /* 401 */
                    && read_body(walk)   /* 400, 415, 422 */
                    && settle_echo(walk) /* 422 */
                    && perform(walk))
                       || answer_merged(&walk->rq)); /* 301, 409 */
}

void walk_refuse(struct walk *walk, enum problem problem)
{
    walk->rq.failure.retry_after = 1;
    reply_complete(walk, fail(&walk->rq.failure, problem, STOP));
}

void walk_reject(struct walk *walk)
{
    start_request(walk);
    (void)refuse_headers(&walk->rq.failure);
    reply_complete(walk, false);
}
