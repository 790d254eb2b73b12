/* Pages for people (pages/), which the program carries with it. */
#include "renkei/api/request.h"

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
EMBEDDED(console_rounds_js);
EMBEDDED(console_css);
EMBEDDED(docs_html);
EMBEDDED(docs_js);
EMBEDDED(docs_css);
EMBEDDED(reader_js);
EMBEDDED(reader_css);

/* Nothing from elsewhere, in no frame of others, no markup that runs. */
#define POLICY                                                                                     \
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "                \
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

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

bool answer_style(struct request *rq)
{
    return reply_page(rq, answer_css, answer_css_length);
}

bool console_page(struct request *rq)
{
    return reply_page(rq, console_html, console_html_length);
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
