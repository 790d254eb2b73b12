#include "message.h"

#include <string.h>

#include "renkei/base/json.h"

/* {"sha256": …} stands where a value that may be personal was (docs/events.md). */
static bool is_commitment(const json_t *value)
{
    return json_is_object(value) && json_object_size(value) == 1
        && json_is_string(json_object_get(value, "sha256"));
}

/* The changes that name nobody; the names of the others are added to `withheld`. */
static json_t *open_changes(const json_t *changes, json_t *withheld)
{
    json_t *open, *value;
    const char *name;

    if (!json_is_object(changes))
        return json_null();
    open = json_object();
    json_object_foreach((json_t *)(uintptr_t)changes, name, value)
    {
        if (is_commitment(value))
            (void)json_array_append_new(withheld, json_string(name));
        else
            (void)json_object_set(open, name, value);
    }
    return open;
}

/* Who did it: of what kind, and in a full message who it was. */
static json_t *actor_of(const json_t *event, bool is_full)
{
    const json_t *actor = json_object_get(event, "actor");

    return is_full ? json_deep_copy(actor)
                   : json_pack("{s:O?}", "kind", json_object_get(actor, "kind"));
}

static json_t *data_of(struct arena *arena, const json_t *event, const char *cursor, bool is_full)
{
    json_t *withheld = json_array();
    json_t *changes = is_full ? json_deep_copy(json_object_get(event, "changes"))
                              : open_changes(json_object_get(event, "changes"), withheld);

    return json_keep(arena,
                     json_pack("{s:O?,s:O?,s:O?,s:O?,s:o,s:o,s:o,s:s?}", "id",
                               json_object_get(event, "id"), "seq", json_object_get(event, "seq"),
                               "resource", json_object_get(event, "resource"), "supplier_id",
                               json_object_get(event, "supplier_id"), "actor",
                               actor_of(event, is_full), "changes", changes, "withheld", withheld,
                               "cursor", cursor));
}

struct parts {
    const char *id, *type, *at, *subject;
    json_t *data;
};

static const char *write_message(const struct reading *reading, const struct webhook_lease *lease,
                                 const struct parts *parts)
{
    json_t *message = lease->is_cloudevents
        ? json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:O}", "specversion", "1.0", "id", parts->id,
                    "source",
                    arena_printf(reading->arena, "urn:uuid:%s", reading->actor->tenant_id), "type",
                    parts->type, "subject", parts->subject, "time", parts->at, "datacontenttype",
                    "application/json", "data", parts->data)
        : json_pack("{s:s,s:s,s:O}", "type", parts->type, "timestamp", parts->at, "data",
                    parts->data);

    return json_text(reading->arena, json_keep(reading->arena, message));
}

void message_of_event(const struct reading *reading, const struct webhook_lease *lease,
                      const json_t *event, const char *cursor, struct webhook_message *ret_message)
{
    struct arena *arena = reading->arena;
    const json_t *resource = json_object_get(event, "resource");
    struct parts parts = {
        .id = json_member(event, "id"),
        .type = json_member(event, "type"),
        .at = json_member(event, "occurred_at"),
        .subject = arena_printf(arena, "%s/%s", json_member(resource, "type"),
                                json_member(resource, "id")),
        .data = data_of(arena, event, cursor, lease->is_full),
    };

    *ret_message = (struct webhook_message){
        .id = parts.id,
        .type = parts.type,
        .seq = (long)json_integer_value(json_object_get(event, "seq")),
        .body = write_message(reading, lease, &parts),
    };
    if (strlen(ret_message->body) < WEBHOOK_BODY_MAX)
        return;
    (void)json_object_set_new(parts.data, "changes", json_null()); /* the feed has them */
    ret_message->body = write_message(reading, lease, &parts);
}

void message_of_test(const struct reading *reading, const struct webhook_lease *lease,
                     struct webhook_message *ret_message)
{
    char at[INSTANT_TEXT];
    struct parts parts = {
        .id = lease->test_id,
        .type = "webhook.test",
        .at = at,
        .subject = "webhook_endpoint",
        .data = json_keep(reading->arena, json_pack("{s:s}", "id", lease->test_id)),
    };

    instant_format(reading->now, at);
    *ret_message = (struct webhook_message){
        .id = parts.id, .type = parts.type, .body = write_message(reading, lease, &parts)};
}
