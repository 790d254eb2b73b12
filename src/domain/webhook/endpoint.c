#include "renkei/domain/webhook/endpoint.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"
#include "renkei/domain/change/checks.h"
#include "renkei/egress/url.h"

enum { SECRET_BYTES = 32 };
_Static_assert((int)SECRET_BYTES == (int)ED25519_BYTES, "both are written alike");

/* `changes`: what is told in place of what differs; or NULL. */
static bool tell(struct change *change, const char *type, const struct rows *before,
                 const struct rows *after, json_t *changes)
{
    static const char *const unshown[] = {"revision", "updated_at", "secrets", "delivery", NULL};

    return change_row_event(change,
                            &(struct row_told){.type = type,
                                               .resource_type = "webhook_endpoint",
                                               .before = before,
                                               .after = after,
                                               .unshown = unshown,
                                               .changes = changes});
}

bool webhook_get(const struct reading *reading, const char *id, struct rows **ret_endpoint)
{
    return db_read_one(reading->db, SQL_WEBHOOK_ENDPOINT_GET, PARAMS(id, now_text(reading)),
                       ret_endpoint);
}

/* ---- what may be asked for ---- */

static bool check_url(struct change *change, const char *url, const struct webhook_rules *rules)
{
    static const enum fault_code faults[] = {
        [URL_NOT_HTTPS] = FAULT_URL_NOT_HTTPS,
        [URL_PORT] = FAULT_URL_PORT,
        [URL_NOT_PUBLIC] = FAULT_URL_NOT_PUBLIC,
    };
    enum url_verdict verdict = url == NULL ? URL_GOOD : url_check(url, rules);

    return verdict == URL_GOOD
        || fault_add(change->failure, FAULT_IN_BODY, "#/url", faults[verdict], (char *)NULL)
        || check_faults(&change->reading);
}

/* The first way to see events of this type, without what the actor has: what it lacks. */
static bool refuse_type(struct change *change, const struct event_type *type)
{
    uint64_t missing = type->scopes[0] & ~change->actor->scopes;
    const char *list = "";

    for (int scope = 0; scope < SCOPE_COUNT; scope++)
        if ((missing >> scope & 1) != 0)
            list = arena_printf(change->arena, "%s%s\"%s\"", list, *list == '\0' ? "" : ",",
                                scope_name((enum scope)scope));
    return fail(change->failure, PROBLEM_FORBIDDEN, "#scope",
                arena_printf(change->arena, "[%s]", list), (char *)NULL);
}

static const struct event_type *find_type(const char *word)
{
    size_t count;
    const struct event_type *types = event_type_table(&count);

    for (size_t i = 0; i < count; i++)
        if (strcmp(types[i].word, word) == 0)
            return &types[i];
    return NULL;
}

/* `types`: a list of words, or null for whatever may be seen. */
static bool check_types(struct change *change, const json_t *types)
{
    size_t index;
    json_t *word;

    json_array_foreach(types, index, word)
    {
        const struct event_type *type = find_type(json_string_value(word));

        if (type != NULL && !scopes_satisfy(change->actor->scopes, type->scopes, type->scope_count))
            return refuse_type(change, type);
    }
    return true;
}

/*
 * What names people leaves the house by decision of somebody who decides for the tenant. `stored`
 * is the endpoint, NULL: a new one.
 */
static bool check_full(struct change *change, const struct rows *stored, const json_t *body)
{
    const json_t *wish = json_object_get(body, "full");
    bool is_full =
        wish != NULL ? json_is_true(wish) : stored != NULL && rows_boolean(stored, 0, "full");

    return !is_full || actor_may(&change->reading, SCOPE_SETTINGS_WRITE)
        || fail(change->failure, PROBLEM_FORBIDDEN, "#scope", "[\"settings:write\"]", (char *)NULL);
}

static const char *scopes_text(const struct change *change)
{
    const char *list = "";

    for (int scope = 0; scope < SCOPE_COUNT; scope++)
        if (actor_may(&change->reading, (enum scope)scope))
            list = arena_printf(change->arena, "%s%c%s", list, *list == '\0' ? '{' : ',',
                                scope_name((enum scope)scope));
    return arena_printf(change->arena, "%s}", *list == '\0' ? "{" : list);
}

