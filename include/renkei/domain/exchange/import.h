/*
 * Import: a file of rows that a worker reads and saves (docs/imports.md). Its state lies in its job
 * alone; rows that were not saved are kept with it, in parts of their own.
 */
#ifndef RENKEI_DOMAIN_EXCHANGE_IMPORT_H
#define RENKEI_DOMAIN_EXCHANGE_IMPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"

struct buffer;
struct import_kind;

#define IMPORT_JOB "import"  /* kind of its job */
#define IMPORT_FILE "source" /* the file as it came */
/* Rows that were not saved, as lines of JSON; words of ImportRowOutcome: */
#define IMPORT_FAILED "failed"
#define IMPORT_UNPROCESSED "unprocessed" /* behind those of one that was cancelled */

enum { IMPORT_BYTES = 20 * 1024 * 1024 }; /* of a file, at most; x-body-limit of the contract */

/* Columns that a failed file has behind its own; they may come back with it. */
enum { IMPORT_REASONS = 4 };
extern const char *const import_reasons[IMPORT_REASONS];

enum import_format { IMPORT_CSV, IMPORT_LINES, IMPORT_WORKBOOK };

/* What is asked for; texts may be NULL unless they say otherwise. */
struct import_order {
    enum import_format format;
    const char *charset; /* "utf-8", "cp932"; NULL: not said */
    const char *kind;    /* a word of ImportKind; never NULL */
    const char *profile; /* of the columns; never NULL */
    const char *source;
    const char *questionnaire; /* of answers: its code, or */
    const char *campaign;
    const char *sheet; /* of a workbook */
    bool is_dry;
    bool is_snapshot;                /* the file has all suppliers of the source */
    const char *scope;               /* or of these alone: "tag:…", "country:…", "number:…" */
    const char *max_archive_percent; /* a number; never NULL */
    const char *bytes;
    size_t length;
};

/* Stores the file and its job, in an open change. 409 when too many wait already. */
bool import_add(struct change *change, const struct import_order *order, char ret_id[UUID_TEXT]);
/*
 * After a dry run: the same file, for good. 409 in any other state, and of a snapshot that would
 * archive too many; `max_archive_percent`: a number instead of what was said before, or NULL.
 */
bool import_go_on(struct change *change, const char *id, const char *max_archive_percent);
/* What is not saved yet stays unsaved; a worker keeps it as unprocessed. 409 when it is over. */
bool import_cancel(struct change *change, const char *id);

/* How many rows came to what, so far. */
struct import_counts {
    long created, updated, unchanged, failed;
};

/* A batch of rows in the change of a step. */
struct import_batch {
    const char *id;
    const struct import_kind *kind;
    const json_t *payload;      /* what was asked for */
    json_t *rows;               /* of {row, line, twin, fault, cells, value} */
    const char *const *members; /* of the columns */
    const char *const *columns;
    size_t column_count;
    bool is_dry;
    bool fails; /* what kept its rows from being saved: recorded instead of tried again */
    enum problem problem;
    long *piece; /* of the rows that are kept: the next one */
    long *kept;  /* bytes of them */
    struct import_counts *counts;
};
bool import_save(struct change *change, struct import_batch *batch);

/* The same rows, kept as unprocessed. */
bool import_keep_rest(struct change *change, struct import_batch *batch);

/*
 * The rows that were not saved, in the format that came, their reasons behind the columns.
 * `outcome`: a word of ImportRowOutcome; NULL: failed and then unprocessed ones.
 */
bool import_failed_file(struct reading *reading, const char *id, const char *outcome,
                        struct buffer *ret_text, const char **ret_type);
/* A page of them, as JSON texts with commas between. 404 without the import. */
struct import_row_page {
    const char *id;
    const char *outcome;
    long piece, line; /* from where; and then where the next page begins */
    long limit;
    bool has_more;
};
bool import_rows(struct reading *reading, struct import_row_page *page, const char **ret_text);

#endif
