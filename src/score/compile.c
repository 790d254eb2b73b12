#include <string.h>

#include "model.h"

/* ---- checks ---- */

static enum score_error check_question(const struct score_questionnaire *sheet,
                                       const struct score_question *question)
{
    if (question->type > SCORE_TEXT || (question->type == SCORE_TEXT && !question->bonus_only)
        || question->kinds >> sheet->kind_count != 0)
        return SCORE_BAD_QUESTION;
    return question->weight > 0 && question->weight <= SCORE_WEIGHT_MAX ? SCORE_OK
                                                                        : SCORE_BAD_WEIGHT;
}

/* By threat and then in sheet order, each pair once. */
static bool follows(const struct score_link *link, const struct score_link *before)
{
    return before->threat < link->threat
        || (before->threat == link->threat && before->question < link->question);
}

static enum score_error check_links(const struct score_questionnaire *sheet, size_t *ret_at)
{
    for (size_t l = 0; l < sheet->link_count; l++) {
        const struct score_link *link = &sheet->links[l];

        *ret_at = link->question;
        if (link->threat >= sheet->threat_count || link->question >= sheet->question_count
            || link->relation == SCORE_UNRELATED || link->relation >= SCORE_RELATIONS
            || (l > 0 && !follows(link, &sheet->links[l - 1])))
            return SCORE_BAD_LINK;
    }
    return SCORE_OK;
}

static enum score_error check(const struct score_questionnaire *sheet, size_t *ret_at)
{
    if (sheet->question_count > SCORE_QUESTIONS_MAX || sheet->threat_count > SCORE_THREATS_MAX
        || sheet->kind_count > SCORE_KINDS_MAX || score_links_needed(sheet) > sheet->link_capacity)
        return SCORE_TOO_MANY;
    for (size_t t = 0; t < sheet->threat_count; t++) {
        *ret_at = t;
        if (!(sheet->intensity[t] > 0 && sheet->intensity[t] <= 1))
            return SCORE_BAD_INTENSITY;
    }
    for (size_t q = 0; q < sheet->question_count; q++) {
        enum score_error error = check_question(sheet, &sheet->questions[q]);

        *ret_at = q;
        if (error != SCORE_OK)
            return error;
    }
    return check_links(sheet, ret_at);
}

size_t score_links_needed(const struct score_questionnaire *sheet)
{
    size_t needed = sheet->link_count > 0 ? sheet->link_count : sheet->question_count;

    for (size_t q = 0; q < sheet->question_count; q++)
        for (size_t k = 0; k < sheet->kind_count; k++)
            needed += sheet->questions[q].kinds >> k & 1;
    return needed;
}

/* ---- threats ---- */

/* Which question bears on which threat, and the first that bears on none. */
static enum score_error settle_questions(struct score_questionnaire *sheet, size_t *ret_at)
{
    for (size_t q = 0; q < sheet->question_count; q++)
        sheet->questions[q].threats = 0;
    for (size_t l = 0; l < sheet->link_count; l++)
        sheet->questions[sheet->links[l].question].threats |= UINT64_C(1) << sheet->links[l].threat;
    for (size_t q = 0; q < sheet->question_count; q++) {
        *ret_at = q;
        if (sheet->questions[q].threats == 0)
            return SCORE_THREAT_MISSING;
    }
    return SCORE_OK;
}

/* No question names a threat: one implicit threat holds them all. */
static void add_general_threat(struct score_questionnaire *sheet)
{
    sheet->threat_count = 1;
    sheet->ranks[0] = 0;
    sheet->intensity[0] = 1;
    sheet->relation_strength[SCORE_SUPPORTING] = 1;
    for (size_t q = 0; q < sheet->question_count; q++)
        sheet->links[sheet->link_count++] =
            (struct score_link){.question = (uint16_t)q, .relation = SCORE_SUPPORTING};
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

/* ---- weights and ceilings ---- */

static void settle_weights(struct score_questionnaire *sheet)
{
    double heaviest = 0;

    if (!model_of(sheet->model)->weighs_by_sheet)
        return;
    for (size_t q = 0; q < sheet->question_count; q++)
        heaviest = larger(heaviest, sheet->questions[q].weight);
    for (size_t q = 0; q < sheet->question_count; q++)
        sheet->questions[q].weight /= heaviest;
}

/* How far a question's gap alone can raise what it counts for. */
static double link_of(const struct score_question *question)
{
    if (question->type == SCORE_CERTIFICATION)
        return LINK_CERTIFICATION;
    return question->weak_link ? LINK_WEAK : LINK_OTHER;
}

/* Ceilings of one threat or kind: a / amax x link, amax over the weak links if there are any. */
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
        const struct score_question *question = &sheet->questions[link->question];

        link->ceiling = smaller(link->weight / heaviest, 1) * link_of(question);
        link->judges = !question->bonus_only;
    }
}

static void settle_threats(struct score_questionnaire *sheet)
{
    size_t l = 0;

    sheet->highest_intensity = 0;
    for (size_t t = 0; t < sheet->threat_count; t++) {
        sheet->first_link[t] = (uint32_t)l;
        for (; l < sheet->link_count && sheet->links[l].threat == t; l++)
            sheet->links[l].weight = sheet->questions[sheet->links[l].question].weight
                * sheet->relation_strength[sheet->links[l].relation];
        settle_ceilings(sheet, sheet->first_link[t], l);
        sheet->highest_intensity = larger(sheet->highest_intensity, sheet->intensity[t]);
    }
    sheet->first_link[sheet->threat_count] = (uint32_t)l;
}

/* The links of the kinds stand behind those of the threats. */
static void settle_kinds(struct score_questionnaire *sheet)
{
    size_t l = sheet->link_count;

    for (size_t k = 0; k < sheet->kind_count; k++) {
        size_t first = l;

        for (size_t q = 0; q < sheet->question_count; q++)
            if ((sheet->questions[q].kinds >> k & 1) != 0)
                sheet->links[l++] = (struct score_link){.weight = sheet->questions[q].weight,
                                                        .question = (uint16_t)q};
        settle_ceilings(sheet, first, l);
        sheet->first_link[sheet->threat_count + k + 1] = (uint32_t)l;
    }
}

enum score_error score_compile(struct score_questionnaire *sheet, size_t *ret_at)
{
    size_t at = 0;
    enum score_error error = check(sheet, &at);

    if (error == SCORE_OK)
        error = settle_strengths(sheet);
    if (error == SCORE_OK && sheet->link_count == 0)
        add_general_threat(sheet);
    if (error == SCORE_OK)
        error = settle_questions(sheet, &at);
    if (error != SCORE_OK) {
        if (ret_at != NULL)
            *ret_at = at;
        return error;
    }
    settle_weights(sheet);
    settle_threats(sheet);
    settle_kinds(sheet);
    return SCORE_OK;
}
