#include "denied.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/auth/auth.h"
#include "renkei/base/text.h"

struct denied {
    char **names; /* sorted: lower-case tenant, s or t, then the subject or token */
    size_t count;
};

enum { TENANT_LENGTH = 36 };

static char kind_letter(bool is_token)
{
    return is_token ? 't' : 's';
}

static char *make_name(const struct denied_entry *entry)
{
    size_t length = strlen(entry->name);
    char *name = malloc(TENANT_LENGTH + 1 + length + 1);

    if (name == NULL || !uuid_parse(entry->tenant_id, name)) {
        free(name);
        return NULL;
    }
    name[TENANT_LENGTH] = kind_letter(entry->is_token);
    memcpy(name + TENANT_LENGTH + 1, entry->name, length + 1);
    return name;
}

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

struct denied *denied_new(const struct denied_entry *entries, size_t count)
{
    struct denied *denied = calloc(1, sizeof *denied);

    if (denied != NULL)
        denied->names = calloc(count + 1, sizeof *denied->names);
    if (denied == NULL || denied->names == NULL) {
        denied_free(denied);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        char *name = make_name(&entries[i]);

        if (name != NULL)
            denied->names[denied->count++] = name;
    }
    qsort(denied->names, denied->count, sizeof *denied->names, compare);
    return denied;
}

void denied_free(struct denied *denied)
{
    if (denied == NULL)
        return;
    for (size_t i = 0; i < denied->count; i++)
        free(denied->names[i]);
    free(denied->names);
    free(denied);
}

struct wanted {
    const char *tenant_id, *name;
    char kind;
};

static int compare_wanted(const void *key, const void *name)
{
    const struct wanted *wanted = key;
    const char *text = *(char *const *)name;
    int tenants = memcmp(wanted->tenant_id, text, TENANT_LENGTH);

    if (tenants != 0)
        return tenants;
    return wanted->kind != text[TENANT_LENGTH] ? wanted->kind - text[TENANT_LENGTH]
                                               : strcmp(wanted->name, text + TENANT_LENGTH + 1);
}

bool denied_has(const struct denied *denied, const char *tenant_id, const char *name, bool is_token)
{
    struct wanted wanted = {tenant_id, name, kind_letter(is_token)};

    return denied != NULL && denied->count > 0
        && bsearch(&wanted, denied->names, denied->count, sizeof *denied->names, compare_wanted)
        != NULL;
}
