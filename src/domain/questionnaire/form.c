/* Questionnaire documents as people read them: one language, every member present. */
#include <stdio.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/questionnaire/questionnaire.h"

enum { MEMBER_NAME = 32 };

static const char *text_in(const json_t *holder, const char *name, const char *language)
{
    char member[MEMBER_NAME];
    const char *text;

    (void)snprintf(member, sizeof member, "%s_%s", name, language);
    text = json_string_value(json_object_get(holder, member));
    return text == NULL || *text == '\0' ? NULL : text;
}

const char *document_text(const json_t *holder, const char *name, enum locale locale)
{
    const char *text = locale == LOCALE_EN ? text_in(holder, name, "en") : NULL;

    return text != NULL ? text : text_in(holder, name, "ja");
}

static json_t *text_or_null(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

/* The value of a flag of a question, or what holds where the document does not say it. */
static bool flag_of(const json_t *definition, const char *name, bool otherwise)
{
    const json_t *flag = json_object_get(definition, name);

    return json_is_boolean(flag) ? json_is_true(flag) : otherwise;
}

bool question_required(const json_t *definition)
{
    return flag_of(definition, "required", !flag_of(definition, "bonus_only", false));
}

const struct question_kind *question_kind_of(const json_t *definition)
{
    enum question_type type = QUESTION_THREE_STATE;

    (void)question_type_of(json_string_value(json_object_get(definition, "type")), &type);
    return &question_kinds[type];
}

bool question_scored(const json_t *definition)
{
    bool is_text = question_kind_of(definition)->gap == GAP_OF_NOTHING;

    return flag_of(definition, "scored", true)
        && (!is_text || flag_of(definition, "bonus_only", false));
}

void document_count(const json_t *document, size_t *ret_questions, size_t *ret_required)
{
    const json_t *section, *question;
    size_t s, q;

    *ret_questions = *ret_required = 0;
    json_array_foreach(json_object_get(document, "sections"), s, section)
    {
        json_array_foreach(json_object_get(section, "questions"), q, question)
        {
            *ret_questions += 1;
            *ret_required += question_required(question) ? 1 : 0;
        }
    }
}

static json_t *copy_or(const json_t *holder, const char *name, json_t *otherwise)
{
    const json_t *value = json_object_get(holder, name);

    if (value == NULL || json_is_null(value))
        return otherwise;
    json_decref(otherwise);
    return json_deep_copy(value);
}

static json_t *choices_form(const json_t *definition, enum locale locale, bool with_gaps)
{
    json_t *choices = json_array();
    const json_t *choice;
    size_t i;

    json_array_foreach(json_object_get(definition, "choices"), i, choice)
    {
        json_t *form = json_pack("{s:o, s:o}", "code", copy_or(choice, "code", json_null()), "text",
                                 text_or_null(document_text(choice, "text", locale)));

        if (with_gaps)
            (void)json_object_set_new(form, "gap", copy_or(choice, "gap", json_null()));
        (void)json_array_append_new(choices, form);
    }
    return choices;
}

/* What is shown with a question: its help, or what its sheet prints as a detail. */
static const char *help_text(const json_t *definition, enum locale locale)
{
    const char *help = document_text(definition, "help", locale);

    return help != NULL ? help : document_text(definition, "detail", locale);
}

json_t *question_form(const json_t *definition, long order, enum locale locale)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:b, s:b, s:b, s:o, s:o}", "code",
                     copy_or(definition, "code", json_null()), "order",
                     copy_or(definition, "order", json_integer(order)), "type",
                     copy_or(definition, "type", json_null()), "text",
                     text_or_null(document_text(definition, "text", locale)), "help",
                     text_or_null(help_text(definition, locale)), "required",
                     question_required(definition), "na_allowed",
                     flag_of(definition, "na_allowed", false), "bonus_only",
                     flag_of(definition, "bonus_only", false), "choices",
                     choices_form(definition, locale, false), "visible_if",
                     copy_or(definition, "visible_if", json_null()));
}

json_t *section_form(const json_t *section, enum locale locale, json_t *questions)
{
    return json_pack("{s:o, s:o, s:o}", "code", copy_or(section, "code", json_null()), "title",
                     text_or_null(document_text(section, "title", locale)), "questions", questions);
}

/* ---- what only editors see ---- */

/*
 * A reference by rank is shown as its code; an unknown rank, which only a draft has, as a number.
 */
static json_t *threat_code(const json_t *reference, const json_t *catalogue)
{
    const json_t *rank = json_object_get(reference, "rank"), *threat;
    char number[MEMBER_NAME];
    size_t i;

    if (!json_is_integer(rank))
        return copy_or(reference, "code", json_string(""));
    json_array_foreach(catalogue, i, threat)
    {
        if (json_equal(json_object_get(threat, "rank"), rank))
            return copy_or(threat, "code", json_null());
    }
    (void)snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(rank));
    return json_string(number);
}

static json_t *threats_form(const json_t *definition, const json_t *catalogue)
{
    json_t *threats = json_array();
    const json_t *reference;
    size_t i;

    json_array_foreach(json_object_get(definition, "threats"), i, reference)(void)
        json_array_append_new(threats,
                              json_pack("{s:o, s:o}", "code", threat_code(reference, catalogue),
                                        "relation", copy_or(reference, "relation", json_null())));
    return threats;
}

static json_t *ranges_form(const json_t *definition)
{
    json_t *ranges = json_array();
    const json_t *range;
    size_t i;

    json_array_foreach(json_object_get(definition, "ranges"), i, range)(void) json_array_append_new(
        ranges,
        json_pack("{s:o, s:o, s:o}", "min", copy_or(range, "min", json_null()), "max",
                  copy_or(range, "max", json_null()), "gap", copy_or(range, "gap", json_null())));
    return ranges;
}

static json_t *combine_form(const json_t *definition)
{
    return question_kind_of(definition)->gap == GAP_OF_CHOICES
        ? copy_or(definition, "combine", json_string("worst"))
        : json_null();
}

static json_t *editor_form(const json_t *definition, long order, enum locale locale,
                           const json_t *catalogue)
{
    json_t *form = question_form(definition, order, locale);

    (void)json_object_update_new(
        form,
        json_pack("{s:b, s:o, s:b, s:o, s:o, s:o, s:o, s:o}", "scored", question_scored(definition),
                  "weight", copy_or(definition, "weight", json_integer(0)), "weak_link",
                  flag_of(definition, "weak_link", false), "threats",
                  threats_form(definition, catalogue), "attack_kinds",
                  copy_or(definition, "attack_kinds", json_array()), "choices",
                  choices_form(definition, locale, true), "combine", combine_form(definition),
                  "ranges", ranges_form(definition)));
    return form;
}

json_t *questionnaire_sections(struct reading *reading, const struct rows *row)
{
    const json_t *document = json_own(reading->arena, rows_text(row, 0, "_document"));
    const json_t *catalogue = json_own(reading->arena, rows_text(row, 0, "_threats"));
    json_t *sections = json_keep(reading->arena, json_array());
    const json_t *section, *question;
    size_t s, q;
    long order = 1;

    json_array_foreach(json_object_get(document, "sections"), s, section)
    {
        json_t *questions = json_array();

        json_array_foreach(json_object_get(section, "questions"), q, question)(void)
            json_array_append_new(questions,
                                  editor_form(question, order++, reading->locale, catalogue));
        (void)json_array_append_new(sections, section_form(section, reading->locale, questions));
    }
    return sections;
}
