#include "renkei/domain/gate/policy.h"

#include <stdint.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "rules.h"

static bool emit_event(struct change *change, const char *type, const struct rows *before,
                       const struct rows *after)
{
    static const char *const unshown[] = {"revision", "updated_at", NULL};

    return change_row_event(change,
                            &(struct row_told){.type = type,
                                               .resource_type = "gate_policy",
                                               .before = before,
                                               .after = after,
                                               .unshown = unshown});
}

static bool get(struct change *change, const char *id, struct rows **ret_policy)
{
    return db_run_one(change->db, SQL_GATE_POLICY_GET, PARAMS(id), ret_policy);
}

/* ---- rules ---- */

/* A member that one condition alone has: there it must be, or may; elsewhere it says nothing. */
static const struct own_member {
    const char *name;
    const char *condition;
    bool is_required;
} own_members[] = {
    {"band", "band_at_least", true},
    {"certificate_kind", "certificate_expired", false},
};

static bool is_given(const json_t *rule, const char *name)
{
    return json_member(rule, name) != NULL;
}

static void check_rule(struct reading *reading, const json_t *rule, size_t index)
{
    for (size_t i = 0; i < sizeof own_members / sizeof *own_members; i++) {
        const struct own_member *own = &own_members[i];
        bool is_of_it = gate_rule_is(rule, own->condition);
        const char *at = arena_printf(reading->arena, "#/rules/%zu/%s", index, own->name);

        if (is_of_it && own->is_required && !is_given(rule, own->name))
            (void)fault_add(reading->failure, FAULT_IN_BODY, at, FAULT_REQUIRED, (char *)NULL);
        if (!is_of_it && is_given(rule, own->name))
            (void)fault_add(reading->failure, FAULT_IN_BODY, at, FAULT_WRONG_MEMBER_FOR_CONDITION,
                            "condition", json_member(rule, "condition"), (char *)NULL);
    }
}

static void copy_or(json_t *full, const json_t *rule, const char *name, json_t *otherwise)
{
    json_t *given = json_object_get(rule, name);

    if (given != NULL && !json_is_null(given))
        (void)json_object_set(full, name, given);
    else
        (void)json_object_set(full, name, otherwise);
    json_decref(otherwise);
}

/* Every member, as it is stored and shown. */
static json_t *full_rule(const json_t *rule)
{
    json_t *full = json_object();

    copy_or(full, rule, "condition", json_null());
    copy_or(full, rule, "severity", json_null());
    copy_or(full, rule, "band", json_null());
    copy_or(full, rule, "certificate_kind", json_null());
    copy_or(full, rule, "actions", json_array());
    copy_or(full, rule, "tiers", json_array());
    copy_or(full, rule, "kinds", json_array());
    return full;
}

/* The body with its rules in full; 422 with each that makes no sense. */
static bool read_body(struct reading *reading, const json_t *body, json_t **ret_body)
{
    const json_t *rules = json_object_get(body, "rules"), *rule;
    json_t *full = json_array();
    size_t i;

    *ret_body = json_keep(reading->arena, json_copy((json_t *)(uintptr_t)body));
    json_array_foreach(rules, i, rule)
    {
        check_rule(reading, rule, i);
        (void)json_array_append_new(full, full_rule(rule));
    }
    if (json_is_array(rules))
        (void)json_object_set(*ret_body, "rules", full);
    else
        (void)json_object_del(*ret_body, "rules");
    json_decref(full);
    return check_faults(reading);
}

/* ---- drafts ---- */

static bool fail_taken(struct change *change, const char *code)
{
    struct rows *draft;

    if (!db_run_one(change->db, SQL_GATE_POLICY_DRAFT, PARAMS(code), &draft))
        return false;
    (void)fault_add(change->failure, FAULT_IN_BODY, "#/code", FAULT_DUPLICATE, "id",
                    rows_text(draft, 0, "id"), (char *)NULL);
    return fail(change->failure, PROBLEM_DRAFT_EXISTS, (char *)NULL);
}

