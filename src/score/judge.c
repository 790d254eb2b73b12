#include "judge.h"

#include "evaluate.h"

/* rho: how far a claim can be relied on. */
static const double reliability[SCORE_EVIDENCES] = {0.5, 0.75, 1.0};

static double freshness_of(int32_t as_of, int32_t answered_on)
{
    int64_t age = (int64_t)as_of - answered_on;

    age = age < FRESH_DAYS ? FRESH_DAYS : age;
    age = age > DEAD_DAYS ? DEAD_DAYS : age;
    return (double)(DEAD_DAYS - age) / (DEAD_DAYS - FRESH_DAYS);
}

static bool is_past(int32_t date, int32_t as_of)
{
    return date != SCORE_NO_DAY && date < as_of;
}

static bool is_verified_and_valid(const struct score_answer *answer, int32_t as_of)
{
    return answer->status == SCORE_OBTAINED && answer->evidence == SCORE_VERIFIED
        && answer->has_number && answer->expires_on != SCORE_NO_DAY && answer->expires_on >= as_of;
}

/* Which statuses an answer of each type can have. */
static bool status_fits(enum score_type type, uint8_t status)
{
    static const unsigned fitting[] = {
        [SCORE_THREE_STATE] = 1u << SCORE_DONE | 1u << SCORE_IN_PROGRESS | 1u << SCORE_NOT_DONE
            | 1u << SCORE_NOT_APPLICABLE,
        [SCORE_GRADED] = 1u << SCORE_HAS_GAP | 1u << SCORE_NOT_APPLICABLE,
        [SCORE_CERTIFICATION] = 1u << SCORE_OBTAINED | 1u << SCORE_NOT_OBTAINED,
        [SCORE_TEXT] = 1u << SCORE_DONE,
    };
    const unsigned always = 1u << SCORE_UNANSWERED | 1u << SCORE_HIDDEN;

    return status < SCORE_STATUSES && ((fitting[type] | always) >> status & 1) != 0;
}

static bool is_share(double value)
{
    return value >= 0 && value <= 1;
}

static bool answer_fits(const struct score_question *question, const struct score_answer *answer)
{
    return status_fits(question->type, answer->status) && answer->evidence < SCORE_EVIDENCES
        && (answer->status != SCORE_HAS_GAP || is_share(answer->gap))
        && (!answer->has_claim || is_share(answer->claimed_gap));
}

/* ---- what the whole input says ---- */

static void note_certificate(struct judging *judging, const struct score_question *question,
                             const struct score_answer *answer)
{
    if (question->certificate == SCORE_NO_CERTIFICATE
        || !is_verified_and_valid(answer, judging->as_of))
        return;
    judging->isms = judging->isms || question->certificate == SCORE_ISMS;
    judging->p_mark = judging->p_mark || question->certificate == SCORE_P_MARK;
}

/* What an adopted answer leaves open; false: it says nothing that could be true or untrue. */
static bool adopted_gap(const struct score_question *question, const struct score_answer *answer,
                        double *ret_gap)
{
    *ret_gap = answer->gap;
    switch (question->bonus_only ? SCORE_UNANSWERED : (enum score_status)answer->status) {
    case SCORE_DONE:
        *ret_gap = SCORE_GAP_DONE;
        return true;
    case SCORE_IN_PROGRESS:
        *ret_gap = SCORE_GAP_IN_PROGRESS;
        return true;
    case SCORE_NOT_DONE:
        *ret_gap = SCORE_GAP_NOT_DONE;
        return true;
    case SCORE_HAS_GAP:
        return true;
    default:
        return false;
    }
}

/* A sample: of the claims that somebody looked at, how many were untrue. */
struct sample {
    size_t kept;
    size_t refuted;
};

static void note_claim(struct sample *sample, const struct score_question *question,
                       const struct score_answer *answer)
{
    double gap;

    if (!answer->has_claim && answer->evidence != SCORE_VERIFIED)
        return;
    if (!adopted_gap(question, answer, &gap))
        return;
    if (answer->has_claim && answer->claimed_gap < gap)
        sample->refuted++;
    else if (gap < 1 && answer->evidence == SCORE_VERIFIED)
        sample->kept++;
}

