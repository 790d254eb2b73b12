/* The whole-round table: what each supplier answered to each question, in symbols and words. */
#include <stdint.h>
#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/campaign/campaign.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/response/answer.h"

/* Of "○ 対応済み" the symbol, of "○ Done" the word; a label without a symbol is shown whole. */
static const char *symbol_of(struct reading *reading, const char *label)
{
    const char *space = strchr(label, ' ');

    if (space == NULL || (unsigned char)label[0] < 0x80)
        return label;
    return reading->locale == LOCALE_JA ? arena_copy(reading->arena, label, (size_t)(space - label))
                                        : space + 1;
}

static const char *member(const json_t *value, const char *name)
{
    return json_string_value(json_object_get(value, name));
}

static const char *choice_label(const struct reading *reading,
                                const struct questionnaire_question *question, const char *code)
{
    const json_t *choices = json_object_get(question->definition, "choices");

    for (size_t i = 0; i < json_array_size(choices); i++) {
        const json_t *choice = json_array_get(choices, i);

        if (strcmp(member(choice, "code"), code) == 0)
            return document_text(choice, "text", reading->locale);
    }
    return code;
}

static const char *choice_labels(struct reading *reading,
                                 const struct questionnaire_question *question, const json_t *codes)
{
    struct buffer text;

    buffer_open(&text, reading->arena, 64);
    for (size_t i = 0; i < json_array_size(codes); i++) {
        if (i > 0)
            buffer_add_text(&text, reading->locale == LOCALE_JA ? "、" : ", ");
        buffer_add_text(
            &text, choice_label(reading, question, json_string_value(json_array_get(codes, i))));
    }
    return text.data;
}

static const char *number_text(struct reading *reading, const json_t *number)
{
    return json_is_integer(number)
        ? arena_printf(reading->arena, "%lld", (long long)json_integer_value(number))
        : arena_printf(reading->arena, "%.15g", json_real_value(number));
}

/* ---- a value in words, by type of question ---- */

typedef const char *show_value(struct reading *reading,
                               const struct questionnaire_question *question, const json_t *value);

static const char *show_three_state(struct reading *reading,
                                    const struct questionnaire_question *question,
                                    const json_t *value)
{
    (void)question;
    return symbol_of(reading, word_label("AnswerWord", member(value, "answer"), reading->locale));
}

static const char *show_certification(struct reading *reading,
                                      const struct questionnaire_question *question,
                                      const json_t *value)
{
    (void)question;
    return word_label("CertificateAnswer", member(value, "status"), reading->locale);
}

static const char *show_single_choice(struct reading *reading,
                                      const struct questionnaire_question *question,
                                      const json_t *value)
{
    return choice_label(reading, question, member(value, "choice"));
}

static const char *show_multi_choice(struct reading *reading,
                                     const struct questionnaire_question *question,
                                     const json_t *value)
{
    return choice_labels(reading, question, json_object_get(value, "choices"));
}

static const char *show_number(struct reading *reading,
                               const struct questionnaire_question *question, const json_t *value)
{
    (void)question;
    return number_text(reading, json_object_get(value, "number"));
}

static const char *show_free_text(struct reading *reading,
                                  const struct questionnaire_question *question,
                                  const json_t *value)
{
    (void)reading, (void)question;
    return member(value, "text");
}

static const char *show_date(struct reading *reading, const struct questionnaire_question *question,
                             const json_t *value)
{
    (void)reading, (void)question;
    return member(value, "date");
}

static const char *shown_value(struct reading *reading,
                               const struct questionnaire_question *question, const json_t *value)
{
#define SHOWN(NAME, word, ...) [QUESTION_##NAME] = show_##word,
    static show_value *const by_type[QUESTION_TYPES] = {QUESTION_TYPE_ROWS(SHOWN)};
#undef SHOWN

    return by_type[question->type](reading, question, value);
}

static const char *shown(struct reading *reading, const struct campaign_cell *cell,
                         const json_t *value)
{
    const char *word = member(value, "answer");

    if (!cell->visible)
        return "";
    if (word != NULL || !answer_is_given(cell->question->type, value))
        return symbol_of(reading, word_label("AnswerWord", word, reading->locale));
    return shown_value(reading, cell->question, value);
}

/* The supplier's value with the adopted one in its place. */
static const json_t *counted(struct reading *reading, const json_t *value, const json_t *adopted)
{
    json_t *counted = json_keep(reading->arena, json_copy((json_t *)(uintptr_t)value));

    (void)json_object_update(counted, (json_t *)(uintptr_t)adopted);
    return counted;
}

/* A word, the code of a choice, or choices and numbers as JSON. */
static const char *adopted_text(struct reading *reading,
                                const struct questionnaire_question *question,
                                const json_t *adopted)
{
    const json_t *told = json_object_get(adopted, question_kinds[question->type].told_by);
    const char *word = member(adopted, "answer");

    if (word != NULL || told == NULL)
        return word;
    return json_is_string(told) ? json_string_value(told) : json_text(reading->arena, told);
}

static void adopt(struct reading *reading, struct campaign_cell *cell, const json_t *value)
{
    const json_t *adopted = json_object_get(value, "adopted");

    cell->own = shown(reading, cell, value);
    cell->shown = cell->own;
    if (adopted == NULL)
        return;
    cell->adopted = adopted_text(reading, cell->question, adopted);
    cell->adopted_by = member(value, "adopted_by");
    cell->shown = shown(reading, cell, counted(reading, value, adopted));
}

static struct campaign_cell cell_of(struct reading *reading,
                                    const struct questionnaire_question *question,
                                    const json_t *value, bool visible)
{
    struct campaign_cell cell = {
        .question = question, .visible = visible, .answer = member(value, "answer")};

    if (question_kinds[question->type].cells == CELL_CERTIFICATE) {
        cell.answer = cell.answer != NULL ? cell.answer : member(value, "status");
        cell.number = member(value, "number");
        cell.expires_on = member(value, "expires_on");
    }
    adopt(reading, &cell, value);
    return cell;
}

void campaign_cells_open(struct reading *reading, const struct questionnaire *questionnaire,
                         struct campaign_cells *cells)
{
    cells->questionnaire = questionnaire;
    cells->sheet = answers_blank(reading, questionnaire);
    cells->cells =
        arena_alloc(reading->arena, questionnaire->question_count * sizeof *cells->cells);
}

void campaign_cells_fill(struct reading *reading, struct campaign_cells *cells,
                         const json_t *answers)
{
    const struct questionnaire *questionnaire = cells->questionnaire;
    bool visible[SCORE_SHEET_QUESTIONS_MAX];

    for (size_t i = 0; i < questionnaire->question_count; i++)
        cells->sheet[i].value = json_object_get(answers, cells->sheet[i].code);
    answers_visible(questionnaire, cells->sheet, visible);
    for (size_t i = 0; i < questionnaire->question_count; i++)
        cells->cells[i] =
            cell_of(reading, &questionnaire->questions[i], cells->sheet[i].value, visible[i]);
}
