/*
 * Extensions: who answers asks for a later due day, the asking side decides.
 *
 * A response has one open request at a time and EXTENSIONS_MAX in all. What is granted becomes the
 * due day as if the asking side had set it: reminders follow. Submitting lets a request lapse.
 */
#ifndef RENKEI_DOMAIN_RESPONSE_EXTENSION_H
#define RENKEI_DOMAIN_RESPONSE_EXTENSION_H

#include <jansson.h>
#include <stdbool.h>

struct change;
struct reading;
struct rows;

enum { EXTENSIONS_MAX = 10 };

/* A request as clients see it; 404. */
bool extension_get(struct reading *reading, const char *id, struct rows **ret_request);
/*
 * Asks for a later day: 409 where the response is not with the supplier, has no due day, has an
 * open request already or too many; 422 for a day that is not later, or has passed.
 */
bool extension_ask(struct change *change, const char *response_id, const json_t *body,
                   struct rows **ret_request);
/*
 * Grants the day of the body, else the one that was asked for, or declines; 409 unless the request
 * is open, 412 unless its revision is the expected one.
 */
bool extension_approve(struct change *change, const char *id, const char *expected,
                       const json_t *body, struct rows **ret_request);
bool extension_decline(struct change *change, const char *id, const char *expected,
                       const json_t *body, struct rows **ret_request);

#endif
