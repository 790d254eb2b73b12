/*
 * Rules of a gate policy and the signals that they look at.
 */
#ifndef RENKEI_SRC_DOMAIN_GATE_RULES_H
#define RENKEI_SRC_DOMAIN_GATE_RULES_H

#include <jansson.h>
#include <stdbool.h>

/* What a rule may be narrowed to; NULL: unknown, which a narrowed rule does not meet. */
struct gate_scope {
    const char *action;
    const char *tier;
    const char *kind;
};

/* Decisions and severities by their rank: notice and allow, confirm, hold. */
enum gate_rank { GATE_ALLOW, GATE_CONFIRM, GATE_HOLD, GATE_RANKS };
const char *gate_decision_word(enum gate_rank rank);
enum gate_rank gate_decision_rank(const char *decision);
enum gate_rank gate_rule_rank(const json_t *rule);

/* Whether the rule speaks about this action, with a supplier of this tier and kind. */
bool gate_rule_applies(const json_t *rule, const struct gate_scope *scope);
/* Whether the signal is of the rule's condition, its band or worse, its kind of certificate. */
bool gate_rule_meets(const json_t *rule, const json_t *signal);
bool gate_rule_is(const json_t *rule, const char *condition);

/* The release of this action that lifts the signal's hold, NULL: none. It lifts what it was given
 * for: the same certificate, the same incident, a band that has not become worse. */
const json_t *gate_release_of(const json_t *releases, const char *action, const json_t *signal);

#endif