static enum score_error note_answers(const struct score_questionnaire *sheet,
                                     const struct score_input *input, struct judging *judging)
{
    struct sample sample = {0};

    for (size_t q = 0; q < sheet->question_count; q++) {
        const struct score_question *question = &sheet->questions[q];
        const struct score_answer *answer = &input->answers[q];

        if (!answer_fits(question, answer))
            return SCORE_BAD_ANSWER;
        note_certificate(judging, question, answer);
        note_claim(&sample, question, answer);
    }
    if (!judging->model->doubts_words)
        sample.refuted = 0;
    judging->held = (double)(1 + sample.kept) / (double)(1 + sample.kept + sample.refuted);
    return SCORE_OK;
}

enum score_error judging_begin(const struct score_questionnaire *sheet,
                               const struct score_input *input, struct judging *ret_judging)
{
    const struct model *model = model_of(sheet->model);
    struct judging judging = {
        .model = model, .as_of = input->as_of, .answered_on = input->answered_on};
    struct impact before;

    if (judging.answered_on == SCORE_NO_DAY)
        judging.answered_on = judging.as_of;
    if (check_profile(&input->profile) != SCORE_OK)
        return SCORE_BAD_PROFILE;
    if (check_effects(sheet, input) != SCORE_OK)
        return SCORE_BAD_EFFECT;
    if (note_answers(sheet, input, &judging) != SCORE_OK)
        return SCORE_BAD_ANSWER;
    impact_in_phase(model, input, PHASE_BEFORE, &before);
    judging.credit[SCORE_SELF] = model->credit_of_word(before.harm.value);
    judging.credit[SCORE_DOCUMENT] = 0.875;
    judging.credit[SCORE_VERIFIED] = 1;
    *ret_judging = judging;
    return SCORE_OK;
}

/* ---- one answer ---- */

/* The evidence of the answer itself, or of the certificate that stands behind it. */
static enum score_evidence lifted(const struct judging *judging,
                                  const struct score_question *question, uint8_t evidence)
{
    if (evidence == SCORE_SELF && (judging->isms || (judging->p_mark && question->in_p_mark_scope)))
        return SCORE_DOCUMENT;
    return (enum score_evidence)evidence;
}

static void judge_unanswered(struct judgement *judgement)
{
    judgement->state = SCORE_STATE_UNANSWERED;
    judgement->gap = 1;
    judgement->low = 0;
    judgement->high = 1;
    judgement->reliability = 0;
}

static void judge_not_applicable(const struct score_question *question,
                                 const struct score_answer *answer, struct judgement *judgement)
{
    if (!question->na_allowed || !answer->has_reason) {
        judge_unanswered(judgement);
        judgement->issues = SCORE_ISSUE_NA_NOT_ACCEPTED;
        return;
    }
    judgement->state = SCORE_STATE_NOT_APPLICABLE;
    judgement->gap = judgement->low = judgement->high = LEFT_OUT;
    judgement->reliability = RELIABILITY_NOT_APPLICABLE * judgement->freshness;
}

/* h: only words are doubted, and a certificate that lifts them does not make them kept. */
static double held_of(const struct judging *judging, const struct score_answer *answer)
{
    return answer->evidence == SCORE_SELF ? judging->held : 1;
}

static void judge_statement(const struct judging *judging, const struct score_question *question,
                            const struct score_answer *answer, struct judgement *judgement)
{
    enum score_evidence evidence = lifted(judging, question, answer->evidence);
    double fresh = judgement->freshness, held = held_of(judging, answer);
    struct claim claim;

    judging->model->claim(judging->as_of, answer, &claim);
    judgement->state = claim.state;
    judgement->issues = claim.issues;
    judgement->gap = 1 - (1 - claim.gap) * fresh * judging->credit[evidence] * held;
    judgement->low = claim.low;
    judgement->high = 1 - (1 - claim.gap) * fresh * reliability[evidence] * held;
    judgement->reliability =
        claim.state == SCORE_STATE_NOT_DONE ? fresh : reliability[evidence] * fresh * held;
    if (fresh < 1)
        judgement->issues |= SCORE_ISSUE_STALE;
}

