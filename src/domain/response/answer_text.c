/* An answer as one text, and back. */
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/date.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/response/answer_file.h"
#include "renkei/domain/response/written.h"

/* ["a","b"] as exports have it, or as people write it. */
static json_t *choices_of(struct arena *arena, const struct questionnaire_question *question,
                          const char *text)
{
    json_t *list = *text == '[' ? json_loads(text, 0, NULL) : NULL;

    if (list == NULL)
        (void)written_choices(arena, question, text, &list);
    return list;
}

/* What was understood, or else the text: it is refused where answers are checked. */
static json_t *or_text(const char *word, const char *text)
{
    return json_string(word == NULL ? text : word);
}

static json_t *number_of(struct arena *arena, const char *text)
{
    json_t *number = written_number(arena, text);

    return number == NULL ? json_string(text) : number;
}

static json_t *day_of(const char *text)
{
    char said[DAY_TEXT];

    return json_string(
        date_read(text, strlen(text), DATE_YEAR_FIRST, said) == CALENDAR_GOOD ? said : text);
}

static json_t *told_of(struct arena *arena, const struct questionnaire_question *question,
                       const char *text)
{
    const char *told_by = question_kinds[question->type].told_by;

    if (strcmp(told_by, "choices") == 0)
        return choices_of(arena, question, text);
    if (strcmp(told_by, "choice") == 0)
        return or_text(written_choice(arena, question, text), text);
    if (strcmp(told_by, "number") == 0)
        return number_of(arena, text);
    if (strcmp(told_by, "date") == 0)
        return day_of(text);
    return or_text(strcmp(told_by, "status") == 0 ? written_status(text) : NULL, text);
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
