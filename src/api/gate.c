/* The order gate: whether something may be done with suppliers. */
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/gate/gate.h"

/* What is asked, wherever it stands in the request. */
struct asked {
    const char *action;
    const char *as_of; /* NULL: today */
    enum fault_source place;
    const char *as_of_at;
};

/* What was known on a day that has passed is not kept: an answer would be about today. */
static bool check_day(struct request *rq, const struct asked *asked, const struct gate_facts *facts)
{
    if (asked->as_of == NULL || strcmp(asked->as_of, rows_text(facts->rows, 0, "today")) >= 0)
        return true;
    (void)fault_add(&rq->failure, asked->place, asked->as_of_at, FAULT_PAST, (char *)NULL);
    return fail(&rq->failure,
                asked->place == FAULT_IN_QUERY ? PROBLEM_INVALID_QUERY : PROBLEM_VALIDATION_FAILED,
                (char *)NULL);
}

/* What the whole call is about, for the answers that are added to it. */
static json_t *frame(struct request *rq, const struct asked *asked, const struct gate_facts *facts)
{
    const json_t *policy = facts->policy;

    return json_keep(rq->arena,
                     json_pack("{s:s,s:s,s:s,s:{s:O,s:O}}", "action", asked->action, "as_of",
                               rows_text(facts->rows, 0, "day"), "evaluated_at",
                               now_text(&rq->reading), "policy", "code",
                               json_object_get(policy, "code"), "version",
                               json_object_get(policy, "version")));
}

/* ---- one supplier ---- */

/* By its own id; by that of one it was merged with the reader is sent on, as everywhere. */
static bool is_found(const struct gate_facts *facts)
{
    const char *asked = rows_text(facts->rows, 0, "asked_id");
    const char *found = rows_text(facts->rows, 0, "id");

    return found != NULL && (asked == NULL || strcmp(asked, found) == 0);
}

static bool reply_status(struct request *rq, const json_t *items)
{
    struct asked asked = {.action = query_value(rq, "action"),
                          .as_of = query_value(rq, "as_of"),
                          .place = FAULT_IN_QUERY,
                          .as_of_at = "as_of"};
    struct gate_facts facts;
    json_t *answer;

    if (!gate_load(&rq->reading, items, asked.as_of, &facts) || !check_day(rq, &asked, &facts)
        || !gate_answer(&rq->reading, &facts, 0, asked.action, &answer))
        return false;
    if (!is_found(&facts))
        return fail(&rq->failure, PROBLEM_NOT_FOUND, (char *)NULL);
    (void)json_object_update(answer, frame(rq, &asked, &facts));
    return reply_json(rq, 200, answer, NULL) && reply_language(rq);
}

bool get_supplier_status(struct request *rq)
{
    return reply_status(rq, gate_item(&rq->reading, path_value(rq, "id")));
}

bool get_supplier_status_by_external_id(struct request *rq)
{
    return reply_status(rq,
                        json_keep(rq->arena,
                                  json_pack("[{s:s,s:s}]", "source", path_value(rq, "source"),
                                            "external_id", path_value(rq, "external_id"))));
}

/* ---- many ---- */

/* By our id, or by a number of another system with its name. */
static bool check_items(struct request *rq, const json_t *items)
{
    const json_t *item;
    size_t i;

    json_array_foreach(items, i, item)
    {
        bool has_id = json_member(item, "id") != NULL;
        bool has_source = json_member(item, "source") != NULL;
        bool has_number = json_member(item, "external_id") != NULL;

        if (has_source != has_number || has_id == has_source)
            (void)fault_add(&rq->failure, FAULT_IN_BODY, arena_printf(rq->arena, "#/items/%zu", i),
                            FAULT_ONE_SUPPLIER, (char *)NULL);
    }
    return check_faults(&rq->reading);
}

