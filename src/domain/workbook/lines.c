#include "lines.h"

#include <stdlib.h>
#include <string.h>

#include "origin.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/response/response.h"

const struct answer *lines_answer(const struct response *response, const struct answer *answers,
                                  const char *code)
{
    const struct questionnaire *questionnaire = response->questionnaire;
    const struct questionnaire_question *question = questionnaire_question(questionnaire, code);

    return question == NULL ? NULL : &answers[question - questionnaire->questions];
}

bool lines_of_others(const struct reading *reading, const struct answer *stored)
{
    return stored != NULL && !actor_answers(reading, stored->code);
}

static void open_line(struct reading *reading, const json_t *row, struct line *line)
{
    line->row = (long)json_integer_value(json_array_get(row, 0));
    line->places = "ABCDEFGHIJ";
    line->mark = arena_strdup(reading->arena, row_text(row, PAPER_MARK));
    line->revision = strtol(line->mark, NULL, 10);
    failure_open(&line->failure, reading->arena);
    for (size_t column = 0; column < PAPER_COLUMNS; column++) {
        line->cells[column] = row_visible(reading, row, column);
        line->faults[column] = row_fault(row, column);
    }
}

/* The rows of a sheet of ours. */
static void open_ours(struct reading *reading, const struct response *response,
                      const struct answer *answers, const json_t *rows, struct lines *lines)
{
    const json_t *row;
    size_t i;

    lines->lines = arena_alloc(reading->arena, (json_array_size(rows) + 1) * sizeof *lines->lines);
    json_array_foreach(rows, i, row)
    {
        const char *code = row_visible(reading, row, PAPER_ID);
        struct line *line = &lines->lines[lines->count];

        if (code == NULL || strcmp(code, WORKBOOK_MARK) == 0)
            continue;
        *line = (struct line){.code = code, .stored = lines_answer(response, answers, code)};
        if (lines_of_others(reading, line->stored)) {
            lines->passed_over++;
            continue;
        }
        open_line(reading, row, line);
        lines->count++;
    }
}

bool lines_open(struct reading *reading, const struct response *response,
                const struct answer *answers, const json_t *rows, struct lines *ret_lines)
{
    enum workbook_layout layout;

    *ret_lines = (struct lines){0};
    if (!origin_check(reading, response, rows, &layout))
        return false;
    if (layout == LAYOUT_CRITERIA)
        return criteria_open(reading, response, answers, rows, ret_lines);
    open_ours(reading, response, answers, rows, ret_lines);
    return true;
}
