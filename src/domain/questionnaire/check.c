#include "check.h"

#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/reading.h"
#include "renkei/domain/questionnaire/questionnaire.h"

/* ---- faults of the scorer's reader ---- */

static bool is_recorded(const struct reading *reading, const char *at, enum fault_code code)
{
    for (size_t i = 0; i < reading->failure->fault_count; i++)
        if (reading->failure->faults[i].code == code
            && strcmp(reading->failure->faults[i].at, at) == 0)
            return true;
    return false;
}

/* "worst, best" -> ["worst","best"]: lists of words are JSON in the params of a fault. */
static const char *word_list(struct reading *reading, const char *words)
{
    struct buffer list;

    buffer_open(&list, reading->arena, 128);
    buffer_add_char(&list, '[');
    while (*words != '\0') {
        size_t length = strcspn(words, ",");

        buffer_printf(&list, "%s\"%.*s\"", list.length > 1 ? "," : "", (int)length, words);
        words += length;
        words += strspn(words, ", ");
    }
    buffer_add_char(&list, ']');
    return list.data;
}

static bool add_score_fault(struct reading *reading, const struct score_fault *fault)
{
    enum fault_code code = fault_by_code(fault->code);
    const char *name = fault->parameter;

    if (is_recorded(reading, fault->at, code))
        return false;
    if (name == NULL)
        return fault_add(reading->failure, FAULT_IN_BODY, fault->at, code, (char *)NULL);
    if (strcmp(name, "allowed") == 0)
        return fault_add(reading->failure, FAULT_IN_BODY, fault->at, code, "#allowed",
                         word_list(reading, fault->value), (char *)NULL);
    if (strcmp(name, "expected") == 0)
        return fault_add(reading->failure, FAULT_IN_BODY, fault->at, code, "#expected",
                         word_list(reading, fault->value), (char *)NULL);
    if (strcmp(name, "min") == 0 || strcmp(name, "max") == 0)
        name = arena_printf(reading->arena, "#%s", name);
    return fault_add(reading->failure, FAULT_IN_BODY, fault->at, code, name, fault->value,
                     (char *)NULL);
}

bool fail_score_faults(struct reading *reading, const struct score_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        (void)add_score_fault(reading, &faults->items[i]);
    return fail(reading->failure, PROBLEM_VALIDATION_FAILED, (char *)NULL);
}

/* ---- what the scorer does not look at ---- */

/* One question where it stands. */
struct place {
    struct reading *reading;
    const json_t *kinds;  /* codes of the tenant's attack kinds */
    const json_t *before; /* the questions before this one by code */
    bool threats_named;   /* by a question of the document */
    const json_t *question;
    const char *at;
};

static const char *text_of(const json_t *holder, const char *name)
{
    const char *text = json_string_value(json_object_get(holder, name));

    return text == NULL ? "" : text;
}

static bool holds(const json_t *array, const json_t *value)
{
    const json_t *item;
    size_t i;

    json_array_foreach(array, i, item)
    {
        if (json_equal(item, value))
            return true;
    }
    return false;
}

static void check_kinds(const struct place *place)
{
    const json_t *kind;
    size_t i;

    json_array_foreach(json_object_get(place->question, "attack_kinds"), i, kind)
    {
        if (!holds(place->kinds, kind))
            (void)fault_add(
                place->reading->failure, FAULT_IN_BODY,
                arena_printf(place->reading->arena, "%s/attack_kinds/%zu", place->at, i),
                FAULT_UNKNOWN_REFERENCE, (char *)NULL);
    }
}

static json_t *choice_codes(const json_t *question)
{
    json_t *codes = json_array(), *choice;
    size_t i;

    json_array_foreach(json_object_get(question, "choices"), i, choice)(void)
        json_array_append(codes, json_object_get(choice, "code"));
    return codes;
}

/* The words an answer to this question can be; NULL: anything of its type. */
static const json_t *possible_values(struct reading *reading, const json_t *question)
{
    const struct question_kind *kind = question_kind_of(question);

    if (kind->words != NULL)
        return json_own(reading->arena, kind->words);
    if (kind->gap == GAP_OF_CHOICE || kind->gap == GAP_OF_CHOICES)
        return json_keep(reading->arena, choice_codes(question));
    return NULL;
}

static bool fits_type(const json_t *question, const json_t *value)
{
    bool is_number = question_kind_of(question)->gap == GAP_OF_RANGE;

    return is_number ? json_is_number(value) : json_is_string(value);
}

