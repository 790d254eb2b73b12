#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/clock.h"
#include "renkei/base/text.h"

/* The values of one parameter as they come, first to last. */
struct given {
    const char *text;
    const struct given *next;
};

struct collected {
    const struct given *first;
    struct given *last;
    size_t count;
};

/* A query string on its way: what it gave so far for each of the operation's parameters. */
struct query {
    const struct operation *operation;
    struct check check;
    struct arena *arena;
    struct collected *collected; /* as operation->query */
    bool valid;
};

enum integer { INTEGER_GOOD, INTEGER_FAR, INTEGER_NONE };

/*
 * -?(0|[1-9][0-9]*)(.0+)?, since 3.0 is an integer (JSON Schema 2020-12, 6.1.1). strtoll alone
 * would take spaces and a plus sign. INTEGER_FAR: beyond 64 bits.
 */
static enum integer integer_read(const char *text, int64_t *ret_value)
{
    const char *digits = text + (text[0] == '-');
    size_t length = strspn(digits, "0123456789");
    const char *behind = digits + length;

    if (length == 0 || (digits[0] == '0' && length > 1))
        return INTEGER_NONE;
    if (behind[0] == '.' && behind[1] == '0')
        behind += 1 + strspn(behind + 1, "0");
    if (*behind != '\0')
        return INTEGER_NONE;
    errno = 0;
    *ret_value = strtoll(text, NULL, 10);
    return errno == 0 ? INTEGER_GOOD : INTEGER_FAR;
}

/* A number as JSON writes it. */
static bool number_parse(const char *text, double *ret_value)
{
    const char *at = text + (text[0] == '-');
    size_t digits = strspn(at, "0123456789");

    if (digits == 0 || (at[0] == '0' && digits > 1) || strlen(text) > 32)
        return false;
    at += digits;
    if (*at == '.') {
        digits = strspn(++at, "0123456789");
        at += digits;
    }
    if (digits == 0 || *at != '\0')
        return false;
    *ret_value = strtod(text, NULL);
    return true;
}

static bool fault_type(const struct check *check, const struct place *place, const char *expected)
{
    char list[24];

    (void)snprintf(list, sizeof list, "[\"%s\"]", expected);
    return check_fault(check, place, FAULT_WRONG_TYPE, "#expected", list);
}

static bool check_integer_text(const struct check *check, const struct place *place,
                               const struct schema *schema, const char *text)
{
    int64_t value;

    switch (integer_read(text, &value)) {
    case INTEGER_GOOD:
        return check_integer(check, place, schema, value);
    case INTEGER_FAR:
        return check_fault_far(check, place, schema, text[0] == '-');
    default:
        return fault_type(check, place, "integer");
    }
}

static bool check_scalar(const struct check *check, const struct place *place,
                         const struct schema *schema, const char *text)
{
    double number;

    if (schema->types == TYPE_STRING || schema->words != NULL)
        return check_text(check, place, schema, text, strlen(text));
    if (schema->types == TYPE_BOOLEAN)
        return strcmp(text, "true") == 0 || strcmp(text, "false") == 0
            || fault_type(check, place, "boolean");
    if (schema->types == TYPE_INTEGER)
        return check_integer_text(check, place, schema, text);
    return number_parse(text, &number) ? check_number(check, place, schema, number)
                                       : fault_type(check, place, "number");
}

/* A plus sign of an offset arrives as a space: give it back before the value is checked. */
static void restore_plus(const struct schema *schema, char *text)
{
    char *space = schema->format == FORMAT_DATE_TIME ? strchr(text, ' ') : NULL;

    if (space != NULL)
        *space = '+';
}

/* One spelling for values that have several, so that PostgreSQL sees only that one. */
static const char *settle(const struct schema *schema, const char *text, struct arena *arena)
{
    char uuid[37], digits[14], moment[INSTANT_TEXT];
    instant at;

    if (schema->types == TYPE_INTEGER)
        return arena_copy(arena, text, strcspn(text, "."));
    if (schema->format == FORMAT_UUID && uuid_parse(text, uuid))
        return arena_strdup(arena, uuid);
    if (schema->format == FORMAT_CORPORATE_NUMBER
        && corporate_number_digits(text, strlen(text), digits))
        return arena_strdup(arena, digits);
    if (schema->format == FORMAT_DATE_TIME && instant_parse(text, &at)) {
        instant_format(at, moment);
        return arena_strdup(arena, moment);
    }
    return text;
}

