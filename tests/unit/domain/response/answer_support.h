/*
 * A sheet of all seven types for the tests of answers, made without a database.
 */
#ifndef TESTS_UNIT_DOMAIN_RESPONSE_ANSWER_SUPPORT_H
#define TESTS_UNIT_DOMAIN_RESPONSE_ANSWER_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/failure.h"
#include "renkei/domain/response/response.h"

/* Last: it makes a macro of fail(). */
#include <cmocka.h>

static const char sheet_text[] =
    "{'format':'renkei-questionnaire/1','sections':[{'code':'S','questions':["
    "{'code':'Q-1','type':'three_state','weight':1,'na_allowed':true},"
    "{'code':'Q-2','type':'three_state','weight':1},"
    "{'code':'Q-3','type':'certification','weight':1},"
    "{'code':'Q-4','type':'free_text'},"
    "{'code':'Q-5','type':'single_choice','weight':1,"
    "'choices':[{'code':'a','gap':0},{'code':'b','gap':1}]},"
    "{'code':'Q-6','type':'multi_choice','weight':1,'visible_if':{'question':'Q-5','in':['b']},"
    "'choices':[{'code':'a','gap':0},{'code':'b','gap':1}]},"
    "{'code':'Q-7','type':'number','weight':1,'na_allowed':true,"
    "'ranges':[{'min':0,'max':10,'gap':0},{'min':20,'gap':1}]},"
    "{'code':'Q-8','type':'date'}]}]}";

enum { QUESTIONS = 8 };

struct sheet {
    struct arena *arena;
    json_t *document;
    struct score_sheet compiled;
    struct questionnaire_question questions[QUESTIONS];
    struct questionnaire questionnaire;
};

/* JSON with ' for ", owned by the arena. */
static inline json_t *json_of(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    json_t *value;

    for (char *at = copy; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    value = json_loads(copy, JSON_DECODE_ANY, NULL);
    assert_non_null(value);
    arena_defer(arena, (arena_cleanup)json_decref, value);
    return value;
}

static inline void read_questions(struct sheet *sheet)
{
    for (size_t i = 0; i < QUESTIONS; i++) {
        const struct score_sheet_question *compiled = &sheet->compiled.questions[i];

        sheet->questions[i] = (struct questionnaire_question){
            .code = compiled->code,
            .section = "S",
            .definition = compiled->definition,
            .type = compiled->type,
            .order = (long)i + 1,
            .required = compiled->type != QUESTION_FREE_TEXT && compiled->type != QUESTION_DATE,
            .na_allowed = json_is_true(json_object_get(compiled->definition, "na_allowed")),
        };
    }
}

static inline void sheet_open(struct sheet *sheet)
{
    struct score_faults faults;

    memset(sheet, 0, sizeof *sheet);
    sheet->arena = arena_open();
    sheet->document = json_of(sheet->arena, sheet_text);
    score_faults_open(&faults, sheet->arena);
    assert_true(score_sheet_read(sheet->document, NULL, &faults, &sheet->compiled));
    read_questions(sheet);
    sheet->questionnaire = (struct questionnaire){
        .sheet = &sheet->compiled,
        .document = sheet->document,
        .question_count = QUESTIONS,
        .questions = sheet->questions,
    };
}

static inline void sheet_close(struct sheet *sheet)
{
    arena_close(sheet->arena);
}

static inline const struct questionnaire_question *sheet_question(const struct sheet *sheet,
                                                                  const char *code)
{
    for (size_t i = 0; i < QUESTIONS; i++)
        if (strcmp(sheet->questions[i].code, code) == 0)
            return &sheet->questions[i];
    fail_msg("no question %s", code);
    return NULL;
}

#endif
