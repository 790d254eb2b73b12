/* Pages for people (pages/), which the program carries with it. */
#include <jansson.h>
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/auth/auth.h"
#include "renkei/base/json.h"

/* Built by tools/embed.py, by the names of the files. */
/* NOLINTBEGIN(bugprone-macro-parentheses): a name, no value */
#define EMBEDDED(page)                                                                             \
    extern const char page[];                                                                      \
    extern const size_t page##_length
/* NOLINTEND(bugprone-macro-parentheses) */
EMBEDDED(answer_html);
EMBEDDED(answer_js);
EMBEDDED(answer_css);
EMBEDDED(console_html);
EMBEDDED(console_js);
EMBEDDED(console_base_js);
EMBEDDED(console_login_js);
EMBEDDED(console_rounds_js);
EMBEDDED(console_supplier_js);
EMBEDDED(console_css);
EMBEDDED(docs_html);
EMBEDDED(docs_js);
EMBEDDED(docs_css);
EMBEDDED(shared_js);
EMBEDDED(reader_js);
EMBEDDED(reader_css);

/* Nothing from elsewhere, in no frame of others, no markup that runs; what else it may ask. */
#define POLICY_WITH(others)                                                                        \
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'" others "; "      \
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
#define POLICY POLICY_WITH("")

static bool reply_page(struct request *rq, const char *bytes, size_t length)
{
    char hash[SHA256_HEX];

    sha256_hex(bytes, length, hash);
    rq->reply.status = 200;
    rq->reply.content_type = rq->accept;
    rq->reply.etag = arena_copy(rq->arena, hash, 32);
    rq->reply.cache_control = "no-cache"; /* asked for each time, sent when it has changed */
    rq->reply.security_policy = POLICY;
    buffer_open(&rq->reply.body, rq->arena, length + 1);
    buffer_add(&rq->reply.body, bytes, length);
    return true;
}

bool answer_page(struct request *rq)
{
    return reply_page(rq, answer_html, answer_html_length);
}

bool answer_script(struct request *rq)
{
    return reply_page(rq, answer_js, answer_js_length);
}

bool shared_script(struct request *rq)
{
    return reply_page(rq, shared_js, shared_js_length);
}

bool answer_style(struct request *rq)
{
    return reply_page(rq, answer_css, answer_css_length);
}

/* Blank and origin of each issuer that the console fetches a token from. */
static const char *token_origins(struct request *rq, const json_t *logins)
{
    struct buffer origins;
    size_t index;
    json_t *login;

    buffer_open(&origins, rq->arena, 256);
    json_array_foreach(logins, index, login)
    {
        const char *url = json_member(login, "token_endpoint");
        const char *authority = strstr(url, "://") + 3;

        buffer_add_char(&origins, ' ');
        buffer_add(&origins, url, (size_t)(authority - url) + strcspn(authority, "/"));
    }
    return origins.data;
}

bool console_page(struct request *rq)
{
    json_t *logins = json_keep(rq->arena, gate_logins(rq->service->gate));

    (void)reply_page(rq, console_html, console_html_length);
    rq->reply.security_policy =
        arena_printf(rq->arena, POLICY_WITH("%s"), token_origins(rq, logins));
    return true;
}

bool console_logins(struct request *rq)
{
    json_t *logins =
        json_keep(rq->arena, json_pack("{s:o}", "logins", gate_logins(rq->service->gate)));

    return reply_json(rq, 200, logins, NULL);
}

bool console_login_script(struct request *rq)
{
    return reply_page(rq, console_login_js, console_login_js_length);
}

bool console_script(struct request *rq)
{
    return reply_page(rq, console_js, console_js_length);
}

bool console_base_script(struct request *rq)
{
    return reply_page(rq, console_base_js, console_base_js_length);
}

bool console_rounds_script(struct request *rq)
{
    return reply_page(rq, console_rounds_js, console_rounds_js_length);
}

bool console_supplier_script(struct request *rq)
{
    return reply_page(rq, console_supplier_js, console_supplier_js_length);
}

bool console_style(struct request *rq)
{
    return reply_page(rq, console_css, console_css_length);
}

bool docs_page(struct request *rq)
{
    return reply_page(rq, docs_html, docs_html_length);
}

bool docs_script(struct request *rq)
{
    return reply_page(rq, docs_js, docs_js_length);
}

bool docs_style(struct request *rq)
{
    return reply_page(rq, docs_css, docs_css_length);
}

bool docs_reader(struct request *rq)
{
    return reply_page(rq, reader_js, reader_js_length);
}

bool docs_reader_style(struct request *rq)
{
    return reply_page(rq, reader_css, reader_css_length);
}
