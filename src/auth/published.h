/*
 * Our public keys as others read them.
 */
#ifndef RENKEI_AUTH_PUBLISHED_H
#define RENKEI_AUTH_PUBLISHED_H

#include <jansson.h>

#include "key_ring.h"

/* The JWK set of all keys but shared secrets, without a private number. A new reference. */
json_t *published_keys(const struct key_ring *ring);

#endif
