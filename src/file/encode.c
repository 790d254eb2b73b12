#include "renkei/file/encode.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"

/* U+3013 in CP932. */
static const char geta[] = "\x81\xac";

struct encoder {
    iconv_t to;
};

static void close_encoder(void *subject)
{
    (void)iconv_close(((struct encoder *)subject)->to);
}

struct encoder *encoder_open(struct arena *arena, const char *encoding)
{
    struct encoder *encoder = arena_alloc(arena, sizeof *encoder);

    encoder->to = iconv_open(strcmp(encoding, "cp932") == 0 ? "CP932" : encoding, "UTF-8");
    if (encoder->to == (iconv_t)-1)
        return NULL;
    arena_defer(arena, close_encoder, encoder);
    return encoder;
}

static size_t sign_length(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* The sign that stopped it, and on behind it. */
static void pass_over(char **text, size_t *left, struct buffer *into, encoder_listener *missing,
                      void *subject)
{
    char sign[5] = "";
    size_t length = sign_length((unsigned char)**text);

    if (length > *left)
        length = *left;
    memcpy(sign, *text, length);
    missing(subject, sign);
    buffer_add(into, geta, sizeof geta - 1);
    *text += length;
    *left -= length;
}

void encode(struct encoder *encoder, const char *text, size_t length, struct buffer *into,
            encoder_listener *missing, void *subject)
{
    char *at = (char *)(uintptr_t)text; /* iconv does not write there */
    char piece[512];

    while (length > 0) {
        char *to = piece;
        size_t room = sizeof piece;
        size_t status = iconv(encoder->to, &at, &length, &to, &room);
        int error = errno;

        buffer_add(into, piece, sizeof piece - room);
        if (status == (size_t)-1 && error != E2BIG)
            pass_over(&at, &length, into, missing, subject);
    }
}
