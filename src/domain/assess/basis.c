#include "renkei/domain/assess/basis.h"

#include "renkei/base/json.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"

const char *basis_text(const struct basis *basis, const char *column)
{
    return rows_text(basis->rows, basis->row, column);
}

bool basis_flag(const struct basis *basis, const char *column)
{
    return rows_boolean(basis->rows, basis->row, column);
}

bool basis_day(const struct basis *basis, const char *column, day *ret_day)
{
    const char *text = basis_text(basis, column);

    return text != NULL && day_parse(text, ret_day);
}

/* The scorer's input; a silent supplier is scored as if it had answered nothing. */
static json_t *build_input(struct request *rq, const struct basis *basis)
{
    const char *answers = basis->response_id == NULL ? "{}" : basis_text(basis, "answers");

    return json_keep(rq->arena,
                     json_pack("{s:s,s:O,s:O}", "as_of", basis->as_of, "profile",
                               json_own(rq->arena, basis_text(basis, "profile")), "answers",
                               json_own(rq->arena, answers)));
}

bool basis_read(struct request *rq, struct rows *rows, size_t row, struct basis *ret_basis)
{
    const char *questionnaire_id = rows_text(rows, row, "questionnaire_id");

    *ret_basis = (struct basis){.rows = rows, .row = row};
    ret_basis->supplier_id = basis_text(ret_basis, "supplier_id");
    ret_basis->as_of = basis_text(ret_basis, "as_of");
    ret_basis->response_id = basis_text(ret_basis, "basis_id");
    ret_basis->is_asked = basis_flag(ret_basis, "is_asked");
    ret_basis->is_silent = basis_flag(ret_basis, "is_silent");
    ret_basis->input = build_input(rq, ret_basis);
    if (questionnaire_id == NULL)
        return true;
    if (!questionnaire_load(rq, questionnaire_id, &ret_basis->questionnaire))
        return false;
    basis_add_register(rq, ret_basis);
    return true;
}

static bool load(struct request *rq, const char *supplier_id, const char *as_of, const char *code,
                 struct basis *ret_basis)
{
    struct rows *rows;

    if (!db_run(rq->db, SQL_RESCORE_LOAD,
                PARAMS(arena_printf(rq->arena, "{%s}", supplier_id), now_text(rq), as_of, code),
                &rows))
        return false;
    if (rows_count(rows) == 0)
        return fail(&rq->failure, PROBLEM_NOT_FOUND, (char *)NULL);
    return basis_read(rq, rows, 0, ret_basis);
}

bool basis_load(struct request *rq, const char *supplier_id, const char *as_of,
                struct basis *ret_basis)
{
    return load(rq, supplier_id, as_of, NULL, ret_basis);
}

bool basis_load_of(struct request *rq, const char *supplier_id, const char *code,
                   struct basis *ret_basis)
{
    return load(rq, supplier_id, NULL, code, ret_basis);
}

bool basis_load_rows(struct request *rq, const char *supplier_ids, struct rows **ret_rows)
{
    return db_run(rq->db, SQL_RESCORE_LOAD, PARAMS(supplier_ids, now_text(rq), NULL, NULL),
                  ret_rows);
}

bool basis_supplier(struct request *rq, const struct basis *basis,
                    struct score_supplier **ret_supplier)
{
    struct score_faults *faults = arena_alloc(rq->arena, sizeof *faults);

    *ret_supplier = arena_alloc(rq->arena, sizeof **ret_supplier);
    score_faults_open(faults, rq->arena);
    return score_supplier_read(basis->questionnaire->sheet, basis->input, faults, *ret_supplier)
        || fail_score_faults(rq, faults);
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
    (void)json_keep(rq->arena, *ret_json);
    return true;
}
