#include "renkei/file/csv.h"

#include <string.h>

#include "renkei/base/text.h"

void csv_mark(struct csv *csv)
{
    buffer_add_text(csv->body, "\xef\xbb\xbf");
}

static void separate(struct csv *csv)
{
    if (csv->in_row)
        buffer_add_char(csv->body, ',');
    csv->in_row = true;
}

/*
 * = + - @ TAB CR, and the full-width forms that some programs read alike; also behind blanks and
 * what does not show, which some programs take away first.
 */
static bool looks_like_a_formula(const char *text)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};

    if (*text != '\0' && strchr("\t\r\n", *text) != NULL)
        return true;
    text = text_first_visible(text);
    if (*text != '\0' && strchr("=+-@", *text) != NULL)
        return true;
    return text_start(text, wide, sizeof wide / sizeof *wide) > 0;
}

/* Where a text that is too long is cut: never inside a character. */
static size_t cut(const char *text, size_t length, size_t most)
{
    if (most == 0 || length <= most)
        return length;
    for (length = most; ((unsigned char)text[length] & 0xC0) == 0x80; length--) {
    }
    return length;
}

/* 00123, 7000012050002, 1-2, 3/4, 1E5: a spreadsheet would make a number or a day of it. */
static bool looks_like_a_value(const char *text)
{
    bool begins = *text >= '0' && *text <= '9';

    return begins && text[strspn(text, "0123456789 ,.:/-eE")] == '\0';
}

void csv_text(struct csv *csv, const char *text)
{
    size_t whole, length;

    separate(csv);
    if (text == NULL || *text == '\0')
        return;
    whole = strlen(text);
    length = cut(text, whole, csv->most);
    if (csv->shields && looks_like_a_value(text)) {
        buffer_printf(csv->body, "\"=\"\"%.*s\"\"\"", (int)length, text);
        return;
    }
    buffer_add_text(csv->body, csv->guards && looks_like_a_formula(text) ? "\"'" : "\"");
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            buffer_add_char(csv->body, '"');
        buffer_add_char(csv->body, text[i]);
    }
    buffer_add_text(csv->body, length < whole ? "…\"" : "\"");
}

void csv_plain(struct csv *csv, const char *value)
{
    separate(csv);
    buffer_add_text(csv->body, value == NULL ? "" : value);
}

void csv_end_row(struct csv *csv)
{
    buffer_add_text(csv->body, "\r\n");
    csv->in_row = false;
}
