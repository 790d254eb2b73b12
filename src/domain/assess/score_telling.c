#include "score_telling.h"

#include <string.h>

#include "renkei/sheet/sheet.h"

void tell(struct telling *telling, const char *sentence)
{
    (void)json_array_append_new(telling->words, json_string(sentence));
}

double telling_number(const json_t *object, const char *name)
{
    return json_number_value(json_object_get(object, name));
}

const char *telling_label(const struct telling *telling, const char *enumeration, const char *word)
{
    return word_label(enumeration, word, telling->reading->locale);
}

bool telling_lists(const json_t *words, const char *word)
{
    const json_t *one;
    size_t i;

    json_array_foreach(words, i, one)
    {
        if (strcmp(json_string_value(one), word) == 0)
            return true;
    }
    return false;
}

/* Of a document that came with the request. */
static const json_t *find_in_document(const json_t *document, const char *code)
{
    const json_t *section, *question;
    size_t s, q;

    json_array_foreach(json_object_get(document, "sections"), s, section)
    {
        json_array_foreach(json_object_get(section, "questions"), q, question)
        {
            const char *its = json_member(question, "code");

            if (its != NULL && strcmp(its, code) == 0)
                return question;
        }
    }
    return NULL;
}

/* The code within the sheet, NULL: the name is that of another sheet's question. */
static const char *code_within(const struct told_sheet *sheet, const char *name)
{
    const char *slash = strchr(name, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - name);

    if (slash == NULL)
        return name;
    return strncmp(name, sheet->code, length) == 0 && sheet->code[length] == '\0' ? slash + 1
                                                                                  : NULL;
}

static const struct told_sheet *find(const struct telling *telling, const char *name,
                                     const json_t **ret_question)
{
    for (size_t i = 0; i < telling->sheet_count; i++) {
        const struct told_sheet *sheet = &telling->sheets[i];
        const char *code = code_within(sheet, name);
        const struct questionnaire_question *question;

        if (code == NULL)
            continue;
        if (sheet->questionnaire == NULL) {
            *ret_question = find_in_document(sheet->document, code);
        } else {
            question = questionnaire_question(sheet->questionnaire, code);
            *ret_question = question == NULL ? NULL : question->definition;
        }
        if (*ret_question != NULL)
            return sheet;
    }
    return NULL;
}

const json_t *telling_question(const struct telling *telling, const char *code)
{
    const json_t *question = NULL;

    (void)find(telling, code, &question);
    return question;
}

const char *telling_text(const struct telling *telling, const char *code)
{
    const json_t *question = telling_question(telling, code);
    const char *text =
        question == NULL ? NULL : document_text(question, "text", telling->reading->locale);

    return text == NULL ? code : text;
}

const char *telling_certificate(const struct telling *telling, const char *code)
{
    const json_t *question = NULL;
    const struct told_sheet *sheet = find(telling, code, &question);
    const struct score_sheet *scored =
        sheet == NULL || sheet->questionnaire == NULL ? NULL : sheet->questionnaire->sheet;
    const struct score_sheet_question *asked =
        scored == NULL ? NULL : score_sheet_find(scored, code_within(sheet, code));
    const struct score_question *one =
        asked == NULL ? NULL : score_sheet_scored(scored, (size_t)(asked - scored->questions));

    if (one == NULL)
        return NULL;
    return one->certificate == SCORE_ISMS  ? "isms"
        : one->certificate == SCORE_P_MARK ? "p_mark"
                                           : NULL;
}

bool telling_load(struct telling *telling, const char *supplier_id, const json_t *basis)
{
    struct reading *reading = telling->reading;
    const struct questionnaire *questionnaire;
    struct rows *rows;

    if (!db_run(reading->db, SQL_SCORE_QUESTIONNAIRES,
                PARAMS(json_text(reading->arena, basis), supplier_id), &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows) && i < SHEETS; i++) {
        if (!questionnaire_load(reading, rows_text(rows, i, "id"), &questionnaire))
            return false;
        telling->sheets[telling->sheet_count++] =
            (struct told_sheet){.code = questionnaire->code, .questionnaire = questionnaire};
    }
    return true;
}