static bool take_value(struct query *query, size_t index, const char *bytes, size_t length)
{
    const struct parameter *parameter = &query->operation->query[index];
    const struct schema *schema = parameter->many ? parameter->schema->items : parameter->schema;
    const struct place place = {NULL, parameter->name, 0};
    struct collected *collected = &query->collected[index];
    struct given *given;
    char *text;

    if (length == 0 && !parameter->empty_allowed)
        return check_fault(&query->check, &place, FAULT_TOO_SHORT, "#min", "1");
    text = form_decode(bytes, length, query->arena);
    if (text == NULL)
        return check_fault(&query->check, &place, FAULT_NOT_UTF8, NULL, NULL);
    restore_plus(schema, text);
    if (!check_scalar(&query->check, &place, schema, text))
        return false;
    given = arena_alloc(query->arena, sizeof *given);
    given->text = settle(schema, text, query->arena);
    if (collected->last == NULL)
        collected->first = given;
    else
        collected->last->next = given;
    collected->last = given;
    return true;
}

/* "a,b" of a list: the commas part values before %2C becomes a comma of a value. */
static bool take_list(struct query *query, size_t index, const char *bytes, size_t length)
{
    bool valid = true;

    for (;;) {
        const char *comma = length > 0 ? memchr(bytes, ',', length) : NULL;
        size_t part = comma != NULL ? (size_t)(comma - bytes) : length;

        query->collected[index].count++;
        valid &= take_value(query, index, bytes, part);
        if (comma == NULL)
            return valid;
        bytes += part + 1;
        length -= part + 1;
    }
}

static bool take_known(struct query *query, size_t index, const char *bytes, size_t length)
{
    const struct parameter *parameter = &query->operation->query[index];
    const struct place place = {NULL, parameter->name, 0};

    if (parameter->many)
        return take_list(query, index, bytes, length);
    if (query->collected[index].count++ > 0)
        return check_fault(&query->check, &place, FAULT_DUPLICATE_PARAMETER, NULL, NULL);
    return take_value(query, index, bytes, length);
}

static bool fault_unknown(struct query *query, const char *name)
{
    const struct operation *operation = query->operation;
    const struct place place = {NULL, name, 0};
    const char **names = arena_alloc(query->arena, (operation->query_count + 1) * sizeof *names);

    for (size_t i = 0; i < operation->query_count; i++)
        names[i] = operation->query[i].name;
    return check_fault(&query->check, &place, FAULT_UNKNOWN_PARAMETER, "did_you_mean",
                       closest_word(name, names, operation->query_count));
}

/* ?lang= holds for the texts of every refusal, so every operation takes it. */
static bool take_language(struct query *query, const char *value, size_t length)
{
    static const struct enum_word words[] = {{"ja", {NULL}}, {"en", {NULL}}};
    static const struct schema languages = {.types = TYPE_STRING, .words = words, .word_count = 2};
    const struct place place = {NULL, "lang", 0};
    const char *text = form_decode(value, length, query->arena);

    return text != NULL ? check_text(&query->check, &place, &languages, text, strlen(text))
                        : check_fault(&query->check, &place, FAULT_NOT_UTF8, NULL, NULL);
}

/* "name=value", up to `length` bytes. */
static bool take_pair(struct query *query, const char *bytes, size_t length)
{
    const struct operation *operation = query->operation;
    const char *equals = length > 0 ? memchr(bytes, '=', length) : NULL;
    size_t name_length = equals != NULL ? (size_t)(equals - bytes) : length;
    const char *name = form_decode(bytes, name_length, query->arena);
    const struct place nowhere = {NULL, "", 0};

    if (name == NULL)
        return check_fault(&query->check, &nowhere, FAULT_NOT_UTF8, NULL, NULL);
    for (size_t i = 0; i < operation->query_count; i++) {
        if (strcmp(operation->query[i].name, name) != 0)
            continue;
        if (equals == NULL)
            return take_known(query, i, "", 0);
        return take_known(query, i, equals + 1, length - name_length - 1);
    }
    if (strcmp(name, "lang") == 0 && equals != NULL)
        return take_language(query, equals + 1, length - name_length - 1);
    return fault_unknown(query, name);
}