/* A value that no answer can have would hide the question for ever. */
static void check_condition_value(const struct place *place, const json_t *question, size_t index)
{
    const json_t *condition = json_object_get(place->question, "visible_if");
    const json_t *value = json_array_get(json_object_get(condition, "in"), index);
    const json_t *possible = possible_values(place->reading, question);
    const char *at = arena_printf(place->reading->arena, "%s/visible_if/in/%zu", place->at, index);

    if (possible != NULL && !holds(possible, value))
        (void)fault_add(place->reading->failure, FAULT_IN_BODY, at, FAULT_NOT_ALLOWED_VALUE,
                        "#allowed", json_text(place->reading->arena, possible), (char *)NULL);
    else if (possible == NULL && !fits_type(question, value))
        (void)fault_add(place->reading->failure, FAULT_IN_BODY, at, FAULT_WRONG_TYPE, "#expected",
                        question_kind_of(question)->gap == GAP_OF_RANGE ? "[\"number\"]"
                                                                        : "[\"string\"]",
                        (char *)NULL);
}

/* That the question stands before this one is checked by the scorer. */
static void check_condition(const struct place *place)
{
    const json_t *condition = json_object_get(place->question, "visible_if");
    const json_t *question = json_object_get(place->before, text_of(condition, "question"));
    size_t count = json_array_size(json_object_get(condition, "in"));

    for (size_t i = 0; question != NULL && i < count; i++)
        check_condition_value(place, question, i);
}

static bool names_threat(const json_t *question)
{
    return question_scored(question) && json_array_size(json_object_get(question, "threats")) > 0;
}

/* Some questions name threats: then each scored one has to. */
static void check_threats(const struct place *place)
{
    if (place->threats_named && question_scored(place->question) && !names_threat(place->question))
        (void)fault_add(place->reading->failure, FAULT_IN_BODY,
                        arena_printf(place->reading->arena, "%s/threats", place->at),
                        FAULT_REQUIRED, (char *)NULL);
}

static bool any_names_threat(const json_t *document)
{
    const json_t *section, *question;
    size_t s, q;

    json_array_foreach(json_object_get(document, "sections"), s, section)
    {
        json_array_foreach(json_object_get(section, "questions"), q, question)
        {
            if (names_threat(question))
                return true;
        }
    }
    return false;
}

static void check_section(struct place *place, const json_t *section, const char *at,
                          json_t *before)
{
    json_t *question;
    size_t q;

    json_array_foreach(json_object_get(section, "questions"), q, question)
    {
        place->question = question;
        place->at = arena_printf(place->reading->arena, "%s/questions/%zu", at, q);
        check_kinds(place);
        check_threats(place);
        check_condition(place);
        (void)json_object_set(before, text_of(question, "code"), question);
    }
}

static void check_sections(struct reading *reading, const json_t *document, const json_t *kinds)
{
    json_t *before = json_keep(reading->arena, json_object()),
           *codes = json_keep(reading->arena, json_object());
    struct place place = {
        .reading = reading,
        .kinds = kinds,
        .before = before,
        .threats_named = any_names_threat(document),
    };
    const json_t *section;
    size_t s;

    json_array_foreach(json_object_get(document, "sections"), s, section)
    {
        const char *at = arena_printf(reading->arena, "#/sections/%zu", s);

        if (json_object_get(codes, text_of(section, "code")) != NULL)
            (void)fault_add(reading->failure, FAULT_IN_BODY,
                            arena_printf(reading->arena, "%s/code", at), FAULT_NOT_UNIQUE,
                            (char *)NULL);
        (void)json_object_set_new(codes, text_of(section, "code"), json_true());
        check_section(&place, section, at, before);
    }
    if (json_object_size(before) == 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/sections", FAULT_TOO_FEW, "#min", "1",
                        (char *)NULL);
}

bool check_document(struct reading *reading, const struct rows *row)
{
    return check_questionnaire(reading, json_own(reading->arena, rows_text(row, 0, "_document")),
                               json_own(reading->arena, rows_text(row, 0, "_threats")),
                               json_own(reading->arena, rows_text(row, 0, "_attack_kinds")));
}

bool check_questionnaire(struct reading *reading, const json_t *document, const json_t *threats,
                         const json_t *attack_kinds)
{
    struct score_sheet *sheet = arena_alloc(reading->arena, sizeof *sheet);
    struct score_faults faults;

    score_faults_open(&faults, reading->arena);
    check_sections(reading, document, attack_kinds);
    if (!score_sheet_read(document, threats, &faults, sheet))
        return fail_score_faults(reading, &faults);
    return check_faults(reading);
}

/* ---- import ---- */

static bool is_code(const char *text)
{
    static const char marks[] = "._-",
                      letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz0123456789._-";

    return strspn(text, letters) == strlen(text) && strchr(marks, text[0]) == NULL;
}

bool check_document_code(struct reading *reading, const json_t *body, const char **ret_code)
{
    const char *code = json_string_value(json_object_get(body, "code"));
    const char *id = json_string_value(json_object_get(body, "id"));

    *ret_code = code != NULL ? code : id;
    if (*ret_code == NULL)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/code", FAULT_REQUIRED, (char *)NULL);
    else if (code == NULL && !is_code(id))
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/id", FAULT_WRONG_PATTERN, "pattern",
                        "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", (char *)NULL);
    return check_faults(reading);
}
