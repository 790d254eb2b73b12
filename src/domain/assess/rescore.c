#include "renkei/domain/assess/rescore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "finding_follow.h"
#include "next_review.h"
#include "score_columns.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/assessment.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/gate/gate.h"

enum { NOTICED_MICRO = 100000 };

/* One rescoring on its way. */
struct rescoring {
    const struct rescore *what;
    const char *cause; /* `what->cause`, or "model" in its place */
    struct assessment assessment;
    const struct score_explanation *numbers; /* the text is made only when a number is stored */
    json_t *explanation;
    const char *assumed; /* a JSON array of questions that rest on a last day nobody told */
};

static const char *stored(const struct rescoring *one, const char *column)
{
    return basis_text(&one->assessment.basis, column);
}

static bool differs(const char *one, const char *other)
{
    return one == NULL || other == NULL ? one != other : strcmp(one, other) != 0;
}

static bool shows_another_band(const struct assessment *now)
{
    return differs(now->band, basis_text(&now->basis, "band"))
        || differs(now->reason, basis_text(&now->basis, "band_reason"))
        || differs(now->status, basis_text(&now->basis, "assessment_status"));
}

/* What the supplier shows beside the numbers is another thing now. */
static bool shows_otherwise(const struct assessment *now)
{
    return shows_another_band(now)
        || differs(now->next_review_on, basis_text(&now->basis, "next_review_on"));
}

static json_int_t micro(double value)
{
    return (json_int_t)score_micro(value);
}

/* {member: [old, new]} of the band and its reason, NULL when both stayed. */
static json_t *band_changes(struct reading *reading, const struct rescoring *one)
{
    json_t *before = json_pack("{s:s?,s:s?}", "band", stored(one, "band"), "band_reason",
                               stored(one, "band_reason"));
    json_t *after = json_pack("{s:s?,s:s?}", "band", one->assessment.band, "band_reason",
                              one->assessment.reason);
    static const char *const all_shown[] = {NULL};
    json_t *changes =
        json_changes(reading->arena, json_text(reading->arena, json_keep(reading->arena, before)),
                     json_text(reading->arena, json_keep(reading->arena, after)), all_shown);

    return changes;
}

static long next_revision(const struct rescoring *one)
{
    return strtol(stored(one, "revision"), NULL, 10) + (one->what->revision_kept ? 0 : 1);
}

static bool is_of_other_model(const struct basis *basis)
{
    const char *before = basis_text(basis, "scored_by");

    return before != NULL && strcmp(before, score_model_version(basis->model)) != 0;
}

static bool is_by_model(const struct rescoring *one)
{
    return one->cause != NULL && strcmp(one->cause, "model") == 0;
}

/* One event will tell all that the model moved. */
static bool note_move(const struct rescoring *one)
{
    struct rescore_moves *moves = one->what->moves;
    const char *from = stored(one, "band"), *to = one->assessment.band;
    char key[64];

    (void)snprintf(key, sizeof key, "%s>%s", from == NULL ? "none" : from,
                   to == NULL ? "none" : to);
    (void)json_object_set_new(
        moves->bands, key,
        json_integer(json_integer_value(json_object_get(moves->bands, key)) + 1));
    moves->suppliers++;
    moves->from = stored(one, "scored_by");
    moves->to = score_model_version(one->assessment.basis.model);
    return true;
}

static bool emit_band(struct change *change, const struct rescoring *one)
{
    struct event event = {.type = "risk_score.band_changed",
                          .resource_type = "supplier",
                          .resource_id = one->what->supplier_id,
                          .revision = next_revision(one),
                          .supplier_id = one->what->supplier_id,
                          .changes = band_changes(&change->reading, one)};

    if (is_by_model(one))
        return note_move(one);
    return event.changes == NULL || change_event(change, &event);
}

static json_t *score_json(const struct rescoring *one)
{
    const struct score_brief *brief = &one->numbers->brief;

    return brief->judged ? json_real((double)score_micro(brief->score) / 1e6) : json_null();
}

static bool emit_score(struct change *change, const struct rescoring *one, const char *id)
{
    json_t *changes = json_keep(
        change->arena,
        json_pack("{s:[n,o],s:[n,s]}", "score", score_json(one), "cause", one->what->cause));
    struct event event = {.type = "risk_score.created",
                          .resource_type = "risk_score",
                          .resource_id = id,
                          .revision = 1,
                          .supplier_id = one->what->supplier_id,
                          .changes = changes};

    return change_event(change, &event);
}

