/*
 * An answer that comes back as it was read: its type and what only the service writes.
 */
#ifndef RENKEI_DOMAIN_RESPONSE_ANSWER_ECHO_H
#define RENKEI_DOMAIN_RESPONSE_ANSWER_ECHO_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/domain/change/reading.h"
#include "renkei/domain/response/answer.h"

/*
 * Collects faults below `at`: a `type` that is not the question's, a time to come, and members that
 * the caller does not write and that differ from what is stored. The last are not asked of a stale
 * caller (`is_current` false), who has another state in hand.
 */
void answer_check_echo(struct reading *reading, const struct answer *stored, const json_t *input,
                       bool is_current, const char *at);
/*
 * When the answer was given, as the asking side says it. NULL: now, and so is the time that an
 * answer given online came back with: it is that of the stored one.
 */
const char *answer_origin_time(struct reading *reading, const struct answer *stored,
                               const json_t *input);

#endif
