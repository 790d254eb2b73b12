#include "oauth_error.h"

#include <string.h>

#include "renkei/auth/auth.h"
#include "steps.h"
#include "walk.h"

/* The codes of RFC 6749; with temporarily_unavailable of its section 4.1.2.1 clients wait. */
static const char *error_word(enum problem problem, int status)
{
    switch (problem) {
    case PROBLEM_INVALID_CLIENT:
    case PROBLEM_INVALID_SCOPE:
    case PROBLEM_UNSUPPORTED_GRANT_TYPE:
        return problem_entry(problem)->code;
    default:
        break;
    }
    if (status == 429 || status == 503)
        return "temporarily_unavailable";
    return status >= 500 ? "server_error" : "invalid_request";
}

/* Section 5.2 knows 400 and 401; what HTTP itself means stays. 422 is a body with faults: 400. */
static int error_status(int status)
{
    return status == 422 ? 400 : status;
}

/* In English, since a program reads it, and of the characters that section 5.2 allows. */
static void add_description(const struct failure *failure, struct buffer *body)
{
    const char *title = problem_entry(failure->problem)->title[LOCALE_EN];

    buffer_add_text(body, title);
    if (failure->fault_count > 0 && strncmp(failure->faults[0].at, "#/", 2) == 0)
        buffer_printf(body, ": %s", failure->faults[0].at + 2);
}

void oauth_error_write(struct walk *walk)
{
    struct request *rq = &walk->rq;
    int status = problem_entry(rq->failure.problem)->status;

    memset(&rq->reply, 0, sizeof rq->reply);
    rq->reply.status = error_status(status);
    buffer_open(&rq->reply.body, rq->arena, 256);
    buffer_printf(&rq->reply.body, "{\"error\":\"%s\",\"error_description\":\"",
                  error_word(rq->failure.problem, status));
    add_description(&rq->failure, &rq->reply.body);
    buffer_add_text(&rq->reply.body, "\"}");
    if (status == 401 && is_basic(header_of(walk, "Authorization")))
        walk->challenge = "Basic realm=\"renkei\", charset=\"UTF-8\"";
}
