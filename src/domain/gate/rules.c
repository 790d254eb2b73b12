#include "rules.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/base/json.h"

/* From the best to the worst, as words.yaml has them the other way round. */
static const char *const bands[] = {"very_low", "low", "moderate", "high", "very_high", NULL};
static const char *const severities[] = {"notice", "confirm", "hold", NULL};
static const char *const decisions[] = {"allow", "confirm", "hold", NULL};

static size_t place(const char *word, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    abort(); /* the contract has a word that is not here */
}

const char *gate_decision_word(enum gate_rank rank)
{
    return decisions[rank];
}

enum gate_rank gate_decision_rank(const char *decision)
{
    return (enum gate_rank)place(decision, decisions);
}

enum gate_rank gate_rule_rank(const json_t *rule)
{
    return (enum gate_rank)place(json_member(rule, "severity"), severities);
}

/* An empty list narrows nothing. */
static bool lists(const json_t *list, const char *word)
{
    const json_t *listed;
    size_t i;

    json_array_foreach(list, i, listed)
    {
        if (word != NULL && strcmp(json_string_value(listed), word) == 0)
            return true;
    }
    return json_array_size(list) == 0;
}

bool gate_rule_applies(const json_t *rule, const struct gate_scope *scope)
{
    return lists(json_object_get(rule, "actions"), scope->action)
        && lists(json_object_get(rule, "tiers"), scope->tier)
        && lists(json_object_get(rule, "kinds"), scope->kind);
}

bool gate_rule_is(const json_t *rule, const char *condition)
{
    return strcmp(json_member(rule, "condition"), condition) == 0;
}

bool gate_rule_meets(const json_t *rule, const json_t *signal)
{
    const char *detail = json_member(signal, "detail");
    const char *kind = json_member(rule, "certificate_kind");

    if (!gate_rule_is(rule, json_member(signal, "condition")))
        return false;
    if (gate_rule_is(rule, "band_at_least"))
        return place(detail, bands) >= place(json_member(rule, "band"), bands);
    return kind == NULL || strcmp(kind, detail) == 0;
}

static bool is_covered(const json_t *cover, const json_t *signal)
{
    const char *condition = json_member(signal, "condition");

    if (strcmp(json_member(cover, "condition"), condition) != 0)
        return false;
    if (strcmp(condition, "band_at_least") == 0)
        return place(json_member(signal, "detail"), bands)
            <= place(json_member(cover, "detail"), bands);
    return strcmp(json_member(cover, "subject"), json_member(signal, "subject")) == 0;
}

const json_t *gate_release_of(const json_t *releases, const char *action, const json_t *signal)
{
    const json_t *release, *cover;
    size_t i, c;

    json_array_foreach(releases, i, release)
    {
        if (strcmp(json_member(release, "action"), action) != 0)
            continue;
        json_array_foreach(json_object_get(release, "covers"), c, cover)
        {
            if (is_covered(cover, signal))
                return release;
        }
    }
    return NULL;
}
