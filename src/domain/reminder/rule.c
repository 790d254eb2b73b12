/* Rules of reminders, and those a new tenant begins with. */
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"
#include "renkei/domain/reminder/reminder.h"

static bool write_event(struct request *rq, const char *type, const struct rows *before,
                        const struct rows *after)
{
    static const char *const unshown[] = {"revision", "updated_at", NULL};
    const struct rows *shown = after != NULL ? after : before;
    struct event event = {
        .type = type,
        .resource_type = "reminder_rule",
        .resource_id = rows_text(shown, 0, "id"),
        .revision = (long)rows_integer(shown, 0, "revision"),
        .changes = json_changes(rq->arena, before == NULL ? NULL : row_json(rq->arena, before),
                                after == NULL ? NULL : row_json(rq->arena, after), unshown),
    };

    return change_event(rq->change, &event);
}

static bool get(struct request *rq, const char *id, struct rows **ret_rule)
{
    return db_run_one(rq->db, SQL_REMINDER_RULE_GET, PARAMS(id), ret_rule);
}

/* ---- what a rule may say ---- */

/* Nothing is overdue before the day behind its due day. */
static void check_offsets(struct request *rq, const json_t *rule)
{
    const char *kind = json_string_value(json_object_get(rule, "kind"));
    const json_t *offsets = json_object_get(rule, "offsets");
    bool is_late = strstr(kind, "_overdue") != NULL || strstr(kind, "_expired") != NULL;

    for (size_t i = 0; is_late && i < json_array_size(offsets); i++)
        if (json_integer_value(json_array_get(offsets, i)) < 1)
            (void)fault_add(&rq->failure, FAULT_IN_BODY,
                            arena_printf(rq->arena, "#/offsets/%zu", i), FAULT_TOO_SMALL, "#min",
                            "1", (char *)NULL);
}

static bool check_rule(struct request *rq, const json_t *rule)
{
    const char *recipient = json_string_value(json_object_get(rule, "recipient"));
    bool has_address = json_is_string(json_object_get(rule, "address"));
    bool has_role = json_is_string(json_object_get(rule, "role"));

    check_offsets(rq, rule);
    if (strcmp(recipient, "address") == 0 && !has_address)
        (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/address", FAULT_REQUIRED, (char *)NULL);
    if (strcmp(recipient, "address") != 0 && has_address)
        (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/address", FAULT_UNSUPPORTED_CHANGE, "other",
                        "recipient", (char *)NULL);
    if (strcmp(recipient, "contacts") != 0 && has_role)
        (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/role", FAULT_UNSUPPORTED_CHANGE, "other",
                        "recipient", (char *)NULL);
    return check_faults(&rq->reading);
}

/* ---- changing ---- */

bool reminder_rule_create(struct request *rq, struct rows **ret_rule)
{
    json_t *rule = json_keep(rq->arena, json_pack("{s:b,s:b}", "enabled", 1, "business_days", 1));
    char id[UUID_TEXT];

    uuid_v7(rq->now, id);
    (void)json_object_update(rule, rq->body);
    return check_rule(rq, rule)
        && db_queue(rq->db, SQL_REMINDER_RULE_INSERT,
                    PARAMS(id, json_text(rq->arena, rule), now_text(&rq->reading)))
        && get(rq, id, ret_rule) && write_event(rq, "reminder_rule.created", NULL, *ret_rule);
}

bool reminder_rule_lock(struct request *rq, struct rows **ret_rule)
{
    return db_run_one(rq->db, SQL_REMINDER_RULE_LOCK, PARAMS(path_value(rq, "id")), ret_rule)
        && check_revision(&rq->reading, expected_revision(rq), *ret_rule);
}

static bool store(struct request *rq, const struct rows *before, const json_t *rule,
                  struct rows **ret_rule)
{
    const char *id = rows_text(before, 0, "id");

    return db_queue(rq->db, SQL_REMINDER_RULE_UPDATE,
                    PARAMS(id, json_text(rq->arena, rule), now_text(&rq->reading)))
        && get(rq, id, ret_rule) && write_event(rq, "reminder_rule.updated", before, *ret_rule);
}

bool reminder_rule_change(struct request *rq, const struct rows *before, struct rows **ret_rule)
{
    const json_t *old = json_own(rq->arena, row_json(rq->arena, before));
    json_t *new = json_keep(rq->arena, json_deep_copy(old));

    *ret_rule = (struct rows *)before;
    (void)json_object_update(new, rq->body);
    return check_rule(rq, new) && (json_equal(old, new) || store(rq, before, new, ret_rule));
}

bool reminder_rule_delete(struct request *rq, const struct rows *before)
{
    return db_queue(rq->db, SQL_REMINDER_RULE_DELETE, PARAMS(rows_text(before, 0, "id")))
        && write_event(rq, "reminder_rule.deleted", before, NULL);
}

/* ---- a new tenant ---- */

static const struct {
    const char *kind;
    const char *offsets;
    const char *recipient;
    const char *escalate_after;
} defaults[] = {
    {"response_due", "[-14,-7,-1,0]", "contacts", "null"},
    {"response_overdue", "[1,3,7,14]", "contacts", "2"},
    {"plan_due", "[-14,0,14]", "contacts", "2"},
    {"measure_due", "[-14,-1]", "contacts", "null"},
    {"measure_overdue", "[1,7,14]", "contacts", "1"},
    {"certificate_expiring", "[-60,-30,-7]", "contacts", "null"},
    {"certificate_expired", "[1,14,30]", "contacts", "1"},
    {"review_due", "[-14,0,14]", "owner", "null"},
    {"acceptance_ending", "[-30,-7,0]", "owner", "null"},
};

bool reminders_create(struct db *db, struct arena *arena, instant now)
{
    char at[INSTANT_TEXT], id[UUID_TEXT];
    struct buffer rules;

    instant_format(now, at);
    buffer_open(&rules, arena, 2048);
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        uuid_v7(now, id);
        buffer_printf(&rules,
                      "%c{\"id\":\"%s\",\"kind\":\"%s\",\"offsets\":%s,\"recipient\":\"%s\","
                      "\"escalate_after\":%s}",
                      i == 0 ? '[' : ',', id, defaults[i].kind, defaults[i].offsets,
                      defaults[i].recipient, defaults[i].escalate_after);
    }
    buffer_add_char(&rules, ']');
    return db_queue(db, SQL_REMINDER_MARK_CREATE, NO_PARAMS)
        && db_queue(db, SQL_REMINDER_RULE_DEFAULTS, PARAMS(rules.data, at));
}
