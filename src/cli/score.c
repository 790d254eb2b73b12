/*
 * renkei score: one JSON input per line on standard input, one JSON result per line on standard
 * output, in the same order. A supplier gives its explanation (with --brief the numbers alone) by
 * the model of --model, a supply chain its knock-on. A line that cannot be scored gives
 * {"error": ..., "line": n}.
 */
#include <stdio.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/data.h"
#include "renkei/cli/commands.h"
#include "renkei/sheet/sheet.h"

struct options {
    enum score_model model;
    const char *file; /* of the questionnaire, NULL: the built-in one */
    bool brief;
};

struct scoring {
    struct arena *arena; /* of one line */
    struct score_source source;
    bool brief;
    size_t line;
    bool bad_line;
};

/* "#/answers/A-1/status: not_allowed_value (allowed: obtained, not_obtained); ..." */
static const char *faults_text(const struct score_faults *faults)
{
    const char *text = "";

    for (size_t i = 0; i < faults->count; i++) {
        const struct score_fault *fault = &faults->items[i];
        const char *parameter = fault->parameter == NULL
            ? ""
            : arena_printf(faults->arena, " (%s: %s)", fault->parameter, fault->value);

        text = arena_printf(faults->arena, "%s%s%s: %s%s", text, i > 0 ? "; " : "", fault->at,
                            fault->code, parameter);
    }
    return text;
}

static json_t *read_json(struct scoring *scoring, const char *text, size_t length,
                         const char **ret_error)
{
    json_error_t error;
    json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);

    /* The parser's own words quote the line, which need not be UTF-8. */
    if (json == NULL)
        *ret_error = arena_printf(scoring->arena, "not JSON (column %d)", error.column);
    return json;
}

static bool score_supplier(struct scoring *scoring, const json_t *input,
                           struct score_faults *faults, json_t **ret_json)
{
    struct score_explanation *explanation;
    struct score_supplier supplier;
    struct score_brief brief;

    if (!score_supplier_read(&scoring->source, input, faults, &supplier))
        return false;
    if (scoring->brief) {
        if (score_brief(supplier.questionnaire, &supplier.input, &brief) != SCORE_OK)
            return false;
        *ret_json = score_brief_json(scoring->source.model, &brief);
        return true;
    }
    explanation = arena_alloc(scoring->arena, sizeof *explanation);
    if (!score_supplier_explain(&supplier, faults, explanation))
        return false;
    *ret_json = score_explanation_json(&supplier, explanation);
    return true;
}

static bool score_one(struct scoring *scoring, const json_t *input, struct score_faults *faults,
                      json_t **ret_json)
{
    return score_is_chain(input) ? score_knock_on_json(input, faults, ret_json)
                                 : score_supplier(scoring, input, faults, ret_json);
}

static void print_line(json_t *json)
{
    (void)json_dumpf(json, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
    (void)putchar('\n');
    json_decref(json);
}

static void score_line(struct scoring *scoring, const char *text, size_t length)
{
    struct score_faults *faults = arena_alloc(scoring->arena, sizeof *faults);
    const char *error = NULL;
    json_t *input = read_json(scoring, text, length, &error);
    json_t *result = NULL;

    score_faults_open(faults, scoring->arena);
    if (input != NULL && !score_one(scoring, input, faults, &result))
        error = faults_text(faults);
    if (result == NULL) {
        result = json_pack("{s:s, s:I}", "error", error, "line", (json_int_t)scoring->line);
        scoring->bad_line = true;
    }
    print_line(result);
    json_decref(input);
}

static int score_lines(struct scoring *scoring)
{
    char *text = NULL;
    size_t capacity = 0;
    ssize_t length;

    while ((length = getline(&text, &capacity, stdin)) >= 0) {
        scoring->line++;
        if (strspn(text, " \t\r\n") == (size_t)length)
            continue;
        score_line(scoring, text, (size_t)length);
        arena_reset(scoring->arena);
    }
    free(text);
    return scoring->bad_line ? STATUS_INPUT : STATUS_OK;
}

static json_t *load_questionnaire(const char *file)
{
    json_error_t error;
    json_t *document = file == NULL
        ? json_loadb(sheet_json, sheet_json_length, JSON_REJECT_DUPLICATES, &error)
        : json_load_file(file, JSON_REJECT_DUPLICATES, &error);

    if (document == NULL)
        (void)fprintf(stderr, "renkei score: %s: %s\n", file, error.text);
    return document;
}

/* What a document calls itself; measures may name its questions by it. */
static const char *code_of(const json_t *document)
{
    const char *code = json_string_value(json_object_get(document, "code"));

    if (code == NULL)
        code = json_string_value(json_object_get(document, "id"));
    return code == NULL ? "" : code;
}

static int score_with(const json_t *document, const struct options *options)
{
    struct arena *arena = arena_open();
    struct scoring scoring = {.arena = arena_open(), .brief = options->brief};
    struct score_sheet *sheet = arena_alloc(arena, sizeof *sheet);
    struct score_faults *faults = arena_alloc(arena, sizeof *faults);
    int status = STATUS_INPUT;

    score_faults_open(faults, arena);
    scoring.source.model = options->model;
    scoring.source.fallback = (struct score_named_sheet){code_of(document), sheet};
    if (score_sheet_read(document, NULL, faults, sheet))
        status = score_lines(&scoring);
    else
        (void)fprintf(stderr, "renkei score: %s: %s\n",
                      options->file == NULL ? "built-in questionnaire" : options->file,
                      faults_text(faults));
    arena_close(scoring.arena);
    arena_close(arena);
    return status;
}

static bool read_model(const char *text, enum score_model *ret_model)
{
    static const char *const numbers[SCORE_MODELS] = {[SCORE_MODEL_1] = "1", [SCORE_MODEL_2] = "2"};

    for (enum score_model model = SCORE_MODEL_1; model < SCORE_MODELS; model++) {
        if (strcmp(numbers[model], text) == 0) {
            *ret_model = model;
            return true;
        }
    }
    return false;
}

static bool read_options(int argc, char **argv, struct options *ret_options)
{
    *ret_options = (struct options){.model = SCORE_MODEL_2};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--brief") == 0)
            ret_options->brief = true;
        else if (strcmp(argv[i], "--questionnaire") == 0 && i + 1 < argc)
            ret_options->file = argv[++i];
        else if (strcmp(argv[i], "--model") != 0 || i + 1 == argc
                 || !read_model(argv[++i], &ret_options->model))
            return false;
    }
    return true;
}

int command_score(int argc, char **argv)
{
    struct options options;
    json_t *document;
    int status;

    if (!read_options(argc, argv, &options))
        return STATUS_USAGE;
    document = load_questionnaire(options.file);
    if (document == NULL)
        return STATUS_INPUT;
    status = score_with(document, &options);
    json_decref(document);
    return status;
}
