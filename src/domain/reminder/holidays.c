#include "renkei/domain/reminder/holidays.h"

#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>

#include "renkei/base/data.h"

enum { HOLIDAYS_MAX = 512, SUNDAY = 0, SATURDAY = 6, WEEK = 7 };

static day holidays[HOLIDAYS_MAX]; /* ascending */
static size_t holiday_count;

static void read_holidays(void)
{
    json_t *document = json_loadb(holidays_jp_json, holidays_jp_json_length, 0, NULL);
    const json_t *list = json_object_get(document, "holidays");

    for (size_t i = 0; i < json_array_size(list) && holiday_count < HOLIDAYS_MAX; i++) {
        const char *date = json_string_value(json_object_get(json_array_get(list, i), "date"));

        if (day_parse(date, &holidays[holiday_count]))
            holiday_count++;
    }
    json_decref(document);
}

static int compare(const void *one, const void *other)
{
    day first = *(const day *)one, second = *(const day *)other;

    return (first > second) - (first < second);
}

/* Day 0 was a Thursday. */
static int weekday(day date)
{
    return ((date % WEEK) + WEEK + 4) % WEEK;
}

bool is_business_day(day date)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int on = weekday(date);

    (void)pthread_once(&once, read_holidays);
    return on != SUNDAY && on != SATURDAY
        && bsearch(&date, holidays, holiday_count, sizeof date, compare) == NULL;
}

day last_business_day(day date)
{
    while (!is_business_day(date))
        date--;
    return date;
}
