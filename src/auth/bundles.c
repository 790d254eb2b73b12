#include "bundles.h"

#include <string.h>

#include "renkei/auth/auth.h"

#define READ                                                                                       \
    "suppliers:read questionnaires:read responses:read scores:read risks:read reminders:read"

/*
 * docs/tokens.md, "Bundles". The editor asks and the reviewer judges: nobody but the administrator
 * does both, so that an answer entered for a supplier is looked at by a second person.
 */
static const struct {
    const char *name;
    const char *scopes;
} bundles[] = {
    {"viewer", READ},
    {"editor",
     READ " events:read suppliers:write questionnaires:write responses:write"
          " scores:write risks:write reminders:write"},
    {"reviewer", READ " events:read responses:review scores:write risks:write"},
    {"integrator",
     "suppliers:read suppliers:write scores:read events:read"
     " webhooks:read webhooks:write"},
    {"reminder-worker", "reminders:read reminders:work"},
    {"respondent", "responses:answer measures:report"},
    {"admin",
     READ " events:read suppliers:write questionnaires:write responses:write"
          " responses:review scores:write risks:write reminders:write reminders:work"
          " webhooks:read webhooks:write settings:write persons:erase"},
};

const char *bundle_scopes(const char *bundle)
{
    for (size_t i = 0; i < sizeof bundles / sizeof bundles[0]; i++)
        if (strcmp(bundles[i].name, bundle) == 0)
            return bundles[i].scopes;
    return NULL;
}

static bool same(const char *name, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(name, word, length) == 0;
}

bool is_respondent_scope(const char *name, size_t length)
{
    return same(name, length, "responses:answer") || same(name, length, "measures:report");
}
