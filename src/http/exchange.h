/*
 * Exchange: one request and its reply, from the request line on. It belongs to its connection.
 *
 * The head is judged as soon as it is there: a request that is refused by its head is answered
 * before its body is read.
 */
#ifndef RENKEI_HTTP_EXCHANGE_H
#define RENKEI_HTTP_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

struct connection;
struct duty;
struct exchange;
struct server;
struct _u_response;

struct exchange *exchange_open(struct connection *connection, const char *target);
/* Whether its reply was given to ulfius and is read from it while it is sent. */
bool exchange_is_read(const struct exchange *exchange);
/* Whether access_handler's first call was made. */
bool exchange_is_judged(const struct exchange *exchange);
enum verdict {
    VERDICT_WAIT,      /* for the body, if there is one, and the last call */
    VERDICT_ANSWER,    /* now: the body is not wanted */
    VERDICT_HAND_OVER, /* a worker has to be asked, then exchange_judge again */
    VERDICT_CLOSE,     /* libmicrohttpd has no memory left for a reply: see last_word.h */
};
enum verdict exchange_judge(struct exchange *exchange, const struct server *server,
                            const char *method, const char *version);
/* A piece of the body. false: too much of it, which is recorded; the connection has to end. */
bool exchange_take(struct exchange *exchange, const char *bytes, size_t length);
/* The target as sent. */
const char *exchange_target(const struct exchange *exchange);
/* Whether it is whole, and has to be handled by a worker. */
bool exchange_waits(const struct exchange *exchange, const struct server *server);
/*
 * To its loop or to the workers, with its connection suspended: when it is handled, or refused
 * because too many wait, its loop resumes the connection.
 */
void exchange_hand_over(struct exchange *exchange, const struct server *server);
extern const struct duty exchange_duty;
/* Gives the reply to ulfius, after it has handled what waits for nothing. */
void exchange_answer(struct exchange *exchange, struct _u_response *response);
/*
 * libmicrohttpd ended the request: with an answer of its own (`status`), or with none (0) and then,
 * where it may still be told why, by a last word on the socket.
 */
void exchange_abandon(struct exchange *exchange, const struct server *server, int status);
/* Releases everything; the connection has no exchange afterwards. NULL is allowed. */
void exchange_close(struct exchange *exchange);

#endif
