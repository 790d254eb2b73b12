/* A questionnaire, or a response to one, becomes a workbook. */
#include "cells.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/response/response.h"
#include "renkei/domain/workbook/layout.h"
#include "renkei/domain/workbook/workbook.h"
#include "texts.h"

struct writing {
    struct reading *reading;
    const struct questionnaire *questionnaire;
    const struct response *response; /* NULL: a blank one */
    const struct answer *answers;
    struct paper paper;
};

static void add_row(struct writing *writing, const struct paper_row *row)
{
    struct paper_row *rows = (struct paper_row *)(uintptr_t)writing->paper.rows;

    rows[writing->paper.row_count++] = *row;
}

static void add_heading(struct writing *writing, const json_t *section)
{
    const char *title = document_text(section, "title", writing->reading->locale);
    struct paper_row row = {.cells[PAPER_QUESTION] = {PAPER_TEXT, title}};

    add_row(writing, &row);
}

static void add_question(struct writing *writing, size_t place)
{
    const struct answer *answer = &writing->answers[place];
    struct paper_row row;

    cells_show(writing->reading, writing->questionnaire, answer, &row);
    row.is_locked = writing->response != NULL && !response_opens(writing->response, answer->code);
    add_row(writing, &row);
}

static void add_rows(struct writing *writing)
{
    const json_t *sections = json_object_get(writing->questionnaire->document, "sections");
    size_t count = json_array_size(sections) + writing->questionnaire->question_count;
    size_t place = 0;

    writing->paper.rows = arena_alloc(writing->reading->arena, count * sizeof *writing->paper.rows);
    for (size_t i = 0; i < json_array_size(sections); i++) {
        const json_t *section = json_array_get(sections, i);
        size_t left = json_array_size(json_object_get(section, "questions"));

        if (left > 0 && !actor_answers(writing->reading, writing->answers[place].code)) {
            place += left;
            continue;
        }
        add_heading(writing, section);
        for (; left > 0; left--)
            add_question(writing, place++);
    }
}

static const char *of_response(const struct writing *writing, const char *column)
{
    return writing->response == NULL ? NULL : rows_text(writing->response->row, 0, column);
}

static void add_line(struct writing *writing, const char *label, enum paper_kind kind,
                     const char *text)
{
    struct paper_line *lines = (struct paper_line *)(uintptr_t)writing->paper.lines;

    lines[writing->paper.line_count++] = (struct paper_line){label, {kind, text}};
}

static void add_lines(struct writing *writing)
{
    enum { LINES = 5 };
    const struct workbook_texts *texts = workbook_texts(writing->reading->locale);
    const struct rows *row = writing->response == NULL ? NULL : writing->response->row;

    writing->paper.lines =
        arena_alloc(writing->reading->arena, LINES * sizeof *writing->paper.lines);
    add_line(writing, texts->company, PAPER_TEXT, of_response(writing, "supplier.name"));
    add_line(writing, texts->due, PAPER_DAY, of_response(writing, "due_on"));
    if (row != NULL && rows_has(row, "why") && rows_text(row, 0, "why") != NULL)
        add_line(writing, texts->why, PAPER_TEXT, rows_text(row, 0, "why"));
    add_line(writing, texts->writer, PAPER_TEXT, NULL);
    add_line(writing, texts->written_on, PAPER_TEXT, NULL);
}

static bool write_paper(struct writing *writing, struct buffer *ret_bytes)
{
    struct reading *reading = writing->reading;
    const struct workbook_texts *texts = workbook_texts(reading->locale);
    struct paper *paper = &writing->paper;

    *paper = (struct paper){
        .id = WORKBOOK_MARK,
        .mark = arena_printf(reading->arena, "%s/%s", writing->questionnaire->id,
                             writing->response == NULL ? "" : writing->response->id),
        .font = texts->font,
        .sheet = texts->sheet,
        .notes_sheet = texts->notes_sheet,
        .title = document_text(writing->questionnaire->document, "title", reading->locale),
        .legend = texts->legend,
        .notes = texts->notes,
        .note_count = texts->note_count,
    };
    for (size_t i = 0; i < PAPER_COLUMNS; i++)
        paper->headers[i] = texts->headers[i];
    add_lines(writing);
    add_rows(writing);
    return paper_write(reading->arena, paper, ret_bytes)
        || fail(reading->failure, PROBLEM_UNAVAILABLE, (char *)NULL);
}

bool workbook_blank(struct reading *reading, const char *questionnaire_id, struct buffer *ret_bytes)
{
    struct writing writing = {.reading = reading};

    if (!questionnaire_load(reading, questionnaire_id, &writing.questionnaire))
        return false;
    writing.answers = answers_blank(reading, writing.questionnaire);
    return write_paper(&writing, ret_bytes);
}

bool workbook_filled(struct reading *reading, const char *response_id, struct buffer *ret_bytes)
{
    struct writing writing = {.reading = reading};
    struct response response;
    struct answer *answers;

    if (!response_find(reading, response_id, NULL, &response)
        || !answers_load(reading, &response, &answers))
        return false;
    writing.questionnaire = response.questionnaire;
    writing.response = &response;
    writing.answers = answers;
    return write_paper(&writing, ret_bytes);
}
