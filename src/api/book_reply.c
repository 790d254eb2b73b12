#include "book_reply.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/budget.h"
#include "renkei/domain/change/checks.h"
#include "renkei/score/score.h"

enum {
    BOOK_MOST = 64 * 1024 * 1024, /* before it is packed */
    BOOK_BUDGET = 3 * BOOK_MOST,
    USUAL_BYTES = 64 * 1024,
};

static struct budget budget = {.limit = BOOK_BUDGET, .share = BOOK_MOST};

bool book_reply_begin(struct book_reply *reply, struct request *rq, const char *disposition)
{
    const char *font = rq->locale == LOCALE_JA ? "Yu Gothic" : "Arial";

    *reply = (struct book_reply){.rq = rq, .book = book_open(rq->arena, font)};
    if (reply->book == NULL)
        return fail(&rq->failure, PROBLEM_UNAVAILABLE, (char *)NULL);
    rq->reply.status = 200;
    rq->reply.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    rq->reply.disposition = disposition;
    return true;
}

bool book_reply_hold(struct book_reply *reply)
{
    struct failure *failure = &reply->rq->failure;
    size_t bytes = book_bytes(reply->book), more = bytes - reply->held;

    if (bytes > BOOK_MOST)
        return fail(failure, PROBLEM_TABLE_TOO_LARGE, "#max",
                    integer_text(reply->rq->arena, BOOK_MOST), (char *)NULL);
    if (!budget_take(&budget, budget_account(reply->rq->principal.tenant_id), more)) {
        failure->retry_after = 1;
        return fail(failure, PROBLEM_UNAVAILABLE, (char *)NULL);
    }
    reply->held = bytes;
    return true;
}

bool book_reply_end(struct book_reply *reply, bool is_whole)
{
    struct buffer *body = &reply->rq->reply.body;
    bool written;

    if (is_whole)
        buffer_open(body, reply->rq->arena, USUAL_BYTES);
    written = book_finish(reply->book, is_whole ? body : NULL);
    budget_give_back(&budget, budget_account(reply->rq->principal.tenant_id), reply->held);
    if (is_whole && !written)
        return fail(&reply->rq->failure, PROBLEM_UNAVAILABLE, (char *)NULL);
    return is_whole && reply_hold(reply->rq);
}

enum book_look band_look(const char *band)
{
    for (int i = 0; band != NULL && i < SCORE_BANDS; i++)
        if (strcmp(score_band_word((enum score_band)i), band) == 0)
            return (enum book_look)(BOOK_SHADE_1 + i);
    return BOOK_WORD;
}

const char *book_say(const struct book_reply *reply, const char *const texts[2])
{
    return texts[reply->rq->locale];
}

void book_put_head(struct book_reply *reply, const char *const texts[2])
{
    book_text(reply->book, book_say(reply, texts), BOOK_HEADER);
}

const char *micro_text(struct arena *arena, const char *micro)
{
    return micro == NULL ? NULL : arena_printf(arena, "%.10g", strtod(micro, NULL) / 1000000.0);
}
