/*
 * The form of the SCS evaluation scheme: a row for each criterion. The criteria of one requirement
 * together are one answer, to the question whose code is the requirement's id.
 */
#include <string.h>

#include "criteria.h"
#include "lines.h"
#include "marks.h"
#include "origin.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/response/response.h"
#include "renkei/domain/workbook/rows.h"

struct form {
    struct reading *reading;
    const struct response *response;
    const struct answer *answers;
    struct rows *asked; /* id, criteria of each requirement */
    struct criterion *criteria;
    size_t count;
    struct lines *lines;
};

/* ---- criteria ---- */

/* Whether the cell names the fourth star alone; a merged one says what stands above. */
static bool is_of_star_4(const json_t *row, bool above)
{
    const char *level = row_text(row, CRITERION_LEVEL);

    if (*level == '\0' && text_same(row_fault(row, CRITERION_LEVEL), "merged_cell"))
        return above;
    return strpbrk(level, "3") == NULL && strstr(level, "３") == NULL
        && (strpbrk(level, "4") != NULL || strstr(level, "４") != NULL);
}

static void add_criterion(struct form *form, const json_t *row, const char *id)
{
    struct arena *arena = form->reading->arena;
    struct criterion *criterion = &form->criteria[form->count++];

    *criterion = (struct criterion){
        .row = row,
        .id = arena_strdup(arena, id),
        .requirement = arena_copy(arena, id, (size_t)(strrchr(id, '-') - id)),
        .mark = row_visible(form->reading, row, CRITERION_ANSWER),
    };
    if (criterion->mark != NULL)
        criterion->word = cell_word(criterion->mark);
}

static void gather(struct form *form, const json_t *rows)
{
    char id[CRITERION_ID_TEXT];
    bool is_star_4 = false;
    const json_t *row;
    size_t i;

    form->criteria =
        arena_alloc(form->reading->arena, (json_array_size(rows) + 1) * sizeof *form->criteria);
    json_array_foreach(rows, i, row)
    {
        is_star_4 = is_of_star_4(row, is_star_4);
        if (!criterion_id(row_text(row, CRITERION_ID), id))
            continue;
        if (is_star_4)
            form->lines->passed_over++;
        else
            add_criterion(form, row, id);
    }
}

/* ---- lines ---- */

/* "1-2-1-1 ○, 1-2-1-2": what stands in the cells of the marks. */
static const char *marks_text(const struct requirement *requirement)
{
    struct buffer text;

    buffer_open(&text, requirement->reading->arena, 64);
    for (size_t i = 0; i < requirement->count; i++) {
        const struct criterion *criterion = &requirement->criteria[i];

        buffer_printf(&text, "%s%s%s%s", i > 0 ? ", " : "", criterion->id,
                      criterion->mark == NULL ? "" : " ",
                      criterion->mark == NULL ? "" : criterion->mark);
    }
    return text.data;
}

static bool is_filled(const struct criterion *criterion)
{
    for (size_t column = CRITERION_ANSWER; column < CRITERION_TEXTS + CRITERION_TEXT_COUNT;
         column++) {
        const char *fault = row_fault(criterion->row, column);
        bool is_mark = column == CRITERION_ANSWER;

        if (*row_text(criterion->row, column) != '\0'
            || (fault != NULL && (is_mark || strcmp(fault, "merged_cell") != 0)))
            return true;
    }
    return false;
}

static bool any_filled(const struct requirement *requirement)
{
    for (size_t i = 0; i < requirement->count; i++)
        if (is_filled(&requirement->criteria[i]))
            return true;
    return false;
}

/*
 * The form does not say beside which answer it was filled in. What came by a file, or from the last
 * round, is replaced by it; what somebody has given in another way since is a conflict.
 */
static long seen_revision(const struct answer *stored)
{
    bool may_be_replaced =
        text_same(stored->channel, "excel") || (stored->prefilled && !stored->confirmed);

    return may_be_replaced ? stored->revision : 0;
}

static void open_line(const struct form *form, const struct requirement *requirement)
{
    const struct criterion *first = &requirement->criteria[0];
    const struct criterion *last = &requirement->criteria[requirement->count - 1];
    struct line *line = requirement->line;

    *line = (struct line){.row = criterion_row(first),
                          .code = first->requirement,
                          .stored = lines_answer(form->response, form->answers, first->requirement),
                          .mark = "",
                          .places = "LOLLOOOOPP"};
    line->texts_end = arena_printf(form->reading->arena, "R%ld", criterion_row(last));
    failure_open(&line->failure, form->reading->arena);
}

/* How many criteria the scheme has behind a requirement; 0: the questionnaire does not ask it. */
static long asked_criteria(const struct form *form, const char *requirement)
{
    for (size_t i = 0; i < rows_count(form->asked); i++)
        if (strcmp(rows_text(form->asked, i, "id"), requirement) == 0)
            return (long)rows_integer(form->asked, i, "criteria");
    return 0;
}

static void pass_over(struct form *form, const struct requirement *requirement)
{
    form->lines->passed_over += requirement->count;
    form->lines->count--;
}

static void add_line(struct form *form, struct requirement *requirement)
{
    struct line *line = &form->lines->lines[form->lines->count++];
    long asked;

    requirement->line = line;
    open_line(form, requirement);
    asked = asked_criteria(form, line->code);
    if (asked == 0)
        line->stored = NULL;
    if (lines_of_others(form->reading, line->stored)
        || (line->stored == NULL && !any_filled(requirement))) {
        pass_over(form, requirement);
        return;
    }
    if (!any_filled(requirement))
        return;
    line->cells[PAPER_ANSWER] = marks_text(requirement);
    line->said = json_keep(form->reading->arena, json_object());
    if (line->stored == NULL)
        return;
    line->revision = seen_revision(line->stored);
    requirement_understand(requirement, asked);
}

/* Those of the requirement of the criterion `from`, wherever their rows are. Returns how many. */
static size_t take_alike(const struct form *form, size_t from, struct criterion *ret_alike)
{
    size_t count = 0;

    for (size_t i = from; i < form->count; i++) {
        struct criterion *criterion = &form->criteria[i];

        if (criterion->is_taken
            || strcmp(criterion->requirement, form->criteria[from].requirement) != 0)
            continue;
        criterion->is_taken = true;
        ret_alike[count++] = *criterion;
    }
    return count;
}

static void add_lines(struct form *form)
{
    struct arena *arena = form->reading->arena;
    struct criterion *alike = arena_alloc(arena, (form->count + 1) * sizeof *alike);

    form->lines->lines = arena_alloc(arena, (form->count + 1) * sizeof *form->lines->lines);
    for (size_t i = 0; i < form->count; i++) {
        struct requirement requirement = {.reading = form->reading, .criteria = alike};

        if (form->criteria[i].is_taken)
            continue;
        requirement.count = take_alike(form, i, alike);
        add_line(form, &requirement);
    }
}

bool criteria_open(struct reading *reading, const struct response *response,
                   const struct answer *answers, const json_t *rows, struct lines *ret_lines)
{
    struct form form = {
        .reading = reading, .response = response, .answers = answers, .lines = ret_lines};

    if (!db_read(reading->db, SQL_WORKBOOK_CRITERIA, PARAMS(response->questionnaire->code),
                 &form.asked))
        return false;
    if (rows_count(form.asked) == 0)
        return workbook_refuse(reading, "criteria_not_asked");
    gather(&form, rows);
    add_lines(&form);
    return true;
}
