/*
 * Trust: whose tokens count.
 */
#ifndef RENKEI_AUTH_TRUST_H
#define RENKEI_AUTH_TRUST_H

#include "issuers.h"
#include "key_ring.h"

struct trust {
    struct key_ring *ring;
    struct issuers *issuers; /* NULL: none beside ours */
};

/* false: a fault, told in the log; nothing is open then. */
bool trust_load(const struct config *config, scope_lookup *scope_bit, struct trust *ret_trust);
void trust_close(struct trust *trust);

#endif
