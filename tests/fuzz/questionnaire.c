/* Questionnaire import: a document against the contract, the catalogues and the scorer. */
#include "../../src/domain/questionnaire/check.h"
#include "fuzz.h"
#include "renkei/base/arena.h"
#include "renkei/base/data.h"
#include "renkei/base/json.h"
#include "renkei/contract/contract.h"
#include "renkei/domain/change/reading.h"

static json_t *document, *built_in; /* own what stands in the next line */
static json_t *threats, *attack_kinds;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    document = json_loadb(threats_json, threats_json_length, 0, NULL);
    built_in = json_loadb(sheet_json, sheet_json_length, 0, NULL);
    PROMISE(contract_open() && document != NULL && built_in != NULL);
    threats = json_object_get(document, "threats");
    attack_kinds = json_object_get(built_in, "attack_kinds");
    return 0;
}

static const struct operation *import_operation(void)
{
    size_t count;
    const struct operation *operations = operation_table(&count);

    for (size_t i = 0; i < count; i++)
        if (operations[i].id == OPERATION_IMPORT_QUESTIONNAIRE)
            return &operations[i];
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct operation *operation = import_operation();
    struct arena *arena = arena_open();
    struct failure failure;
    struct reading reading = {.arena = arena, .failure = &failure};
    const char *code;
    json_t *body;

    failure_open(&failure, arena);
    if (contract_parse_json((const char *)data, size, operation->body_nodes, &failure, &body)
        && contract_check_body(operation->body, body, false, &failure)
        && check_document_code(&reading, body, &code)
        && !check_questionnaire(&reading, body, threats, attack_kinds))
        PROMISE(failure.problem == PROBLEM_VALIDATION_FAILED && failure.fault_count > 0);
    arena_close(arena);
    return 0;
}
