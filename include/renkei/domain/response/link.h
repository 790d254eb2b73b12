/*
 * Answer links: how a respondent comes in without an account.
 *
 * A link is a URL whose fragment holds 256 random bits behind the tenant's name; only their SHA-256
 * is stored, so a URL is shown once. Several links to one response may be valid at the same time;
 * all die with the response (accepted, cancelled).
 */
#ifndef RENKEI_DOMAIN_RESPONSE_LINK_H
#define RENKEI_DOMAIN_RESPONSE_LINK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/base/clock.h"

struct change;

enum { LINK_DAYS = 90, CONTRIBUTOR_LINKS_MAX = 20 };

struct link {
    const char *answer_url; /* the page it opens */
    const char *response_id;
    const char *supplier_id; /* of the response, for the event */
    const char *contact_id;  /* whose link it is; NULL: of whoever holds it */
    const json_t *sections;  /* their codes, all it leads to; NULL: the whole response */
    const char *label;       /* whom it is for, in somebody's words, or NULL */
    long valid_days;         /* 0: LINK_DAYS */
    const char *id;          /* of the link made */
    const char *url;
    instant expires_at;
};

/*
 * Links for what one claim hands out, as one queued statement; those without a response_id are
 * passed over. The caller's own event names them.
 */
bool links_create(struct change *change, struct link *links, size_t count);
/*
 * A link to an open response (404, 409) from a LinkCreate body, and its event; 422 where the
 * contact is not the supplier's, or a section not the questionnaire's. A respondent makes links to
 * sections alone, which end with the link of its own session. No more than CONTRIBUTOR_LINKS_MAX
 * such links of a response work at a time (409).
 */
bool link_create(struct change *change, const char *response_id, const char *answer_url,
                 const json_t *body, struct link *ret_link);
/* Revokes a link of the response (of a respondent: to sections); one that is revoked stays so. */
bool link_revoke(struct change *change, const char *response_id, const char *link_id,
                 const char *expected);

#endif
