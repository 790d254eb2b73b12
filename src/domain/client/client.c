#include "renkei/domain/client/client.h"

#include <string.h>

#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/checks.h"

/* `changes`: what is told in place of what differs; or NULL. */
static bool tell(struct change *change, const char *type, const struct rows *before,
                 const struct rows *after, json_t *changes)
{
    static const char *const unshown[] = {"revision", "updated_at", "secrets", "client_id", NULL};

    return change_row_event(change,
                            &(struct row_told){.type = type,
                                               .resource_type = "client",
                                               .before = before,
                                               .after = after,
                                               .unshown = unshown,
                                               .changes = changes});
}

static bool get(struct change *change, const char *id, struct rows **ret_client)
{
    return db_run_one(change->db, SQL_CLIENT_GET, PARAMS(id), ret_client);
}

/* Nobody makes a client that may do what its maker may not. */
static bool check_scopes(struct change *change, const json_t *scopes)
{
    size_t index;
    json_t *word;

    json_array_foreach(scopes, index, word)
    {
        const char *name = json_string_value(word);
        enum scope scope;

        if (!scope_by_name(name, strlen(name), &scope) || !actor_may(&change->reading, scope))
            return fail(change->failure, PROBLEM_FORBIDDEN, "#scope",
                        arena_printf(change->arena, "[\"%s\"]", name), (char *)NULL);
    }
    return true;
}

static bool refuse_key(struct change *change, size_t index, enum fault_code fault)
{
    (void)fault_add(change->failure, FAULT_IN_BODY,
                    arena_printf(change->arena, "#/keys/%zu", index), fault, (char *)NULL);
    return fail(change->failure, PROBLEM_VALIDATION_FAILED, (char *)NULL);
}

/* Keys that would verify nothing, and two that go by one name, are refused when they come. */
static bool check_keys(struct change *change, const json_t *keys)
{
    size_t index, other;
    json_t *key;

    if (client_keys_check(keys, &index) != NULL)
        return refuse_key(change, index, FAULT_KEY_UNUSABLE);
    json_array_foreach(keys, index, key)
    {
        for (other = 0; other < index; other++)
            if (json_equal(json_object_get(json_array_get(keys, other), "kid"),
                           json_object_get(key, "kid")))
                return refuse_key(change, index, FAULT_NOT_UNIQUE);
    }
    return true;
}

bool client_create(struct change *change, const json_t *body, struct rows **ret_client)
{
    char id[UUID_TEXT];

    uuid_v7(change->now, id);
    return check_scopes(change, json_object_get(body, "scopes"))
        && check_keys(change, json_object_get(body, "keys"))
        && db_queue(change->db, SQL_CLIENT_INSERT,
                    PARAMS(id, json_text(change->arena, body), now_text(&change->reading),
                           change->actor->subject))
        && get(change, id, ret_client) && tell(change, "client.created", NULL, *ret_client, NULL);
}

bool client_lock(struct change *change, const char *id, const char *expected,
                 struct rows **ret_client)
{
    return db_queue(change->db, SQL_CLIENT_LOCK, PARAMS(id)) && get(change, id, ret_client)
        && check_revision(&change->reading, expected, *ret_client);
}

bool client_change(struct change *change, const struct rows *before, const json_t *body,
                   struct rows **ret_client)
{
    const char *id = rows_text(before, 0, "id");
    struct rows *changed;

    if (!check_scopes(change, json_object_get(body, "scopes"))
        || !check_keys(change, json_object_get(body, "keys"))
        || !db_run(change->db, SQL_CLIENT_UPDATE,
                   PARAMS(id, json_text(change->arena, body), now_text(&change->reading)), &changed)
        || !get(change, id, ret_client))
        return false;
    return rows_count(changed) == 0 || tell(change, "client.updated", before, *ret_client, NULL);
}

/* ---- secrets ---- */

static json_t *secrets_of(struct change *change, const struct rows *client)
{
    return json_own(change->arena, rows_text(client, 0, "secrets"));
}

/* `before` and `after`: the id of the secret that went or came, NULL for none. */
static bool emit_secret_event(struct change *change, const char *type, const struct rows *client,
                              const char *before, const char *after)
{
    struct rows *now;

    return db_queue(change->db, SQL_CLIENT_TOUCH,
                    PARAMS(rows_text(client, 0, "id"), now_text(&change->reading)))
        && get(change, rows_text(client, 0, "id"), &now)
        && tell(change, type, client, now,
                json_keep(change->arena, json_pack("{s:[s?,s?]}", "secret_id", before, after)));
}

bool client_secret_create(struct change *change, const struct rows *client,
                          struct client_secret *ret_secret)
{
    char *id = arena_alloc(change->arena, UUID_TEXT);
    char *secret = arena_alloc(change->arena, CLIENT_SECRET_TEXT);
    char hash[SHA256_HEX];

    if (json_array_size(secrets_of(change, client)) >= CLIENT_SECRETS_MAX)
        return fail(change->failure, PROBLEM_CLIENT_SECRETS_FULL, (char *)NULL);
    uuid_v7(change->now, id);
    client_secret_make(secret);
    sha256_hex(secret, strlen(secret), hash);
    *ret_secret = (struct client_secret){id, secret};
    return db_queue(change->db, SQL_CLIENT_SECRET_INSERT,
                    PARAMS(id, rows_text(client, 0, "id"), hash, now_text(&change->reading),
                           change->actor->subject))
        && emit_secret_event(change, "client.secret_created", client, NULL, id);
}

bool client_secret_delete(struct change *change, const struct rows *client, const char *secret_id)
{
    struct rows *deleted;

    return db_run_one(change->db, SQL_CLIENT_SECRET_DELETE,
                      PARAMS(rows_text(client, 0, "id"), secret_id), &deleted)
        && emit_secret_event(change, "client.secret_deleted", client, secret_id, NULL);
}
