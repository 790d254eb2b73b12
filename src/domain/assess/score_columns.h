#ifndef DOMAIN_ASSESS_SCORE_COLUMNS_H
#define DOMAIN_ASSESS_SCORE_COLUMNS_H

#include <jansson.h>

#include "renkei/domain/assess/assessment.h"

struct reading;

/* The columns of risk_scores and suppliers that a score fills, by name. */
json_t *score_columns(struct reading *reading, const struct assessment *assessment,
                      const json_t *explanation);

#endif
