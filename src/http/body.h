/*
 * Body: the bytes of a request's body as they arrive, within one budget for the whole process.
 *
 * What counts is memory that is held, not what a client announces. A tenant may hold half of the
 * budget, so that one that sends much does not keep the others from sending little.
 */
#ifndef RENKEI_HTTP_BODY_H
#define RENKEI_HTTP_BODY_H

#include <stdbool.h>
#include <stddef.h>

enum { BODY_BUDGET = 64 * 1024 * 1024, BODY_SHARE = BODY_BUDGET / 2 };

struct body {
    char *bytes; /* NUL-terminated behind `length`; NULL before the first */
    size_t length, capacity;
    size_t account; /* of whom the bytes are counted against */
};

/* `tenant_id` NULL: nobody's, a public operation. */
void body_open(struct body *body, const char *tenant_id);
/* `expected`: the announced length, 0 if none. false: the budget is used up; nothing was added. */
bool body_add(struct body *body, const char *bytes, size_t length, size_t expected);
void body_close(struct body *body);
/* Bytes that all bodies hold now. */
size_t bodies_held(void);

#endif
