#include "login.h"

#include <string.h>

enum { ID_MAX = 256, TITLE_MAX = 80 };

/* Letters that stand for themselves in a list of sources of a Content-Security-Policy. */
static bool is_authority(const char *text, size_t length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789.-:";

    return length > 0 && strspn(text, letters) >= length;
}

/* RFC 8252 section 8.3: what stays on this machine needs no TLS. */
static bool is_loopback(const char *url)
{
    static const char start[] = "http://127.0.0.1";

    return strncmp(url, start, sizeof start - 1) == 0
        && strchr(":/", url[sizeof start - 1]) != NULL;
}

static bool is_endpoint(const char *url)
{
    const char *authority;

    if (!is_https(url) && !is_loopback(url))
        return false;
    authority = strstr(url, "://") + 3;
    return is_authority(authority, strcspn(authority, "/")) && strpbrk(url, " #?") == NULL;
}

static bool check_endpoint(const struct reading *at, const json_t *login, const char *place,
                           const char *name)
{
    const json_t *endpoint = json_object_get(login, name);

    return (is_text(endpoint, TEXT_MAX) && is_endpoint(json_string_value(endpoint)))
        || issuer_refuse(at, member_place(at, place, name),
                         "must be an https address in lower case, without a query");
}

static bool check_text(const struct reading *at, const json_t *login, const char *place,
                       const char *name, size_t length_max)
{
    const json_t *text = json_object_get(login, name);

    return text == NULL || is_text(text, length_max)
        || issuer_refuse(at, member_place(at, place, name), "must be a text, and not so long");
}

bool read_login_rule(const struct reading *at, const json_t *login, const char *place,
                     struct issuer *ret_issuer)
{
    static const char *const names[] = {
        "client_id", "authorization_endpoint", "token_endpoint", "scope", "title", NULL};

    ret_issuer->login = login;
    if (login == NULL)
        return true;
    return check_members(at, login, place, names)
        && (json_object_get(login, "client_id") != NULL
            || issuer_refuse(at, member_place(at, place, "client_id"), "is missing"))
        && check_text(at, login, place, "client_id", ID_MAX)
        && check_text(at, login, place, "scope", TEXT_MAX)
        && check_text(at, login, place, "title", TITLE_MAX)
        && check_endpoint(at, login, place, "authorization_endpoint")
        && check_endpoint(at, login, place, "token_endpoint");
}

static const char *text_or(const json_t *object, const char *name, const char *other)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : other;
}

json_t *login_shown(const struct issuer *issuer)
{
    const json_t *login = issuer->login;

    return json_pack(
        "{s:s,s:s,s:s,s:s,s:s,s:s}", "issuer", issuer->name, "title",
        text_or(login, "title", issuer->name), "client_id", text_or(login, "client_id", ""),
        "authorization_endpoint", text_or(login, "authorization_endpoint", ""), "token_endpoint",
        text_or(login, "token_endpoint", ""), "scope", text_or(login, "scope", "openid"));
}
