/*
 * Log: one JSON object per line on stderr (or the access log's stream); user text is escaped and
 * capped. Never give it a token, a key or an answer's text.
 */
#ifndef RENKEI_BASE_LOG_H
#define RENKEI_BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

/* {"time":…,"level":…,"event":…,"detail":…}; `event` is a stable snake_case word. */
void log_event(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
