/*
 * The client credentials grant: an id with a secret, or with what the client signed, for a token of
 * a quarter of an hour.
 */
#ifndef RENKEI_DOMAIN_CLIENT_GRANT_H
#define RENKEI_DOMAIN_CLIENT_GRANT_H

#include <stdbool.h>

#include "renkei/domain/change/reading.h"

struct grant_wish {
    const char *client_id, *secret; /* NULL: not sent */
    const char *assertion;          /* signed in place of the secret, or NULL */
    const char *const *audiences;   /* what an assertion may be meant for, NULL behind the last */
    const char *scope;              /* NULL: all that the client has */
    const char *peer;               /* address of the other side */
};

struct grant {
    const char *tenant_id; /* set as soon as the client's id is read; NULL: it names none */
    const char *subject;   /* client:<id>, once it is known who it is */
    const char *scope;
    const char *token;
    enum auth_reason reason; /* why an assertion does not count, for the log */
};

/* Tries a second of one address (bursts of eight times as many) and of one client. 0: no limit. */
void grant_limits_open(unsigned per_second);
/*
 * 401 invalid_client, 400 invalid_scope, 429, 503 without a key to sign with. The tenant of the
 * reading's database becomes the client's.
 */
bool grant_token(struct reading *reading, struct gate *gate, const struct grant_wish *wish,
                 struct grant *ret_grant);

#endif
