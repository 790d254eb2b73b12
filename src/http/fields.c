#include "fields.h"

#include <string.h>
#include <strings.h>

#include "renkei/api/request.h"
#include "renkei/base/arena.h"

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

/* ---- lists: `element ; name=value , element` ---- */

struct slice {
    const char *text;
    size_t length;
};

static struct slice trimmed(const char *text, size_t length)
{
    while (length > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        length--;
    }
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    return (struct slice){text, length};
}

/* Cuts the part up to `separator` off the front of *rest; false when nothing is left. */
static bool next_part(const char **rest, const char *end, char separator, struct slice *ret_part)
{
    const char *stop;

    if (*rest == NULL || *rest > end)
        return false;
    stop = memchr(*rest, separator, (size_t)(end - *rest));
    if (stop == NULL)
        stop = end;
    *ret_part = trimmed(*rest, (size_t)(stop - *rest));
    *rest = stop + 1;
    return true;
}

static bool slice_is(struct slice slice, const char *text)
{
    return slice.length == strlen(text) && strncasecmp(slice.text, text, slice.length) == 0;
}

/* "0", "0.5", "1.000" -> thousandths; -1: malformed. */
static int quality_value(struct slice text)
{
    int value;

    if (text.length == 0 || text.length > 5 || (text.text[0] != '0' && text.text[0] != '1')
        || (text.length > 1 && text.text[1] != '.'))
        return -1;
    value = (text.text[0] - '0') * 1000;
    for (size_t i = 2, scale = 100; i < text.length; i++, scale /= 10) {
        if (text.text[i] < '0' || text.text[i] > '9')
            return -1;
        value += (text.text[i] - '0') * (int)scale;
    }
    return value > 1000 ? -1 : value;
}

/* The quality among the parameters of a list element: 1000 without one, -1 when malformed. */
static int element_quality(const char *rest, const char *end)
{
    struct slice part;
    int quality = 1000;

    while (next_part(&rest, end, ';', &part))
        if (part.length >= 2 && strncasecmp(part.text, "q=", 2) == 0)
            quality = quality_value((struct slice){part.text + 2, part.length - 2});
    return quality;
}

/* An element of a list with qualities: its word and its quality. */
static bool next_choice(const char **rest, const char *end, struct slice *ret_word,
                        int *ret_quality)
{
    struct slice element;
    const char *inside;

    if (!next_part(rest, end, ',', &element))
        return false;
    inside = element.text;
    *ret_word = (struct slice){"", 0};
    (void)next_part(&inside, element.text + element.length, ';', ret_word);
    *ret_quality = element_quality(inside, element.text + element.length);
    return true;
}

/* ---- Accept-Language ---- */

/* A range speaks of a language when it is it, or begins with it and a dash. */
static bool range_is_language(struct slice range, const char *language)
{
    return range.length >= 2 && strncasecmp(range.text, language, 2) == 0
        && (range.length == 2 || range.text[2] == '-');
}

enum locale accept_language(const char *value)
{
    enum locale best = LOCALE_JA;
    int best_quality = 0, quality;
    struct slice range;
    const char *end;

    if (value == NULL)
        return LOCALE_JA;
    end = value + strlen(value);
    while (next_choice(&value, end, &range, &quality)) {
        bool english = range_is_language(range, "en");

        if (quality <= best_quality
            || (!english && !range_is_language(range, "ja") && !slice_is(range, "*")))
            continue;
        best = english ? LOCALE_EN : LOCALE_JA;
        best_quality = quality;
    }
    return best;
}

/* ---- Accept, Content-Type ---- */

/* How closely a media range names a type: 0 not at all, then all, type, type and subtype. */
static int range_closeness(struct slice range, const char *type)
{
    size_t main_length = strcspn(type, "/") + 1;

    if (slice_is(range, type))
        return 3;
    if (slice_is(range, "*/*"))
        return 1;
    return range.length == main_length + 1 && range.text[main_length] == '*'
            && strncasecmp(range.text, type, main_length) == 0
        ? 2
        : 0;
}

/* The quality that the closest range gives to a type. */
static int type_quality(const char *value, const char *type)
{
    const char *end = value + strlen(value);
    int closest = 0, found = 0, quality;
    struct slice range;

    while (next_choice(&value, end, &range, &quality)) {
        int closeness = range_closeness(range, type);

        if (closeness <= closest)
            continue;
        closest = closeness;
        found = quality;
    }
    return found;
}

int accept_type(const char *value, const char *const *types, size_t count)
{
    int best = -1, best_quality = 0;

    if (value == NULL)
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

static bool is_utf8_charset(struct slice parameter)
{
    return slice_is(parameter, "charset=utf-8") || slice_is(parameter, "charset=\"utf-8\"");
}

enum media content_type(const char *value)
{
    struct slice type = {"", 0}, parameter;
    const char *end;

    if (value == NULL)
        return MEDIA_NONE;
    end = value + strlen(value);
    (void)next_part(&value, end, ';', &type);
    while (next_part(&value, end, ';', &parameter))
        if (!is_utf8_charset(parameter))
            return MEDIA_OTHER;
    if (slice_is(type, "application/json"))
        return MEDIA_JSON;
    return slice_is(type, "application/merge-patch+json") ? MEDIA_MERGE_PATCH : MEDIA_OTHER;
}

/* ---- entity tags ---- */

/* Takes one entity tag off the front; the slice is its opaque part. */
static bool next_tag(const char **rest, struct slice *ret_opaque)
{
    const char *at = *rest, *end;

    if (strncmp(at, "W/", 2) == 0)
        at += 2;
    if (*at != '"')
        return false;
    for (end = ++at; *end != '"'; end++)
        if ((unsigned char)*end < 0x21 || *end == 0x7f)
            return false;
    *ret_opaque = (struct slice){at, (size_t)(end - at)};
    *rest = end + 1;
    return true;
}

/* A revision as text: the digits up to the first dot. What is none of ours becomes one no row has.
 */
static const char *revision_of(struct slice opaque, struct arena *arena)
{
    const char *dot = memchr(opaque.text, '.', opaque.length);
    size_t length = dot != NULL ? (size_t)(dot - opaque.text) : opaque.length;
    bool decimal = length >= 1 && length <= 18 && strspn(opaque.text, "0123456789") >= length;

    return decimal ? arena_copy(arena, opaque.text, length) : "-1";
}

bool if_match_parse(const char *value, struct arena *arena, struct preconditions *preconditions)
{
    struct slice opaque;

    preconditions->given = true;
    preconditions->any = strcmp(value, "*") == 0;
    if (preconditions->any)
        return true;
    if (!next_tag(&value, &opaque) || *value != '\0')
        return false;
    preconditions->revision = revision_of(opaque, arena);
    return true;
}

bool none_match_covers(const char *value, const char *etag)
{
    struct slice opaque;

    if (strcmp(value, "*") == 0)
        return true;
    while (next_tag(&value, &opaque)) {
        if (opaque.length == strlen(etag) && memcmp(opaque.text, etag, opaque.length) == 0)
            return true;
        value += strspn(value, " \t,");
    }
    return false;
}

bool prefers_minimal(const char *value)
{
    struct slice preference;
    const char *end;

    if (value == NULL)
        return false;
    end = value + strlen(value);
    while (next_part(&value, end, ',', &preference))
        if (slice_is(preference, "return=minimal"))
            return true;
    return false;
}
