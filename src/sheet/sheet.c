#include <string.h>

#include "document.h"
#include "renkei/base/arena.h"

/* The certificates that stand behind other answers, and the section of the P mark. */
static const char isms_code[] = "CERT-02", p_mark_code[] = "CERT-01", p_mark_section[] = "CONF";

static const char *const builtin_kinds[] = {"business", "software", "service"};

static const char *at_member(const struct sheet_reading *reading, const char *name)
{
    return score_at(reading->faults, "%s/%s", reading->at, name);
}

static bool read_strength(struct score_faults *faults, const json_t *strengths, const char *name,
                          double *ret_strength)
{
    static const double limits[] = {0.001, SCORE_WEIGHT_MAX};
    const json_t *value = score_member(strengths, name);

    return value == NULL
        || score_read_number(faults, value, score_at(faults, "#/relation_strength/%s", name),
                             limits, ret_strength);
}

static bool read_strengths(struct sheet_reading *reading, const json_t *document)
{
    const json_t *strengths = score_member(document, "relation_strength");
    double *ret_strength = reading->model->relation_strength;

    ret_strength[SCORE_SUPPORTING] = 1;
    ret_strength[SCORE_PRIMARY] = 2;
    if (strengths != NULL && !json_is_object(strengths))
        return score_fault_with(reading->faults, "wrong_type", "#/relation_strength", "expected",
                                "object");
    return read_strength(reading->faults, strengths, "supporting", &ret_strength[SCORE_SUPPORTING])
        && read_strength(reading->faults, strengths, "primary", &ret_strength[SCORE_PRIMARY]);
}

/* An absent list is as good as an empty one. */
static bool check_list(struct score_faults *faults, const json_t *list, const char *at)
{
    return list == NULL || json_is_array(list)
        || score_fault_with(faults, "wrong_type", at, "expected", "array");
}

static bool add_kind(struct sheet_reading *reading, const char *code, const char *at)
{
    struct score_questionnaire *model = reading->model;

    for (size_t k = 0; k < model->kind_count; k++)
        if (strcmp(model->kinds[k], code) == 0)
            return score_fault(reading->faults, "not_unique", at);
    model->kinds[model->kind_count++] = code;
    return true;
}

static bool read_kinds(struct sheet_reading *reading, const json_t *document)
{
    const json_t *kinds = score_member(document, "attack_kinds");
    struct score_faults *faults = reading->faults;
    bool fits = true;

    for (size_t k = 0; kinds == NULL && k < sizeof builtin_kinds / sizeof *builtin_kinds; k++)
        (void)add_kind(reading, builtin_kinds[k], "");
    if (!check_list(faults, kinds, "#/attack_kinds"))
        return false;
    if (json_array_size(kinds) > SCORE_KINDS_MAX)
        return score_fault_with(faults, "too_many", "#/attack_kinds", "max",
                                score_at(faults, "%d", SCORE_KINDS_MAX));
    for (size_t k = 0; k < json_array_size(kinds); k++) {
        const char *at = score_at(faults, "#/attack_kinds/%zu/code", k);
        const char *code;

        fits = score_read_text(faults, score_member(json_array_get(kinds, k), "code"), at, &code)
            && add_kind(reading, code, at) && fits;
    }
    return fits;
}

static bool read_code(struct sheet_reading *reading, const char **ret_code)
{
    const char *at = at_member(reading, "code");

    if (!score_read_text(reading->faults, score_member(reading->question, "code"), at, ret_code))
        return false;
    if (score_sheet_find(reading->sheet, *ret_code) != NULL)
        return score_fault(reading->faults, "not_unique", at);
    return true;
}

/* All of them, for people. */
static const char *type_words(void)
{
#define AND(NAME, word, ...) ", " #word
    static const char words[] = QUESTION_TYPE_ROWS(AND);
#undef AND

    return words + strlen(", ");
}

static bool read_type(struct sheet_reading *reading, enum question_type *ret_type)
{
    const char *at = at_member(reading, "type");
    const char *word;

    if (!score_read_text(reading->faults, score_member(reading->question, "type"), at, &word))
        return false;
    return question_type_of(word, ret_type)
        || score_fault_with(reading->faults, "not_allowed_value", at, "allowed", type_words());
}

static bool read_flag(struct sheet_reading *reading, const char *name, bool *ret_flag)
{
    return score_read_boolean(reading->faults, score_member(reading->question, name),
                              at_member(reading, name), ret_flag);
}

