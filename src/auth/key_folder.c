#include "renkei/auth/key_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "key_ring.h"

enum { PATH_SIZE = 4096, FILE_NAME_SIZE = KEY_ID_SIZE + 16 };

/* ---- files ---- */

static bool path_of(const struct key_folder *folder, const char *name, char ret_path[PATH_SIZE])
{
    return snprintf(ret_path, PATH_SIZE, "%s/%s", folder->path, name) < PATH_SIZE;
}

static bool write_all(int file, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(file, bytes, size);

        if (written <= 0)
            return false;
        bytes += written;
        size -= (size_t)written;
    }
    return fsync(file) == 0;
}

/* A service that reads the folder meanwhile finds the whole file, or what was there before. */
static const char *put_file(const struct key_folder *folder, const char *name, const char *bytes,
                            size_t size)
{
    char path[PATH_SIZE], unfinished[PATH_SIZE];
    bool written;
    int file;

    if (!path_of(folder, name, path) || !path_of(folder, ".unfinished", unfinished))
        return strerror(ENAMETOOLONG);
    (void)unlink(unfinished);
    file = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return strerror(errno);
    written = write_all(file, bytes, size);
    written = close(file) == 0 && written && rename(unfinished, path) == 0;
    if (written)
        return NULL;
    (void)unlink(unfinished);
    return strerror(errno);
}

static instant changed_at(const struct key_folder *folder, const char *name)
{
    char path[PATH_SIZE];
    struct stat found;

    return path_of(folder, name, path) && stat(path, &found) == 0 ? found.st_mtime * SECOND : 0;
}

static void name_of(const char *id, const struct algorithm *algorithm,
                    char ret_name[FILE_NAME_SIZE])
{
    (void)snprintf(ret_name, FILE_NAME_SIZE, "%s.%s.%s", id, algorithm->name,
                   algorithm->family == FAMILY_HMAC ? "key" : "pem");
}

static const char *name_signer(const struct key_folder *folder, const char *id)
{
    char line[KEY_ID_SIZE + 1];
    int length = snprintf(line, sizeof line, "%s\n", id);

    return put_file(folder, SIGNING_FILE, line, (size_t)length);
}

static const struct key *signer_of(const struct key_ring *ring)
{
    for (size_t i = 0; i < ring->count; i++)
        if (ring->keys[i].signs)
            return &ring->keys[i];
    return NULL;
}

static bool is_young(const struct key_folder *folder, const char *name, int seconds)
{
    return !folder->at_once && clock_now() < changed_at(folder, name) + seconds * SECOND;
}

/* ---- a new key ---- */

static EVP_PKEY *generate(const struct algorithm *algorithm)
{
    return algorithm->family == FAMILY_RSA
        ? EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)RSA_PRIVATE_BITS)
        : EVP_PKEY_Q_keygen(NULL, NULL, "EC", algorithm->group);
}

static const char *write_pair(const struct key_folder *folder, const char *name, EVP_PKEY *pair)
{
    const char *why = "no key could be made";
    BIO *memory = BIO_new(BIO_s_secmem());
    char *bytes;
    long size;

    if (memory != NULL && pair != NULL
        && PEM_write_bio_PrivateKey(memory, pair, NULL, NULL, 0, NULL, NULL) == 1) {
        size = BIO_get_mem_data(memory, &bytes);
        why = put_file(folder, name, bytes, (size_t)size);
    }
    BIO_free(memory);
    return why;
}

static const char *make(const struct key_folder *folder, const char *id,
                        const struct algorithm *algorithm)
{
    char name[FILE_NAME_SIZE], parsed[KEY_ID_SIZE];
    const struct algorithm *same;
    const char *why;
    EVP_PKEY *pair;

    if (strlen(id) >= KEY_ID_SIZE)
        return "a key's id has 1 to 64 of A-Z a-z 0-9 _ -";
    name_of(id, algorithm, name);
    if (!key_parse_name(name, parsed, &same))
        return "a key's id has 1 to 64 of A-Z a-z 0-9 _ -";
    pair = generate(algorithm);
    why = write_pair(folder, name, pair);
    EVP_PKEY_free(pair);
    return why;
}

