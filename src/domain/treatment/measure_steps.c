/* The steps of a measure. */
#include <stdint.h>
#include <string.h>

#include "measure_rows.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/treatment/measure.h"

enum { PLANNED = 1, IN_PROGRESS = 2, IMPLEMENTED = 4, VERIFIED = 8, UNCHECKED = 7 };

#define BIT(scope) (UINT64_C(1) << (scope))

/* A check that failed sends a measure back to work; one that no longer holds is cancelled. */
static const struct step {
    const char *action;
    unsigned from;
    const char *to; /* NULL: the body says it, or it stays */
    const char *event;
    uint64_t scopes; /* any of them */
} steps[] = {
    {"start", PLANNED | IMPLEMENTED, "in_progress", "measure.started", BIT(SCOPE_RISKS_WRITE)},
    {"implement", PLANNED | IN_PROGRESS, "implemented", "measure.implemented",
     BIT(SCOPE_RISKS_WRITE)},
    {"verify", IMPLEMENTED, "verified", "measure.verified", BIT(SCOPE_RISKS_WRITE)},
    {"cancel", UNCHECKED | VERIFIED, "cancelled", "measure.cancelled", BIT(SCOPE_RISKS_WRITE)},
    {"update", UNCHECKED, NULL, "measure.updated", BIT(SCOPE_RISKS_WRITE)},
    {"report", PLANNED | IN_PROGRESS, NULL, "measure.reported",
     BIT(SCOPE_MEASURES_REPORT) | BIT(SCOPE_RISKS_WRITE)},
};

enum { STEPS = sizeof steps / sizeof *steps };

static unsigned state_bit(const char *state)
{
    static const char *const states[] = {"planned", "in_progress", "implemented", "verified", NULL};
    unsigned bit = 1;

    for (size_t i = 0; states[i] != NULL; i++, bit <<= 1)
        if (strcmp(states[i], state) == 0)
            return bit;
    return 0; /* cancelled: nothing may be done */
}

/* The step, or 409 with those that this token may take. */
static bool find_step(struct reading *reading, const struct rows *row, const char *action,
                      const struct step **ret_step)
{
    const char **allowed = arena_alloc(reading->arena, (STEPS + 1) * sizeof *allowed);
    const char *state = rows_text(row, 0, "state");
    unsigned bit = state_bit(state);
    size_t count = 0;

    *ret_step = NULL;
    for (size_t i = 0; i < STEPS; i++) {
        if ((steps[i].from & bit) == 0)
            continue;
        if (strcmp(steps[i].action, action) == 0)
            *ret_step = &steps[i];
        if ((steps[i].scopes & reading->actor->scopes) != 0)
            allowed[count++] = steps[i].action;
    }
    return *ret_step != NULL || fail_state(reading, "MeasureState", state, allowed);
}

static bool go(struct change *change, const struct rows *before, const char *state,
               const json_t *body)
{
    const char *sent = body == NULL ? NULL : json_text(change->arena, body);

    return db_queue(change->db, SQL_MEASURE_STEP,
                    PARAMS(rows_text(before, 0, "id"), state, sent, change->actor->subject,
                           now_text(&change->reading)));
}

bool measure_step(struct change *change, const struct rows *before, const char *action,
                  const json_t *body, struct rows **ret_measure)
{
    const struct step *step;

    return find_step(&change->reading, before, action, &step) && go(change, before, step->to, body)
        && measure_finish(change, step->event, before, ret_measure);
}

bool measure_report(struct change *change, const struct rows *before, const json_t *body,
                    struct rows **ret_measure)
{
    const char *id = rows_text(before, 0, "id");
    const char *state = json_string_value(json_object_get(body, "state"));
    const char *revision =
        integer_text(change->arena, (long)rows_integer(before, 0, "revision") + 1);
    const struct step *step;
    bool stays;

    if (!find_step(&change->reading, before, "report", &step))
        return false;
    stays = strcmp(state, rows_text(before, 0, "state")) == 0;
    return (stays ? db_queue(change->db, SQL_MEASURE_TOUCH, PARAMS(id, now_text(&change->reading)))
                  : go(change, before, state, body))
        && db_queue(change->db, SQL_MEASURE_REPORT_INSERT,
                    PARAMS(id, revision, change->actor->subject, json_text(change->arena, body),
                           now_text(&change->reading)))
        && measure_finish(change, step->event, before, ret_measure);
}

bool measure_change(struct change *change, const struct rows *before, const json_t *body,
                    struct rows **ret_measure)
{
    static const char *const none[] = {NULL};
    const char *id = rows_text(before, 0, "id");
    const struct step *step;

    if (!find_step(&change->reading, before, "update", &step)
        || !db_queue(change->db, SQL_MEASURE_UPDATE, PARAMS(id, json_text(change->arena, body)))
        || !measure_find(&change->reading, id, NULL, ret_measure))
        return false;
    if (row_changes(change->arena, before, *ret_measure, none) == NULL)
        return true;
    return db_queue(change->db, SQL_MEASURE_TOUCH, PARAMS(id, now_text(&change->reading)))
        && measure_finish(change, step->event, before, ret_measure);
}
