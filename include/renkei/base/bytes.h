/*
 * Eight bytes at a time: whether some byte of eight is of a kind. Exact, but it does not say which.
 * Long texts are looked through with it as long as none asks for a look.
 */
#ifndef RENKEI_BASE_BYTES_H
#define RENKEI_BASE_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define EACH_BYTE(value) ((uint64_t)(value) * (UINT64_MAX / UINT8_MAX))

static inline uint64_t bytes_at(const char *text)
{
    uint64_t bytes;

    memcpy(&bytes, text, sizeof bytes);
    return bytes;
}

/* `bound` is 0x80 at most. */
static inline bool bytes_have_below(uint64_t bytes, unsigned char bound)
{
    return ((bytes - EACH_BYTE(bound)) & ~bytes & EACH_BYTE(0x80)) != 0;
}

static inline bool bytes_have(uint64_t bytes, unsigned char byte)
{
    return bytes_have_below(bytes ^ EACH_BYTE(byte), 1);
}

#endif
