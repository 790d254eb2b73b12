#include "base64url.h"

#include <stdint.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void base64url_encode(const unsigned char *bytes, size_t size, char *ret_text)
{
    uint32_t bits = 0;
    unsigned held = 0;

    for (size_t i = 0; i < size; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 6; held -= 6)
            *ret_text++ = digits[bits >> (held - 6) & 63];
    }
    if (held > 0)
        *ret_text++ = digits[bits << (6 - held) & 63];
    *ret_text = '\0';
}

static int digit_value(char digit)
{
    if (digit >= 'A' && digit <= 'Z')
        return digit - 'A';
    if (digit >= 'a' && digit <= 'z')
        return digit - 'a' + 26;
    if (digit >= '0' && digit <= '9')
        return digit - '0' + 52;
    if (digit == '-')
        return 62;
    return digit == '_' ? 63 : -1;
}

bool base64url_decode(const char *text, size_t length, unsigned char *ret_bytes, size_t *ret_size)
{
    uint32_t bits = 0;
    unsigned held = 0;
    size_t size = 0;

    for (size_t i = 0; i < length; i++) {
        int value = digit_value(text[i]);

        if (value < 0)
            return false;
        bits = bits << 6 | (uint32_t)value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            ret_bytes[size++] = (unsigned char)(bits >> held & 0xff);
        }
    }
    *ret_size = size;
    return held < 6 && (bits & ((1u << held) - 1)) == 0;
}