static bool add_answer(struct request *rq, const struct gate_facts *facts, size_t row,
                       json_t *reply)
{
    const char *action = json_member(reply, "action");
    json_t *answer;

    if (!gate_answer(&rq->reading, facts, row, action, &answer))
        return false;
    (void)json_object_set_new(answer, "index", json_integer((json_int_t)row));
    (void)json_array_append(json_object_get(reply, "items"), answer);
    if (json_is_false(json_object_get(answer, "found")))
        (void)json_array_append_new(json_object_get(reply, "unknown"),
                                    json_pack("{s:I,s:s?,s:O,s:O}", "index", (json_int_t)row, "id",
                                              rows_text(facts->rows, row, "asked_id"), "source",
                                              json_object_get(answer, "source"), "external_id",
                                              json_object_get(answer, "external_id")));
    return true;
}

/* ---- who was told what ---- */

bool list_status_checks(struct request *rq)
{
    return reply_list(rq, SQL_STATUS_CHECK_LIST);
}

static json_t *log_row(struct request *rq, const json_t *answer)
{
    json_t *codes = json_array(), *reason;
    char id[UUID_TEXT];
    size_t i;

    uuid_v7(rq->now, id);
    json_array_foreach(json_object_get(answer, "reasons"), i, reason)
    {
        (void)json_array_append(codes, json_object_get(reason, "code"));
    }
    return json_pack("{s:s,s:O,s:O,s:o,s:s?}", "id", id, "supplier_id",
                     json_object_get(answer, "id"), "decision", json_object_get(answer, "decision"),
                     "reasons", codes, "release_id",
                     json_member(json_object_get(answer, "released"), "id"));
}

/* Nobody was told anything of a supplier that is unknown. */
static bool keep_log(struct request *rq, const json_t *reply)
{
    json_t *rows = json_keep(rq->arena, json_array()), *answer;
    size_t i;

    json_array_foreach(json_object_get(reply, "items"), i, answer)
    {
        if (json_is_true(json_object_get(answer, "found")))
            (void)json_array_append_new(rows, log_row(rq, answer));
    }
    return db_begin(rq->db)
        && db_queue(rq->db, SQL_STATUS_CHECK_INSERT,
                    PARAMS(json_text(rq->arena, rows), json_text(rq->arena, reply),
                           query_value(rq, "reference"), rq->principal.subject,
                           now_text(&rq->reading)))
        && db_commit(rq->db);
}

static bool check_log(struct request *rq)
{
    if (query_value(rq, "reference") == NULL || query_flag(rq, "log"))
        return true;
    (void)fault_add(&rq->failure, FAULT_IN_QUERY, "log", FAULT_REQUIRED, (char *)NULL);
    return fail(&rq->failure, PROBLEM_INVALID_QUERY, (char *)NULL);
}

static bool answer_all(struct request *rq, const struct asked *asked,
                       const struct gate_facts *facts, json_t **ret_reply)
{
    *ret_reply = frame(rq, asked, facts);
    (void)json_object_set_new(*ret_reply, "items", json_array());
    (void)json_object_set_new(*ret_reply, "unknown", json_array());
    for (size_t row = 0; row < rows_count(facts->rows); row++)
        if (!add_answer(rq, facts, row, *ret_reply))
            return false;
    return true;
}

bool check_supplier_status(struct request *rq)
{
    const json_t *items = json_object_get(rq->body, "items");
    const char *action = json_member(rq->body, "action");
    struct asked asked = {.action = action != NULL ? action : "order",
                          .as_of = json_member(rq->body, "as_of"),
                          .place = FAULT_IN_BODY,
                          .as_of_at = "#/as_of"};
    struct gate_facts facts;
    json_t *reply;

    return check_log(rq) && check_items(rq, items)
        && gate_load(&rq->reading, items, asked.as_of, &facts) && check_day(rq, &asked, &facts)
        && answer_all(rq, &asked, &facts, &reply) && (!query_flag(rq, "log") || keep_log(rq, reply))
        && reply_json(rq, 200, reply, NULL) && reply_language(rq);
}
