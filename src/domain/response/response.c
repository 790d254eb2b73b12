/* Responses: reading them, locking them, who may do what, and asking a supplier. */
#include <string.h>

#include "answer_rows.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "rows.h"

/* ---- what may be done ---- */

enum {
    REQUESTED = 1,
    IN_PROGRESS = 2,
    SUBMITTED = 4,
    RETURNED = 8,
    ACCEPTED = 16,
    WITH_SUPPLIER = REQUESTED | IN_PROGRESS | RETURNED
};

#define BIT(scope) (UINT64_C(1) << (scope))

static const struct action {
    const char *name;
    uint64_t scopes; /* any of them */
    unsigned states;
    bool contributor; /* who answers some sections alone may, too */
} actions[] = {
    {"save", BIT(SCOPE_RESPONSES_ANSWER) | BIT(SCOPE_RESPONSES_WRITE), WITH_SUPPLIER, true},
    {"prefill", BIT(SCOPE_RESPONSES_ANSWER) | BIT(SCOPE_RESPONSES_WRITE), WITH_SUPPLIER, false},
    {"confirm", BIT(SCOPE_RESPONSES_ANSWER) | BIT(SCOPE_RESPONSES_WRITE), WITH_SUPPLIER, true},
    {"submit", BIT(SCOPE_RESPONSES_ANSWER) | BIT(SCOPE_RESPONSES_WRITE), WITH_SUPPLIER, false},
    {"request_extension", BIT(SCOPE_RESPONSES_ANSWER) | BIT(SCOPE_RESPONSES_WRITE), WITH_SUPPLIER,
     false},
    {"review", BIT(SCOPE_RESPONSES_REVIEW), SUBMITTED | ACCEPTED, false},
    {"return", BIT(SCOPE_RESPONSES_REVIEW), SUBMITTED, false},
    {"accept", BIT(SCOPE_RESPONSES_REVIEW), SUBMITTED, false},
    {"amend", BIT(SCOPE_RESPONSES_WRITE), ACCEPTED, false},
    {"update", BIT(SCOPE_RESPONSES_WRITE), WITH_SUPPLIER | SUBMITTED, false},
    {"cancel", BIT(SCOPE_RESPONSES_WRITE), WITH_SUPPLIER | SUBMITTED, false},
};

enum { ACTIONS = sizeof actions / sizeof *actions };

static unsigned state_bit(const char *state)
{
    static const char *const states[] = {"requested", "in_progress", "submitted",
                                         "returned",  "accepted",    NULL};
    unsigned bit = 1;

    for (size_t i = 0; states[i] != NULL; i++, bit <<= 1)
        if (strcmp(states[i], state) == 0)
            return bit;
    return 0; /* cancelled: nothing may be done */
}

const char *const *response_actions(struct reading *reading, const char *state)
{
    const char **words = arena_alloc(reading->arena, (ACTIONS + 1) * sizeof *words);
    unsigned bit = state_bit(state);
    size_t count = 0;

    for (size_t i = 0; i < ACTIONS; i++)
        if ((actions[i].states & bit) != 0 && (actions[i].scopes & reading->actor->scopes) != 0
            && (actions[i].contributor || reading->actor->codes == NULL))
            words[count++] = actions[i].name;
    return words;
}

bool response_permits(struct reading *reading, const struct response *response, const char *action)
{
    unsigned bit = state_bit(response->state);

    for (size_t i = 0; i < ACTIONS; i++)
        if (strcmp(actions[i].name, action) == 0 && (actions[i].states & bit) != 0)
            return true;
    return fail_state(reading, "ResponseState", response->state,
                      response_actions(reading, response->state));
}

/* ---- reading ---- */

#define GET(reading, id, as_of)                                                                    \
    SQL_RESPONSE_GET,                                                                              \
        PARAMS(id, (reading)->actor->supplier_id, (reading)->locale == LOCALE_JA ? "ja" : "en",    \
               as_of, now_text(reading), (reading)->actor->reach, (reading)->actor->codes)

/* Outside of a change one trip of its own. */
static bool get_row(struct reading *reading, const char *id, const char *as_of,
                    struct rows **ret_row)
{
    return db_read_one(reading->db, GET(reading, id, as_of), ret_row);
}

bool response_ask(struct change *change, const struct response *response, struct rows **ret_row)
{
    return db_ask_one(change->db, GET(&change->reading, response->id, NULL), ret_row);
}

bool response_get(struct reading *reading, const char *id, const char *as_of, struct rows **ret_row)
{
    return get_row(reading, id, as_of, ret_row);
}

bool response_read(struct reading *reading, const struct rows *row, struct response *ret_response)
{
    *ret_response = (struct response){
        .row = row,
        .id = rows_text(row, 0, "id"),
        .supplier_id = rows_text(row, 0, "supplier_id"),
        .state = rows_text(row, 0, "state"),
        .revision = (long)rows_integer(row, 0, "revision"),
        .answer_floor = (long)rows_integer(row, 0, "_answer_floor"),
        .progress = {(long)rows_integer(row, 0, "progress.answered"),
                     (long)rows_integer(row, 0, "progress.required"),
                     (long)rows_integer(row, 0, "progress.total")},
    };
    if (rows_text(row, 0, "_open_codes") != NULL)
        ret_response->open_codes = json_own(reading->arena, rows_text(row, 0, "_open_codes"));
    return questionnaire_load(reading, rows_text(row, 0, "questionnaire_id"),
                              &ret_response->questionnaire);
}

bool response_find(struct reading *reading, const char *id, const char *as_of,
                   struct response *ret_response)
{
    struct rows *row;

    return response_get(reading, id, as_of, &row) && response_read(reading, row, ret_response);
}

/* ---- locking ---- */

