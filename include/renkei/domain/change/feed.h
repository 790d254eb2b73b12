/*
 * Feed: an event as its readers see it. The chain is over `body`, in which commitments stand for
 * what may say something of a person; `personal` has the values (docs/events.md).
 */
#ifndef RENKEI_DOMAIN_CHANGE_FEED_H
#define RENKEI_DOMAIN_CHANGE_FEED_H

#include "renkei/base/buffer.h"

/* An event's columns as they are stored; those that are not there are NULL. */
struct stored_event {
    const char *body;
    const char *personal;
    const char *erased_by;
    const char *prev_hash;
    const char *hash;
};

/* Writes it with its values, the salts that lead from these to the commitments, and its hashes. */
void event_show(struct buffer *text, const struct stored_event *event);

#endif
