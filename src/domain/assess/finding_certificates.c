/* Certificates as an accepted response declares them. */
#include <stdint.h>
#include <string.h>

#include "finding_context.h"
#include "renkei/base/json.h"
#include "renkei/domain/assess/basis_register.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

/* What is shown in an event, and what makes a declared certificate another than the one kept. */
static const char *const members[] = {
    "kind",       "name",           "number",          "scope",
    "expires_on", "expiry_assumed", "renewal_pending", "evidence"};

enum { MEMBERS = sizeof members / sizeof *members };

static json_t *member(const json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);

    return value == NULL ? json_null() : value;
}

static json_t *flag(const json_t *object, const char *name)
{
    return json_boolean(json_is_true(json_object_get(object, name)));
}

/* The certificate that an answer declares, NULL: none. Bonus texts name other certificates. */
static json_t *declared(struct reading *reading, const struct finding_context *context,
                        size_t question)
{
    const struct questionnaire *questionnaire = context->sheet->questionnaire;
    const struct score_sheet_question *asked = &questionnaire->sheet->questions[question];
    const json_t *answer = json_object_get(context->sheet->given, asked->code);
    const char *status = context_text(answer, "status");
    const char *kind = certificate_kind_of(questionnaire, question);
    const char *text = context_text(answer, "text");
    bool is_bonus = json_is_true(json_object_get(asked->definition, "bonus_only"));

    if (asked->type == QUESTION_FREE_TEXT && is_bonus && text != NULL)
        return json_pack("{s:s,s:s,s:n,s:n,s:O,s:b,s:O}", "kind", "other", "name",
                         context_title(reading, text), "number", "scope", "expires_on",
                         member(answer, "expires_on"), "renewal_pending", 0, "evidence",
                         member(answer, "evidence"));
    if (asked->type != QUESTION_CERTIFICATION || status == NULL || strcmp(status, "obtained") != 0)
        return NULL;
    text = document_text(asked->definition, "text", LOCALE_JA);
    return json_pack("{s:s,s:s?,s:O,s:O,s:O,s:o,s:O}", "kind", kind == NULL ? "other" : kind,
                     "name", kind == NULL ? context_title(reading, text) : NULL, "number",
                     member(answer, "number"), "scope", member(answer, "scope"), "expires_on",
                     member(answer, "expires_on"), "renewal_pending",
                     flag(answer, "renewal_pending"), "evidence", member(answer, "evidence"));
}

static json_t *find_kept(const json_t *certificates, const char *code, const char *question)
{
    json_t *certificate;
    size_t i;

    json_array_foreach(certificates, i, certificate)
    {
        const char *of = context_text(certificate, "questionnaire");

        if (of != NULL && strcmp(of, code) == 0
            && strcmp(context_text(certificate, "question"), question) == 0)
            return certificate;
    }
    return NULL;
}

/* {member: [old, new]} of what differs; NULL: nothing. */
static json_t *changes_of(struct reading *reading, const json_t *kept, const json_t *now)
{
    json_t *changes = json_keep(reading->arena, json_object());

    for (size_t i = 0; i < MEMBERS; i++)
        if (!json_equal(member(kept, members[i]), member(now, members[i])))
            (void)json_object_set_new(
                changes, members[i],
                json_pack("[O,O]", member(kept, members[i]), member(now, members[i])));
    return json_object_size(changes) == 0 ? NULL : changes;
}

static bool emit_event(struct change *change, const struct finding_context *context,
                       const json_t *row, json_t *changes)
{
    long revision = (long)json_integer_value(json_object_get(row, "revision"));
    struct event event = {
        .type = revision == 1 ? "certificate.created" : "certificate.updated",
        .resource_type = "certificate",
        .resource_id = context_text(row, "id"),
        .revision = revision,
        .supplier_id = context->basis->supplier_id,
        .changes = changes,
    };

    return change_event(change, &event);
}

/* Puts what is declared among the rows to write, unless it is known or was corrected since. */
static bool take(struct change *change, const struct finding_context *context, size_t question,
                 json_t *rows)
{
    const char *code = context->sheet->questionnaire->sheet->questions[question].code;
    json_t *row = json_keep(change->arena, declared(&change->reading, context, question));
    const json_t *answered = context->sheet->certified_at;
    const json_t *kept;
    json_t *changes;
    char id[UUID_TEXT];

    if (row == NULL)
        return true;
    kept = find_kept(basis_json(&change->reading, context->basis, "certificates"), context->code,
                     code);
    if (kept != NULL) /* whoever answers tells the real day */
        (void)json_object_set_new(row, "expiry_assumed", json_false());
    changes = changes_of(&change->reading, kept, row);
    if (changes == NULL
        || json_integer_value(json_object_get(kept, "edited_at"))
            > json_integer_value(json_object_get(answered, code)))
        return true;
    uuid_v7(change->now, id);
    (void)json_object_set_new(row, "id", json_string(kept == NULL ? id : context_text(kept, "id")));
    (void)json_object_set_new(
        row, "revision", json_integer(json_integer_value(json_object_get(kept, "revision")) + 1));
    (void)json_object_set_new(row, "question", json_string(code));
    (void)json_array_append(rows, row);
    return emit_event(change, context, row, changes);
}

bool context_take_certificates(struct change *change, const struct finding_context *context)
{
    json_t *rows = json_keep(change->arena, json_array());

    for (size_t q = 0; q < context->sheet->questionnaire->sheet->question_count; q++)
        if (!take(change, context, q, rows))
            return false;
    return json_array_size(rows) == 0
        || db_queue(change->db, SQL_CERTIFICATE_TAKE,
                    PARAMS(context->basis->supplier_id, context->code, context->sheet->response_id,
                           json_text(change->arena, rows), now_text(&change->reading)));
}
