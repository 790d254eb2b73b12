#include "issuers.h"

#include <stdlib.h>
#include <string.h>

#include "login.h"
#include "renkei/base/arena.h"

enum { LIFETIME_MIN = 60, LIFETIME_LONGEST = 7 * 86400 };

static bool check_algorithms(const struct reading *at, const json_t *names, const char *place)
{
    size_t index;
    json_t *name;

    if (names != NULL && (!json_is_array(names) || json_array_size(names) == 0))
        return issuer_refuse(at, place, "must be a list, for example [\"RS256\"]");
    json_array_foreach(names, index, name)
    {
        const struct algorithm *known =
            json_is_string(name) ? algorithm_by_name(json_string_value(name)) : NULL;

        if (known == NULL || known->family == FAMILY_HMAC)
            return issuer_refuse(
                at, place,
                "may hold RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, EdDSA");
    }
    return true;
}

static bool read_lifetime(const struct reading *at, const json_t *seconds, const char *place,
                          struct issuer *ret_issuer)
{
    json_int_t value = seconds != NULL ? json_integer_value(seconds) : LIFETIME_SECONDS;

    ret_issuer->times = (struct time_rules){value * SECOND, true};
    return (value >= LIFETIME_MIN && value <= LIFETIME_LONGEST)
        || issuer_refuse(at, place, "must be 60 to 604800 seconds");
}

static bool check_required(const struct reading *at, const json_t *required, const char *place)
{
    void *claim = json_object_iter((json_t *)required);

    if (required != NULL && !json_is_object(required))
        return issuer_refuse(at, place, "must be an object of claims and the texts they must have");
    for (; claim != NULL; claim = json_object_iter_next((json_t *)required, claim))
        if (!is_text(json_object_iter_value(claim), TEXT_MAX))
            return issuer_refuse(at, member_place(at, place, json_object_iter_key(claim)),
                                 "must be a text");
    return true;
}

/* ---- the keys ---- */

/* NULL: unreadable or no JSON, told. */
static json_t *parse_file(const struct reading *at, const char *path, const char *place)
{
    json_error_t error;
    struct key_bytes bytes;
    json_t *document;

    if (!public_bytes_read(path, &bytes)) {
        (void)issuer_refuse(at, place, "cannot be read");
        return NULL;
    }
    document = json_loadb((const char *)bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &error);
    key_bytes_close(&bytes);
    if (document == NULL)
        (void)issuer_refuse(at, place,
                            arena_printf(at->arena, "is no JSON: line %d, column %d: %s",
                                         error.line, error.column, error.text));
    return document;
}

/* A name without `/` in front is beside the file that names it. */
static const char *path_of(const struct reading *at, const char *name)
{
    const char *slash = strrchr(at->file, '/');

    return name[0] == '/' || slash == NULL
        ? name
        : arena_printf(at->arena, "%.*s/%s", (int)(slash - at->file), at->file, name);
}

static bool read_key_file(const struct reading *at, const json_t *file, const char *place,
                          struct issuer *ret_issuer)
{
    const char *why;
    json_t *set;

    if (!is_text(file, TEXT_MAX))
        return issuer_refuse(at, place, "must name a file with the issuer's public keys (JWK set)");
    set = parse_file(at, path_of(at, json_string_value(file)), place);
    if (set == NULL)
        return false;
    why = jwks_read(set, &ret_issuer->jwks);
    json_decref(set);
    return why == NULL || issuer_refuse(at, place, why);
}

static bool read_keys(const struct reading *at, const json_t *object, const char *place,
                      struct issuer *ret_issuer)
{
    const json_t *url = json_object_get(object, "jwks_url");

    if (url == NULL)
        return read_key_file(at, json_object_get(object, "jwks_file"),
                             member_place(at, place, "jwks_file"), ret_issuer);
    if (json_object_get(object, "jwks_file") != NULL)
        return issuer_refuse(at, member_place(at, place, "jwks_url"),
                             "and jwks_file exclude each other");
    if (!is_text(url, TEXT_MAX) || !is_https(json_string_value(url)))
        return issuer_refuse(at, member_place(at, place, "jwks_url"),
                             "must be an https address of the issuer's public keys (JWK set)");
    ret_issuer->keys_url = json_string_value(url);
    return true;
}

/* ---- issuers ---- */

static bool read_names(const struct reading *at, const json_t *object, const char *place,
                       struct issuer *ret_issuer)
{
    const json_t *claim = json_object_get(object, "audience_claim");

    ret_issuer->name = json_string_value(json_object_get(object, "issuer"));
    ret_issuer->audience = json_object_get(object, "audience");
    ret_issuer->audience_claim = claim != NULL ? json_string_value(claim) : "aud";
    if (ret_issuer->name == NULL || !is_text(json_object_get(object, "issuer"), TEXT_MAX))
        return issuer_refuse(at, member_place(at, place, "issuer"),
                             "must be the text of claim iss");
    if (claim != NULL && !is_text(claim, TEXT_MAX))
        return issuer_refuse(at, member_place(at, place, "audience_claim"),
                             "must be a claim's name");
    return is_texts(ret_issuer->audience, 16)
        || issuer_refuse(at, member_place(at, place, "audience"),
                         "must be a text or up to 16 of them");
}

