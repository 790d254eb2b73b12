#include "renkei/domain/tenant/sweep.h"

#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/assess/basis.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/chain/chain.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/gate/gate.h"
#include "renkei/domain/supplier/supplier.h"
#include "renkei/domain/treatment/override.h"
#include "renkei/domain/treatment/release.h"

/* What one transaction does at most: memory stays flat and locks are held for a moment. */
enum { PAGE = 100, CHANGES = 50, ENDED = 50 };

/* One step on its way; the numbers are its own, not the day's. */
struct step {
    const char *day;
    const char *after_id; /* the last supplier that was looked at */
    size_t suppliers, changed, scores, reviews, overrides, acceptances, keys;
    struct rescore_moves moves;
    bool is_last;
};

static bool open_day(struct change *change, bool restart, struct step *step,
                     struct rows **ret_sweep)
{
    if (!tenant_today(&change->reading, &step->day)
        || !db_queue(change->db, SQL_SWEEP_BEGIN, PARAMS(step->day, now_text(&change->reading)))
        || !db_run_one(change->db, SQL_SWEEP_LOCK, PARAMS(step->day), ret_sweep))
        return false;
    return !restart
        || (db_queue(change->db, SQL_SWEEP_RESTART, PARAMS(step->day, now_text(&change->reading)))
            && db_run_one(change->db, SQL_SWEEP_LOCK, PARAMS(step->day), ret_sweep));
}

/* Under the supplier's lock: it may have changed since the page was read. */
static bool rescore(struct change *change, const char *supplier_id, struct step *step)
{
    struct rescore what = {.supplier_id = supplier_id, .cause = "sweep", .moves = &step->moves};
    struct rows *supplier;
    const char *score_id;

    if (!supplier_lock(change, supplier_id, NULL, &supplier)
        || !supplier_rescore(change, &what, &score_id))
        return false;
    step->changed++;
    step->scores += score_id != NULL;
    return true;
}

/* Accepted risks of the supplier whose last day has passed; scoring it again ends them. */
static size_t ended_acceptances(struct reading *reading, const struct rows *rows, size_t row,
                                const char *today)
{
    const char *text = rows_text(rows, row, "findings");
    json_t *findings = text == NULL ? NULL : json_own(reading->arena, text);
    json_t *finding;
    size_t index, count = 0;

    json_array_foreach(findings, index, finding)
    {
        const char *until = json_string_value(json_object_get(finding, "until"));
        const char *state = json_string_value(json_object_get(finding, "state"));

        count += until != NULL && strcmp(state, "accepted") == 0 && strcmp(until, today) < 0;
    }
    return count;
}

/* Looks at the page's suppliers until enough of them changed. */
static bool age(struct change *change, struct rows *rows, struct step *step)
{
    size_t count = rows_count(rows);
    size_t row = 0;

    for (; row < count && step->changed < CHANGES; row++) {
        const char *id = rows_text(rows, row, "supplier_id");
        bool due;

        if (!rescore_is_due(&change->reading, rows, row, &due)
            || (due && !rescore(change, id, step)))
            return false;
        step->acceptances += due ? ended_acceptances(&change->reading, rows, row, step->day) : 0;
        step->after_id = id;
        step->suppliers++;
    }
    step->is_last = row == count && count < PAGE;
    return true;
}

/* The first `count` ids of the rows as a PostgreSQL array. */
static const char *id_array(struct reading *reading, const struct rows *rows, size_t count,
                            const char *column)
{
    struct buffer ids;

    buffer_open(&ids, reading->arena, 4096);
    buffer_add_char(&ids, '{');
    for (size_t i = 0; i < count; i++)
        buffer_printf(&ids, "%s%s", i == 0 ? "" : ",", rows_text(rows, i, column));
    buffer_add_char(&ids, '}');
    return ids.data;
}

static bool emit_review(struct change *change, const struct rows *told, size_t row)
{
    const char *id = rows_text(told, row, "id");
    json_t *changes =
        json_keep(change->arena,
                  json_pack("{s:[n,s]}", "next_review_on", rows_text(told, row, "next_review_on")));
    struct event event = {.type = "review.due",
                          .resource_type = "supplier",
                          .resource_id = id,
                          .revision = (long)rows_integer(told, row, "revision"),
                          .supplier_id = id,
                          .changes = changes};

    return change_event(change, &event);
}

static bool emit_reviews(struct change *change, const char *supplier_ids, struct step *step)
{
    struct rows *told;

    if (!db_run(change->db, SQL_REVIEW_TELL, PARAMS(supplier_ids, step->day), &told))
        return false;
    step->reviews = rows_count(told);
    for (size_t i = 0; i < step->reviews; i++)
        (void)emit_review(change, told, i);
    return true;
}

/* What a policy makes of a day that has come: a certificate expired, a review overdue. */
static bool follow_gate(struct change *change, const struct rows *rows, const struct step *step)
{
    json_t *items = json_keep(change->arena, json_array());

    for (size_t i = 0; i < step->suppliers; i++)
        (void)json_array_append_new(items,
                                    json_pack("{s:s}", "id", rows_text(rows, i, "supplier_id")));
    return gate_follow(change, items);
}

