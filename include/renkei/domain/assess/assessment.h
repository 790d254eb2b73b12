/*
 * Assessment: what people see of a supplier's number, and when to look again.
 *
 * The band shown is decided in this order: an override that two people agreed on, an open incident,
 * silence, the computed score (docs/adr/0006-what-decides-the-band.md).
 */
#ifndef RENKEI_DOMAIN_ASSESS_ASSESSMENT_H
#define RENKEI_DOMAIN_ASSESS_ASSESSMENT_H

#include "renkei/domain/assess/basis.h"

struct assessment {
    struct basis basis;
    bool reviewed_now; /* a review is performed in this change */
    struct score_supplier *supplier;
    struct score_brief brief;
    const char *status;         /* a word of AssessmentStatus */
    const char *band;           /* NULL: nothing to judge */
    const char *reason;         /* what decided the band; NULL with it */
    const char *next_review_on; /* NULL: nothing was judged yet */
    const char *review_by;      /* promised before another model came; NULL: none */
};

/* `one->basis` was read and has a questionnaire; old answers beside silence are forgotten in it. */
bool assess(struct reading *reading, struct assessment *one);

#endif
