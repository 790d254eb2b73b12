#include "renkei/base/random.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "renkei/base/text.h"

void random_bytes(void *ret_bytes, size_t size)
{
    char *bytes = ret_bytes;

    while (size > 0) {
        ssize_t got = getrandom(bytes, size, 0);

        if (got < 0)
            abort(); /* no entropy source: nothing that follows would be safe */
        bytes += got;
        size -= (size_t)got;
    }
}

/* Asking the kernel costs more than all the rest of an id, so a thread asks for 32 at a time. */
void random_block(unsigned char ret_bytes[16])
{
    static _Thread_local unsigned char pool[32 * 16];
    static _Thread_local size_t left;

    if (left == 0) {
        random_bytes(pool, sizeof pool);
        left = sizeof pool;
    }
    left -= 16;
    memcpy(ret_bytes, pool + left, 16);
}

void uuid_text(const unsigned char bytes[16], char ret_text[UUID_TEXT])
{
    static const unsigned char groups[] = {4, 2, 2, 2, 6};

    for (size_t i = 0; i < sizeof groups; i++) {
        hex_text(bytes, groups[i], ret_text);
        bytes += groups[i];
        ret_text += 2 * groups[i];
        *ret_text++ = '-';
    }
    ret_text[-1] = '\0';
}

/*
 * 18 bits that grow from one id to the next of the same instant and thread (RFC 9562 section 6.2,
 * method 1), from a random start in the lower half: rows of one request keep the order they were
 * made in.
 */
static uint32_t id_counter(instant now, const unsigned char random[3])
{
    static _Thread_local instant last = INT64_MIN;
    static _Thread_local uint32_t counter;

    if (now == last)
        return ++counter & 0x3ffff;
    last = now;
    counter = ((uint32_t)random[0] << 16 | (uint32_t)random[1] << 8 | random[2]) & 0x1ffff;
    return counter;
}

/* RFC 9562 section 5.7: 48 bits of milliseconds, version 7, variant 10, a counter, random bits. */
void uuid_v7(instant now, char ret_text[UUID_TEXT])
{
    uint64_t milliseconds = (uint64_t)(now / 1000);
    unsigned char bytes[16];
    uint32_t counter;

    random_block(bytes);
    counter = id_counter(now, bytes + 5);
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(milliseconds >> (40 - 8 * i));
    bytes[6] = (unsigned char)(0x70 | counter >> 14);
    bytes[7] = (unsigned char)(counter >> 6);
    bytes[8] = (unsigned char)(0x80 | (counter & 0x3f));
    uuid_text(bytes, ret_text);
}
