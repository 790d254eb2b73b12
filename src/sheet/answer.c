#include <string.h>

#include "reading.h"

enum {
    THREE_STATE = 1 << QUESTION_THREE_STATE,
    CERTIFICATION = 1 << QUESTION_CERTIFICATION,
    FREE_TEXT = 1 << QUESTION_FREE_TEXT,
    SINGLE_CHOICE = 1 << QUESTION_SINGLE_CHOICE,
    MULTI_CHOICE = 1 << QUESTION_MULTI_CHOICE,
    NUMBER = 1 << QUESTION_NUMBER,
    DATE = 1 << QUESTION_DATE,
    GRADED = SINGLE_CHOICE | MULTI_CHOICE | NUMBER,
    ANY = (1 << QUESTION_TYPES) - 1
};

/* Members of an answer, and the types of question they belong to. */
static const struct answer_member {
    const char *name;
    unsigned types;
} members[] = {
    {"answer", THREE_STATE | GRADED}, /* of GRADED: only not_applicable */
    {"status", CERTIFICATION},
    {"number", CERTIFICATION | NUMBER},
    {"expires_on", CERTIFICATION | FREE_TEXT},
    {"renewal_pending", CERTIFICATION},
    {"scope", CERTIFICATION},
    {"text", FREE_TEXT},
    {"choice", SINGLE_CHOICE},
    {"choices", MULTI_CHOICE},
    {"date", DATE},
    {"evidence", ANY},
    {"reason", ANY},
    {"comment", ANY},
    {"plan", ANY},
    {"answered_at", ANY},
    /* what the service keeps beside an answer; it does not score */
    {"code", ANY},
    {"revision", ANY},
    {"channel", ANY},
    {"answered_by", ANY},
    {"updated_at", ANY},
    {"updated_by", ANY},
    {"prefilled", ANY},
    {"confirmed", ANY},
};

static const char *const type_names[QUESTION_TYPES] = {
    "three_state", "certification", "free_text", "single_choice", "multi_choice", "number", "date",
};

struct answer_reading {
    struct score_faults *faults;
    const struct score_sheet_question *question;
    const json_t *json;
    const char *at;
    struct score_answer *answer;
};

static const char *at_member(const struct answer_reading *reading, const char *name)
{
    return score_at(reading->faults, "%s/%s", reading->at, name);
}

static bool not_allowed(const struct answer_reading *reading, const char *name, const char *allowed)
{
    return score_fault_with(reading->faults, "not_allowed_value", at_member(reading, name),
                            "allowed", allowed);
}

static const struct answer_member *find_member(const char *name)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (strcmp(members[i].name, name) == 0)
            return &members[i];
    return NULL;
}

/* A member that is null is as good as absent. */
static bool read_member_names(const struct answer_reading *reading)
{
    const char *key;
    json_t *value;
    bool known = true;

    json_object_foreach((json_t *)reading->json, key, value)
    {
        const struct answer_member *member = find_member(key);
        const char *at = at_member(reading, score_pointer_part(reading->faults, key));

        if (member == NULL)
            known = score_fault(reading->faults, "unknown_member", at);
        else if (!json_is_null(value) && (member->types >> reading->question->type & 1) == 0)
            known = score_fault_with(reading->faults, "wrong_member_for_type", at, "type",
                                     type_names[reading->question->type]);
    }
    return known;
}

static bool read_evidence(const struct answer_reading *reading)
{
    const json_t *value = score_member(reading->json, "evidence");
    enum score_evidence evidence;
    const char *word;

    if (value == NULL)
        return true;
    if (!score_read_text(reading->faults, value, at_member(reading, "evidence"), &word))
        return false;
    if (!score_evidence_of(word, &evidence))
        return not_allowed(reading, "evidence", "self, document, verified");
    reading->answer->evidence = (uint8_t)evidence;
    return true;
}

static bool read_member_day(const struct answer_reading *reading, const char *name,
                            int32_t *ret_day)
{
    return score_read_day(reading->faults, score_member(reading->json, name),
                          at_member(reading, name), ret_day);
}

