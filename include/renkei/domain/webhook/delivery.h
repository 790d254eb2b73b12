/*
 * Delivery: what a worker does for an endpoint that it has under a lease (docs/webhooks.md).
 *
 * The feed is the source of truth: an endpoint has a place in it, and only what was delivered, or
 * is not for it, moves this place. Whoever was paused past the lease finds PROBLEM_LEASE_LOST.
 */
#ifndef RENKEI_DOMAIN_WEBHOOK_DELIVERY_H
#define RENKEI_DOMAIN_WEBHOOK_DELIVERY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/domain/change/change.h"

enum {
    WEBHOOK_LEASE_SECONDS = 60, /* from the last webhook_advance on; longer than any attempt */
    WEBHOOK_PAGE = 50,          /* messages in hand at once */
    WEBHOOK_BODY_MAX = 20 * 1024,
};

enum webhook_cause { WEBHOOK_FEED, WEBHOOK_REDELIVERY, WEBHOOK_TEST };

/* An endpoint under a lease; texts belong to the arena it was claimed with. */
struct webhook_lease {
    const char *id;
    const char *fence;
    const char *url;
    bool is_cloudevents;
    bool is_full;             /* with what may say something of a person */
    enum webhook_cause cause; /* what is sent now: tests first, then what is sent again */
    long after;               /* the place in the feed, of the feed or of what is sent again */
    long until;               /* last event that is sent again */
    const char *test_id;      /* of the test that waits, or NULL */
    const char *types;        /* an array literal; NULL: all there are */
    int failures;             /* in a row so far */
};

struct webhook_message {
    const char *id; /* of the event, or of the test */
    const char *type;
    long seq; /* 0: a test */
    const char *body;
};

/* What is sent next, and the place in the feed when all of it was. */
struct webhook_page {
    struct webhook_message messages[WEBHOOK_PAGE];
    size_t count;
    long end;
    bool is_last; /* there was no more behind it */
};

/* Leases up to `most` endpoints of the tenant, those that wait longest. */
bool webhook_claim(struct change *change, const char *worker, size_t most,
                   struct webhook_lease *ret_leases, size_t *ret_count);
/* `key` (may be NULL: `cursor` is null then) seals the cursors; `tenant_id`: its owner. */
bool webhook_read_page(const struct reading *reading, const struct cursor_key *key,
                       const struct webhook_lease *lease, struct webhook_page *ret_page);

/* The secrets that sign now. `db`: as renkei_worker, who alone may read them. */
struct webhook_signers {
    unsigned char secrets[2][64];
    size_t lengths[2];
    unsigned char keys[2][32]; /* of Ed25519 */
    bool has_key[2];           /* false: a secret of before there were keys */
    size_t count;
};
bool webhook_read_signers(struct db *db, const char *tenant_id, const char *endpoint_id,
                          struct webhook_signers *ret_signers);
/* The header webhook-signature: `v1,…` and `v1a,…` for each secret, with blanks between. */
const char *webhook_sign(const struct webhook_signers *signers, const char *id,
                         const char *timestamp, const char *body, struct arena *arena);

/* How an endpoint is given back, or kept. */
struct webhook_progress {
    bool is_kept; /* the lease goes on; else it may be handed out after `wait_seconds` */
    long wait_seconds;
    long reached;           /* last event that was delivered or passed over, 0: none yet */
    bool has_ended;         /* the test was tried */
    bool has_delivered;     /* something arrived */
    int failures;           /* in a row now */
    const char *disabled;   /* gone, failing, or NULL */
    const json_t *attempts; /* rows of app.webhook_attempts */
};
bool webhook_advance(struct change *change, const struct webhook_lease *lease,
                     const struct webhook_progress *progress);
/*
 * Seconds until a failed message is tried again after so many failures in a row; -1: not any more.
 * A fifth more or less, at random; what the other side asks for (`retry_after`) if that is longer,
 * at most a day.
 */
long webhook_pause(int failures, long retry_after);

/* What an attempt is called: an answer's status as a word of WebhookOutcome. */
const char *webhook_outcome(int status);

#endif
