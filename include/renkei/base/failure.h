/*
 * Failure: what went wrong with a request. The first failure is kept; whoever fails records it and
 * returns false, so a handler is one chain of `&&` and one encoder writes the problem at the end.
 *
 * Problems and faults are declared in openapi.yaml (x-problems, x-faults) with their status and
 * their Japanese and English words, and compiled into generated/problems.h.
 */
#ifndef RENKEI_BASE_FAILURE_H
#define RENKEI_BASE_FAILURE_H

#include <stdbool.h>
#include <stddef.h>

#include "generated/base/problems.h"

struct arena;

enum fault_source {
    FAULT_IN_BODY,
    FAULT_IN_QUERY,
    FAULT_IN_PATH,
    FAULT_IN_HEADER,
    FAULT_IN_REQUEST, /* as a whole: it has no place */
};

enum { FAULT_PARAMETERS = 3, FAULTS_MAX = 100, FAILURE_PARAMETERS = 4, FAILURE_MEMBERS = 4 };

/* A value for a `{name}` in a detail, and a member of the fault's `params`. */
struct fault_parameter {
    const char *name;
    const char *value;
    bool is_json; /* value is JSON text: a number or a list of words */
};

/* One fault of the request; `at` is a JSON pointer ("#/contacts/0/email"), parameter or header. */
struct fault {
    enum fault_source source;
    enum fault_code code;
    const char *at;
    struct fault_parameter parameters[FAULT_PARAMETERS];
};

/* An extra member of the problem document, `json` being its value as JSON text. */
struct failure_member {
    const char *name;
    const char *json;
};

struct failure {
    struct arena *arena;
    enum problem problem; /* PROBLEM_NONE while all is well */
    struct fault_parameter parameters[FAILURE_PARAMETERS];
    struct failure_member members[FAILURE_MEMBERS];
    struct fault *faults; /* at most FAULTS_MAX; what comes after is left out */
    size_t fault_count;
    int retry_after; /* seconds, 0: no Retry-After */
};

void failure_open(struct failure *failure, struct arena *arena);
/*
 * Records `problem` unless one is recorded already. Pairs of (name, value) fill the detail and end
 * with NULL; a name that begins with '#' is JSON text (a number or a list of words) for `params`.
 * `vocabulary` names the enumeration whose labels stand for words in the text.
 * Values are copied. Always false.
 */
bool fail(struct failure *failure, enum problem problem, ...) __attribute__((sentinel));
/* Adds an extension member to the recorded problem, e.g. "allowed" -> ["submit"]. Always false. */
bool failure_extend(struct failure *failure, const char *name, const char *json);
/*
 * Collects one fault; pairs as in fail(). The caller turns collected faults into a problem with
 * fail() when its step is done, so that all faults are reported at once. Always false.
 */
bool fault_add(struct failure *failure, enum fault_source source, const char *at,
               enum fault_code code, ...) __attribute__((sentinel));

#endif
