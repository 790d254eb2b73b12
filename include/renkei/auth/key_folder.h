/*
 * Key folder: keys that come, sign and go, so that every token that still lives finds its key.
 *
 * A key is published before it signs: whoever checks our tokens keeps the key set for five minutes.
 * It stays until the last token that it signed has ended. The services read the folder again at
 * SIGHUP; until then nothing changes for them.
 */
#ifndef RENKEI_AUTH_KEY_FOLDER_H
#define RENKEI_AUTH_KEY_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "renkei/base/clock.h"

enum { KEY_PUBLISHED_SECONDS = 300, KEY_KEPT_SECONDS = 86400 };

struct folder_key {
    const char *id;
    const char *algorithm; /* RS256, ES256 and so on */
    bool is_private;
    bool signs;
    instant since; /* its file was made */
};

/* Whether the keys of answer sessions are meant, and whether waiting times are skipped. */
struct key_folder {
    const char *path;
    bool for_sessions;
    bool at_once;
};

/* Why not, for people; NULL: done. Other faults of the folder are logged, and then it is "". */
/* A new key. `algorithm` NULL: that of the key that signs now, else ES256. The first one signs. */
const char *key_folder_add(const struct key_folder *folder, const char *id, const char *algorithm);
/* From now on it signs. */
const char *key_folder_promote(const struct key_folder *folder, const char *id);
/* Deletes it. */
const char *key_folder_retire(const struct key_folder *folder, const char *id);
/* Calls `show` for each key, by file name. */
const char *key_folder_list(const struct key_folder *folder,
                            void (*show)(const struct folder_key *key));

#endif
