/*
 * Assessment: what people see of a supplier's number, and when to look again.
 *
 * The band shown is decided in this order: an override that two people agreed on, an open incident,
 * silence, the computed score (docs/adr/0006-what-decides-the-band.md). Where too little is known
 * it is the worst that may be, where the answers have aged out the last that people saw.
 */
#ifndef RENKEI_DOMAIN_ASSESS_ASSESSMENT_H
#define RENKEI_DOMAIN_ASSESS_ASSESSMENT_H

#include "renkei/domain/assess/basis.h"

struct assessment {
    struct basis basis;
    bool reviewed_now; /* a review is performed in this change */
    struct score_supplier *supplier;
    struct score_brief brief;
    struct score_brief last_known; /* of stale answers: on the last day that enough was known */
    const char *status;            /* a word of AssessmentStatus */
    const char *band;              /* NULL: nothing to judge */
    const char *reason;            /* what decided the band; NULL with it */
    const char *next_review_on;    /* NULL: nothing was judged yet */
    const char *review_by;         /* promised before another model came; NULL: none */
};

/* The numbers as of another day. */
bool assessment_brief_on(const struct assessment *one, day date, struct score_brief *ret_brief);
/* `one->basis` was read and has a questionnaire; old answers beside silence are forgotten in it. */
bool assess(struct reading *reading, struct assessment *one);

#endif
