/*
 * Tabular: files of rows as other programs write them, read from memory. What is wrong with the
 * file as a whole is a word of ImportError and the line where it was met; nothing of it is guessed.
 */
#ifndef RENKEI_TABULAR_TABULAR_H
#define RENKEI_TABULAR_TABULAR_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum {
    TABLE_COLUMNS = 200,
    TABLE_ROWS = 200000,
    TABLE_ROW_BYTES = 64 * 1024, /* of all its cells */
};

struct table_fault {
    const char *code; /* NULL: all is well */
    size_t line;      /* from 1; 0: of the file as a whole */
};

/* One record; cells are texts without NUL, valid UTF-8, and last until the taker returns. */
struct record {
    size_t line; /* of a workbook: its row */
    const char *const *cells;
    size_t count;
    /* Of each cell why its text cannot be taken, a word of FaultCode, or NULL; or NULL: of none. */
    const char *const *faults;
};
/* false ends the reading; the fault is the taker's to set. */
typedef bool record_taker(void *subject, const struct record *record);

/* An encoding that is opened once, before a process gives up what opening takes. */
struct decoder;
struct decoder *decoder_open(void);
/* Bytes of a file, or its text. */
struct span {
    const char *bytes;
    size_t length;
};
/*
 * The bytes become UTF-8, in the arena or in place. `charset` "utf-8", "cp932", or NULL: UTF-8
 * or nothing. A byte order mark is left out; NUL and what is no character are faults.
 */
bool text_decode(struct decoder *decoder, struct arena *arena, const char *charset,
                 struct span *span, struct table_fault *ret_fault);

/* RFC 4180, strictly: a quote that stays open is a fault. Empty lines are passed over. */
bool csv_read(const char *text, size_t length, record_taker *take, void *subject,
              struct table_fault *ret_fault);
/* A record of one cell for each line that is not blank. */
bool lines_read(const char *text, size_t length, record_taker *take, void *subject,
                struct table_fault *ret_fault);

/* Whether the bytes begin as a workbook does, or as one of before XLSX. */
bool looks_like_workbook(const char *bytes, size_t length);
struct workbook_file {
    struct span bytes; /* they stay where they are */
    const char *sheet; /* its name; NULL: the first that is shown */
    /* How much of it, 0: as much as fits the bounds of an archive and the process. */
    size_t most_parts;
    size_t most_texts;    /* that cells share */
    size_t most_unpacked; /* bytes of all parts that are read, ... */
    size_t most_times;    /* ... and how many times the file's own */
};
/*
 * A workbook (XLSX, ISO/IEC 29500) in memory that stays; its sheet of that name, or the first that
 * is shown. Texts are as they are stored, numbers as they are written or shown ("0000", days as
 * ISO 8601), hidden rows are rows. Neither its names nor its declared sizes are trusted; macros,
 * DOCTYPE and passwords are faults. NULL: `ret_fault` says why.
 */
struct workbook;
struct workbook *workbook_open(struct arena *arena, const struct workbook_file *file,
                               struct table_fault *ret_fault);
const char *workbook_sheet(const struct workbook *book);
/* Goes on to the next sheet that is shown; false: that was the last. */
bool workbook_next(struct workbook *book);
/*
 * A record for each row that says something. Cells with a formula, an error, and, from the second
 * reading of that sheet on, cells below a merged one are faults.
 */
bool workbook_read(struct workbook *book, record_taker *take, void *subject,
                   struct table_fault *ret_fault);

#endif
