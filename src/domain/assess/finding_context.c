#include "finding_context.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/reading.h"
#include "renkei/sheet/sheet.h"

enum { TITLE_MAX = 200 };

const char *context_text(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

const char *context_title(struct reading *reading, const char *text)
{
    size_t length = 0, points = 0;

    text += strspn(text, " \r\n\t");
    while (text[length] != '\0' && strchr("\r\n\t", text[length]) == NULL) {
        bool begins = ((unsigned char)text[length] & 0xc0) != 0x80;

        if (begins && points++ == TITLE_MAX)
            break;
        length++;
    }
    return arena_printf(reading->arena, "%.*s", (int)length, text);
}

/* ---- stored findings ---- */

bool finding_is_active(const json_t *stored)
{
    return stored != NULL && strcmp(context_text(stored, "state"), "closed") != 0;
}

bool finding_is_accepted(const json_t *stored)
{
    return strcmp(context_text(stored, "state"), "accepted") == 0;
}

/* Dates are compared as texts: both are YYYY-MM-DD. */
static bool is_over(const struct finding_context *context, const json_t *stored)
{
    const char *until = context_text(stored, "until");

    return until != NULL && strcmp(until, basis_text(context->basis, "today")) < 0;
}

bool finding_has_ended(const struct finding_context *context, const json_t *stored)
{
    return finding_is_accepted(stored) && is_over(context, stored);
}

bool finding_is_proposed(const json_t *stored)
{
    return json_is_true(json_object_get(stored, "proposed"));
}

bool finding_has_lapsed(const struct finding_context *context, const json_t *stored)
{
    return finding_is_proposed(stored) && is_over(context, stored);
}

/* ---- what an answer shows ---- */

static const char *kind_of(const json_t *definition, const struct score_question_result *result)
{
    switch (result->state) {
    case SCORE_STATE_UNANSWERED:
        return "unanswered";
    case SCORE_STATE_IN_PROGRESS:
        return "in_progress";
    case SCORE_STATE_NOT_DONE:
        return "not_done";
    case SCORE_STATE_OBTAINED_INCOMPLETE:
        return "certificate_incomplete";
    case SCORE_STATE_EXPIRED_RENEWING:
    case SCORE_STATE_EXPIRED:
        return "certificate_expired";
    case SCORE_STATE_NOT_OBTAINED:
        return json_is_true(json_object_get(definition, "finding_if_not_obtained")) ? "not_done"
                                                                                    : NULL;
    case SCORE_STATE_DONE:
        return (result->issues & SCORE_ISSUE_STALE) != 0 ? "stale_answer" : NULL;
    default:
        return NULL;
    }
}

/* The finding of a question, NULL when there is none. */
static json_t *find_stored(const struct finding_context *context, const char *question)
{
    json_t *row;
    size_t i;

    json_array_foreach(context->stored, i, row)
    {
        if (strcmp(context_text(row, "questionnaire"), context->code) == 0
            && strcmp(context_text(row, "question"), question) == 0)
            return row;
    }
    return NULL;
}

const struct score_sheet_question *context_question(const struct finding_context *context,
                                                    const struct assessed_question *assessed)
{
    return &context->sheet->questionnaire->sheet->questions[assessed->question];
}

const struct score_question_result *context_result(const struct finding_context *context,
                                                   const struct assessed_question *assessed)
{
    return &context->basis->numbers
                ->questions[context->sheet->first + context_question(context, assessed)->scored];
}

/* A bonus is never a penalty, so nothing is found there. */
static void read_assessed_question(struct reading *reading, struct finding_context *context,
                                   size_t question)
{
    const struct score_sheet *sheet = context->sheet->questionnaire->sheet;
    struct assessed_question *assessed = &context->questions[context->question_count++];
    const char *id;

    *assessed = (struct assessed_question){.question = question};
    if (!score_sheet_scored(sheet, question)->bonus_only)
        assessed->kind =
            kind_of(sheet->questions[question].definition, context_result(context, assessed));
    assessed->stored = find_stored(context, sheet->questions[question].code);
    id = context_text(assessed->stored, "id");
    if (id != NULL)
        memcpy(assessed->id, id, sizeof assessed->id);
    else if (assessed->kind != NULL)
        uuid_v7(reading->now, assessed->id);
}

void context_read(struct reading *reading, struct finding_context *context)
{
    const struct score_sheet *sheet;

    context->stored = basis_json(reading, context->basis, "findings");
    if (context->sheet == NULL)
        return;
    sheet = context->sheet->questionnaire->sheet;
    context->provisional = strcmp(context->sheet->state, "accepted") != 0;
    context->questions =
        arena_alloc(reading->arena, (sheet->question_count + 1) * sizeof *context->questions);
    for (size_t q = 0; q < sheet->question_count; q++)
        if (sheet->questions[q].scored != SCORE_NONE)
            read_assessed_question(reading, context, q);
}

bool contexts_has(const struct finding_contexts *contexts, const char *code)
{
    for (size_t i = 0; i < contexts->count; i++)
        if (strcmp(contexts->items[i].code, code) == 0)
            return true;
    return false;
}

/* ---- all contexts ---- */

static void add_context(struct reading *reading, struct finding_contexts *contexts,
                        const char *code, const char *step_code)
{
    const struct basis_sheet *sheet = basis_sheet(contexts->basis, code);
    struct finding_context *context = &contexts->items[contexts->count++];

    *context = (struct finding_context){
        .cause = contexts->cause,
        .code = code,
        .accepted_now = strcmp(contexts->cause, "final") == 0 && step_code != NULL
            && strcmp(step_code, code) == 0,
        .basis = contexts->basis,
        .sheet = sheet == NULL || sheet->response_id == NULL ? NULL : sheet,
    };
    context_read(reading, context);
}

bool contexts_open(struct reading *reading, struct finding_contexts *contexts,
                   const char *step_code)
{
    struct basis *basis = contexts->basis;

    if (!basis_explain(reading, basis))
        return false;
    contexts->items =
        arena_alloc(reading->arena, (basis->sheet_count + 1) * sizeof *contexts->items);
    for (size_t i = 0; i < basis->sheet_count; i++)
        add_context(reading, contexts, basis->sheets[i].questionnaire->code, step_code);
    if (step_code != NULL && !contexts_has(contexts, step_code))
        add_context(reading, contexts, step_code, step_code);
    return true;
}

/* ---- better or worse than last time ---- */

static bool was_done(struct reading *reading, const struct score_sheet_question *question,
                     const json_t *answer)
{
    struct score_faults *faults = arena_alloc(reading->arena, sizeof *faults);
    struct score_answer read;

    score_faults_open(faults, reading->arena);
    if (answer == NULL || !score_answer_read(question, answer, faults, &read))
        return false; /* asked in another way then */
    switch (read.status) {
    case SCORE_DONE:
        return true;
    case SCORE_HAS_GAP:
        return read.gap <= 0;
    case SCORE_OBTAINED:
        return read.has_number && read.expires_on != SCORE_NO_DAY;
    default:
        return false;
    }
}

static bool load_previous(struct reading *reading, struct finding_context *context)
{
    struct rows *rows;

    if (context->previous != NULL)
        return true;
    if (!db_run_one(reading->db, SQL_FINDING_PREVIOUS,
                    PARAMS(context->basis->supplier_id, context->code, context->sheet->response_id),
                    &rows))
        return false;
    context->previous = json_own(reading->arena, rows_text(rows, 0, "answers"));
    return true;
}

/* No answer got worse: it is old, or its certificate ran out. */
static bool is_of_time(const char *kind)
{
    return strcmp(kind, "stale_answer") == 0 || strcmp(kind, "certificate_expired") == 0;
}

bool context_compare(struct reading *reading, struct finding_context *context,
                     struct assessed_question *assessed)
{
    const struct score_sheet_question *question = context_question(context, assessed);

    if (!load_previous(reading, context))
        return false;
    assessed->regression = !is_of_time(assessed->kind)
        && was_done(reading, question, json_object_get(context->previous, question->code));
    return true;
}