static bool check_room(struct change *change)
{
    struct rows *room;

    return db_run_one(change->db, SQL_WEBHOOK_ENDPOINT_ROOM, NO_PARAMS, &room)
        && (rows_integer(room, 0, "count") < WEBHOOK_ENDPOINTS_MAX
            || fail(change->failure, PROBLEM_WEBHOOK_ENDPOINTS_FULL, (char *)NULL));
}

static bool check_active(struct change *change, const struct rows *endpoint)
{
    return rows_boolean(endpoint, 0, "active")
        || fail(change->failure, PROBLEM_WEBHOOK_INACTIVE, (char *)NULL);
}

/* ---- secrets ---- */

static const char *hex_of(struct arena *arena, const unsigned char bytes[SECRET_BYTES])
{
    char *hex = arena_alloc(arena, 2 * SECRET_BYTES + 1);

    hex_text(bytes, SECRET_BYTES, hex);
    return hex;
}

static const char *prefixed(struct arena *arena, const char *prefix,
                            const unsigned char bytes[SECRET_BYTES])
{
    return arena_printf(arena, "%s%s", prefix, base64_text(bytes, SECRET_BYTES, arena));
}

static bool add_secret(struct change *change, const char *endpoint_id,
                       struct webhook_secret *ret_secret)
{
    unsigned char bytes[SECRET_BYTES], seed[ED25519_BYTES], public_key[ED25519_BYTES];
    char *id = arena_alloc(change->arena, UUID_TEXT);

    uuid_v7(change->now, id);
    random_bytes(bytes, sizeof bytes);
    ed25519_make(seed, public_key);
    *ret_secret = (struct webhook_secret){id, prefixed(change->arena, "whsec_", bytes),
                                          prefixed(change->arena, "whpk_", public_key)};
    return db_queue(change->db, SQL_WEBHOOK_SECRET_INSERT,
                    PARAMS(id, endpoint_id, hex_of(change->arena, bytes),
                           hex_of(change->arena, seed), hex_of(change->arena, public_key),
                           now_text(&change->reading), change->actor->subject));
}

static size_t secret_count(struct change *change, const struct rows *endpoint)
{
    return json_array_size(json_own(change->arena, rows_text(endpoint, 0, "secrets")));
}

static long keep_seconds(const json_t *body)
{
    const json_t *wish = json_object_get(body, "keep_seconds");

    return wish == NULL ? WEBHOOK_KEEP_SECONDS : (long)json_integer_value(wish);
}

bool webhook_rotate(struct change *change, const struct rows *endpoint, const json_t *body,
                    struct webhook_secret *ret_secret)
{
    const char *id = rows_text(endpoint, 0, "id"), *now = now_text(&change->reading);
    long keep = keep_seconds(body);
    char ends_at[INSTANT_TEXT];
    struct rows *after;

    if (keep > 0 && secret_count(change, endpoint) >= WEBHOOK_SECRETS_MAX)
        return fail(change->failure, PROBLEM_WEBHOOK_SECRETS_FULL, (char *)NULL);
    instant_format(change->now + keep * SECOND, ends_at);
    return db_queue(change->db, SQL_WEBHOOK_SECRET_END, PARAMS(id, ends_at))
        && db_queue(change->db, SQL_WEBHOOK_SECRET_EXPIRE, PARAMS(id, now))
        && add_secret(change, id, ret_secret)
        && db_queue(change->db, SQL_WEBHOOK_ENDPOINT_TOUCH, PARAMS(id, now))
        && webhook_get(&change->reading, id, &after)
        && tell(change, "webhook_endpoint.secret_rotated", endpoint, after,
                json_keep(change->arena,
                          json_pack("{s:[s?,s]}", "secret_id", NULL, ret_secret->id)));
}

/* ---- endpoints ---- */

bool webhook_create(struct change *change, const json_t *body, const struct webhook_rules *rules,
                    struct rows **ret_endpoint, struct webhook_secret *ret_secret)
{
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return check_url(change, json_member(body, "url"), rules)
        && check_types(change, json_object_get(body, "types")) && check_full(change, NULL, body)
        && check_room(change)
        && db_queue(change->db, SQL_WEBHOOK_ENDPOINT_INSERT,
                    PARAMS(id, json_text(change->arena, body), scopes_text(change),
                           now_text(&change->reading), change->actor->subject))
        && db_queue(change->db, SQL_WEBHOOK_QUEUE_INSERT, PARAMS(id))
        && add_secret(change, id, ret_secret) && webhook_get(&change->reading, id, ret_endpoint)
        && tell(change, "webhook_endpoint.created", NULL, *ret_endpoint, NULL);
}