static bool read_plan(const struct answer_reading *reading)
{
    static const char *const names[] = {"measure", "owner", "due_on", NULL};
    const json_t *plan = score_member(reading->json, "plan");

    return plan == NULL
        || (score_read_members(reading->faults, plan, at_member(reading, "plan"), names)
            && score_read_day(reading->faults, score_member(plan, "due_on"),
                              at_member(reading, "plan/due_on"), &reading->answer->plan_due_on));
}

static bool read_reason(const struct answer_reading *reading)
{
    const json_t *reason = score_member(reading->json, "reason");
    const char *text;

    reading->answer->has_reason = !score_is_blank(reason);
    return reason == NULL
        || score_read_text(reading->faults, reason, at_member(reading, "reason"), &text);
}

/* An absent `answer` is an unanswered question. */
static bool read_word(const struct answer_reading *reading, const char **ret_word)
{
    const json_t *value = score_member(reading->json, "answer");
    const char *text;

    *ret_word = NULL;
    if (value == NULL)
        return true;
    if (!score_read_text(reading->faults, value, at_member(reading, "answer"), &text))
        return false;
    *ret_word = three_state_word(text);
    return *ret_word != NULL
        || not_allowed(reading, "answer", "done, in_progress, not_done, not_applicable");
}

static bool read_three_state(const struct answer_reading *reading)
{
    static const struct {
        const char *word;
        enum score_status status;
    } statuses[] = {
        {"done", SCORE_DONE},
        {"in_progress", SCORE_IN_PROGRESS},
        {"not_done", SCORE_NOT_DONE},
        {"not_applicable", SCORE_NOT_APPLICABLE},
    };
    const char *word;

    if (!read_word(reading, &word))
        return false;
    for (size_t i = 0; word != NULL && i < sizeof statuses / sizeof *statuses; i++)
        if (strcmp(statuses[i].word, word) == 0)
            reading->answer->status = (uint8_t)statuses[i].status;
    return true;
}

static bool read_certification(const struct answer_reading *reading)
{
    const json_t *status = score_member(reading->json, "status");
    const json_t *number = score_member(reading->json, "number");
    struct score_answer *answer = reading->answer;
    const char *word = NULL, *text;

    answer->has_number = !score_is_blank(number);
    if (status != NULL
        && !score_read_text(reading->faults, status, at_member(reading, "status"), &word))
        return false;
    if (word != NULL && strcmp(word, "obtained") != 0 && strcmp(word, "not_obtained") != 0)
        return not_allowed(reading, "status", "obtained, not_obtained");
    if (word != NULL)
        answer->status = strcmp(word, "obtained") == 0 ? SCORE_OBTAINED : SCORE_NOT_OBTAINED;
    return (number == NULL
            || score_read_text(reading->faults, number, at_member(reading, "number"), &text))
        && score_read_boolean(reading->faults, score_member(reading->json, "renewal_pending"),
                              at_member(reading, "renewal_pending"), &answer->renewal_pending);
}

static bool read_free_text(const struct answer_reading *reading)
{
    const json_t *value = score_member(reading->json, "text");
    const char *text;

    if (!score_is_blank(value))
        reading->answer->status = SCORE_DONE;
    return value == NULL
        || score_read_text(reading->faults, value, at_member(reading, "text"), &text);
}

static bool read_date(const struct answer_reading *reading)
{
    int32_t date;

    if (!read_member_day(reading, "date", &date))
        return false;
    if (date != SCORE_NO_DAY)
        reading->answer->status = SCORE_DONE;
    return true;
}

/* The gap of a choice by its code; `name` is where the answer named it. */
static bool read_choice_code(const struct answer_reading *reading, const json_t *code,
                             const char *name, double *ret_gap)
{
    const char *text;
    json_t *choice;
    size_t i;

    if (!score_read_text(reading->faults, code, at_member(reading, name), &text))
        return false;
    json_array_foreach(json_object_get(reading->question->definition, "choices"), i, choice)
    {
        if (strcmp(json_string_value(json_object_get(choice, "code")), text) == 0) {
            *ret_gap = json_number_value(score_member(choice, "gap"));
            return true;
        }
    }
    return not_allowed(reading, name, "a choice of the question");
}

static void answer_gap(const struct answer_reading *reading, double gap)
{
    reading->answer->status = SCORE_HAS_GAP;
    reading->answer->gap = gap;
}

