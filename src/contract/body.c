#include <stdint.h>
#include <string.h>

#include "check.h"
#include "renkei/base/arena.h"
#include "renkei/base/text.h"

static bool check_value(const struct check *check, const struct place *place,
                        const struct schema *schema, json_t *value);

static unsigned type_of(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return TYPE_OBJECT;
    case JSON_ARRAY:
        return TYPE_ARRAY;
    case JSON_STRING:
        return TYPE_STRING;
    case JSON_INTEGER:
        return TYPE_INTEGER;
    case JSON_REAL:
        return TYPE_NUMBER;
    case JSON_TRUE:
    case JSON_FALSE:
        return TYPE_BOOLEAN;
    default:
        return TYPE_NULL;
    }
}

static bool fault_type(const struct check *check, const struct place *place,
                       const struct schema *schema)
{
    static const struct {
        unsigned type;
        const char *word;
    } words[] = {{TYPE_BOOLEAN, "boolean"}, {TYPE_INTEGER, "integer"}, {TYPE_NUMBER, "number"},
                 {TYPE_STRING, "string"},   {TYPE_ARRAY, "array"},     {TYPE_OBJECT, "object"}};
    char expected[96] = "[";
    size_t used = 1;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((schema->types & words[i].type) != 0)
            used += (size_t)snprintf(expected + used, sizeof expected - used, "%s\"%s\"",
                                     used > 1 ? "," : "", words[i].word);
    (void)snprintf(expected + used, sizeof expected - used, "]");
    return check_fault(check, place, FAULT_WRONG_TYPE, "#expected", expected);
}

static bool check_integer_number(const struct check *check, const struct place *place,
                                 const struct schema *schema, int64_t integer)
{
    char digits[24];

    if (schema->words != NULL) {
        (void)snprintf(digits, sizeof digits, "%lld", (long long)integer);
        for (size_t i = 0; i < schema->word_count; i++)
            if (schema->words[i].value != NULL && strcmp(schema->words[i].value, digits) == 0)
                return true;
        return check_fault_words(check, place, schema, digits);
    }
    if ((schema->types & TYPE_NUMBER) != 0)
        return check_number(check, place, schema, (double)integer);
    return check_integer(check, place, schema, integer);
}

/* 3.0 and 1e2 are integers (JSON Schema 2020-12, 6.1.1), up to where a double is exact. */
static bool is_whole(double number)
{
    return number >= -9007199254740992.0 && number <= 9007199254740992.0
        && (double)(int64_t)number == number; /* NOLINT: exact on purpose */
}

static bool wants_integer(const struct schema *schema)
{
    return (schema->types & (TYPE_INTEGER | TYPE_NUMBER)) == TYPE_INTEGER;
}

/* A JSON_REAL. What is beyond 64 bits came as one, too (see contract_parse_json). */
static bool check_real(const struct check *check, const struct place *place,
                       const struct schema *schema, const json_t *value)
{
    double number = json_real_value(value);

    if (!wants_integer(schema))
        return check_number(check, place, schema, number);
    if (is_whole(number))
        return check_integer_number(check, place, schema, (int64_t)number);
    if (number > -9007199254740992.0 && number < 9007199254740992.0)
        return fault_type(check, place, schema);
    return check_fault_far(check, place, schema, number < 0);
}

/*
 * What stands for a value that was checked: an integer for a whole real where an integer is meant,
 * so that nobody behind has to know of 3.0. NULL: the value itself. A new reference.
 */
static json_t *settled(const struct schema *schema, const json_t *value)
{
    if (!json_is_real(value) || !wants_integer(schema) || !is_whole(json_real_value(value)))
        return NULL;
    return json_integer((json_int_t)json_real_value(value));
}

static bool entries_unique(const struct check *check, const struct place *place,
                           const json_t *array)
{
    bool unique = true;

    for (size_t i = 1; i < json_array_size(array); i++) {
        struct place entry = {place, NULL, i};

        for (size_t j = 0; j < i; j++) {
            if (!json_equal(json_array_get(array, i), json_array_get(array, j)))
                continue;
            unique = check_fault(check, &entry, FAULT_NOT_UNIQUE, NULL, NULL);
            break;
        }
    }
    return unique;
}

