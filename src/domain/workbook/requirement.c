/* What the criteria of one requirement say together, or why that is not clear. */
#include "criteria.h"

#include <string.h>

#include "cells.h"
#include "marks.h"
#include "origin.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/workbook/layout.h"

long criterion_row(const struct criterion *criterion)
{
    return (long)json_integer_value(json_array_get(criterion->row, 0));
}

/* ---- what is wrong with a requirement ---- */

static const char *place_of(const struct requirement *requirement, size_t column,
                            const struct criterion *criterion)
{
    return arena_printf(requirement->line->failure.arena, "%c%ld", (char)('A' + (int)column),
                        criterion_row(criterion));
}

static void refuse(const struct requirement *requirement, size_t column,
                   const struct criterion *criterion, enum fault_code code)
{
    (void)fault_add(&requirement->line->failure, FAULT_IN_BODY,
                    place_of(requirement, column, criterion), code, (char *)NULL);
}

static void check_mark(const struct requirement *requirement, const struct criterion *criterion)
{
    const char *fault = row_fault(criterion->row, CRITERION_ANSWER);

    if (fault != NULL)
        refuse(requirement, CRITERION_ANSWER, criterion, cell_fault_code(fault));
    else if (criterion->mark == NULL)
        refuse(requirement, CRITERION_ANSWER, criterion, FAULT_CRITERION_BLANK);
    else if (criterion->word == NULL)
        (void)fault_add(&requirement->line->failure, FAULT_IN_BODY,
                        place_of(requirement, CRITERION_ANSWER, criterion), FAULT_NOT_ALLOWED_VALUE,
                        "#allowed", "[\"○\",\"△\",\"×\",\"該当なし\"]", (char *)NULL);
}

/* A text that is merged over several rows counts for the row it begins in. */
static void check_texts(const struct requirement *requirement, const struct criterion *criterion)
{
    for (size_t i = 0; i < CRITERION_TEXT_COUNT; i++) {
        const char *fault = row_fault(criterion->row, CRITERION_TEXTS + i);

        if (fault != NULL && strcmp(fault, "merged_cell") != 0)
            refuse(requirement, CRITERION_TEXTS + i, criterion, cell_fault_code(fault));
    }
}

static void check_ids(const struct requirement *requirement)
{
    for (size_t i = 1; i < requirement->count; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(requirement->criteria[i].id, requirement->criteria[k].id) == 0) {
                refuse(requirement, CRITERION_ID, &requirement->criteria[i], FAULT_NOT_UNIQUE);
                break;
            }
}

static void check_count(const struct requirement *requirement, long asked)
{
    struct arena *arena = requirement->line->failure.arena;

    if ((long)requirement->count != asked)
        (void)fault_add(&requirement->line->failure, FAULT_IN_BODY,
                        place_of(requirement, CRITERION_ID, &requirement->criteria[0]),
                        FAULT_CRITERIA_COUNT, "#given",
                        arena_printf(arena, "%zu", requirement->count), "#asked",
                        arena_printf(arena, "%ld", asked), (char *)NULL);
}

static void check(const struct requirement *requirement, long asked)
{
    check_ids(requirement);
    check_count(requirement, asked);
    for (size_t i = 0; i < requirement->count; i++) {
        check_mark(requirement, &requirement->criteria[i]);
        check_texts(requirement, &requirement->criteria[i]);
    }
}

/* ---- what a requirement says ---- */

static bool all_are(const struct requirement *requirement, const char *word)
{
    for (size_t i = 0; i < requirement->count; i++)
        if (strcmp(requirement->criteria[i].word, word) != 0
            && strcmp(requirement->criteria[i].word, "not_applicable") != 0)
            return false;
    return true;
}

/* What does not apply asks for nothing; of the rest all, none or some is done. */
static const char *joint_word(const struct requirement *requirement)
{
    if (all_are(requirement, "not_applicable"))
        return "not_applicable";
    if (all_are(requirement, "done"))
        return "done";
    return all_are(requirement, "not_done") ? "not_done" : "in_progress";
}

static bool all_same(const struct requirement *requirement)
{
    for (size_t i = 1; i < requirement->count; i++)
        if (strcmp(requirement->criteria[i].word, requirement->criteria[0].word) != 0)
            return false;
    return true;
}

static void add_texts(const struct requirement *requirement, const struct criterion *criterion,
                      struct buffer *text)
{
    static const char *const labels[CRITERION_TEXT_COUNT] = {"理由", "根拠", "補足"};

    for (size_t i = 0; i < CRITERION_TEXT_COUNT; i++) {
        const char *said = row_visible(requirement->reading, criterion->row, CRITERION_TEXTS + i);

        if (said != NULL)
            buffer_printf(text, "\n%s：%s", labels[i], said);
    }
}

/*
 * The marks where they differ, and all that is written beside them, in the language of the form
 * whoever sends it; NULL: there is nothing.
 */
static const char *joint_text(const struct requirement *requirement)
{
    bool shows_marks = !all_same(requirement);
    struct buffer text, texts;

    buffer_open(&text, requirement->reading->arena, 256);
    for (size_t i = 0; i < requirement->count; i++) {
        const struct criterion *criterion = &requirement->criteria[i];

        buffer_open(&texts, requirement->reading->arena, 64);
        add_texts(requirement, criterion, &texts);
        if (shows_marks || texts.length > 0)
            buffer_printf(&text, "%s%s %s%s", text.length > 0 ? "\n" : "", criterion->id,
                          cells_word_mark(LOCALE_JA, criterion->word), texts.data);
    }
    return text.length > 0 ? text.data : NULL;
}

/* An answer that stays the same keeps what the form has no cell for. */
static json_t *kept(const struct requirement *requirement, const char *word)
{
    const struct answer *stored = requirement->line->stored;

    if (!text_same(json_member(stored->value, "answer"), word))
        return json_keep(requirement->reading->arena, json_object());
    return json_keep(requirement->reading->arena,
                     json_deep_copy(cells_said(requirement->reading, stored)));
}

static void say(const struct requirement *requirement)
{
    const char *word = joint_word(requirement), *text = joint_text(requirement);
    bool is_reason = strcmp(word, "not_applicable") == 0;

    requirement->line->said = kept(requirement, word);
    (void)json_object_set_new(requirement->line->said, "answer", json_string(word));
    if (text != NULL)
        (void)json_object_set_new(requirement->line->said, is_reason ? "reason" : "comment",
                                  json_string(text));
}

void requirement_understand(const struct requirement *requirement, long asked)
{
    check(requirement, asked);
    if (requirement->line->failure.fault_count == 0)
        say(requirement);
}
