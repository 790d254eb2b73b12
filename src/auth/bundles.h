/*
 * Scopes of people and machines, and those that only a respondent holds.
 */
#ifndef RENKEI_AUTH_BUNDLES_H
#define RENKEI_AUTH_BUNDLES_H

#include <stdbool.h>
#include <stddef.h>

/* responses:answer, measures:report. */
bool is_respondent_scope(const char *name, size_t length);

#endif
