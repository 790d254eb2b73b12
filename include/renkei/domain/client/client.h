/*
 * Clients: programs that get tokens by client credentials (RFC 6749 section 4.4).
 *
 * A client has up to two secrets, so that a new one can be put in place while the old one still
 * works. Of a secret only the SHA-256 is stored; it is told once. A client is called by
 * `<id>.<tenant id>`, so that it is looked up among its tenant's.
 */
#ifndef RENKEI_DOMAIN_CLIENT_CLIENT_H
#define RENKEI_DOMAIN_CLIENT_CLIENT_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/domain/change/change.h"

enum { CLIENT_SECRETS_MAX = 2, CLIENT_TOKEN_SECONDS = 900 };

/* From a ClientCreate body. 403: a scope that the actor does not have. */
bool client_create(struct change *change, const json_t *body, struct rows **ret_client);
/* The client for a change of it; 404, 412. */
bool client_lock(struct change *change, const char *id, const char *expected,
                 struct rows **ret_client);
/* A merge patch; a change without effect leaves everything as it is. 403 as above. */
bool client_change(struct change *change, const struct rows *before, const json_t *body,
                   struct rows **ret_client);

struct client_secret {
    const char *id;
    const char *secret; /* told this once */
};
/* One more secret. 409 client_secrets_full: there are two. */
bool client_secret_create(struct change *change, const struct rows *client,
                          struct client_secret *ret_secret);
/* From now on it opens nothing; tokens that it opened live out their quarter of an hour. */
bool client_secret_delete(struct change *change, const struct rows *client, const char *secret_id);

#endif
