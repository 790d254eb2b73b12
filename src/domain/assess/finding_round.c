#include "finding_round.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/reading.h"
#include "renkei/sheet/sheet.h"

enum { TITLE_MAX = 200 };

const char *round_text(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

const char *round_title(struct reading *reading, const char *text)
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
    return stored != NULL && strcmp(round_text(stored, "state"), "closed") != 0;
}

bool finding_is_accepted(const json_t *stored)
{
    return strcmp(round_text(stored, "state"), "accepted") == 0;
}

/* Dates are compared as texts: both are YYYY-MM-DD. */
static bool is_over(const struct round *round, const json_t *stored)
{
    const char *until = round_text(stored, "until");

    return until != NULL && strcmp(until, basis_text(round->basis, "today")) < 0;
}

bool finding_has_ended(const struct round *round, const json_t *stored)
{
    return finding_is_accepted(stored) && is_over(round, stored);
}

bool finding_is_proposed(const json_t *stored)
{
    return json_is_true(json_object_get(stored, "proposed"));
}

bool finding_has_lapsed(const struct round *round, const json_t *stored)
{
    return finding_is_proposed(stored) && is_over(round, stored);
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
static json_t *find_stored(const struct round *round, const char *question)
{
    json_t *row;
    size_t i;

    json_array_foreach(round->stored, i, row)
    {
        if (strcmp(round_text(row, "questionnaire"), round->code) == 0
            && strcmp(round_text(row, "question"), question) == 0)
            return row;
    }
    return NULL;
}

const struct score_sheet_question *round_question(const struct round *round,
                                                  const struct spot *spot)
{
    return &round->sheet->questionnaire->sheet->questions[spot->question];
}

const struct score_question_result *round_result(const struct round *round, const struct spot *spot)
{
    return &round->basis->numbers
                ->questions[round->sheet->first + round_question(round, spot)->scored];
}

/* A bonus is never a penalty, so nothing is found there. */
static void read_spot(struct reading *reading, struct round *round, size_t question)
{
    const struct score_sheet *sheet = round->sheet->questionnaire->sheet;
    struct spot *spot = &round->spots[round->spot_count++];
    const char *id;

    *spot = (struct spot){.question = question};
    if (!score_sheet_scored(sheet, question)->bonus_only)
        spot->kind = kind_of(sheet->questions[question].definition, round_result(round, spot));
    spot->stored = find_stored(round, sheet->questions[question].code);
    id = round_text(spot->stored, "id");
    if (id != NULL)
        memcpy(spot->id, id, sizeof spot->id);
    else if (spot->kind != NULL)
        uuid_v7(reading->now, spot->id);
}

void round_read(struct reading *reading, struct round *round)
{
    const struct score_sheet *sheet;

    round->stored = basis_json(reading, round->basis, "findings");
    if (round->sheet == NULL)
        return;
    sheet = round->sheet->questionnaire->sheet;
    round->provisional = strcmp(round->sheet->state, "submitted") == 0;
    round->spots = arena_alloc(reading->arena, (sheet->question_count + 1) * sizeof *round->spots);
    for (size_t q = 0; q < sheet->question_count; q++)
        if (sheet->questions[q].scored != SCORE_NONE)
            read_spot(reading, round, q);
}

bool rounds_has(const struct rounds *rounds, const char *code)
{
    for (size_t i = 0; i < rounds->count; i++)
        if (strcmp(rounds->items[i].code, code) == 0)
            return true;
    return false;
}

/* ---- all rounds ---- */

static void add_round(struct reading *reading, struct rounds *rounds, const char *code,
                      const char *step_code)
{
    const struct basis_sheet *sheet = basis_sheet(rounds->basis, code);
    struct round *round = &rounds->items[rounds->count++];

    *round = (struct round){
        .cause = rounds->cause,
        .code = code,
        .accepted_now = strcmp(rounds->cause, "final") == 0 && step_code != NULL
            && strcmp(step_code, code) == 0,
        .basis = rounds->basis,
        .sheet = sheet == NULL || sheet->response_id == NULL ? NULL : sheet,
    };
    round_read(reading, round);
}

bool rounds_open(struct reading *reading, struct rounds *rounds, const char *step_code)
{
    struct basis *basis = rounds->basis;

    if (!basis_explain(reading, basis, NULL))
        return false;
    rounds->items = arena_alloc(reading->arena, (basis->sheet_count + 1) * sizeof *rounds->items);
    for (size_t i = 0; i < basis->sheet_count; i++)
        add_round(reading, rounds, basis->sheets[i].questionnaire->code, step_code);
    if (step_code != NULL && !rounds_has(rounds, step_code))
        add_round(reading, rounds, step_code, step_code);
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

static bool load_previous(struct reading *reading, struct round *round)
{
    struct rows *rows;

    if (round->previous != NULL)
        return true;
    if (!db_run_one(reading->db, SQL_FINDING_PREVIOUS,
                    PARAMS(round->basis->supplier_id, round->code, round->sheet->response_id),
                    &rows))
        return false;
    round->previous = json_own(reading->arena, rows_text(rows, 0, "answers"));
    return true;
}

bool round_compare(struct reading *reading, struct round *round, struct spot *spot)
{
    const struct score_sheet_question *question = round_question(round, spot);

    if (!load_previous(reading, round))
        return false;
    spot->regression = strcmp(spot->kind, "stale_answer") != 0
        && was_done(reading, question, json_object_get(round->previous, question->code));
    return true;
}
