/* JSON and contract: a body, held against every body that an operation reads. */
#include "fuzz.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/contract/contract.h"

enum { NODES = 10000 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    PROMISE(contract_open());
    return 0;
}

/* The problem is a JSON document in both languages, whatever stood in the body. */
static void problem_is_json(const struct failure *failure, struct arena *arena)
{
    for (enum locale locale = LOCALE_JA; locale <= LOCALE_EN; locale++) {
        struct buffer text;
        json_t *document;

        buffer_open(&text, arena, 256);
        problem_write(failure, locale, "id", NULL, &text);
        document = json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES, NULL);
        PROMISE(document != NULL);
        json_decref(document);
    }
}

static void check_against(const struct operation *operation, const char *bytes, size_t size)
{
    struct arena *arena = arena_open();
    struct failure failure;
    json_t *body;
    bool partial = operation->method == METHOD_PATCH;

    failure_open(&failure, arena);
    if (!contract_parse_json(bytes, size, NODES, &failure, &body)
        || !contract_check_body(operation->body, body, partial, &failure))
        problem_is_json(&failure, arena);
    else
        PROMISE(failure.fault_count == 0
                && contract_check_body(operation->body, body, partial, &failure));
    arena_close(arena);
}

/* The first byte chooses the operation, the rest is the body. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t count, chosen = size > 0 ? data[0] : 0;
    const struct operation *operations = operation_table(&count);

    for (size_t i = 0; size > 0 && i < count; i++) {
        const struct operation *operation = &operations[(chosen + i) % count];

        if (operation->body == NULL)
            continue;
        check_against(operation, (const char *)data + 1, size - 1);
        break;
    }
    return 0;
}
