/*
 * What may say something of a person leaves the hashed text of an event: a salted commitment stands
 * in its place, and the value lies beside it, where it can be erased (docs/events.md).
 */
#ifndef DOMAIN_CHANGE_PERSONAL_H
#define DOMAIN_CHANGE_PERSONAL_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/base/buffer.h"

/* The values of one event, `[[place, salt, value], ...]` in the order of their places. */
struct personal {
    struct buffer values;
    bool is_empty;
};

void personal_open(struct arena *arena, struct personal *ret_personal);
/* Puts the commitment to `value` (JSON) into `body` and the value among those beside it. */
void personal_add(struct personal *personal, const char *place, const char *value,
                  struct buffer *body);
/* The text of column "personal" in the arena; NULL: there is no such value. */
const char *personal_text(struct personal *personal);
/* Whether a member of `changes` is more than numbers, ids, days, instants and known words. */
bool is_personal(const char *member, const json_t *value);

#endif
