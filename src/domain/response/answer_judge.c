/*
 * A reviewer's judgement of an answer: how far it is proved and which value counts. It is stored
 * next to the supplier's own value, and moves the score at once, the provisional one as well.
 */
#include <string.h>

#include "answer_rows.h"
#include "answer_saving.h"
#include "renkei/base/json.h"
#include "renkei/domain/assess/rescore.h"
#include "renkei/domain/change/change.h"
#include "renkei/domain/change/checks.h"

/* ---- the value that a reviewer adopts ---- */

/* How a judgement says it, and where an answer of that kind has it. */
static const struct adopted_member {
    const char *name;
    const char *of_answer;
} adopted_members[] = {
    {"adopted_answer", "answer"},
    {"adopted_answer", "choice"},
    {"adopted_choices", "choices"},
    {"adopted_number", "number"},
};

enum { ADOPTED_MEMBERS = sizeof adopted_members / sizeof *adopted_members };

static json_t *given(const json_t *body, const char *name)
{
    json_t *value = json_object_get(body, name);

    return json_is_null(value) ? NULL : value;
}

/* A word is one of three-state questions, and "not applicable" of all; else it names a choice. */
static bool is_word(const struct questionnaire_question *question, const json_t *value)
{
    const char *word = three_state_word(json_string_value(value));

    return question->type == QUESTION_THREE_STATE
        || (question->type != QUESTION_SINGLE_CHOICE && json_is_string(value))
        || (word != NULL && strcmp(word, "not_applicable") == 0 && question->na_allowed);
}

/* The adopted value as a supplier would send it. */
static json_t *as_answer(struct reading *reading, const struct questionnaire_question *question,
                         const json_t *body)
{
    json_t *input = json_keep(reading->arena, json_object());
    json_t *word = given(body, "adopted_answer");

    if (word != NULL)
        (void)json_object_set(input, is_word(question, word) ? "answer" : "choice", word);
    for (size_t i = 2; i < ADOPTED_MEMBERS; i++)
        if (given(body, adopted_members[i].name) != NULL)
            (void)json_object_set(input, adopted_members[i].of_answer,
                                  given(body, adopted_members[i].name));
    return input;
}

/* "#/choice" -> "#/adopted_answer", "#/choices/0" -> "#/adopted_choices/0". */
static const char *adopted_place(struct reading *reading, const char *at)
{
    for (size_t i = 0; i < ADOPTED_MEMBERS; i++) {
        const char *name = adopted_members[i].of_answer;
        size_t length = strlen(name);

        if (strncmp(at + 2, name, length) == 0 && (at[2 + length] == '\0' || at[2 + length] == '/'))
            return arena_printf(reading->arena, "#/%s%s", adopted_members[i].name, at + 2 + length);
    }
    return at;
}

static bool refuse_all(struct reading *reading, struct failure *faults)
{
    for (size_t i = 0; i < faults->fault_count; i++) {
        struct fault fault = faults->faults[i];

        (void)fault_add(reading->failure, fault.source, adopted_place(reading, fault.at),
                        fault.code, (char *)NULL);
        memcpy(reading->failure->faults[reading->failure->fault_count - 1].parameters,
               fault.parameters, sizeof fault.parameters);
    }
    return check_faults(reading);
}

/* What of a normalised value takes the place of the supplier's: its word and its telling member. */
static json_t *adopted_of(struct reading *reading, const struct questionnaire_question *question,
                          const json_t *value)
{
    const char *told_by = question_kinds[question->type].told_by;
    json_t *adopted = json_keep(reading->arena, json_object());
    json_t *word = json_object_get(value, "answer");

    (void)json_object_set(adopted, told_by, json_object_get(value, told_by));
    (void)json_object_set_new(adopted, "answer", word == NULL ? json_null() : json_incref(word));
    return adopted;
}

/* *ret_adopted NULL: the supplier's own answer counts. */
static bool read_adopted(struct reading *reading, const struct questionnaire_question *question,
                         const json_t *body, json_t **ret_adopted)
{
    json_t *input = as_answer(reading, question, body), *value;
    struct failure faults;

    *ret_adopted = NULL;
    if (json_object_size(input) == 0)
        return true;
    if (!question_kinds[question->type].adopted) {
        (void)fault_add(reading->failure, FAULT_IN_BODY, "#/adopted_answer",
                        FAULT_WRONG_MEMBER_FOR_TYPE, "type", question_kinds[question->type].word,
                        (char *)NULL);
        return check_faults(reading);
    }
    failure_open(&faults, reading->arena);
    if (!answer_normalise(question, input, "#", &faults, &value))
        return refuse_all(reading, &faults);
    *ret_adopted = adopted_of(reading, question, value);
    return true;
}

/* ---- the judgement ---- */

