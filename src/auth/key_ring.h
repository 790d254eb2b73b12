/*
 * The keys of a folder, by kid. Never changed once loaded: a reload makes another ring.
 */
#ifndef RENKEI_AUTH_KEY_RING_H
#define RENKEI_AUTH_KEY_RING_H

#include "key.h"

struct key_ring {
    struct key *keys; /* by file name */
    size_t count;
    bool has_session_keys; /* RENKEI_SESSION_KEYS is set */
};

struct config;

/*
 * The keys of RENKEI_KEYS and, where it is set, of RENKEI_SESSION_KEYS. NULL: no folder, no key, or
 * a key or folder is unsafe; the reason is in the log. One bad key refuses all.
 */
struct key_ring *key_ring_load(const struct config *config);
/* The keys of one folder, which may be empty. NULL as above. */
struct key_ring *key_ring_load_folder(const char *folder, bool for_sessions);
void key_ring_close(struct key_ring *ring);
/* NULL: no such kid. */
const struct key *key_ring_find(const struct key_ring *ring, const char *id);
/*
 * The key that new tokens are signed with: the one that the file SIGNING_FILE of its folder names,
 * else the first private one by file name; for a respondent's session that of RENKEI_SESSION_KEYS,
 * where it is set. NULL: none.
 */
#define SIGNING_FILE "signing"
const struct key *key_ring_signer(const struct key_ring *ring, bool for_session);

#endif
