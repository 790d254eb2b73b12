/*
 * Releases: people lift a hold of the order gate for one action, up to and with a day.
 *
 * A release covers the signals that held when it was asked for: another incident, another expired
 * certificate or a worse band holds again. Where the policy asks for a second person it counts once
 * another than who asked for it has approved it.
 */
#ifndef RENKEI_DOMAIN_TREATMENT_RELEASE_H
#define RENKEI_DOMAIN_TREATMENT_RELEASE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct change;
struct rows;

/* 404, 409 supplier_archived or nothing_held, 422 a day that does not fit. */
bool release_ask(struct change *change, const char *supplier_id, const json_t *body,
                 struct rows **ret_release);
/* Locks supplier and release; 404, 412 unless its revision is the expected one. */
bool release_lock(struct change *change, const char *id, const char *expected,
                  struct rows **ret_release);
/* 409 second_person_needed or invalid_state. */
bool release_approve(struct change *change, const struct rows *before, struct rows **ret_release);
/* Before its last day, or before it was approved. */
bool release_end(struct change *change, const struct rows *before, const json_t *body,
                 struct rows **ret_release);
/* For the sweep: ends at most `limit` releases whose last day lies before `today`. */
bool release_expire(struct change *change, const char *today, long limit, size_t *ret_count);

#endif
