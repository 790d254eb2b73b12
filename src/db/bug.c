#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "internal.h"
#include "renkei/base/log.h"

_Noreturn void db_bug(const char *format, ...)
{
    va_list arguments;
    char text[256];

    va_start(arguments, format);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): clang 14 misses the va_start above */
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    log_event(LOG_ERROR, "database_bug", "%s", text);
    abort();
}
