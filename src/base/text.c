#include "renkei/base/text.h"

#include <stdint.h>
#include <string.h>

#include "renkei/base/arena.h"

/* Length of the well-formed sequence at `s` (RFC 3629), 0 if there is none. */
static size_t sequence(const unsigned char *s, size_t left, uint32_t *ret_point)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length;
    uint32_t point;

    if (s[0] < 0x80) {
        *ret_point = s[0];
        return 1;
    }
    length = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
    if (s[0] < 0xc2 || s[0] > 0xf4 || length > left)
        return 0;
    point = s[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        point = point << 6 | (s[i] & 0x3fu);
    }
    if (point < smallest[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
        return 0;
    *ret_point = point;
    return length;
}

bool utf8_valid(const char *bytes, size_t length)
{
    uint32_t point;

    for (size_t i = 0; i < length;) {
        size_t step = sequence((const unsigned char *)bytes + i, length - i, &point);

        if (step == 0)
            return false;
        i += step;
    }
    return true;
}

size_t utf8_count(const char *bytes, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    return count;
}

static bool printable_point(uint32_t point, bool multiline)
{
    if (point < 0x20)
        return multiline && (point == '\n' || point == '\r' || point == '\t');
    if (point >= 0x7f && point <= 0x9f)
        return false;
    if (point == 0x2028 || point == 0x2029)
        return false;
    /* bidirectional embeddings, overrides and isolates: text that reads as something else */
    return !((point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069));
}

bool text_printable(const char *bytes, size_t length, bool multiline)
{
    uint32_t point;

    for (size_t i = 0; i < length;) {
        size_t step = sequence((const unsigned char *)bytes + i, length - i, &point);

        if (step == 0 || !printable_point(point, multiline))
            return false;
        i += step;
    }
    return true;
}

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* First and last point of what shows nothing; `blank`: it stands for room and may be taken away. */
static const struct {
    uint32_t first, last;
    bool blank;
} unseen[] = {
    {0x0009, 0x000d, true},  {0x0020, 0x0020, true},    {0x0085, 0x0085, true},
    {0x00a0, 0x00a0, true},  {0x00ad, 0x00ad, true},    {0x034f, 0x034f, false},
    {0x061c, 0x061c, false}, {0x115f, 0x1160, true},    {0x1680, 0x1680, true},
    {0x17b4, 0x17b5, true},  {0x180b, 0x180f, false},   {0x2000, 0x200b, true},
    {0x200c, 0x200f, false}, {0x2028, 0x2029, true},    {0x202a, 0x202e, false},
    {0x202f, 0x202f, true},  {0x205f, 0x2060, true},    {0x2061, 0x206f, false},
    {0x2800, 0x2800, true},  {0x3000, 0x3000, true},    {0x3164, 0x3164, true},
    {0xfe00, 0xfe0f, false}, {0xfeff, 0xfeff, true},    {0xffa0, 0xffa0, true},
    {0xfff0, 0xfffb, false}, {0x1d173, 0x1d17a, false}, {0xe0000, 0xe0fff, false},
};

static bool is_unseen(uint32_t point, bool blank_only)
{
    for (size_t i = 0; i < sizeof unseen / sizeof *unseen && point >= unseen[i].first; i++)
        if (point <= unseen[i].last)
            return unseen[i].blank || !blank_only;
    return false;
}

bool text_visible(const char *bytes, size_t length)
{
    uint32_t point;

    for (size_t i = 0; i < length;) {
        size_t step = sequence((const unsigned char *)bytes + i, length - i, &point);

        if (step == 0 || !is_unseen(point, false))
            return true;
        i += step;
    }
    return false;
}

const char *text_first_visible(const char *text)
{
    size_t length = strlen(text), step;
    uint32_t point;

    for (; length > 0; text += step, length -= step) {
        step = sequence((const unsigned char *)text, length, &point);
        if (step == 0 || !is_unseen(point, false))
            break;
    }
    return text;
}

const char *text_trim(const char *bytes, size_t length, size_t *ret_length)
{
    const char *start = NULL, *end = bytes;
    uint32_t point;

    for (size_t i = 0; i < length;) {
        size_t step = sequence((const unsigned char *)bytes + i, length - i, &point);

        if (step == 0 || !is_unseen(point, true)) {
            start = start == NULL ? bytes + i : start;
            end = bytes + i + (step == 0 ? 1 : step);
        }
        i += step == 0 ? 1 : step;
    }
    *ret_length = start == NULL ? 0 : (size_t)(end - start);
    return start == NULL ? bytes : start;
}

size_t text_words(const char *bytes, size_t length)
{
    bool inside = false;
    uint32_t point;
    size_t count = 0;

    for (size_t i = 0; i < length;) {
        size_t step = sequence((const unsigned char *)bytes + i, length - i, &point);
        bool blank = step > 0 && is_unseen(point, true);

        count += !blank && !inside;
        inside = !blank;
        i += step == 0 ? 1 : step;
    }
    return count;
}

bool uuid_parse(const char *text, char ret_text[37])
{
    char lowered[37];

    for (size_t i = 0; i < 36; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (dash ? text[i] != '-' : hex_value(text[i]) < 0)
            return false;
        lowered[i] = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] | 0x20 : text[i]);
    }
    if (text[36] != '\0')
        return false;
    lowered[36] = '\0';
    memcpy(ret_text, lowered, sizeof lowered);
    return true;
}

