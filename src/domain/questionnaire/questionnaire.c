#include "renkei/domain/questionnaire/questionnaire.h"

#include <stdint.h>
#include <string.h>

#include "check.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

static const char format[] = "renkei-questionnaire/1";
static const char *language(const struct reading *reading)
{
    return reading->locale == LOCALE_JA ? "ja" : "en";
}

bool questionnaire_get(struct reading *reading, const char *id, struct rows **ret_row)
{
    return db_read_one(reading->db, SQL_QUESTIONNAIRE_GET, PARAMS(id, language(reading)), ret_row);
}

bool questionnaire_lock(struct change *change, const char *id, const char *expected,
                        struct rows **ret_row)
{
    return db_run_one(change->db, SQL_QUESTIONNAIRE_LOCK, PARAMS(id, language(&change->reading)),
                      ret_row)
        && check_revision(&change->reading, expected, *ret_row);
}

/* `changes`: what is told in place of what differs; or NULL. */
static bool tell(struct change *change, const char *type, const struct rows *before,
                 const struct rows *after, json_t *changes)
{
    static const char *const unshown[] = {"revision", "updated_at", NULL};

    return change_row_event(change,
                            &(struct row_told){.type = type,
                                               .resource_type = "questionnaire",
                                               .before = before,
                                               .after = after,
                                               .unshown = unshown,
                                               .changes = changes});
}

/* ---- new versions ---- */

struct new_version {
    const char *code;
    const json_t *document;
    bool first_only;
};

/* NULL in ret_id: the constraint, which is the check, let no row in. */
static bool insert(struct change *change, const struct new_version *version, const char **ret_id)
{
    char id[UUID_TEXT];
    size_t questions, required;
    struct rows *rows;

    uuid_v7(change->now, id);
    document_count(version->document, &questions, &required);
    if (!db_run(change->db, SQL_QUESTIONNAIRE_INSERT,
                PARAMS(id, version->code, version->first_only ? "true" : "false", "draft",
                       json_text(change->arena, version->document),
                       integer_text(change->arena, (long)questions),
                       integer_text(change->arena, (long)required), now_text(&change->reading)),
                &rows))
        return false;
    *ret_id = rows_count(rows) == 0 ? NULL : arena_strdup(change->arena, id);
    return true;
}

/* 409 with the version that stands in the way. */
static bool fail_taken(struct reading *reading, const char *code, enum problem problem)
{
    struct rows *holder;

    if (!db_run_one(reading->db, SQL_QUESTIONNAIRE_BY_CODE, PARAMS(code), &holder))
        return false;
    (void)fault_add(reading->failure, FAULT_IN_BODY, "#/code", FAULT_DUPLICATE, "id",
                    rows_text(holder, 0, "id"), (char *)NULL);
    return fail(reading->failure, problem, (char *)NULL);
}

static bool add_version(struct change *change, const struct new_version *version,
                        struct rows **ret_row)
{
    const char *id;

    if (!insert(change, version, &id))
        return false;
    if (id == NULL)
        return fail_taken(&change->reading, version->code,
                          version->first_only ? PROBLEM_DUPLICATE : PROBLEM_DRAFT_EXISTS);
    return questionnaire_get(&change->reading, id, ret_row)
        && tell(change, "questionnaire.created", NULL, *ret_row, NULL);
}

bool questionnaire_create(struct change *change, const json_t *body, struct rows **ret_row)
{
    json_t *document = json_keep(change->arena, json_copy((json_t *)(uintptr_t)body));
    struct new_version version = {
        .code = json_string_value(json_object_get(document, "code")),
        .document = document,
        .first_only = true,
    };

    (void)json_object_set_new(document, "format", json_string(format));
    if (json_object_get(document, "sections") == NULL)
        (void)json_object_set_new(document, "sections", json_array());
    return add_version(change, &version, ret_row);
}

bool questionnaire_import(struct change *change, const json_t *body, struct rows **ret_row)
{
    struct new_version version = {.document = body};

    return check_document_code(&change->reading, body, &version.code)
        && add_version(change, &version, ret_row);
}

bool questionnaire_copy(struct change *change, const struct rows *from, struct rows **ret_row)
{
    struct new_version version = {
        .code = rows_text(from, 0, "code"),
        .document = json_own(change->arena, rows_text(from, 0, "_document")),
    };

    return add_version(change, &version, ret_row);
}

/* ---- drafts ---- */

static const char *const *allowed_in(const char *state)
{
    static const char *const draft[] = {"update", "publish", "delete", NULL};
    static const char *const published[] = {"retire", "create_version", NULL};

    if (strcmp(state, "draft") == 0)
        return draft;
    return strcmp(state, "published") == 0 ? published : published + 1;
}