static bool read_issuer(const struct reading *at, const json_t *object, const char *place,
                        struct issuer *ret_issuer)
{
    static const char *const names[] = {"issuer",   "audience",   "audience_claim", "jwks_file",
                                        "jwks_url", "algorithms", "lifetime_max",   "required",
                                        "tenant",   "scopes",     "subject",        "login",
                                        NULL};

    if (!check_members(at, object, place, names) || !read_names(at, object, place, ret_issuer))
        return false;
    ret_issuer->algorithms = json_object_get(object, "algorithms");
    ret_issuer->required = json_object_get(object, "required");
    ret_issuer->scopes = json_object_get(object, "scopes");
    return check_algorithms(at, ret_issuer->algorithms, member_place(at, place, "algorithms"))
        && read_lifetime(at, json_object_get(object, "lifetime_max"),
                         member_place(at, place, "lifetime_max"), ret_issuer)
        && check_required(at, ret_issuer->required, member_place(at, place, "required"))
        && read_tenant_rule(at, json_object_get(object, "tenant"),
                            member_place(at, place, "tenant"), ret_issuer)
        && check_scope_rules(at, ret_issuer->scopes, member_place(at, place, "scopes"))
        && read_subject_rule(at, json_object_get(object, "subject"),
                             member_place(at, place, "subject"), ret_issuer)
        && read_login_rule(at, json_object_get(object, "login"), member_place(at, place, "login"),
                           ret_issuer)
        && read_keys(at, object, place, ret_issuer);
}

static bool is_new(const struct issuers *issuers, const char *name)
{
    for (size_t i = 0; i < issuers->count; i++) {
        const char *known = issuers->issuers[i].name;

        if (known != NULL && strcmp(known, name) == 0)
            return false;
    }
    return true;
}

static bool read_list(const struct reading *at, const json_t *list, struct issuers *issuers)
{
    size_t index;
    json_t *object;

    json_array_foreach(list, index, object)
    {
        const char *place = arena_printf(at->arena, "issuers[%zu]", index);
        struct issuer *issuer = &issuers->issuers[issuers->count];

        if (!read_issuer(at, object, place, issuer))
            return false;
        if (!is_new(issuers, issuer->name)) {
            jwks_close(&issuer->jwks);
            return issuer_refuse(at, member_place(at, place, "issuer"),
                                 "is there twice; audience may be a list");
        }
        issuers->count++;
    }
    return true;
}

static bool read_document(const struct reading *at, struct issuers *issuers)
{
    static const char *const names[] = {"issuers", NULL};
    const json_t *list = json_object_get(issuers->document, "issuers");

    if (!check_members(at, issuers->document, "the file", names))
        return false;
    if (!json_is_array(list) || json_array_size(list) == 0 || json_array_size(list) > ISSUERS_MAX)
        return issuer_refuse(at, "issuers", "must be a list of 1 to 16 issuers");
    issuers->issuers = calloc(json_array_size(list), sizeof *issuers->issuers);
    if (issuers->issuers == NULL)
        out_of_memory();
    return read_list(at, list, issuers);
}

struct issuers *issuers_load(const char *file, scope_lookup *scope_bit)
{
    struct reading at = {file, arena_open(), scope_bit};
    struct issuers *issuers = calloc(1, sizeof *issuers);

    if (issuers == NULL)
        out_of_memory();
    issuers->document = parse_file(&at, file, "the file");
    if (issuers->document == NULL || !read_document(&at, issuers)) {
        issuers_close(issuers);
        issuers = NULL;
    }
    arena_close(at.arena);
    return issuers;
}

void issuers_close(struct issuers *issuers)
{
    if (issuers == NULL)
        return;
    for (size_t i = 0; i < issuers->count; i++)
        jwks_close(&issuers->issuers[i].jwks);
    free(issuers->issuers);
    json_decref(issuers->document);
    free(issuers);
}

const struct issuer *issuers_find(const struct issuers *issuers, const char *name,
                                  const char *key_id)
{
    for (size_t i = 0; issuers != NULL && name != NULL && i < issuers->count; i++)
        if (strcmp(issuers->issuers[i].name, name) == 0
            && jwks_find(&issuers->issuers[i].jwks, key_id) != NULL)
            return &issuers->issuers[i];
    return NULL;
}

bool issuers_know(const struct issuers *issuers, const char *key_id)
{
    for (size_t i = 0; issuers != NULL && i < issuers->count; i++)
        if (jwks_find(&issuers->issuers[i].jwks, key_id) != NULL)
            return true;
    return false;
}

struct issuer *issuers_remote(const struct issuers *issuers, const char *name, const char *url)
{
    for (size_t i = 0; issuers != NULL && name != NULL && i < issuers->count; i++) {
        struct issuer *issuer = &issuers->issuers[i];

        if (issuer->keys_url != NULL && strcmp(issuer->name, name) == 0
            && (url == NULL || strcmp(issuer->keys_url, url) == 0))
            return issuer;
    }
    return NULL;
}

void issuers_keep_keys(struct issuers *issuers, const struct issuers *old)
{
    for (size_t i = 0; old != NULL && i < old->count; i++) {
        const struct issuer *before = &old->issuers[i];
        struct issuer *now = before->keys_url != NULL
            ? issuers_remote(issuers, before->name, before->keys_url)
            : NULL;

        if (now != NULL) {
            jwks_copy(&before->jwks, &now->jwks);
            memcpy(now->keys_of, before->keys_of, sizeof now->keys_of);
        }
    }
}
