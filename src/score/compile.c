#include <string.h>

#include "model.h"

static bool names_threat(const struct score_question *question, size_t threats)
{
    for (size_t t = 0; t < threats; t++)
        if (question->relations[t] != SCORE_UNRELATED)
            return true;
    return false;
}

static enum score_error check_question(const struct score_question *question, size_t threats)
{
    if (question->type > SCORE_TEXT || (question->type == SCORE_TEXT && !question->bonus_only))
        return SCORE_BAD_QUESTION;
    for (size_t t = 0; t < threats; t++)
        if (question->relations[t] >= SCORE_RELATIONS)
            return SCORE_BAD_QUESTION;
    return question->weight > 0 && question->weight <= SCORE_WEIGHT_MAX ? SCORE_OK
                                                                        : SCORE_BAD_WEIGHT;
}

static enum score_error check(const struct score_questionnaire *sheet, size_t *ret_at)
{
    if (sheet->question_count > SCORE_QUESTIONS_MAX || sheet->threat_count > SCORE_THREATS_MAX
        || sheet->kind_count > SCORE_KINDS_MAX)
        return SCORE_TOO_MANY;
    for (size_t t = 0; t < sheet->threat_count; t++) {
        *ret_at = t;
        if (!(sheet->intensity[t] > 0 && sheet->intensity[t] <= 1))
            return SCORE_BAD_INTENSITY;
    }
    for (size_t q = 0; q < sheet->question_count; q++) {
        enum score_error error = check_question(&sheet->questions[q], sheet->threat_count);

        *ret_at = q;
        if (error != SCORE_OK)
            return error;
    }
    return SCORE_OK;
}

/* All questions or none name threats; none: one implicit threat that holds them all. */
static enum score_error settle_threats(struct score_questionnaire *sheet, size_t *ret_at)
{
    size_t naming = 0;

    for (size_t q = 0; q < sheet->question_count; q++) {
        if (names_threat(&sheet->questions[q], sheet->threat_count))
            naming++;
        else
            *ret_at = q;
    }
    if (naming == sheet->question_count && naming > 0)
        return SCORE_OK;
    if (naming > 0)
        return SCORE_THREAT_MISSING;
    sheet->threat_count = 1;
    sheet->intensity[0] = 1;
    for (size_t q = 0; q < sheet->question_count; q++)
        sheet->questions[q].relations[0] = SCORE_SUPPORTING;
    sheet->relation_strength[SCORE_SUPPORTING] = 1;
    return SCORE_OK;
}

static enum score_error settle_strengths(struct score_questionnaire *sheet)
{
    double *strength = sheet->relation_strength;

    if (strength[SCORE_SUPPORTING] == 0 && strength[SCORE_PRIMARY] == 0) {
        strength[SCORE_SUPPORTING] = 1;
        strength[SCORE_PRIMARY] = 2;
    }
    for (size_t r = SCORE_SUPPORTING; r < SCORE_RELATIONS; r++)
        if (!(strength[r] > 0) || strength[r] > SCORE_WEIGHT_MAX)
            return SCORE_BAD_WEIGHT;
    return SCORE_OK;
}

/* Ceilings of one threat's links: a / amax x link, amax over the weak links if there are any. */
static void settle_ceilings(struct score_questionnaire *sheet, size_t first, size_t end)
{
    double heaviest = 0, heaviest_weak = 0;

    for (size_t l = first; l < end; l++) {
        const struct score_link *link = &sheet->links[l];

        heaviest = larger(heaviest, link->weight);
        if (sheet->questions[link->question].weak_link)
            heaviest_weak = larger(heaviest_weak, link->weight);
    }
    if (heaviest_weak > 0)
        heaviest = heaviest_weak;
    for (size_t l = first; l < end; l++) {
        struct score_link *link = &sheet->links[l];

        link->ceiling = ceiling_of(&sheet->questions[link->question], link->weight, heaviest);
    }
}

static enum score_error link_threat(struct score_questionnaire *sheet, size_t t, size_t *links)
{
    size_t first = *links;

    sheet->first_link[t] = (uint16_t)first;
    for (size_t q = 0; q < sheet->question_count; q++) {
        const struct score_question *question = &sheet->questions[q];
        uint8_t relation = question->relations[t];

        if (relation == SCORE_UNRELATED)
            continue;
        if (*links == SCORE_LINKS_MAX)
            return SCORE_TOO_MANY;
        sheet->threats_of[q] |= UINT32_C(1) << t;
        sheet->links[(*links)++] = (struct score_link){
            .weight = question->weight * sheet->relation_strength[relation],
            .question = (uint16_t)q,
        };
    }
    settle_ceilings(sheet, first, *links);
    sheet->first_link[t + 1] = (uint16_t)*links;
    return SCORE_OK;
}

static enum score_error link_threats(struct score_questionnaire *sheet)
{
    size_t links = 0;

    memset(sheet->threats_of, 0, sizeof sheet->threats_of);
    sheet->total_intensity = 0;
    sheet->highest_intensity = 0;
    for (size_t t = 0; t < sheet->threat_count; t++) {
        if (link_threat(sheet, t, &links) != SCORE_OK)
            return SCORE_TOO_MANY;
        sheet->total_intensity += sheet->intensity[t];
        sheet->highest_intensity = larger(sheet->highest_intensity, sheet->intensity[t]);
    }
    return SCORE_OK;
}

static double heaviest_of_kind(const struct score_questionnaire *sheet, size_t kind)
{
    double heaviest = 0, heaviest_weak = 0;

    for (size_t q = 0; q < sheet->question_count; q++) {
        const struct score_question *question = &sheet->questions[q];

        if ((question->kinds >> kind & 1) == 0)
            continue;
        heaviest = larger(heaviest, question->weight);
        if (question->weak_link)
            heaviest_weak = larger(heaviest_weak, question->weight);
    }
    return heaviest_weak > 0 ? heaviest_weak : heaviest;
}

enum score_error score_compile(struct score_questionnaire *sheet, size_t *ret_at)
{
    size_t at = 0;
    enum score_error error = check(sheet, &at);

    if (error == SCORE_OK)
        error = settle_strengths(sheet);
    if (error == SCORE_OK)
        error = settle_threats(sheet, &at);
    if (error == SCORE_OK)
        error = link_threats(sheet);
    if (error != SCORE_OK) {
        if (ret_at != NULL)
            *ret_at = at;
        return error;
    }
    for (size_t k = 0; k < sheet->kind_count; k++)
        sheet->heaviest_of_kind[k] = heaviest_of_kind(sheet, k);
    return SCORE_OK;
}
