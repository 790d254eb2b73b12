/*
 * What an answer says: members as sent -> members as stored. Symbols become words, absent members
 * null; what is not clear is refused with its place and never guessed.
 */
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/json.h"
#include "renkei/base/text.h"
#include "renkei/domain/response/response.h"

#define WORDS_ALLOWED                                                                              \
    "[\"done\",\"in_progress\",\"not_done\",\"not_applicable\",\"○\",\"△\",\"×\",\"N/A\"]"

struct normalising {
    const struct questionnaire_question *question;
    const json_t *input;
    const char *at;
    struct failure *failure;
    json_t *value;
    bool fits;
};

static void refuse(struct normalising *work, const char *name, enum fault_code code,
                   const char *parameter, const char *text)
{
    const char *at = arena_printf(work->failure->arena, "%s/%s", work->at, name);

    work->fits = fault_add(work->failure, FAULT_IN_BODY, at, code, parameter, text, (char *)NULL);
}

/* NULL: it is absent, null, or a text that nobody can see. */
static json_t *member_of(const json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);
    bool is_blank =
        json_is_string(value) && !text_visible(json_string_value(value), json_string_length(value));

    return json_is_null(value) || is_blank ? NULL : value;
}

static json_t *given(const struct normalising *work, const char *name)
{
    return member_of(work->input, name);
}

static void keep(struct normalising *work, const char *name, json_t *value)
{
    (void)json_object_set(work->value, name, value == NULL ? json_null() : value);
}

/* Whether it is stored as null where it was not given; the others are put in by take_value. */
static bool is_kept(const struct question_kind *kind, const struct answer_member *member)
{
    static const unsigned set_later = MEMBER_RENEWAL_PENDING | MEMBER_CHOICES | MEMBER_PLAN;

    return (kind->members & member->bit & ~set_later) != 0
        && (member->bit != MEMBER_ANSWER || kind->gap == GAP_OF_WORD);
}

/* Members of other types are refused; those of this type are there, null at first. */
static void sort_members(struct normalising *work)
{
    const struct question_kind *kind = &question_kinds[work->question->type];

    for (const struct answer_member *member = answer_members; member->name != NULL; member++) {
        if ((kind->members & member->bit) == 0 && given(work, member->name) != NULL)
            refuse(work, member->name, FAULT_WRONG_MEMBER_FOR_TYPE, "type", kind->word);
        else if (is_kept(kind, member))
            keep(work, member->name, given(work, member->name));
    }
}

static void take_word(struct normalising *work, const char *word)
{
    (void)json_object_set_new(work->value, "answer", json_string(word));
    if (strcmp(word, "not_applicable") == 0 && !work->question->na_allowed)
        refuse(work, "answer", FAULT_NOT_APPLICABLE_REFUSED, NULL, NULL);
}

/* Whether something is left to do: △, ×, or a choice or number that leaves a gap. */
static bool is_open_point(const struct normalising *work)
{
    const char *word = json_string_value(json_object_get(work->value, "answer"));
    double gap;

    if (word != NULL)
        return strcmp(word, "in_progress") == 0 || strcmp(word, "not_done") == 0;
    return score_gap_of(work->failure->arena, work->question->type, work->question->definition,
                        work->value, &gap)
        && gap > 0;
}

/* "answer: done", "choice: null": what a plan does not go with. */
static const char *told_text(const struct normalising *work)
{
    const char *name = question_kinds[work->question->type].told_by;
    const json_t *told = json_object_get(work->value, "answer");

    if (json_is_string(told))
        name = "answer";
    else
        told = json_object_get(work->value, name);
    return arena_printf(work->failure->arena, "%s: %s", name,
                        json_is_string(told) ? json_string_value(told)
                            : told == NULL   ? "null"
                                             : json_text(work->failure->arena, told));
}

/* A plan goes with an open point only. An empty one is none. */
static void take_plan(struct normalising *work)
{
    static const char *const names[] = {"measure", "owner", "due_on"};
    const json_t *plan = given(work, "plan");
    json_t *kept = json_object();
    bool empty = true;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_t *part = member_of(plan, names[i]);

        empty = empty && part == NULL;
        (void)json_object_set(kept, names[i], part == NULL ? json_null() : part);
    }
    (void)json_object_set_new(work->value, "plan", empty ? json_null() : kept);
    if (empty)
        json_decref(kept);
    else if (work->fits && !is_open_point(work))
        refuse(work, "plan", FAULT_UNSUPPORTED_CHANGE, "other", told_text(work));
}

static void take_three_state(struct normalising *work)
{
    const json_t *answer = given(work, "answer");
    const char *word = answer == NULL ? NULL : three_state_word(json_string_value(answer));

    if (word != NULL)
        take_word(work, word);
    else if (answer != NULL)
        refuse(work, "answer", FAULT_NOT_ALLOWED_VALUE, "#allowed", WORDS_ALLOWED);
    take_plan(work);
}

