/* Measures of gaps that come back: in place they counted against the finding as it stood. */
#include <string.h>

#include "finding_context.h"
#include "renkei/base/json.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

struct turning {
    struct change *change;
    struct finding_contexts *contexts;
    const json_t *measures; /* of the basis */
    json_t *restored;       /* rows for the statement */
    size_t count;
};

/* A question whose gap comes back, and the context that says so. */
struct cause {
    struct finding_context *context;
    const struct assessed_question *assessed; /* NULL: none does */
};

/* ---- which findings come back ---- */

/* How much of the gap is open. Age alone is no answer. */
static int severity(const char *kind)
{
    if (kind == NULL || strcmp(kind, "stale_answer") == 0)
        return 0;
    return strcmp(kind, "in_progress") == 0 || strcmp(kind, "certificate_incomplete") == 0 ? 1 : 2;
}

static bool comes_back(const struct assessed_question *assessed)
{
    int before =
        finding_is_active(assessed->stored) ? severity(context_text(assessed->stored, "kind")) : 0;

    return assessed->stored != NULL && severity(assessed->kind) > before;
}

/* The assessed of a finding that comes back in this round, NULL: it does not. */
static const struct assessed_question *find_assessed_question(const struct finding_context *context,
                                                              const json_t *finding)
{
    if (strcmp(json_string_value(json_array_get(finding, 0)), context->code) != 0)
        return NULL;
    for (size_t s = 0; s < context->question_count; s++)
        if (comes_back(&context->questions[s])
            && strcmp(json_string_value(json_array_get(finding, 1)),
                      context_question(context, &context->questions[s])->code)
                == 0)
            return &context->questions[s];
    return NULL;
}

/* The first among the measure's findings that comes back. */
static struct cause find_cause(const struct finding_contexts *contexts, const json_t *measure)
{
    struct cause cause = {NULL, NULL};
    json_t *finding;
    size_t i;

    json_array_foreach(json_object_get(measure, "findings"), i, finding)
    {
        for (size_t r = 0; r < contexts->count && cause.assessed == NULL; r++) {
            cause.context = &contexts->items[r];
            cause.assessed = find_assessed_question(cause.context, finding);
        }
    }
    return cause;
}

/* ---- what becomes of a measure ---- */

static bool is_in_place(const json_t *measure)
{
    const char *state = context_text(measure, "status");

    return strcmp(state, "implemented") == 0 || strcmp(state, "verified") == 0;
}

/* Sent back by a response that stands no more, and not taken up since. */
static bool is_lost(const struct turning *turning, const json_t *measure)
{
    return json_is_true(json_object_get(measure, "lost"))
        && !basis_has_response(turning->contexts->basis, context_text(measure, "reopened_by"))
        && strcmp(context_text(measure, "status"), "in_progress") == 0;
}

/* In the scorer's input, too. */
static void set_state(const struct turning *turning, const json_t *measure, const char *state)
{
    json_t *scored;
    size_t i;

    json_array_foreach(json_object_get(turning->contexts->basis->input, "measures"), i, scored)
    {
        if (json_equal(json_object_get(scored, "id"), json_object_get(measure, "id")))
            (void)json_object_set_new(scored, "status", json_string(state));
    }
}

static json_t *day_or_null(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

static bool emit_event(struct turning *turning, const json_t *measure, const char *type,
                       json_t *changes)
{
    struct event event = {
        .type = type,
        .resource_type = "measure",
        .resource_id = context_text(measure, "id"),
        .revision = (long)json_integer_value(json_object_get(measure, "revision")) + 1,
        .supplier_id = turning->contexts->basis->supplier_id,
        .changes = json_keep(turning->change->arena, changes),
    };

    return change_event(turning->change, &event);
}

/* {state, due_on, reason: [old, new]}; a day that stays is not told. */
static json_t *changes_of(const json_t *measure, const char *state, const char *due_on,
                          const char *reason)
{
    json_t *next = day_or_null(due_on);
    json_t *changes = json_pack("{s:[O,s],s:[n,s]}", "state", json_object_get(measure, "status"),
                                state, "reason", reason);

    if (!json_equal(next, json_object_get(measure, "due_on")))
        (void)json_object_set_new(changes, "due_on",
                                  json_pack("[O,O]", json_object_get(measure, "due_on"), next));
    json_decref(next);
    return changes;
}

/* Its day was that of the old gap: the new one is what the answer plans. */
static bool reopen(struct turning *turning, const json_t *measure, const struct cause *cause)
{
    const char *due_on = context_text(context_plan(cause->context, cause->assessed), "due_on");

    set_state(turning, measure, "in_progress");
    if (cause->context->reopened == NULL)
        cause->context->reopened = json_keep(turning->change->arena, json_array());
    (void)json_array_append_new(cause->context->reopened,
                                json_pack("{s:O,s:o}", "id", json_object_get(measure, "id"),
                                          "due_on", day_or_null(due_on)));
    turning->count++;
    return emit_event(turning, measure, "measure.reopened",
                      changes_of(measure, "in_progress", due_on, "finding_reopened"));
}

static bool restore(struct turning *turning, const json_t *measure)
{
    const char *state = context_text(measure, "before");

    set_state(turning, measure, state);
    (void)json_array_append_new(turning->restored,
                                json_pack("{s:O}", "id", json_object_get(measure, "id")));
    turning->count++;
    return emit_event(
        turning, measure, "measure.restored",
        changes_of(measure, state, context_text(measure, "due_before"), "response_withdrawn"));
}

static bool turn_all(struct turning *turning)
{
    json_t *measure;
    size_t i;

    json_array_foreach(turning->measures, i, measure)
    {
        struct cause cause = find_cause(turning->contexts, measure);

        if (cause.assessed != NULL && is_in_place(measure)) {
            if (!reopen(turning, measure, &cause))
                return false;
        } else if (is_lost(turning, measure) && !restore(turning, measure)) {
            return false;
        }
    }
    return true;
}

/* ---- writing ---- */

static bool write(const struct turning *turning)
{
    struct change *change = turning->change;
    const char *now = now_text(&change->reading);

    for (size_t r = 0; r < turning->contexts->count; r++) {
        const struct finding_context *context = &turning->contexts->items[r];

        if (context->reopened != NULL
            && !db_queue(change->db, SQL_MEASURE_REOPEN,
                         PARAMS(json_text(change->arena, context->reopened),
                                context->sheet->response_id, now)))
            return false;
    }
    return json_array_size(turning->restored) == 0
        || db_queue(change->db, SQL_MEASURE_RESTORE,
                    PARAMS(json_text(change->arena, turning->restored), now));
}

bool contexts_turn_measures(struct change *change, struct finding_contexts *contexts)
{
    struct turning turning = {
        .change = change,
        .contexts = contexts,
        .measures = basis_json(&change->reading, contexts->basis, "measures"),
        .restored = json_keep(change->arena, json_array()),
    };

    return turn_all(&turning)
        && (turning.count == 0
            || (write(&turning) && basis_explain(&change->reading, contexts->basis)));
}
