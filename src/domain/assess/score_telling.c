#include "score_telling.h"

#include <string.h>

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

const struct questionnaire_question *telling_question(const struct telling *telling,
                                                      const char *code)
{
    const char *slash = strchr(code, '/');
    const struct questionnaire_question *question = NULL;

    for (size_t i = 0; i < telling->sheet_count && question == NULL; i++) {
        const struct questionnaire *sheet = telling->sheets[i];

        if (slash == NULL)
            question = questionnaire_question(sheet, code);
        else if (strncmp(code, sheet->code, (size_t)(slash - code)) == 0
                 && sheet->code[slash - code] == '\0')
            question = questionnaire_question(sheet, slash + 1);
    }
    return question;
}

const char *telling_text(const struct telling *telling, const char *code)
{
    const struct questionnaire_question *question = telling_question(telling, code);

    return question == NULL ? code
                            : document_text(question->definition, "text", telling->reading->locale);
}

bool telling_load(struct telling *telling)
{
    struct reading *reading = telling->reading;
    const char *basis = json_text(reading->arena, json_object_get(telling->score, "basis"));
    struct rows *rows;

    if (!db_run(reading->db, SQL_SCORE_QUESTIONNAIRES,
                PARAMS(basis, json_member(telling->score, "supplier_id")), &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows) && i < SHEETS; i++)
        if (!questionnaire_load(reading, rows_text(rows, i, "id"),
                                &telling->sheets[telling->sheet_count++]))
            return false;
    return true;
}
