/* OAuth: /oauth/token and what describes it below /.well-known. */
#include <string.h>

#include "renkei/api/address.h"
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/config.h"
#include "renkei/base/json.h"
#include "renkei/domain/client/client.h"
#include "renkei/domain/client/grant.h"

static const char *member(const struct request *rq, const char *name)
{
    return json_string_value(json_object_get(rq->body, name));
}

static const char *address(struct request *rq, const char *path)
{
    return service_address(rq->service->config, path, rq->arena);
}

static bool refuse_member(struct request *rq, const char *at)
{
    (void)fault_add(&rq->failure, FAULT_IN_BODY, at, FAULT_UNKNOWN_MEMBER, (char *)NULL);
    return fail(&rq->failure, PROBLEM_VALIDATION_FAILED, (char *)NULL);
}

/* RFC 7521 4.2: what was signed names the client. */
static bool read_assertion(struct request *rq, struct grant_wish *wish)
{
    const char *type = member(rq, "client_assertion_type"), *subject;

    if (type == NULL || strcmp(type, "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") != 0)
        return refuse_member(rq, "#/client_assertion_type");
    if (wish->secret != NULL || is_basic(rq->authorization))
        return refuse_member(rq, "#/client_assertion");
    subject = assertion_subject(wish->assertion, rq->arena);
    if (subject == NULL || (wish->client_id != NULL && strcmp(wish->client_id, subject) != 0))
        return fail(&rq->failure, PROBLEM_INVALID_CLIENT, (char *)NULL);
    wish->client_id = subject;
    return true;
}

static bool read_basic(struct request *rq, struct grant_wish *wish)
{
    struct basic_credentials basic;

    if (!basic_credentials_read(rq->authorization, rq->arena, &basic))
        return fail(&rq->failure, PROBLEM_INVALID_CLIENT, (char *)NULL);
    if (wish->secret != NULL || (wish->client_id != NULL && strcmp(wish->client_id, basic.id) != 0))
        return refuse_member(rq, "#/client_secret");
    wish->client_id = basic.id;
    wish->secret = basic.secret;
    return true;
}

/* RFC 6749 2.3: by the header, by the body or by a signature, and by one of them only. */
static bool read_credentials(struct request *rq, struct grant_wish *wish)
{
    wish->client_id = member(rq, "client_id");
    wish->secret = member(rq, "client_secret");
    wish->assertion = member(rq, "client_assertion");
    if (wish->assertion != NULL)
        return read_assertion(rq, wish);
    return !is_basic(rq->authorization) || read_basic(rq, wish);
}

static bool reply_grant(struct request *rq, const struct grant *grant)
{
    return reply_json(
        rq, 200,
        json_keep(rq->arena,
                  json_pack("{s:s,s:s,s:i,s:s}", "access_token", grant->token, "token_type",
                            "Bearer", "expires_in", CLIENT_TOKEN_SECONDS, "scope", grant->scope)),
        NULL);
}

bool create_token(struct request *rq)
{
    const char *const audiences[] = {address(rq, "/oauth/token"), address(rq, ""),
                                     rq->service->config->issuer, NULL};
    struct grant_wish wish = {
        .scope = member(rq, "scope"), .peer = rq->peer, .audiences = audiences};
    struct grant grant;
    bool granted;

    if (strcmp(member(rq, "grant_type"), "client_credentials") != 0)
        return fail(&rq->failure, PROBLEM_UNSUPPORTED_GRANT_TYPE, (char *)NULL);
    if (!read_credentials(rq, &wish))
        return false;
    granted = grant_token(&rq->reading, rq->service->gate, &wish, &grant);
    rq->principal.tenant_id = grant.tenant_id; /* for the access log, of a refused one as well */
    rq->principal.subject = grant.subject;
    rq->principal.reason = grant.reason;
    return granted && reply_grant(rq, &grant);
}

static json_t *all_scopes(void)
{
    json_t *names = json_array();

    for (int scope = 0; scope < SCOPE_COUNT; scope++)
        (void)json_array_append_new(names, json_string(scope_name((enum scope)scope)));
    return names;
}

/* What is public may be kept for five minutes. */
static bool let_keep(struct request *rq)
{
    rq->reply.cache_control = "public, max-age=300";
    return true;
}

/* What a client may sign with: what a key of /v1/clients may be for. */
static json_t *all_algorithms(void)
{
    return json_pack("[s,s,s,s,s,s,s,s,s]", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
                     "ES256", "ES384", "EdDSA");
}

bool oauth_metadata(struct request *rq)
{
    json_t *metadata = json_keep(
        rq->arena,
        json_pack("{s:s,s:s,s:s,s:[s],s:[s,s,s],s:o,s:[],s:o}", "issuer",
                  rq->service->config->issuer, "token_endpoint", address(rq, "/oauth/token"),
                  "jwks_uri", address(rq, "/.well-known/jwks.json"), "grant_types_supported",
                  "client_credentials", "token_endpoint_auth_methods_supported",
                  "client_secret_basic", "client_secret_post", "private_key_jwt",
                  "token_endpoint_auth_signing_alg_values_supported", all_algorithms(),
                  "response_types_supported", "scopes_supported", all_scopes()));

    return reply_json(rq, 200, metadata, NULL) && let_keep(rq);
}

bool resource_metadata(struct request *rq)
{
    json_t *metadata = json_keep(
        rq->arena,
        json_pack("{s:s,s:[s],s:s,s:[s],s:o}", "resource", address(rq, ""), "authorization_servers",
                  rq->service->config->issuer, "jwks_uri", address(rq, "/.well-known/jwks.json"),
                  "bearer_methods_supported", "header", "scopes_supported", all_scopes()));

    return reply_json(rq, 200, metadata, NULL) && let_keep(rq);
}

bool jwks(struct request *rq)
{
    return reply_json(rq, 200, json_keep(rq->arena, gate_keys(rq->service->gate)), NULL)
        && let_keep(rq);
}
