/*
 * Rescore: a supplier's assessment status, band and score after something changed.
 *
 * Runs inside the open change, after the supplier's row was locked: loads the latest submitted or
 * accepted response (its frozen questionnaire, adopted answers), profile and measures, scores them,
 * appends a row to risk_scores unless it equals the current one, updates the supplier's risk
 * columns and collects risk_score.created and risk_score.band_changed.
 */
#ifndef RENKEI_RESCORE_H
#define RENKEI_RESCORE_H

#include <stdbool.h>

struct request;

struct rescore {
    const char *supplier_id;
    const char *cause;  /* a word of ScoreCause; NULL: refresh status and band, append nothing */
    const char *as_of;  /* a date; NULL: the request's date in the tenant's time zone */
    bool always;        /* append even an equal score (asked for by a person) */
    bool revision_kept; /* the caller raised the supplier's revision already in this change */
};

/* ret_score_id: the appended score, NULL when none was; may be NULL. */
bool supplier_rescore(struct request *rq, const struct rescore *what, const char **ret_score_id);

#endif
