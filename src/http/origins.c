#include "origins.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/api/request.h"

/* The longest is that of the contract. */
enum { ORIGIN_SIZE = 256 };

struct entry {
    char origin[ORIGIN_SIZE];
    char tenant_id[37];
};

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static struct entry *entries; /* by origin and tenant, as the statement sorts them */
static size_t entry_count;

static void replace(struct entry *fresh, size_t count)
{
    struct entry *old;

    (void)pthread_rwlock_wrlock(&lock);
    old = entries;
    entries = fresh;
    entry_count = count;
    (void)pthread_rwlock_unlock(&lock);
    free(old);
}

bool origins_read(struct service *service, struct arena *arena)
{
    struct entry *fresh;
    struct failure failure;
    struct rows *rows;

    failure_open(&failure, arena);
    if (!db_read(db_open(service->pool, arena, &failure), SQL_CORS_ORIGIN_LIST, NO_PARAMS, &rows))
        return false;
    fresh = calloc(rows_count(rows) + 1, sizeof *fresh);
    if (fresh == NULL)
        return false;
    for (size_t i = 0; i < rows_count(rows); i++) {
        (void)snprintf(fresh[i].origin, ORIGIN_SIZE, "%s", rows_text(rows, i, "origin"));
        (void)snprintf(fresh[i].tenant_id, 37, "%s", rows_text(rows, i, "tenant_id"));
    }
    replace(fresh, rows_count(rows));
    return true;
}

struct wanted {
    const char *origin, *tenant_id;
};

static int compare(const void *key, const void *element)
{
    const struct wanted *wanted = key;
    const struct entry *entry = element;
    int order = strcmp(wanted->origin, entry->origin);

    return order != 0 || wanted->tenant_id == NULL ? order
                                                   : strcmp(wanted->tenant_id, entry->tenant_id);
}

bool origin_is_listed(const char *origin, const char *tenant_id)
{
    const struct wanted wanted = {origin, tenant_id};
    bool found;

    (void)pthread_rwlock_rdlock(&lock);
    found =
        entry_count > 0 && bsearch(&wanted, entries, entry_count, sizeof *entries, compare) != NULL;
    (void)pthread_rwlock_unlock(&lock);
    return found;
}

bool origins_are_listed(void)
{
    bool some;

    (void)pthread_rwlock_rdlock(&lock);
    some = entry_count > 0;
    (void)pthread_rwlock_unlock(&lock);
    return some;
}