static const char *raise(const struct rescoring *one)
{
    return one->what->revision_kept ? "0" : "1";
}

/* I × L of each threat in micro-points, an array by rank: what the threat report adds up. */
static const char *threat_scores(struct reading *reading, const struct rescoring *one)
{
    const struct score_questionnaire *sheet = one->assessment.supplier->questionnaire;
    struct buffer scores;
    int rank = 1;

    buffer_open(&scores, reading->arena, 256);
    for (size_t t = 0; t < sheet->threat_count && sheet->ranks[t] != 0; t++, rank++) {
        for (; rank < sheet->ranks[t]; rank++)
            buffer_add_text(&scores, rank == 1 ? "null" : ",null");
        if (one->numbers->threats[t].judged)
            buffer_printf(&scores, "%s%lld", rank == 1 ? "" : ",",
                          (long long)micro(one->numbers->threats[t].score));
        else
            buffer_add_text(&scores, rank == 1 ? "null" : ",null");
    }
    return arena_printf(reading->arena, "{%s}", scores.data);
}

static bool append(struct change *change, const struct rescoring *one, const char *columns,
                   const char **ret_score_id)
{
    const struct basis *basis = &one->assessment.basis;
    char *id = arena_alloc(change->arena, UUID_TEXT);

    uuid_v7(change->now, id);
    *ret_score_id = id;
    return db_queue(change->db, SQL_RISK_SCORE_INSERT,
                    PARAMS(id, one->what->supplier_id, basis_response(basis), one->cause,
                           score_model_version(basis->model), basis->as_of,
                           now_text(&change->reading), columns,
                           json_text(change->arena, one->explanation), stored(one, "score_id"),
                           json_text(change->arena, basis_responses(&change->reading, basis))))
        && db_queue(change->db, SQL_SUPPLIER_SET_RISK,
                    PARAMS(one->what->supplier_id, id, basis->as_of, now_text(&change->reading),
                           raise(one), columns, one->assessment.next_review_on,
                           threat_scores(&change->reading, one), one->assessment.review_by))
        && emit_score(change, one, id) && emit_band(change, one);
}

/*
 * The daily sweep appends only what people would notice: another band, reason or status, or a score
 * that moved by 0.1.
 */
static bool has_moved(const struct assessment *now)
{
    const char *score = basis_text(&now->basis, "score_micro");
    const char *band = basis_text(&now->basis, "computed_band");

    if (!now->brief.judged)
        return score != NULL || shows_another_band(now);
    return score == NULL || band == NULL || strcmp(band, score_band_word(now->brief.band)) != 0
        || llabs(score_micro(now->brief.score) - strtoll(score, NULL, 10)) >= NOTICED_MICRO
        || shows_another_band(now);
}

/* Whether the current score says all the same already; asked only where it may. */
static bool is_same(struct reading *reading, const struct rescoring *one, const char *columns,
                    bool *ret_same)
{
    const struct basis *basis = &one->assessment.basis;
    const char *current = stored(one, "score_id");
    bool provisional = strcmp(one->cause, "provisional") == 0;
    struct rows *rows;

    *ret_same = false;
    if (current == NULL || one->what->always || is_by_model(one))
        return true;
    if (strcmp(one->cause, "sweep") == 0) {
        *ret_same = !has_moved(&one->assessment);
        return true;
    }
    if (provisional != basis_flag(basis, "scored_provisionally"))
        return true;
    if (!db_run(reading->db, SQL_RISK_SCORE_SAME,
                PARAMS(current, basis_response(basis), columns,
                       json_text(reading->arena, basis_responses(reading, basis)),
                       score_model_version(basis->model), one->assumed),
                &rows))
        return false;
    *ret_same = rows_count(rows) > 0 && rows_boolean(rows, 0, "same");
    return true;
}

/* With a new score that event says that the review date may have moved; here nothing else does. */
static bool emit_review(struct change *change, const struct rescoring *one)
{
    const char *before = stored(one, "next_review_on"), *now = one->assessment.next_review_on;
    struct event event = {.type = "review.scheduled",
                          .resource_type = "supplier",
                          .resource_id = one->what->supplier_id,
                          .revision = next_revision(one),
                          .supplier_id = one->what->supplier_id};

    if (!differs(before, now))
        return true;
    event.changes =
        json_keep(change->arena, json_pack("{s:[s?,s?]}", "next_review_on", before, now));
    return change_event(change, &event);
}

