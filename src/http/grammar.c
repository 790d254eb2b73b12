#include "grammar.h"

#include <string.h>
#include <strings.h>

struct slice slice_of(const char *text)
{
    return (struct slice){text != NULL ? text : "", text != NULL ? strlen(text) : 0};
}

bool slice_is(struct slice slice, const char *text)
{
    return slice.length == strlen(text) && strncasecmp(slice.text, text, slice.length) == 0;
}

bool slice_begins(struct slice slice, const char *text)
{
    size_t length = strlen(text);

    return slice.length >= length && strncasecmp(slice.text, text, length) == 0;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static struct slice trimmed(struct slice slice)
{
    while (slice.length > 0 && is_blank(slice.text[0])) {
        slice.text++;
        slice.length--;
    }
    while (slice.length > 0 && is_blank(slice.text[slice.length - 1]))
        slice.length--;
    return slice;
}

/* The length up to a separator that does not stand in a quoted string. */
static size_t length_up_to(struct slice slice, char separator)
{
    bool quoted = false;

    for (size_t i = 0; i < slice.length; i++) {
        if (slice.text[i] == '"')
            quoted = !quoted;
        else if (quoted && slice.text[i] == '\\')
            i++;
        else if (!quoted && slice.text[i] == separator)
            return i;
    }
    return slice.length;
}

static bool next_between(struct slice *rest, char separator, struct slice *ret_part)
{
    while (rest->length > 0) {
        size_t length = length_up_to(*rest, separator);

        *ret_part = trimmed((struct slice){rest->text, length});
        if (length < rest->length)
            length++;
        rest->text += length;
        rest->length -= length;
        if (ret_part->length > 0)
            return true;
    }
    return false;
}

bool next_element(struct slice *rest, struct slice *ret_element)
{
    return next_between(rest, ',', ret_element);
}

bool next_part(struct slice *rest, struct slice *ret_part)
{
    return next_between(rest, ';', ret_part);
}

struct parameter_of split_parameter(struct slice part)
{
    size_t length = length_up_to(part, '=');
    struct slice value = {part.text + length, part.length - length};

    if (value.length > 0)
        value = trimmed((struct slice){value.text + 1, value.length - 1});
    if (value.length >= 2 && value.text[0] == '"' && value.text[value.length - 1] == '"')
        value = (struct slice){value.text + 1, value.length - 2};
    return (struct parameter_of){trimmed((struct slice){part.text, length}), value};
}

/* "0", "0.5", "1.000" -> thousandths, and what is often sent in their place: ".2", "1.", "0.3333".
 * -1: none of it. */
static int quality_value(struct slice text)
{
    size_t at = 0;
    int value = 0;

    if (text.length > 0 && (text.text[0] == '0' || text.text[0] == '1'))
        value = (text.text[at++] - '0') * 1000;
    if (text.length == 0 || (at < text.length && text.text[at] != '.'))
        return -1;
    for (int scale = 100; ++at < text.length; scale /= 10) {
        if (text.text[at] < '0' || text.text[at] > '9')
            return -1;
        value += (text.text[at] - '0') * scale;
    }
    return value > 1000 || slice_is(text, ".") ? -1 : value;
}

bool next_choice(struct slice *rest, struct slice *ret_word, int *ret_quality)
{
    struct slice element, part;

    if (!next_element(rest, &element))
        return false;
    *ret_word = (struct slice){element.text, 0};
    *ret_quality = 1000;
    if (element.text[0] != ';')
        (void)next_part(&element, ret_word);
    while (next_part(&element, &part)) {
        struct parameter_of parameter = split_parameter(part);

        if (slice_is(parameter.name, "q"))
            *ret_quality = quality_value(parameter.value);
    }
    return true;
}
