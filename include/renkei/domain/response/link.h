/*
 * Answer links: how a respondent comes in without an account.
 *
 * A link is a URL whose fragment holds 256 random bits behind the tenant's name; only their SHA-256
 * is stored, so a URL can be told once. Several links to one response may live beside each other;
 * all die with the response (accepted, cancelled).
 */
#ifndef RENKEI_DOMAIN_RESPONSE_LINK_H
#define RENKEI_DOMAIN_RESPONSE_LINK_H

#include <stdbool.h>
#include <stddef.h>

#include "renkei/base/clock.h"

struct request;

enum { LINK_DAYS = 90 };

struct link {
    const char *response_id;
    const char *supplier_id; /* of the response, for the event */
    const char *contact_id;  /* whose link it is; NULL: of whoever holds it */
    long valid_days;         /* 0: LINK_DAYS */
    const char *id;          /* of the link made */
    const char *url;
    instant expires_at;
};

/*
 * Makes a link inside the open change and collects link.created; the caller knows that the contact
 * is the supplier's. A response that has ended gets none: then `url` is NULL. One round trip.
 */
bool link_create(struct request *rq, struct link *link);
/*
 * Links for what one claim hands out, as one queued statement; those without a response_id are
 * passed over. The caller's own event names them.
 */
bool links_create(struct request *rq, struct link *links, size_t count);
/* As link_create, for POST /v1/responses/{id}/links: 404, 409 of an ended response, 422. */
bool link_create_asked(struct request *rq, struct link *ret_link);
/* Revokes the link of the path; one that is revoked already stays as it is. */
bool link_revoke(struct request *rq);

#endif
