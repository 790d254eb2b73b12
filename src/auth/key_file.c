/* The file side of a key: its name, its mode, its bytes. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "key.h"
#include "renkei/base/log.h"

static const char id_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

static bool refuse(const char *name, const char *why)
{
    log_event(LOG_ERROR, "key_refused", "%s: %s", name, why);
    return false;
}

bool key_parse_name(const char *name, char ret_id[KEY_ID_SIZE],
                    const struct algorithm **ret_algorithm)
{
    size_t length = strspn(name, id_letters);
    const struct algorithm *algorithm;
    char word[6];

    if (length < 1 || length >= KEY_ID_SIZE || strlen(name) != length + 10 || name[length] != '.')
        return false;
    memcpy(word, name + length + 1, 5);
    word[5] = '\0';
    algorithm = algorithm_by_name(word);
    if (algorithm == NULL || !algorithm->ours
        || strcmp(name + length + 6, algorithm->family == FAMILY_HMAC ? ".key" : ".pem") != 0)
        return false;
    memcpy(ret_id, name, length);
    ret_id[length] = '\0';
    *ret_algorithm = algorithm;
    return true;
}

bool key_bytes_private(const struct key_bytes *bytes)
{
    return strstr((const char *)bytes->data, "PRIVATE KEY-----") != NULL;
}

/* The mode that counts is the opened file's, not that of a link to it. */
static bool file_safe(int file, const char *name, size_t size_max, bool secret)
{
    struct stat status;
    char why[64];

    (void)snprintf(why, sizeof why, "is empty or larger than %zu KiB", size_max / 1024);

    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return refuse(name, "is not a plain file");
    if (status.st_size <= 0 || (size_t)status.st_size > size_max)
        return refuse(name, why);
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return refuse(name, "can be changed by its group or by others: chmod go-w");
    if (secret && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return refuse(name, "is secret and open to its group or to others: chmod 600");
    return true;
}

static bool read_all(int file, size_t size_max, struct key_bytes *bytes)
{
    bytes->data = calloc(1, size_max + 1);
    bytes->size = 0;
    while (bytes->data != NULL && bytes->size < size_max) {
        ssize_t got = read(file, bytes->data + bytes->size, size_max - bytes->size);

        if (got < 0)
            return false;
        if (got == 0)
            return true;
        bytes->size += (size_t)got;
    }
    return bytes->data != NULL;
}

/* Only the content tells whether a PEM is secret; then the file is judged again. */
static bool read_opened(int file, const char *name, size_t size_max, bool secret,
                        struct key_bytes *ret_bytes)
{
    return file_safe(file, name, size_max, secret)
        && (read_all(file, size_max, ret_bytes) || refuse(name, "cannot be read"))
        && (secret || !key_bytes_private(ret_bytes) || file_safe(file, name, size_max, true));
}

static bool read_path(const char *path, const char *name, size_t size_max, bool secret,
                      struct key_bytes *ret_bytes)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool read;

    *ret_bytes = (struct key_bytes){0};
    if (file < 0)
        return refuse(name, strerror(errno));
    read = read_opened(file, name, size_max, secret, ret_bytes);
    (void)close(file);
    if (!read)
        key_bytes_close(ret_bytes);
    return read;
}

bool key_bytes_read(const char *folder, const char *name, bool secret, struct key_bytes *ret_bytes)
{
    char path[4096];

    *ret_bytes = (struct key_bytes){0};
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return refuse(name, strerror(ENAMETOOLONG));
    return read_path(path, name, KEY_FILE_MAX, secret, ret_bytes);
}

bool public_bytes_read(const char *path, struct key_bytes *ret_bytes)
{
    return read_path(path, path, PUBLIC_FILE_MAX, false, ret_bytes);
}

void key_bytes_close(struct key_bytes *bytes)
{
    if (bytes->data != NULL)
        explicit_bzero(bytes->data, bytes->size);
    free(bytes->data);
    *bytes = (struct key_bytes){0};
}
