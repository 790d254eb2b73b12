/*
 * Reply: how handlers answer. Each writes rq->reply inside the transaction and returns true.
 *
 * A column "_etag" of the row gives the ETag, else the column "revision".
 */
#ifndef RENKEI_API_REPLY_H
#define RENKEI_API_REPLY_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/db/db.h"

struct request;
struct buffer;

/* The first row as a JSON object. */
bool reply_row(struct request *rq, int status, const struct rows *rows);
/* 201 with Location `prefix` + the row's id. */
bool reply_created(struct request *rq, const char *prefix, const struct rows *rows);
/* One more member of the object that the reply is so far. */
bool reply_add(struct request *rq, const char *member, const json_t *value);
/* A value made in C; `etag` may be NULL. Numbers have at most 15 digits. */
bool reply_json(struct request *rq, int status, const json_t *value, const char *etag);
/* JSON text made in C or by the database. */
bool reply_text(struct request *rq, int status, const char *json, const char *etag);
/* The body of a reply that its handler writes member by member: large ones are not copied. */
struct buffer *reply_open(struct request *rq, int status);
bool reply_empty(struct request *rq);
/* The language of the texts: Content-Language and Vary. */
bool reply_language(struct request *rq);

/*
 * Large bodies count against a budget of the process, half of it for one tenant, until they are
 * fetched. False: it is used up, 503 is recorded. Whoever makes a body piece by piece asks behind
 * each; the walk asks for all others.
 */
bool reply_hold(struct request *rq);
/* The same for a reply that cannot be refused: it counts, and those that come behind it wait. */
void reply_charge(struct request *rq);
void reply_let_go(struct request *rq);
/* Bytes that all large bodies hold now. */
size_t replies_held(void);

/*
 * A page of a list. The parameters of its statements are bound by name: limit, after_value and
 * after_id by the cursor, path values and query values by their names ("score[gte]" is score_gte),
 * now, language, supplier_scope (of a respondent's token). The
 * list's sort lines are the orders the query's `sort` may ask for; which of its filters are given
 * decides which statement is run. With include_total=true `total` is there, and what it is.
 */
bool reply_list(struct request *rq, enum statement_id list);
/* A page of what is no list of one statement; `cursor` is sealed, NULL behind the last page. */
bool reply_values(struct request *rq, const json_t *data, const char *cursor);
/* Rows of a statement with filters that is no list; its parameters are bound in the same way. */
bool read_filtered(struct request *rq, enum statement_id statement, struct rows **ret_rows);
/* The same for rows that are not shown column by column: `write` adds one row as JSON. */
typedef void row_writer(struct request *rq, const struct rows *rows, size_t row,
                        struct buffer *body);
bool reply_list_written(struct request *rq, enum statement_id list, row_writer *write);

#endif
