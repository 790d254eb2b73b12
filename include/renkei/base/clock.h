/*
 * Clock: instants and dates. A request takes `now` once; nothing below reads a clock.
 *
 * An instant is microseconds since 1970-01-01T00:00:00Z, a day is days since 1970-01-01.
 */
#ifndef RENKEI_BASE_CLOCK_H
#define RENKEI_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

typedef int64_t instant;
typedef int32_t day;

enum { INSTANT_TEXT = 28, DAY_TEXT = 11 };
#define SECOND ((instant)1000000)

instant clock_now(void);
/* Microseconds of a clock that never jumps: for durations only. */
int64_t clock_monotonic(void);

/* "2026-11-22T23:12:48.123456Z", always 27 characters. */
void instant_format(instant at, char ret_text[INSTANT_TEXT]);

/* What is wrong with a text that should be a day or an instant. */
enum calendar_fault {
    CALENDAR_GOOD,
    CALENDAR_NO_FORM,     /* it does not look like one */
    CALENDAR_NO_SUCH_DAY, /* it does, but no calendar has that day: 2027-02-30 */
    /* Of a text that people wrote alone (date_read): */
    CALENDAR_AMBIGUOUS,      /* it could be more than one day: 05/01/2026 */
    CALENDAR_OF_ANOTHER_ERA, /* there is that day, in another era: 平成31年5月1日 */
};
/*
 * RFC 3339 date-time with `Z` or an offset, years 0001..9999. A space where the `+` of an offset
 * stood is understood (a query string turns `+` into a space).
 */
enum calendar_fault instant_read(const char *text, instant *ret_at);
bool instant_parse(const char *text, instant *ret_at); /* whether instant_read finds it good */

void day_format(day date, char ret_text[DAY_TEXT]);
/* "YYYY-MM-DD", years 0001..9999. */
enum calendar_fault day_read(const char *text, day *ret_date);
bool day_parse(const char *text, day *ret_date); /* whether day_read finds it good */

/*
 * The days and instants (in UTC) that a caller may name: 1900-01-01 to 9999-12-31. Beyond, an
 * offset or an interval added leads to what PostgreSQL or a text of four digits cannot hold.
 */
#define DAY_FIRST "1900-01-01"
#define DAY_LAST "9999-12-31"
bool day_is_bounded(day date);
bool instant_is_bounded(instant at);

#endif
