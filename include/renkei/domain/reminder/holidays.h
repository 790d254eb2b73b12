/*
 * Holidays: business days in Japan, Monday to Friday without the public holidays of
 * data/holidays_jp.json. Before and behind its years only weekends are free.
 */
#ifndef RENKEI_DOMAIN_REMINDER_HOLIDAYS_H
#define RENKEI_DOMAIN_REMINDER_HOLIDAYS_H

#include <stdbool.h>

#include "renkei/base/clock.h"

bool is_business_day(day date);
/* The latest business day up to and with `date`. */
day last_business_day(day date);

#endif