static bool check_array(const struct check *check, const struct place *place,
                        const struct schema *schema, json_t *array)
{
    struct check whole = *check; /* a merge patch replaces arrays whole */
    size_t count = json_array_size(array);
    bool valid = true;

    if (schema->items == NULL)
        return true;
    if (count < schema->min_length)
        return check_fault_size(check, place, FAULT_TOO_FEW, "#min", schema->min_length);
    if (count > schema->max_length)
        return check_fault_size(check, place, FAULT_TOO_MANY, "#max", schema->max_length);
    if (schema->alone)
        return true;
    whole.partial = false;
    for (size_t i = 0; i < count; i++) {
        struct place entry = {place, NULL, i};
        json_t *instead = settled(schema->items, json_array_get(array, i));

        valid &= check_value(&whole, &entry, schema->items, json_array_get(array, i));
        if (instead != NULL)
            (void)json_array_set_new(array, i, instead);
    }
    if (schema->unique_items)
        valid &= entries_unique(check, place, array);
    return valid;
}

static bool map_entry_valid(const struct check *check, const struct place *place,
                            const struct schema *schema, json_t *value)
{
    size_t length = strlen(place->name);

    if (length > 255 || !text_printable(place->name, length, false))
        return check_fault(check, place, FAULT_NOT_LINE, NULL, NULL);
    if (check->partial && json_is_null(value))
        return true; /* a merge patch takes the entry out */
    return check_value(check, place, schema->items, value);
}

static bool check_map(const struct check *check, const struct place *place,
                      const struct schema *schema, json_t *map)
{
    size_t count = json_object_size(map);
    bool valid = true;
    const char *name;
    json_t *value;

    if (count < schema->min_length && !check->partial)
        return check_fault_size(check, place, FAULT_TOO_FEW, "#min", schema->min_length);
    if (count > schema->max_length)
        return check_fault_size(check, place, FAULT_TOO_MANY, "#max", schema->max_length);
    json_object_foreach(map, name, value)
    {
        struct place entry = {place, name, 0};
        json_t *instead = settled(schema->items, value);

        valid &= map_entry_valid(check, &entry, schema, value);
        if (instead != NULL)
            (void)json_object_set_new(map, name, instead);
    }
    return valid;
}

static bool property_known(const struct schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->property_count; i++)
        if (strcmp(schema->properties[i].name, name) == 0)
            return true;
    return false;
}

static bool fault_unknown(const struct check *check, const struct place *place,
                          const struct schema *schema)
{
    const char **names =
        arena_alloc(check->failure->arena, (schema->property_count + 1) * sizeof *names);
    size_t count = 0;

    for (size_t i = 0; i < schema->property_count; i++)
        if (!schema->properties[i].read_only)
            names[count++] = schema->properties[i].name;
    return check_fault(check, place, schema->unknown_fault, "did_you_mean",
                       closest_word(place->name, names, count));
}

static bool unknown_members(const struct check *check, const struct place *place,
                            const struct schema *schema, json_t *object)
{
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value)
    {
        struct place member = {place, name, 0};

        if (check->failure->fault_count == FAULTS_MAX)
            break;
        if (!property_known(schema, name))
            (void)fault_unknown(check, &member, schema);
    }
    return false;
}

/* The empty list in the place of null, so that nobody behind meets a list that is null. */
static json_t *emptied(json_t *object, const char *name)
{
    json_t *list = json_array();

    (void)json_object_set_new(object, name, list);
    return list;
}

static bool check_member(const struct check *check, const struct place *place,
                         const struct property *property, json_t *value)
{
    bool echoed = property->echoed || (check->partial && place->above == NULL);

    if (property->read_only)
        return echoed || check_fault(check, place, FAULT_READ_ONLY_FIELD, NULL, NULL);
    return check_value(check, place, property->schema, value);
}

static bool check_object(const struct check *check, const struct place *place,
                         const struct schema *schema, json_t *object)
{
    size_t known = 0;
    bool valid = true;

    for (size_t i = 0; i < schema->property_count; i++) {
        const struct property *property = &schema->properties[i];
        json_t *value = json_object_get(object, property->name);
        json_t *instead = settled(property->schema, value);
        struct place member = {place, property->name, 0};

        if (json_is_null(value) && property->schema->null_empty)
            value = emptied(object, property->name);
        if (value != NULL) {
            known++;
            valid &= check_member(check, &member, property, value);
            if (instead != NULL)
                (void)json_object_set_new(object, property->name, instead);
        } else if (property->required && !property->read_only && !check->partial) {
            valid = check_fault(check, &member, FAULT_REQUIRED, NULL, NULL);
        }
    }
    if (known < json_object_size(object) && !schema->additional)
        valid = unknown_members(check, place, schema, object);
    return valid;
}

