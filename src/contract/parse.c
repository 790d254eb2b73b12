#include <stdio.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/contract/contract.h"

/*
 * jansson builds a value before anyone can look at it, and a megabyte of `{},` costs it 79 MiB. So
 * the bytes are counted first: levels, values, and numbers that PostgreSQL could not hold.
 */
enum { DEPTH_MAX = 32, NUMBER_MAX = 64, EXPONENT_DIGITS_MAX = 3 };

struct scan {
    const char *at, *end;
    size_t depth, nodes, max_nodes;
    enum problem problem;
};

static bool stop(struct scan *scan, enum problem problem)
{
    scan->problem = problem;
    return false;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* A container that holds something holds one value more than it has commas. */
static bool open_container(struct scan *scan)
{
    const char *next = ++scan->at;

    if (++scan->depth > DEPTH_MAX)
        return stop(scan, PROBLEM_TOO_DEEP);
    while (next < scan->end && is_space(*next))
        next++;
    scan->at = next;
    if (next < scan->end && *next != ']' && *next != '}')
        scan->nodes++;
    return true;
}

static bool close_container(struct scan *scan)
{
    scan->at++;
    if (scan->depth == 0)
        return stop(scan, PROBLEM_INVALID_JSON);
    scan->depth--;
    return true;
}

static void skip_string(struct scan *scan)
{
    for (scan->at++; scan->at < scan->end && *scan->at != '"'; scan->at++)
        if (*scan->at == '\\' && scan->at + 1 < scan->end)
            scan->at++;
    if (scan->at < scan->end)
        scan->at++;
}

/* The grammar is jansson's work; here only what a numeric column could not take is refused. */
static bool skip_number(struct scan *scan)
{
    const char *start = scan->at, *exponent = NULL;

    for (; scan->at < scan->end && strchr("+-.0123456789eE", *scan->at) != NULL; scan->at++) {
        if (*scan->at == '\0')
            break;
        if (*scan->at == 'e' || *scan->at == 'E')
            exponent = scan->at + 1;
    }
    if (exponent != NULL && exponent < scan->at && (*exponent == '+' || *exponent == '-'))
        exponent++;
    if (scan->at - start > NUMBER_MAX
        || (exponent != NULL && scan->at - exponent > EXPONENT_DIGITS_MAX))
        return stop(scan, PROBLEM_INVALID_JSON);
    return true;
}

static bool scan_token(struct scan *scan)
{
    switch (*scan->at) {
    case '[':
    case '{':
        return open_container(scan);
    case ']':
    case '}':
        return close_container(scan);
    case '"':
        skip_string(scan);
        return true;
    case ',':
        scan->nodes++;
        scan->at++;
        return true;
    case '\0':
        return stop(scan, PROBLEM_INVALID_JSON);
    default:
        if (*scan->at == '-' || (*scan->at >= '0' && *scan->at <= '9'))
            return skip_number(scan);
        scan->at++;
        return true;
    }
}

static bool scan_all(struct scan *scan)
{
    while (scan->at < scan->end) {
        if (!scan_token(scan))
            return false;
        if (scan->nodes > scan->max_nodes)
            return stop(scan, PROBLEM_TOO_MANY_NODES);
    }
    return true;
}

/* `position` counts bytes from 1. */
static bool fail_at(struct failure *failure, enum problem problem, size_t position)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%zu", position);
    return fail(failure, problem, "#position", text, NULL);
}

static bool fail_scan(struct failure *failure, const struct scan *scan, const char *bytes)
{
    char max[24];

    if (scan->problem == PROBLEM_INVALID_JSON)
        return fail_at(failure, PROBLEM_INVALID_JSON, (size_t)(scan->at - bytes) + 1);
    (void)snprintf(max, sizeof max, "%zu",
                   scan->problem == PROBLEM_TOO_DEEP ? (size_t)DEPTH_MAX : scan->max_nodes);
    return fail(failure, scan->problem, "#max", max, NULL);
}

static bool fail_parse(struct failure *failure, const json_error_t *error)
{
    bool twice = json_error_code(error) == json_error_duplicate_key;

    return fail_at(failure, twice ? PROBLEM_DUPLICATE_KEY : PROBLEM_INVALID_JSON,
                   error->position < 1 ? 1 : (size_t)error->position);
}

static void release(void *value)
{
    json_decref(value);
}

/*
 * An integer beyond 64 bits is good JSON: it is read as a real, and so is every other number then;
 * the contract tells which member it is too large for.
 */
static json_t *load(const char *bytes, size_t length, json_error_t *ret_error)
{
    json_t *value = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, ret_error);

    if (value != NULL || json_error_code(ret_error) != json_error_numeric_overflow)
        return value;
    return json_loadb(bytes, length, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, ret_error);
}

bool contract_parse_json(const char *bytes, size_t length, size_t max_nodes,
                         struct failure *failure, json_t **ret_value)
{
    struct scan scan = {bytes, bytes + length, 0, 1, max_nodes, PROBLEM_NONE};
    json_error_t error = {.text = ""};
    json_t *value;

    if (!scan_all(&scan))
        return fail_scan(failure, &scan, bytes);
    value = load(bytes, length, &error);
    if (value == NULL)
        return fail_parse(failure, &error);
    arena_defer(failure->arena, release, value);
    *ret_value = value;
    return true;
}
