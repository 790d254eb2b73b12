/* What age alone makes of findings: the daily sweep asks before it scores. */
#include <string.h>

#include "finding_follow.h"
#include "finding_context.h"
#include "renkei/domain/assess/basis_register.h"

static bool acceptance_has_ended(const struct finding_context *context)
{
    json_t *stored;
    size_t i;

    json_array_foreach(context->stored, i, stored)
    {
        if (finding_has_ended(context, stored) || finding_has_lapsed(context, stored))
            return true;
    }
    return false;
}

/* An answer that was no finding when it was scored last and may be one by its age alone. */
static bool has_aged(const struct score_question *question, const struct score_answer *answer,
                     int32_t as_of)
{
    bool done =
        answer->status == SCORE_DONE || (answer->status == SCORE_HAS_GAP && answer->gap <= 0);

    if (question->bonus_only)
        return false;
    if (answer->status == SCORE_OBTAINED)
        return answer->expires_on != SCORE_NO_DAY && answer->expires_on < as_of;
    return done && answer->answered_on != SCORE_NO_DAY
        && as_of - answer->answered_on > SCORE_FRESH_DAYS;
}

static bool is_found(const struct finding_context *context, const char *question)
{
    json_t *stored;
    size_t i;

    json_array_foreach(context->stored, i, stored)
    {
        if (finding_is_active(stored) && strcmp(context_text(stored, "question"), question) == 0
            && strcmp(context_text(stored, "questionnaire"), context->code) == 0)
            return true;
    }
    return false;
}

static bool sheet_is_due(struct finding_context *context, const struct score_supplier *supplier)
{
    const struct score_sheet *sheet = context->sheet->questionnaire->sheet;

    for (size_t q = 0; q < sheet->question_count; q++) {
        size_t scored = sheet->questions[q].scored;

        if (scored != SCORE_NONE
            && has_aged(score_sheet_scored(sheet, q),
                        &supplier->answers[context->sheet->first + scored], supplier->input.as_of)
            && !is_found(context, sheet->questions[q].code))
            return true;
    }
    return false;
}

bool findings_are_due(struct reading *reading, struct basis *basis,
                      const struct score_supplier *supplier)
{
    struct finding_context context = {.basis = basis};

    context.stored = basis_json(reading, basis, "findings");
    if (acceptance_has_ended(&context))
        return true;
    for (size_t i = 0; i < basis->sheet_count; i++) {
        context.sheet = &basis->sheets[i];
        context.code = context.sheet->questionnaire->code;
        if (context.sheet->response_id != NULL && sheet_is_due(&context, supplier))
            return true;
    }
    return false;
}
