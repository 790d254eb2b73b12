#include "check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/clock.h"
#include "renkei/base/text.h"

enum { NAME_SHOWN = 256 }; /* bytes of an unknown name in the reply */

/* Characters a URI fragment may hold as they are (RFC 3986, 3.5); '/' and '~' are the pointer's. */
static bool fragment_character(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
        || (byte >= 'A' && byte <= 'Z')
        || (byte != '\0' && strchr("-._!$&'()*+,;=:@?", byte) != NULL);
}

/* A name as a token of a JSON pointer in a URI fragment (RFC 6901, 3 and 6). */
static void add_token(struct buffer *buffer, const char *name)
{
    for (size_t i = 0; i < NAME_SHOWN && name[i] != '\0'; i++) {
        if (name[i] == '~')
            buffer_add_text(buffer, "~0");
        else if (name[i] == '/')
            buffer_add_text(buffer, "~1");
        else if (fragment_character(name[i]))
            buffer_add_char(buffer, name[i]);
        else
            buffer_printf(buffer, "%%%02X", (unsigned)(unsigned char)name[i]);
    }
}

static void add_pointer(struct buffer *buffer, const struct place *place)
{
    if (place == NULL) {
        buffer_add_char(buffer, '#');
        return;
    }
    add_pointer(buffer, place->above);
    buffer_add_char(buffer, '/');
    if (place->name != NULL)
        add_token(buffer, place->name);
    else
        buffer_printf(buffer, "%zu", place->index);
}

static const char *place_text(const struct check *check, const struct place *place)
{
    struct buffer buffer;

    if (check->source != FAULT_IN_BODY)
        return place->name;
    buffer_open(&buffer, check->failure->arena, 64);
    add_pointer(&buffer, place);
    return buffer.data;
}

static bool told_enough(const struct check *check)
{
    return check->failure == NULL || check->failure->fault_count == FAULTS_MAX;
}

bool check_fault(const struct check *check, const struct place *place, enum fault_code code,
                 const char *name, const char *value)
{
    if (told_enough(check))
        return false;
    return fault_add(check->failure, check->source, place_text(check, place), code, name, value,
                     NULL);
}

bool check_fault_size(const struct check *check, const struct place *place, enum fault_code code,
                      const char *name, size_t value)
{
    char digits[24];

    (void)snprintf(digits, sizeof digits, "%zu", value);
    return check_fault(check, place, code, name, digits);
}

bool check_fault_between(const struct check *check, const struct place *place, enum fault_code code,
                         const char *min, const char *max)
{
    if (told_enough(check))
        return false;
    return fault_add(check->failure, check->source, place_text(check, place), code, "min", min,
                     "max", max, NULL);
}

bool check_fault_far(const struct check *check, const struct place *place,
                     const struct schema *schema, bool negative)
{
    char bound[24];

    (void)snprintf(bound, sizeof bound, "%" PRId64, negative ? schema->minimum : schema->maximum);
    return negative ? check_fault(check, place, FAULT_TOO_SMALL, "#min", bound)
                    : check_fault(check, place, FAULT_TOO_LARGE, "#max", bound);
}

bool check_integer(const struct check *check, const struct place *place,
                   const struct schema *schema, int64_t value)
{
    return (value >= schema->minimum && value <= schema->maximum)
        || check_fault_far(check, place, schema, value < schema->minimum);
}

bool check_number(const struct check *check, const struct place *place, const struct schema *schema,
                  double value)
{
    char bound[32];

    if (value >= schema->number_minimum && value <= schema->number_maximum)
        return true;
    if (value < schema->number_minimum) {
        (void)snprintf(bound, sizeof bound, "%.15g", schema->number_minimum);
        return check_fault(check, place, FAULT_TOO_SMALL, "#min", bound);
    }
    (void)snprintf(bound, sizeof bound, "%.15g", schema->number_maximum);
    return check_fault(check, place, FAULT_TOO_LARGE, "#max", bound);
}

bool check_fault_words(const struct check *check, const struct place *place,
                       const struct schema *schema, const char *word)
{
    const char **words;
    struct buffer allowed;
    size_t count = 0;

    if (told_enough(check))
        return false;
    words = arena_alloc(check->failure->arena, schema->word_count * sizeof *words);
    buffer_open(&allowed, check->failure->arena, 128);
    buffer_add_char(&allowed, '[');
    for (size_t i = 0; i < schema->word_count; i++) {
        if (schema->words[i].value == NULL)
            continue;
        if (count > 0)
            buffer_add_char(&allowed, ',');
        words[count++] = schema->words[i].value;
        buffer_add_json_text(&allowed, schema->words[i].value, strlen(schema->words[i].value));
    }
    buffer_add_char(&allowed, ']');
    return fault_add(check->failure, check->source, place_text(check, place),
                     FAULT_NOT_ALLOWED_VALUE, "#allowed", allowed.data, "did_you_mean",
                     closest_word(word, words, count), "vocabulary", schema->name, NULL);
}
