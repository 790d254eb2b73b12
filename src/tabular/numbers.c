/* How numbers are shown: days are stored as numbers, and only the format tells them apart. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "part.h"
#include "renkei/base/arena.h"
#include "renkei/base/clock.h"
#include "workbook.h"

enum { FORMATS = 65536, FIRST_OF_FILE = 164, DAY_SECONDS = 86400, LAST_SERIAL = 2958465 };

/* ---- formats ---- */

/* What stands in quotes, brackets or behind a mark is text, but for [h], [m], [s]. */
static const char *skip_text(const char *code)
{
    const char *end = *code == '"' ? strchr(code + 1, '"') : strchr(code, ']');

    if (*code == '"' || *code == '[')
        return end == NULL ? code + strlen(code) : end + 1;
    return code[1] == '\0' ? code + 1 : code + 2;
}

static bool shows_days(const char *code)
{
    if (strncasecmp(code, "general", strlen("general")) == 0)
        return false;
    while (*code != '\0' && *code != ';') {
        bool is_elapsed = *code == '[' && strchr("hHmMsS", code[1]) != NULL && code[1] != '\0';

        if (is_elapsed || strchr("yYmMdDhHsSgG", *code) != NULL)
            return true;
        if ((*code == 'e' || *code == 'E') && code[1] != '+' && code[1] != '-')
            return true;
        code = strchr("\"[\\_*", *code) != NULL ? skip_text(code) : code + 1;
    }
    return false;
}

static uint8_t shown_by(const char *code)
{
    size_t zeros = strspn(code, "0");

    if (code[zeros] == '\0' && zeros >= 2 && zeros <= SHOWN_DIGITS)
        return (uint8_t)zeros;
    return shows_days(code) ? SHOWN_DATE : SHOWN_PLAIN;
}

/* Those that every workbook has without saying so (ECMA-376 part 1, 18.8.30). */
static uint8_t shown_by_itself(long id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47)
            || (id >= 50 && id <= 58)
        ? SHOWN_DATE
        : SHOWN_PLAIN;
}

struct reading_styles {
    struct workbook *book;
    uint8_t *formats; /* of each id of the file */
    size_t shown_room;
    bool is_of_cells; /* inside <cellXfs> */
};

static long number_of(const char **attributes, const char *name)
{
    const char *text = part_attribute(attributes, name);

    return text == NULL ? 0 : strtol(text, NULL, 10);
}

static void add_style(struct reading_styles *reading, long id)
{
    struct workbook *book = reading->book;

    book->shown = list_grow(book->arena, book->shown, book->shown_count, &reading->shown_room, 1);
    book->shown[book->shown_count++] =
        id >= FIRST_OF_FILE && id < FORMATS ? reading->formats[id] : shown_by_itself(id);
}

static void begin(struct part *part, void *subject, const char *name, const char **attributes)
{
    struct reading_styles *reading = subject;
    long id = number_of(attributes, "numFmtId");
    const char *code = part_attribute(attributes, "formatCode");

    if (strcmp(name, "numFmt") == 0 && code != NULL && id >= FIRST_OF_FILE && id < FORMATS)
        reading->formats[id] = shown_by(code);
    else if (strcmp(name, "cellXfs") == 0)
        reading->is_of_cells = true;
    else if (strcmp(name, "xf") == 0 && reading->is_of_cells
             && reading->book->shown_count == FORMATS)
        part_stop(part, "unpacked_too_large", 0);
    else if (strcmp(name, "xf") == 0 && reading->is_of_cells)
        add_style(reading, id);
}

static void end(struct part *part, void *subject, const char *name)
{
    struct reading_styles *reading = subject;

    (void)part;
    if (strcmp(name, "cellXfs") == 0)
        reading->is_of_cells = false;
}

bool styles_read(struct workbook *book)
{
    static const struct part_reader reader = {.begin = begin, .end = end};
    struct reading_styles reading = {.book = book};

    if (book->styles == NULL)
        return true;
    reading.formats = arena_alloc(book->arena, FORMATS);
    return part_read(book->archive, book->styles, true, &reader, &reading, book->fault);
}

/* ---- numbers ---- */

/*
 * Days count from 1900-01-01 as 1, and a 1900-02-29 that never was is 60 (ECMA-376 part 1,
 * 18.17.4.1); or from 1904-01-01 as 0.
 */
static void show_day(const struct workbook *book, long serial, char ret_text[DAY_TEXT])
{
    enum { OF_1900 = -25569, OF_1904 = -24107, NO_DAY = 60 };

    if (!book->counts_from_1904 && serial == NO_DAY)
        (void)snprintf(ret_text, DAY_TEXT, "1900-02-29");
    else if (book->counts_from_1904)
        day_format((day)(serial + OF_1904), ret_text);
    else
        day_format((day)(serial + OF_1900 + (serial < NO_DAY ? 1 : 0)), ret_text);
}

static void show_date(const struct workbook *book, double value, char ret_text[NUMBER_TEXT])
{
    long long seconds = llround(value * DAY_SECONDS);
    long days = (long)(seconds / DAY_SECONDS), rest = (long)(seconds % DAY_SECONDS);
    char date[DAY_TEXT] = "", time[16] = "";

    if (rest != 0 || days == 0)
        (void)snprintf(time, sizeof time, "%02ld:%02ld:%02ld", rest / 3600, rest / 60 % 60,
                       rest % 60);
    if (days != 0)
        show_day(book, days, date);
    (void)snprintf(ret_text, NUMBER_TEXT, "%s%s%s", date,
                   date[0] != '\0' && time[0] != '\0' ? "T" : "", time);
}

/* 7.000012050002E12 is 7000012050002: some programs write all numbers so. */
static void show_plain(const char *written, double value, uint8_t digits,
                       char ret_text[NUMBER_TEXT])
{
    bool is_whole = fabs(value) < 1e15 && value == floor(value);

    if (is_whole && (digits > 0 || strpbrk(written, ".eE") != NULL))
        (void)snprintf(ret_text, NUMBER_TEXT, "%0*.0f", digits, value);
    else if (strpbrk(written, ".eE") != NULL)
        (void)snprintf(ret_text, NUMBER_TEXT, "%.15g", value);
    else
        (void)snprintf(ret_text, NUMBER_TEXT, "%s", written);
}

void number_show(const struct workbook *book, const char *written, size_t style,
                 char ret_text[NUMBER_TEXT])
{
    uint8_t shown = style < book->shown_count ? book->shown[style] : SHOWN_PLAIN;
    char *end;
    double value = strtod(written, &end);

    if (end == written || *end != '\0' || !isfinite(value))
        (void)snprintf(ret_text, NUMBER_TEXT, "%s", written);
    else if (shown == SHOWN_DATE && value >= 0 && value < LAST_SERIAL + 1)
        show_date(book, value, ret_text);
    else
        show_plain(written, value, shown == SHOWN_DATE ? 0 : shown, ret_text);
}
