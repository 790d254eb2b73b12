#include "renkei/domain/assess/basis.h"

#include "basis_sheets.h"
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

json_t *basis_json(struct reading *reading, const struct basis *basis, const char *column)
{
    const char *text = basis_text(basis, column);

    return text == NULL ? NULL : json_own(reading->arena, text);
}

const char *basis_response(const struct basis *basis)
{
    return basis->latest == NULL ? NULL : basis->latest->response_id;
}

/* ---- loading ---- */

static void read_columns(struct basis *basis)
{
    basis->supplier_id = basis_text(basis, "supplier_id");
    basis->as_of = basis_text(basis, "as_of");
    basis->is_asked = basis_flag(basis, "is_asked");
    basis->is_silent = basis_flag(basis, "is_silent");
    (void)score_model_of(basis_text(basis, "scoring_model"), &basis->model);
}

static bool read_row(struct reading *reading, struct rows *rows, size_t row,
                     struct basis *ret_basis)
{
    *ret_basis = (struct basis){.rows = rows, .row = row};
    read_columns(ret_basis);
    if (!basis_sheets_read(reading, ret_basis))
        return false;
    basis_build_input(reading, ret_basis);
    return true;
}

bool basis_read(struct reading *reading, struct rows *rows, size_t row, struct basis *ret_basis)
{
    if (!read_row(reading, rows, row, ret_basis))
        return false;
    if (ret_basis->sheet_count > 0)
        basis_add_register(reading, ret_basis);
    return true;
}

bool basis_load(struct reading *reading, const struct basis_asked *asked, struct basis *ret_basis)
{
    struct rows *rows;

    if (!db_run(reading->db, SQL_RESCORE_LOAD,
                PARAMS(arena_printf(reading->arena, "{%s}", asked->supplier_id), now_text(reading),
                       asked->as_of, asked->code, asked->model, asked->round),
                &rows))
        return false;
    if (rows_count(rows) == 0)
        return fail(reading->failure, PROBLEM_NOT_FOUND, (char *)NULL);
    return asked->bare ? read_row(reading, rows, 0, ret_basis)
                       : basis_read(reading, rows, 0, ret_basis);
}

bool basis_load_rows(struct reading *reading, const char *supplier_ids, struct rows **ret_rows)
{
    return db_run(reading->db, SQL_RESCORE_LOAD,
                  PARAMS(supplier_ids, now_text(reading), NULL, NULL, NULL, NULL), ret_rows);
}

/* ---- scoring ---- */

static struct score_source source_of(struct reading *reading, const struct basis *basis)
{
    struct score_named_sheet *sheets =
        arena_alloc(reading->arena, (basis->sheet_count + 1) * sizeof *sheets);

    for (size_t i = 0; i < basis->sheet_count; i++)
        sheets[i] = (struct score_named_sheet){basis->sheets[i].questionnaire->code,
                                               basis->sheets[i].questionnaire->sheet};
    return (struct score_source){.model = basis->model,
                                 .fallback = basis->model == SCORE_MODEL_1
                                     ? sheets[0]
                                     : (struct score_named_sheet){NULL, NULL},
                                 .count = basis->sheet_count,
                                 .sheets = sheets};
}

bool basis_supplier_of(struct reading *reading, const struct basis *basis, const json_t *input,
                       struct score_supplier **ret_supplier)
{
    struct score_faults *faults = arena_alloc(reading->arena, sizeof *faults);
    struct score_source source = source_of(reading, basis);

    *ret_supplier = arena_alloc(reading->arena, sizeof **ret_supplier);
    score_faults_open(faults, reading->arena);
    return score_supplier_read(&source, input, faults, *ret_supplier)
        || fail_score_faults(reading, faults);
}

bool basis_supplier(struct reading *reading, const struct basis *basis,
                    struct score_supplier **ret_supplier)
{
    return basis_supplier_of(reading, basis, basis->input, ret_supplier);
}

static bool explain(struct reading *reading, struct basis *basis,
                    const struct score_supplier *supplier)
{
    struct score_faults *faults = arena_alloc(reading->arena, sizeof *faults);

    if (basis->numbers == NULL)
        basis->numbers = arena_alloc(reading->arena, sizeof *basis->numbers);
    score_faults_open(faults, reading->arena);
    return score_supplier_explain(supplier, faults, basis->numbers)
        || fail_score_faults(reading, faults);
}

bool basis_explain(struct reading *reading, struct basis *basis)
{
    struct score_supplier *supplier;

    return basis_supplier(reading, basis, &supplier) && explain(reading, basis, supplier);
}

bool basis_explain_read(struct reading *reading, struct basis *basis,
                        const struct score_supplier *supplier, json_t **ret_json)
{
    if (!explain(reading, basis, supplier))
        return false;
    *ret_json = json_keep(reading->arena, score_explanation_json(supplier, basis->numbers));
    return true;
}
