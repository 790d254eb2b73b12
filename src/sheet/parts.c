/* The questionnaires of a supplier: which there are, their answers, and all of them as one. */
#include <stdlib.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "supplier.h"

/* ---- which there are ---- */

static const struct score_sheet *find_sheet(const struct score_source *source, const char *code)
{
    for (size_t i = 0; i < source->count; i++)
        if (strcmp(source->sheets[i].code, code) == 0)
            return source->sheets[i].sheet;
    return source->fallback.sheet;
}

/* The document in the input, else the one known by that code. */
static bool read_questionnaire(struct supplier_reading *reading, const json_t *document,
                               struct sheet_entry *entry)
{
    struct score_faults *faults = reading->faults;
    struct score_sheet *sheet;
    const char *root = faults->root;
    bool fits;

    if (document == NULL) {
        entry->sheet = find_sheet(reading->source, entry->code);
        return entry->sheet != NULL
            || score_fault(faults, "unknown_reference", score_at(faults, "%s/code", entry->root));
    }
    sheet = arena_alloc(faults->arena, sizeof *sheet);
    faults->root = score_at(faults, "%s/questionnaire", entry->root);
    fits = score_sheet_read(document, reading->source->threats, faults, sheet);
    faults->root = root;
    entry->sheet = sheet;
    return fits;
}

static bool read_version(struct supplier_reading *reading, const json_t *json,
                         const struct sheet_entry *entry)
{
    const json_t *version = score_member(json, "version");

    return version == NULL || json_is_integer(version)
        || score_fault_with(reading->faults, "wrong_type",
                            score_at(reading->faults, "%s/version", entry->root), "expected",
                            "integer");
}

static bool read_entry(struct supplier_reading *reading, const json_t *json,
                       struct sheet_entry *entry)
{
    static const char *const names[] = {"code",        "version", "questionnaire",
                                        "answered_at", "answers", NULL};
    struct score_faults *faults = reading->faults;
    bool fits;

    entry->answers = score_member(json, "answers");
    if (!score_read_members(faults, json, entry->root, names)
        || !score_read_text(faults, score_member(json, "code"),
                            score_at(faults, "%s/code", entry->root), &entry->code))
        return false;
    fits = read_version(reading, json, entry);
    fits = score_read_day(faults, score_member(json, "answered_at"),
                          score_at(faults, "%s/answered_at", entry->root), &entry->answered_on)
        && fits;
    return read_questionnaire(reading, score_member(json, "questionnaire"), entry) && fits;
}

static bool read_entries(struct supplier_reading *reading, const json_t *sheets)
{
    struct score_faults *faults = reading->faults;
    size_t count = json_array_size(sheets);
    bool fits = true;

    if (reading->source->model == SCORE_MODEL_1)
        return score_fault(faults, "unknown_member", "#/sheets");
    if (!json_is_array(sheets))
        return score_fault_with(faults, "wrong_type", "#/sheets", "expected", "array");
    reading->entries = arena_alloc(faults->arena, (count + 1) * sizeof *reading->entries);
    for (size_t i = 0; i < count; i++) {
        struct sheet_entry *entry = &reading->entries[i];

        *entry = (struct sheet_entry){.index = i, .root = score_at(faults, "#/sheets/%zu", i)};
        fits = read_entry(reading, json_array_get(sheets, i), entry) && fits;
    }
    reading->entry_count = count;
    return fits;
}

/* Answers at the top are those of one questionnaire. */
static void only_entry(struct supplier_reading *reading, const json_t *answers)
{
    reading->entries = arena_alloc(reading->faults->arena, sizeof *reading->entries);
    reading->entry_count = 1;
    reading->entries[0] = (struct sheet_entry){
        .code = reading->source->fallback.code,
        .sheet = reading->source->fallback.sheet,
        .answers = answers,
        .answered_on = SCORE_NO_DAY,
        .root = reading->faults->root,
    };
}

