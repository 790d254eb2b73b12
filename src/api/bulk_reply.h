/* What became of the rows of a bulk, as its reply says it. */
#ifndef RENKEI_SRC_API_BULK_REPLY_H
#define RENKEI_SRC_API_BULK_REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "renkei/domain/change/change.h"

struct request;

/* A row's name in the request, such as "external_id"; its text may be NULL. */
struct bulk_name {
    const char *member, *text;
};

enum { BULK_NAMES = 2, BULK_OUTCOMES = 4 };

struct bulk_result {
    struct bulk_name names[BULK_NAMES];
    const struct failure *failure; /* NULL: the row was saved, or there was nothing to save */
    enum saved saved;
    const char *id; /* NULL: of a row that failed, and of one that a dry run would make */
    long revision;
};

/* Opens the reply; then a row after the other, and the end. */
struct bulk_reply {
    struct request *rq;
    size_t rows;
    size_t counts[BULK_OUTCOMES];
};
void bulk_reply_open(struct request *rq, struct bulk_reply *ret_reply);
void bulk_reply_add(struct bulk_reply *reply, const struct bulk_result *result);
bool bulk_reply_end(struct bulk_reply *reply);
/* With one more number in the summary. */
bool bulk_reply_end_with(struct bulk_reply *reply, const char *member, size_t number);

#endif
