#include <string.h>

#include "answer.h"

/* Members of an answer to any type of question. */
static const char *const common_members[] = {
    "evidence", "reason", "comment", "plan", "answered_at",
    /* what the service keeps with an answer; it does not score */
    "code", "revision", "channel", "answered_by", "updated_at", "updated_by", "prefilled",
    "confirmed"};

const char *answer_at(const struct answer_reading *reading, const char *name)
{
    return score_below(reading->faults, reading->at, name);
}

bool answer_not_allowed(const struct answer_reading *reading, const char *name, const char *allowed)
{
    return score_fault_with(reading->faults, "not_allowed_value", answer_at(reading, name),
                            "allowed", allowed);
}

static bool is_common(const char *name)
{
    for (size_t i = 0; i < sizeof common_members / sizeof *common_members; i++)
        if (strcmp(common_members[i], name) == 0)
            return true;
    return false;
}

static const struct answer_member *find_member(const char *name)
{
    for (const struct answer_member *member = answer_members; member->name != NULL; member++)
        if (strcmp(member->name, name) == 0)
            return member;
    return NULL;
}

/* Whether answers to this type have the member; `claimed` is the supplier's own answer. */
static bool belongs(const struct question_kind *kind, const char *name, bool *ret_known)
{
    const struct answer_member *member = find_member(name);
    bool is_claim = strcmp(name, "claimed") == 0;

    *ret_known = member != NULL || is_claim || is_common(name);
    return is_common(name) || (member != NULL && (kind->members & member->bit) != 0)
        || (is_claim && kind->gap != GAP_OF_NOTHING && (kind->members & MEMBER_ANSWER) != 0);
}

/* It belongs to answers of another type than `kind`; NULL: to none. */
static bool fail_member(const struct answer_reading *reading, const char *key,
                        const struct question_kind *kind)
{
    const char *at = answer_at(reading, score_pointer_part(reading->faults, key));

    return kind == NULL
        ? score_fault(reading->faults, "unknown_member", at)
        : score_fault_with(reading->faults, "wrong_member_for_type", at, "type", kind->word);
}

/* A member that is null is as good as absent. */
static bool read_member_names(const struct answer_reading *reading)
{
    const char *key;
    json_t *value;
    bool known = true;

    json_object_foreach((json_t *)reading->json, key, value)
    {
        const struct question_kind *kind = &question_kinds[reading->question->type];
        bool is_known, fits = belongs(kind, key, &is_known);

        if (is_known && (fits || json_is_null(value)))
            continue;
        known = fail_member(reading, key, is_known ? kind : NULL);
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
    if (!score_read_text(reading->faults, value, answer_at(reading, "evidence"), &word))
        return false;
    if (!score_evidence_of(word, &evidence))
        return answer_not_allowed(reading, "evidence", "self, document, verified");
    reading->answer->evidence = (uint8_t)evidence;
    return true;
}

static bool read_member_day(const struct answer_reading *reading, const char *name,
                            int32_t *ret_day)
{
    return score_read_day(reading->faults, score_member(reading->json, name),
                          answer_at(reading, name), ret_day);
}

static bool read_plan(const struct answer_reading *reading)
{
    static const char *const names[] = {"measure", "owner", "due_on", NULL};
    const json_t *plan = score_member(reading->json, "plan");

    return plan == NULL
        || (score_read_members(reading->faults, plan, answer_at(reading, "plan"), names)
            && score_read_day(reading->faults, score_member(plan, "due_on"),
                              answer_at(reading, "plan/due_on"), &reading->answer->plan_due_on));
}

static bool read_reason(const struct answer_reading *reading)
{
    const json_t *reason = score_member(reading->json, "reason");
    const char *text;

    reading->answer->has_reason = !score_is_blank(reason);
    return reason == NULL
        || score_read_text(reading->faults, reason, answer_at(reading, "reason"), &text);
}

/* Absent: an unanswered question. */
bool answer_word_read(const struct answer_reading *reading, const char *name, const char **ret_word)
{
    const json_t *value = score_member(reading->json, name);
    const char *text;

    *ret_word = NULL;
    if (value == NULL)
        return true;
    if (!score_read_text(reading->faults, value, answer_at(reading, name), &text))
        return false;
    *ret_word = three_state_word(text);
    return *ret_word != NULL
        || answer_not_allowed(reading, name, "done, in_progress, not_done, not_applicable");
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

    if (!answer_word_read(reading, "answer", &word))
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
        && !score_read_text(reading->faults, status, answer_at(reading, "status"), &word))
        return false;
    if (word != NULL && strcmp(word, "obtained") != 0 && strcmp(word, "not_obtained") != 0)
        return answer_not_allowed(reading, "status", "obtained, not_obtained");
    if (word != NULL)
        answer->status = strcmp(word, "obtained") == 0 ? SCORE_OBTAINED : SCORE_NOT_OBTAINED;
    return (number == NULL
            || score_read_text(reading->faults, number, answer_at(reading, "number"), &text))
        && score_read_boolean(reading->faults, score_member(reading->json, "renewal_pending"),
                              answer_at(reading, "renewal_pending"), &answer->renewal_pending);
}

static bool read_free_text(const struct answer_reading *reading)
{
    const json_t *value = score_member(reading->json, "text");
    const char *text;

    if (!score_is_blank(value))
        reading->answer->status = SCORE_DONE;
    return value == NULL
        || score_read_text(reading->faults, value, answer_at(reading, "text"), &text);
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

/* A choice, several or a number: each brings its own gap. */
static bool read_graded(const struct answer_reading *reading, const char *name)
{
    bool given;
    double gap;

    if (!answer_gap_read(reading, name, &gap, &given))
        return false;
    if (given) {
        reading->answer->status = SCORE_HAS_GAP;
        reading->answer->gap = gap;
    }
    return true;
}

/* A choice or number may be declared not applicable instead of being answered. */
static bool read_refusal(const struct answer_reading *reading)
{
    const char *word;

    if (!answer_word_read(reading, "answer", &word))
        return false;
    if (word == NULL)
        return true;
    if (strcmp(word, "not_applicable") != 0)
        return answer_not_allowed(reading, "answer", "not_applicable");
    reading->answer->status = SCORE_NOT_APPLICABLE;
    return true;
}

static bool read_single_choice(const struct answer_reading *reading)
{
    return read_graded(reading, "choice") && read_refusal(reading);
}

static bool read_multi_choice(const struct answer_reading *reading)
{
    return read_graded(reading, "choices") && read_refusal(reading);
}

static bool read_number(const struct answer_reading *reading)
{
    return read_graded(reading, "number") && read_refusal(reading);
}

static bool read_value(const struct answer_reading *reading)
{
#define READER(NAME, word, ...) [QUESTION_##NAME] = read_##word,
    static bool (*const readers[QUESTION_TYPES])(const struct answer_reading *) = {
        QUESTION_TYPE_ROWS(READER)};
#undef READER

    return readers[reading->question->type](reading);
}

bool score_answer_read(const struct score_sheet_question *question, const json_t *json,
                       struct score_faults *faults, struct score_answer *ret_answer)
{
    struct answer_reading reading = {
        .faults = faults,
        .question = question,
        .json = json,
        .at = score_below(faults, "#/answers", score_pointer_part(faults, question->code)),
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
    fits = answer_claim_read(&reading) && fits;
    return read_value(&reading) && fits;
}
