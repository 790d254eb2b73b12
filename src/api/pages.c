/* Pages for people (pages/), which the program carries with it. */
#include "renkei/api/request.h"

/* Built by tools/embed.py. */
extern const char answer_html[], answer_js[], answer_css[];
extern const size_t answer_html_length, answer_js_length, answer_css_length;

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
