#include "renkei/base/date.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "renkei/base/text.h"

enum { LONGEST = 64, PARTS = 3 };

/* ---- one way to write each sign ---- */

/* The ASCII sign that the bytes stand for, and how many they are; 0: none. */
static size_t plain_sign(const char *text, char *ret_sign)
{
    static const struct {
        const char *sign;
        char plain;
    } others[] = {{"\u3000", ' '}, {"\u00a0", ' '}, {"\u2010", '-'}, {"\u2212", '-'}};
    const unsigned char *bytes = (const unsigned char *)text;

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strncmp(text, others[i].sign, strlen(others[i].sign)) == 0) {
            *ret_sign = others[i].plain;
            return strlen(others[i].sign);
        }
    if (bytes[0] != 0xef || (bytes[1] != 0xbc && bytes[1] != 0xbd))
        return 0;
    *ret_sign = (char)(bytes[2] - (bytes[1] == 0xbc ? 0x80 - 0x20 : 0x80 - 0x60));
    return *ret_sign > 0x20 && *ret_sign < 0x7f ? 3 : 0;
}

static bool fold(const char *text, size_t length, char ret_plain[LONGEST + 1])
{
    size_t trimmed;
    const char *at = text_trim(text, length, &trimmed), *end;
    char copy[LONGEST + 1] = "";

    if (trimmed > LONGEST)
        return false;
    memcpy(copy, at, trimmed);
    for (at = copy, end = copy + trimmed; at < end; ret_plain++) {
        size_t size = plain_sign(at, ret_plain);

        if (size == 0)
            *ret_plain = *at;
        at += size == 0 ? 1 : size;
    }
    *ret_plain = '\0';
    return true;
}

/* ---- pieces ---- */

static void skip_blanks(const char **at)
{
    while (**at == ' ')
        (*at)++;
}

static bool take(const char **at, const char *sign)
{
    skip_blanks(at);
    if (strncasecmp(*at, sign, strlen(sign)) != 0)
        return false;
    *at += strlen(sign);
    return true;
}

struct number {
    int value;
    int digits; /* 0: there is none */
};

static struct number take_number(const char **at)
{
    struct number number = {0, 0};

    if (take(at, "元"))
        return (struct number){1, 1};
    for (; **at >= '0' && **at <= '9' && number.digits < 9; (*at)++, number.digits++)
        number.value = number.value * 10 + (**at - '0');
    return number;
}

struct written {
    struct number parts[PARTS];
    bool is_year_first; /* as 年月日 says it */
};

/* Numbers between signs, or one without any. */
static bool take_parts(const char **at, struct written *ret_written)
{
    static const char *const signs[][PARTS] = {
        {"年", "月", "日"}, {"/", "/", ""}, {"-", "-", ""}, {".", ".", ""}};
    struct number *parts = ret_written->parts;

    *ret_written = (struct written){.parts = {take_number(at)}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!take(at, signs[i][0]))
            continue;
        ret_written->is_year_first = i == 0;
        parts[1] = take_number(at);
        if (!take(at, signs[i][1]))
            return false;
        parts[2] = take_number(at);
        return take(at, signs[i][2]) && parts[0].digits > 0 && parts[1].digits > 0
            && parts[2].digits > 0;
    }
    return parts[0].digits > 0;
}

/* Spreadsheets write a day as its first instant. */
static bool is_over(const char *at)
{
    static const char *const midnight[] = {"", "0:00", "00:00", "0:00:00", "00:00:00"};

    (void)take(&at, "T");
    skip_blanks(&at);
    for (size_t i = 0; i < sizeof midnight / sizeof *midnight; i++)
        if (strcmp(at, midnight[i]) == 0)
            return true;
    return false;
}

/* ---- eras ---- */

struct era {
    const char *names[4]; /* as they are written: 令和, 令, ㋿, R */
    int before;           /* the year before its first */
    const char *first, *last;
};

