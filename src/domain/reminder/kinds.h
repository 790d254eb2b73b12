/*
 * The kinds of reminder, one row each (kinds.c). A new kind is a row, a word of ReminderKind in
 * openapi/words.yaml, and a migration that gives tenants its rule: CONTRIBUTING.md, "Add a reminder
 * kind". A new type of subject is one more fragment sql/fragments/due_<type>.sql of reminder_queue.
 */
#ifndef RENKEI_SRC_DOMAIN_REMINDER_KINDS_H
#define RENKEI_SRC_DOMAIN_REMINDER_KINDS_H

#include <stdbool.h>
#include <stddef.h>

enum reminder_phase { PHASE_BEFORE, PHASE_AFTER, PHASES }; /* up to the due day, behind it */
enum { LANGUAGE_JA, LANGUAGE_EN, LANGUAGES };

struct reminder_kind {
    const char *word;         /* of ReminderKind */
    const char *subject_type; /* what has the due day */
    /* The rule that a new tenant has of it. */
    const char *offsets;   /* JSON: days from the due day, ascending */
    const char *recipient; /* of ReminderRecipient */
    int escalate_after;    /* stages until the owner gets a copy, 0: never */
    bool is_late;          /* only behind the due day: its offsets are at least 1 */
    /* Subject of the mail. Kinds that suppliers see stay polite and never blame. */
    const char *line[PHASES][LANGUAGES];
};

extern const struct reminder_kind reminder_kinds[];
extern const size_t reminder_kind_count;

/* The row of a word that the contract has checked. */
const struct reminder_kind *reminder_kind_of(const char *word);

#endif
