#include "renkei/rescore.h"

#include <string.h>

#include "basis.h"
#include "renkei/change.h"
#include "renkei/domain.h"
#include "renkei/random.h"
#include "renkei/request.h"

/* What people see of the number. */
struct judgement {
    const char *status;
    const char *band; /* NULL: nothing to judge */
    const char *reason;
};

/* One rescoring on its way. */
struct rescoring {
    const struct rescore *what;
    struct basis basis;
    struct score_explanation *numbers;
    json_t *explanation;
    struct judgement judgement;
};

/* Too little known even on the day it was submitted: then it is not age that makes it doubtful. */
static bool was_known(struct request *rq, const struct rescoring *one)
{
    struct basis then = one->basis;
    struct score_explanation *numbers;
    json_t *explanation;

    then.input = json_keep(rq, json_copy(one->basis.input));
    (void)json_object_set_new(then.input, "as_of",
                              json_string(rows_text(then.row, 0, "basis_day")));
    return basis_explain(rq, &then, &numbers, &explanation) && numbers->brief.assessed;
}

static const char *status_of(struct request *rq, const struct rescoring *one)
{
    const struct basis *basis = &one->basis;

    if (basis->response_id == NULL)
        return basis->is_silent ? "no_response" : basis->is_asked ? "asked" : "never_asked";
    if (one->numbers->brief.assessed)
        return "assessed";
    return was_known(rq, one) ? "stale" : "asked";
}

static void judge(struct request *rq, struct rescoring *one)
{
    struct judgement *judgement = &one->judgement;
    const char *band = score_band_word(one->numbers->brief.band);

    judgement->status = status_of(rq, one);
    judgement->band = NULL;
    judgement->reason = NULL;
    if (strcmp(judgement->status, "assessed") == 0)
        judgement->reason = "computed";
    else if (strcmp(judgement->status, "no_response") == 0)
        judgement->reason = "no_response";
    if (judgement->reason != NULL)
        judgement->band = band;
}

/*
 * Old answers beside an overdue request are silence: the worst case is shown, from no answers. Done
 * before judging, so that score and band speak of the same thing.
 */
static bool forget_old_answers(struct request *rq, struct rescoring *one)
{
    if (one->basis.response_id == NULL || !one->basis.is_silent || one->numbers->brief.assessed)
        return true;
    one->basis.response_id = NULL;
    (void)json_object_set_new(one->basis.input, "answers", json_object());
    return basis_explain(rq, &one->basis, &one->numbers, &one->explanation);
}

static json_int_t micro(double value)
{
    return (json_int_t)score_micro(value);
}

/* The columns of risk_scores and suppliers that a score fills. */
static json_t *number_columns(struct request *rq, const struct rescoring *one)
{
    const struct score_explanation *numbers = one->numbers;
    char tier[] = {'T', (char)('0' + numbers->tier), '\0'};

    return json_keep(
        rq,
        json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:s,s:s,s:s,s:s,s:s?,s:s?,s:b,s:i}",
                  "impact_micro", micro(numbers->brief.impact), "likelihood_micro",
                  micro(numbers->brief.likelihood), "score_micro", micro(numbers->brief.score),
                  "confidence_micro", micro(numbers->brief.confidence), "range_low_micro",
                  micro(numbers->range_low), "range_high_micro", micro(numbers->range_high),
                  "inherent_micro", micro(numbers->inherent.score), "before_measures_micro",
                  micro(numbers->before_measures.score), "projected_micro",
                  micro(numbers->projected.score), "computed_band",
                  score_band_word(numbers->brief.band), "confidence_label",
                  score_label_word(numbers->brief.confidence_label), "assessment_status",
                  one->judgement.status, "tier", tier, "band", one->judgement.band, "band_reason",
                  one->judgement.reason, "tier_provisional", numbers->tier_provisional,
                  "recommended_star", numbers->recommended_star));
}

/* {member: [old, new]} of the band and its reason, NULL when both stayed. */
static json_t *band_changes(struct request *rq, const struct rescoring *one)
{
    const struct rows *row = one->basis.row;
    json_t *before = json_pack("{s:s?,s:s?}", "band", rows_text(row, 0, "band"), "band_reason",
                               rows_text(row, 0, "band_reason"));
    json_t *after =
        json_pack("{s:s?,s:s?}", "band", one->judgement.band, "band_reason", one->judgement.reason);
    static const char *const all_shown[] = {NULL};
    json_t *changes = json_changes(rq, json_text(rq, json_keep(rq, before)),
                                   json_text(rq, json_keep(rq, after)), all_shown);

    return changes;
}

static long next_revision(const struct rescoring *one)
{
    return (long)rows_integer(one->basis.row, 0, "revision") + (one->what->revision_kept ? 0 : 1);
}

