/*
 * Kept rows: a part of a job's files that has a text in each line (rows that failed as JSON, ids of
 * suppliers), read from any place on.
 */
#ifndef RENKEI_DOMAIN_EXCHANGE_KEPT_ROWS_H
#define RENKEI_DOMAIN_EXCHANGE_KEPT_ROWS_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct change;
struct reading;

struct kept_rows {
    struct reading *reading;
    const char *job_id;
    const char *part;
    long piece, line; /* where it goes on, from 0 */
    bool has_more;    /* there is a line at that place */
};

/* false: it does not take this line, where the next reader begins. */
typedef bool kept_taker(void *subject, const char *line);
bool kept_rows_read(struct kept_rows *rows, kept_taker *take, void *subject);

/* Lines, each with its end, as pieces from `piece` on, which is raised by what was written. */
bool kept_rows_add(struct change *change, const char *job_id, const char *part,
                   const struct buffer *lines, long *piece);

#endif