static json_t *member(const json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);

    return value == NULL ? json_null() : value;
}

/* What people see of it. */
static const char *const shown[] = {"evidence",       "adopted_answer", "adopted_choices",
                                    "adopted_number", "comment",        "evidence_id"};

enum { SHOWN = sizeof shown / sizeof *shown, SCORED = 4 };

static bool is_same(const json_t *review, const json_t *body)
{
    for (size_t i = 0; i < SHOWN; i++)
        if (!json_equal(member(review, shown[i]), member(body, shown[i])))
            return false;
    return review != NULL;
}

/* `adopted` and `gap` are for statements: what counts, and whether a plan still has a point. */
static json_t *make_review(struct reading *reading, const struct answer *answer, const json_t *body,
                           json_t *adopted)
{
    json_t *review =
        json_keep(reading->arena,
                  json_pack("{s:s,s:s}", "by", reading->actor->subject, "at", now_text(reading)));
    double gap;

    for (size_t i = 0; i < SHOWN; i++)
        (void)json_object_set(review, shown[i], member(body, shown[i]));
    if (adopted == NULL)
        return review;
    (void)json_object_set(review, "adopted", adopted);
    if (score_gap_of(reading->arena, answer->question->type, answer->question->definition, adopted,
                     &gap))
        (void)json_object_set_new(review, "gap", json_real(gap));
    return review;
}

static json_t *scored_of(const json_t *review)
{
    json_t *scored = json_object();

    for (size_t i = 0; i < SCORED; i++)
        if (i < 2 || json_object_get(review, shown[i]) != NULL)
            (void)json_object_set(scored, shown[i], member(review, shown[i]));
    return scored;
}

/* {code: [old, new]} of what scores; comment and file stay inside. */
static json_t *told(struct reading *reading, const struct answer *before, const json_t *review)
{
    json_t *old = before->review == NULL ? json_null() : scored_of(before->review);

    return json_keep(reading->arena, json_pack("{s:[o,o]}", before->code, old, scored_of(review)));
}

static bool rescore(struct change *change, const struct response *response)
{
    struct rescore what = {.supplier_id = response->supplier_id,
                           .cause = "review",
                           .step_code = response->questionnaire->code};

    return supplier_rescore(change, &what, NULL);
}

/* 422 of a file that is not behind the answer. */
static bool check_evidence(struct change *change, const struct response *response, const char *code,
                           const json_t *body)
{
    const char *id = json_member(body, "evidence_id");
    struct rows *rows;

    if (id == NULL)
        return true;
    if (!db_run(change->db, SQL_EVIDENCE_ATTACHED, PARAMS(response->id, id, code), &rows))
        return false;
    if (rows_count(rows) == 0)
        (void)fault_add(change->failure, FAULT_IN_BODY, "#/evidence_id", FAULT_UNKNOWN_REFERENCE,
                        (char *)NULL);
    return check_faults(&change->reading);
}

struct judgement {
    const json_t *body;
    json_t *adopted; /* NULL: the supplier's own answer counts */
};

static bool store(struct change *change, const struct response *response,
                  const struct judgement *judgement, struct answer *answer)
{
    const struct answer before = *answer;

    answer->review = make_review(&change->reading, answer, judgement->body, judgement->adopted);
    answer->revision++;
    return db_queue(change->db, SQL_RESPONSE_TOUCH,
                    PARAMS(response->id, now_text(&change->reading)))
        && db_queue(change->db, SQL_ANSWER_REVIEW,
                    PARAMS(response->id, answer->code, json_text(change->arena, answer->review),
                           now_text(&change->reading), change->actor->subject))
        && response_event(change, response, "response.reviewed", response->revision + 1,
                          told(&change->reading, &before, answer->review))
        && rescore(change, response);
}

bool answer_judge(struct change *change, const char *id, const char *code, const char *expected,
                  const json_t *body, struct answer *ret_answer)
{
    struct response response;
    struct rows *rows;
    json_t *sent, *adopted;

    return db_queue(change->db, SQL_RESPONSE_LOCK_SUPPLIER,
                    PARAMS(id, change->actor->supplier_id, change->actor->reach))
        && saving_lock(change, &(struct answer_place){id, code}, body, &rows, &response, &sent)
        && answer_from_row(&change->reading, code, response.questionnaire, rows, ret_answer)
        && (ret_answer->revision > 0 || fail(change->failure, PROBLEM_NOT_FOUND, (char *)NULL))
        && read_adopted(&change->reading, ret_answer->question, sent, &adopted)
        && answer_check_revision(&change->reading, expected, ret_answer)
        && check_evidence(change, &response, code, sent)
        && response_permits(&change->reading, &response, "review")
        && (is_same(ret_answer->review, sent)
            || store(change, &response, &(struct judgement){sent, adopted}, ret_answer));
}
