/*
 * Webhook endpoints: addresses that are sent what changes (docs/webhooks.md).
 *
 * An endpoint sees what whoever made or last changed it may read. Of a secret nothing is read back
 * here: the database lets the service write it, and the worker that signs read it.
 */
#ifndef RENKEI_DOMAIN_WEBHOOK_ENDPOINT_H
#define RENKEI_DOMAIN_WEBHOOK_ENDPOINT_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/base/config.h"
#include "renkei/domain/change/change.h"

enum {
    WEBHOOK_ENDPOINTS_MAX = 50,
    WEBHOOK_SECRETS_MAX = 2,
    WEBHOOK_KEEP_SECONDS = 86400, /* how long a rotated secret goes on, unless said otherwise */
};

/* A secret as it is told once. */
struct webhook_secret {
    const char *id;
    const char *text;       /* whsec_… */
    const char *public_key; /* whpk_…, of the Ed25519 key that signs beside it */
};

/*
 * From a WebhookEndpointInput body, with its first secret. 422: its address may not be sent to
 * (`rules`). 403: a type that the actor does not see, or `full` without the scope for it. 409:
 * there are too many.
 */
bool webhook_create(struct change *change, const json_t *body, const struct webhook_rules *rules,
                    struct rows **ret_endpoint, struct webhook_secret *ret_secret);
bool webhook_get(const struct reading *reading, const char *id, struct rows **ret_endpoint);
/* The endpoint for a change of it; 404, 412. */
bool webhook_lock(struct change *change, const char *id, const char *expected,
                  struct rows **ret_endpoint);
/* A merge patch; one without effect leaves everything as it is. 422 and 403 as above. */
bool webhook_change(struct change *change, const struct rows *before, const json_t *body,
                    const struct webhook_rules *rules, struct rows **ret_endpoint);
bool webhook_delete(struct change *change, const struct rows *endpoint);
/* From a WebhookRotation body. 409 webhook_secrets_full. */
bool webhook_rotate(struct change *change, const struct rows *endpoint, const json_t *body,
                    struct webhook_secret *ret_secret);
/* A test message, to be sent in its turn; ret_message_id: its id. 409 webhook_inactive. */
bool webhook_test(struct change *change, const struct rows *endpoint, const char **ret_message_id);
/* From a WebhookRedelivery body. 409 webhook_inactive, webhook_redelivering; 422. */
bool webhook_redeliver(struct change *change, const struct rows *endpoint, const json_t *body);

/* Housekeeping: attempts of long ago go, at most WEBHOOK_ATTEMPTS_EXPIRED in one transaction. */
enum { WEBHOOK_ATTEMPTS_EXPIRED = 1000 };
bool webhook_expire(struct change *change, size_t *ret_count);

#endif
