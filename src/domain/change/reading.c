#include "renkei/domain/change/reading.h"

#include <string.h>

/* `list` has each of its words between line feeds; NULL: any word is in it. */
static bool names(const struct reading *reading, const char *list, const char *word)
{
    return list == NULL || strstr(list, arena_printf(reading->arena, "\n%s\n", word)) != NULL;
}

bool actor_sees(const struct reading *reading, const char *subject)
{
    return names(reading, reading->actor->people, subject);
}

bool actor_answers(const struct reading *reading, const char *code)
{
    return names(reading, reading->actor->codes, code);
}

bool actor_may(const struct reading *reading, enum scope scope)
{
    return reading->actor->scopes >> scope & 1;
}

const char *now_text(const struct reading *reading)
{
    char text[INSTANT_TEXT];

    instant_format(reading->now, text);
    return arena_strdup(reading->arena, text);
}

bool tenant_today(const struct reading *reading, const char **ret_today)
{
    struct rows *settings;

    if (!db_run_one(reading->db, SQL_SETTINGS_TODAY, PARAMS(now_text(reading)), &settings))
        return false;
    *ret_today = arena_strdup(reading->arena, rows_text(settings, 0, "today"));
    return true;
}
