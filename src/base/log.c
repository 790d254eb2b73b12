#include "renkei/base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "renkei/base/clock.h"
#include "renkei/base/log_queue.h"

enum { DETAIL_MAX = 1024, LINE_MAX_BYTES = 8 * DETAIL_MAX };

static const char *level_name(enum log_level level)
{
    static const char *const names[] = {"debug", "info", "warning", "error"};

    return names[level];
}

/* Escapes into a JSON string; what does not fit is cut. */
static void escape(const char *text, char *ret_text, size_t size)
{
    size_t used = 0;

    for (; *text != '\0' && used + 7 < size; text++) {
        unsigned char byte = (unsigned char)*text;

        if (byte < 0x20 || byte == 0x7f)
            used += (size_t)snprintf(ret_text + used, 7, "\\u%04x", byte);
        else {
            if (byte == '"' || byte == '\\')
                ret_text[used++] = '\\';
            ret_text[used++] = *text;
        }
    }
    ret_text[used] = '\0';
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
    char detail[DETAIL_MAX], escaped[6 * DETAIL_MAX], line[LINE_MAX_BYTES], now[INSTANT_TEXT];
    va_list arguments;
    int length;

    va_start(arguments, format);
    (void)vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    escape(detail, escaped, sizeof escaped);
    instant_format(clock_now(), now);
    length = snprintf(line, sizeof line,
                      "{\"time\":\"%s\",\"level\":\"%s\",\"event\":\"%s\",\"detail\":\"%s\"}\n",
                      now, level_name(level), event, escaped);
    if (length > 0)
        log_line(STDERR_FILENO, line, (size_t)length);
}