static bool tell_band(struct request *rq, const struct rescoring *one)
{
    struct event event = {.type = "risk_score.band_changed",
                          .resource_type = "supplier",
                          .resource_id = one->what->supplier_id,
                          .revision = next_revision(one),
                          .supplier_id = one->what->supplier_id,
                          .changes = band_changes(rq, one)};

    return event.changes == NULL || change_event(rq, &event);
}

static bool tell_score(struct request *rq, const struct rescoring *one, const char *id)
{
    json_t *changes = json_keep(rq,
                                json_pack("{s:[n,f],s:[n,s]}", "score",
                                          (double)score_micro(one->numbers->brief.score) / 1e6,
                                          "cause", one->what->cause));
    struct event event = {.type = "risk_score.created",
                          .resource_type = "risk_score",
                          .resource_id = id,
                          .revision = 1,
                          .supplier_id = one->what->supplier_id,
                          .changes = changes};

    return change_event(rq, &event);
}

static const char *raise(const struct rescoring *one)
{
    return one->what->revision_kept ? "0" : "1";
}

static bool append(struct request *rq, struct rescoring *one, const char *columns,
                   const char **ret_score_id)
{
    const struct basis *basis = &one->basis;
    char *id = arena_alloc(rq->arena, UUID_TEXT);

    uuid_v7(rq->now, id);
    *ret_score_id = id;
    return db_queue(rq->db, SQL_RISK_SCORE_INSERT,
                    PARAMS(id, one->what->supplier_id, basis->response_id, one->what->cause,
                           SCORE_MODEL_VERSION, basis->as_of, now_text(rq), columns,
                           json_text(rq, one->explanation), rows_text(basis->row, 0, "score_id")))
        && db_queue(
               rq->db, SQL_SUPPLIER_SET_RISK,
               PARAMS(one->what->supplier_id, id, basis->as_of, now_text(rq), raise(one), columns))
        && tell_score(rq, one, id) && tell_band(rq, one);
}

/* Whether the current score says all the same already; asked only where there is one. */
static bool is_same(struct request *rq, const struct rescoring *one, const char *columns,
                    bool *ret_same)
{
    const char *current = rows_text(one->basis.row, 0, "score_id");
    const char *provisional = strcmp(one->what->cause, "provisional") == 0 ? "true" : "false";
    struct rows *rows;

    *ret_same = false;
    if (current == NULL || one->what->always)
        return true;
    if (!db_run(rq->db, SQL_RISK_SCORE_SAME,
                PARAMS(current, one->basis.response_id, provisional, columns), &rows))
        return false;
    *ret_same = rows_count(rows) > 0 && rows_boolean(rows, 0, "same");
    return true;
}

static bool refresh(struct request *rq, const struct rescoring *one)
{
    const struct judgement *judgement = &one->judgement;
    const char *old = rows_text(one->basis.row, 0, "assessment_status");

    if (strcmp(old, judgement->status) == 0 && band_changes(rq, one) == NULL)
        return true;
    return db_queue(rq->db, SQL_SUPPLIER_SET_ASSESSMENT,
                    PARAMS(one->what->supplier_id, judgement->status, judgement->band,
                           judgement->reason, now_text(rq), raise(one)))
        && tell_band(rq, one);
}

/* There is a number once a profile field is set, something was submitted, or silence counts. */
static bool has_number(const struct rescoring *one)
{
    return one->basis.response_id != NULL || one->basis.is_silent
        || rows_integer(one->basis.row, 0, "profile_known") > 0 || one->what->always
        || rows_text(one->basis.row, 0, "score_id") != NULL;
}

static bool append_or_refresh(struct request *rq, struct rescoring *one, const char **ret_score_id)
{
    const char *columns = json_text(rq, number_columns(rq, one));
    bool same;

    if (one->what->cause == NULL || !has_number(one))
        return refresh(rq, one);
    if (!is_same(rq, one, columns, &same))
        return false;
    return same ? refresh(rq, one) : append(rq, one, columns, ret_score_id);
}

bool supplier_rescore(struct request *rq, const struct rescore *what, const char **ret_score_id)
{
    struct rescoring one = {.what = what};
    const char *score_id = NULL;

    if (!basis_load(rq, what->supplier_id, what->as_of, &one.basis))
        return false;
    if (one.basis.questionnaire == NULL)
        return true; /* nothing was ever published: nobody can have been asked */
    if (!basis_explain(rq, &one.basis, &one.numbers, &one.explanation)
        || !forget_old_answers(rq, &one))
        return false;
    judge(rq, &one);
    if (!append_or_refresh(rq, &one, &score_id))
        return false;
    if (ret_score_id != NULL)
        *ret_score_id = score_id;
    return true;
}
