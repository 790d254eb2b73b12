#include <string.h>
#include <strings.h>

#include "check.h"
#include "renkei/base/clock.h"
#include "renkei/base/text.h"

static bool line_valid(const char *text, size_t length)
{
    return text_printable(text, length, false);
}

static bool text_valid(const char *text, size_t length)
{
    return text_printable(text, length, true);
}

static bool uuid_valid(const char *text, size_t length)
{
    char lowered[37];

    return length == 36 && uuid_parse(text, lowered);
}

static bool letter_or_digit(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
        || (byte >= 'A' && byte <= 'Z');
}

static bool address_character(char byte)
{
    return letter_or_digit(byte) || (byte != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", byte) != NULL);
}

/*
 * Names at these carriers may have dots in a row or at an end: given out until 2009, still in use
 * and delivered to. The domain itself or one below it.
 */
static bool is_old_carrier(const char *domain)
{
    static const char *const carriers[] = {"docomo.ne.jp", "ezweb.ne.jp", "vodafone.ne.jp",
                                           "softbank.ne.jp", "pdx.ne.jp"};
    size_t length = strlen(domain);

    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++) {
        size_t tail = strlen(carriers[i]);

        if (length >= tail && strcasecmp(domain + length - tail, carriers[i]) == 0
            && (length == tail || domain[length - tail - 1] == '.'))
            return true;
    }
    return false;
}

/* Words separated by single dots: the local part of an address without quotes (RFC 5321, 4.1.2). */
static bool local_part_valid(const char *text, size_t length, bool any_dots)
{
    if (length == 0 || length > 64 || (!any_dots && (text[0] == '.' || text[length - 1] == '.')))
        return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.' ? !any_dots && text[i + 1] == '.' : !address_character(text[i]))
            return false;
    }
    return strspn(text, ".") < length;
}

/* Letters, digits and inner hyphens. */
static bool label_valid(const char *text, size_t length)
{
    if (length == 0 || length > 63 || text[0] == '-' || text[length - 1] == '-')
        return false;
    for (size_t i = 0; i < length; i++)
        if (text[i] != '-' && !letter_or_digit(text[i]))
            return false;
    return true;
}

static bool domain_valid(const char *text)
{
    size_t labels = 0;

    for (;;) {
        size_t length = strcspn(text, ".");

        if (!label_valid(text, length))
            return false;
        labels++;
        if (text[length] == '\0')
            return labels > 1;
        text += length + 1;
    }
}

static bool email_valid(const char *text, size_t length)
{
    const char *at = memchr(text, '@', length);
    size_t local;

    if (at == NULL || length > 254)
        return false;
    local = (size_t)(at - text);
    return local_part_valid(text, local, is_old_carrier(at + 1)) && domain_valid(at + 1);
}

bool corporate_number_digits(const char *text, size_t length, char ret_digits[14])
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++) {
        /* U+FF10..U+FF19, the full-width digits */
        if (length - i >= 3 && memcmp(text + i, "\xef\xbc", 2) == 0)
            i += 2;
        if (count == 13)
            return false;
        ret_digits[count++] =
            (char)((unsigned char)text[i] >= 0x90 ? (unsigned char)text[i] - 0x90 + '0' : text[i]);
    }
    ret_digits[count] = '\0';
    return corporate_number_valid(ret_digits);
}

static bool corporate_number_ok(const char *text, size_t length)
{
    char digits[14];

    return corporate_number_digits(text, length, digits);
}

static const struct {
    bool (*valid)(const char *text, size_t length);
    enum fault_code code;
} formats[] = {
    [FORMAT_UUID] = {uuid_valid, FAULT_NOT_UUID},
    [FORMAT_EMAIL] = {email_valid, FAULT_NOT_EMAIL},
    [FORMAT_LINE] = {line_valid, FAULT_NOT_LINE},
    [FORMAT_TEXT] = {text_valid, FAULT_NOT_LINE},
    [FORMAT_CORPORATE_NUMBER] = {corporate_number_ok, FAULT_CORPORATE_NUMBER},
    [FORMAT_COUNTRY] = {country_known, FAULT_NOT_COUNTRY},
    [FORMAT_TIME_ZONE] = {time_zone_known, FAULT_NOT_TIME_ZONE},
};

/* A day or an instant, both of which have bounds. */
static bool check_calendar(const struct check *check, const struct place *place, enum format format,
                           const char *text, size_t length)
{
    bool is_day = format == FORMAT_DATE;
    enum fault_code form = is_day ? FAULT_NOT_DATE : FAULT_NOT_DATE_TIME;
    enum calendar_fault fault;
    day date = 0;
    instant at = 0;

    /* instant_read takes a space for a plus sign, PostgreSQL does not */
    if (length > 64 || strlen(text) != length || strchr(text, ' ') != NULL)
        return check_fault(check, place, form, NULL, NULL);
    fault = is_day ? day_read(text, &date) : instant_read(text, &at);
    if (fault != CALENDAR_GOOD)
        return check_fault(check, place, fault == CALENDAR_NO_SUCH_DAY ? FAULT_NO_SUCH_DAY : form,
                           NULL, NULL);
    if (is_day ? day_is_bounded(date) : instant_is_bounded(at))
        return true;
    return check_fault_between(check, place, FAULT_DATE_OUT_OF_RANGE, DAY_FIRST, DAY_LAST);
}

/* Code points are counted only where the bytes do not settle it. */
static bool check_length(const struct check *check, const struct place *place,
                         const struct schema *schema, const char *text, size_t length)
{
    if (length < schema->min_length
        || (schema->min_length > 1 && utf8_count(text, length) < schema->min_length))
        return check_fault_size(check, place, FAULT_TOO_SHORT, "#min", schema->min_length);
    if (length > schema->max_length && utf8_count(text, length) > schema->max_length)
        return check_fault_size(check, place, FAULT_TOO_LONG, "#max", schema->max_length);
    return true;
}

static bool word_listed(const struct schema *schema, const char *text)
{
    for (size_t i = 0; i < schema->word_count; i++)
        if (schema->words[i].value != NULL && strcmp(schema->words[i].value, text) == 0)
            return true;
    return false;
}

bool check_text(const struct check *check, const struct place *place, const struct schema *schema,
                const char *text, size_t length)
{
    if (schema->words != NULL)
        return word_listed(schema, text) || check_fault_words(check, place, schema, text);
    if (!check_length(check, place, schema, text, length))
        return false;
    if (schema->format == FORMAT_DATE || schema->format == FORMAT_DATE_TIME)
        return check_calendar(check, place, schema->format, text, length);
    if (schema->format != FORMAT_NONE && !formats[schema->format].valid(text, length))
        return check_fault(check, place, formats[schema->format].code, NULL, NULL);
    if (schema->pattern != NULL && !pattern_matches(schema->pattern_index, text, length))
        return check_fault(check, place, FAULT_WRONG_PATTERN, "pattern", schema->pattern);
    return true;
}