bool gate_policy_create(struct change *change, const json_t *body, struct rows **ret_policy)
{
    char id[UUID_TEXT];
    struct rows *added;
    json_t *full;

    uuid_v7(change->now, id);
    return read_body(&change->reading, body, &full)
        && db_run(change->db, SQL_GATE_POLICY_INSERT,
                  PARAMS(id, json_text(change->arena, full), now_text(&change->reading)), &added)
        && (rows_count(added) > 0 || fail_taken(change, json_member(body, "code")))
        && get(change, id, ret_policy)
        && emit_event(change, "gate_policy.created", NULL, *ret_policy);
}

bool gate_policy_lock(struct change *change, const char *id, const char *expected,
                      struct rows **ret_policy)
{
    return db_run_one(change->db, SQL_GATE_POLICY_LOCK, PARAMS(id), ret_policy)
        && check_revision(&change->reading, expected, *ret_policy);
}

static bool check_state(struct reading *reading, const struct rows *policy, const char *wanted)
{
    static const char *const of_draft[] = {"update", "publish", "delete", NULL};
    static const char *const of_published[] = {"retire", NULL};
    static const char *const none[] = {NULL};
    const char *state = rows_text(policy, 0, "state");

    if (strcmp(state, wanted) == 0)
        return true;
    if (strcmp(state, "draft") == 0)
        return fail_state(reading, "GatePolicyState", state, of_draft);
    return fail_state(reading, "GatePolicyState", state,
                      strcmp(state, "published") == 0 ? of_published : none);
}

/* Whether the stored row says all that the body says. */
static bool is_equal(struct change *change, const struct rows *before, const json_t *full)
{
    return json_echoes(full, json_own(change->arena, row_json(change->arena, before)));
}

bool gate_policy_update(struct change *change, const struct rows *before, const json_t *body,
                        struct rows **ret_policy)
{
    const char *id = rows_text(before, 0, "id");
    json_t *full;

    *ret_policy = (struct rows *)before;
    if (!check_state(&change->reading, before, "draft")
        || !read_body(&change->reading, body, &full))
        return false;
    return is_equal(change, before, full)
        || (db_queue(change->db, SQL_GATE_POLICY_UPDATE,
                     PARAMS(id, json_text(change->arena, full), now_text(&change->reading)))
            && get(change, id, ret_policy)
            && emit_event(change, "gate_policy.updated", before, *ret_policy));
}

bool gate_policy_delete(struct change *change, const struct rows *before)
{
    return check_state(&change->reading, before, "draft")
        && db_queue(change->db, SQL_GATE_POLICY_DELETE, PARAMS(rows_text(before, 0, "id")))
        && emit_event(change, "gate_policy.deleted", before, NULL);
}

/* ---- states ---- */

static bool set_state(struct change *change, const struct rows *before, const char *state,
                      const char *event, struct rows **ret_policy)
{
    const char *id = rows_text(before, 0, "id");

    return db_queue(change->db, SQL_GATE_POLICY_STATE,
                    PARAMS(id, state, now_text(&change->reading)))
        && get(change, id, ret_policy) && emit_event(change, event, before, *ret_policy);
}

static bool retire(struct change *change, const struct rows *before, struct rows **ret_policy)
{
    return set_state(change, before, "retired", "gate_policy.retired", ret_policy);
}

/* What was in force until now is retired. */
static bool retire_former(struct change *change)
{
    struct rows *former, *retired;

    return db_run(change->db, SQL_GATE_POLICY_IN_FORCE, NO_PARAMS, &former)
        && (rows_count(former) == 0 || retire(change, former, &retired));
}

bool gate_policy_publish(struct change *change, const struct rows *before, struct rows **ret_policy)
{
    return check_state(&change->reading, before, "draft") && retire_former(change)
        && set_state(change, before, "published", "gate_policy.published", ret_policy);
}

bool gate_policy_retire(struct change *change, const struct rows *before, struct rows **ret_policy)
{
    return check_state(&change->reading, before, "published") && retire(change, before, ret_policy);
}
