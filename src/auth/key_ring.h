/*
 * The keys of a folder, by kid. Never changed once loaded: a reload makes another ring.
 */
#ifndef RENKEI_AUTH_KEY_RING_H
#define RENKEI_AUTH_KEY_RING_H

#include "key.h"

struct key_ring {
    struct key *keys; /* by file name */
    size_t count;
};

/* NULL: no folder, no key, or a key is unsafe; the reason is in the log. One bad key refuses all.
 */
struct key_ring *key_ring_load(const char *folder);
void key_ring_close(struct key_ring *ring);
/* NULL: no such kid. */
const struct key *key_ring_find(const struct key_ring *ring, const char *id);

#endif
