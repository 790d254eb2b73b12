#include "key_ring.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "renkei/base/config.h"
#include "renkei/base/log.h"

/* A folder of keys and the variable that names it. */
struct source {
    const char *variable;
    const char *folder;
    bool for_sessions;
    bool may_be_empty;
};

static bool refuse(const struct source *source, const char *why)
{
    log_event(LOG_ERROR, "keys_refused", "%s %s: %s", source->variable, source->folder, why);
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

const struct key *key_ring_signer(const struct key_ring *ring, bool for_session)
{
    bool wanted = for_session && ring->has_session_keys;

    for (size_t i = 0; i < ring->count; i++)
        if (ring->keys[i].signs && ring->keys[i].for_sessions == wanted)
            return &ring->keys[i];
    return NULL;
}

/* Whoever may put a file into the folder makes a key. A read-only mount is nobody's to change. */
static bool folder_is_safe(const struct source *source)
{
    struct statvfs system;
    struct stat status;

    if (stat(source->folder, &status) != 0 || statvfs(source->folder, &system) != 0)
        return refuse(source, strerror(errno));
    return (status.st_mode & S_IWOTH) == 0 || (system.f_flag & ST_RDONLY) != 0
        || refuse(source, "others may put keys into it: chmod o-w");
}

static bool add_key(const struct source *source, const char *name, struct key_ring *ring)
{
    struct key *keys = reallocarray(ring->keys, ring->count + 1, sizeof *keys);
    struct key key;

    if (keys == NULL)
        return refuse(source, "out of memory");
    ring->keys = keys;
    if (!key_load(source->folder, name, &key))
        return false;
    key.for_sessions = source->for_sessions;
    if (key_ring_find(ring, key.id) != NULL) {
        key_close(&key);
        return refuse(source, "two keys have one kid");
    }
    ring->keys[ring->count++] = key;
    return true;
}

/*
 * A shared secret stands alone (RFC 8725 3.2): whoever may check such a token may also make one, so
 * it is for an installation whose only issuer is the service itself.
 */
static bool check_added(const struct source *source, const struct key_ring *ring, size_t first)
{
    if (ring->count == first)
        return source->may_be_empty || refuse(source, "holds no key (<kid>.<ALG>.pem)");
    for (size_t i = first; i < ring->count; i++)
        if (ring->keys[i].algorithm->family == FAMILY_HMAC && ring->count - first > 1)
            return refuse(source, "HS256 must be the only key");
    if (source->for_sessions && key_ring_signer(ring, true) == NULL)
        return refuse(source, "holds no private key");
    return true;
}

/* "": the folder has no such file. */
static bool read_signing(const struct source *source, char ret_id[KEY_ID_SIZE])
{
    struct key_bytes bytes;
    char path[4096];
    size_t length;

    ret_id[0] = '\0';
    if (snprintf(path, sizeof path, "%s/" SIGNING_FILE, source->folder) >= (int)sizeof path)
        return refuse(source, strerror(ENAMETOOLONG));
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return true;
    if (!public_bytes_read(path, &bytes))
        return false;
    length = strcspn((const char *)bytes.data, "\n");
    if (length > 0 && length < KEY_ID_SIZE)
        memcpy(ret_id, bytes.data, length);
    ret_id[length < KEY_ID_SIZE ? length : 0] = '\0';
    key_bytes_close(&bytes);
    return ret_id[0] != '\0' || refuse(source, "its file `" SIGNING_FILE "` names no key");
}

static bool choose_signer(const struct source *source, struct key_ring *ring, size_t first)
{
    char id[KEY_ID_SIZE];

    if (!read_signing(source, id))
        return false;
    for (size_t i = first; i < ring->count; i++)
        if (ring->keys[i].can_sign && (id[0] == '\0' || strcmp(ring->keys[i].id, id) == 0)) {
            ring->keys[i].signs = true;
            return true;
        }
    return id[0] == '\0'
        || refuse(source, "its file `" SIGNING_FILE "` names a key that is not there, or public");
}

static bool add_files(const struct source *source, struct dirent **files, int count,
                      struct key_ring *ring)
{
    size_t first = ring->count;

    for (int i = 0; i < count; i++)
        if (!add_key(source, files[i]->d_name, ring))
            return false;
    return choose_signer(source, ring, first) && check_added(source, ring, first);
}

static bool add_folder(const struct source *source, struct key_ring *ring)
{
    struct dirent **files = NULL;
    bool added;
    int count;

    if (!folder_is_safe(source))
        return false;
    count = scandir(source->folder, &files, is_key_file, by_name);
    if (count < 0)
        return refuse(source, strerror(errno));
    added = add_files(source, files, count, ring);
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    return added;
}

/* Without a folder of their own (NULL) answer sessions have the keys of all tokens. */
static bool add_session_keys(const char *folder, struct key_ring *ring)
{
    const struct source source = {"RENKEI_SESSION_KEYS", folder, true, false};

    if (folder == NULL)
        return true;
    ring->has_session_keys = true;
    return add_folder(&source, ring);
}

struct key_ring *key_ring_load(const struct config *config)
{
    const struct source keys = {"RENKEI_KEYS", config->keys_folder, false, false};
    struct key_ring *ring;

    if (config->keys_folder == NULL) {
        log_event(LOG_ERROR, "keys_refused", "RENKEI_KEYS must name the folder of the token keys");
        return NULL;
    }
    ring = calloc(1, sizeof *ring);
    if (ring == NULL)
        return NULL;
    if (add_folder(&keys, ring) && add_session_keys(config->session_keys, ring))
        return ring;
    key_ring_close(ring);
    return NULL;
}

struct key_ring *key_ring_load_folder(const char *folder, bool for_sessions)
{
    const struct source source = {for_sessions ? "RENKEI_SESSION_KEYS" : "RENKEI_KEYS", folder,
                                  false, true};
    struct key_ring *ring = calloc(1, sizeof *ring);

    if (ring == NULL || add_folder(&source, ring))
        return ring;
    key_ring_close(ring);
    return NULL;
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