static void take_query(struct query *query, const char *text)
{
    /* the length of the target bounds the pairs; nobody reads more than FAULTS_MAX faults */
    while (text != NULL && *text != '\0' && query->check.failure->fault_count < FAULTS_MAX) {
        size_t length = strcspn(text, "&");

        if (length > 0)
            query->valid &= take_pair(query, text, length);
        text += length + (text[length] == '&');
    }
}

/* {"a","b"} as PostgreSQL reads it: every element quoted, quotes and backslashes escaped. */
static const char *array_literal(const struct given *given, struct arena *arena)
{
    struct buffer buffer;

    buffer_open(&buffer, arena, 64);
    for (const char *opening = "{\""; given != NULL; given = given->next, opening = ",\"") {
        buffer_add_text(&buffer, opening);
        for (const char *byte = given->text; *byte != '\0'; byte++) {
            if (*byte == '"' || *byte == '\\')
                buffer_add_char(&buffer, '\\');
            buffer_add_char(&buffer, *byte);
        }
        buffer_add_char(&buffer, '"');
    }
    buffer_add_char(&buffer, '}');
    return buffer.data;
}

static bool check_count(struct query *query, const struct parameter *parameter, size_t count)
{
    const struct place place = {NULL, parameter->name, 0};

    if (count == 0)
        return !parameter->required
            || check_fault(&query->check, &place, FAULT_REQUIRED, NULL, NULL);
    if (parameter->many && count > parameter->schema->max_length)
        return check_fault_size(&query->check, &place, FAULT_TOO_MANY, "#max",
                                parameter->schema->max_length);
    if (parameter->many && count < parameter->schema->min_length)
        return check_fault_size(&query->check, &place, FAULT_TOO_FEW, "#min",
                                parameter->schema->min_length);
    return true;
}

static void settle_value(struct query *query, size_t index, struct value *ret_value)
{
    const struct parameter *parameter = &query->operation->query[index];
    struct collected *collected = &query->collected[index];

    ret_value->parameter = parameter;
    if (collected->count == 0 && parameter->default_value != NULL)
        query->valid &=
            take_known(query, index, parameter->default_value, strlen(parameter->default_value));
    query->valid &= check_count(query, parameter, collected->count);
    if (collected->first == NULL)
        return;
    ret_value->text = collected->first->text;
    if (parameter->many)
        ret_value->array = array_literal(collected->first, query->arena);
}

static bool check_path(const struct operation *operation, const struct route_match *match,
                       struct failure *failure, struct parameters *parameters)
{
    const struct check check = {failure, FAULT_IN_PATH, false};
    bool valid = true;

    for (size_t i = 0; i < operation->path_count; i++) {
        const struct parameter *parameter = &operation->path[i];
        const struct place place = {NULL, parameter->name, 0};

        valid &= check_scalar(&check, &place, parameter->schema, match->values[i]);
        parameters->path[i].parameter = parameter;
        parameters->path[i].text = settle(parameter->schema, match->values[i], failure->arena);
    }
    return valid || fail(failure, PROBLEM_MALFORMED_ID, NULL);
}

bool contract_check_parameters(const struct operation *operation, const struct route_match *match,
                               const char *query, struct failure *failure,
                               struct parameters *ret_parameters)
{
    struct query reading = {
        operation, {failure, FAULT_IN_QUERY, false}, failure->arena, NULL, true};

    memset(ret_parameters, 0, sizeof *ret_parameters);
    if (!check_path(operation, match, failure, ret_parameters))
        return false;
    reading.collected =
        arena_alloc(failure->arena, (operation->query_count + 1) * sizeof *reading.collected);
    take_query(&reading, query);
    for (size_t i = 0; i < operation->query_count; i++)
        settle_value(&reading, i, &ret_parameters->query[i]);
    return reading.valid || fail(failure, PROBLEM_INVALID_QUERY, NULL);
}
