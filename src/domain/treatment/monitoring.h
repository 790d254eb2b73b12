/*
 * Monitoring: what overrides, releases, incidents and reviews share.
 */
#ifndef RENKEI_SRC_DOMAIN_TREATMENT_MONITORING_H
#define RENKEI_SRC_DOMAIN_TREATMENT_MONITORING_H

#include <stdbool.h>
#include <stddef.h>

#include "renkei/db/db.h"

struct change;
struct reading;
struct rows;

/* The supplier, locked; 404, or 409 supplier_archived. */
bool monitored_supplier(struct change *change, const char *id, struct rows **ret_supplier);

/* A decision holds up to and with a day: 422 where that has passed or is over 24 months ahead. */
bool decision_until_fits(struct reading *reading, const char *until);
/* 409 with what is allowed, of a decision that is proposed, active or ended. */
bool decision_permits(struct reading *reading, const struct rows *decision, const char *vocabulary,
                      const char *action);
/* Ends one by its day, found without a lock: it may have been ended meanwhile. */
typedef bool decision_ender(struct change *change, const char *id);
/* Ends those that `expired` finds (its parameters: the day, how many at most). */
bool decisions_expire(struct change *change, enum statement_id expired, const char *today,
                      long limit, decision_ender *end, size_t *ret_count);
/* 409 where the actor is who proposed it. */
bool is_second_person(struct reading *reading, const char *proposer);

struct monitored {
    const char *resource; /* "override" */
    const char *event;
    const struct rows *before; /* NULL: just made */
    const struct rows *after;  /* with id and supplier_id */
};
bool monitored_event(struct change *change, const struct monitored *what);
/* Scores the row's supplier again, for a `cause` of ScoreCause. */
bool monitored_rescore(struct change *change, const struct rows *row, const char *cause);

#endif