/* NULL: unknown, or none that signs with a pair of keys. */
static const struct algorithm *choose(const char *name, const struct key *signer)
{
    const struct algorithm *algorithm = name != NULL ? algorithm_by_name(name)
        : signer != NULL                             ? signer->algorithm
                                                     : algorithm_by_name("ES256");

    return algorithm != NULL && algorithm->ours && algorithm->family != FAMILY_HMAC ? algorithm
                                                                                    : NULL;
}

static const char *add(const struct key_folder *folder, const struct key_ring *ring, const char *id,
                       const char *name)
{
    const struct key *signer = signer_of(ring);
    const struct algorithm *algorithm = choose(name, signer);
    const char *why;

    if (key_ring_find(ring, id) != NULL)
        return "there is a key of this id already";
    if (signer != NULL && signer->algorithm->family == FAMILY_HMAC)
        return "HS256 must be the only key: put a pair in its place by hand";
    if (algorithm == NULL)
        return "algorithms are RS256, RS384, RS512, ES256 and ES384";
    /* the new one might come first by name */
    why = signer != NULL ? name_signer(folder, signer->id) : NULL;
    if (why == NULL)
        why = make(folder, id, algorithm);
    return why == NULL && signer == NULL ? name_signer(folder, id) : why;
}

const char *key_folder_add(const struct key_folder *folder, const char *id, const char *algorithm)
{
    struct key_ring *ring = key_ring_load_folder(folder->path, folder->for_sessions);
    const char *why = ring != NULL ? add(folder, ring, id, algorithm) : "";

    key_ring_close(ring);
    return why;
}

/* ---- what becomes of it ---- */

static const char *promote(const struct key_folder *folder, const struct key_ring *ring,
                           const char *id)
{
    const struct key *key = key_ring_find(ring, id);
    char name[FILE_NAME_SIZE];

    if (key == NULL)
        return "there is no key of this id";
    if (!key->can_sign)
        return "is a public key: it cannot sign";
    if (key->signs)
        return "signs already";
    name_of(id, key->algorithm, name);
    if (is_young(folder, name, KEY_PUBLISHED_SECONDS))
        return "is not published for five minutes yet: others may not know it (--now skips this)";
    return name_signer(folder, id);
}

const char *key_folder_promote(const struct key_folder *folder, const char *id)
{
    struct key_ring *ring = key_ring_load_folder(folder->path, folder->for_sessions);
    const char *why = ring != NULL ? promote(folder, ring, id) : "";

    key_ring_close(ring);
    return why;
}

static const char *retire(const struct key_folder *folder, const struct key_ring *ring,
                          const char *id)
{
    const struct key *key = key_ring_find(ring, id);
    char name[FILE_NAME_SIZE], path[PATH_SIZE];

    if (key == NULL)
        return "there is no key of this id";
    if (key->signs)
        return "signs: promote another one before";
    if (is_young(folder, SIGNING_FILE, KEY_KEPT_SECONDS))
        return "may have signed tokens that still live: 24 hours have to pass (--now skips this)";
    name_of(id, key->algorithm, name);
    return path_of(folder, name, path) && unlink(path) == 0 ? NULL : strerror(errno);
}

const char *key_folder_retire(const struct key_folder *folder, const char *id)
{
    struct key_ring *ring = key_ring_load_folder(folder->path, folder->for_sessions);
    const char *why = ring != NULL ? retire(folder, ring, id) : "";

    key_ring_close(ring);
    return why;
}

const char *key_folder_list(const struct key_folder *folder,
                            void (*show)(const struct folder_key *key))
{
    struct key_ring *ring = key_ring_load_folder(folder->path, folder->for_sessions);
    char name[FILE_NAME_SIZE];

    for (size_t i = 0; ring != NULL && i < ring->count; i++) {
        const struct key *key = &ring->keys[i];

        name_of(key->id, key->algorithm, name);
        show(&(struct folder_key){key->id, key->algorithm->name, key->can_sign, key->signs,
                                  changed_at(folder, name)});
    }
    key_ring_close(ring);
    return ring != NULL ? NULL : "";
}
