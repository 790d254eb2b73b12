/*
 * Fetch: what another machine answers to GET, by https alone and without following it elsewhere.
 * The address is the operator's own; one that a user wrote needs more care than this takes.
 */
#ifndef RENKEI_EGRESS_FETCH_H
#define RENKEI_EGRESS_FETCH_H

#include <stddef.h>

#include "renkei/base/buffer.h"

struct fetch {
    const char *url;
    size_t size_max;     /* bytes of the answer */
    const char *ca_file; /* whom to trust, PEM; NULL: those of the system */
};

/* NULL: `body` holds what came with 200. Else why it does not, for the log. Ten seconds at most. */
const char *fetch_get(const struct fetch *fetch, struct buffer *body);

#endif
