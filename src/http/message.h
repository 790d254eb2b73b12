/*
 * Message: a request as it arrived, every header line by itself. Nothing in it has been checked.
 */
#ifndef RENKEI_HTTP_MESSAGE_H
#define RENKEI_HTTP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { HEADERS_MAX = 64, HEADER_BYTES_MAX = 16 * 1024, TARGET_BYTES_MAX = 8 * 1024 };
/*
 * What the memory of a connection holds: a head at the limits above with libmicrohttpd's records of
 * its headers, and the head of a reply. The rest is room for a reply to a head beyond the limits.
 */
enum { HEAD_MEMORY_MAX = 29 * 1024, CONNECTION_MEMORY = HEAD_MEMORY_MAX + 7 * 1024 };

struct header {
    const char *name;
    size_t name_length;
    const char *value; /* without blanks around it */
};

struct message {
    const char *method;
    const char *target;  /* path and query as sent, still encoded */
    const char *version; /* "HTTP/1.1" */
    bool torn;           /* the head has bytes that none of these members show: see head.h */
    struct header headers[HEADERS_MAX];
    size_t header_count; /* of all that were sent; those beyond HEADERS_MAX are not kept */
    size_t header_bytes;
    size_t memory;    /* that the head takes of CONNECTION_MEMORY */
    const char *body; /* NUL-terminated behind its length; NULL without a body */
    size_t body_length;
    const char *peer; /* address of the other side */
};

/* The value of the first header of this name (letter case does not count), or NULL. */
const char *message_header(const struct message *message, const char *name);
/*
 * The value of a header that is a list: several lines are one list (RFC 9110 section 5.3). NULL
 * without any.
 */
const char *message_list(const struct message *message, const char *name, struct arena *arena);
size_t message_header_count(const struct message *message, const char *name);
/* Whether bytes of a body follow the head: a length that is not 0, or chunks. */
bool message_announces_body(const struct message *message);
/* The announced length, 0 without one or when it is not a number that fits. */
size_t message_announced_length(const struct message *message);

#endif
