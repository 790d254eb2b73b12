/* Texts that cells share, and the characters that XML cannot hold. */
#include <stdlib.h>
#include <string.h>

#include "part.h"
#include "renkei/base/arena.h"
#include "workbook.h"

enum { TEXTS_BYTES = 64 * 1024 * 1024, TEXTS = 4 * 1024 * 1024 };

struct reading_strings {
    struct workbook *book;
    bool is_text;     /* inside <t> */
    bool is_phonetic; /* inside <rPh>: how it is read aloud */
    bool is_full;
};

/* ---- characters by number ---- */

static int add_utf8(char *out, unsigned long code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

/* The number in "_x000D_"; 0: it is none, or no character alone. */
static unsigned long escaped(const char *text)
{
    unsigned long code;

    if (text[0] != '_' || text[1] != 'x' || strspn(text + 2, "0123456789abcdefABCDEF") < 4
        || text[6] != '_')
        return 0;
    code = strtoul((const char[]){text[2], text[3], text[4], text[5], '\0'}, NULL, 16);
    return code >= 0xD800 && code <= 0xDFFF ? 0 : code;
}

void unescape(char *text)
{
    char *out = strstr(text, "_x");
    const char *in = out;

    if (out == NULL)
        return;
    while (*in != '\0') {
        unsigned long code = escaped(in);

        if (code == 0) {
            *out++ = *in++;
        } else {
            out += add_utf8(out, code);
            in += 7;
        }
    }
    *out = '\0';
}

/* ---- the texts ---- */

static void add_bytes(struct workbook *book, const char *bytes, size_t length)
{
    while (book->texts_room - book->texts_length < length)
        book->texts = list_grow(book->arena, book->texts, book->texts_room, &book->texts_room, 1);
    memcpy(book->texts + book->texts_length, bytes, length);
    book->texts_length += length;
}

static void begin(struct part *part, void *subject, const char *name, const char **attributes)
{
    struct reading_strings *reading = subject;
    struct workbook *book = reading->book;

    (void)attributes;
    if (strcmp(name, "si") == 0) {
        if (book->text_count == TEXTS || book->text_count == book->most_texts || reading->is_full) {
            part_stop(part, "unpacked_too_large", 0);
            return;
        }
        book->text_starts = list_grow(book->arena, book->text_starts, book->text_count,
                                      &book->text_room, sizeof *book->text_starts);
        book->text_starts[book->text_count++] = (uint32_t)book->texts_length;
    } else if (strcmp(name, "rPh") == 0) {
        reading->is_phonetic = true;
    } else if (strcmp(name, "t") == 0) {
        reading->is_text = !reading->is_phonetic && book->text_count > 0;
    }
}

static void end(struct part *part, void *subject, const char *name)
{
    struct reading_strings *reading = subject;
    struct workbook *book = reading->book;

    if (reading->is_full) {
        part_stop(part, "unpacked_too_large", 0);
    } else if (strcmp(name, "si") == 0) {
        add_bytes(book, "", 1);
        unescape(book->texts + book->text_starts[book->text_count - 1]);
    } else if (strcmp(name, "rPh") == 0) {
        reading->is_phonetic = false;
    } else if (strcmp(name, "t") == 0) {
        reading->is_text = false;
    }
}

static void text(void *subject, const char *bytes, size_t length)
{
    struct reading_strings *reading = subject;

    if (!reading->is_text || reading->is_full)
        return;
    reading->is_full = reading->book->texts_length + length > TEXTS_BYTES;
    if (!reading->is_full)
        add_bytes(reading->book, bytes, length);
}

bool strings_read(struct workbook *book)
{
    static const struct part_reader reader = {begin, end, text};
    struct reading_strings reading = {.book = book};

    return book->strings == NULL
        || part_read(book->archive, book->strings, false, &reader, &reading, book->fault);
}