/* `scored` is true unless the document says otherwise; texts and dates count only as a bonus. */
static bool read_scored(struct sheet_reading *reading, enum question_type type, bool *ret_scored)
{
    bool is_text = question_kinds[type].gap == GAP_OF_NOTHING;
    bool bonus;

    if (!read_flag(reading, "scored", ret_scored) || !read_flag(reading, "bonus_only", &bonus))
        return false;
    if (score_member(reading->question, "scored") == NULL)
        *ret_scored = true;
    *ret_scored = *ret_scored && (bonus || !is_text);
    return true;
}

static bool check_gaps(struct sheet_reading *reading, enum question_type type, bool scored)
{
    const json_t *combine = score_member(reading->question, "combine");
    const char *word = json_string_value(combine);

    if (question_kinds[type].gap == GAP_OF_RANGE)
        return score_ranges_check(reading->faults, reading->question, reading->at, scored);
    if (question_kinds[type].gap != GAP_OF_CHOICE && question_kinds[type].gap != GAP_OF_CHOICES)
        return true;
    if (combine != NULL
        && (word == NULL || (strcmp(word, "worst") != 0 && strcmp(word, "best") != 0)))
        return score_fault_with(reading->faults, "not_allowed_value", at_member(reading, "combine"),
                                "allowed", "worst, best");
    return score_choices_check(reading->faults, reading->question, reading->at, scored);
}

/* visible_if names an earlier question, so the order of the document is the order of evaluation. */
static bool read_visible_if(struct sheet_reading *reading, size_t *ret_depends_on)
{
    const json_t *condition = score_member(reading->question, "visible_if");
    const json_t *values = score_member(condition, "in");
    const char *at = at_member(reading, "visible_if/question");
    const struct score_sheet_question *question;
    const char *code;

    *ret_depends_on = SCORE_NONE;
    if (condition == NULL)
        return true;
    if (!score_read_text(reading->faults, score_member(condition, "question"), at, &code))
        return false;
    question = score_sheet_find(reading->sheet, code);
    if (question == NULL)
        return score_fault(reading->faults, "unknown_reference", at);
    if (json_array_size(values) == 0)
        return score_fault(reading->faults, "required", at_member(reading, "visible_if/in"));
    *ret_depends_on = (size_t)(question - reading->sheet->questions);
    return true;
}

static bool read_question_kinds(struct sheet_reading *reading, uint32_t *ret_kinds)
{
    const struct score_questionnaire *model = reading->model;
    const json_t *kinds = score_member(reading->question, "attack_kinds");
    bool fits = check_list(reading->faults, kinds, at_member(reading, "attack_kinds"));

    for (size_t i = 0; i < json_array_size(kinds); i++) {
        const char *code = json_string_value(json_array_get(kinds, i));
        size_t k = 0;

        while (code != NULL && k < model->kind_count && strcmp(model->kinds[k], code) != 0)
            k++;
        if (code == NULL || k == model->kind_count)
            fits = score_fault(reading->faults, "unknown_reference",
                               score_at(reading->faults, "%s/attack_kinds/%zu", reading->at, i));
        else
            *ret_kinds |= UINT32_C(1) << k;
    }
    return fits;
}

static enum score_certificate certificate_of(enum question_type type, const char *code)
{
    if (type != QUESTION_CERTIFICATION)
        return SCORE_NO_CERTIFICATE;
    if (strcmp(code, isms_code) == 0)
        return SCORE_ISMS;
    return strcmp(code, p_mark_code) == 0 ? SCORE_P_MARK : SCORE_NO_CERTIFICATE;
}

static bool read_scored_question(struct sheet_reading *reading, const char *code,
                                 enum question_type type)
{
    static const double weights[] = {0.001, SCORE_WEIGHT_MAX};
    struct score_questionnaire *model = reading->model;
    struct score_question *question = &model->questions[model->question_count];
    bool fits;

    *question = (struct score_question){
        .type = question_kinds[type].score_type,
        .certificate = certificate_of(type, code),
        .in_p_mark_scope = strcmp(reading->section, p_mark_section) == 0,
    };
    fits = score_read_number(reading->faults, score_member(reading->question, "weight"),
                             at_member(reading, "weight"), weights, &question->weight);
    fits = read_flag(reading, "weak_link", &question->weak_link) && fits;
    fits = read_flag(reading, "na_allowed", &question->na_allowed) && fits;
    fits = read_flag(reading, "bonus_only", &question->bonus_only) && fits;
    fits = read_question_kinds(reading, &question->kinds) && fits;
    fits = threat_relations_read(&reading->catalogue, score_member(reading->question, "threats"),
                                 at_member(reading, "threats"), reading->faults,
                                 reading->relations[model->question_count])
        && fits;
    reading->at_scored[model->question_count++] = reading->at;
    return fits;
}

