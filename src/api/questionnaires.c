/* Questionnaires: /v1/questionnaires. */
#include "renkei/api/reply.h"
#include "renkei/api/request.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/questionnaire/questionnaire.h"

/* The language of the texts is that of the title: Japanese where there is no English one. */
static bool reply_in_language(struct request *rq, const struct rows *row)
{
    rq->reply.content_language = arena_strdup(rq->arena, rows_text(row, 0, "language"));
    return true;
}

/* The summary's members and the sections. */
static bool reply_questionnaire(struct request *rq, int status, const struct rows *row)
{
    struct buffer *body = &rq->reply.body;

    (void)reply_row(rq, status, row);
    body->length--; /* the closing brace moves behind the sections */
    buffer_add_text(body, ",\"sections\":");
    buffer_add_text(body, json_text(rq->arena, questionnaire_sections(&rq->reading, row)));
    buffer_add_text(body, ",\"warnings\":");
    buffer_add_text(body, json_text(rq->arena, questionnaire_warnings(&rq->reading, row)));
    buffer_add_char(body, '}');
    return reply_in_language(rq, row);
}

static bool reply_new_questionnaire(struct request *rq, const struct rows *row)
{
    (void)reply_questionnaire(rq, 201, row);
    rq->reply.location = arena_printf(rq->arena, "/v1/questionnaires/%s", rows_text(row, 0, "id"));
    return true;
}

bool list_questionnaires(struct request *rq)
{
    return reply_list(rq, SQL_QUESTIONNAIRE_LIST) && reply_language(rq);
}

bool get_questionnaire(struct request *rq)
{
    struct rows *row;

    return questionnaire_get(&rq->reading, path_value(rq, "id"), &row)
        && reply_questionnaire(rq, 200, row);
}

bool export_questionnaire(struct request *rq)
{
    struct rows *row;

    return db_read_one(rq->db, SQL_QUESTIONNAIRE_EXPORT, PARAMS(path_value(rq, "id")), &row)
        && reply_text(rq, 200, rows_text(row, 0, "document"), rows_text(row, 0, "revision"));
}

bool create_questionnaire(struct request *rq)
{
    struct rows *row;

    return request_begin(rq) && questionnaire_create(rq->change, rq->body, &row)
        && reply_new_questionnaire(rq, row) && request_commit(rq);
}

bool create_questionnaire_version(struct request *rq)
{
    struct rows *from, *row;

    return request_begin(rq)
        && questionnaire_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &from)
        && questionnaire_copy(rq->change, from, &row) && reply_new_questionnaire(rq, row)
        && request_commit(rq);
}

bool update_questionnaire(struct request *rq)
{
    struct rows *before, *row;

    return request_begin(rq)
        && questionnaire_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && questionnaire_update(rq->change, before, rq->body, &row)
        && reply_questionnaire(rq, 200, row) && request_commit(rq);
}

bool delete_questionnaire(struct request *rq)
{
    struct rows *before;

    return request_begin(rq)
        && questionnaire_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && questionnaire_delete(rq->change, before) && reply_empty(rq) && request_commit(rq);
}

bool publish_questionnaire(struct request *rq)
{
    struct rows *before, *row;

    return request_begin(rq)
        && questionnaire_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && questionnaire_publish(rq->change, before, &row) && reply_questionnaire(rq, 200, row)
        && request_commit(rq);
}

bool retire_questionnaire(struct request *rq)
{
    struct rows *before, *row;

    return request_begin(rq)
        && questionnaire_lock(rq->change, path_value(rq, "id"), expected_revision(rq), &before)
        && questionnaire_retire(rq->change, before, &row) && reply_questionnaire(rq, 200, row)
        && request_commit(rq);
}

/* The summary of the draft; without an id where none was stored. */
static bool reply_import(struct request *rq, const struct rows *row, bool dry_run)
{
    json_t *result = json_own(rq->arena, row_json(rq->arena, row));

    (void)json_object_set_new(result, "dry_run", json_boolean(dry_run));
    if (dry_run)
        (void)json_object_set_new(result, "id", json_null());
    return reply_json(rq, dry_run ? 200 : 201, result, NULL) && reply_in_language(rq, row);
}

/* A dry run does what an import does and takes it back. */
bool import_questionnaire(struct request *rq)
{
    bool dry_run = query_flag(rq, "dry_run");
    struct rows *row;

    if (!request_begin(rq) || !questionnaire_import(rq->change, rq->body, &row)
        || !reply_import(rq, row, dry_run))
        return false;
    if (!dry_run)
        return request_commit(rq);
    db_rollback(rq->db);
    return true;
}
