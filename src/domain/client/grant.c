#include "renkei/domain/client/grant.h"

#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/base/rate.h"
#include "renkei/base/text.h"
#include "renkei/domain/client/client.h"

static struct rate addresses, clients;

void grant_limits_open(unsigned per_second)
{
    rate_open(&addresses, per_second, 8.0 * per_second);
    rate_open(&clients, per_second, 8.0 * per_second);
}

static bool within_limits(struct reading *reading, const struct grant_wish *wish)
{
    if (rate_allows(&addresses, wish->peer)
        && (wish->client_id == NULL || rate_allows(&clients, wish->client_id)))
        return true;
    reading->failure->retry_after = 1;
    return fail(reading->failure, PROBLEM_RATE_LIMITED, (char *)NULL);
}

/* `<id>.<tenant id>` */
static bool split_id(const char *client_id, char ret_id[UUID_TEXT], char ret_tenant_id[UUID_TEXT])
{
    enum { LENGTH = UUID_TEXT - 1 };
    char id[UUID_TEXT];

    if (client_id == NULL || strlen(client_id) != 2 * LENGTH + 1 || client_id[LENGTH] != '.')
        return false;
    memcpy(id, client_id, LENGTH);
    id[LENGTH] = '\0';
    return uuid_parse(id, ret_id) && uuid_parse(client_id + LENGTH + 1, ret_tenant_id);
}

static bool by_secret(struct reading *reading, const struct grant_wish *wish, const char *id,
                      struct rows **ret_client)
{
    char hash[SHA256_HEX];

    sha256_hex(wish->secret, strlen(wish->secret), hash);
    return db_run_one(reading->db, SQL_CLIENT_AUTHENTICATE, PARAMS(id, hash), ret_client);
}

/* An assertion that somebody read on its way opens nothing a second time. */
static bool take(struct reading *reading, const char *id, const struct client_assertion *assertion)
{
    char hash[SHA256_HEX], ends_at[INSTANT_TEXT], now[INSTANT_TEXT];
    struct rows *taken;

    instant_format(assertion->expires_at + 60 * SECOND, ends_at); /* clocks may differ by it */
    instant_format(clock_now(), now);
    sha256_hex(assertion->token_id, strlen(assertion->token_id), hash);
    return db_run_one(reading->db, SQL_CLIENT_ASSERTION_TAKE, PARAMS(id, hash, ends_at, now),
                      &taken);
}

static bool by_assertion(struct reading *reading, const struct grant_wish *wish, const char *id,
                         struct grant *grant, struct rows **ret_client)
{
    struct client_assertion assertion;

    if (!db_run_one(reading->db, SQL_CLIENT_KEYS, PARAMS(id), ret_client))
        return false;
    grant->reason = assertion_check(wish->assertion,
                                    json_own(reading->arena, rows_text(*ret_client, 0, "keys")),
                                    wish->audiences, clock_now(), reading->arena, &assertion);
    if (grant->reason != AUTH_OK)
        return fail(reading->failure, PROBLEM_INVALID_CLIENT, (char *)NULL);
    return take(reading, id, &assertion);
}

static bool find_client(struct reading *reading, const struct grant_wish *wish, struct grant *grant,
                        struct rows **ret_client)
{
    char id[UUID_TEXT], tenant_id[UUID_TEXT];

    if (!split_id(wish->client_id, id, tenant_id)
        || (wish->secret == NULL && wish->assertion == NULL)) {
        (void)fail(reading->failure, PROBLEM_INVALID_CLIENT, (char *)NULL);
        return false;
    }
    grant->tenant_id = arena_strdup(reading->arena, tenant_id);
    db_tenant(reading->db, grant->tenant_id);
    return db_begin(reading->db)
        && (wish->assertion != NULL ? by_assertion(reading, wish, id, grant, ret_client)
                                    : by_secret(reading, wish, id, ret_client));
}

static bool note_use(struct reading *reading, const struct grant_wish *wish,
                     const struct rows *client)
{
    return wish->assertion != NULL
        || db_queue(reading->db, SQL_CLIENT_SECRET_USED,
                    PARAMS(rows_text(client, 0, "secret_id"), now_text(reading)));
}

static bool is_among(const json_t *scopes, const char *word, size_t length)
{
    size_t index;
    json_t *scope;

    json_array_foreach(scopes, index, scope)
    {
        if (json_string_length(scope) == length
            && memcmp(json_string_value(scope), word, length) == 0)
            return true;
    }
    return false;
}

static const char *all_of(struct reading *reading, const json_t *scopes)
{
    struct buffer words;
    size_t index;
    json_t *scope;

    buffer_open(&words, reading->arena, 256);
    json_array_foreach(scopes, index, scope)
    {
        if (index > 0)
            buffer_add_char(&words, ' ');
        buffer_add_text(&words, json_string_value(scope));
    }
    return words.data;
}

/* A scope that the client does not have is refused, not left out: a program would find out late. */
static bool choose_scopes(struct reading *reading, const char *wanted, const json_t *scopes,
                          struct grant *grant)
{
    grant->scope = wanted != NULL ? wanted : all_of(reading, scopes);
    for (size_t length; wanted != NULL && *wanted != '\0';
         wanted += length + (wanted[length] == ' ')) {
        length = strcspn(wanted, " ");
        if (!is_among(scopes, wanted, length))
            return fail(reading->failure, PROBLEM_INVALID_SCOPE, (char *)NULL);
    }
    return true;
}

/* Tokens live by the clock on the wall, as the gate judges them. */
static bool issue(struct reading *reading, struct gate *gate, const char *client_id,
                  struct grant *grant)
{
    const struct token_claims claims = {
        .subject = grant->subject,
        .tenant_id = grant->tenant_id,
        .scope = grant->scope,
        .client_id = client_id,
        .now = clock_now(),
        .lifetime = CLIENT_TOKEN_SECONDS,
    };

    return gate_issue(gate, &claims, reading->arena, &grant->token)
        || fail(reading->failure, PROBLEM_NO_SIGNING_KEY, (char *)NULL);
}

bool grant_token(struct reading *reading, struct gate *gate, const struct grant_wish *wish,
                 struct grant *ret_grant)
{
    struct rows *client;
    json_t *scopes;

    *ret_grant = (struct grant){0};
    if (!within_limits(reading, wish) || !find_client(reading, wish, ret_grant, &client))
        return false;
    ret_grant->subject = arena_printf(reading->arena, "client:%s", rows_text(client, 0, "id"));
    scopes = json_own(reading->arena, rows_text(client, 0, "scopes"));
    return choose_scopes(reading, wish->scope, scopes, ret_grant)
        && issue(reading, gate, wish->client_id, ret_grant) && note_use(reading, wish, client)
        && db_commit(reading->db);
}
