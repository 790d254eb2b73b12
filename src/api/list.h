/* List: the statement of a list, read page by page or whole as a table. */
#ifndef API_LIST_H
#define API_LIST_H

#include "paging.h"
#include "renkei/db/db.h"

enum { LIST_PARAMETERS = 64 };

struct page {
    struct statement_way way;
    const char *after_value;
    const char *after_id;
    long asked; /* rows of the next statement */
    struct paging paging;
};

/* Where the next page begins: behind this row. */
struct place {
    const struct rows *rows; /* NULL: there is none */
    size_t row;
};

/* By the request's filters, order and cursor. */
bool list_open(struct request *rq, enum statement_id list, struct page *ret_page);
/* `statement`: one of the page's way. */
bool list_read(struct request *rq, const struct page *page, enum statement_id statement,
               struct rows **ret_rows);
/* Behind the last row there is nothing; of a search, what it did not look at. */
bool list_find_end(struct request *rq, const struct page *page, struct place *ret_next);

/* Whether the caller wants CSV, and the list so: whole, with the columns of an export. */
bool list_is_table(const struct request *rq);
bool list_reply_table(struct request *rq, enum statement_id list);

struct csv;

/* One row of a table while it is written. */
struct row_of {
    struct arena *arena; /* of this row alone */
    const struct rows *rows;
    size_t row;
    const json_t *members; /* the row as JSON */
};

/* A table with columns of its own. */
struct list_form {
    const char *name;           /* of the file, without its ending */
    const char *const *columns; /* headings, up to NULL */
    void (*write)(const struct list_form *form, struct csv *csv, const struct row_of *row);
    bool guards; /* as csv.h: for people with a spreadsheet, not for programs */
    enum locale locale;
};

bool list_reply_form(struct request *rq, enum statement_id list, const struct list_form *form);

#endif
