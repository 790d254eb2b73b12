/* Rules of reminders, and those a new tenant begins with. */
#include <string.h>

#include "kinds.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/reminder/reminder.h"

static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    static const char *const unshown[] = {"revision", "updated_at", NULL};

    return change_row_event(change,
                            &(struct row_told){.type = type,
                                               .resource_type = "reminder_rule",
                                               .before = before,
                                               .after = after,
                                               .unshown = unshown});
}

static bool get(struct reading *reading, const char *id, struct rows **ret_rule)
{
    return db_run_one(reading->db, SQL_REMINDER_RULE_GET, PARAMS(id), ret_rule);
}

/* ---- what a rule may say ---- */

/* Nothing is overdue before the day behind its due day. */
static void check_offsets(struct reading *reading, const json_t *rule)
{
    const struct reminder_kind *kind = reminder_kind_of(json_member(rule, "kind"));
    const json_t *offsets = json_object_get(rule, "offsets");

    for (size_t i = 0; kind->is_late && i < json_array_size(offsets); i++)
        if (json_integer_value(json_array_get(offsets, i)) < 1)
            (void)fault_add(reading->failure, FAULT_IN_BODY,
                            arena_printf(reading->arena, "#/offsets/%zu", i), FAULT_TOO_SMALL,
                            "#min", "1", (char *)NULL);
}

static bool check_rule(struct reading *reading, const json_t *rule)
{
    const char *recipient = json_string_value(json_object_get(rule, "recipient"));
    bool has_address = json_is_string(json_object_get(rule, "address"));
    bool has_role = json_is_string(json_object_get(rule, "role"));

    check_offsets(reading, rule);
    if (strcmp(recipient, "address") == 0 && !has_address)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/address", FAULT_REQUIRED, (char *)NULL);
    if (strcmp(recipient, "address") != 0 && has_address)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/address", FAULT_UNSUPPORTED_CHANGE,
                        "other", "recipient", (char *)NULL);
    if (strcmp(recipient, "contacts") != 0 && has_role)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/role", FAULT_UNSUPPORTED_CHANGE,
                        "other", "recipient", (char *)NULL);
    return check_faults(reading);
}

/* ---- changing ---- */

bool reminder_rule_create(struct change *change, const json_t *body, struct rows **ret_rule)
{
    json_t *rule =
        json_keep(change->arena, json_pack("{s:b,s:b}", "enabled", 1, "business_days", 1));
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    (void)json_object_update(rule, (json_t *)(uintptr_t)body);
    return check_rule(&change->reading, rule)
        && db_queue(change->db, SQL_REMINDER_RULE_INSERT,
                    PARAMS(id, json_text(change->arena, rule), now_text(&change->reading),
                           reminder_kind_of(json_member(rule, "kind"))->subject_type))
        && get(&change->reading, id, ret_rule)
        && emit_event(change, "reminder_rule.created", NULL, *ret_rule);
}

bool reminder_rule_lock(struct change *change, const char *id, const char *expected,
                        struct rows **ret_rule)
{
    return db_run_one(change->db, SQL_REMINDER_RULE_LOCK, PARAMS(id), ret_rule)
        && check_revision(&change->reading, expected, *ret_rule);
}

static bool store(struct change *change, const struct rows *before, const json_t *rule,
                  struct rows **ret_rule)
{
    const char *id = rows_text(before, 0, "id");

    return db_queue(change->db, SQL_REMINDER_RULE_UPDATE,
                    PARAMS(id, json_text(change->arena, rule), now_text(&change->reading)))
        && get(&change->reading, id, ret_rule)
        && emit_event(change, "reminder_rule.updated", before, *ret_rule);
}

bool reminder_rule_change(struct change *change, const struct rows *before, const json_t *body,
                          struct rows **ret_rule)
{
    const json_t *old = json_own(change->arena, row_json(change->arena, before));
    json_t *new = json_keep(change->arena, json_deep_copy(old));

    *ret_rule = (struct rows *)before;
    (void)json_object_update(new, (json_t *)(uintptr_t)body);
    return check_rule(&change->reading, new)
        && (json_equal(old, new) || store(change, before, new, ret_rule));
}

bool reminder_rule_delete(struct change *change, const struct rows *before)
{
    return db_queue(change->db, SQL_REMINDER_RULE_DELETE, PARAMS(rows_text(before, 0, "id")))
        && emit_event(change, "reminder_rule.deleted", before, NULL);
}

/* ---- a new tenant ---- */

bool reminders_create(struct db *db, struct arena *arena, instant now)
{
    char at[INSTANT_TEXT], id[UUID_TEXT];
    struct buffer rules;

    instant_format(now, at);
    buffer_open(&rules, arena, 2048);
    for (size_t i = 0; i < reminder_kind_count; i++) {
        const struct reminder_kind *kind = &reminder_kinds[i];

        uuid_v7(now, id);
        buffer_printf(&rules,
                      "%c{\"id\":\"%s\",\"kind\":\"%s\",\"subject_type\":\"%s\",\"offsets\":%s,"
                      "\"recipient\":\"%s\",\"escalate_after\":%d}",
                      i == 0 ? '[' : ',', id, kind->word, kind->subject_type, kind->offsets,
                      kind->recipient, kind->escalate_after);
    }
    buffer_add_char(&rules, ']');
    return db_queue(db, SQL_REMINDER_MARK_CREATE, NO_PARAMS)
        && db_queue(db, SQL_REMINDER_RULE_DEFAULTS, PARAMS(rules.data, at));
}