bool response_lock(struct change *change, const char *id, const char *expected,
                   struct response *ret_response)
{
    return db_queue(change->db, SQL_RESPONSE_LOCK,
                    PARAMS(id, change->actor->supplier_id, change->actor->reach))
        && response_find(&change->reading, id, NULL, ret_response)
        && check_revision(&change->reading, expected, ret_response->row);
}

bool response_lock_with_supplier(struct change *change, const char *id, const char *expected,
                                 struct response *ret_response)
{
    return db_queue(change->db, SQL_RESPONSE_LOCK_SUPPLIER,
                    PARAMS(id, change->actor->supplier_id, change->actor->reach))
        && response_lock(change, id, expected, ret_response);
}

/* ---- events ---- */

bool response_event(struct change *change, const struct response *response, const char *type,
                    long revision, json_t *changes)
{
    struct event event = {
        .type = type,
        .resource_type = "response",
        .resource_id = response->id,
        .revision = revision,
        .supplier_id = response->supplier_id,
        .changes = changes,
    };

    return change_event(change, &event);
}

static json_t *changes_to(struct reading *reading, const struct response *before,
                          const struct rows *after)
{
    static const char *const unshown[] = {"revision", "overdue", NULL};

    return json_changes(reading->arena,
                        before == NULL ? NULL : row_json(reading->arena, before->row),
                        row_json(reading->arena, after), unshown);
}

bool response_tell(struct change *change, const struct response *before, const char *type,
                   const struct rows *row)
{
    return response_event(change, before, type, (long)rows_integer(row, 0, "revision"),
                          changes_to(&change->reading, before, row));
}

/* ---- asking ---- */

bool response_due_fits(struct reading *reading, const char *due_on, const char *channel,
                       const char *today)
{
    bool is_history = channel != NULL && strcmp(channel, "online") != 0;

    if (due_on != NULL && !is_history && strcmp(due_on, today) < 0)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/due_on", FAULT_PAST, (char *)NULL);
    return check_faults(reading);
}

static bool refuse_member(struct reading *reading, const char *at, enum fault_code code)
{
    return fault_add(reading->failure, FAULT_IN_BODY, at, code, (char *)NULL);
}

static bool references_exist(struct reading *reading, const struct rows *row)
{
    const char *state = rows_text(row, 0, "questionnaire_state");

    if (rows_text(row, 0, "supplier_status") == NULL)
        (void)refuse_member(reading, "#/supplier_id", FAULT_UNKNOWN_REFERENCE);
    if (state == NULL)
        (void)refuse_member(reading, "#/questionnaire_id", FAULT_UNKNOWN_REFERENCE);
    else if (strcmp(state, "published") != 0)
        (void)refuse_member(reading, "#/questionnaire_id", FAULT_NOT_PUBLISHED);
    return check_faults(reading);
}

static bool may_be_asked(struct reading *reading, const json_t *body, const struct rows *row)
{
    const char *open_id = rows_text(row, 0, "open_id");

    if (!references_exist(reading, row)
        || !response_due_fits(reading, json_member(body, "due_on"), json_member(body, "channel"),
                              rows_text(row, 0, "today")))
        return false;
    if (strcmp(rows_text(row, 0, "supplier_status"), "archived") == 0)
        return fail(reading->failure, PROBLEM_SUPPLIER_ARCHIVED, (char *)NULL);
    if (open_id == NULL)
        return true;
    (void)fault_add(reading->failure, FAULT_IN_BODY, "#/questionnaire_id", FAULT_DUPLICATE, "id",
                    open_id, (char *)NULL);
    return fail(reading->failure, PROBLEM_ALREADY_OPEN, (char *)NULL);
}

static bool insert(struct change *change, const char *id, const struct questionnaire *questionnaire,
                   const struct answer *blank, const json_t *body)
{
    struct progress progress = answers_progress(questionnaire, blank);
    struct rows *rows;

    return db_run_one(
        change->db, SQL_RESPONSE_INSERT,
        PARAMS(id, json_member(body, "supplier_id"), questionnaire->id, questionnaire->code,
               json_member(body, "due_on"), json_member(body, "locale"), json_member(body, "note"),
               integer_text(change->arena, progress.required),
               integer_text(change->arena, progress.total), now_text(&change->reading),
               json_member(body, "channel"), json_member(body, "why")),
        &rows);
}

bool response_told(struct change *change, const char *id, struct rows **ret_row)
{
    struct response response = {.id = id};

    if (!get_row(&change->reading, id, NULL, ret_row))
        return false;
    response.supplier_id = rows_text(*ret_row, 0, "supplier_id");
    return response_event(change, &response, "response.requested", 1,
                          changes_to(&change->reading, NULL, *ret_row));
}

/* A request may change "never asked" to "asked", but appends no score. */
static bool refresh_supplier(struct change *change, const char *supplier_id)
{
    struct rescore what = {.supplier_id = supplier_id};

    return supplier_rescore(change, &what, NULL);
}

bool response_create(struct change *change, const json_t *body, struct rows **ret_row)
{
    const char *supplier_id = json_member(body, "supplier_id");
    const char *questionnaire_id = json_member(body, "questionnaire_id");
    const struct questionnaire *questionnaire;
    char id[UUID_TEXT];
    struct rows *row;

    uuid_v7(change->now, id);
    return db_queue(change->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id))
        && db_run_one(change->db, SQL_RESPONSE_NEW,
                      PARAMS(supplier_id, questionnaire_id, now_text(&change->reading)), &row)
        && may_be_asked(&change->reading, body, row)
        && questionnaire_load(&change->reading, questionnaire_id, &questionnaire)
        && insert(change, id, questionnaire, answers_blank(&change->reading, questionnaire), body)
        && response_told(change, id, ret_row) && refresh_supplier(change, supplier_id);
}
