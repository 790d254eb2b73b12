/*
 * Campaigns: one questionnaire version to many suppliers, and the whole round as one table.
 *
 * Everything that changes runs inside an open change. Lock order: campaign, suppliers by id,
 * responses by id. At most CAMPAIGN_SUPPLIERS_MAX suppliers belong to a campaign.
 */
#ifndef RENKEI_DOMAIN_CAMPAIGN_CAMPAIGN_H
#define RENKEI_DOMAIN_CAMPAIGN_CAMPAIGN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "renkei/domain/questionnaire/questionnaire.h"

struct answer;
struct change;
struct reading;
struct rows;

enum { CAMPAIGN_SUPPLIERS_MAX = 5000 };

struct campaign {
    const struct rows *row; /* as clients see it */
    const char *id;
    long revision;
    const char *state;
    const char *questionnaire_id;
    const char *due_on;
    const char *locale;
    const char *note;
    const char *why;
    bool prefill;
};

/* The campaign as its clients see it. */
bool campaign_get(struct reading *reading, const char *id, struct rows **ret_row);
/* The same for C, locked; 409 unless it is open, 412. */
bool campaign_lock(struct change *change, const char *id, const char *expected,
                   struct campaign *ret_campaign);

/* Makes a campaign and asks its suppliers; ret_added says who was asked, joined or skipped. */
bool campaign_create(struct change *change, const json_t *body, struct rows **ret_row,
                     json_t **ret_added);
bool campaign_update(struct change *change, const struct campaign *before, const json_t *body,
                     struct rows **ret_row);
bool campaign_add(struct change *change, const struct campaign *before, const json_t *body,
                  struct rows **ret_row, json_t **ret_added);
bool campaign_extend(struct change *change, const struct campaign *before, const json_t *body,
                     struct rows **ret_row);
bool campaign_close(struct change *change, const struct campaign *before, const json_t *body,
                    struct rows **ret_row);

/* One question of one supplier in the whole-round table. Texts live as long as the answers. */
struct campaign_cell {
    const struct questionnaire_question *question;
    bool visible;        /* visible_if */
    const char *answer;  /* done, not_applicable, obtained, ...; NULL: unanswered or other type */
    const char *adopted; /* the reviewer's value, in the form of the question's kind, or NULL */
    const char *adopted_by; /* who adopted it, or NULL */
    const char *own;        /* what the supplier itself said, as `shown` says it */
    const char *shown; /* what counts: ○, 該当なし, 未回答, the text, ...; "" when hidden */
    const char *number;     /* of a certificate, or NULL */
    const char *expires_on; /* of a certificate, or NULL */
};

/* A row of the table: opened once for a questionnaire, filled for each supplier. */
struct campaign_cells {
    const struct questionnaire *questionnaire;
    struct campaign_cell *cells; /* one per question, in sheet order */
    struct answer *sheet;        /* of whom it was filled for last */
};

void campaign_cells_open(struct reading *reading, const struct questionnaire *questionnaire,
                         struct campaign_cells *cells);
/* `answers`: {code: value}; it must outlive the cells. */
void campaign_cells_fill(struct reading *reading, struct campaign_cells *cells,
                         const json_t *answers);

#endif
