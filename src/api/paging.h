/* Paging: the sealed cursor of a list, and where its reply says that it goes on. */
#ifndef API_PAGING_H
#define API_PAGING_H

#include "renkei/api/request.h"

struct paging {
    char filter[SHA256_HEX];
    long limit;
};

/* The id and value that the cursor is behind; without one both stay. 400 invalid_cursor. */
bool paging_open(struct request *rq, struct paging *ret_paging, const char **ret_id,
                 const char **ret_value);
/* 200, and the body up to the first row. */
void paging_begin(struct request *rq);
/* The list's end and its `page`, without the last brace; id NULL: there is no more. */
void paging_end(struct request *rq, const struct paging *paging, const char *id, const char *value);

/* The same of rows that are found by piece and line (kept_rows.h), the last brace too. True. */
bool paging_open_at(struct request *rq, struct paging *ret_paging, long *ret_piece, long *ret_line);
bool paging_end_at(struct request *rq, const struct paging *paging, bool has_more, long piece,
                   long line);

#endif
