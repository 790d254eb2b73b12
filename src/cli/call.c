#include "call.h"

#include <stdio.h>

static void fill_parameters(struct request *rq, const struct call *call)
{
    for (size_t i = 0; i < rq->operation->path_count; i++)
        rq->parameters.path[i] =
            (struct value){.parameter = &rq->operation->path[i], .text = call->path[i]};
    for (size_t i = 0; i < rq->operation->query_count; i++)
        rq->parameters.query[i] = (struct value){.parameter = &rq->operation->query[i],
                                                 .text = rq->operation->query[i].default_value};
}

/* Every scope: the program acts for the tenant's owner. */
static void fill_request(struct request *rq, struct caller *caller, const struct call *call)
{
    size_t count;

    rq->service = &caller->service;
    rq->operation = &operation_table(&count)[call->operation];
    rq->id = "program";
    rq->now = caller->now;
    rq->locale = LOCALE_JA;
    rq->path = rq->operation->route;
    rq->principal = (struct principal){
        .subject = "system", .tenant_id = caller->tenant_id, .scopes = UINT64_MAX};
    rq->body = call->body;
    failure_open(&rq->failure, rq->arena);
    fill_parameters(rq, call);
    rq->db = db_open(caller->service.pool, rq->arena, &rq->failure);
    db_tenant(rq->db, caller->tenant_id);
    request_ready(rq);
}

static void tell_problem(struct request *rq)
{
    struct buffer text;

    buffer_open(&text, rq->arena, 512);
    problem_write(&rq->failure, LOCALE_EN, rq->id, NULL, &text);
    (void)fprintf(stderr, "renkei: %s: %s\n", rq->operation->name, text.data);
}

bool call_operation(struct caller *caller, const struct call *call, json_t **ret_reply)
{
    struct request rq = {.arena = arena_open()};
    bool answered;

    fill_request(&rq, caller, call);
    answered =
        (rq.body == NULL || contract_check_body(rq.operation->body, rq.body, false, &rq.failure))
        && operation_handlers[rq.operation->id](&rq);
    if (!answered)
        tell_problem(&rq);
    else if (ret_reply != NULL)
        *ret_reply = json_loads(rq.reply.body.data, 0, NULL);
    json_decref(call->body);
    arena_close(rq.arena);
    return answered;
}
