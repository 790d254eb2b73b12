/*
 * Sender: messages to other machines by HTTP, many at once, from one thread.
 *
 * A name is resolved once for a connection, and the address that the connection goes to is looked
 * at before it is made: what is not public is refused, whatever the name said before. No redirect
 * is followed, no proxy of the environment asked. A connection may take 5 s, a message 20 s, and
 * of an answer 64 KiB are read.
 */
#ifndef RENKEI_EGRESS_SENDER_H
#define RENKEI_EGRESS_SENDER_H

#include <stdbool.h>
#include <stddef.h>

struct sender;
struct webhook_rules;

/* `rules`: where it may send; outlives the sender. NULL: no memory. */
struct sender *sender_open(const struct webhook_rules *rules);
/* What is on its way is cut off. */
void sender_close(struct sender *sender);

struct posting {
    const char *url;            /* one that url_check let pass */
    const char *const *headers; /* "name: value", NULL behind the last */
    const char *body;           /* stays where it is until the answer is there */
    size_t length;
    void *subject; /* comes back with the answer */
};
/* false: no memory. */
bool sender_post(struct sender *sender, const struct posting *posting);
/* Cuts off the message with this subject, if it is on its way. */
void sender_drop(struct sender *sender, const void *subject);

enum post_fault {
    POST_ANSWERED, /* with any status */
    POST_TIMED_OUT,
    POST_NOT_RESOLVED,
    POST_ADDRESS_REFUSED,
    POST_NOT_CONNECTED,
    POST_TLS_FAILED,
    POST_BROKEN,
};
enum { ANSWER_BYTES = 1024 };
struct posted {
    void *subject;
    enum post_fault fault;
    int status;       /* 0: none */
    long duration_ms; /* of all of it */
    long retry_after; /* seconds that the answer asks for, 0: none */
    char answer[ANSWER_BYTES + 1];
    size_t answer_length;
};
/* The next message that came to its end; false: none has. */
bool sender_next(struct sender *sender, struct posted *ret_posted);
/* Until something happens, at most so many milliseconds. */
void sender_wait(struct sender *sender, int milliseconds);

#endif
