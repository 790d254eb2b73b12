/* Stop: who stops with some suppliers, how much of each, and what that costs us. */
#ifndef RENKEI_SRC_DOMAIN_CHAIN_STOP_H
#define RENKEI_SRC_DOMAIN_CHAIN_STOP_H

#include <jansson.h>

#include "walk.h"

/*
 * {weighted_loss, by_stage, self, affected, is_cut} of a stop of those that the walk starts from.
 * ret_rows are rows of chain_shown, of these and of those affected.
 */
bool chain_stop(struct walk *walk, struct rows **ret_rows, json_t **ret_stop);
/* What it costs us that so much of a supplier stops: A of its score, before measures. */
double chain_loss(const struct rows *rows, size_t row, double share);

#endif
