/* Responses: reading them, locking them, who may do what, and asking a supplier. */
#include <string.h>

#include "answer_rows.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
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
    unsigned states;
    uint64_t scopes; /* any of them */
} actions[] = {
    {"save", WITH_SUPPLIER, BIT(SCOPE_RESPONSES_ANSWER) | BIT(SCOPE_RESPONSES_WRITE)},
    {"prefill", WITH_SUPPLIER, BIT(SCOPE_RESPONSES_ANSWER) | BIT(SCOPE_RESPONSES_WRITE)},
    {"confirm", WITH_SUPPLIER, BIT(SCOPE_RESPONSES_ANSWER) | BIT(SCOPE_RESPONSES_WRITE)},
    {"submit", WITH_SUPPLIER, BIT(SCOPE_RESPONSES_ANSWER) | BIT(SCOPE_RESPONSES_WRITE)},
    {"review", SUBMITTED | ACCEPTED, BIT(SCOPE_RESPONSES_REVIEW)},
    {"return", SUBMITTED, BIT(SCOPE_RESPONSES_REVIEW)},
    {"accept", SUBMITTED, BIT(SCOPE_RESPONSES_REVIEW)},
    {"amend", ACCEPTED, BIT(SCOPE_RESPONSES_WRITE)},
    {"update", WITH_SUPPLIER | SUBMITTED, BIT(SCOPE_RESPONSES_WRITE)},
    {"cancel", WITH_SUPPLIER | SUBMITTED, BIT(SCOPE_RESPONSES_WRITE)},
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

const char *const *response_actions(struct request *rq, const char *state)
{
    const char **words = arena_alloc(rq->arena, (ACTIONS + 1) * sizeof *words);
    unsigned bit = state_bit(state);
    size_t count = 0;

    for (size_t i = 0; i < ACTIONS; i++)
        if ((actions[i].states & bit) != 0 && (actions[i].scopes & rq->principal.scopes) != 0)
            words[count++] = actions[i].name;
    return words;
}

bool response_permits(struct request *rq, const struct response *response, const char *action)
{
    unsigned bit = state_bit(response->state);

    for (size_t i = 0; i < ACTIONS; i++)
        if (strcmp(actions[i].name, action) == 0 && (actions[i].states & bit) != 0)
            return true;
    return fail_state(&rq->reading, response->state, response_actions(rq, response->state));
}

/* ---- reading ---- */

static const char *as_of(const struct request *rq)
{
    for (size_t i = 0; i < rq->operation->query_count; i++)
        if (strcmp(rq->operation->query[i].name, "as_of") == 0)
            return rq->parameters.query[i].text;
    return NULL;
}

/* Outside of a change one trip of its own. */
static bool get_row(struct request *rq, const char *id, struct rows **ret_row)
{
    return db_read_one(rq->db, SQL_RESPONSE_GET,
                       PARAMS(id, rq->principal.supplier_id, rq->locale == LOCALE_JA ? "ja" : "en",
                              as_of(rq), now_text(&rq->reading)),
                       ret_row);
}

bool response_get(struct request *rq, struct rows **ret_row)
{
    return get_row(rq, path_value(rq, "id"), ret_row);
}

bool response_read(struct request *rq, const struct rows *row, struct response *ret_response)
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
        ret_response->open_codes = json_own(rq->arena, rows_text(row, 0, "_open_codes"));
    return questionnaire_load(&rq->reading, rows_text(row, 0, "questionnaire_id"),
                              &ret_response->questionnaire);
}

bool response_find(struct request *rq, struct response *ret_response)
{
    struct rows *row;

    return response_get(rq, &row) && response_read(rq, row, ret_response);
}

/* ---- locking ---- */

bool response_lock(struct request *rq, struct response *ret_response)
{
    return db_queue(rq->db, SQL_RESPONSE_LOCK,
                    PARAMS(path_value(rq, "id"), rq->principal.supplier_id))
        && response_find(rq, ret_response)
        && check_revision(&rq->reading, expected_revision(rq), ret_response->row);
}

bool response_lock_with_supplier(struct request *rq, struct response *ret_response)
{
    return db_queue(rq->db, SQL_RESPONSE_LOCK_SUPPLIER,
                    PARAMS(path_value(rq, "id"), rq->principal.supplier_id))
        && response_lock(rq, ret_response);
}

/* ---- events ---- */

bool response_event(struct request *rq, const struct response *response, const char *type,
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

    return change_event(rq->change, &event);
}

