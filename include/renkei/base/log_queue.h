/*
 * Log queue: lines for stdout and stderr go through a bounded queue each, and one thread writes
 * them. So whoever logs never waits for a reader that has stopped; what does not fit is dropped and
 * counted. Until log_queue_start() and after log_queue_stop() lines are written at once.
 */
#ifndef RENKEI_BASE_LOG_QUEUE_H
#define RENKEI_BASE_LOG_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

bool log_queue_start(void);
/* Writes what the readers take within a second, and ends the thread. */
void log_queue_stop(void);
/* One whole line with its line feed; `handle` is STDOUT_FILENO or STDERR_FILENO. */
void log_line(int handle, const char *line, size_t length);
/* Since the start of the process. */
unsigned long long log_lines_dropped(void);

#endif
