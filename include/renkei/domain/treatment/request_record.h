/*
 * Records of requests: what a supplier was asked to do for security, what was explained to it, who
 * bears the cost, and what the talk about it came to. Kept as they are told; nothing is concluded
 * from them. All within an open change; the supplier is locked first.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_REQUEST_RECORD_H
#define RENKEI_DOMAIN_TREATMENT_REQUEST_RECORD_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct change;
struct reading;

bool request_record_get(struct reading *reading, const char *id, struct rows **ret_record);
/* The same with its supplier locked; 412 unless its revision is the expected one. */
bool request_record_lock(struct change *change, const char *id, const char *expected,
                         struct rows **ret_record);
/*
 * 422 at a campaign that does not ask the supplier, at a measure of another one, at a day that is
 * to come, and where a text has no day: an explanation, the result of a talk.
 */
bool request_record_create(struct change *change, const json_t *body, struct rows **ret_record);
/* Merge patch; an equal patch changes nothing and writes no event. */
bool request_record_change(struct change *change, const struct rows *before, const json_t *body,
                           struct rows **ret_record);
bool request_record_delete(struct change *change, const struct rows *before);

#endif
