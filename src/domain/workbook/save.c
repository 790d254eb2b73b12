/* A filled workbook comes back: what each row says, what may be saved, what became of it. */
#include <stdlib.h>
#include <string.h>

#include "cells.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/response/response.h"
#include "renkei/domain/workbook/rows.h"
#include "renkei/domain/workbook/workbook.h"
#include "lines.h"

enum outcome {
    OUTCOME_UNCHANGED,
    OUTCOME_SAVED,
    OUTCOME_CONFLICT,
    OUTCOME_FAILED,
    OUTCOME_SKIPPED
};
static const char *const outcomes[] = {"unchanged", "saved", "conflict", "failed", "skipped"};
enum { OUTCOMES = sizeof outcomes / sizeof *outcomes, NOT_SENT = -1 };

struct taken {
    struct line line;
    enum outcome outcome;
    long place;            /* among the answers that are to be saved, or NOT_SENT */
    const json_t *current; /* of a conflict, the stored answer as its clients see it */
};

struct taking {
    struct change *change;
    struct response response;
    struct answer *answers;
    struct taken *lines;
    size_t count, passed_over;
    json_t *sent; /* the answers that are to be saved */
    bool all_or_none;
};

static bool open_lines(struct taking *taking, const json_t *rows)
{
    struct reading *reading = &taking->change->reading;
    struct lines lines;

    if (!lines_open(reading, &taking->response, taking->answers, rows, &lines))
        return false;
    taking->lines = arena_alloc(reading->arena, (lines.count + 1) * sizeof *taking->lines);
    for (; taking->count < lines.count; taking->count++)
        taking->lines[taking->count] =
            (struct taken){.line = lines.lines[taking->count], .place = NOT_SENT};
    taking->passed_over = lines.passed_over;
    return true;
}

/* ---- what a row wants ---- */

static bool named_before(const struct taking *taking, const struct taken *taken)
{
    for (const struct taken *before = taking->lines; before < taken; before++)
        if (strcmp(before->line.code, taken->line.code) == 0)
            return true;
    return false;
}

static bool check_name(const struct taking *taking, struct taken *taken)
{
    struct line *line = &taken->line;

    if (line->stored == NULL)
        return line_refuse(line, PAPER_ID, FAULT_QUESTION_UNKNOWN);
    return !named_before(taking, taken) || line_refuse(line, PAPER_ID, FAULT_NOT_UNIQUE);
}

/* What is stored is taken back by nobody who leaves a cell empty. */
static bool check_given(struct line *line)
{
    enum question_type type = line->stored->question->type;

    return answer_is_given(type, line->said) || line->stored->value == NULL
        || !answer_is_given(type, line->stored->value)
        || line_refuse(line, PAPER_ANSWER, FAULT_REQUIRED);
}

/* Nobody filled it in, or it says what is there: nothing to save. */
static bool says_nothing_new(struct reading *reading, const struct line *line)
{
    bool is_current = line->revision == line->stored->revision;

    if (json_object_size(line->said) == 0)
        return true;
    if (json_equal(line->said, cells_said(reading, line->stored)))
        return line->stored->confirmed || !is_current;
    return !is_current && strcmp(line->mark, cells_mark(reading, line->revision, line->said)) == 0;
}

static bool is_empty(const struct line *line)
{
    for (size_t column = PAPER_ANSWER; column < PAPER_COLUMNS; column++)
        if (line->cells[column] != NULL || line->faults[column] != NULL)
            return false;
    return true;
}

static void send(struct taking *taking, struct taken *taken)
{
    const struct line *line = &taken->line;
    json_t *input = json_deep_copy(line->said);

    (void)json_object_set_new(input, "type", json_string(line->stored->type));
    (void)json_object_set_new(input, "code", json_string(line->code));
    (void)json_object_set_new(input, "revision", json_integer(line->revision));
    taken->place = (long)json_array_size(taking->sent);
    (void)json_array_append_new(taking->sent, input);
}

static bool is_clear(struct reading *reading, struct line *line)
{
    return line->said == NULL ? line_understand(reading, line) : line->failure.fault_count == 0;
}

