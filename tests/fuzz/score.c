/* renkei score: a line of its input, by both models; a result is finite and reads again as JSON. */
#include "fuzz.h"
#include "renkei/base/arena.h"
#include "renkei/base/data.h"
#include "renkei/sheet/sheet.h"

static struct score_sheet sheet;
static json_t *document;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static struct score_faults faults;

    (void)argc, (void)argv;
    document = json_loadb(sheet_json, sheet_json_length, 0, NULL);
    PROMISE(document != NULL);
    score_faults_open(&faults, arena_open());
    PROMISE(score_sheet_read(document, NULL, &faults, &sheet));
    return 0;
}

static void score_by(enum score_model model, const json_t *input)
{
    struct arena *arena = arena_open();
    struct score_source source = {.model = model, .fallback = {"motex-scrm-2024", &sheet}};
    struct score_faults *faults = arena_alloc(arena, sizeof *faults);
    struct score_explanation *numbers = arena_alloc(arena, sizeof *numbers);
    struct score_supplier supplier;
    json_t *told = NULL;

    score_faults_open(faults, arena);
    if (score_is_chain(input)) {
        (void)score_knock_on_json(input, faults, &told);
    } else if (score_supplier_read(&source, input, faults, &supplier)
               && score_supplier_explain(&supplier, faults, numbers)) {
        PROMISE(numbers->brief.score >= 0 && numbers->brief.score <= 25);
        told = score_explanation_json(&supplier, numbers);
        PROMISE(told != NULL);
    }
    PROMISE((told != NULL) != (faults->count > 0));
    json_decref(told);
    arena_close(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *input = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);

    if (input == NULL)
        return 0;
    for (enum score_model model = SCORE_MODEL_1; model < SCORE_MODELS; model++)
        score_by(model, input);
    json_decref(input);
    return 0;
}
