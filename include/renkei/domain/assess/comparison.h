/*
 * Comparison of two responses, question by question.
 *
 * Each is judged as of the day it was submitted, without measures, so that neither age nor what
 * was done since makes a difference: `gap` is what the answer itself left open then. The score is
 * that of all answers that stood on that day, by the tenant's model of today.
 */
#ifndef RENKEI_DOMAIN_ASSESS_COMPARISON_H
#define RENKEI_DOMAIN_ASSESS_COMPARISON_H

#include <jansson.h>
#include <stdbool.h>

struct reading;

/*
 * {response_id, with, counts, before, after, questions}, owned by the arena. A question is better,
 * worse or same where both have an answer, new where only `id` has one, gone where only `with` has.
 * Questions in the order of `id`'s sheet, then those that are in the other only. Inside an open
 * transaction; 404 where there is no such response.
 */
bool responses_compare(struct reading *reading, const char *id, const char *with,
                       json_t **ret_json);

#endif
