/*
 * Issuing from keys that are loaded already.
 */
#ifndef RENKEI_AUTH_ISSUE_H
#define RENKEI_AUTH_ISSUE_H

#include <stdbool.h>

struct arena;
struct config;
struct key_ring;
struct token_claims;

/* false: no private key for such a token, or the claims make no sense; logged. */
bool issue_from_ring(const struct key_ring *ring, const struct config *config,
                     const struct token_claims *claims, struct arena *arena,
                     const char **ret_token);

#endif
