#include "issuer_rules.h"

#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/log.h"
#include "renkei/base/text.h"

enum { PREFIX_MAX = 64 };

bool issuer_refuse(const struct reading *at, const char *place, const char *why)
{
    log_event(LOG_ERROR, "issuers_refused", "RENKEI_ISSUERS %s: %s %s", at->file, place, why);
    return false;
}

const char *member_place(const struct reading *at, const char *place, const char *name)
{
    return arena_printf(at->arena, "%s.%s", place, name);
}

bool is_text(const json_t *value, size_t length_max)
{
    size_t length = json_string_length(value);

    return json_is_string(value) && length > 0 && length <= length_max
        && text_printable(json_string_value(value), length, false);
}

bool is_texts(const json_t *value, size_t count_max)
{
    size_t index;
    json_t *text;

    if (!json_is_array(value))
        return is_text(value, TEXT_MAX);
    json_array_foreach(value, index, text)
    {
        if (!is_text(text, TEXT_MAX))
            return false;
    }
    return index > 0 && index <= count_max;
}

bool is_https(const char *url)
{
    if (strncmp(url, "https://", 8) != 0 || url[8] == '\0' || url[8] == '/')
        return false;
    for (const char *letter = url; *letter != '\0'; letter++)
        if (*letter <= ' ' || *letter > '~' || *letter == '#' || *letter == '@')
            return false;
    return true;
}

static bool is_name_among(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

bool check_members(const struct reading *at, const json_t *object, const char *place,
                   const char *const *names)
{
    void *member = json_object_iter((json_t *)object);

    if (!json_is_object(object))
        return issuer_refuse(at, place, "must be an object");
    for (; member != NULL; member = json_object_iter_next((json_t *)object, member))
        if (!is_name_among(json_object_iter_key(member), names))
            return issuer_refuse(at, member_place(at, place, json_object_iter_key(member)),
                                 "is no member that is known here");
    return true;
}

static bool check_path(const struct reading *at, const json_t *path, const char *place)
{
    return is_texts(path, 4)
        || issuer_refuse(at, place, "must be the name of a claim, or a list of up to 4 names");
}

static bool read_prefix(const struct reading *at, const json_t *object, const char *place,
                        const char **ret_prefix)
{
    const json_t *prefix = json_object_get(object, "prefix");

    *ret_prefix = prefix != NULL ? json_string_value(prefix) : "";
    return prefix == NULL || is_text(prefix, PREFIX_MAX)
        || issuer_refuse(at, member_place(at, place, "prefix"), "must be a text of 1 to 64 bytes");
}

/* ---- what a claim stands for ---- */

bool read_tenant_rule(const struct reading *at, const json_t *tenant, const char *place,
                      struct issuer *ret_issuer)
{
    static const char *const names[] = {"claim", "values", "constant", NULL};
    const json_t *constant = json_object_get(tenant, "constant");
    void *value;

    if (!check_members(at, tenant, place, names))
        return false;
    ret_issuer->tenant_claim = json_object_get(tenant, "claim");
    ret_issuer->tenant_values = json_object_get(tenant, "values");
    if ((constant == NULL) == (ret_issuer->tenant_claim == NULL))
        return issuer_refuse(at, place, "must have either claim or constant");
    if (constant != NULL) {
        ret_issuer->tenant_id = ret_issuer->tenant_text;
        return (json_is_string(constant) && ret_issuer->tenant_values == NULL
                && uuid_parse(json_string_value(constant), ret_issuer->tenant_text))
            || issuer_refuse(at, member_place(at, place, "constant"),
                             "must be a tenant's UUID, alone");
    }
    if (ret_issuer->tenant_values != NULL && !json_is_object(ret_issuer->tenant_values))
        return issuer_refuse(at, member_place(at, place, "values"), "must be an object");
    value = json_object_iter((json_t *)ret_issuer->tenant_values);
    for (; value != NULL; value = json_object_iter_next((json_t *)ret_issuer->tenant_values, value))
        if (!json_is_string(json_object_iter_value(value))
            || !uuid_parse(json_string_value(json_object_iter_value(value)),
                           ret_issuer->tenant_text))
            return issuer_refuse(
                at,
                member_place(at, member_place(at, place, "values"), json_object_iter_key(value)),
                "must be a tenant's UUID");
    return check_path(at, ret_issuer->tenant_claim, member_place(at, place, "claim"));
}

/* Every word is a scope of ours, and none that only respondents have. */
static bool are_scopes(const struct reading *at, const char *words)
{
    for (size_t length; *words != '\0'; words += length + (words[length] == ' ')) {
        const char *word;

        length = strcspn(words, " ");
        word = arena_copy(at->arena, words, length);
        if (scope_bits(word, false, at->scope_bit) == 0)
            return false;
    }
    return true;
}

static bool check_meanings(const struct reading *at, const json_t *values, const char *place)
{
    void *value = json_object_iter((json_t *)values);

    if (values != NULL && !json_is_object(values))
        return issuer_refuse(at, place, "must be an object");
    for (; value != NULL; value = json_object_iter_next((json_t *)values, value)) {
        const char *meaning = json_string_value(json_object_iter_value(value));
        const char *bundle = meaning != NULL ? bundle_scopes(meaning) : NULL;

        if (meaning == NULL || meaning[0] == '\0'
            || !are_scopes(at, bundle != NULL ? bundle : meaning))
            return issuer_refuse(
                at, member_place(at, place, json_object_iter_key(value)),
                "must be a bundle (viewer, editor ... but not respondent) or scopes "
                "with a blank between");
    }
    return true;
}

bool check_scope_rules(const struct reading *at, const json_t *scopes, const char *place)
{
    static const char *const names[] = {"claim", "prefix", "values", NULL};
    const char *prefix;
    size_t index;
    json_t *source;

    if (scopes != NULL && (!json_is_array(scopes) || json_array_size(scopes) == 0))
        return issuer_refuse(at, place, "must be a list of {claim, prefix, values}");
    json_array_foreach(scopes, index, source)
    {
        const char *here = arena_printf(at->arena, "%s[%zu]", place, index);

        if (!check_members(at, source, here, names)
            || !check_path(at, json_object_get(source, "claim"), member_place(at, here, "claim"))
            || !read_prefix(at, source, here, &prefix)
            || !check_meanings(at, json_object_get(source, "values"),
                               member_place(at, here, "values")))
            return false;
    }
    return true;
}

bool read_subject_rule(const struct reading *at, const json_t *subject, const char *place,
                       struct issuer *ret_issuer)
{
    static const char *const names[] = {"claim", "prefix", NULL};

    ret_issuer->subject_prefix = "";
    if (subject == NULL)
        return true;
    ret_issuer->subject_claim = json_object_get(subject, "claim");
    return check_members(at, subject, place, names)
        && (ret_issuer->subject_claim == NULL
            || check_path(at, ret_issuer->subject_claim, member_place(at, place, "claim")))
        && read_prefix(at, subject, place, &ret_issuer->subject_prefix);
}
