#include "renkei/base/clock.h"

#include <string.h>
#include <time.h>

enum { SECONDS_PER_DAY = 86400 };

instant clock_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (instant)now.tv_sec * SECOND + now.tv_nsec / 1000;
}

int64_t clock_monotonic(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec / 1000;
}

/* Civil date <-> days since 1970, proleptic Gregorian: years begin in March, 400-year eras. */
static day day_of_civil(int year, int month, int date)
{
    int shifted = month <= 2 ? year - 1 : year;
    int era = shifted / 400;
    int year_of_era = shifted - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

static void civil_of_day(day date, int *ret_year, int *ret_month, int *ret_date)
{
    int shifted = date + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_era = shifted - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (5 * day_of_year + 2) / 153;

    *ret_date = day_of_year - (153 * month + 2) / 5 + 1;
    *ret_month = month < 10 ? month + 3 : month - 9;
    *ret_year = year_of_era + era * 400 + (*ret_month <= 2);
}

/* The last `count` digits of a number; printf would be most of the cost of a log line. */
static void write_digits(char *ret_digits, int count, unsigned number)
{
    while (count-- > 0) {
        ret_digits[count] = (char)('0' + number % 10);
        number /= 10;
    }
}

void day_format(day date, char ret_text[DAY_TEXT])
{
    int year, month, date_of_month;

    civil_of_day(date, &year, &month, &date_of_month);
    write_digits(ret_text, 4, (unsigned)year);
    write_digits(ret_text + 5, 2, (unsigned)month);
    write_digits(ret_text + 8, 2, (unsigned)date_of_month);
    ret_text[4] = ret_text[7] = '-';
    ret_text[10] = '\0';
}

/* Reads exactly `count` digits. */
static bool digits(const char **text, int count, int *ret_value)
{
    int value = 0;

    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        value = value * 10 + (**text - '0');
    }
    *ret_value = value;
    return true;
}

static bool character(const char **text, char expected)
{
    if (**text != expected)
        return false;
    (*text)++;
    return true;
}

static enum calendar_fault scan_day(const char **text, day *ret_date)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, date;
    bool leap;

    if (!digits(text, 4, &year) || !character(text, '-') || !digits(text, 2, &month)
        || !character(text, '-') || !digits(text, 2, &date))
        return CALENDAR_NO_FORM;
    if (year < 1 || month < 1 || month > 12 || date < 1)
        return CALENDAR_NO_SUCH_DAY;
    leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (date > lengths[month - 1] + (month == 2 && leap))
        return CALENDAR_NO_SUCH_DAY;
    *ret_date = day_of_civil(year, month, date);
    return CALENDAR_GOOD;
}

enum calendar_fault day_read(const char *text, day *ret_date)
{
    day date;
    enum calendar_fault fault = scan_day(&text, &date);

    if (fault == CALENDAR_NO_FORM || *text != '\0')
        return CALENDAR_NO_FORM;
    if (fault == CALENDAR_GOOD)
        *ret_date = date;
    return fault;
}

bool day_parse(const char *text, day *ret_date)
{
    return day_read(text, ret_date) == CALENDAR_GOOD;
}

bool day_is_bounded(day date)
{
    return date >= day_of_civil(1900, 1, 1) && date <= day_of_civil(9999, 12, 31);
}

void instant_format(instant at, char ret_text[INSTANT_TEXT])
{
    int64_t seconds = at / SECOND - (at % SECOND < 0);
    int64_t micros = at - seconds * SECOND;
    int64_t date = seconds / SECONDS_PER_DAY - (seconds % SECONDS_PER_DAY < 0);
    unsigned rest = (unsigned)(seconds - date * SECONDS_PER_DAY);

    day_format((day)date, ret_text);
    memcpy(ret_text + 10, "T00:00:00.000000Z", sizeof "T00:00:00.000000Z");
    write_digits(ret_text + 11, 2, rest / 3600);
    write_digits(ret_text + 14, 2, rest / 60 % 60);
    write_digits(ret_text + 17, 2, rest % 60);
    write_digits(ret_text + 20, 6, (unsigned)micros);
}

/* ".123456789" -> microseconds; digits beyond the sixth are cut. */
static bool scan_fraction(const char **text, int *ret_micros)
{
    int scale = 100000;

    *ret_micros = 0;
    if (**text != '.')
        return true;
    (*text)++;
    if (**text < '0' || **text > '9')
        return false;
    for (; **text >= '0' && **text <= '9'; (*text)++, scale /= 10)
        *ret_micros += scale * (**text - '0');
    return true;
}

/* "Z", "+09:00", "-05:00" or " 09:00" (a plus sign that a query string turned into a space). */
static bool scan_offset(const char **text, int *ret_seconds)
{
    int hours, minutes, sign;

    *ret_seconds = 0;
    if (**text == 'Z' || **text == 'z') {
        (*text)++;
        return true;
    }
    sign = **text == '-' ? -1 : 1;
    if (**text != '-' && **text != '+' && **text != ' ')
        return false;
    (*text)++;
    if (!digits(text, 2, &hours) || !character(text, ':') || !digits(text, 2, &minutes)
        || hours > 23 || minutes > 59)
        return false;
    *ret_seconds = sign * (hours * 3600 + minutes * 60);
    return true;
}

/* "T23:12:48.5+09:00" -> microseconds since the day began in UTC. */
static bool scan_time(const char *text, instant *ret_time)
{
    int hour, minute, second, micros, offset;

    if (*text != 'T' && *text != 't')
        return false;
    text++;
    if (!digits(&text, 2, &hour) || !character(&text, ':') || !digits(&text, 2, &minute)
        || !character(&text, ':') || !digits(&text, 2, &second) || !scan_fraction(&text, &micros)
        || !scan_offset(&text, &offset) || *text != '\0')
        return false;
    *ret_time = ((instant)hour * 3600 + minute * 60 + second - offset) * SECOND + micros;
    return hour <= 23 && minute <= 59 && second <= 59;
}

enum calendar_fault instant_read(const char *text, instant *ret_at)
{
    day date = 0;
    enum calendar_fault fault = scan_day(&text, &date);
    instant time;

    if (fault == CALENDAR_NO_FORM || !scan_time(text, &time))
        return CALENDAR_NO_FORM;
    if (fault == CALENDAR_GOOD)
        *ret_at = (instant)date * SECONDS_PER_DAY * SECOND + time;
    return fault;
}

bool instant_parse(const char *text, instant *ret_at)
{
    return instant_read(text, ret_at) == CALENDAR_GOOD;
}

bool instant_is_bounded(instant at)
{
    int64_t seconds = at / SECOND - (at % SECOND < 0);

    return day_is_bounded((day)(seconds / SECONDS_PER_DAY - (seconds % SECONDS_PER_DAY < 0)));
}
