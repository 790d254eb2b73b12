/*
 * Next review: the day on which people should look at a supplier again.
 *
 * The earlier of the band's cycle (settings, at most 12 months for T1 and T2, 24 for T3 and T4),
 * counted from the last review or, before the first, from the first score, and the day on which
 * ageing would change the band. A review that is due stays due until it is performed.
 */
#ifndef RENKEI_SRC_DOMAIN_ASSESS_NEXT_REVIEW_H
#define RENKEI_SRC_DOMAIN_ASSESS_NEXT_REVIEW_H

#include "renkei/domain/assess/assessment.h"

/* A date in the arena; NULL while nothing was judged. Status, band and brief are set. */
const char *next_review(struct reading *reading, const struct assessment *one);
/* Another model's band does not put off what was promised: the date stays until it is kept. */
void next_review_keep(struct assessment *one);

#endif
