/*
 * Date: a day as people and other systems write it. What could be more than one day is refused,
 * never guessed.
 */
#ifndef RENKEI_BASE_DATE_H
#define RENKEI_BASE_DATE_H

#include <stddef.h>

#include "renkei/base/clock.h"

/* In which order a text says a day whose year stands last. */
enum date_order {
    DATE_YEAR_FIRST, /* it is none: 05/01/2026 is CALENDAR_AMBIGUOUS */
    DATE_DAY_FIRST,
    DATE_MONTH_FIRST,
};

/*
 * Valid UTF-8, blanks around it and full-width signs allowed:
 * - 2026-01-05, 2026/1/5, 2026.1.5, 2026年1月5日, 20260105;
 * - 令和8年1月5日, 令和元年5月1日, R8.1.5, R080105, ㋿8/1/5, and so of 平成 昭和 大正 明治 (H S T M, from
 *   明治6年 on), within the days of the era;
 * - 05/01/2026 as the order says.
 * A time behind it must be midnight. The day comes as YYYY-MM-DD; nothing is written on a fault.
 */
enum calendar_fault date_read(const char *text, size_t length, enum date_order order,
                              char ret_text[DAY_TEXT]);

/* The word of FaultCode for it. */
const char *date_fault(enum calendar_fault fault);

#endif
