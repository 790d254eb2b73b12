/*
 * Fixture: one request against the small contract, and its faults as one line of text.
 */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* cmocka's fail() would hide ours */
#undef fail
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#include "renkei/base/arena.h"
#include "renkei/contract/contract.h"

struct fixture {
    struct arena *arena;
    struct failure failure;
    struct route_match match;
    struct parameters parameters;
};

int fixture_open(void **state);
int fixture_close(void **state);
/* Forgets what the last input left. */
void fixture_reset(struct fixture *fixture);

/* "" when all is well, else "problem" followed by " at:code" of each fault. */
const char *outcome(const struct fixture *fixture);
/* Routes GET `path`, then checks its values and the query: the outcome. */
const char *check_get(struct fixture *fixture, const char *path, const char *query);
/* Parses `json` and checks it against a component: the outcome. */
const char *check_json(struct fixture *fixture, const char *component, const char *json,
                       bool partial);
/* The value of a checked query parameter. */
const struct value *query_of(const struct fixture *fixture, const char *name);

#endif
