#include "renkei/domain/assess/basis.h"

#include "renkei/base/json.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/reading.h"

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
static json_t *build_input(struct reading *reading, const struct basis *basis)
{
    const char *answers = basis->response_id == NULL ? "{}" : basis_text(basis, "answers");

    return json_keep(reading->arena,
                     json_pack("{s:s,s:O,s:O}", "as_of", basis->as_of, "profile",
                               json_own(reading->arena, basis_text(basis, "profile")), "answers",
                               json_own(reading->arena, answers)));
}

bool basis_read(struct reading *reading, struct rows *rows, size_t row, struct basis *ret_basis)
{
    const char *questionnaire_id = rows_text(rows, row, "questionnaire_id");

    *ret_basis = (struct basis){.rows = rows, .row = row};
    ret_basis->supplier_id = basis_text(ret_basis, "supplier_id");
    ret_basis->as_of = basis_text(ret_basis, "as_of");
    ret_basis->response_id = basis_text(ret_basis, "basis_id");
    ret_basis->is_asked = basis_flag(ret_basis, "is_asked");
    ret_basis->is_silent = basis_flag(ret_basis, "is_silent");
    ret_basis->input = build_input(reading, ret_basis);
    if (questionnaire_id == NULL)
        return true;
    if (!questionnaire_load(reading, questionnaire_id, &ret_basis->questionnaire))
        return false;
    basis_add_register(reading, ret_basis);
    return true;
}

static bool load(struct reading *reading, const char *supplier_id, const char *as_of,
                 const char *code, struct basis *ret_basis)
{
    struct rows *rows;

    if (!db_run(reading->db, SQL_RESCORE_LOAD,
                PARAMS(arena_printf(reading->arena, "{%s}", supplier_id), now_text(reading), as_of,
                       code),
                &rows))
        return false;
    if (rows_count(rows) == 0)
        return fail(reading->failure, PROBLEM_NOT_FOUND, (char *)NULL);
    return basis_read(reading, rows, 0, ret_basis);
}

bool basis_load(struct reading *reading, const char *supplier_id, const char *as_of,
                struct basis *ret_basis)
{
    return load(reading, supplier_id, as_of, NULL, ret_basis);
}

bool basis_load_of(struct reading *reading, const char *supplier_id, const char *code,
                   struct basis *ret_basis)
{
    return load(reading, supplier_id, NULL, code, ret_basis);
}

bool basis_load_rows(struct reading *reading, const char *supplier_ids, struct rows **ret_rows)
{
    return db_run(reading->db, SQL_RESCORE_LOAD,
                  PARAMS(supplier_ids, now_text(reading), NULL, NULL), ret_rows);
}

struct score_source basis_source(const struct basis *basis)
{
    return (struct score_source){
        .model = SCORE_MODEL_1,
        .fallback = {basis->questionnaire->code, basis->questionnaire->sheet}};
}

bool basis_supplier(struct reading *reading, const struct basis *basis,
                    struct score_supplier **ret_supplier)
{
    struct score_faults *faults = arena_alloc(reading->arena, sizeof *faults);
    struct score_source source = basis_source(basis);

    *ret_supplier = arena_alloc(reading->arena, sizeof **ret_supplier);
    score_faults_open(faults, reading->arena);
    return score_supplier_read(&source, basis->input, faults, *ret_supplier)
        || fail_score_faults(reading, faults);
}

bool basis_explain(struct reading *reading, const struct basis *basis,
                   struct score_explanation **ret_numbers, json_t **ret_json)
{
    struct score_faults *faults = arena_alloc(reading->arena, sizeof *faults);
    struct score_supplier *supplier;

    *ret_numbers = arena_alloc(reading->arena, sizeof **ret_numbers);
    score_faults_open(faults, reading->arena);
    if (!basis_supplier(reading, basis, &supplier))
        return false;
    if (!score_supplier_explain(supplier, faults, *ret_numbers))
        return fail_score_faults(reading, faults);
    *ret_json = json_keep(reading->arena, score_explanation_json(supplier, *ret_numbers));
    return true;
}
