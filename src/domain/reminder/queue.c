/* The queue of reminders: keeping it equal to what is due, and leasing what waits. */
#include <string.h>

#include "events.h"
#include "kinds.h"
#include "renkei/base/buffer.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/reminder/holidays.h"
#include "renkei/domain/reminder/reminder.h"

enum {
    RUN_LIMIT = 2000, /* reminders queued by one run; what is left comes with the next request */
    PREVIEW_LIMIT = 10000,
    LEASE_SECONDS = 300, /* unless the worker says */
    ITEMS = 10,          /* unless the worker says */
    SUBJECTS = 500,      /* of all items of a grouped claim */
    DAYS = 3
};

/* ---- what is due ---- */

static day utc_day(instant at)
{
    const instant length = 24 * 60 * 60 * SECOND;

    return (day)(at / length - (at % length < 0));
}

/* For `first` and the days behind it the last business day up to each, as a date[]. */
static const char *business_days(struct reading *reading, day first)
{
    struct buffer list;
    char text[DAY_TEXT];

    buffer_open(&list, reading->arena, 64);
    for (day date = first; date < first + DAYS; date++) {
        day_format(last_business_day(date), text);
        buffer_printf(&list, "%c%s", date == first ? '{' : ',', text);
    }
    buffer_add_char(&list, '}');
    return list.data;
}

/* Everywhere on earth "today" is within a day of the day in UTC. */
/* As an array literal of PostgreSQL; the words need no escape in it. */
static const char *late_kinds(struct arena *arena)
{
    struct buffer list;

    buffer_open(&list, arena, 128);
    for (size_t i = 0; i < reminder_kind_count; i++)
        if (reminder_kinds[i].is_late)
            buffer_printf(&list, "%c%s", list.length == 0 ? '{' : ',', reminder_kinds[i].word);
    buffer_add_char(&list, '}');
    return list.data;
}

static bool run(struct change *change, const char *as_of, long limit)
{
    char id[UUID_TEXT], first_text[DAY_TEXT];
    day first = utc_day(change->now) - 1;

    if (as_of != NULL)
        (void)day_parse(as_of, &first);
    uuid_v7(change->now, id);
    day_format(first, first_text);
    return db_queue(change->db, SQL_PATIENCE, NO_PARAMS)
        && db_queue(change->db, SQL_REMINDER_MARK,
                    PARAMS(id, as_of, now_text(&change->reading), first_text,
                           business_days(&change->reading, first)))
        && db_queue(change->db, SQL_REMINDER_QUEUE,
                    PARAMS(id, now_text(&change->reading), integer_text(change->arena, limit),
                           late_kinds(change->arena)));
}

bool reminders_refresh(struct change *change)
{
    return run(change, NULL, RUN_LIMIT);
}

bool reminders_preview(struct change *change, const char *as_of)
{
    return run(change, as_of, PREVIEW_LIMIT);
}

/* ---- leasing ---- */

static long body_number(const json_t *body, const char *name, long otherwise)
{
    const json_t *value = json_object_get(body, name);

    return value == NULL ? otherwise : (long)json_integer_value(value);
}

/* ["a","b"] as {a,b}: the words of an enumeration need no quotes. */
static const char *body_kinds(struct reading *reading, const json_t *body)
{
    const json_t *kinds = json_object_get(body, "kinds");
    struct buffer list;

    if (kinds == NULL)
        return NULL;
    buffer_open(&list, reading->arena, 128);
    for (size_t i = 0; i < json_array_size(kinds); i++)
        buffer_printf(&list, "%c%s", i == 0 ? '{' : ',',
                      json_string_value(json_array_get(kinds, i)));
    buffer_add_char(&list, '}');
    return list.data;
}

/* The most that the contract lets a member of a body be. */
static long most(const char *component, const char *member)
{
    const struct schema *schema = schema_by_name(component);

    for (size_t i = 0; i < schema->property_count; i++)
        if (strcmp(schema->properties[i].name, member) == 0)
            return (long)schema->properties[i].schema->maximum;
    return 0;
}

/* No reminder waits longer than a lease or a pause may last, unless the clock was set back. */
static long longest_wait(void)
{
    enum { HOUR = 3600 };
    long lease = most("ReminderClaim", "lease_seconds");
    long pause = most("ReminderNack", "retry_after_seconds");

    return (lease > pause ? lease : pause) + HOUR;
}

/* One trip with everything that was queued before it. */
static bool lease(struct change *change, const json_t *body, struct rows **ret_rows)
{
    const char *kinds = body_kinds(&change->reading, body), *now = now_text(&change->reading);
    const char *max = integer_text(change->arena, body_number(body, "max", ITEMS));
    const char *tries = integer_text(change->arena, REMINDER_TRIES);
    const char *worker = json_string_value(json_object_get(body, "worker_id"));
    const char *seconds =
        seconds_text(change->arena, body_number(body, "lease_seconds", LEASE_SECONDS));

    if (json_object_get(body, "group_by") != NULL)
        return db_run(
            change->db, SQL_REMINDER_CLAIM_GROUPED,
            PARAMS(kinds, max, seconds, tries, worker, now, integer_text(change->arena, SUBJECTS)),
            ret_rows);
    return db_run(change->db, SQL_REMINDER_CLAIM, PARAMS(kinds, max, seconds, tries, worker, now),
                  ret_rows);
}

bool reminders_claim(struct change *change, const char *answer_url, const json_t *body,
                     json_t **ret_claimed)
{
    const char *worker_id = json_string_value(json_object_get(body, "worker_id"));
    struct rows *rows;

    return reminders_refresh(change)
        && db_queue(change->db, SQL_REMINDER_RESET_CLOCK_SKEW,
                    PARAMS(seconds_text(change->arena, longest_wait())))
        && lease(change, body, &rows) && reminder_items(change, answer_url, rows, ret_claimed)
        && reminder_event(change, "reminder.dead", rows, "dead", worker_id)
        && reminder_event(change, "reminder.claimed", rows, "leased", worker_id);
}
