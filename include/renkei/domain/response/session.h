/*
 * Sessions of respondents: an answer link, exchanged for a token of a quarter of an hour.
 *
 * A token is for one supplier. A person who answers for several exchanges the same link again with
 * the other supplier's id; that is allowed where the mail address of the link's contact is one of
 * the other supplier's contacts, too, and a request is open there. A session reaches the response
 * of its link, or what is open at the other supplier, and ends with its link: each request looks.
 */
#ifndef RENKEI_DOMAIN_RESPONSE_SESSION_H
#define RENKEI_DOMAIN_RESPONSE_SESSION_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/base/clock.h"

struct change;
struct gate;
struct principal;
struct reading;

enum { SESSION_SECONDS = 900 };

struct session_wish {
    const char *token;       /* of the link */
    const char *supplier_id; /* whom the new token should be for; NULL: the link's own supplier */
    const char *peer;        /* address of the other side */
};

struct session {
    const char *tenant_id;   /* set as soon as the link's token is read */
    const char *subject;     /* the contact's mail address, or "link:<id>" */
    const char *supplier_id; /* the one the token is for */
    const char *response_id; /* of the link; NULL when the token is for another supplier */
    const char *link_id;
    long link_revision;
    const char *link_supplier_id;
    const char *sections;  /* JSON list of their codes; NULL: of all */
    const char *handed_by; /* who of the supplier made the link; NULL: the asking side */
    const char *used_at;   /* when the link was noted as used before, NULL: never */
    bool is_unnoted;       /* this use is to be noted */
    const char *token;
    instant expires_at;
    json_t *suppliers; /* the link's own first, each with its open requests; the arena's */
};

/*
 * How often links may be exchanged: `per_second` from one address (bursts of eight times as many),
 * each link once a second (bursts of ten). 0: no limit.
 */
void session_limits_open(unsigned per_second);
/*
 * Exchanges the token of a link: 404 unknown, 410 closed or revoked, 429, 503 without a key to
 * sign with. The tenant of the reading's database becomes the link's.
 */
bool session_open(struct reading *reading, struct gate *gate, const struct session_wish *wish,
                  struct session *ret_session);
/* Tells that the link is used, once for as long as a session lives. */
bool session_note_use(struct change *change, const struct session *session);
/*
 * What a respondent may do with its token now: fills in its reach and people. *ret_leads false: the
 * link of its session leads nowhere any more, and so does the session.
 */
bool session_follow(struct reading *reading, struct principal *actor, bool *ret_leads);
/* The suppliers whom the bearer of a respondent's token answers for. */
bool session_suppliers(struct reading *reading, json_t **ret_suppliers);

#endif