bool webhook_lock(struct change *change, const char *id, const char *expected,
                  struct rows **ret_endpoint)
{
    return db_queue(change->db, SQL_WEBHOOK_ENDPOINT_LOCK, PARAMS(id))
        && webhook_get(&change->reading, id, ret_endpoint)
        && check_revision(&change->reading, expected, *ret_endpoint);
}

/* The types that count after the change: of those that stay the actor must see each as well. */
static const json_t *types_wished(struct change *change, const struct rows *before,
                                  const json_t *body)
{
    const json_t *wish = json_object_get(body, "types");
    const char *stored = rows_text(before, 0, "types");

    return wish != NULL ? wish : stored != NULL ? json_own(change->arena, stored) : NULL;
}

bool webhook_change(struct change *change, const struct rows *before, const json_t *body,
                    const struct webhook_rules *rules, struct rows **ret_endpoint)
{
    const char *id = rows_text(before, 0, "id");
    struct rows *changed;

    if (!check_url(change, json_member(body, "url"), rules)
        || !check_types(change, types_wished(change, before, body))
        || !check_full(change, before, body)
        || !db_run(change->db, SQL_WEBHOOK_ENDPOINT_UPDATE,
                   PARAMS(id, json_text(change->arena, body), scopes_text(change),
                          now_text(&change->reading)),
                   &changed))
        return false;
    if (rows_count(changed) == 0)
        return webhook_get(&change->reading, id, ret_endpoint);
    return db_queue(change->db, SQL_WEBHOOK_QUEUE_RESTART, PARAMS(id))
        && webhook_get(&change->reading, id, ret_endpoint)
        && tell(change, "webhook_endpoint.updated", before, *ret_endpoint, NULL);
}

bool webhook_delete(struct change *change, const struct rows *endpoint)
{
    struct rows *deleted;

    return db_run_one(change->db, SQL_WEBHOOK_ENDPOINT_DELETE, PARAMS(rows_text(endpoint, 0, "id")),
                      &deleted)
        && tell(change, "webhook_endpoint.deleted", endpoint, NULL, NULL);
}

/* ---- what is sent besides the feed ---- */

bool webhook_test(struct change *change, const struct rows *endpoint, const char **ret_message_id)
{
    char id[UUID_TEXT];
    struct rows *waiting;

    uuid_v7(change->now, id);
    if (!check_active(change, endpoint)
        || !db_queue(change->db, SQL_WEBHOOK_HASTEN, PARAMS(rows_text(endpoint, 0, "id")))
        || !db_run_one(change->db, SQL_WEBHOOK_TEST, PARAMS(rows_text(endpoint, 0, "id"), id),
                       &waiting))
        return false;
    change->has_effect = true;
    *ret_message_id = rows_text(waiting, 0, "test_id");
    return true;
}

bool webhook_redeliver(struct change *change, const struct rows *endpoint, const json_t *body)
{
    long from = (long)json_integer_value(json_object_get(body, "from_seq"));
    long until = (long)json_integer_value(json_object_get(body, "to_seq"));
    struct rows *found;

    if (from > until
        && !fault_add(change->failure, FAULT_IN_BODY, "#/to_seq", FAULT_SEQ_ORDER, (char *)NULL))
        return check_faults(&change->reading);
    change->has_effect = true;
    return check_active(change, endpoint)
        && db_run_one(change->db, SQL_WEBHOOK_REDELIVER,
                      PARAMS(rows_text(endpoint, 0, "id"), integer_text(change->arena, from),
                             integer_text(change->arena, until)),
                      &found);
}

bool webhook_expire(struct change *change, size_t *ret_count)
{
    struct rows *rows;

    if (!db_run(change->db, SQL_WEBHOOK_ATTEMPT_EXPIRE,
                PARAMS(integer_text(change->arena, WEBHOOK_ATTEMPTS_EXPIRED)), &rows))
        return false;
    *ret_count = (size_t)rows_integer(rows, 0, "deleted");
    return true;
}
