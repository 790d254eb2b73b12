/*
 * Answers from one round to the next: prefill takes what still fits from the round before, people
 * confirm it. A filled answer keeps its age.
 */
#include <string.h>

#include "answer_rows.h"
#include "answer_saving.h"
#include "renkei/base/json.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/change/request.h"

static struct rows *unchanged(const struct response *before)
{
    return (struct rows *)(uintptr_t)before->row;
}

/* ---- prefill ---- */

/* Whether the earlier answer is one to today's question, too; ret_next is what it becomes. */
static bool fits(struct request *rq, const struct response *response, const struct answer *stored,
                 const struct answer *earlier, struct answer *ret_next)
{
    struct failure ignored;
    json_t *value;

    failure_open(&ignored, rq->arena);
    if (!response_opens(response, stored->code)
        || answer_is_given(stored->question->type, stored->value)
        || strcmp(earlier->type, stored->type) != 0
        || !answer_is_given(stored->question->type, earlier->value)
        || !answer_normalise(stored->question, earlier->value, "#", &ignored, &value))
        return false;
    *ret_next = *earlier;
    ret_next->question = stored->question;
    ret_next->position = stored->position;
    ret_next->value = value;
    ret_next->review = NULL;
    ret_next->prefilled = true;
    ret_next->confirmed = false;
    ret_next->revision = saving_revision(response, stored);
    return true;
}

static bool fill(struct request *rq, const struct response *response, const struct rows *source,
                 struct answer *answers, struct saving *saving)
{
    for (size_t i = 0; i < rows_count(source); i++) {
        struct answer earlier = answer_read(rq, response->questionnaire, source, i);
        struct answer *stored, next;

        if (earlier.question == NULL)
            continue;
        stored = &answers[earlier.question - response->questionnaire->questions];
        if (!fits(rq, response, stored, &earlier, &next))
            continue;
        saving_add(saving, stored, &next);
        *stored = next;
    }
    return saving_store(rq, saving, answers_progress(response->questionnaire, answers));
}

/* NULL: there is no earlier round. */
static bool find_source(struct request *rq, const struct response *response, const char **ret_id)
{
    const char *wanted = json_string_value(json_object_get(rq->body, "from_response_id"));
    struct rows *rows;

    if (!db_run(rq->db, SQL_RESPONSE_SOURCE,
                PARAMS(response->id, response->supplier_id, response->questionnaire->code, wanted),
                &rows))
        return false;
    *ret_id = rows_count(rows) == 0 ? NULL : rows_text(rows, 0, "id");
    if (*ret_id == NULL && wanted != NULL)
        (void)fault_add(&rq->failure, FAULT_IN_BODY, "#/from_response_id", FAULT_UNKNOWN_REFERENCE,
                        (char *)NULL);
    return check_faults(&rq->reading);
}

static bool fill_from(struct request *rq, const struct response *before, const char *source_id,
                      struct rows **ret_row)
{
    struct answer *answers;
    struct saving saving;
    struct rows *source;

    saving_open(rq, before, &saving);
    saving.prefilled_from = source_id;
    return db_run(rq->db, SQL_ANSWER_ALL, PARAMS(source_id), &source)
        && answers_load(rq, before, &answers) && fill(rq, before, source, answers, &saving)
        && response_get(rq, ret_row);
}

bool answers_prefill(struct request *rq, const struct response *before, struct rows **ret_row)
{
    const char *source_id;

    *ret_row = unchanged(before);
    return response_permits(rq, before, "prefill") && find_source(rq, before, &source_id)
        && (source_id == NULL || fill_from(rq, before, source_id, ret_row));
}

/* ---- confirm ---- */

static bool refuse(struct request *rq, const char *at, enum fault_code code, const char *other)
{
    (void)fault_add(&rq->failure, FAULT_IN_BODY, at, code, other == NULL ? NULL : "other", other,
                    (char *)NULL);
    return check_faults(&rq->reading);
}

static void add_code(struct buffer *list, const char *code)
{
    buffer_printf(list, "%s\"%s\"", list->length > 1 ? "," : "", code);
}

static bool list_section(struct request *rq, const struct questionnaire *questionnaire,
                         const char *section, struct buffer *list)
{
    size_t before = list->length;

    for (size_t i = 0; i < questionnaire->question_count; i++)
        if (strcmp(questionnaire->questions[i].section, section) == 0)
            add_code(list, questionnaire->questions[i].code);
    return list->length > before || refuse(rq, "#/section", FAULT_UNKNOWN_REFERENCE, NULL);
}

static bool list_codes(struct request *rq, const struct questionnaire *questionnaire,
                       const json_t *codes, struct buffer *list)
{
    for (size_t i = 0; i < json_array_size(codes); i++) {
        const char *code = json_string_value(json_array_get(codes, i));

        if (questionnaire_question(questionnaire, code) != NULL)
            add_code(list, code);
        else
            (void)fault_add(&rq->failure, FAULT_IN_BODY, arena_printf(rq->arena, "#/codes/%zu", i),
                            FAULT_QUESTION_UNKNOWN, (char *)NULL);
    }
    return check_faults(&rq->reading);
}

/* The questions meant, as an array literal of PostgreSQL; codes need no escape in it. */
static bool list_meant(struct request *rq, const struct questionnaire *questionnaire,
                       const char **ret_list)
{
    const json_t *codes = json_object_get(rq->body, "codes");
    const char *section = json_string_value(json_object_get(rq->body, "section"));
    struct buffer list;
    bool listed;

    if (codes != NULL && section != NULL)
        return refuse(rq, "#/section", FAULT_UNSUPPORTED_CHANGE, "codes");
    if (codes == NULL && section == NULL)
        return refuse(rq, "#/codes", FAULT_REQUIRED, NULL);
    buffer_open(&list, rq->arena, 256);
    buffer_add_char(&list, '{');
    listed = section != NULL ? list_section(rq, questionnaire, section, &list)
                             : list_codes(rq, questionnaire, codes, &list);
    buffer_add_char(&list, '}');
    *ret_list = list.data;
    return listed;
}

static bool tell_confirmed(struct request *rq, const struct response *before,
                           const struct rows *confirmed, struct rows **ret_row)
{
    json_t *changes = json_keep(rq->arena, json_object());

    for (size_t i = 0; i < rows_count(confirmed); i++) {
        int revision = (int)rows_integer(confirmed, i, "revision");

        (void)json_object_set_new(changes, rows_text(confirmed, i, "code"),
                                  json_pack("[i,i]", revision - 1, revision));
    }
    return db_queue(rq->db, SQL_RESPONSE_TOUCH, PARAMS(before->id, now_text(&rq->reading)))
        && response_get(rq, ret_row)
        && response_event(rq, before, "answer.saved", before->revision + 1, changes);
}

bool answers_confirm(struct request *rq, const struct response *before, struct rows **ret_row)
{
    struct rows *confirmed;
    const char *list = NULL;

    *ret_row = unchanged(before);
    return list_meant(rq, before->questionnaire, &list) && response_permits(rq, before, "confirm")
        && db_run(rq->db, SQL_ANSWER_CONFIRM,
                  PARAMS(before->id, list, now_text(&rq->reading), rq->principal.subject),
                  &confirmed)
        && (rows_count(confirmed) == 0 || tell_confirmed(rq, before, confirmed, ret_row));
}
