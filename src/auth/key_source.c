/* Keys of other issuers that somebody else fetches. */
#include <stdlib.h>
#include <string.h>

#include "issuers.h"
#include "renkei/base/arena.h"
#include "renkei/base/config.h"

bool key_sources_read(const struct config *config, scope_lookup *scope_bit, struct arena *arena,
                      struct key_source **ret_sources, size_t *ret_count)
{
    struct issuers *issuers;

    *ret_count = 0;
    *ret_sources = arena_alloc(arena, ISSUERS_MAX * sizeof **ret_sources);
    if (config->issuers_file == NULL)
        return true;
    issuers = issuers_load(config->issuers_file, scope_bit);
    for (size_t i = 0; issuers != NULL && i < issuers->count; i++)
        if (issuers->issuers[i].keys_url != NULL)
            (*ret_sources)[(*ret_count)++] =
                (struct key_source){arena_strdup(arena, issuers->issuers[i].name),
                                    arena_strdup(arena, issuers->issuers[i].keys_url)};
    issuers_close(issuers);
    return issuers != NULL;
}

const char *key_set_check(const char *jwks, size_t length)
{
    json_t *set =
        length <= PUBLIC_FILE_MAX ? json_loadb(jwks, length, JSON_REJECT_DUPLICATES, NULL) : NULL;
    struct jwks keys;
    const char *why = set != NULL ? jwks_read(set, &keys) : "is no JSON of at most 64 KiB";

    if (set != NULL && why == NULL)
        jwks_close(&keys);
    json_decref(set);
    return why;
}
