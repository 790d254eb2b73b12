#include "understand.h"

#include <string.h>

#include "cells.h"
#include "marks.h"
#include "renkei/base/date.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/response/written.h"

struct understanding {
    struct reading *reading;
    struct line *line;
    const struct questionnaire_question *question;
    unsigned members;
};

const char *line_place(struct line *line, enum paper_column column)
{
    bool is_joined = line->texts_end != NULL && column >= PAPER_REASON;

    return arena_printf(line->failure.arena, "%c%ld%s%s", line->places[column], line->row,
                        is_joined ? ":" : "", is_joined ? line->texts_end : "");
}

bool line_refuse(struct line *line, enum paper_column column, enum fault_code code)
{
    return fault_add(&line->failure, FAULT_IN_BODY, line_place(line, column), code, (char *)NULL);
}

static void say(const struct understanding *work, const char *name, json_t *value)
{
    (void)json_object_set_new(work->line->said, name, value);
}

static void say_text(const struct understanding *work, const char *name, const char *text)
{
    if (text != NULL)
        say(work, name, json_string(text));
}

/* ---- marks and words ---- */

static bool is_not_applicable(const char *text)
{
    const char *word = cell_word(text);

    return word != NULL && strcmp(word, "not_applicable") == 0;
}

static bool refuse_word(const struct understanding *work, const char *allowed)
{
    return fault_add(&work->line->failure, FAULT_IN_BODY, line_place(work->line, PAPER_ANSWER),
                     FAULT_NOT_ALLOWED_VALUE, "#allowed", allowed, (char *)NULL);
}

static void take_three_state(const struct understanding *work, const char *text)
{
    const char *word = cell_word(text);

    if (word == NULL)
        (void)refuse_word(work, "[\"○\",\"△\",\"×\",\"該当なし\"]");
    say_text(work, "answer", word);
}

static void take_certification(const struct understanding *work, const char *text)
{
    bool is_renewed = cell_is_renewal(text);
    const char *status = is_renewed ? "obtained" : written_status(text);

    if (status == NULL)
        (void)refuse_word(work, "[\"取得済み\",\"未取得\"]");
    say_text(work, "status", status);
    if (is_renewed)
        say(work, "renewal_pending", json_true());
}

static void take_free_text(const struct understanding *work, const char *text)
{
    say_text(work, "text", text);
}

/* ---- numbers and choices ---- */

static bool declines(const struct understanding *work, const char *text)
{
    return work->question->na_allowed && is_not_applicable(text);
}

static void take_number(const struct understanding *work, const char *text)
{
    json_t *number;

    if (declines(work, text)) {
        say_text(work, "answer", "not_applicable");
        return;
    }
    number = written_number(work->reading->arena, text);
    if (number == NULL)
        (void)line_refuse(work->line, PAPER_ANSWER, FAULT_NOT_DECIMAL);
    else
        say(work, "number", number);
}

static const json_t *choices_of(const struct understanding *work)
{
    return json_object_get(work->question->definition, "choices");
}

static bool refuse_choice(const struct understanding *work)
{
    json_t *allowed = json_keep(work->reading->arena, json_array());
    const json_t *choice;
    size_t i;

    json_array_foreach(choices_of(work), i, choice)(void) json_array_append_new(
        allowed, json_string(document_text(choice, "text", work->reading->locale)));
    return refuse_word(work, json_text(work->reading->arena, allowed));
}

static void take_single_choice(const struct understanding *work, const char *text)
{
    const char *code = written_choice(work->reading->arena, work->question, text);

    if (code != NULL)
        say_text(work, "choice", code);
    else if (declines(work, text))
        say_text(work, "answer", "not_applicable");
    else
        (void)refuse_choice(work);
}

static void take_multi_choice(const struct understanding *work, const char *text)
{
    struct arena *arena = work->reading->arena;
    json_t *codes;

    if (declines(work, text) && written_choice(arena, work->question, text) == NULL) {
        say_text(work, "answer", "not_applicable");
        return;
    }
    if (!written_choices(arena, work->question, text, &codes))
        (void)refuse_choice(work);
    say(work, "choices", codes);
}

/* ---- days ---- */

