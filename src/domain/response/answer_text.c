/* An answer as one text, and back. */
#include <stdlib.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/date.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/response/answer_file.h"

/* The code of a choice that is named by it or by its text; else the text. */
static const char *choice_of(const struct questionnaire_question *question, const char *text)
{
    const json_t *choices = json_object_get(question->definition, "choices");

    for (size_t i = 0; i < json_array_size(choices); i++) {
        const json_t *choice = json_array_get(choices, i);

        if (text_same(json_member(choice, "text_ja"), text)
            || text_same(json_member(choice, "text_en"), text))
            return json_member(choice, "code");
    }
    return text;
}

/* How long the separator is that begins here; 0: none does. */
static size_t separator(const char *at)
{
    static const char *const separators[] = {"\n", ",", ";", "、", "，", "；"};

    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (strncmp(at, separators[i], strlen(separators[i])) == 0)
            return strlen(separators[i]);
    return 0;
}

static void add_choice(struct arena *arena, const struct questionnaire_question *question,
                       const char *text, size_t length, json_t *list)
{
    const char *part = text_trim(text, length, &length);

    if (length > 0)
        (void)json_array_append_new(
            list, json_string(choice_of(question, arena_copy(arena, part, length))));
}

/* ["a","b"] as exports have it, or what stands between commas. */
static json_t *choices_of(struct arena *arena, const struct questionnaire_question *question,
                          const char *text)
{
    json_t *list = *text == '[' ? json_loads(text, 0, NULL) : NULL;
    const char *from = text;

    if (list != NULL)
        return list;
    list = json_array();
    for (; *text != '\0'; text++)
        if (separator(text) > 0) {
            add_choice(arena, question, from, (size_t)(text - from), list);
            text += separator(text) - 1;
            from = text + 1;
        }
    add_choice(arena, question, from, strlen(from), list);
    return list;
}

static json_t *number_of(const char *text)
{
    char *end;
    double number = strtod(text, &end);

    if (end == text || *end != '\0' || strspn(text, "+-0123456789.") != strlen(text))
        return json_string(text);
    return number > -1e15 && number < 1e15
            && number == (double)(long long)number /* NOLINT: exact */
        ? json_integer((long long)number)
        : json_real(number);
}

static json_t *day_of(const char *text)
{
    char said[DAY_TEXT];

    return json_string(
        date_read(text, strlen(text), DATE_YEAR_FIRST, said) == CALENDAR_GOOD ? said : text);
}

static const char *status_of(const char *text)
{
    static const char *const words[] = {"obtained", "not_obtained"};
    const char *mark = three_state_word(text);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word_label("CertificateAnswer", words[i], LOCALE_JA), text) == 0
            || strcmp(word_label("CertificateAnswer", words[i], LOCALE_EN), text) == 0)
            return words[i];
    if (text_same(mark, "done"))
        return words[0];
    return text_same(mark, "not_done") ? words[1] : text;
}

static json_t *told_of(struct arena *arena, const struct questionnaire_question *question,
                       const char *text)
{
    const char *told_by = question_kinds[question->type].told_by;

    if (strcmp(told_by, "choices") == 0)
        return choices_of(arena, question, text);
    if (strcmp(told_by, "choice") == 0)
        return json_string(choice_of(question, text));
    if (strcmp(told_by, "number") == 0)
        return number_of(text);
    if (strcmp(told_by, "date") == 0)
        return day_of(text);
    return json_string(strcmp(told_by, "status") == 0 ? status_of(text) : text);
}

json_t *answer_from_text(struct arena *arena, const struct questionnaire_question *question,
                         const char *text)
{
    const struct question_kind *kind = &question_kinds[question->type];
    bool declines =
        (kind->members & MEMBER_ANSWER) != 0 && text_same(three_state_word(text), "not_applicable");
    json_t *sent = json_keep(arena, json_object());

    if (declines)
        (void)json_object_set_new(sent, "answer", json_string("not_applicable"));
    else
        (void)json_object_set_new(sent, kind->told_by, told_of(arena, question, text));
    return sent;
}

const char *answer_text(struct arena *arena, enum question_type type, const json_t *value)
{
    const json_t *told = json_object_get(value, "answer");

    if (told == NULL || json_is_null(told))
        told = json_object_get(value, question_kinds[type].told_by);
    if (told == NULL || json_is_null(told))
        return NULL;
    return json_is_string(told) ? json_string_value(told) : json_text(arena, told);
}
