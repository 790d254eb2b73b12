#include "fields.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "grammar.h"

/* ---- ids ---- */

static bool lower_hex(const char *text, size_t length)
{
    return strspn(text, "0123456789abcdef") >= length;
}

static bool only_zeros(const char *text, size_t length)
{
    return strspn(text, "0") >= length;
}

/* "00-" trace-id(32) "-" parent-id(16) "-" flags(2); later versions may go on after a dash. */
bool traceparent_parse(const char *value, char ret_trace_id[TRACE_ID_TEXT])
{
    size_t length = strlen(value);

    if (length < 55 || value[2] != '-' || value[35] != '-' || value[52] != '-')
        return false;
    if (!lower_hex(value, 2) || !lower_hex(value + 3, 32) || !lower_hex(value + 36, 16)
        || !lower_hex(value + 53, 2))
        return false;
    if (strncmp(value, "ff", 2) == 0 || only_zeros(value + 3, 32) || only_zeros(value + 36, 16))
        return false;
    if (length > 55 && (strncmp(value, "00", 2) == 0 || value[55] != '-'))
        return false;
    memcpy(ret_trace_id, value + 3, TRACE_ID_TEXT - 1);
    ret_trace_id[TRACE_ID_TEXT - 1] = '\0';
    return true;
}

bool request_id_is_clean(const char *value)
{
    size_t length = strlen(value);

    return length >= 1 && length <= 64
        && strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
        == length;
}

bool idempotency_key_is_clean(const char *value)
{
    size_t length = 0;

    for (; value[length] != '\0'; length++)
        if (value[length] < 0x21 || value[length] > 0x7e)
            return false;
    return length >= 1 && length <= 255;
}

/* ---- Accept-Language ---- */

/* What a header says of one language: by a range that is it or begins with it and a dash, else `*`.
 */
struct wish {
    int quality;
    size_t place; /* in the header: the first of equals wins */
    bool named;
};

static bool range_is_language(struct slice range, const char *language)
{
    return slice_begins(range, language) && (range.length == 2 || range.text[2] == '-');
}

static const struct wish no_wish = {0, SIZE_MAX, false};

static void consider(struct wish *wish, const char *language, struct slice range, int quality,
                     size_t place)
{
    bool named = range_is_language(range, language);

    if ((!named && !slice_is(range, "*")) || named < wish->named
        || (named == wish->named && quality <= wish->quality))
        return;
    *wish = (struct wish){quality, place, named};
}

enum locale accept_language(const char *value)
{
    struct wish japanese = no_wish, english = no_wish;
    struct slice rest = slice_of(value), range;
    int quality;

    for (size_t place = 0; next_choice(&rest, &range, &quality); place++) {
        consider(&japanese, "ja", range, quality, place);
        consider(&english, "en", range, quality, place);
    }
    if (english.quality <= 0)
        return LOCALE_JA;
    if (english.quality != japanese.quality)
        return english.quality > japanese.quality ? LOCALE_EN : LOCALE_JA;
    return english.place < japanese.place ? LOCALE_EN : LOCALE_JA;
}

/* ---- Accept, Content-Type, Content-Encoding ---- */

/* How closely a media range names a type: 0 not at all, then all, type, type and subtype. */
static int range_closeness(struct slice range, const char *type)
{
    size_t main_length = strcspn(type, "/") + 1;

    if (slice_is(range, type))
        return 3;
    if (slice_is(range, "*/*") || slice_is(range, "*")) /* java.net sends the second */
        return 1;
    return range.length == main_length + 1 && range.text[main_length] == '*'
            && strncasecmp(range.text, type, main_length) == 0
        ? 2
        : 0;
}

/* The quality that the closest range gives to a type. */
static int type_quality(const char *value, const char *type)
{
    struct slice rest = slice_of(value), range;
    int closest = 0, found = 0, quality;

    while (next_choice(&rest, &range, &quality)) {
        int closeness = range_closeness(range, type);

        if (closeness < closest || closeness == 0 || (closeness == closest && quality <= found))
            continue;
        closest = closeness;
        found = quality;
    }
    return found;
}

int accept_type(const char *value, const char *const *types, size_t count)
{
    struct slice rest = slice_of(value), element;
    int best = -1, best_quality = 0;

    if (!next_element(&rest, &element))
        return 0;
    for (size_t i = 0; i < count; i++) {
        int quality = type_quality(value, types[i]);

        if (quality <= best_quality)
            continue;
        best = (int)i;
        best_quality = quality;
    }
    return best;
}

/* Every text in us-ascii is one in UTF-8; utf8 is a wrong name that is often sent. */
static bool is_readable_charset(struct parameter_of parameter)
{
    return !slice_is(parameter.name, "charset") || slice_is(parameter.value, "utf-8")
        || slice_is(parameter.value, "utf8") || slice_is(parameter.value, "us-ascii");
}

enum media content_type(const char *value)
{
    struct slice rest = slice_of(value), type = {"", 0}, part;

    if (value == NULL)
        return MEDIA_NONE;
    if (value[0] != ';')
        (void)next_part(&rest, &type);
    while (next_part(&rest, &part))
        if (!is_readable_charset(split_parameter(part)))
            return MEDIA_OTHER;
    if (slice_is(type, "application/json"))
        return MEDIA_JSON;
    if (slice_is(type, "application/x-www-form-urlencoded"))
        return MEDIA_FORM;
    if (slice_is(type, "application/x-ndjson"))
        return MEDIA_LINES;
    return slice_is(type, "application/merge-patch+json") ? MEDIA_MERGE_PATCH : MEDIA_OTHER;
}

bool is_media(const char *value, const char *type)
{
    struct slice rest = slice_of(value), found = {"", 0};

    return next_part(&rest, &found) && slice_is(found, type);
}

bool is_plain_encoding(const char *value)
{
    struct slice rest = slice_of(value), coding;

    while (next_element(&rest, &coding))
        if (!slice_is(coding, "identity"))
            return false;
    return true;
}

bool prefers_minimal(const char *value)
{
    struct slice rest = slice_of(value), preference, part;

    while (next_element(&rest, &preference)) {
        struct parameter_of parameter;

        if (!next_part(&preference, &part))
            continue;
        parameter = split_parameter(part);
        if (slice_is(parameter.name, "return"))
            return slice_is(parameter.value, "minimal"); /* the first counts (RFC 7240, 2) */
    }
    return false;
}
