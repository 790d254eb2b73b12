/*
 * Buffer: text that grows inside an arena; always NUL-terminated, so `data` may be used as a
 * string.
 */
#ifndef RENKEI_BASE_BUFFER_H
#define RENKEI_BASE_BUFFER_H

#include <stddef.h>

struct arena;

struct buffer {
    struct arena *arena;
    char *data;
    size_t length;
    size_t capacity;
};

void buffer_open(struct buffer *buffer, struct arena *arena, size_t capacity);
void buffer_add(struct buffer *buffer, const char *bytes, size_t length);
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_add_char(struct buffer *buffer, char byte);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* In quotes, as it is: nothing of it needs an escape. */
void buffer_add_quoted(struct buffer *buffer, const char *text, size_t length);
/* Adds `text` as a JSON string with its quotes; control characters are escaped as RFC 8785 says. */
void buffer_add_json_text(struct buffer *buffer, const char *text, size_t length);

#endif
