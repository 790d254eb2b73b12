/*
 * Feed: an event as its readers see it. The chain is over `body`, in which commitments stand for
 * what may say something of a person; `personal` has the values (docs/events.md).
 */
#ifndef RENKEI_DOMAIN_CHANGE_FEED_H
#define RENKEI_DOMAIN_CHANGE_FEED_H

#include <stdbool.h>
#include <stddef.h>

#include "renkei/base/buffer.h"

struct rows;

/*
 * Writes the event of a row (body, personal, erased_by, prev_hash, hash) with its values, the salts
 * that lead from these to the commitments, and its hashes.
 */
void event_show(struct buffer *text, const struct rows *rows, size_t row);
/*
 * The hashed text of the event of a row (body, personal): commitments stand in it for values. One
 * written before there were commitments (ret_is_of_before) has the values themselves.
 */
const char *event_text(const struct rows *rows, size_t row, bool *ret_is_of_before);

#endif
