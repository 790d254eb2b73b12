#include "renkei/base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/bytes.h"

enum { DOUBLED_BELOW = 1024 * 1024 };

void buffer_open(struct buffer *buffer, struct arena *arena, size_t capacity)
{
    buffer->arena = arena;
    buffer->capacity = capacity < 64 ? 64 : capacity;
    buffer->data = arena_alloc(arena, buffer->capacity);
    buffer->length = 0;
}

static void grow(struct buffer *buffer, size_t needed)
{
    size_t capacity = buffer->capacity;

    while (capacity < needed)
        capacity += capacity < DOUBLED_BELOW ? capacity : capacity / 4;
    buffer->data = arena_grow(buffer->arena, buffer->data, buffer->capacity, capacity);
    buffer->capacity = capacity;
}

/* The place of `length` more bytes, for the caller to fill in, with the closing NUL behind. */
static inline char *extend(struct buffer *buffer, size_t length)
{
    size_t before = buffer->length, needed = before + length + 1;

    if (needed > buffer->capacity)
        grow(buffer, needed);
    buffer->length = before + length;
    buffer->data[buffer->length] = '\0';
    return buffer->data + before;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
    memcpy(extend(buffer, length), bytes, length);
}

void buffer_add_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_add_char(struct buffer *buffer, char byte)
{
    *extend(buffer, 1) = byte;
}

void buffer_add_quoted(struct buffer *buffer, const char *text, size_t length)
{
    char *place = extend(buffer, length + 2);

    place[0] = place[length + 1] = '"';
    memcpy(place + 1, text, length);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    size_t before = buffer->length, room = buffer->capacity - before;
    int length;

    va_start(arguments, format);
    va_copy(again, arguments);
    length = vsnprintf(buffer->data + before, room, format, arguments);
    if (length > 0 && (size_t)length < room)
        buffer->length = before + (size_t)length;
    else if (length > 0)
        (void)vsnprintf(extend(buffer, (size_t)length), (size_t)length + 1, format, again);
    va_end(again);
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

static bool is_plain(char byte)
{
    return (unsigned char)byte >= 0x20 && byte != '"' && byte != '\\';
}

/* How many bytes at the front stand in a JSON string as they are. */
static size_t plain_length(const char *text, size_t length)
{
    size_t plain = 0;

    while (length - plain >= sizeof(uint64_t)) {
        uint64_t bytes = bytes_at(text + plain);

        if (bytes_have_below(bytes, 0x20) || bytes_have(bytes, '"') || bytes_have(bytes, '\\'))
            break;
        plain += sizeof bytes;
    }
    while (plain < length && is_plain(text[plain]))
        plain++;
    return plain;
}

void buffer_add_json_text(struct buffer *buffer, const char *text, size_t length)
{
    const char *end = text + length;
    size_t plain = plain_length(text, length);

    if (plain == length) {
        buffer_add_quoted(buffer, text, length);
        return;
    }
    buffer_add_char(buffer, '"');
    while (text + plain < end) {
        buffer_add(buffer, text, plain);
        add_escaped(buffer, text[plain]);
        text += plain + 1;
        plain = plain_length(text, (size_t)(end - text));
    }
    buffer_add(buffer, text, plain);
    buffer_add_char(buffer, '"');
}