static json_t *changes_to(struct request *rq, const struct response *before,
                          const struct rows *after)
{
    static const char *const unshown[] = {"revision", "overdue", NULL};

    return json_changes(rq->arena, before == NULL ? NULL : row_json(rq->arena, before->row),
                        row_json(rq->arena, after), unshown);
}

/* Reads the finished row and tells what became of it. */
bool response_finish(struct request *rq, const struct response *before, const char *type,
                     struct rows **ret_row)
{
    return get_row(rq, before->id, ret_row)
        && response_event(rq, before, type, (long)rows_integer(*ret_row, 0, "revision"),
                          changes_to(rq, before, *ret_row));
}

/* ---- asking ---- */

static const char *body_text(const struct request *rq, const char *name)
{
    return json_string_value(json_object_get(rq->body, name));
}

static bool refuse_member(struct request *rq, const char *at, enum fault_code code)
{
    return fault_add(&rq->failure, FAULT_IN_BODY, at, code, (char *)NULL);
}

static bool references_exist(struct request *rq, const struct rows *row)
{
    const char *state = rows_text(row, 0, "questionnaire_state");

    if (rows_text(row, 0, "supplier_status") == NULL)
        (void)refuse_member(rq, "#/supplier_id", FAULT_UNKNOWN_REFERENCE);
    if (state == NULL)
        (void)refuse_member(rq, "#/questionnaire_id", FAULT_UNKNOWN_REFERENCE);
    else if (strcmp(state, "published") != 0)
        (void)refuse_member(rq, "#/questionnaire_id", FAULT_NOT_PUBLISHED);
    return check_faults(&rq->reading);
}

static bool may_be_asked(struct request *rq, const struct rows *row)
{
    const char *open_id = rows_text(row, 0, "open_id");

    if (!references_exist(rq, row))
        return false;
    if (strcmp(rows_text(row, 0, "supplier_status"), "archived") == 0)
        return fail(&rq->failure, PROBLEM_SUPPLIER_ARCHIVED, (char *)NULL);
    if (open_id == NULL)
        return true;
    (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/questionnaire_id", FAULT_DUPLICATE, "id",
                    open_id, (char *)NULL);
    return fail(&rq->failure, PROBLEM_ALREADY_OPEN, (char *)NULL);
}

static bool insert(struct request *rq, const char *id, const struct questionnaire *questionnaire,
                   const struct answer *blank)
{
    struct progress progress = answers_progress(questionnaire, blank);
    struct rows *rows;

    return db_run_one(rq->db, SQL_RESPONSE_INSERT,
                      PARAMS(id, body_text(rq, "supplier_id"), questionnaire->id,
                             questionnaire->code, body_text(rq, "due_on"), body_text(rq, "locale"),
                             body_text(rq, "note"), integer_text(rq->arena, progress.required),
                             integer_text(rq->arena, progress.total), now_text(&rq->reading)),
                      &rows);
}

bool response_told(struct request *rq, const char *id, struct rows **ret_row)
{
    struct response response = {.id = id};

    if (!get_row(rq, id, ret_row))
        return false;
    response.supplier_id = rows_text(*ret_row, 0, "supplier_id");
    return response_event(rq, &response, "response.requested", 1, changes_to(rq, NULL, *ret_row));
}

/* A request may change "never asked" to "asked", but appends no score. */
static bool refresh_supplier(struct request *rq, const char *supplier_id)
{
    struct rescore what = {.supplier_id = supplier_id};

    return supplier_rescore(rq->change, &what, NULL);
}

bool response_create(struct request *rq, struct rows **ret_row)
{
    const char *supplier_id = body_text(rq, "supplier_id");
    const char *questionnaire_id = body_text(rq, "questionnaire_id");
    const struct questionnaire *questionnaire;
    char id[UUID_TEXT];
    struct rows *row;

    uuid_v7(rq->now, id);
    return db_queue(rq->db, SQL_SUPPLIER_LOCK, PARAMS(supplier_id))
        && db_run_one(rq->db, SQL_RESPONSE_NEW, PARAMS(supplier_id, questionnaire_id), &row)
        && may_be_asked(rq, row)
        && questionnaire_load(&rq->reading, questionnaire_id, &questionnaire)
        && insert(rq, id, questionnaire, answers_blank(rq, questionnaire))
        && response_told(rq, id, ret_row) && refresh_supplier(rq, supplier_id);
}
