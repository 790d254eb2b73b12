/*
 * Request: everything one request knows, from the edge to the reply. It lives in its arena.
 *
 * The walk: http (edge, body limit) -> contract (route) -> auth (gate, scopes) -> contract
 * (parameters, headers, body) -> handler (api -> domain -> db) -> reply. A step that returns false
 * has recorded rq->failure; one encoder turns that into the problem document.
 */
#ifndef RENKEI_API_REQUEST_H
#define RENKEI_API_REQUEST_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/api/service.h"
#include "renkei/auth/auth.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/clock.h"
#include "renkei/base/failure.h"
#include "renkei/contract/contract.h"
#include "renkei/db/db.h"
#include "renkei/domain/change/change.h"

/* Headers that steer a request, checked for form. */
struct preconditions {
    bool given;             /* If-Match was sent */
    bool any;               /* If-Match: * */
    const char *revision;   /* decimal, several with commas between; NULL with `any` */
    bool create_only;       /* If-None-Match: * */
    const char *none_match; /* If-None-Match as sent, for 304 */
};

struct reply {
    int status;
    const char *content_type;
    struct buffer body;
    const char *etag; /* opaque part without quotes, or NULL */
    const char *location;
    const char *link;             /* Link header */
    const char *content_language; /* set: Vary: Accept-Language too */
    const char *cache_control;    /* NULL: no-store */
    const char *disposition;      /* Content-Disposition of a file, or NULL */
    const char *security_policy;  /* of a page: Content-Security-Policy; NULL: no page */
    bool is_foreign;              /* the body is as somebody sent it: nobody knows its charset */
    bool replayed;                /* Idempotency-Replayed: true */
    size_t unpacked; /* > 0: the body is gzip of so many bytes, which are what is sent */
    size_t held;     /* of the budget for large bodies: see reply.h */
};

struct request {
    struct arena *arena;
    struct failure failure;
    struct service *service;
    const char *id;       /* request id: ours, or the caller's if well formed */
    const char *trace_id; /* of traceparent, 32 hex digits */
    instant now;
    const char *path;  /* the target up to `?`, as sent */
    const char *query; /* behind `?`, as sent; NULL without */
    const char *peer;  /* address of the other side */
    enum locale locale;
    const struct operation *operation;
    struct parameters parameters;
    struct principal principal; /* of non-public operations */
    struct preconditions preconditions;
    const char *authorization;   /* as sent, of an operation of OAuth; else NULL */
    const char *idempotency_key; /* or NULL */
    bool return_minimal;         /* Prefer: return=minimal */
    const char *accept;          /* chosen media type of operation->produces */
    json_t *body;                /* checked; NULL without a body */
    const char *body_text;       /* the bytes as sent, with a NUL behind them; NULL without */
    size_t body_length;
    const char *body_type;   /* Content-Type of a file (operation->consumes) */
    struct failure of_items; /* of operation->body_items: what is wrong with single ones */
    struct db *db;
    struct reading reading; /* what the domain gets of all this; filled before the handler runs */
    struct change *change;  /* of a writing request, NULL before it begins */
    struct reply reply;
};

/* Values of the walk's checked parameters; a name the operation lacks is a programming error. */
const char *path_value(const struct request *rq, const char *name);
const char *query_value(const struct request *rq, const char *name); /* NULL: not given */
const char *query_array(const struct request *rq, const char *name);
bool query_flag(const struct request *rq, const char *name);
long query_integer(const struct request *rq, const char *name);
/* The revision that If-Match names; NULL: any, "0": nothing may be there yet. */
const char *expected_revision(const struct request *rq);
bool has_scope(const struct request *rq, enum scope scope);

/* Fills rq->reading: everything before the handler is done. */
void request_ready(struct request *rq);
/* Opens rq->change, the transaction of a writing request, and claims its Idempotency-Key. */
bool request_begin(struct request *rq);
/* As request_begin, of several transactions (change_prepare): nothing is open yet. */
bool request_prepare(struct request *rq);
/* Keeps rq->reply under the key and commits. */
bool request_commit(struct request *rq);
/*
 * After a failed handler: if its key was taken by a finished request with the same content, that
 * one's reply becomes ours (true); otherwise the failure stays.
 */
bool request_replay(struct request *rq);

#endif
