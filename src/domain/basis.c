#include "basis.h"

#include "renkei/change.h"
#include "renkei/domain.h"
#include "renkei/request.h"

/* The scorer's input; a silent supplier is scored as if it had answered nothing. */
static json_t *build_input(struct request *rq, const struct basis *basis)
{
    const char *answers = basis->response_id == NULL ? "{}" : rows_text(basis->row, 0, "answers");

    return json_keep(rq, json_pack("{s:s,s:O,s:O}", "as_of", basis->as_of, "profile",
                                   json_own(rq, rows_text(basis->row, 0, "profile")), "answers",
                                   json_own(rq, answers)));
}

static bool read_row(struct request *rq, struct basis *basis)
{
    const char *questionnaire_id = rows_text(basis->row, 0, "questionnaire_id");

    basis->as_of = rows_text(basis->row, 0, "as_of");
    basis->response_id = rows_text(basis->row, 0, "basis_id");
    basis->is_asked = rows_boolean(basis->row, 0, "is_asked");
    basis->is_silent = rows_boolean(basis->row, 0, "is_silent");
    return questionnaire_id == NULL
        || questionnaire_load(rq, questionnaire_id, &basis->questionnaire);
}

bool basis_load(struct request *rq, const char *supplier_id, const char *as_of,
                struct basis *ret_basis)
{
    *ret_basis = (struct basis){0};
    if (!db_run_one(rq->db, SQL_RESCORE_LOAD, PARAMS(supplier_id, now_text(rq), as_of),
                    &ret_basis->row)
        || !read_row(rq, ret_basis))
        return false;
    ret_basis->input = build_input(rq, ret_basis);
    return true;
}

bool basis_explain(struct request *rq, const struct basis *basis,
                   struct score_explanation **ret_numbers, json_t **ret_json)
{
    struct score_faults *faults = arena_alloc(rq->arena, sizeof *faults);

    *ret_numbers = arena_alloc(rq->arena, sizeof **ret_numbers);
    score_faults_open(faults, rq->arena);
    if (!score_explain_json(basis->questionnaire->sheet, basis->input, faults, *ret_numbers,
                            ret_json))
        return fail_score_faults(rq, faults);
    (void)json_keep(rq, *ret_json);
    return true;
}
