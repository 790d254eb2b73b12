#include <string.h>

#include "renkei/contract/tables.h"

const struct operation *operation_table(size_t *ret_count)
{
    *ret_count = contract_tables.operation_count;
    return contract_tables.operations;
}

const struct event_type *event_type_table(size_t *ret_count)
{
    *ret_count = contract_tables.event_type_count;
    return contract_tables.event_types;
}

bool scopes_satisfy(uint64_t scopes, const uint64_t *alternatives, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((scopes & alternatives[i]) == alternatives[i])
            return true;
    return count == 0;
}

const struct problem_entry *problem_entry(enum problem problem)
{
    return &contract_tables.problems[problem];
}

const struct fault_entry *fault_entry(enum fault_code code)
{
    return &contract_tables.faults[code];
}

enum fault_code fault_by_code(const char *word)
{
    int code = 0;

    while (code < FAULT_COUNT - 1 && strcmp(fault_entry((enum fault_code)code)->code, word) != 0)
        code++;
    return (enum fault_code)code;
}

enum problem problem_by_code(const char *code)
{
    for (unsigned i = PROBLEM_NONE + 1; i < PROBLEM_COUNT; i++)
        if (strcmp(contract_tables.problems[i].code, code) == 0)
            return (enum problem)i;
    return PROBLEM_NONE;
}

const char *scope_name(enum scope scope)
{
    return contract_tables.scopes[scope].value;
}

bool scope_by_name(const char *name, size_t length, enum scope *ret_scope)
{
    for (unsigned i = 0; i < SCOPE_COUNT; i++) {
        const char *scope = contract_tables.scopes[i].value;

        if (strlen(scope) == length && memcmp(scope, name, length) == 0) {
            *ret_scope = (enum scope)i;
            return true;
        }
    }
    return false;
}

uint64_t scope_bit(const char *name, size_t length)
{
    enum scope scope;

    return scope_by_name(name, length, &scope) ? UINT64_C(1) << scope : 0;
}

const struct schema *schema_by_name(const char *component)
{
    for (size_t i = 0; i < contract_tables.named_count; i++)
        if (strcmp(contract_tables.named[i]->name, component) == 0)
            return contract_tables.named[i];
    return NULL;
}

const struct schema *const *vocabulary_table(size_t *ret_count)
{
    *ret_count = contract_tables.vocabulary_count;
    return contract_tables.vocabulary;
}

const char *word_label(const char *enumeration, const char *word, enum locale locale)
{
    const struct schema *schema = schema_by_name(enumeration);

    for (size_t i = 0; i < schema->word_count; i++) {
        const char *value = schema->words[i].value;

        if (value == NULL || word == NULL ? value == word : strcmp(value, word) == 0)
            return schema->words[i].label[locale];
    }
    return word;
}
