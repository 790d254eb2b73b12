#include "renkei/domain/assess/simulate.h"

#include <stdint.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/basis.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/request.h"

/* Members that say what to score rather than how. */
static json_t *changes_of(struct request *rq, const json_t *body)
{
    json_t *changes = json_keep(rq->arena, json_copy((json_t *)(uintptr_t)body));

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

static bool explain(struct request *rq, struct basis *basis, json_t **ret_json)
{
    struct score_explanation *numbers;

    if (basis->questionnaire == NULL)
        return fail(&rq->failure, PROBLEM_NO_SCORE, (char *)NULL);
    return basis_explain(rq, basis, &numbers, ret_json);
}

/* A stored supplier with the changes to try. */
static bool simulate_supplier(struct request *rq, json_t **ret_json)
{
    const char *supplier_id = json_string_value(json_object_get(rq->body, "supplier_id"));
    const char *as_of = json_string_value(json_object_get(rq->body, "as_of"));
    struct basis basis;

    if (!basis_load(rq, supplier_id, as_of, &basis))
        return false;
    lay_over(basis.input, changes_of(rq, rq->body));
    return explain(rq, &basis, ret_json);
}

/* An input of its own, against the asked questionnaire or the tenant's first. */
static bool simulate_input(struct request *rq, json_t **ret_json)
{
    const char *id = json_string_value(json_object_get(rq->body, "questionnaire_id"));
    struct basis basis = {.input = changes_of(rq, rq->body)};
    struct rows *first;

    if (id == NULL) {
        if (!db_run_one(rq->db, SQL_QUESTIONNAIRE_FIRST, NO_PARAMS, &first))
            return false;
        id = rows_text(first, 0, "id");
    }
    return questionnaire_load(rq, id, &basis.questionnaire) && explain(rq, &basis, ret_json);
}

static bool simulate_chain(struct request *rq, json_t **ret_json)
{
    struct score_faults *faults = arena_alloc(rq->arena, sizeof *faults);

    score_faults_open(faults, rq->arena);
    if (!score_knock_on_json(rq->body, faults, ret_json))
        return fail_score_faults(rq, faults);
    (void)json_keep(rq->arena, *ret_json);
    return true;
}

bool score_simulate(struct request *rq, json_t **ret_json)
{
    if (score_is_chain(rq->body))
        return simulate_chain(rq, ret_json);
    if (json_object_get(rq->body, "supplier_id") != NULL)
        return simulate_supplier(rq, ret_json);
    return simulate_input(rq, ret_json);
}
