#include "renkei/domain/assess/simulate.h"

#include <stdint.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/basis.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/reading.h"

/* Members that say what to score rather than how. */
static json_t *changes_of(struct reading *reading, const json_t *body)
{
    json_t *changes = json_keep(reading->arena, json_copy((json_t *)(uintptr_t)body));

    (void)json_object_del(changes, "supplier_id");
    (void)json_object_del(changes, "questionnaire_id");
    return changes;
}

/* Profile fields and answers by code are laid over those stored; other members replace. */
static void lay_over(json_t *input, const json_t *changes)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)changes, name, value)
    {
        json_t *stored = json_object_get(input, name);

        if (json_is_object(stored) && json_is_object(value))
            (void)json_object_update(stored, value);
        else
            (void)json_object_set(input, name, value);
    }
}

static bool explain(struct reading *reading, struct basis *basis, json_t **ret_json)
{
    struct score_explanation *numbers;

    if (basis->questionnaire == NULL)
        return fail(reading->failure, PROBLEM_NO_SCORE, (char *)NULL);
    return basis_explain(reading, basis, &numbers, ret_json);
}

/* A stored supplier with the changes to try. */
static bool simulate_supplier(struct reading *reading, const json_t *body, json_t **ret_json)
{
    const char *supplier_id = json_string_value(json_object_get(body, "supplier_id"));
    const char *as_of = json_string_value(json_object_get(body, "as_of"));
    struct basis basis;

    if (!basis_load(reading, supplier_id, as_of, &basis))
        return false;
    lay_over(basis.input, changes_of(reading, body));
    return explain(reading, &basis, ret_json);
}

/* An input of its own, against the asked questionnaire or the tenant's first. */
static bool simulate_input(struct reading *reading, const json_t *body, json_t **ret_json)
{
    const char *id = json_string_value(json_object_get(body, "questionnaire_id"));
    struct basis basis = {.input = changes_of(reading, body)};
    struct rows *first;

    if (id == NULL) {
        if (!db_run_one(reading->db, SQL_QUESTIONNAIRE_FIRST, NO_PARAMS, &first))
            return false;
        id = rows_text(first, 0, "id");
    }
    return questionnaire_load(reading, id, &basis.questionnaire)
        && explain(reading, &basis, ret_json);
}

static bool simulate_chain(struct reading *reading, const json_t *body, json_t **ret_json)
{
    struct score_faults *faults = arena_alloc(reading->arena, sizeof *faults);

    score_faults_open(faults, reading->arena);
    if (!score_knock_on_json(body, faults, ret_json))
        return fail_score_faults(reading, faults);
    (void)json_keep(reading->arena, *ret_json);
    return true;
}

bool score_simulate(struct reading *reading, const json_t *body, json_t **ret_json)
{
    if (score_is_chain(body))
        return simulate_chain(reading, body, ret_json);
    if (json_object_get(body, "supplier_id") != NULL)
        return simulate_supplier(reading, body, ret_json);
    return simulate_input(reading, body, ret_json);
}
