#include "draft.h"

#include <stdlib.h>
#include <string.h>

#include "personal.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"

/*
 * Events that are appended one by one, and by one statement. Three take as long by it as one by
 * one, eight a third. It finds a text of its array by walking over those before it: its time grows
 * with the square of their number.
 */
enum { SINGLE_EVENTS_MAX = 2, PORTION = 250 };

/* One event ready to be appended: its body is head, sequence number, tail. */
struct draft {
    char id[UUID_TEXT];
    const char *type;
    const char *head;
    const char *tail;
    const char *personal;
    struct draft *next;
};

const char *subject_kind(const char *subject)
{
    if (strcmp(subject, "system") == 0)
        return "system";
    return strncmp(subject, "client:", 7) == 0 ? "client" : "user";
}

static const char *actor_kind(const struct principal *actor)
{
    return actor->supplier_id != NULL ? "respondent" : subject_kind(actor->subject);
}

static void add_text(struct buffer *text, const char *value)
{
    if (value == NULL)
        buffer_add_text(text, "null");
    else
        buffer_add_json_text(text, value, strlen(value));
}

static void add_member(struct buffer *text, const char *name, const char *value)
{
    buffer_printf(text, "\"%s\":", name);
    add_text(text, value);
}

/* A service or the system is nobody's name. */
static void add_actor(struct buffer *text, struct personal *personal, const struct principal *actor)
{
    const char *kind = actor_kind(actor);
    struct buffer subject;

    buffer_printf(text, "{\"actor\":{\"kind\":\"%s\",\"sub\":", kind);
    buffer_open(&subject, text->arena, 64);
    add_text(&subject, actor->subject);
    if (strcmp(kind, "user") == 0 || strcmp(kind, "respondent") == 0)
        personal_add(personal, "/actor/sub", subject.data, text);
    else
        buffer_add_text(text, subject.data);
    buffer_add_char(text, '}');
}

static int compare_names(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static const char **sorted_names(struct arena *arena, json_t *object)
{
    const char **names = arena_alloc(arena, (json_object_size(object) + 1) * sizeof *names);
    const char *name;
    json_t *value;
    size_t count = 0;

    json_object_foreach(object, name, value)
    {
        names[count++] = name;
    }
    qsort(names, count, sizeof *names, compare_names);
    return names;
}

static void add_changes(struct buffer *text, struct personal *personal, json_t *changes)
{
    const char **names = sorted_names(text->arena, changes);

    buffer_add_char(text, '{');
    for (size_t i = 0; i < json_object_size(changes); i++) {
        const json_t *value = json_object_get(changes, names[i]);

        buffer_printf(text, "%s\"%s\":", i == 0 ? "" : ",", names[i]);
        if (is_personal(names[i], value))
            personal_add(personal, arena_printf(text->arena, "/changes/%s", names[i]),
                         json_text(text->arena, value), text);
        else
            json_write(value, text);
    }
    buffer_add_char(text, '}');
}

/* The members before `seq`, keys sorted (RFC 8785). */
static const char *body_head(struct change *change, const struct event *event, const char *id,
                             struct personal *personal)
{
    struct buffer text;

    buffer_open(&text, change->arena, 512);
    add_actor(&text, personal, change->actor);
    buffer_add_text(&text, ",\"changes\":");
    if (event->changes == NULL)
        buffer_add_text(&text, "null");
    else
        add_changes(&text, personal, event->changes);
    buffer_printf(&text, ",\"id\":\"%s\",\"occurred_at\":\"%s\",", id, now_text(&change->reading));
    add_member(&text, "request_id", change->request_id);
    buffer_add_text(&text, ",\"resource\":{");
    add_member(&text, "id", event->resource_id);
    buffer_printf(&text, ",\"revision\":%ld,\"type\":\"%s\"},\"seq\":", event->revision,
                  event->resource_type);
    return text.data;
}

static const char *body_tail(struct change *change, const struct event *event)
{
    struct buffer text;

    buffer_open(&text, change->arena, 128);
    buffer_add_char(&text, ',');
    add_member(&text, "supplier_id", event->supplier_id);
    buffer_printf(&text, ",\"type\":\"%s\"}", event->type);
    return text.data;
}

bool change_event(struct change *change, const struct event *event)
{
    struct draft *draft = arena_alloc(change->arena, sizeof *draft);
    struct personal personal;

    personal_open(change->arena, &personal);
    uuid_v7(change->now, draft->id);
    draft->type = arena_strdup(change->arena, event->type);
    draft->head = body_head(change, event, draft->id, &personal);
    draft->tail = body_tail(change, event);
    draft->personal = personal_text(&personal);
    *change->last = draft;
    change->last = &draft->next;
    change->has_effect = true;
    return true;
}

static void add_draft(struct buffer *text, const struct draft *draft)
{
    buffer_printf(text, "%c{\"id\":\"%s\",", text->length == 0 ? '[' : ',', draft->id);
    add_member(text, "type", draft->type);
    buffer_add_char(text, ',');
    add_member(text, "head", draft->head);
    buffer_add_char(text, ',');
    add_member(text, "tail", draft->tail);
    buffer_add_char(text, ',');
    add_member(text, "personal", draft->personal);
    buffer_add_char(text, '}');
}

/* Many at once: the tenant's counter is held for few statements. */
static bool append_portion(struct change *change, const struct draft **next)
{
    struct buffer text;

    buffer_open(&text, change->arena, 64 * 1024);
    for (size_t i = 0; i < PORTION && *next != NULL; i++, *next = (*next)->next)
        add_draft(&text, *next);
    buffer_add_char(&text, ']');
    return db_queue(change->db, SQL_EVENT_APPEND_ALL, PARAMS(text.data, now_text(&change->reading)))
        && db_queue(change->db, SQL_EVENT_COUNTER_FOLLOW, NO_PARAMS);
}

static bool append_all(struct change *change)
{
    const struct draft *next = change->first;

    while (next != NULL)
        if (!append_portion(change, &next))
            return false;
    change->first = NULL;
    change->last = &change->first;
    return true;
}

bool change_send_events(struct change *change)
{
    return append_all(change);
}

static bool are_many(const struct draft *draft)
{
    size_t count = 0;

    while (draft != NULL && count < SINGLE_EVENTS_MAX) {
        draft = draft->next;
        count++;
    }
    return draft != NULL;
}

bool drafts_append(struct change *change)
{
    const char *now = now_text(&change->reading);

    if (are_many(change->first))
        return append_all(change);
    for (const struct draft *draft = change->first; draft != NULL; draft = draft->next)
        if (!db_queue(
                change->db, SQL_EVENT_APPEND,
                PARAMS(draft->id, draft->type, draft->head, draft->tail, draft->personal, now)))
            return false;
    return true;
}