static const char *day_of(const struct understanding *work, enum paper_column column)
{
    static const enum fault_code codes[] = {
        [CALENDAR_NO_FORM] = FAULT_NOT_DATE,
        [CALENDAR_NO_SUCH_DAY] = FAULT_NO_SUCH_DAY,
        [CALENDAR_AMBIGUOUS] = FAULT_AMBIGUOUS_DATE,
        [CALENDAR_OF_ANOTHER_ERA] = FAULT_OF_ANOTHER_ERA,
    };
    const char *text = work->line->cells[column];
    char date[DAY_TEXT];
    enum calendar_fault fault;

    if (text == NULL)
        return NULL;
    fault = date_read(text, strlen(text), DATE_YEAR_FIRST, date);
    if (fault == CALENDAR_GOOD)
        return arena_strdup(work->reading->arena, date);
    (void)line_refuse(work->line, column, codes[fault]);
    return NULL;
}

static void take_date(const struct understanding *work, const char *text)
{
    (void)text;
    say_text(work, "date", day_of(work, PAPER_ANSWER));
}

/* ---- the row ---- */

static void take_answer(const struct understanding *work)
{
#define TAKER(NAME, word, ...) [QUESTION_##NAME] = take_##word,
    static void (*const takers[QUESTION_TYPES])(const struct understanding *,
                                                const char *) = {QUESTION_TYPE_ROWS(TAKER)};
#undef TAKER
    const char *text = work->line->cells[PAPER_ANSWER];

    if (text != NULL)
        takers[work->question->type](work, text);
}

static void take_plan(const struct understanding *work)
{
    const char *due_on = day_of(work, PAPER_DUE);
    const char *measure = work->line->cells[PAPER_MEASURE], *owner = work->line->cells[PAPER_OWNER];

    if (measure == NULL && owner == NULL && due_on == NULL)
        return;
    say(work, "plan",
        json_pack("{s:s*,s:s*,s:s*}", "measure", measure, "owner", owner, "due_on", due_on));
}

/* A member that the sheet has no cell for stays. */
static void keep_stored(const struct understanding *work, const char *name)
{
    say_text(work, name, json_member(work->line->stored->value, name));
}

static bool has_reason(const struct understanding *work)
{
    return work->question->na_allowed && (work->members & MEMBER_ANSWER) != 0;
}

static void take_others(const struct understanding *work)
{
    if ((work->members & MEMBER_PLAN) != 0)
        take_plan(work);
    if ((work->members & MEMBER_STATUS) != 0)
        say_text(work, "number", work->line->cells[PAPER_MEASURE]);
    if ((work->members & MEMBER_EXPIRES_ON) != 0)
        say_text(work, "expires_on", day_of(work, PAPER_DUE));
    if ((work->members & MEMBER_SCOPE) != 0)
        keep_stored(work, "scope");
    if (!has_reason(work))
        keep_stored(work, "reason");
    say_text(work, "comment", work->line->cells[PAPER_COMMENT]);
    say_text(work, "reason", work->line->cells[PAPER_REASON]);
}

/* Whether the question has something to be written there. */
static bool takes(const struct understanding *work, enum paper_column column)
{
    const unsigned takers[PAPER_COLUMNS] = {
        [PAPER_MEASURE] = MEMBER_PLAN | MEMBER_STATUS,
        [PAPER_OWNER] = MEMBER_PLAN,
        [PAPER_DUE] = MEMBER_PLAN | MEMBER_EXPIRES_ON,
    };

    if (column == PAPER_REASON)
        return has_reason(work);
    return takers[column] == 0 || (takers[column] & work->members) != 0;
}

enum fault_code cell_fault_code(const char *word)
{
    if (strcmp(word, "merged_cell") == 0)
        return FAULT_MERGED_CELL;
    return strcmp(word, "formula") == 0 ? FAULT_FORMULA : FAULT_CELL_ERROR;
}

/* What nobody can take as it stands, or what the question has no place for. */
static void check_cells(const struct understanding *work)
{
    struct line *line = work->line;

    for (enum paper_column column = PAPER_ANSWER; column < PAPER_COLUMNS; column++)
        if (!takes(work, column) && line->cells[column] != NULL)
            (void)fault_add(&line->failure, FAULT_IN_BODY, line_place(line, column),
                            FAULT_WRONG_MEMBER_FOR_TYPE, "type",
                            question_kinds[work->question->type].word, (char *)NULL);
        else if (takes(work, column) && line->faults[column] != NULL)
            (void)line_refuse(line, column, cell_fault_code(line->faults[column]));
}

bool line_understand(struct reading *reading, struct line *line)
{
    const struct questionnaire_question *question = line->stored->question;
    struct understanding work = {.reading = reading,
                                 .line = line,
                                 .question = question,
                                 .members = question_kinds[question->type].members};

    line->said = json_keep(reading->arena, json_object());
    check_cells(&work);
    if (line->failure.fault_count > 0)
        return false;
    take_answer(&work);
    take_others(&work);
    return line->failure.fault_count == 0;
}
