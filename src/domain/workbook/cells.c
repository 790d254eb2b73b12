#include "cells.h"

#include <inttypes.h>
#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/reading.h"
#include "texts.h"

struct showing {
    struct reading *reading;
    const struct workbook_texts *texts;
    const struct questionnaire *questionnaire;
    const struct questionnaire_question *question;
    const struct answer *answer;
    struct paper_row *row;
};

static const json_t *choices_of(const struct questionnaire_question *question)
{
    return json_object_get(question->definition, "choices");
}

const char *cells_word_mark(enum locale locale, const char *word)
{
    static const char *const marks[][2] = {{"done", "○"}, {"in_progress", "△"}, {"not_done", "×"}};

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strcmp(marks[i][0], word) == 0)
            return marks[i][1];
    return locale == LOCALE_JA ? "該当なし" : "N/A";
}

static const char *choice_text(const struct showing *showing,
                               const struct questionnaire_question *question, const char *code)
{
    const json_t *choice;
    size_t i;

    json_array_foreach(choices_of(question), i, choice)
    {
        if (text_same(json_member(choice, "code"), code))
            return document_text(choice, "text", showing->reading->locale);
    }
    return code;
}

/* ---- the text of a question ---- */

static const char *value_text(const struct showing *showing,
                              const struct questionnaire_question *question, const json_t *value)
{
    const char *text = json_string_value(value);

    if (text == NULL)
        return json_text(showing->reading->arena, value);
    if (three_state_word(text) != NULL && question->type == QUESTION_THREE_STATE)
        return cells_word_mark(showing->reading->locale, three_state_word(text));
    return choice_text(showing, question, text);
}

static void add_condition(const struct showing *showing, struct buffer *text)
{
    const json_t *condition = score_member(showing->question->definition, "visible_if"), *value;
    const char *code = json_member(condition, "question");
    const struct questionnaire_question *other =
        code == NULL ? NULL : questionnaire_question(showing->questionnaire, code);
    struct buffer values;
    size_t i;

    if (other == NULL)
        return;
    buffer_open(&values, showing->reading->arena, 64);
    json_array_foreach(json_object_get(condition, "in"), i, value)
    {
        buffer_add_text(&values, i == 0 ? "" : showing->texts->between);
        buffer_add_text(&values, value_text(showing, other, value));
    }
    buffer_printf(text, "\n%s%s%s%s%s", showing->texts->only_if[0],
                  document_text(other->definition, "text", showing->reading->locale),
                  showing->texts->only_if[1], values.data, showing->texts->only_if[2]);
}

/* With their numbers: who has a pen alone writes them. */
static void add_choices(const struct showing *showing, struct buffer *text)
{
    const json_t *choice;
    size_t i;

    if (showing->question->type == QUESTION_MULTI_CHOICE)
        buffer_printf(text, "\n%s", showing->texts->several);
    json_array_foreach(choices_of(showing->question), i, choice)
    {
        buffer_printf(text, "\n%zu. %s", i + 1,
                      document_text(choice, "text", showing->reading->locale));
    }
}

static const char *question_text(const struct showing *showing)
{
    const struct questionnaire_question *question = showing->question;
    const json_t *definition = question->definition;
    const char *help = document_text(definition, "help", showing->reading->locale);
    struct buffer text;

    if (help == NULL)
        help = document_text(definition, "detail", showing->reading->locale);
    buffer_open(&text, showing->reading->arena, 256);
    buffer_add_text(&text, document_text(definition, "text", showing->reading->locale));
    if (!question->required)
        buffer_add_text(&text, showing->texts->optional);
    if (help != NULL)
        buffer_printf(&text, "\n%s", help);
    add_condition(showing, &text);
    add_choices(showing, &text);
    return text.data;
}

/* As its section numbers it, else in the order of the sheet. */
static const char *number_text(const struct showing *showing)
{
    const json_t *number = json_object_get(showing->question->definition, "no");
    long value =
        json_is_integer(number) ? (long)json_integer_value(number) : showing->question->order;

    return arena_printf(showing->reading->arena, "%ld", value);
}

