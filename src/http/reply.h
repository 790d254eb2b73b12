/*
 * Reply: the last step of a walk. It turns a recorded failure into the problem document and fills
 * in what every reply has; reply_send() hands it to ulfius.
 */
#ifndef RENKEI_HTTP_REPLY_H
#define RENKEI_HTTP_REPLY_H

#include <stdbool.h>

struct _u_response;
struct request;
struct walk;

/* `answered`: the handler (or OPTIONS) made the reply; else rq->failure says why not. */
void reply_complete(struct walk *walk, bool answered);
/* The body of a large reply is read from the walk while it is sent. */
void reply_send(struct walk *walk, struct _u_response *response);
bool reply_is_large(const struct walk *walk);
/* Before what the handler held is released. */
void reply_keep_texts(struct request *rq);
/* Where headers are put: ulfius' map, or bytes of our own. */
struct sink {
    void (*put)(void *closure, const char *name, const char *value);
    void *closure;
};
/* NULL: the reply does not have it. */
void sink_put(const struct sink *sink, const char *name, const char *value);
/* Every header of the reply but those of the framing. */
void reply_headers(const struct walk *walk,
                   void (*put)(void *closure, const char *name, const char *value), void *closure);

#endif
