/*
 * Reminders: rules say when who is told of what is due; the queue hands each reminder to one worker
 * at a time (docs/adr/0005-reminder-queue.md). All within an open change unless said otherwise.
 */
#ifndef RENKEI_DOMAIN_REMINDER_REMINDER_H
#define RENKEI_DOMAIN_REMINDER_REMINDER_H

#include <jansson.h>
#include <stdbool.h>

#include "renkei/base/clock.h"
#include "renkei/db/db.h"

struct arena;
struct change;

/* ---- Rules ---- */

bool reminder_rule_create(struct change *change, const json_t *body, struct rows **ret_rule);
/* Locks the rule; 404 and 412 as usual. */
bool reminder_rule_lock(struct change *change, const char *id, const char *expected,
                        struct rows **ret_rule);
/* Merge patch; an equal patch changes nothing and writes no event. */
bool reminder_rule_change(struct change *change, const struct rows *before, const json_t *body,
                          struct rows **ret_rule);
bool reminder_rule_delete(struct change *change, const struct rows *before);
/* The queue and the rules of a new tenant, into its open transaction. */
bool reminders_create(struct db *db, struct arena *arena, instant now);

/* ---- The queue ---- */

/*
 * Makes the queue equal to what is due today where the tenant is, if anything happened since it
 * last was. Queueing and withdrawing write no events: they follow from the subject's own event and
 * the calendar.
 */
bool reminders_refresh(struct change *change);
/* The same for a day (NULL: today), in a transaction that the caller rolls back. */
bool reminders_preview(struct change *change, const char *as_of);

/*
 * Leases what waits, as a ReminderClaim body asks: {"data": [item]}, owned by the arena. Links to
 * answer open `answer_url`. Nothing waiting: no event.
 */
bool reminders_claim(struct change *change, const char *answer_url, const json_t *body,
                     json_t **ret_claimed);
/* The item was sent; reported again by the same lease it changes nothing. 409 lease_lost. */
bool reminder_ack(struct change *change, const char *id, const json_t *body, json_t **ret_outcome);
/* Many of them: {"data": [...], "stale": [...]}; no item fails another. */
bool reminders_ack(struct change *change, const json_t *body, json_t **ret_outcome);
/* The item was not sent: it waits, is dead, or has nobody to go to. 409 lease_lost. */
bool reminder_nack(struct change *change, const char *id, const json_t *body,
                   struct rows **ret_outcome);
bool reminder_extend(struct change *change, const char *id, const json_t *body,
                     struct rows **ret_lease);
/* A dead reminder is tried anew; ret_reminder as people see it. */
bool reminder_requeue(struct change *change, const char *id, const char *expected,
                      struct rows **ret_reminder);

/* The subject line of a mail, in "ja" or "en"; `stage` counts days from the due day. */
const char *reminder_subject_line(const char *kind, long stage, const char *locale);

#endif
