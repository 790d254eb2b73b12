#include "renkei/base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "renkei/base/arena.h"

enum { DOUBLED_BELOW = 1024 * 1024 };

void buffer_open(struct buffer *buffer, struct arena *arena, size_t capacity)
{
    buffer->arena = arena;
    buffer->capacity = capacity < 64 ? 64 : capacity;
    buffer->data = arena_alloc(arena, buffer->capacity);
    buffer->length = 0;
}

/* Makes room for `length` more bytes and the closing NUL. */
static void reserve(struct buffer *buffer, size_t length)
{
    size_t needed = buffer->length + length + 1;
    size_t capacity = buffer->capacity;

    if (needed <= capacity)
        return;
    while (capacity < needed)
        capacity += capacity < DOUBLED_BELOW ? capacity : capacity / 4;
    buffer->data = arena_grow(buffer->arena, buffer->data, buffer->capacity, capacity);
    buffer->capacity = capacity;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
    reserve(buffer, length);
    memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void buffer_add_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_add_char(struct buffer *buffer, char byte)
{
    buffer_add(buffer, &byte, 1);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    int length;

    va_start(arguments, format);
    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length > 0) {
        reserve(buffer, (size_t)length);
        (void)vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, arguments);
        buffer->length += (size_t)length;
    }
    va_end(arguments);
}

static const char *short_escape(char byte)
{
    switch (byte) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\t':
        return "\\t";
    case '\n':
        return "\\n";
    case '\f':
        return "\\f";
    case '\r':
        return "\\r";
    default:
        return NULL;
    }
}

static void add_escaped(struct buffer *buffer, char byte)
{
    const char *escape = short_escape(byte);

    if (escape != NULL)
        buffer_add_text(buffer, escape);
    else
        buffer_printf(buffer, "\\u%04x", (unsigned)(unsigned char)byte);
}

void buffer_add_json_text(struct buffer *buffer, const char *text, size_t length)
{
    size_t start = 0;

    buffer_add_char(buffer, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];

        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        buffer_add(buffer, text + start, i - start);
        add_escaped(buffer, text[i]);
        start = i + 1;
    }
    buffer_add(buffer, text + start, length - start);
    buffer_add_char(buffer, '"');
}
