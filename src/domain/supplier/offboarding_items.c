#include "offboarding_items.h"

#include <string.h>

#include "renkei/auth/auth.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/reading.h"

static const char *const names[] = {"access_removed", "accounts_closed", "network_link_ended",
                                    "data_returned", "contracts_ended"};

enum { ITEMS = sizeof names / sizeof *names };

/* Members that belong to one state of an item. */
static const struct {
    const char *member, *state;
} of_state[] = {{"reason", "not_applicable"}, {"done_on", "done"}, {"done_by", "done"}};

/* One item on its way through a patch. */
struct turn {
    struct reading *reading;
    const char *name, *today;
    const json_t *patch;
    json_t *item;
};

static json_t *new_item(void)
{
    return json_pack("{s:s,s:n,s:n,s:n,s:n,s:n}", "state", "open", "reason", "due_on", "done_on",
                     "done_by", "proof");
}

static void refuse(const struct turn *turn, const char *member, enum fault_code code,
                   const char *state)
{
    (void)fault_add(turn->reading->failure, FAULT_IN_BODY,
                    arena_printf(turn->reading->arena, "#/items/%s/%s", turn->name, member), code,
                    state == NULL ? NULL : "state", state, (char *)NULL);
}

static bool is_in(const struct turn *turn, const char *state)
{
    return strcmp(json_member(turn->item, "state"), state) == 0;
}

static void forget_other_states(struct turn *turn)
{
    for (size_t i = 0; i < sizeof of_state / sizeof *of_state; i++) {
        if (is_in(turn, of_state[i].state))
            continue;
        if (json_member(turn->patch, of_state[i].member) != NULL)
            refuse(turn, of_state[i].member, FAULT_WRONG_MEMBER_FOR_STATE,
                   json_member(turn->item, "state"));
        (void)json_object_set_new(turn->item, of_state[i].member, json_null());
    }
}

static void set_default(json_t *item, const char *member, const char *value)
{
    if (json_member(item, member) == NULL)
        (void)json_object_set_new(item, member, json_string(value));
}

/* Whoever says so did it, today, unless it is said otherwise. Days compare as they read. */
static void finish(struct turn *turn)
{
    set_default(turn->item, "done_on", turn->today);
    set_default(turn->item, "done_by", turn->reading->actor->subject);
    if (strcmp(json_member(turn->item, "done_on"), turn->today) > 0)
        refuse(turn, "done_on", FAULT_FUTURE, NULL);
    if (strcmp(turn->name, "data_returned") == 0 && json_member(turn->item, "proof") == NULL)
        refuse(turn, "proof", FAULT_REQUIRED, NULL);
}

static void settle(struct turn *turn)
{
    (void)json_object_update(turn->item, (json_t *)turn->patch);
    forget_other_states(turn);
    if (is_in(turn, "done"))
        finish(turn);
    if (is_in(turn, "not_applicable") && json_member(turn->item, "reason") == NULL)
        refuse(turn, "reason", FAULT_REASON_MISSING, NULL);
}

bool offboarding_items_patch(struct reading *reading, const json_t *before, const json_t *patch,
                             json_t **ret_items)
{
    struct turn turn = {.reading = reading};

    *ret_items = json_keep(reading->arena, json_object());
    if (!tenant_today(reading, &turn.today))
        return false;
    for (size_t i = 0; i < ITEMS; i++) {
        const json_t *known = json_object_get(before, names[i]);

        turn.name = names[i];
        turn.patch = json_object_get(patch, names[i]);
        turn.item = known == NULL ? new_item() : json_deep_copy(known);
        (void)json_object_set_new(*ret_items, names[i], turn.item);
        if (turn.patch != NULL)
            settle(&turn);
    }
    return check_faults(reading);
}

static bool is_open(const json_t *item)
{
    return strcmp(json_member(item, "state"), "open") == 0;
}

const char *offboarding_next_due(const json_t *items, const char *due_on)
{
    const char *next = NULL;

    for (size_t i = 0; i < ITEMS; i++) {
        const json_t *item = json_object_get(items, names[i]);
        const char *due = json_member(item, "due_on");

        if (due == NULL)
            due = due_on;
        if (is_open(item) && due != NULL && (next == NULL || strcmp(due, next) < 0))
            next = due;
    }
    return next;
}

bool offboarding_items_are_done(struct reading *reading, const json_t *items)
{
    bool is_done = true;

    for (size_t i = 0; i < ITEMS; i++) {
        if (!is_open(json_object_get(items, names[i])))
            continue;
        is_done = false;
        (void)fault_add(reading->failure, FAULT_IN_BODY,
                        arena_printf(reading->arena, "#/items/%s/state", names[i]), FAULT_ITEM_OPEN,
                        (char *)NULL);
    }
    return is_done || fail(reading->failure, PROBLEM_OFFBOARDING_UNFINISHED, (char *)NULL);
}
