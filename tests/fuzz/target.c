/* Target and query: a request line's path and parameters, for every list of the contract. */
#include <string.h>

#include "../../src/http/edge.h"
#include "../../src/http/message.h"
#include "fuzz.h"
#include "renkei/base/arena.h"
#include "renkei/base/text.h"
#include "renkei/contract/contract.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    PROMISE(contract_open());
    return 0;
}

/* What a check lets through is what a statement may see: UTF-8, without a NUL by being text. */
static void values_are_clean(const struct operation *operation, const struct parameters *parameters)
{
    for (size_t i = 0; i < operation->query_count; i++) {
        const struct value *value = &parameters->query[i];

        PROMISE(value->text == NULL || utf8_valid(value->text, strlen(value->text)));
        PROMISE(value->array == NULL || utf8_valid(value->array, strlen(value->array)));
    }
}

static void read_target(char *target, struct arena *arena)
{
    char *query = strchr(target, '?');
    struct parameters parameters;
    struct route_match match;
    struct failure failure;

    if (query != NULL)
        *query++ = '\0';
    (void)target_has_encoded_slash(target);
    contract_route(target, METHOD_GET, arena, &match);
    if (match.operation == NULL)
        return;
    failure_open(&failure, arena);
    if (contract_check_parameters(match.operation, &match, query, &failure, &parameters))
        values_are_clean(match.operation, &parameters);
    else
        PROMISE(failure.problem != PROBLEM_NONE && failure.fault_count > 0);
    PROMISE(failure.fault_count <= FAULTS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open();
    char *target = arena_copy(arena, (const char *)data, size);

    if (strlen(target) <= TARGET_BYTES_MAX && target_is_clean(target))
        read_target(target, arena);
    arena_close(arena);
    return 0;
}
