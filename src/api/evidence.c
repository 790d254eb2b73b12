/* Files behind answers: /v1/responses/{id}/evidence, …/answers/{code}/evidence. */
#include "renkei/domain/evidence/evidence.h"

#include <string.h>

#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/config.h"
#include "renkei/domain/evidence/media_type.h"
#include "renkei/domain/job/job.h"
#include "renkei/domain/response/answer.h"
#include "renkei/domain/response/response.h"

/* A file that a browser were made to show in place could still do nothing. */
#define POLICY "sandbox; default-src 'none'"

bool list_evidence(struct request *rq)
{
    struct rows *response;

    return db_begin(rq->db) && response_get(&rq->reading, path_value(rq, "id"), NULL, &response)
        && reply_list(rq, SQL_EVIDENCE_LIST) && db_commit(rq->db);
}

bool list_answer_evidence(struct request *rq)
{
    struct answer answer;

    return answer_find(&rq->reading, path_value(rq, "id"), path_value(rq, "code"), &answer)
        && reply_list(rq, SQL_EVIDENCE_LIST);
}

static bool reply_file(struct request *rq, const struct rows *file, bool is_new)
{
    (void)reply_row(rq, is_new ? 201 : 200, file);
    rq->reply.location = arena_printf(rq->arena, "/v1/responses/%s/evidence/%s",
                                      path_value(rq, "id"), rows_text(file, 0, "id"));
    return true;
}

static struct evidence_order read_order(struct request *rq)
{
    return (struct evidence_order){
        .place = {.response_id = path_value(rq, "id"), .code = path_value(rq, "code")},
        .name = query_value(rq, "name"),
        .type = media_type_find(rq->body_type),
        .effective_on = query_value(rq, "effective_on"),
        .expires_on = query_value(rq, "expires_on"),
        .bytes = rq->body_text,
        .length = rq->body_length,
        .room_mb = rq->service->config->evidence_mb,
    };
}

bool create_evidence(struct request *rq)
{
    struct evidence_order order = read_order(rq);
    struct rows *file;
    bool is_new;

    return request_begin(rq) && evidence_add(rq->change, &order, &file, &is_new)
        && reply_file(rq, file, is_new) && request_commit(rq);
}

static struct evidence_place read_place(struct request *rq)
{
    return (struct evidence_place){.response_id = path_value(rq, "id"),
                                   .id = path_value(rq, "evidence_id")};
}

bool get_evidence(struct request *rq)
{
    const struct evidence_place place = read_place(rq);
    struct rows *file;

    return evidence_get(&rq->reading, &place, &file) && reply_row(rq, 200, file);
}

bool update_evidence(struct request *rq)
{
    const struct evidence_place place = read_place(rq);
    struct rows *file;

    return request_begin(rq)
        && evidence_change(rq->change, &place, expected_revision(rq), rq->body, &file)
        && reply_row(rq, 200, file) && request_commit(rq);
}

bool delete_evidence(struct request *rq)
{
    struct evidence_place place = read_place(rq);

    place.code = path_value(rq, "code");
    return request_begin(rq) && evidence_remove(rq->change, &place, expected_revision(rq))
        && reply_empty(rq) && request_commit(rq);
}

bool attach_evidence(struct request *rq)
{
    struct evidence_place place = read_place(rq);
    struct rows *file;

    place.code = path_value(rq, "code");
    return request_begin(rq)
        && evidence_reuse(rq->change, &place, rq->service->config->evidence_mb, &file)
        && reply_row(rq, 200, file) && request_commit(rq);
}

bool erase_evidence(struct request *rq)
{
    const struct evidence_place place = read_place(rq);

    return request_begin(rq) && evidence_erase(rq->change, &place, expected_revision(rq))
        && reply_empty(rq) && request_commit(rq);
}

/* ---- the bytes ---- */

static bool read_pieces(struct request *rq, const char *id)
{
    bool found = true;

    buffer_open(&rq->reply.body, rq->arena, JOB_PIECE);
    for (long piece = 0; found; piece++)
        if (!evidence_read(&rq->reading, id, piece, &rq->reply.body, &found) || !reply_hold(rq))
            return false;
    return rq->reply.body.length > 0 || fail(&rq->failure, PROBLEM_FILE_GONE, (char *)NULL);
}

/* As RFC 8187 writes a name that is not ASCII; for whoever reads no such name, "evidence". */
static const char *disposition(struct arena *arena, const char *name)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    struct buffer text;

    buffer_open(&text, arena, 256);
    buffer_add_text(&text, "attachment; filename=\"evidence\"; filename*=UTF-8''");
    for (; *name != '\0'; name++)
        if (strchr(plain, *name) != NULL)
            buffer_add_char(&text, *name);
        else
            buffer_printf(&text, "%%%02X", (unsigned)(unsigned char)*name);
    return text.data;
}

bool get_evidence_content(struct request *rq)
{
    const struct evidence_place place = read_place(rq);
    struct rows *file;

    if (!evidence_get(&rq->reading, &place, &file) || !evidence_is_free(&rq->reading, file)
        || !read_pieces(rq, place.id))
        return false;
    rq->reply.status = 200;
    rq->reply.content_type = arena_strdup(rq->arena, rows_text(file, 0, "media_type"));
    rq->reply.disposition = disposition(rq->arena, rows_text(file, 0, "name"));
    rq->reply.security_policy = POLICY;
    rq->reply.is_foreign = true;
    return true;
}
