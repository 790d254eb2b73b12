/* What age alone makes of findings: the daily sweep asks before it scores. */
#include <string.h>

#include "finding_follow.h"
#include "finding_round.h"
#include "renkei/domain/assess/basis_register.h"

static bool acceptance_has_ended(const struct round *round)
{
    json_t *stored;
    size_t i;

    json_array_foreach(round->stored, i, stored)
    {
        if (finding_has_ended(round, stored) || finding_has_lapsed(round, stored))
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

static bool is_found(const struct round *round, const char *question)
{
    json_t *stored;
    size_t i;

    json_array_foreach(round->stored, i, stored)
    {
        if (finding_is_active(stored) && strcmp(round_text(stored, "question"), question) == 0
            && strcmp(round_text(stored, "questionnaire"), round->code) == 0)
            return true;
    }
    return false;
}

static bool sheet_is_due(struct round *round, const struct score_supplier *supplier)
{
    const struct score_sheet *sheet = round->sheet->questionnaire->sheet;

    for (size_t q = 0; q < sheet->question_count; q++) {
        size_t scored = sheet->questions[q].scored;

        if (scored != SCORE_NONE
            && has_aged(score_sheet_scored(sheet, q),
                        &supplier->answers[round->sheet->first + scored], supplier->input.as_of)
            && !is_found(round, sheet->questions[q].code))
            return true;
    }
    return false;
}

bool findings_are_due(struct reading *reading, struct basis *basis,
                      const struct score_supplier *supplier)
{
    struct round round = {.basis = basis};

    round.stored = basis_json(reading, basis, "findings");
    if (acceptance_has_ended(&round))
        return true;
    for (size_t i = 0; i < basis->sheet_count; i++) {
        round.sheet = &basis->sheets[i];
        round.code = round.sheet->questionnaire->code;
        if (round.sheet->response_id != NULL && sheet_is_due(&round, supplier))
            return true;
    }
    return false;
}
