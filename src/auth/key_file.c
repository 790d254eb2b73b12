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
    if (algorithm == NULL
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
static bool file_safe(int file, const char *name, bool secret)
{
    struct stat status;

    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return refuse(name, "is not a plain file");
    if (status.st_size <= 0 || status.st_size > KEY_FILE_MAX)
        return refuse(name, "is empty or larger than 16 KiB");
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return refuse(name, "can be changed by its group or by others: chmod go-w");
    if (secret && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return refuse(name, "is secret and open to its group or to others: chmod 600");
    return true;
}

static bool read_all(int file, struct key_bytes *bytes)
{
    bytes->data = calloc(1, KEY_FILE_MAX + 1);
    bytes->size = 0;
    while (bytes->data != NULL && bytes->size < KEY_FILE_MAX) {
        ssize_t got = read(file, bytes->data + bytes->size, KEY_FILE_MAX - bytes->size);

        if (got < 0)
            return false;
        if (got == 0)
            return true;
        bytes->size += (size_t)got;
    }
    return bytes->data != NULL;
}

bool key_bytes_read(const char *folder, const char *name, bool secret, struct key_bytes *ret_bytes)
{
    char path[4096];
    int file = -1;
    bool read = false;

    *ret_bytes = (struct key_bytes){0};
    errno = ENAMETOOLONG;
    if (snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path)
        file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return refuse(name, strerror(errno));
    if (file_safe(file, name, secret))
        read = read_all(file, ret_bytes) || refuse(name, "cannot be read");
    /* Only the content tells whether a PEM is secret; then the file is judged again. */
    if (read && !secret && key_bytes_private(ret_bytes))
        read = file_safe(file, name, true);
    (void)close(file);
    if (!read)
        key_bytes_close(ret_bytes);
    return read;
}

void key_bytes_close(struct key_bytes *bytes)
{
    if (bytes->data != NULL)
        explicit_bzero(bytes->data, KEY_FILE_MAX + 1);
    free(bytes->data);
    *bytes = (struct key_bytes){0};
}