static bool sweep_suppliers(struct change *change, struct step *step)
{
    struct rows *page, *rows;

    if (!db_run(change->db, SQL_SWEEP_PAGE,
                PARAMS(step->after_id, integer_text(change->arena, PAGE)), &page))
        return false;
    return basis_load_rows(&change->reading,
                           id_array(&change->reading, page, rows_count(page), "id"), &rows)
        && age(change, rows, step) && follow_gate(change, rows, step)
        && emit_reviews(change, id_array(&change->reading, rows, step->suppliers, "supplier_id"),
                        step);
}

/* What ends by itself comes first; the suppliers' turn is when all of that is done. */
static bool work(struct change *change, struct step *step)
{
    size_t releases;

    if (!sweep_keys(change, &step->keys)
        || !override_expire(change, step->day, ENDED, &step->overrides)
        || !release_expire(change, step->day, ENDED, &releases))
        return false;
    return step->overrides == ENDED || releases == ENDED || sweep_suppliers(change, step);
}

bool sweep_keys(struct change *change, size_t *ret_count)
{
    struct rows *deleted;

    if (!db_run(change->db, SQL_IDEMPOTENCY_EXPIRE, PARAMS(integer_text(change->arena, SWEEP_KEYS)),
                &deleted))
        return false;
    *ret_count = (size_t)rows_integer(deleted, 0, "keys");
    change->octets_freed += (long)rows_integer(deleted, 0, "octets");
    return true;
}

static const char *counts(struct reading *reading, const struct step *step)
{
    return arena_printf(reading->arena,
                        "{\"suppliers\":%zu,\"suppliers_changed\":%zu,\"scores_appended\":%zu,"
                        "\"reviews_due\":%zu,\"overrides_ended\":%zu,\"acceptances_reopened\":%zu,"
                        "\"keys_deleted\":%zu}",
                        step->suppliers, step->changed, step->scores, step->reviews,
                        step->overrides, step->acceptances, step->keys);
}

/* ---- another scoring model ---- */

static bool add_moves(struct change *change, const struct step *step)
{
    const struct rescore_moves *moves = &step->moves;

    return moves->suppliers == 0
        || (db_queue(change->db, SQL_MODEL_CHANGE_BEGIN, PARAMS(step->day, moves->to, moves->from))
            && db_queue(change->db, SQL_MODEL_CHANGE_ADD,
                        PARAMS(step->day, moves->to,
                               integer_text(change->arena, (long)moves->suppliers),
                               json_text(change->arena, moves->bands))));
}

/* Once for all suppliers that another model scored, when the last of them is. */
static bool emit_moves(struct change *change, const struct step *step)
{
    struct rows *told;

    if (!step->is_last)
        return true;
    if (!db_run(change->db, SQL_MODEL_CHANGE_TELL, PARAMS(now_text(&change->reading)), &told))
        return false;
    for (size_t i = 0; i < rows_count(told); i++) {
        json_t *changes =
            json_pack("{s:[s,s],s:[n,I],s:[n,o]}", "scoring_model",
                      rows_text(told, i, "scoring_model_from"), rows_text(told, i, "scoring_model"),
                      "suppliers", (json_int_t)rows_integer(told, i, "suppliers"), "bands",
                      json_incref(json_own(change->arena, rows_text(told, i, "bands"))));
        struct event event = {.type = "scoring_model.applied",
                              .resource_type = "sweep",
                              .resource_id = step->day,
                              .revision = 1,
                              .changes = json_keep(change->arena, changes)};

        if (!change_event(change, &event))
            return false;
    }
    return true;
}

/* With the day links begin and end: what reaches suppliers along the chain follows by itself. */
static bool end_day(struct change *change, const struct step *step)
{
    return !step->is_last || chain_want(change);
}

static bool emit_end(struct change *change, const struct step *step)
{
    struct event event = {.type = "sweep.completed",
                          .resource_type = "sweep",
                          .resource_id = step->day,
                          .revision = 1};

    return !step->is_last || change_event(change, &event);
}

bool sweep_step(struct change *change, bool restart, struct rows **ret_sweep)
{
    struct step step = {0};

    if (!open_day(change, restart, &step, ret_sweep))
        return false;
    if (rows_boolean(*ret_sweep, 0, "done"))
        return db_run_one(change->db, SQL_SWEEP_GET, PARAMS(step.day), ret_sweep);
    change->has_effect = true;
    step.after_id = rows_text(*ret_sweep, 0, "after_id");
    step.moves.bands = json_keep(change->arena, json_object());
    return work(change, &step) && add_moves(change, &step) && emit_moves(change, &step)
        && db_queue(change->db, SQL_SWEEP_ADVANCE,
                    PARAMS(step.day, step.after_id, counts(&change->reading, &step),
                           step.is_last ? now_text(&change->reading) : NULL))
        && end_day(change, &step)
        && db_run_one(change->db, SQL_SWEEP_GET, PARAMS(step.day), ret_sweep)
        && emit_end(change, &step);
}
