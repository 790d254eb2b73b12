/*
 * Gate: whether something may be done with a supplier, by what the tenant's own rules say of
 * it.
 *
 * SQL tells the signals: what may be held against a supplier, each with the day from which it
 * holds, those that lie ahead too. The rules are applied here and nowhere else: a rule turns
 * the signals of its condition into reasons of its severity, the severest decides, and the
 * first day on which a severer signal begins, or something that speaks for the supplier ends,
 * is the day until which the decision holds. Without a published policy the built-in one counts
 * (data/gate_policy.json): it never holds.
 */
#ifndef RENKEI_DOMAIN_GATE_GATE_H
#define RENKEI_DOMAIN_GATE_GATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct change;
struct reading;
struct rows;

/* The policy in force and what decides about some suppliers, in the order they were asked for. */
struct gate_facts {
    struct rows *rows;    /* of gate_facts */
    const json_t *policy; /* {code, version, second_person, rules} */
};

/*
 * `items` is a list of {id} or {source, external_id}, one at least; `as_of` a day or NULL:
 * today. ret_facts has a row for each, without an id where there is no such supplier.
 */
bool gate_load(struct reading *reading, const json_t *items, const char *as_of,
               struct gate_facts *ret_facts);
/* [{"id": …}], the arena's. */
json_t *gate_item(struct reading *reading, const char *supplier_id);

/*
 * {decision, valid_until, reasons: [{code, detail, severity, since, released}], released, held} for
 * one row that has an id; `action` is a word of GateAction. The arena's. valid_until and since are
 * days or null, the first reasons are the severest. released: {id, by, reason, reference, until} of
 * who lifted a hold, or null; held: the signals that hold, which a release would cover.
 */
bool gate_decide(struct reading *reading, const struct gate_facts *facts, size_t row,
                 const char *action, json_t **ret_verdict);

/* As clients see it: the verdict in words, the supplier, and where it stands in the call. */
bool gate_answer(struct reading *reading, const struct gate_facts *facts, size_t row,
                 const char *action, json_t **ret_answer);

/*
 * Tells what changed since it was told last, for each of the suppliers (a list of {id}): one
 * event for each of which another decision stands now. Inside the change that may have changed
 * it.
 */
bool gate_follow(struct change *change, const json_t *items);

#endif