/* 明治 from the day on which Japan took the calendar of today. */
static const struct era eras[] = {
    {{"令和", "令", "\u32ff", "R"}, 2018, "2019-05-01", DAY_LAST},
    {{"平成", "平", "\u337b", "H"}, 1988, "1989-01-08", "2019-04-30"},
    {{"昭和", "昭", "\u337c", "S"}, 1925, "1926-12-25", "1989-01-07"},
    {{"大正", "大", "\u337d", "T"}, 1911, "1912-07-30", "1926-12-24"},
    {{"明治", "明", "\u337e", "M"}, 1867, "1873-01-01", "1912-07-29"},
};

static const struct era *take_era(const char **at)
{
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++)
        for (size_t name = 0; name < sizeof eras[i].names / sizeof *eras[i].names; name++)
            if (take(at, eras[i].names[name]))
                return &eras[i];
    return NULL;
}

/* ---- a day ---- */

/* 20260105, R080105. */
static bool split(struct number *parts, const struct era *era)
{
    int value = parts[0].value;

    if (parts[0].digits != (era == NULL ? 8 : 6))
        return false;
    parts[2] = (struct number){value % 100, 2};
    parts[1] = (struct number){value / 100 % 100, 2};
    parts[0] = (struct number){value / 10000, parts[0].digits - 4};
    return true;
}

static void swap(struct number *one, struct number *other)
{
    struct number kept = *one;

    *one = *other;
    *other = kept;
}

static bool is_short(const struct number *part)
{
    return part->digits <= 2;
}

/* Into year, month, day. */
static enum calendar_fault arrange(struct written *written, const struct era *era,
                                   enum date_order order)
{
    struct number *parts = written->parts;

    if (parts[1].digits == 0 && !split(parts, era))
        return era == NULL && parts[0].digits == 6 ? CALENDAR_AMBIGUOUS : CALENDAR_NO_FORM;
    if (!is_short(&parts[1]))
        return CALENDAR_NO_FORM;
    if ((era == NULL ? parts[0].digits == 4 : is_short(&parts[0])) && is_short(&parts[2]))
        return CALENDAR_GOOD;
    if (era != NULL || !is_short(&parts[0]) || (parts[2].digits != 4 && !is_short(&parts[2])))
        return CALENDAR_NO_FORM;
    if (order == DATE_YEAR_FIRST || written->is_year_first || is_short(&parts[2]))
        return CALENDAR_AMBIGUOUS;
    swap(&parts[0], &parts[2]);
    if (order == DATE_MONTH_FIRST)
        swap(&parts[1], &parts[2]);
    return CALENDAR_GOOD;
}

static enum calendar_fault day_of(const struct number *parts, const struct era *era,
                                  char ret_text[DAY_TEXT])
{
    int year = parts[0].value + (era == NULL ? 0 : era->before);
    char text[LONGEST];
    enum calendar_fault fault;
    day date;

    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", year, parts[1].value, parts[2].value);
    fault = day_read(text, &date);
    if (fault == CALENDAR_GOOD && era != NULL
        && (parts[0].value == 0 || strcmp(text, era->first) < 0 || strcmp(text, era->last) > 0))
        fault = CALENDAR_OF_ANOTHER_ERA;
    if (fault == CALENDAR_GOOD)
        memcpy(ret_text, text, DAY_TEXT);
    return fault;
}

enum calendar_fault date_read(const char *text, size_t length, enum date_order order,
                              char ret_text[DAY_TEXT])
{
    char plain[LONGEST + 1];
    const char *at = plain;
    const struct era *era;
    struct written written;
    enum calendar_fault fault;

    if (!fold(text, length, plain))
        return CALENDAR_NO_FORM;
    era = take_era(&at);
    if (!take_parts(&at, &written) || !is_over(at))
        return CALENDAR_NO_FORM;
    fault = arrange(&written, era, order);
    return fault == CALENDAR_GOOD ? day_of(written.parts, era, ret_text) : fault;
}

const char *date_fault(enum calendar_fault fault)
{
    static const char *const words[] = {
        [CALENDAR_NO_FORM] = "not_date",
        [CALENDAR_NO_SUCH_DAY] = "no_such_day",
        [CALENDAR_AMBIGUOUS] = "ambiguous_date",
        [CALENDAR_OF_ANOTHER_ERA] = "of_another_era",
    };

    return words[fault];
}
