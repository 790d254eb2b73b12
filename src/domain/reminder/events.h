/*
 * Reminders between rows and C, for the files of this room that lease and finish them.
 */
#ifndef RENKEI_SRC_DOMAIN_REMINDER_EVENTS_H
#define RENKEI_SRC_DOMAIN_REMINDER_EVENTS_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct change;
struct reading;

enum { REMINDER_TRIES = 8 }; /* what failed so often is dead */

/* The leased rows of a claim as {"data": [item]}; a fresh link for each response of a contact. */
bool reminder_items(struct change *change, const char *answer_url, const struct rows *rows,
                    json_t **ret_claimed);
/*
 * One event about the rows of a claim in this state, named by the first; none when there are none.
 * `changes` lists the reminders and who has them.
 */
bool reminder_event(struct change *change, const char *type, const struct rows *rows,
                    const char *state, const char *worker_id);

#endif