static bool read_single_choice(const struct answer_reading *reading)
{
    const json_t *choice = score_member(reading->json, "choice");
    double gap = 0;

    if (choice == NULL)
        return true;
    if (!read_choice_code(reading, choice, "choice", &gap))
        return false;
    answer_gap(reading, gap);
    return true;
}

static bool read_multi_choice(const struct answer_reading *reading)
{
    const json_t *choices = score_member(reading->json, "choices");
    const char *combine = json_string_value(score_member(reading->question->definition, "combine"));
    bool best = combine != NULL && strcmp(combine, "best") == 0;
    double combined = 0;

    if (choices != NULL && !json_is_array(choices))
        return score_fault_with(reading->faults, "wrong_type", at_member(reading, "choices"),
                                "expected", "array");
    for (size_t i = 0; i < json_array_size(choices); i++) {
        double gap = 0;

        if (!read_choice_code(reading, json_array_get(choices, i),
                              score_at(reading->faults, "choices/%zu", i), &gap))
            return false;
        if (i == 0 || (best ? gap < combined : gap > combined))
            combined = gap;
    }
    if (json_array_size(choices) > 0)
        answer_gap(reading, combined);
    return true;
}

static bool is_in_range(const json_t *range, double number)
{
    const json_t *min = score_member(range, "min");
    const json_t *max = score_member(range, "max");

    return (min == NULL || number >= json_number_value(min))
        && (max == NULL || number <= json_number_value(max));
}

static bool read_number(const struct answer_reading *reading)
{
    static const double limits[] = {-1e15, 1e15};
    const json_t *value = score_member(reading->json, "number");
    const json_t *ranges = score_member(reading->question->definition, "ranges");
    const char *at = at_member(reading, "number");
    double number;

    if (value == NULL)
        return true;
    if (!score_read_number(reading->faults, value, at, limits, &number))
        return false;
    for (size_t i = 0; i < json_array_size(ranges); i++) {
        const json_t *range = json_array_get(ranges, i);

        if (is_in_range(range, number)) {
            answer_gap(reading, json_number_value(score_member(range, "gap")));
            return true;
        }
    }
    return ranges == NULL || score_fault(reading->faults, "out_of_range", at);
}

/* A choice or number may be declared not applicable instead of being answered. */
static bool read_refusal(const struct answer_reading *reading)
{
    const char *word;

    if (!read_word(reading, &word))
        return false;
    if (word == NULL)
        return true;
    if (strcmp(word, "not_applicable") != 0)
        return not_allowed(reading, "answer", "not_applicable");
    reading->answer->status = SCORE_NOT_APPLICABLE;
    return true;
}

static bool read_value(const struct answer_reading *reading)
{
    switch (reading->question->type) {
    case QUESTION_THREE_STATE:
        return read_three_state(reading);
    case QUESTION_CERTIFICATION:
        return read_certification(reading);
    case QUESTION_FREE_TEXT:
        return read_free_text(reading);
    case QUESTION_SINGLE_CHOICE:
        return read_single_choice(reading) && read_refusal(reading);
    case QUESTION_MULTI_CHOICE:
        return read_multi_choice(reading) && read_refusal(reading);
    case QUESTION_NUMBER:
        return read_number(reading) && read_refusal(reading);
    case QUESTION_DATE:
        return read_date(reading);
    case QUESTION_TYPES:
        break;
    }
    return false;
}

bool score_answer_read(const struct score_sheet_question *question, const json_t *json,
                       struct score_faults *faults, struct score_answer *ret_answer)
{
    struct answer_reading reading = {
        .faults = faults,
        .question = question,
        .json = json,
        .at = score_at(faults, "#/answers/%s", score_pointer_part(faults, question->code)),
        .answer = ret_answer,
    };
    bool fits;

    *ret_answer = SCORE_BLANK_ANSWER;
    if (json == NULL || json_is_null(json))
        return true;
    if (!json_is_object(json))
        return score_fault_with(faults, "wrong_type", reading.at, "expected", "object");
    fits = read_member_names(&reading);
    fits = read_evidence(&reading) && fits;
    fits = read_plan(&reading) && fits;
    fits = read_reason(&reading) && fits;
    fits = read_member_day(&reading, "expires_on", &ret_answer->expires_on) && fits;
    fits = read_member_day(&reading, "answered_at", &ret_answer->answered_on) && fits;
    return read_value(&reading) && fits;
}