static bool check_branches(const struct check *check, const struct place *place,
                           const struct schema *schema, json_t *object)
{
    const json_t *chosen = json_object_get(object, schema->discriminator);
    struct place member = {place, schema->discriminator, 0};
    struct enum_word *words;
    struct schema allowed = {.types = TYPE_STRING, .word_count = schema->branch_count};

    if (chosen == NULL && schema->untyped != NULL)
        return check_object(check, place, schema->untyped, object);
    if (chosen == NULL)
        return check_fault(check, &member, FAULT_REQUIRED, NULL, NULL);
    if (!json_is_string(chosen))
        return fault_type(check, &member, &allowed);
    for (size_t i = 0; i < schema->branch_count; i++)
        if (strcmp(schema->branches[i].name, json_string_value(chosen)) == 0)
            return check_value(check, place, schema->branches[i].schema, object);
    words = arena_alloc(check->failure->arena, schema->branch_count * sizeof *words);
    for (size_t i = 0; i < schema->branch_count; i++)
        words[i].value = schema->branches[i].name;
    allowed.words = words;
    return check_fault_words(check, &member, &allowed, json_string_value(chosen));
}

static bool check_any_object(const struct check *check, const struct place *place,
                             const struct schema *schema, json_t *object)
{
    if (schema->discriminator != NULL)
        return check_branches(check, place, schema, object);
    if (schema->additional && schema->items != NULL)
        return check_map(check, place, schema, object);
    return check_object(check, place, schema, object);
}

static bool is_for_people(const struct schema *schema)
{
    return schema->words == NULL
        && (schema->format == FORMAT_LINE || schema->format == FORMAT_EMAIL
            || schema->format == FORMAT_CORPORATE_NUMBER);
}

/*
 * A line is stored without the blanks around it, as a padded column or a sheet's cell brings them;
 * control characters are not taken away but refused. This and settled() are all that a check
 * changes: whoever reads the body later reads the same.
 */
static void trim_line(json_t *value)
{
    size_t whole = json_string_length(value), length;
    const char *text = text_trim(json_string_value(value), whole, &length);

    if (length < whole && text_printable(json_string_value(value), whole, false))
        (void)json_string_setn_nocheck(value, text, length);
}

static bool check_line(const struct check *check, const struct place *place,
                       const struct schema *schema, json_t *value)
{
    bool was_empty = json_string_length(value) == 0;

    if (is_for_people(schema))
        trim_line(value);
    if (schema->min_length > 0 && !was_empty && schema->words == NULL
        && !text_visible(json_string_value(value), json_string_length(value)))
        return check_fault(check, place, FAULT_BLANK, NULL, NULL);
    return check_text(check, place, schema, json_string_value(value), json_string_length(value));
}

static bool check_value(const struct check *check, const struct place *place,
                        const struct schema *schema, json_t *value)
{
    const unsigned numbers = TYPE_INTEGER | TYPE_NUMBER;
    unsigned type = type_of(value);
    unsigned accepted = schema->types | ((schema->types & numbers) != 0 ? numbers : 0u);

    if ((type & accepted) == 0)
        return type == TYPE_NULL ? check_fault(check, place, FAULT_NOT_NULL, NULL, NULL)
                                 : fault_type(check, place, schema);
    switch (type) {
    case TYPE_STRING:
        return check_line(check, place, schema, value);
    case TYPE_INTEGER:
        return check_integer_number(check, place, schema, json_integer_value(value));
    case TYPE_NUMBER:
        return check_real(check, place, schema, value);
    case TYPE_ARRAY:
        return check_array(check, place, schema, value);
    case TYPE_OBJECT:
        return check_any_object(check, place, schema, value);
    default:
        return true;
    }
}

bool contract_check_body(const struct schema *schema, json_t *body, bool partial,
                         struct failure *failure)
{
    const struct check check = {failure, FAULT_IN_BODY, partial};

    if (check_value(&check, NULL, schema, body))
        return true;
    return fail(failure, PROBLEM_VALIDATION_FAILED, NULL);
}