static bool read_question(struct sheet_reading *reading)
{
    struct score_sheet *sheet = reading->sheet;
    struct score_sheet_question question = {.definition = reading->question, .scored = SCORE_NONE};
    bool scored = false, fits;

    if (sheet->question_count == SCORE_SHEET_QUESTIONS_MAX)
        return score_fault_with(reading->faults, "too_many", reading->at, "max",
                                score_at(reading->faults, "%d", SCORE_SHEET_QUESTIONS_MAX));
    if (!read_code(reading, &question.code) || !read_type(reading, &question.type)
        || !read_scored(reading, question.type, &scored))
        return false;
    fits = check_gaps(reading, question.type, scored);
    fits = read_visible_if(reading, &question.depends_on) && fits;
    if (scored) {
        question.scored = reading->model->question_count;
        fits = read_scored_question(reading, question.code, question.type) && fits;
    }
    sheet->questions[sheet->question_count++] = question;
    return fits;
}

static bool read_section(struct sheet_reading *reading, const json_t *section, size_t s)
{
    const char *code = json_string_value(score_member(section, "code"));
    const json_t *questions = score_member(section, "questions");
    bool fits = true;

    reading->section = code == NULL ? "" : code;
    if (!json_is_array(questions))
        return score_fault(reading->faults, "required",
                           score_at(reading->faults, "#/sections/%zu/questions", s));
    for (size_t q = 0; q < json_array_size(questions); q++) {
        reading->question = json_array_get(questions, q);
        reading->at = score_at(reading->faults, "#/sections/%zu/questions/%zu", s, q);
        fits = read_question(reading) && fits;
    }
    return fits;
}

static bool read_sections(struct sheet_reading *reading, const json_t *document)
{
    const json_t *sections = score_member(document, "sections");
    bool fits = true;

    if (!json_is_array(sections))
        return score_fault(reading->faults, "required", "#/sections");
    for (size_t s = 0; s < json_array_size(sections); s++)
        fits = read_section(reading, json_array_get(sections, s), s) && fits;
    return fits;
}

static bool check_format(struct score_faults *faults, const json_t *document)
{
    static const char known[] = "renkei-questionnaire/1";
    const json_t *format = score_member(document, "format");
    const char *text;

    if (!json_is_object(document))
        return score_fault_with(faults, "wrong_type", "#", "expected", "object");
    if (format == NULL)
        return true;
    return score_read_text(faults, format, "#/format", &text)
        && (strcmp(text, known) == 0
            || score_fault_with(faults, "not_allowed_value", "#/format", "allowed", known));
}

static bool read_sheet(struct sheet_reading *reading, const json_t *document, const json_t *threats)
{
    bool fits;

    if (!check_format(reading->faults, document)
        || !threat_catalogue_read(threats, reading->faults, &reading->catalogue))
        return false;
    document_open(reading, document);
    fits = read_strengths(reading, document);
    fits = read_kinds(reading, document) && fits;
    fits = read_sections(reading, document) && fits;
    if (!fits)
        return false;
    return document_compile(reading);
}

bool score_sheet_read(const json_t *document, const json_t *threats, struct score_faults *faults,
                      struct score_sheet *ret_sheet)
{
    struct arena *scratch = arena_open();
    struct sheet_reading *reading = arena_alloc(scratch, sizeof *reading);
    bool fits;

    reading->faults = faults;
    reading->sheet = ret_sheet;
    fits = read_sheet(reading, document, threats);
    arena_close(scratch);
    return fits;
}

const struct score_question *score_sheet_scored(const struct score_sheet *sheet, size_t question)
{
    size_t scored = sheet->questions[question].scored;

    return scored == SCORE_NONE ? NULL : &sheet->models[SCORE_MODEL_1].questions[scored];
}

const struct score_sheet_question *score_sheet_find(const struct score_sheet *sheet,
                                                    const char *code)
{
    for (size_t q = 0; q < sheet->question_count; q++)
        if (strcmp(sheet->questions[q].code, code) == 0)
            return &sheet->questions[q];
    return NULL;
}