/* ---- the answer ---- */

static const char *value_member(const struct showing *showing, const char *name)
{
    return json_member(showing->answer->value, name);
}

static void set(const struct showing *showing, enum paper_column column, enum paper_kind kind,
                const char *text)
{
    showing->row->cells[column] = (struct paper_cell){kind, text};
}

/* A choice of the answer's cell; `count` of them so far. */
static void offer(const struct showing *showing, size_t count, const char *text)
{
    const char **choices = (const char **)(uintptr_t)showing->row->choices;

    choices[count] = text;
    choices[count + 1] = NULL;
}

static size_t offer_not_applicable(const struct showing *showing, size_t count)
{
    if (!showing->question->na_allowed)
        return count;
    offer(showing, count, cells_word_mark(showing->reading->locale, "not_applicable"));
    return count + 1;
}

/* The word where a question was declared not applicable, else `text`. */
static const char *unless_not_applicable(const struct showing *showing, const char *text)
{
    const char *word = value_member(showing, "answer");

    return word == NULL ? text : cells_word_mark(showing->reading->locale, word);
}

static void show_three_state(const struct showing *showing)
{
    static const char *const words[] = {"done", "in_progress", "not_done"};
    size_t count = 0;

    for (; count < sizeof words / sizeof *words; count++)
        offer(showing, count, cells_word_mark(showing->reading->locale, words[count]));
    (void)offer_not_applicable(showing, count);
    set(showing, PAPER_ANSWER, PAPER_WORD, unless_not_applicable(showing, NULL));
}

static const char *status_text(const struct showing *showing, const char *status)
{
    return word_label("CertificateAnswer", status, showing->reading->locale);
}

static void show_certification(const struct showing *showing)
{
    const char *status = value_member(showing, "status");
    bool is_renewed = json_is_true(json_object_get(showing->answer->value, "renewal_pending"));

    offer(showing, 0, status_text(showing, "obtained"));
    offer(showing, 1, showing->texts->renewal);
    offer(showing, 2, status_text(showing, "not_obtained"));
    set(showing, PAPER_ANSWER, PAPER_WORD,
        status == NULL   ? NULL
            : is_renewed ? showing->texts->renewal
                         : status_text(showing, status));
    set(showing, PAPER_MEASURE, PAPER_TEXT, value_member(showing, "number"));
    set(showing, PAPER_DUE, PAPER_DAY, value_member(showing, "expires_on"));
}

static void show_free_text(const struct showing *showing)
{
    set(showing, PAPER_ANSWER, PAPER_WIDE, value_member(showing, "text"));
    set(showing, PAPER_DUE, PAPER_DAY, value_member(showing, "expires_on"));
}

static void show_single_choice(const struct showing *showing)
{
    const char *code = value_member(showing, "choice");
    const json_t *choice;
    size_t i;

    json_array_foreach(choices_of(showing->question), i, choice)
    {
        offer(showing, i, document_text(choice, "text", showing->reading->locale));
    }
    (void)offer_not_applicable(showing, i);
    set(showing, PAPER_ANSWER, PAPER_WORD,
        unless_not_applicable(showing,
                              code == NULL ? NULL : choice_text(showing, showing->question, code)));
}

static void show_multi_choice(const struct showing *showing)
{
    const json_t *codes = json_object_get(showing->answer->value, "choices"), *code;
    struct buffer text;
    size_t i;

    buffer_open(&text, showing->reading->arena, 64);
    json_array_foreach(codes, i, code)
    {
        buffer_add_text(&text, i == 0 ? "" : "\n");
        buffer_add_text(&text, choice_text(showing, showing->question, json_string_value(code)));
    }
    showing->row->choices = NULL;
    set(showing, PAPER_ANSWER, PAPER_WORD, unless_not_applicable(showing, text.data));
}

