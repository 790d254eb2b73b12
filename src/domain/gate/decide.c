#include <stdint.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/gate/gate.h"
#include "renkei/domain/questionnaire/questionnaire.h"
#include "rules.h"

/* One decision on its way. */
struct deciding {
    const char *day;
    struct gate_scope scope;
    const json_t *releases;
    enum gate_rank decision;
    json_t *reasons;
    json_t *held;                  /* signals that hold, and nobody released them */
    const json_t *released;        /* the release that lifts one, NULL: none does */
    const char *ahead[GATE_RANKS]; /* the first day of what will speak, by its rank */
    const char *ends;              /* something that speaks for the supplier does, on this day */
};

static const char *earlier(const char *one, const char *other)
{
    if (one == NULL || other == NULL)
        return one == NULL ? other : one;
    return strcmp(one, other) < 0 ? one : other;
}

/* A question whose gap counts more than the mean says. */
static bool is_weak(struct reading *reading, const json_t *pair, bool *ret_weak)
{
    const struct questionnaire *questionnaire;
    const struct questionnaire_question *question;

    if (!questionnaire_load(reading, json_string_value(json_array_get(pair, 0)), &questionnaire))
        return false;
    question = questionnaire_question(questionnaire, json_string_value(json_array_get(pair, 1)));
    *ret_weak =
        question != NULL && json_is_true(json_object_get(question->definition, "weak_link"));
    return true;
}

/* What is known only by the sheet: whether a measure is against a question of weight. */
static bool counts(struct reading *reading, const json_t *signal, bool *ret_counts)
{
    const json_t *questions = json_object_get(signal, "questions"), *pair;
    size_t i;

    *ret_counts = strcmp(json_member(signal, "condition"), "weak_measure_overdue") != 0;
    json_array_foreach(questions, i, pair)
    {
        if (!*ret_counts && !is_weak(reading, pair, ret_counts))
            return false;
    }
    return true;
}

/* ---- reasons ---- */

static json_t *find_reason(const json_t *reasons, const json_t *signal)
{
    json_t *reason;
    size_t i;

    json_array_foreach(reasons, i, reason)
    {
        if (text_same(json_member(reason, "code"), json_member(signal, "condition"))
            && text_same(json_member(reason, "detail"), json_member(signal, "detail")))
            return reason;
    }
    return NULL;
}

/*
 * Two incidents are one reason, since the first; of two rules the severer one stands. A hold is
 * released where each of them is.
 */
static void merge(json_t *reason, const json_t *signal, const json_t *rule, bool is_released)
{
    const char *since = json_member(reason, "since");
    const char *first = earlier(since, json_member(signal, "since"));
    enum gate_rank before = gate_rule_rank(reason), rank = gate_rule_rank(rule);

    if (rank > before)
        (void)json_object_set(reason, "severity", json_object_get(rule, "severity"));
    if (rank > before || (rank == before && !is_released))
        (void)json_object_set_new(reason, "released", json_boolean(is_released));
    if (first != since) {
        (void)json_object_set_new(reason, "since", json_string(first));
        (void)json_object_set(reason, "expiry_assumed", json_object_get(signal, "assumed"));
    }
}

/* A hold is lifted by somebody, or it holds. */
static bool is_lifted(struct deciding *one, const json_t *signal)
{
    const json_t *release = gate_release_of(one->releases, one->scope.action, signal);

    if (release == NULL) {
        (void)json_array_append(one->held, (json_t *)(uintptr_t)signal);
        return false;
    }
    if (one->released == NULL)
        one->released = release;
    one->ends = earlier(one->ends, json_member(release, "ends"));
    return true;
}

static json_t *new_reason(const json_t *signal, const json_t *rule, bool is_released)
{
    return json_pack("{s:O,s:O,s:O,s:O,s:O,s:b}", "code", json_object_get(signal, "condition"),
                     "detail", json_object_get(signal, "detail"), "severity",
                     json_object_get(rule, "severity"), "since", json_object_get(signal, "since"),
                     "expiry_assumed", json_object_get(signal, "assumed"), "released",
                     (int)is_released);
}