/* By code; of the same code the one that stood first in the input. */
static int compare_entries(const void *one, const void *other)
{
    const struct sheet_entry *a = one, *b = other;
    int order = strcmp(a->code, b->code);

    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

static bool order_entries(struct supplier_reading *reading)
{
    struct sheet_entry *entries = reading->entries;
    bool unique = true;

    qsort(entries, reading->entry_count, sizeof *entries, compare_entries);
    for (size_t i = 1; i < reading->entry_count; i++)
        if (strcmp(entries[i - 1].code, entries[i].code) == 0)
            unique = score_fault(reading->faults, "not_unique",
                                 score_at(reading->faults, "%s/code", entries[i].root));
    return unique;
}

/* ---- all of them as one ---- */

static const struct score_questionnaire *model_of(const struct supplier_reading *reading,
                                                  const struct score_sheet *sheet)
{
    return &sheet->models[reading->source->model];
}

/* Those with scored questions; one alone stands for itself, whatever is in it. */
static bool list_parts(struct supplier_reading *reading)
{
    struct score_supplier *supplier = reading->supplier;
    size_t count = 0;

    supplier->part_count = 0;
    supplier->parts =
        arena_alloc(reading->faults->arena, (reading->entry_count + 1) * sizeof *supplier->parts);
    for (size_t i = 0; i < reading->entry_count; i++) {
        struct sheet_entry *entry = &reading->entries[i];
        size_t questions = model_of(reading, entry->sheet)->question_count;

        entry->first = count;
        if (questions == 0 && reading->entry_count > 1)
            continue;
        supplier->parts[supplier->part_count++] =
            (struct score_part){entry->code, entry->sheet, count};
        count += questions;
    }
    return count <= SCORE_QUESTIONS_MAX
        || score_fault_with(reading->faults, "too_many", "#/sheets", "max",
                            score_at(reading->faults, "%d", SCORE_QUESTIONS_MAX));
}

static bool join_parts(struct supplier_reading *reading)
{
    struct score_supplier *supplier = reading->supplier;
    struct arena *arena = reading->faults->arena;
    const struct score_questionnaire **sheets =
        arena_alloc(arena, (supplier->part_count + 1) * sizeof(void *));
    struct score_questionnaire *joint = arena_alloc(arena, sizeof *joint);
    size_t questions = 0;

    joint->link_capacity = 0;
    for (size_t i = 0; i < supplier->part_count; i++) {
        sheets[i] = model_of(reading, supplier->parts[i].sheet);
        questions += sheets[i]->question_count;
        joint->link_capacity += sheets[i]->link_capacity;
    }
    supplier->questionnaire = sheets[0];
    if (supplier->part_count == 1)
        return true;
    joint->questions = arena_alloc(arena, (questions + 1) * sizeof *joint->questions);
    joint->links = arena_alloc(arena, (joint->link_capacity + 1) * sizeof *joint->links);
    supplier->questionnaire = joint;
    return score_join(sheets, supplier->part_count, joint) == SCORE_OK
        || score_fault_with(reading->faults, "too_many", "#/sheets", "max",
                            score_at(reading->faults, "%d", SCORE_KINDS_MAX));
}

static void list_places(struct supplier_reading *reading)
{
    struct score_supplier *supplier = reading->supplier;

    supplier->places =
        arena_alloc(reading->faults->arena,
                    (supplier->questionnaire->question_count + 1) * sizeof *supplier->places);
    for (size_t i = 0; i < supplier->part_count; i++) {
        const struct score_part *part = &supplier->parts[i];

        for (size_t q = 0; q < part->sheet->question_count; q++) {
            const struct score_sheet_question *question = &part->sheet->questions[q];

            if (question->scored != SCORE_NONE)
                supplier->places[part->first + question->scored] =
                    (struct score_place){part, question};
        }
    }
}

/* ---- answers ---- */

static const char *at_answer(struct score_faults *faults, const char *code)
{
    return score_below(faults, "#/answers", score_pointer_part(faults, code));
}

static bool read_codes(struct supplier_reading *reading, const struct sheet_entry *entry)
{
    struct score_faults *faults = reading->faults;
    const char *code;
    json_t *value;
    bool known = true;

    if (entry->answers != NULL && !json_is_object(entry->answers))
        return score_fault_with(faults, "wrong_type", "#/answers", "expected", "object");
    json_object_foreach((json_t *)entry->answers, code, value)
    {
        if (score_sheet_find(entry->sheet, code) == NULL)
            known = score_fault(faults, "question_unknown", at_answer(faults, code));
        else if (reading->source->model == SCORE_MODEL_1 && score_member(value, "claimed") != NULL)
            known = score_fault(faults, "unknown_member",
                                score_below(faults, at_answer(faults, code), "claimed"));
    }
    return known;
}

/* `ret_answers`: those of the questions that score. */
static bool read_answers(struct supplier_reading *reading, const struct sheet_entry *entry,
                         struct score_answer *ret_answers)
{
    const struct score_sheet *sheet = entry->sheet;
    bool visible[SCORE_SHEET_QUESTIONS_MAX];
    bool fits = read_codes(reading, entry);

    score_sheet_visible(sheet, entry->answers, visible);
    for (size_t q = 0; q < sheet->question_count; q++) {
        const struct score_sheet_question *question = &sheet->questions[q];
        struct score_answer answer;

        fits = score_answer_read(question, score_member(entry->answers, question->code),
                                 reading->faults, &answer)
            && fits;
        if (!visible[q])
            answer.status = SCORE_HIDDEN;
        if (answer.answered_on == SCORE_NO_DAY)
            answer.answered_on = entry->answered_on;
        if (question->scored != SCORE_NONE)
            ret_answers[question->scored] = answer;
    }
    return fits;
}

bool supplier_answers_read(struct supplier_reading *reading)
{
    struct score_supplier *supplier = reading->supplier;
    const char *root = reading->faults->root;
    bool fits = true;

    supplier->answers =
        arena_alloc(reading->faults->arena,
                    (supplier->questionnaire->question_count + 1) * sizeof *supplier->answers);
    supplier->input.answers = supplier->answers;
    for (size_t i = 0; i < reading->entry_count; i++) {
        const struct sheet_entry *entry = &reading->entries[i];

        reading->faults->root = entry->root;
        fits = read_answers(reading, entry, supplier->answers + entry->first) && fits;
    }
    reading->faults->root = root;
    return fits;
}

bool supplier_sheets_read(struct supplier_reading *reading, const json_t *input)
{
    const json_t *sheets = score_member(input, "sheets"), *answers = score_member(input, "answers");

    if (sheets == NULL)
        only_entry(reading, answers);
    else if (!read_entries(reading, sheets))
        return false;
    if (sheets != NULL && answers != NULL)
        return score_fault(reading->faults, "unknown_member", "#/answers");
    if (!order_entries(reading) || !list_parts(reading) || !join_parts(reading))
        return false;
    list_places(reading);
    return true;
}

/* ---- questions by name ---- */

static const struct score_sheet_question *find_in(const struct sheet_entry *entry, const char *name)
{
    size_t length = strlen(entry->code);

    return strncmp(entry->code, name, length) == 0 && name[length] == '/'
        ? score_sheet_find(entry->sheet, name + length + 1)
        : NULL;
}

bool supplier_question_find(struct supplier_reading *reading, const char *name, const char *at,
                            size_t *ret_target)
{
    size_t found = 0, scored = 0;

    *ret_target = SCORE_NONE;
    for (size_t i = 0; i < reading->entry_count; i++) {
        const struct sheet_entry *entry = &reading->entries[i];
        const struct score_sheet_question *question = score_sheet_find(entry->sheet, name);

        if (question == NULL)
            question = find_in(entry, name);
        if (question == NULL)
            continue;
        found++;
        scored += question->scored != SCORE_NONE;
        if (question->scored != SCORE_NONE)
            *ret_target = entry->first + question->scored;
    }
    if (found == 0)
        return score_fault(reading->faults, "question_unknown", at);
    return scored < 2
        || score_fault_with(reading->faults, "not_allowed_value", at, "allowed",
                            score_at(reading->faults, "questionnaire/%s", name));
}
