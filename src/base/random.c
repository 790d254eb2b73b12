#include "renkei/random.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

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

/* RFC 9562 section 5.7: 48 bits of milliseconds, version 7, 74 random bits, variant 10. */
void uuid_v7(instant now, char ret_text[UUID_TEXT])
{
    uint64_t milliseconds = (uint64_t)(now / 1000);
    unsigned char b[16];

    random_bytes(b, sizeof b);
    for (int i = 0; i < 6; i++)
        b[i] = (unsigned char)(milliseconds >> (40 - 8 * i));
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x70);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    (void)snprintf(ret_text, UUID_TEXT,
                   "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0],
                   b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
                   b[14], b[15]);
}
