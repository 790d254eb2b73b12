#include "renkei/base/failure.h"

#include <stdarg.h>
#include <string.h>

#include "renkei/base/arena.h"

void failure_open(struct failure *failure, struct arena *arena)
{
    memset(failure, 0, sizeof *failure);
    failure->arena = arena;
    failure->problem = PROBLEM_NONE;
}

/* Copies the (name, value) pairs up to the closing NULL; those beyond `limit` are left out. */
static void copy_parameters(struct arena *arena, va_list pairs, struct fault_parameter *parameters,
                            size_t limit)
{
    const char *name;
    size_t count = 0;

    while ((name = va_arg(pairs, const char *)) != NULL) {
        const char *value = va_arg(pairs, const char *);

        if (count == limit || value == NULL)
            continue;
        parameters[count].is_json = name[0] == '#';
        parameters[count].name = arena_strdup(arena, name + (name[0] == '#'));
        parameters[count].value = arena_strdup(arena, value);
        count++;
    }
}

bool fail(struct failure *failure, enum problem problem, ...)
{
    va_list pairs;

    if (failure->problem != PROBLEM_NONE)
        return false;
    failure->problem = problem;
    va_start(pairs, problem);
    copy_parameters(failure->arena, pairs, failure->parameters, FAILURE_PARAMETERS);
    va_end(pairs);
    return false;
}

bool failure_extend(struct failure *failure, const char *name, const char *json)
{
    for (size_t i = 0; i < FAILURE_MEMBERS; i++) {
        if (failure->members[i].name != NULL)
            continue;
        failure->members[i].name = arena_strdup(failure->arena, name);
        failure->members[i].json = arena_strdup(failure->arena, json);
        break;
    }
    return false;
}

bool fault_add(struct failure *failure, enum fault_source source, const char *at,
               enum fault_code code, ...)
{
    struct fault *fault;
    va_list pairs;

    if (failure->faults == NULL)
        failure->faults = arena_alloc(failure->arena, FAULTS_MAX * sizeof *failure->faults);
    if (failure->fault_count == FAULTS_MAX)
        return false;
    fault = &failure->faults[failure->fault_count++];
    fault->source = source;
    fault->code = code;
    fault->at = arena_strdup(failure->arena, at);
    va_start(pairs, code);
    copy_parameters(failure->arena, pairs, fault->parameters, FAULT_PARAMETERS);
    va_end(pairs);
    return false;
}
