#include "renkei/domain/treatment/release.h"

#include <string.h>

#include "monitoring.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/gate/gate.h"

/* Its event, and what the gate says from now on. */
static bool finish(struct change *change, const char *id, const struct rows *before,
                   const char *event, struct rows **ret_release)
{
    struct monitored what = {"release", event, before, NULL};

    if (!db_run_one(change->db, SQL_RELEASE_GET, PARAMS(id), ret_release))
        return false;
    what.after = *ret_release;
    return monitored_event(change, &what)
        && gate_follow(change,
                       gate_item(&change->reading, rows_text(*ret_release, 0, "supplier_id")));
}

/* The signals that hold now; 409 where none does. */
static bool find_held(struct reading *reading, const struct gate_facts *facts, const char *action,
                      const json_t **ret_held)
{
    json_t *verdict;

    if (!gate_decide(reading, facts, 0, action, &verdict))
        return false;
    *ret_held = json_object_get(verdict, "held");
    return json_array_size(*ret_held) > 0
        || fail(reading->failure, PROBLEM_NOTHING_HELD, "action", action, (char *)NULL);
}

bool release_ask(struct change *change, const char *supplier_id, const json_t *body,
                 struct rows **ret_release)
{
    char id[UUID_TEXT];
    struct rows *supplier;
    struct gate_facts facts;
    const json_t *held;
    bool is_second_needed;

    if (!monitored_supplier(change, supplier_id, &supplier)
        || !decision_until_fits(&change->reading, json_member(body, "until"))
        || !gate_load(&change->reading, gate_item(&change->reading, supplier_id), NULL, &facts)
        || !find_held(&change->reading, &facts, json_member(body, "action"), &held))
        return false;
    uuid_v7(change->now, id);
    is_second_needed = json_is_true(json_object_get(facts.policy, "second_person"));
    return db_queue(change->db, SQL_RELEASE_INSERT,
                    PARAMS(id, supplier_id, json_text(change->arena, body),
                           json_text(change->arena, held), is_second_needed ? "proposed" : "active",
                           change->actor->subject, now_text(&change->reading)))
        && finish(change, id, NULL, is_second_needed ? "release.proposed" : "release.approved",
                  ret_release);
}

bool release_lock(struct change *change, const char *id, const char *expected,
                  struct rows **ret_release)
{
    return db_queue(change->db, SQL_RELEASE_LOCK_SUPPLIER, PARAMS(id))
        && db_run_one(change->db, SQL_RELEASE_LOCK, PARAMS(id), ret_release)
        && check_revision(&change->reading, expected, *ret_release);
}

bool release_approve(struct change *change, const struct rows *before, struct rows **ret_release)
{
    const char *id = rows_text(before, 0, "id");

    return decision_permits(&change->reading, before, "ReleaseState", "approve")
        && is_second_person(&change->reading, rows_text(before, 0, "requested_by"))
        && db_queue(change->db, SQL_RELEASE_APPROVE,
                    PARAMS(id, change->actor->subject, now_text(&change->reading)))
        && finish(change, id, before, "release.approved", ret_release);
}

static bool end(struct change *change, const struct rows *before, const char *cause,
                const char *note, struct rows **ret_release)
{
    const char *id = rows_text(before, 0, "id");

    return db_queue(change->db, SQL_RELEASE_END,
                    PARAMS(id, cause, note, change->actor->subject, now_text(&change->reading)))
        && finish(change, id, before, "release.ended", ret_release);
}

bool release_end(struct change *change, const struct rows *before, const json_t *body,
                 struct rows **ret_release)
{
    bool was_proposed = strcmp(rows_text(before, 0, "state"), "proposed") == 0;

    return decision_permits(&change->reading, before, "ReleaseState", "end")
        && end(change, before, was_proposed ? "withdrawn" : "ended", json_member(body, "reason"),
               ret_release);
}

static bool expire_one(struct change *change, const char *id)
{
    struct rows *before, *after;

    return release_lock(change, id, NULL, &before)
        && (strcmp(rows_text(before, 0, "state"), "ended") == 0
            || end(change, before, "expired", NULL, &after));
}

bool release_expire(struct change *change, const char *today, long limit, size_t *ret_count)
{
    return decisions_expire(change, SQL_RELEASE_EXPIRED, today, limit, expire_one, ret_count);
}
