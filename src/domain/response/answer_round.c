/*
 * Answers from one round to the next: prefill takes what still fits from the round before, people
 * confirm it. A filled answer keeps its age until then: confirming it is a new statement, of that
 * day and by that person.
 */
#include <string.h>

#include "answer_rows.h"
#include "answer_saving.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static struct rows *unchanged(const struct response *before)
{
    return (struct rows *)(uintptr_t)before->row;
}

/* ---- prefill ---- */

/* Whether the earlier answer is one to today's question, too; ret_next is what it becomes. */
static bool fits(struct reading *reading, const struct response *response,
                 const struct answer *stored, const struct answer *earlier, struct answer *ret_next)
{
    struct failure ignored;
    json_t *value;

    failure_open(&ignored, reading->arena);
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

static bool fill(struct change *change, const struct response *response, const struct rows *source,
                 struct answer *answers, struct saving *saving)
{
    for (size_t i = 0; i < rows_count(source); i++) {
        struct answer earlier = answer_read(&change->reading, response->questionnaire, source, i);
        struct answer *stored, next;

        if (earlier.question == NULL)
            continue;
        stored = &answers[earlier.question - response->questionnaire->questions];
        if (!fits(&change->reading, response, stored, &earlier, &next))
            continue;
        saving_add(saving, stored, &next);
        *stored = next;
    }
    return saving_store(change, saving, answers_progress(response->questionnaire, answers));
}

/* NULL: there is no earlier round. */
static bool find_source(struct reading *reading, const struct response *response,
                        const json_t *body, const char **ret_id)
{
    const char *wanted = json_string_value(json_object_get(body, "from_response_id"));
    struct rows *rows;

    if (!db_run(reading->db, SQL_RESPONSE_SOURCE,
                PARAMS(response->id, response->supplier_id, response->questionnaire->code, wanted,
                       reading->actor->reach),
                &rows))
        return false;
    *ret_id = rows_count(rows) == 0 ? NULL : rows_text(rows, 0, "id");
    if (*ret_id == NULL && wanted != NULL)
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/from_response_id",
                        FAULT_UNKNOWN_REFERENCE, (char *)NULL);
    return check_faults(reading);
}

/* {code: kind} of the questions behind certificates. */
static json_t *certificate_kinds(struct change *change, const struct questionnaire *questionnaire)
{
    json_t *kinds = json_keep(change->arena, json_object());

    for (size_t i = 0; i < questionnaire->question_count; i++) {
        const char *kind = certificate_kind_of(questionnaire, i);

        if (kind != NULL)
            (void)json_object_set_new(kinds, questionnaire->questions[i].code, json_string(kind));
    }
    return kinds;
}

static bool fill_from(struct change *change, const struct response *before, const char *source_id,
                      struct rows **ret_row)
{
    struct answer *answers;
    struct saving saving;
    struct rows *source;

    saving_open(&change->reading, before, &saving);
    saving.prefilled_from = source_id;
    return db_run(
               change->db, SQL_ANSWER_PREFILL,
               PARAMS(source_id, before->id,
                      json_text(change->arena, certificate_kinds(change, before->questionnaire))),
               &source)
        && answers_load(&change->reading, before, &answers)
        && fill(change, before, source, answers, &saving)
        && response_get(&change->reading, before->id, NULL, ret_row);
}

bool answers_prefill(struct change *change, const struct response *before, const json_t *body,
                     struct rows **ret_row)
{
    const char *source_id;

    *ret_row = unchanged(before);
    return response_permits(&change->reading, before, "prefill")
        && find_source(&change->reading, before, body, &source_id)
        && (source_id == NULL || fill_from(change, before, source_id, ret_row));
}

/* ---- confirm ---- */

static bool refuse(struct reading *reading, const char *at, enum fault_code code, const char *other)
{
    (void)fault_add(reading->failure, FAULT_IN_BODY, at, code, other == NULL ? NULL : "other",
                    other, (char *)NULL);
    return check_faults(reading);
}

static void add_code(struct buffer *list, const char *code)
{
    buffer_printf(list, "%s\"%s\"", list->length > 1 ? "," : "", code);
}

static bool list_section(struct reading *reading, const struct questionnaire *questionnaire,
                         const char *section, struct buffer *list)
{
    size_t before = list->length;

    for (size_t i = 0; i < questionnaire->question_count; i++)
        if (strcmp(questionnaire->questions[i].section, section) == 0
            && actor_answers(reading, questionnaire->questions[i].code))
            add_code(list, questionnaire->questions[i].code);
    return list->length > before || refuse(reading, "#/section", FAULT_UNKNOWN_REFERENCE, NULL);
}

static bool list_codes(struct reading *reading, const struct questionnaire *questionnaire,
                       const json_t *codes, struct buffer *list)
{
    for (size_t i = 0; i < json_array_size(codes); i++) {
        const char *code = json_string_value(json_array_get(codes, i));

        if (questionnaire_question(questionnaire, code) != NULL && actor_answers(reading, code))
            add_code(list, code);
        else
            (void)fault_add(reading->failure, FAULT_IN_BODY,
                            arena_printf(reading->arena, "#/codes/%zu", i), FAULT_QUESTION_UNKNOWN,
                            (char *)NULL);
    }
    return check_faults(reading);
}

/* The questions meant, as an array literal of PostgreSQL; codes need no escape in it. */
static bool list_meant(struct reading *reading, const struct questionnaire *questionnaire,
                       const json_t *body, const char **ret_list)
{
    const json_t *codes = json_object_get(body, "codes");
    const char *section = json_string_value(json_object_get(body, "section"));
    struct buffer list;
    bool listed;

    if (codes != NULL && section != NULL)
        return refuse(reading, "#/section", FAULT_UNSUPPORTED_CHANGE, "codes");
    if (codes == NULL && section == NULL)
        return refuse(reading, "#/codes", FAULT_REQUIRED, NULL);
    buffer_open(&list, reading->arena, 256);
    buffer_add_char(&list, '{');
    listed = section != NULL ? list_section(reading, questionnaire, section, &list)
                             : list_codes(reading, questionnaire, codes, &list);
    buffer_add_char(&list, '}');
    *ret_list = list.data;
    return listed;
}

static bool store_confirmed(struct change *change, const struct response *before,
                            const struct rows *confirmed)
{
    struct answer *answers;
    struct saving saving;

    saving_open(&change->reading, before, &saving);
    for (size_t i = 0; i < rows_count(confirmed); i++) {
        const char *code = rows_text(confirmed, i, "code");
        int revision = (int)rows_integer(confirmed, i, "revision");

        (void)json_object_set_new(saving.changes, code, json_pack("[i,i]", revision - 1, revision));
        (void)json_array_append_new(saving.confirmed, json_string(code));
    }
    return answers_load(&change->reading, before, &answers)
        && saving_store(change, &saving, answers_progress(before->questionnaire, answers));
}

bool answers_confirm(struct change *change, const struct response *before, const json_t *body,
                     struct rows **ret_row)
{
    struct rows *confirmed;
    const char *list = NULL;

    *ret_row = unchanged(before);
    return list_meant(&change->reading, before->questionnaire, body, &list)
        && response_permits(&change->reading, before, "confirm")
        && db_run(change->db, SQL_ANSWER_CONFIRM,
                  PARAMS(before->id, list, now_text(&change->reading), change->actor->subject),
                  &confirmed)
        && (rows_count(confirmed) == 0
            || (store_confirmed(change, before, confirmed)
                && response_get(&change->reading, before->id, NULL, ret_row)));
}
