#include <string.h>

#include "document.h"
#include "renkei/base/arena.h"

/* Room for as many questions as the document has, within the bound. */
void document_open(struct sheet_reading *reading, const json_t *document)
{
    const json_t *sections = score_member(document, "sections");
    struct arena *arena = reading->faults->arena;
    size_t count = 0;

    for (size_t s = 0; s < json_array_size(sections); s++)
        count += json_array_size(score_member(json_array_get(sections, s), "questions"));
    if (count > SCORE_SHEET_QUESTIONS_MAX)
        count = SCORE_SHEET_QUESTIONS_MAX;
    memset(reading->sheet, 0, sizeof *reading->sheet);
    reading->model = &reading->sheet->models[0];
    reading->sheet->questions = arena_alloc(arena, (count + 1) * sizeof *reading->sheet->questions);
    reading->model->questions = arena_alloc(arena, (count + 1) * sizeof *reading->model->questions);
}

/* Which question bears on which threat, by threat and then in sheet order. */
static void link_questions(struct sheet_reading *reading)
{
    struct score_questionnaire *model = reading->model;
    size_t count = 0;

    for (size_t q = 0; q < model->question_count; q++)
        for (size_t t = 0; t < model->threat_count; t++)
            model->link_count += reading->relations[q][t] != SCORE_UNRELATED;
    model->link_capacity = score_links_needed(model);
    model->links =
        arena_alloc(reading->faults->arena, (model->link_capacity + 1) * sizeof *model->links);
    for (size_t t = 0; t < model->threat_count; t++)
        for (size_t q = 0; q < model->question_count; q++)
            if (reading->relations[q][t] != SCORE_UNRELATED)
                model->links[count++] = (struct score_link){.threat = (uint8_t)t,
                                                            .question = (uint16_t)q,
                                                            .relation = reading->relations[q][t]};
}

static void copy_model(struct arena *arena, const struct score_questionnaire *from,
                       struct score_questionnaire *to)
{
    size_t questions = (from->question_count + 1) * sizeof *from->questions;
    size_t links = (from->link_capacity + 1) * sizeof *from->links;

    *to = *from;
    to->questions = arena_alloc(arena, questions);
    to->links = arena_alloc(arena, links);
    memcpy(to->questions, from->questions, questions);
    memcpy(to->links, from->links, links);
}

/* What was read without a fault can still name threats here and there. */
static bool compile(struct sheet_reading *reading)
{
    struct score_questionnaire *models = reading->sheet->models;
    size_t at = 0;

    for (enum score_model model = SCORE_MODEL_1; model < SCORE_MODELS; model++) {
        if (model > SCORE_MODEL_1)
            copy_model(reading->faults->arena, &models[0], &models[model]);
        models[model].model = model;
    }
    for (enum score_model model = SCORE_MODEL_1; model < SCORE_MODELS; model++) {
        switch (score_compile(&models[model], &at)) {
        case SCORE_OK:
            continue;
        case SCORE_THREAT_MISSING:
            return score_fault(reading->faults, "required",
                               score_at(reading->faults, "%s/threats", reading->at_scored[at]));
        default:
            return score_fault(reading->faults, "out_of_range", "#/sections");
        }
    }
    return true;
}

bool document_compile(struct sheet_reading *reading)
{
    threat_catalogue_settle(&reading->catalogue, reading->relations, reading->model);
    link_questions(reading);
    return compile(reading);
}
