#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>

#include "renkei/base/buffer.h"
#include "renkei/base/clock.h"

bool scratch_day(const char *text, lxw_datetime *ret_day)
{
    day date;

    if (text == NULL || !day_parse(text, &date))
        return false;
    ret_day->year = (int)strtol(text, NULL, 10);
    ret_day->month = (int)strtol(text + 5, NULL, 10);
    ret_day->day = (int)strtol(text + 8, NULL, 10);
    return true;
}

bool scratch_read(const char *path, struct buffer *ret_bytes)
{
    char bytes[16 * 1024];
    size_t got;
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        return false;
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        buffer_add(ret_bytes, bytes, got);
    return fclose(file) == 0;
}
