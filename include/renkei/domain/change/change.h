/*
 * Change: the transaction of one writing request, with its events and its Idempotency-Key.
 *
 * change_begin opens it (the key is its first statement), change_event collects what happened,
 * change_commit keeps the reply under the key, appends the events and commits. A request without
 * effect collects no event. Lock order everywhere: key, supplier, response, answers, then findings,
 * measures and certificates, which change only while their supplier is locked, and the tenant's
 * event counter last, which change_commit takes care of.
 */
#ifndef RENKEI_DOMAIN_CHANGE_CHANGE_H
#define RENKEI_DOMAIN_CHANGE_CHANGE_H

#include <jansson.h>
#include <stdbool.h>

struct request;

struct event {
    const char *type;          /* "supplier.updated" */
    const char *resource_type; /* "supplier" */
    const char *resource_id;
    long revision;
    const char *supplier_id; /* or NULL */
    json_t *changes;         /* {member: [old, new]} or NULL; borrowed, owned by the arena */
};

bool change_begin(struct request *rq);
/* Always true, so that it stands in a chain. The texts are used at once. */
bool change_event(struct request *rq, const struct event *event);
bool change_commit(struct request *rq);
/*
 * After a failed handler: if the key was taken by a finished request with the same body, its reply
 * becomes ours (true). Another body is PROBLEM_IDEMPOTENCY_KEY_REUSED; otherwise the failure stays.
 */
bool change_replay(struct request *rq);

#endif
