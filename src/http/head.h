/*
 * Head: the head of a request, as libmicrohttpd left it in its buffer.
 *
 * libmicrohttpd cuts the head into strings in place: a NUL stands where a separator stood. What it
 * does not tell is where that was not the whole truth: a NUL that was sent, a line that went on
 * behind its end (its text is glued to the header's name), a lone line feed. So every byte of the
 * head is accounted for here; a head with others is `torn`, and the edge refuses it.
 */
#ifndef RENKEI_HTTP_HEAD_H
#define RENKEI_HTTP_HEAD_H

#include <stddef.h>

struct arena;
struct connection;
struct message;

/* A request line as the first callback saw it; later the target is decoded in its place. */
struct target {
    const char *place; /* in libmicrohttpd's buffer */
    size_t length;     /* as sent */
    const char *text;  /* a copy */
};

/*
 * Takes the query out of libmicrohttpd's sight: it would make a record of each parameter, and a
 * head of 450 of them ends in a connection that is neither answered nor closed.
 */
void target_take(const char *place, struct arena *arena, struct target *ret_target);

/* Fills method, target, version, headers, torn and peer. */
void head_read(const struct connection *connection, const struct target *target, const char *method,
               const char *version, struct arena *arena, struct message *ret_message);

#endif
