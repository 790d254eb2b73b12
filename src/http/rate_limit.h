/*
 * Rate limit: RENKEI_RATE_LIMIT requests per second and token, bursts of twice as many. Each
 * process counts by itself: n processes let n times as many through.
 */
#ifndef RENKEI_HTTP_RATE_LIMIT_H
#define RENKEI_HTTP_RATE_LIMIT_H

#include <stdbool.h>

/* 0 turns the limit off. */
void rate_limit_open(unsigned per_second);
/* Takes one request from the budget of the token whose id is in `authorization`. */
bool rate_limit_allows(const char *authorization);

#endif