static void add_reason(struct deciding *one, const json_t *signal, const json_t *rule)
{
    enum gate_rank rank = gate_rule_rank(rule);
    json_t *reason = find_reason(one->reasons, signal);
    bool is_released = rank == GATE_HOLD && is_lifted(one, signal);

    if (rank > one->decision && !is_released)
        one->decision = rank;
    if (reason != NULL)
        merge(reason, signal, rule, is_released);
    else
        (void)json_array_append_new(one->reasons, new_reason(signal, rule, is_released));
}

static void look_at(struct deciding *one, const json_t *signal, const json_t *rule)
{
    const char *since = json_member(signal, "since");
    enum gate_rank rank = gate_rule_rank(rule);

    if (since == NULL || strcmp(since, one->day) <= 0)
        add_reason(one, signal, rule);
    else
        one->ahead[rank] = earlier(one->ahead[rank], since);
}

static bool apply(struct reading *reading, struct deciding *one, const json_t *signals,
                  const json_t *rule)
{
    const json_t *signal;
    bool is_met;
    size_t i;

    json_array_foreach(signals, i, signal)
    {
        if (!gate_rule_meets(rule, signal))
            continue;
        if (!counts(reading, signal, &is_met))
            return false;
        if (is_met)
            look_at(one, signal, rule);
    }
    return true;
}

/* ---- the verdict ---- */

static json_t *severest_first(const json_t *reasons)
{
    json_t *sorted = json_array(), *reason;
    size_t i;

    for (int rank = GATE_HOLD; rank >= GATE_ALLOW; rank--)
        json_array_foreach(reasons, i, reason)
        {
            if ((int)gate_rule_rank(reason) == rank)
                (void)json_array_append(sorted, reason);
        }
    return sorted;
}

static const char *valid_until(const struct deciding *one)
{
    const char *until = one->ends;

    for (int rank = (int)one->decision + 1; rank < GATE_RANKS; rank++)
        until = earlier(until, one->ahead[rank]);
    return until;
}

/* Who lifted a hold, as clients see it; null: nobody did. */
static json_t *released(const struct deciding *one)
{
    static const char *const members[] = {"id", "by", "reason", "reference", "until", NULL};
    json_t *shown;

    if (one->released == NULL)
        return json_null();
    shown = json_object();
    for (size_t i = 0; members[i] != NULL; i++)
        (void)json_object_set(shown, members[i], json_object_get(one->released, members[i]));
    return shown;
}

bool gate_decide(struct reading *reading, const struct gate_facts *facts, size_t row,
                 const char *action, json_t **ret_verdict)
{
    const struct rows *rows = facts->rows;
    const json_t *signals = json_own(reading->arena, rows_text(rows, row, "signals")), *rule;
    struct deciding one = {
        .day = rows_text(rows, row, "day"),
        .scope = {action, rows_text(rows, row, "known_tier"), rows_text(rows, row, "kind")},
        .releases = json_own(reading->arena, rows_text(rows, row, "releases")),
        .reasons = json_keep(reading->arena, json_array()),
        .held = json_keep(reading->arena, json_array())};
    size_t i;

    json_array_foreach(json_object_get(facts->policy, "rules"), i, rule)
    {
        if (!gate_rule_applies(rule, &one.scope))
            continue;
        if (!apply(reading, &one, signals, rule))
            return false;
        if (gate_rule_is(rule, "band_at_least"))
            one.ends = earlier(one.ends, rows_text(rows, row, "override_ends"));
    }
    *ret_verdict = json_keep(reading->arena,
                             json_pack("{s:s,s:s?,s:o,s:o,s:O}", "decision",
                                       gate_decision_word(one.decision), "valid_until",
                                       valid_until(&one), "reasons", severest_first(one.reasons),
                                       "released", released(&one), "held", one.held));
    return true;
}