static void judge(struct taking *taking, struct taken *taken)
{
    struct reading *reading = &taking->change->reading;
    struct line *line = &taken->line;

    if (line->stored != NULL && is_empty(line))
        return;
    if (!check_name(taking, taken) || !is_clear(reading, line))
        taken->outcome = OUTCOME_FAILED;
    else if (says_nothing_new(reading, line))
        return;
    else if (!check_given(line))
        taken->outcome = OUTCOME_FAILED;
    else
        send(taking, taken);
}

/* ---- what became of it ---- */

/* The cell that a member of an answer came from. */
static enum paper_column column_of(const struct line *line, const char *member)
{
    static const struct {
        const char *member;
        enum paper_column column;
    } columns[] = {
        {"plan/owner", PAPER_OWNER}, {"plan/due_on", PAPER_DUE}, {"plan", PAPER_MEASURE},
        {"expires_on", PAPER_DUE},   {"reason", PAPER_REASON},   {"comment", PAPER_COMMENT},
        {"revision", PAPER_MARK},    {"code", PAPER_ID},
    };

    if (strcmp(member, "number") == 0 && line->stored->question->type == QUESTION_CERTIFICATION)
        return PAPER_MEASURE;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (strncmp(member, columns[i].member, strlen(columns[i].member)) == 0)
            return columns[i].column;
    return PAPER_ANSWER;
}

static struct taken *sent_as(struct taking *taking, long place)
{
    for (size_t i = 0; i < taking->count; i++)
        if (taking->lines[i].place == place)
            return &taking->lines[i];
    return NULL;
}

/* Faults of "#/answers/3/plan/due_on" go to the cells of the fourth row that was sent. */
static void spread_faults(struct taking *taking, const struct failure *failure)
{
    static const char prefix[] = "#/answers/";

    for (size_t i = 0; i < failure->fault_count; i++) {
        const struct fault *fault = &failure->faults[i];
        char *rest = NULL;
        long place = strncmp(fault->at, prefix, sizeof prefix - 1) == 0
            ? strtol(fault->at + sizeof prefix - 1, &rest, 10)
            : NOT_SENT;
        struct taken *taken = place < 0 ? NULL : sent_as(taking, place);

        if (taken == NULL)
            continue;
        taken->outcome = fault->code == FAULT_STALE_ANSWER ? OUTCOME_CONFLICT : OUTCOME_FAILED;
        (void)line_refuse(&taken->line, column_of(&taken->line, *rest == '/' ? rest + 1 : rest),
                          fault->code);
        memcpy(taken->line.failure.faults[taken->line.failure.fault_count - 1].parameters,
               fault->parameters, sizeof fault->parameters);
    }
}

static void show_current(struct taking *taking, const json_t *current)
{
    const json_t *answer;
    size_t i;

    json_array_foreach(current, i, answer)
    {
        for (size_t k = 0; k < taking->count; k++)
            if (taking->lines[k].outcome == OUTCOME_CONFLICT
                && text_same(taking->lines[k].line.code, json_member(answer, "code")))
                taking->lines[k].current = answer;
    }
}

/* Of what was sent and not refused. */
static void settle(struct taking *taking, enum outcome outcome)
{
    for (size_t i = 0; i < taking->count; i++)
        if (taking->lines[i].place != NOT_SENT && taking->lines[i].outcome == OUTCOME_UNCHANGED)
            taking->lines[i].outcome = outcome;
}

static bool has_failed_line(const struct taking *taking)
{
    for (size_t i = 0; i < taking->count; i++)
        if (taking->lines[i].outcome == OUTCOME_FAILED)
            return true;
    return false;
}

/* Nothing could be saved, for reasons that the rows tell. */
static bool is_of_rows(const struct failure *failure)
{
    return failure->problem == PROBLEM_VALIDATION_FAILED || failure->problem == PROBLEM_STALE
        || failure->problem == PROBLEM_QUESTION_LOCKED;
}

