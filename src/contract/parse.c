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
    enum fault_code fault; /* of PROBLEM_INVALID_JSON */
};

static bool stop(struct scan *scan, enum problem problem)
{
    scan->problem = problem;
    return false;
}

static bool stop_json(struct scan *scan, enum fault_code fault)
{
    scan->fault = fault;
    return stop(scan, PROBLEM_INVALID_JSON);
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
    if (scan->depth == 0)
        return stop_json(scan, FAULT_JSON_SYNTAX);
    scan->at++;
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
        || (exponent != NULL && scan->at - exponent > EXPONENT_DIGITS_MAX)) {
        scan->at = start;
        return stop_json(scan, FAULT_JSON_NUMBER);
    }
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
        return stop_json(scan, FAULT_JSON_CONTROL);
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

/* Line and column of a byte, both from 1; columns count characters. */
struct spot {
    size_t line, column;
};

static struct spot spot_of(const char *bytes, size_t offset)
{
    struct spot spot = {1, 1};

    for (size_t i = 0; i < offset; i++) {
        if (bytes[i] == '\n')
            spot = (struct spot){spot.line + 1, 1};
        else
            spot.column += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    }
    return spot;
}

static bool fail_spot(struct failure *failure, enum problem problem, const char *bytes,
                      size_t offset)
{
    struct spot spot = spot_of(bytes, offset);

    return fail(failure, problem, "#line", arena_printf(failure->arena, "%zu", spot.line),
                "#column", arena_printf(failure->arena, "%zu", spot.column), NULL);
}

/* What is no JSON at all, with its place as parameters, too. */
static bool fail_json(struct failure *failure, enum fault_code code, const char *bytes,
                      size_t offset)
{
    struct spot spot = spot_of(bytes, offset);

    (void)fault_add(failure, FAULT_IN_BODY, "#", code, "#line",
                    arena_printf(failure->arena, "%zu", spot.line), "#column",
                    arena_printf(failure->arena, "%zu", spot.column), NULL);
    return fail_spot(failure, PROBLEM_INVALID_JSON, bytes, offset);
}

static bool fail_scan(struct failure *failure, const struct scan *scan, const char *bytes)
{
    char max[24];

    if (scan->problem == PROBLEM_INVALID_JSON)
        return fail_json(failure, scan->fault, bytes, (size_t)(scan->at - bytes));
    (void)snprintf(max, sizeof max, "%zu",
                   scan->problem == PROBLEM_TOO_DEEP ? (size_t)DEPTH_MAX : scan->max_nodes);
    return fail(failure, scan->problem, "#max", max, NULL);
}

/* Good JSON perhaps, but neither an object nor an array. */
static bool is_scalar(const char *bytes, size_t length)
{
    size_t first = 0;

    while (first < length && is_space(bytes[first]))
        first++;
    return first < length
        && (bytes[first] == '"' || bytes[first] == '-'
            || (bytes[first] >= '0' && bytes[first] <= '9')
            || (length - first >= 4
                && (memcmp(bytes + first, "null", 4) == 0 || memcmp(bytes + first, "true", 4) == 0
                    || memcmp(bytes + first, "fals", 4) == 0)));
}

static enum fault_code fault_of(enum json_error_code code)
{
    switch (code) {
    case json_error_premature_end_of_input:
        return FAULT_JSON_INCOMPLETE;
    case json_error_end_of_input_expected:
        return FAULT_JSON_TRAILING;
    case json_error_invalid_utf8:
        return FAULT_JSON_NOT_UTF8;
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return FAULT_JSON_CONTROL;
    case json_error_numeric_overflow:
        return FAULT_JSON_NUMBER;
    default:
        return FAULT_JSON_SYNTAX;
    }
}

/* jansson counts the bytes up to the end of what it stumbled over; of broken UTF-8, up to it. */
static bool fail_parse(struct failure *failure, const json_error_t *error, const char *bytes,
                       size_t length)
{
    enum json_error_code code = json_error_code(error);
    size_t offset = error->position < 1 ? 0 : (size_t)error->position - 1;

    if (code == json_error_duplicate_key)
        return fail_spot(failure, PROBLEM_DUPLICATE_KEY, bytes, offset);
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        return fail_json(failure, FAULT_JSON_BYTE_ORDER_MARK, bytes, 0);
    if (is_scalar(bytes, length))
        return fail_json(failure, FAULT_JSON_SCALAR, bytes, 0);
    if (code == json_error_invalid_utf8)
        offset++;
    if (code == json_error_premature_end_of_input || offset > length)
        offset = length;
    return fail_json(failure, fault_of(code), bytes, offset);
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

/* Where the line that begins at `start` ends. */
static size_t line_end(const char *bytes, size_t length, size_t start)
{
    const char *end = memchr(bytes + start, '\n', length - start);

    return end == NULL ? length : (size_t)(end - bytes);
}

static bool is_blank(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!is_space(bytes[i]))
            return false;
    return true;
}

bool contract_parse_lines(const char *bytes, size_t length, size_t max_nodes, const char *rows,
                          struct failure *failure, json_t **ret_value)
{
    struct scan scan = {.at = bytes, .end = bytes + length, .nodes = 1, .max_nodes = max_nodes};
    json_t *list = json_array();

    *ret_value = json_pack("{s:o}", rows, list);
    arena_defer(failure->arena, release, *ret_value);
    if (!scan_all(&scan))
        return fail_scan(failure, &scan, bytes);
    for (size_t start = 0, end; start < length; start = end + 1) {
        json_error_t error = {.text = ""};
        json_t *value;

        end = line_end(bytes, length, start);
        if (is_blank(bytes + start, end - start))
            continue;
        value = load(bytes + start, end - start, &error);
        error.position += (int)start;
        if (value == NULL)
            return fail_parse(failure, &error, bytes, end);
        (void)json_array_append_new(list, value);
    }
    return true;
}

bool contract_parse_json(const char *bytes, size_t length, size_t max_nodes,
                         struct failure *failure, json_t **ret_value)
{
    struct scan scan = {.at = bytes, .end = bytes + length, .nodes = 1, .max_nodes = max_nodes};
    json_error_t error = {.text = ""};
    json_t *value;

    if (!scan_all(&scan))
        return fail_scan(failure, &scan, bytes);
    value = load(bytes, length, &error);
    if (value == NULL)
        return fail_parse(failure, &error, bytes, length);
    arena_defer(failure->arena, release, value);
    *ret_value = value;
    return true;
}
