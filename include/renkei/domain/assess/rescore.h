/*
 * Rescore: a supplier's assessment status, band and score after something changed.
 *
 * Runs inside the open change, after the supplier's row was locked: loads the answers that count
 * (basis.h), profile and measures, scores them,
 * appends a row to risk_scores unless it equals the current one, updates the supplier's risk
 * columns and collects risk_score.created and risk_score.band_changed; then the gate tells where
 * another decision stands from now on (supplier_status.changed).
 *
 * Where the tenant's model is another one than that of the current score, the sweep appends with
 * cause "model", whatever moved: the review date stays unless the new band's is earlier.
 */
#ifndef RENKEI_DOMAIN_ASSESS_RESCORE_H
#define RENKEI_DOMAIN_ASSESS_RESCORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct basis;
struct change;
struct reading;
struct rows;

struct rescore {
    const char *supplier_id;
    const char *cause;     /* a word of ScoreCause; NULL: refresh status and band, append nothing */
    const char *as_of;     /* a date; NULL: today in the tenant's time zone */
    bool always;           /* append even an equal score (asked for by a person) */
    bool reviewed_now;     /* a review is performed in this change: the next counts from today */
    bool revision_kept;    /* the caller raised the supplier's revision already in this change */
    const char *step_code; /* questionnaire code of the response whose step this is, or NULL */
    const struct basis *basis;   /* loaded as of `as_of` in this change; NULL: not yet */
    struct rescore_moves *moves; /* of the sweep */
};

/*
 * Suppliers that the sweep scored by another model than before: instead of an event for each band
 * that changes there is one for all of them.
 */
struct rescore_moves {
    json_t *bands; /* {"low>moderate": 3}; "none": no band */
    size_t suppliers;
    const char *from; /* the former model; NULL: no supplier */
    const char *to;
};

/* ret_score_id: the appended score, NULL when none was; may be NULL. */
bool supplier_rescore(struct change *change, const struct rescore *what, const char **ret_score_id);

/*
 * For the daily sweep: whether one row of rescore_load says that the supplier would show something
 * else today (cause "sweep" appends a score only when band, reason or status changed or the score
 * moved by 0.1). Nothing is written.
 */
bool rescore_is_due(struct reading *reading, struct rows *rows, size_t row, bool *ret_due);

#endif
