/*
 * Export: rows of one kind as they were at one instant, for another program or a person
 * (docs/exports.md). A request orders one; a worker makes it.
 */
#ifndef RENKEI_DOMAIN_EXCHANGE_EXPORT_H
#define RENKEI_DOMAIN_EXCHANGE_EXPORT_H

#include "renkei/base/buffer.h"
#include "renkei/domain/job/job.h"

/* The word of app.jobs.kind, and the part under which the file is stored, gzipped. */
#define EXPORT_JOB "export"
#define EXPORT_PART "result"

enum {
    EXPORT_BYTES = 24 * 1024 * 1024, /* of a file as it is stored */
    EXPORTS_UNFINISHED = 20,         /* of a tenant */
    JOBS_BYTES = 512 * 1024 * 1024,  /* of all files of a tenant's jobs */
    EXPORT_COLUMNS = 40,             /* of a kind, at most */
    EXPORT_PAGE = 1000,              /* rows of a statement */
};

struct export_kind {
    const char *word;
    enum statement_id statement;
    enum statement_id list;     /* whose rows it has, if nothing is left out */
    enum scope scope;           /* what an order takes besides the scope of exports */
    const char *const *columns; /* "risk.band": where its value is in a row; ends with NULL */
    const char *const *filters; /* the members of the filter that it knows; ends with NULL */
    const char *state;          /* the enumeration of the filter `state`, or NULL */
};
const struct export_kind *export_kind_find(const char *word);
/* The first kind that has the rows of this list; NULL: there is none. */
const struct export_kind *export_kind_of(enum statement_id list);

/* Whether kind, format and encoding are words that there are; a request's are checked already. */
bool export_order_is_known(const json_t *body);
/*
 * Checks an order as its body says it and stores the job. `types`: of events, those that the caller
 * may see (an array literal; NULL: all).
 */
bool export_order(struct change *change, const json_t *body, const char *types,
                  char ret_id[UUID_TEXT]);

/* Where an export is: `after` is the key of the last row that was read. */
struct export_place {
    const struct export_kind *kind;
    const json_t *order; /* the job's payload */
    const char *after;
    const char *last_seq; /* the feed's last number in the snapshot */
};
void export_begin(const json_t *order, struct export_place *ret_place);
/* How many rows there will be; -1: it would take as long as to read them. */
bool export_total(const struct reading *reading, const struct export_place *place, long *ret_total);
/* The next rows; none: that was all. The caller drops them. */
bool export_page(const struct reading *reading, struct export_place *place, struct rows **ret_rows);
/* One row as a line of JSON. */
void export_line(const struct export_place *place, const struct rows *rows, size_t row,
                 struct buffer *lines);

#endif