static bool refresh(struct change *change, const struct rescoring *one)
{
    const struct assessment *now = &one->assessment;

    if (!shows_otherwise(now))
        return true;
    return db_queue(change->db, SQL_SUPPLIER_SET_ASSESSMENT,
                    PARAMS(one->what->supplier_id, now->status, now->band, now->reason,
                           now_text(&change->reading), raise(one), now->next_review_on,
                           now->review_by))
        && emit_band(change, one) && emit_review(change, one);
}

/* There is a number once a profile field is set, something was submitted, or silence counts. */
static bool has_number(const struct assessment *now)
{
    const struct basis *basis = &now->basis;

    return basis->latest != NULL || basis->is_silent || basis_flag(basis, "has_profile")
        || basis_text(basis, "score_id") != NULL;
}

static bool append_or_refresh(struct change *change, struct rescoring *one,
                              const char **ret_score_id)
{
    const char *columns;
    bool same;

    if (one->cause == NULL || !(one->what->always || has_number(&one->assessment)))
        return refresh(change, one);
    if (!basis_explain_read(&change->reading, &one->assessment.basis, one->assessment.supplier,
                            &one->explanation))
        return false;
    one->numbers = one->assessment.basis.numbers;
    one->assumed = basis_tell_assumed(&change->reading, &one->assessment.basis, one->explanation);
    columns = json_text(change->arena,
                        score_columns(&change->reading, &one->assessment, one->explanation));
    if (!is_same(&change->reading, one, columns, &same))
        return false;
    return same ? refresh(change, one) : append(change, one, columns, ret_score_id);
}

/* Before the score: what an accepted response plans counts in it. */
static bool follow_findings(struct change *change, struct rescoring *one)
{
    const struct rescore *what = one->what;

    return one->cause == NULL || what->as_of != NULL
        || findings_follow(change, one->cause, what->step_code, &one->assessment.basis);
}

/* A return or cancellation after which the answers count as they did is no fallback. */
static bool goes_on_counting(const struct basis *basis, const struct rescore *what)
{
    const struct basis_sheet *sheet =
        what->step_code == NULL ? NULL : basis_sheet(basis, what->step_code);

    return what->cause != NULL && strcmp(what->cause, "fallback") == 0 && sheet != NULL
        && sheet->state != NULL && strcmp(sheet->state, "returned") == 0;
}

static bool rescore(struct change *change, const struct rescore *what, const char **ret_score_id)
{
    struct rescoring one = {
        .what = what, .cause = what->cause, .assessment.reviewed_now = what->reviewed_now};
    struct basis_asked asked = {.supplier_id = what->supplier_id, .as_of = what->as_of};

    if (what->basis != NULL)
        one.assessment.basis = *what->basis;
    else if (!basis_load(&change->reading, &asked, &one.assessment.basis))
        return false;
    if (one.assessment.basis.sheet_count == 0)
        return true; /* nothing was ever published: nobody can have been asked */
    if (goes_on_counting(&one.assessment.basis, what))
        one.cause = "provisional";
    if (what->moves != NULL && is_of_other_model(&one.assessment.basis))
        one.cause = "model";
    if (!follow_findings(change, &one) || !assess(&change->reading, &one.assessment))
        return false;
    if (is_by_model(&one))
        next_review_keep(&one.assessment);
    return append_or_refresh(change, &one, ret_score_id);
}

bool supplier_rescore(struct change *change, const struct rescore *what, const char **ret_score_id)
{
    const char *score_id = NULL;

    if (!rescore(change, what, &score_id)
        || !gate_follow(change, gate_item(&change->reading, what->supplier_id)))
        return false;
    if (ret_score_id != NULL)
        *ret_score_id = score_id;
    return true;
}

bool rescore_is_due(struct reading *reading, struct rows *rows, size_t row, bool *ret_due)
{
    struct assessment now = {0};

    *ret_due = false;
    if (!basis_read(reading, rows, row, &now.basis))
        return false;
    if (now.basis.sheet_count == 0)
        return true;
    if (!assess(reading, &now))
        return false;
    *ret_due = is_of_other_model(&now.basis) || shows_otherwise(&now)
        || (has_number(&now) && has_moved(&now))
        || findings_are_due(reading, &now.basis, now.supplier);
    return true;
}