bool percent_decode(const char *bytes, size_t length, char *ret_text, size_t *ret_length)
{
    size_t used = 0;

    for (size_t i = 0; i < length; i++) {
        int byte = (unsigned char)bytes[i];

        if (bytes[i] == '%') {
            int high = i + 2 < length ? hex_value(bytes[i + 1]) : -1;
            int low = i + 2 < length ? hex_value(bytes[i + 2]) : -1;

            if (high < 0 || low < 0)
                return false;
            byte = high * 16 + low;
            i += 2;
        }
        if (byte == 0)
            return false;
        ret_text[used++] = (char)byte;
    }
    ret_text[used] = '\0';
    *ret_length = used;
    return utf8_valid(ret_text, used);
}

char *form_decode(const char *bytes, size_t length, struct arena *arena)
{
    char *plain = arena_copy(arena, bytes, length);
    char *text = arena_alloc(arena, length + 1);
    size_t decoded;

    for (size_t i = 0; i < length; i++)
        if (plain[i] == '+')
            plain[i] = ' ';
    return percent_decode(plain, length, text, &decoded) ? text : NULL;
}

bool corporate_number_valid(const char *digits)
{
    int sum = 0;

    for (size_t i = 0; i < 13; i++)
        if (digits[i] < '0' || digits[i] > '9')
            return false;
    if (digits[13] != '\0')
        return false;
    /* positions counted from the right, weights 1, 2, 1, 2 …; the first digit checks the others */
    for (int i = 1; i <= 12; i++)
        sum += (digits[13 - i] - '0') * (i % 2 == 0 ? 2 : 1);
    return digits[0] - '0' == 9 - sum % 9;
}

enum { WORD_MAX = 63 };

/* Edits (insert, delete, replace) between two short words; anything long is far away. */
static size_t distance(const char *a, const char *b)
{
    size_t row[WORD_MAX + 1];
    size_t a_length = strlen(a), b_length = strlen(b);

    if (a_length > WORD_MAX || b_length > WORD_MAX)
        return WORD_MAX;
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);

            diagonal = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return row[b_length];
}

const char *closest_word(const char *word, const char *const *candidates, size_t count)
{
    const char *closest = NULL;
    size_t smallest = 3;

    for (size_t i = 0; i < count; i++) {
        size_t edits = distance(word, candidates[i]);

        if (edits < smallest && edits < strlen(word)) {
            smallest = edits;
            closest = candidates[i];
        }
    }
    return closest;
}

bool text_same(const char *one, const char *other)
{
    return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

size_t text_start(const char *text, const char *const *starts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, starts[i], strlen(starts[i])) == 0)
            return strlen(starts[i]);
    return 0;
}

uint64_t text_hash(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

void hex_text(const unsigned char *bytes, size_t size, char *ret_text)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < size; i++) {
        *ret_text++ = digits[bytes[i] >> 4];
        *ret_text++ = digits[bytes[i] & 15];
    }
    *ret_text = '\0';
}

/* Letters have the bit of 64 and count from 10 on. A million ids are read at a time. */
static inline unsigned char byte_of(const char *digits)
{
    unsigned high = (unsigned char)digits[0], low = (unsigned char)digits[1];

    high = (high & 15) + 9 * (high >> 6);
    low = (low & 15) + 9 * (low >> 6);
    return (unsigned char)(high << 4 | low);
}

void hex_bytes(const char *digits, size_t size, unsigned char *ret_bytes)
{
    for (size_t i = 0; i < size; i++)
        ret_bytes[i] = byte_of(digits + 2 * i);
}

void uuid_bytes(const char *text, unsigned char ret_bytes[16])
{
    static const unsigned char places[16] = {0,  2,  4,  6,  9,  11, 14, 16,
                                             19, 21, 24, 26, 28, 30, 32, 34};

    for (size_t i = 0; i < sizeof places; i++)
        ret_bytes[i] = byte_of(text + places[i]);
}
