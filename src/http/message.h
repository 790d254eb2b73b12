/*
 * Message: a request as it arrived, every header line by itself. Nothing in it has been checked.
 */
#ifndef RENKEI_HTTP_MESSAGE_H
#define RENKEI_HTTP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

enum { HEADERS_MAX = 64, HEADER_BYTES_MAX = 16 * 1024, TARGET_BYTES_MAX = 8 * 1024 };

struct header {
    const char *name;
    const char *value;
};

struct message {
    const char *method;
    const char *target;  /* path and query as sent, still encoded */
    const char *version; /* "HTTP/1.1" */
    struct header headers[HEADERS_MAX];
    size_t header_count; /* of all that were sent; those beyond HEADERS_MAX are not kept */
    size_t header_bytes;
    const char *body; /* not NUL-terminated; NULL without a body */
    size_t body_length;
    const char *peer; /* address of the other side */
};

/* The value of the first header of this name (letter case does not count), or NULL. */
const char *message_header(const struct message *message, const char *name);
size_t message_header_count(const struct message *message, const char *name);

#endif
