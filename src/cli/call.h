/*
 * Call: an operation of the API run from inside the program, on the same way that a client's
 * request goes: contract, handler, domain, database. For what the program does on its own (demo).
 */
#ifndef RENKEI_CLI_CALL_H
#define RENKEI_CLI_CALL_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/base/clock.h"
#include "renkei/domain/change/request.h"

struct caller {
    struct service service;
    const char *tenant_id;
    instant now; /* of the calls that follow */
};

struct call {
    enum operation_id operation;
    const char *path[PATH_VALUES_MAX]; /* values of the path, in order */
    json_t *body;                      /* NULL: none; taken over */
};

/*
 * true: ret_reply (may be NULL) is the reply's JSON, the caller's to release. false: the problem
 * was told on stderr.
 */
bool call_operation(struct caller *caller, const struct call *call, json_t **ret_reply);

#endif