static bool is_renewing(const struct score_answer *answer, int32_t as_of)
{
    return answer->renewal_pending && answer->evidence != SCORE_SELF
        && (int64_t)as_of - answer->expires_on <= CERTIFICATE_GRACE_DAYS;
}

static double claim_certificate(const struct judging *judging, const struct score_answer *answer,
                                struct judgement *judgement)
{
    judgement->reliability = reliability[answer->evidence];
    if (is_past(answer->expires_on, judging->as_of)) {
        bool renewing = is_renewing(answer, judging->as_of);

        judgement->issues = SCORE_ISSUE_CERTIFICATE_EXPIRED;
        judgement->state = renewing ? SCORE_STATE_EXPIRED_RENEWING : SCORE_STATE_EXPIRED;
        return renewing ? GAP_RENEWING : 1;
    }
    if (!answer->has_number || answer->expires_on == SCORE_NO_DAY) {
        judgement->issues = SCORE_ISSUE_CERTIFICATE_INCOMPLETE;
        judgement->state = SCORE_STATE_OBTAINED_INCOMPLETE;
        judgement->reliability = RELIABILITY_INCOMPLETE;
        return GAP_INCOMPLETE;
    }
    judgement->state = SCORE_STATE_VALID;
    return 0;
}

static void judge_certificate(const struct judging *judging, const struct score_answer *answer,
                              struct judgement *judgement)
{
    double held = held_of(judging, answer), claim;

    if (answer->status == SCORE_NOT_OBTAINED) {
        judgement->state = SCORE_STATE_NOT_OBTAINED;
        judgement->gap = judgement->low = judgement->high = 1;
        judgement->reliability = judgement->freshness;
        return;
    }
    claim = claim_certificate(judging, answer, judgement);
    judgement->gap = 1 - (1 - claim) * judging->credit[answer->evidence] * held;
    judgement->low = claim;
    judgement->high = 1 - (1 - claim) * reliability[answer->evidence] * held;
}

/* A bonus can only help: it counts as a closed gap or not at all, and never in the high reading. */
static void judge_bonus(const struct judging *judging, const struct score_answer *answer,
                        int64_t age, struct judgement *judgement)
{
    bool claimed = answer->status == SCORE_DONE || answer->status == SCORE_OBTAINED
        || (answer->status == SCORE_HAS_GAP && answer->gap <= 0);
    bool credited = claimed && !is_past(answer->expires_on, judging->as_of) && age < DEAD_DAYS;

    judgement->state = credited ? SCORE_STATE_CREDITED : SCORE_STATE_NOT_COUNTED;
    judgement->gap = judgement->low = credited ? 0 : LEFT_OUT;
    judgement->high = LEFT_OUT;
    judgement->reliability = LEFT_OUT;
}

void judge(const struct judging *judging, const struct score_question *question,
           const struct score_answer *answer, struct judgement *ret_judgement)
{
    struct judgement *judgement = ret_judgement;
    int32_t answered_on =
        answer->answered_on == SCORE_NO_DAY ? judging->answered_on : answer->answered_on;

    judgement->issues = 0;
    judgement->freshness = freshness_of(judging->as_of, answered_on);
    if (answer->status == SCORE_HIDDEN) {
        judgement->state = SCORE_STATE_HIDDEN;
        judgement->gap = judgement->low = judgement->high = judgement->reliability = LEFT_OUT;
    } else if (question->bonus_only) {
        judge_bonus(judging, answer, (int64_t)judging->as_of - answered_on, judgement);
    } else if (answer->status == SCORE_UNANSWERED) {
        judge_unanswered(judgement);
    } else if (question->type == SCORE_CERTIFICATION) {
        judge_certificate(judging, answer, judgement);
    } else if (answer->status == SCORE_NOT_APPLICABLE) {
        judge_not_applicable(question, answer, judgement);
    } else {
        judge_statement(judging, question, answer, judgement);
    }
}
