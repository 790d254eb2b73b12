#include "fixture.h"

#include <string.h>

#include "renkei/base/buffer.h"

int fixture_open(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    assert_true(contract_open());
    fixture->arena = arena_open();
    failure_open(&fixture->failure, fixture->arena);
    *state = fixture;
    return 0;
}

int fixture_close(void **state)
{
    struct fixture *fixture = *state;

    arena_close(fixture->arena);
    free(fixture);
    return 0;
}

void fixture_reset(struct fixture *fixture)
{
    arena_reset(fixture->arena);
    failure_open(&fixture->failure, fixture->arena);
}

const char *outcome(const struct fixture *fixture)
{
    const struct failure *failure = &fixture->failure;
    struct buffer text;

    buffer_open(&text, fixture->arena, 256);
    if (failure->problem != PROBLEM_NONE)
        buffer_add_text(&text, problem_entry(failure->problem)->code);
    for (size_t i = 0; i < failure->fault_count; i++)
        buffer_printf(&text, " %s:%s", failure->faults[i].at,
                      fault_entry(failure->faults[i].code)->code);
    return text.data;
}

const char *check_get(struct fixture *fixture, const char *path, const char *query)
{
    fixture_reset(fixture);
    contract_route(path, METHOD_GET, fixture->arena, &fixture->match);
    if (fixture->match.operation == NULL)
        return "no route";
    (void)contract_check_parameters(fixture->match.operation, &fixture->match, query,
                                    &fixture->failure, &fixture->parameters);
    return outcome(fixture);
}

const char *check_json(struct fixture *fixture, const char *component, const char *json,
                       bool partial)
{
    json_t *value;

    fixture_reset(fixture);
    if (contract_parse_json(json, strlen(json), 1000, &fixture->failure, &value))
        (void)contract_check_body(schema_by_name(component), value, partial, &fixture->failure);
    return outcome(fixture);
}

const struct value *query_of(const struct fixture *fixture, const char *name)
{
    const struct operation *operation = fixture->match.operation;

    for (size_t i = 0; i < operation->query_count; i++)
        if (strcmp(operation->query[i].name, name) == 0)
            return &fixture->parameters.query[i];
    fail_msg("no parameter %s", name);
    return NULL;
}