/* The rule for several answers saves them; here they are only named by their cells. */
static bool save_sent(struct taking *taking)
{
    struct reading *reading = &taking->change->reading;
    json_t *body = json_keep(reading->arena, json_pack("{s:O}", "answers", taking->sent));
    struct failure faults;
    struct answers_sent sent = {
        .body = body, .faults = &faults, .all_or_none = taking->all_or_none, .channel = "excel"};
    struct answers_saved saved;
    bool done;

    failure_open(&faults, reading->arena);
    (void)contract_check_body(schema_by_name("AnswersInput"), body, false, &faults);
    faults.problem = PROBLEM_NONE;
    done = answers_save(taking->change, taking->response.id, &sent, &saved);
    if (!done && !is_of_rows(reading->failure))
        return false;
    spread_faults(taking, done ? &saved.refused : reading->failure);
    show_current(taking, saved.current);
    settle(taking, done ? OUTCOME_SAVED : OUTCOME_SKIPPED);
    if (!done)
        failure_open(reading->failure, reading->arena);
    return true;
}

/* ---- the result ---- */

/* As a problem tells them, but for their place. */
static json_t *errors_json(struct reading *reading, const struct failure *failure)
{
    struct buffer text;
    json_t *errors, *error, *params;
    size_t i;

    buffer_open(&text, reading->arena, 256);
    problem_write_faults(failure, reading->locale, &text);
    errors = json_loads(text.data, 0, NULL);
    json_array_foreach(errors, i, error)
    {
        params = json_incref(json_object_get(error, "pointer"));
        (void)json_object_set_new(error, "cell", params);
        (void)json_object_del(error, "pointer");
    }
    return errors;
}

static json_t *row_json_of(struct reading *reading, const struct taken *taken)
{
    const struct line *line = &taken->line;
    const char *code = line->stored == NULL ? NULL : line->code;

    return json_pack("{s:i,s:s?,s:s,s:s?,s:s?,s:O?,s:o}", "row", (int)line->row, "question", code,
                     "outcome", outcomes[taken->outcome], "text", line->cells[PAPER_ANSWER],
                     "answer", json_member(line->said, "answer"), "current", taken->current,
                     "errors", errors_json(reading, &line->failure));
}

static bool finish(struct taking *taking, json_t **ret_result)
{
    struct reading *reading = &taking->change->reading;
    json_t *rows = json_array(), *summary = json_object();
    long counts[OUTCOMES] = {0};
    const json_t *row;
    struct rows *response;

    for (size_t i = 0; i < taking->count; i++) {
        counts[taking->lines[i].outcome]++;
        (void)json_array_append_new(rows, row_json_of(reading, &taking->lines[i]));
    }
    for (size_t i = 0; i < OUTCOMES; i++)
        (void)json_object_set_new(summary, outcomes[i], json_integer(counts[i]));
    *ret_result = json_keep(reading->arena,
                            json_pack("{s:o,s:o,s:i}", "data", rows, "summary", summary,
                                      "passed_over", (int)taking->passed_over));
    if (!response_get(reading, taking->response.id, NULL, &response))
        return false;
    row = json_own(reading->arena, row_json(reading->arena, response));
    (void)json_object_set(*ret_result, "progress", json_object_get(row, "progress"));
    return true;
}

bool workbook_save(struct change *change, const char *response_id, const struct workbook_sent *sent,
                   json_t **ret_result)
{
    struct reading *reading = &change->reading;
    struct taking taking = {.change = change,
                            .all_or_none = sent->all_or_none,
                            .sent = json_keep(reading->arena, json_array())};

    if (!response_lock(change, response_id, NULL, &taking.response)
        || !response_permits(reading, &taking.response, "save")
        || !answers_load(reading, &taking.response, &taking.answers)
        || !open_lines(&taking, sent->rows))
        return false;
    for (size_t i = 0; i < taking.count; i++)
        judge(&taking, &taking.lines[i]);
    if (taking.all_or_none && has_failed_line(&taking))
        settle(&taking, OUTCOME_SKIPPED);
    else if (json_array_size(taking.sent) > 0 && !save_sent(&taking))
        return false;
    return finish(&taking, ret_result);
}