/* A choice or number may be declared not applicable instead of being answered. */
static void take_refusal(struct normalising *work, const char *member)
{
    const json_t *answer = given(work, "answer");
    const char *word = answer == NULL ? NULL : three_state_word(json_string_value(answer));

    if (answer == NULL)
        return;
    if (word == NULL || strcmp(word, "not_applicable") != 0)
        refuse(work, "answer", FAULT_NOT_ALLOWED_VALUE, "#allowed", "[\"not_applicable\"]");
    else if (given(work, member) != NULL)
        refuse(work, "answer", FAULT_UNSUPPORTED_CHANGE, "other", member);
    else
        take_word(work, word);
}

static void check_text(struct normalising *work, const char *name)
{
    if (given(work, name) != NULL && !json_is_string(given(work, name)))
        refuse(work, name, FAULT_WRONG_TYPE, "#expected", "[\"string\"]");
}

static void take_certification(struct normalising *work)
{
    check_text(work, "number");
    (void)json_object_set_new(work->value, "renewal_pending",
                              json_boolean(json_is_true(given(work, "renewal_pending"))));
}

static const char *choices_allowed(const struct normalising *work)
{
    const json_t *choices = json_object_get(work->question->definition, "choices");
    struct buffer text;

    buffer_open(&text, work->failure->arena, 256);
    buffer_add_char(&text, '[');
    for (size_t i = 0; i < json_array_size(choices); i++) {
        const char *code = json_string_value(json_object_get(json_array_get(choices, i), "code"));

        buffer_printf(&text, "%s\"%s\"", i == 0 ? "" : ",", code);
    }
    buffer_add_char(&text, ']');
    return text.data;
}

static void check_choice(struct normalising *work, const char *name, const char *code)
{
    const json_t *choices = json_object_get(work->question->definition, "choices");

    for (size_t i = 0; i < json_array_size(choices); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(choices, i), "code")), code)
            == 0)
            return;
    refuse(work, name, FAULT_NOT_ALLOWED_VALUE, "#allowed", choices_allowed(work));
}

static void take_single_choice(struct normalising *work)
{
    const json_t *choice = given(work, "choice");

    if (choice != NULL)
        check_choice(work, "choice", json_string_value(choice));
    take_refusal(work, "choice");
    take_plan(work);
}

static void take_multi_choice(struct normalising *work)
{
    json_t *choices = given(work, "choices");

    for (size_t i = 0; i < json_array_size(choices); i++)
        check_choice(work, arena_printf(work->failure->arena, "choices/%zu", i),
                     json_string_value(json_array_get(choices, i)));
    (void)json_object_set_new(work->value, "choices",
                              choices == NULL ? json_array() : json_incref(choices));
    take_refusal(work, json_array_size(choices) > 0 ? "choices" : "-");
    take_plan(work);
}

/* Beyond 1e15 a decimal of 15 digits would not come back as it went in. */
static bool number_fits(const json_t *ranges, double number)
{
    if (number < -1e15 || number > 1e15)
        return false;
    return json_array_size(ranges) == 0 || score_range_of(ranges, number) != NULL;
}

static void take_number(struct normalising *work)
{
    const json_t *number = given(work, "number");

    if (number != NULL && !json_is_number(number))
        refuse(work, "number", FAULT_WRONG_TYPE, "#expected", "[\"number\"]");
    else if (number != NULL
             && !number_fits(score_member(work->question->definition, "ranges"),
                             json_number_value(number)))
        refuse(work, "number", FAULT_OUT_OF_RANGE, NULL, NULL);
    take_refusal(work, "number");
    take_plan(work);
}

static void take_free_text(struct normalising *work)
{
    (void)work; /* as it was sent */
}

static void take_date(struct normalising *work)
{
    (void)work; /* as it was sent */
}

static void take_value(struct normalising *work)
{
#define TAKER(NAME, word, ...) [QUESTION_##NAME] = take_##word,
    static void (*const takers[QUESTION_TYPES])(struct normalising *) = {QUESTION_TYPE_ROWS(TAKER)};
#undef TAKER

    takers[work->question->type](work);
}

static void release(void *value)
{
    json_decref(value);
}

bool answer_normalise(const struct questionnaire_question *question, const json_t *input,
                      const char *at, struct failure *failure, json_t **ret_value)
{
    struct normalising work = {question, input, at, failure, json_object(), true};

    arena_defer(failure->arena, release, work.value);
    sort_members(&work);
    keep(&work, "reason", given(&work, "reason"));
    keep(&work, "plan", NULL);
    take_value(&work);
    *ret_value = work.value;
    return work.fits;
}

bool answer_is_given(enum question_type type, const json_t *value)
{
    const json_t *told = score_member(value, question_kinds[type].told_by);

    if (score_member(value, "answer") != NULL)
        return true;
    if (json_is_array(told))
        return json_array_size(told) > 0;
    return json_is_string(told) ? !score_is_blank(told) : told != NULL;
}
