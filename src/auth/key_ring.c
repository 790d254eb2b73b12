#include "key_ring.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/base/log.h"

static bool refuse(const char *folder, const char *why)
{
    log_event(LOG_ERROR, "keys_refused", "RENKEI_KEYS %s: %s", folder, why);
    return false;
}

/* Anything else may lie in the folder; a file that means to be a key must be one. */
static int is_key_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return entry->d_name[0] != '.' && length > 4
        && (strcmp(entry->d_name + length - 4, ".pem") == 0
            || strcmp(entry->d_name + length - 4, ".key") == 0);
}

/* By byte value: alphasort would follow the locale. */
static int by_name(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}

const struct key *key_ring_find(const struct key_ring *ring, const char *id)
{
    for (size_t i = 0; i < ring->count; i++)
        if (strcmp(ring->keys[i].id, id) == 0)
            return &ring->keys[i];
    return NULL;
}

static bool add_key(const char *folder, const char *name, struct key_ring *ring)
{
    struct key key;

    if (!key_load(folder, name, &key))
        return false;
    if (key_ring_find(ring, key.id) != NULL) {
        key_close(&key);
        return refuse(folder, "two keys have one kid");
    }
    ring->keys[ring->count++] = key;
    return true;
}

/*
 * A shared secret stands alone (RFC 8725 3.2): whoever may check such a token may also make one, so
 * it is for an installation whose only issuer is the service itself.
 */
static bool check_ring(const char *folder, const struct key_ring *ring)
{
    if (ring->count == 0)
        return refuse(folder, "holds no key (<kid>.<ALG>.pem)");
    for (size_t i = 0; i < ring->count; i++)
        if (ring->keys[i].algorithm->family == FAMILY_HMAC && ring->count > 1)
            return refuse(folder, "HS256 must be the only key");
    return true;
}

static struct key_ring *ring_new(size_t capacity)
{
    struct key_ring *ring = calloc(1, sizeof *ring);

    if (ring != NULL)
        ring->keys = calloc(capacity + 1, sizeof *ring->keys);
    if (ring == NULL || ring->keys == NULL) {
        free(ring);
        return NULL;
    }
    return ring;
}

static struct key_ring *load_files(const char *folder, struct dirent **files, size_t count)
{
    struct key_ring *ring = ring_new(count);
    bool loaded = ring != NULL;

    for (size_t i = 0; loaded && i < count; i++)
        loaded = add_key(folder, files[i]->d_name, ring);
    if (loaded && check_ring(folder, ring))
        return ring;
    key_ring_close(ring);
    return NULL;
}

struct key_ring *key_ring_load(const char *folder)
{
    struct dirent **files = NULL;
    struct key_ring *ring;
    int count;

    if (folder == NULL) {
        (void)refuse("(unset)", "must name the folder of the token keys");
        return NULL;
    }
    count = scandir(folder, &files, is_key_file, by_name);
    if (count < 0) {
        (void)refuse(folder, strerror(errno));
        return NULL;
    }
    ring = load_files(folder, files, (size_t)count);
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    return ring;
}

void key_ring_close(struct key_ring *ring)
{
    if (ring == NULL)
        return;
    for (size_t i = 0; i < ring->count; i++)
        key_close(&ring->keys[i]);
    free(ring->keys);
    free(ring);
}
