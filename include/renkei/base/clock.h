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
/*
 * RFC 3339 date-time with `Z` or an offset, years 0001..9999. A space where the `+` of an offset
 * stood is understood (a query string turns `+` into a space). false: not an instant.
 */
bool instant_parse(const char *text, instant *ret_at);

void day_format(day date, char ret_text[DAY_TEXT]);
/* "YYYY-MM-DD", a day that exists, years 0001..9999. */
bool day_parse(const char *text, day *ret_date);

#endif