static void show_number(const struct showing *showing)
{
    const json_t *number = score_member(showing->answer->value, "number");
    const char *text = number == NULL
        ? NULL
        : arena_printf(showing->reading->arena, "%.15g", json_number_value(number));

    if (offer_not_applicable(showing, 0) == 0)
        showing->row->choices = NULL;
    set(showing, PAPER_ANSWER, PAPER_NUMERAL, unless_not_applicable(showing, text));
}

static void show_date(const struct showing *showing)
{
    showing->row->choices = NULL;
    set(showing, PAPER_ANSWER, PAPER_DAY, value_member(showing, "date"));
}

static void show_plan(const struct showing *showing)
{
    const json_t *plan = score_member(showing->answer->value, "plan");

    set(showing, PAPER_MEASURE, PAPER_TEXT, json_member(plan, "measure"));
    set(showing, PAPER_OWNER, PAPER_TEXT, json_member(plan, "owner"));
    set(showing, PAPER_DUE, PAPER_DAY, json_member(plan, "due_on"));
}

static void show_value(const struct showing *showing)
{
#define SHOWER(NAME, word, ...) [QUESTION_##NAME] = show_##word,
    static void (*const showers[QUESTION_TYPES])(const struct showing *) = {
        QUESTION_TYPE_ROWS(SHOWER)};
#undef SHOWER

    showers[showing->question->type](showing);
}

void cells_show(struct reading *reading, const struct questionnaire *questionnaire,
                const struct answer *answer, struct paper_row *ret_row)
{
    enum { FIXED_CHOICES = 6 };
    const struct questionnaire_question *question = answer->question;
    struct showing showing = {.reading = reading,
                              .texts = workbook_texts(reading->locale),
                              .questionnaire = questionnaire,
                              .question = question,
                              .answer = answer,
                              .row = ret_row};
    unsigned members = question_kinds[question->type].members;

    *ret_row = (struct paper_row){.id = question->code};
    ret_row->mark = cells_mark(reading, answer->revision, cells_said(reading, answer));
    ret_row->choices = arena_alloc(reading->arena,
                                   (json_array_size(choices_of(question)) + FIXED_CHOICES)
                                       * sizeof *ret_row->choices);
    set(&showing, PAPER_NUMBER, PAPER_TEXT, number_text(&showing));
    set(&showing, PAPER_QUESTION, PAPER_TEXT, question_text(&showing));
    show_value(&showing);
    if ((members & MEMBER_PLAN) != 0)
        show_plan(&showing);
    if (question->na_allowed && (members & MEMBER_ANSWER) != 0)
        set(&showing, PAPER_REASON, PAPER_TEXT, value_member(&showing, "reason"));
    set(&showing, PAPER_COMMENT, PAPER_TEXT, answer->comment);
}

/* ---- what is said ---- */

/* null, false, an empty list or object says nothing. */
static bool says_something(const json_t *value)
{
    if (json_is_array(value))
        return json_array_size(value) > 0;
    if (json_is_object(value))
        return json_object_size(value) > 0;
    return value != NULL && !json_is_null(value) && !json_is_false(value);
}

static json_t *telling_part(const json_t *object)
{
    json_t *part = json_object(), *value;
    const char *name;
    void *from = (void *)(uintptr_t)object;

    json_object_foreach(from, name, value)
    {
        json_t *kept = json_is_object(value) ? telling_part(value) : json_deep_copy(value);

        if (says_something(kept))
            (void)json_object_set(part, name, kept);
        json_decref(kept);
    }
    return part;
}

json_t *cells_said(struct reading *reading, const struct answer *answer)
{
    json_t *said = json_keep(reading->arena, telling_part(answer->value));

    if (answer->comment != NULL)
        (void)json_object_set_new(said, "comment", json_string(answer->comment));
    return said;
}

const char *cells_mark(struct reading *reading, long revision, const json_t *said)
{
    char *sorted = json_dumps(said, JSON_SORT_KEYS | JSON_COMPACT);
    uint64_t sum = text_hash(TEXT_HASH, sorted == NULL ? "" : sorted);

    free(sorted);
    return arena_printf(reading->arena, "%ld.%016" PRIx64, revision, sum);
}