static bool check_draft(struct reading *reading, const struct rows *row)
{
    return strcmp(rows_text(row, 0, "state"), "draft") == 0
        || fail(reading->failure, PROBLEM_NOT_DRAFT, (char *)NULL);
}

static bool check_state(struct reading *reading, const struct rows *row, const char *wanted)
{
    const char *state = rows_text(row, 0, "state");

    return strcmp(state, wanted) == 0
        || fail_state(reading, "QuestionnaireState", state, allowed_in(state));
}

/* Questions by code; the values stay those of the document. */
static json_t *index_questions(struct reading *reading, const json_t *document)
{
    json_t *questions = json_keep(reading->arena, json_object());
    json_t *section, *question;
    size_t s, q;

    json_array_foreach(json_object_get(document, "sections"), s, section)
    {
        json_array_foreach(json_object_get(section, "questions"), q, question)(void)
            json_object_set(questions, json_string_value(json_object_get(question, "code")),
                            question);
    }
    return questions;
}

/* Codes of the questions that `other` does not hold equal. */
static json_t *differing_codes(json_t *questions, const json_t *other)
{
    json_t *codes = json_array();
    const char *code;
    json_t *question;

    json_object_foreach(questions, code, question)
    {
        if (!json_equal(question, json_object_get(other, code)))
            (void)json_array_append_new(codes, json_string(code));
    }
    return codes;
}

/* {title: [old, new], questions: [codes that were, codes that are]}: no texts of questions. */
static json_t *document_changes(struct reading *reading, const json_t *old, const json_t *new)
{
    static const char *const sections[] = {"sections", NULL};
    json_t *changes = json_changes(reading->arena, json_text(reading->arena, old),
                                   json_text(reading->arena, new), sections);
    json_t *before = index_questions(reading, old), *after = index_questions(reading, new);

    if (changes == NULL)
        changes = json_keep(reading->arena, json_object());
    if (!json_equal(json_object_get(old, "sections"), json_object_get(new, "sections")))
        (void)json_object_set_new(
            changes, "questions",
            json_pack("[oo]", differing_codes(before, after), differing_codes(after, before)));
    return changes;
}

static bool store_document(struct change *change, const struct rows *before, const json_t *document,
                           struct rows **ret_row)
{
    const char *id = rows_text(before, 0, "id");
    size_t questions, required;

    document_count(document, &questions, &required);
    return db_queue(change->db, SQL_QUESTIONNAIRE_UPDATE,
                    PARAMS(id, json_text(change->arena, document),
                           integer_text(change->arena, (long)questions),
                           integer_text(change->arena, (long)required), now_text(&change->reading)))
        && questionnaire_get(&change->reading, id, ret_row);
}

bool questionnaire_update(struct change *change, const struct rows *before, const json_t *body,
                          struct rows **ret_row)
{
    json_t *old = json_own(change->arena, rows_text(before, 0, "_document"));
    json_t *new = json_keep(change->arena, json_copy(old));

    *ret_row = (struct rows *)before;
    if (!check_draft(&change->reading, before))
        return false;
    (void)json_object_update(new, (json_t *)(uintptr_t)body);
    return json_equal(old, new)
        || (store_document(change, before, new, ret_row)
            && tell(change, "questionnaire.updated", before, *ret_row,
                    document_changes(&change->reading, old, new)));
}

bool questionnaire_delete(struct change *change, const struct rows *before)
{
    return check_draft(&change->reading, before)
        && db_queue(change->db, SQL_QUESTIONNAIRE_DELETE, PARAMS(rows_text(before, 0, "id")))
        && tell(change, "questionnaire.deleted", before, NULL, NULL);
}

/* ---- states ---- */

static bool set_state(struct change *change, const struct rows *before, const char *state,
                      struct rows **ret_row)
{
    const char *id = rows_text(before, 0, "id");

    return db_queue(change->db, SQL_QUESTIONNAIRE_STATE,
                    PARAMS(id, state, now_text(&change->reading)))
        && questionnaire_get(&change->reading, id, ret_row);
}

bool questionnaire_publish(struct change *change, const struct rows *before, struct rows **ret_row)
{
    return check_state(&change->reading, before, "draft")
        && check_document(&change->reading, before)
        && set_state(change, before, "published", ret_row)
        && tell(change, "questionnaire.published", before, *ret_row, NULL);
}

bool questionnaire_retire(struct change *change, const struct rows *before, struct rows **ret_row)
{
    return check_state(&change->reading, before, "published")
        && set_state(change, before, "retired", ret_row)
        && tell(change, "questionnaire.retired", before, *ret_row, NULL);
}
