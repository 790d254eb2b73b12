/* Several questionnaires as one: the same links, put together by threat and by kind. */
#include <string.h>

#include "model.h"

struct joining {
    const struct score_questionnaire *const *sheets;
    size_t count;
    struct score_questionnaire *joint;
};

/* The implicit threat, of rank 0, comes last. */
static bool ranks_before(int rank, int other)
{
    return other == 0 ? rank != 0 : rank != 0 && rank < other;
}

static bool add_threat(struct score_questionnaire *joint, int rank, double intensity)
{
    size_t at = joint->threat_count, t = 0;

    while (t < at && joint->ranks[t] != rank)
        t++;
    if (t < at)
        return true;
    if (at == SCORE_THREAT_SLOTS)
        return false;
    for (; at > 0 && ranks_before(rank, joint->ranks[at - 1]); at--) {
        joint->ranks[at] = joint->ranks[at - 1];
        joint->intensity[at] = joint->intensity[at - 1];
    }
    joint->ranks[at] = rank;
    joint->intensity[at] = intensity;
    joint->highest_intensity = larger(joint->highest_intensity, intensity);
    joint->threat_count++;
    return true;
}

static bool add_kind(struct score_questionnaire *joint, const char *code)
{
    for (size_t k = 0; k < joint->kind_count; k++)
        if (strcmp(joint->kinds[k], code) == 0)
            return true;
    if (joint->kind_count == SCORE_KINDS_MAX)
        return false;
    joint->kinds[joint->kind_count++] = code;
    return true;
}

static bool add_sheet(struct score_questionnaire *joint, const struct score_questionnaire *sheet)
{
    if (sheet->question_count == 0)
        return true;
    if (joint->question_count + sheet->question_count > SCORE_QUESTIONS_MAX)
        return false;
    for (size_t t = 0; t < sheet->threat_count; t++)
        if (!add_threat(joint, sheet->ranks[t], sheet->intensity[t]))
            return false;
    for (size_t k = 0; k < sheet->kind_count; k++)
        if (!add_kind(joint, sheet->kinds[k]))
            return false;
    memcpy(&joint->questions[joint->question_count], sheet->questions,
           sheet->question_count * sizeof *sheet->questions);
    for (size_t q = 0; q < sheet->question_count; q++)
        joint->questions[joint->question_count + q].threats = 0;
    joint->question_count += sheet->question_count;
    return true;
}

/* The links of group `from` of a sheet whose questions begin at `offset`. */
static bool add_links(struct score_questionnaire *joint, const struct score_questionnaire *sheet,
                      size_t from, size_t offset)
{
    for (size_t l = sheet->first_link[from]; l < sheet->first_link[from + 1]; l++) {
        if (joint->link_count == joint->link_capacity)
            return false;
        joint->links[joint->link_count] = sheet->links[l];
        joint->links[joint->link_count++].question = (uint16_t)(sheet->links[l].question + offset);
    }
    return true;
}

static bool join_threat(const struct joining *joining, size_t threat)
{
    struct score_questionnaire *joint = joining->joint;
    size_t offset = 0, first = joint->link_count;

    for (size_t s = 0; s < joining->count; s++) {
        const struct score_questionnaire *sheet = joining->sheets[s];

        for (size_t t = 0; t < sheet->threat_count; t++)
            if (sheet->ranks[t] == joint->ranks[threat] && !add_links(joint, sheet, t, offset))
                return false;
        offset += sheet->question_count;
    }
    for (size_t l = first; l < joint->link_count; l++) {
        joint->links[l].threat = (uint8_t)threat;
        joint->questions[joint->links[l].question].threats |= UINT64_C(1) << threat;
    }
    joint->first_link[threat + 1] = (uint32_t)joint->link_count;
    return true;
}

static bool join_kind(const struct joining *joining, size_t kind)
{
    struct score_questionnaire *joint = joining->joint;
    size_t offset = 0;

    for (size_t s = 0; s < joining->count; s++) {
        const struct score_questionnaire *sheet = joining->sheets[s];

        for (size_t k = 0; k < sheet->kind_count; k++)
            if (strcmp(sheet->kinds[k], joint->kinds[kind]) == 0
                && !add_links(joint, sheet, sheet->threat_count + k, offset))
                return false;
        offset += sheet->question_count;
    }
    joint->first_link[joint->threat_count + kind + 1] = (uint32_t)joint->link_count;
    return true;
}

static void open_joint(enum score_model model, struct score_questionnaire *joint)
{
    struct score_questionnaire empty = {.model = model,
                                        .questions = joint->questions,
                                        .links = joint->links,
                                        .link_capacity = joint->link_capacity};

    *joint = empty;
}

enum score_error score_join(const struct score_questionnaire *const *sheets, size_t count,
                            struct score_questionnaire *joint)
{
    struct joining joining = {sheets, count, joint};
    size_t threat_links;

    open_joint(count > 0 ? sheets[0]->model : SCORE_MODEL_2, joint);
    for (size_t s = 0; s < count; s++)
        if (!add_sheet(joint, sheets[s]))
            return SCORE_TOO_MANY;
    if (joint->question_count == 0)
        joint->highest_intensity = 1; /* as the implicit threat of a sheet without questions */
    for (size_t t = 0; t < joint->threat_count; t++)
        if (!join_threat(&joining, t))
            return SCORE_TOO_MANY;
    threat_links = joint->link_count;
    for (size_t k = 0; k < joint->kind_count; k++)
        if (!join_kind(&joining, k))
            return SCORE_TOO_MANY;
    joint->link_count = threat_links;
    return SCORE_OK;
}
