#include "trial.h"

#include <string.h>

bool trial_takes(const struct chain_trial *trial, const char *id, int *dependency, int *penetration)
{
    struct chain_id wanted;

    if (trial == NULL || trial->count == 0)
        return true;
    wanted = chain_id_of(id);
    for (size_t i = 0; i < trial->count; i++) {
        const struct trial_link *tried = &trial->links[i];

        if (tried->is_new || chain_id_compare(&tried->id, &wanted) != 0)
            continue;
        *dependency = tried->dependency;
        *penetration = tried->penetration;
        return !tried->is_removed;
    }
    return true;
}

bool trial_stops(const struct chain_trial *trial, const struct chain_id *id)
{
    return trial != NULL && chain_ids_have(&trial->stopped, id);
}
