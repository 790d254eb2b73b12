/*
 * Random questionnaires and suppliers for the tests and the benchmark of the scoring module: the same
 * seed gives the same ones everywhere.
 */
#ifndef TESTS_UNIT_SHEET_SUPPORT_H
#define TESTS_UNIT_SHEET_SUPPORT_H

#include <assert.h>
#include <stdint.h>

#include "renkei/base/arena.h"
#include "renkei/base/data.h"
#include "renkei/sheet/sheet.h"

enum { TODAY = 20000, EFFECTS = 12, QUESTIONS = 25, THREATS = 12, KINDS = 3, SHEETS = 3 };

struct random {
    uint64_t state;
};

/* splitmix64 */
static inline uint64_t random_bits(struct random *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 .. below - 1 */
static inline int random_below(struct random *random, int below)
{
    return (int)(random_bits(random) % (uint64_t)below);
}

/* [0,1], both ends and some round values more often than chance would */
static inline double random_share(struct random *random)
{
    int kind = random_below(random, 8);

    if (kind < 3)
        return kind / 2.0;
    return (double)(random_bits(random) >> 11) / 9007199254740992.0;
}

static inline bool random_chance(struct random *random, int percent)
{
    return random_below(random, 100) < percent;
}

struct random_supplier {
    struct score_input input;
    struct score_answer answers[SHEETS * QUESTIONS];
    struct score_effect effects[EFFECTS + 1]; /* room for one more */
};

static inline int32_t random_day(struct random *random, int past, int future)
{
    if (random_chance(random, 30))
        return SCORE_NO_DAY;
    return TODAY - past + random_below(random, past + future);
}

static inline uint8_t random_status(struct random *random, uint8_t type)
{
    static const uint8_t three[] = {SCORE_DONE, SCORE_IN_PROGRESS, SCORE_NOT_DONE,
                                    SCORE_NOT_APPLICABLE};

    if (random_chance(random, 12))
        return random_chance(random, 30) ? SCORE_HIDDEN : SCORE_UNANSWERED;
    if (type == SCORE_THREE_STATE)
        return three[random_below(random, 4)];
    if (type == SCORE_GRADED)
        return random_chance(random, 85) ? SCORE_HAS_GAP : SCORE_NOT_APPLICABLE;
    if (type == SCORE_CERTIFICATION)
        return random_chance(random, 60) ? SCORE_OBTAINED : SCORE_NOT_OBTAINED;
    return SCORE_DONE;
}

static inline struct score_answer random_answer(struct random *random, uint8_t type)
{
    struct score_answer answer = {
        .status = random_status(random, type),
        .evidence = (uint8_t)random_below(random, SCORE_EVIDENCES),
        .gap = random_share(random),
        .answered_on = random_day(random, 1500, 30),
        .plan_due_on = random_day(random, 200, 400),
        .expires_on = random_day(random, 400, 900),
        .has_reason = random_chance(random, 70),
        .has_number = random_chance(random, 80),
        .renewal_pending = random_chance(random, 50),
    };

    if (random_chance(random, 10)) {
        answer.has_claim = true;
        answer.claimed_gap = random_share(random);
    }
    return answer;
}

static inline void random_effects(struct random *random, const struct score_questionnaire *sheet,
                                  struct random_supplier *supplier)
{
    supplier->input.effect_count = (size_t)random_below(random, EFFECTS + 1);
    for (size_t i = 0; i < supplier->input.effect_count; i++) {
        int target = random_below(random, (int)sheet->question_count + 1);

        if (target == (int)sheet->question_count)
            target = SCORE_IMPACT_C + random_below(random, 3);
        supplier->effects[i] = (struct score_effect){
            .effect = random_share(random),
            .target = (uint16_t)target,
            .status = (uint8_t)random_below(random, SCORE_MEASURE_STATUSES),
        };
    }
    score_order_effects(supplier->effects, supplier->input.effect_count);
}

/* The number of persons changes the kind of data by a step of a quarter, up or down. */
static inline double random_value(struct random *random, int field)
{
    if (random_chance(random, 15))
        return SCORE_UNKNOWN;
    if (field == SCORE_RECORD_VOLUME)
        return (random_below(random, 3) - 1) / 4.0;
    return random_below(random, 5) / 4.0;
}

/* The input points into the supplier: do not copy it. */
static inline void random_supplier(struct random *random, const struct score_questionnaire *sheet,
                                   struct random_supplier *ret_supplier)
{
    struct score_input *input = &ret_supplier->input;

    input->as_of = TODAY;
    input->answered_on = random_day(random, 600, 1);
    input->answers = ret_supplier->answers;
    input->effects = ret_supplier->effects;
    for (int field = 0; field < SCORE_FIELDS; field++)
        input->profile.values[field] = random_value(random, field);
    for (size_t q = 0; q < sheet->question_count; q++)
        ret_supplier->answers[q] = random_answer(random, sheet->questions[q].type);
    random_effects(random, sheet, ret_supplier);
}

/* A questionnaire with the arrays it stands in. */
struct random_sheet {
    struct score_questionnaire model;
    struct score_question questions[QUESTIONS];
    struct score_link links[QUESTIONS * (THREATS + KINDS)];
};

static inline struct score_question random_question(struct random *random)
{
    struct score_question question = {
        .type = (uint8_t)random_below(random, 3),
        .certificate = (uint8_t)random_below(random, 3),
        .weight = 1 + random_below(random, 5) + (random_chance(random, 20) ? 0.3 : 0),
        .weak_link = random_chance(random, 40),
        .na_allowed = random_chance(random, 50),
        .bonus_only = random_chance(random, 8),
        .in_p_mark_scope = random_chance(random, 30),
        .kinds = (uint32_t)random_below(random, 8),
    };

    if (question.bonus_only && random_chance(random, 50))
        question.type = SCORE_TEXT;
    if (question.type != SCORE_CERTIFICATION)
        question.certificate = SCORE_NO_CERTIFICATE;
    return question;
}

/* Some of the ranks 1, 2, 3 ... in their order, so that several sheets have some in common. */
static inline void random_threats(struct random *random, struct score_questionnaire *model)
{
    int rank = 0;

    model->threat_count = (size_t)random_below(random, THREATS + 1);
    for (size_t t = 0; t < model->threat_count; t++) {
        rank += 1 + random_below(random, 2);
        model->ranks[t] = rank;
        model->intensity[t] = 1 - 0.02 * rank;
        if (random_chance(random, 30))
            model->intensity[t] = 1 - 0.9 * random_share(random);
    }
}

/* Each question bears on one threat at least, and each threat has a question. */
static inline void random_links(struct random *random, struct score_questionnaire *model)
{
    uint8_t relations[THREATS][QUESTIONS] = {{SCORE_UNRELATED}};

    for (size_t q = 0; model->threat_count > 0 && q < model->question_count; q++) {
        for (size_t t = 0; t < model->threat_count; t++)
            if (random_chance(random, 40))
                relations[t][q] = (uint8_t)(1 + random_below(random, 2));
        relations[random_below(random, (int)model->threat_count)][q] = SCORE_PRIMARY;
    }
    for (size_t t = 0; t < model->threat_count; t++)
        relations[t][random_below(random, (int)model->question_count)] = SCORE_SUPPORTING;
    for (size_t t = 0; t < model->threat_count; t++)
        for (size_t q = 0; q < model->question_count; q++)
            if (relations[t][q] != SCORE_UNRELATED)
                model->links[model->link_count++] = (struct score_link){
                    .threat = (uint8_t)t, .question = (uint16_t)q, .relation = relations[t][q]};
}

static inline void random_sheet(struct random *random, enum score_model model,
                                struct random_sheet *ret_sheet)
{
    ret_sheet->model = (struct score_questionnaire){
        .model = model,
        .question_count = 1 + (size_t)random_below(random, QUESTIONS),
        .kind_count = KINDS,
        .kinds = {"business", "software", "service"},
        .questions = ret_sheet->questions,
        .links = ret_sheet->links,
        .link_capacity = sizeof ret_sheet->links / sizeof *ret_sheet->links,
    };
    random_threats(random, &ret_sheet->model);
    for (size_t q = 0; q < ret_sheet->model.question_count; q++)
        ret_sheet->questions[q] = random_question(random);
    random_links(random, &ret_sheet->model);
    if (score_compile(&ret_sheet->model, NULL) != SCORE_OK)
        abort();
}

/* The sheet the program ships; borrows from a document that lives as long as the arena. */
static inline const struct score_sheet *builtin_sheet(struct arena *arena)
{
    struct score_sheet *sheet = arena_alloc(arena, sizeof *sheet);
    struct score_faults *faults = arena_alloc(arena, sizeof *faults);
    json_t *document = json_loadb(sheet_json, sheet_json_length, JSON_REJECT_DUPLICATES, NULL);

    arena_defer(arena, (arena_cleanup)(void (*)(void))json_decref, document);
    score_faults_open(faults, arena);
    if (document == NULL || !score_sheet_read(document, NULL, faults, sheet))
        abort();
    return sheet;
}

#endif
