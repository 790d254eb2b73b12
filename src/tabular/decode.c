#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/text.h"
#include "renkei/tabular/tabular.h"

struct decoder {
    iconv_t cp932;
};

struct decoder *decoder_open(void)
{
    static struct decoder decoder;

    decoder.cp932 = iconv_open("UTF-8", "CP932");
    return &decoder;
}

static size_t line_at(const char *bytes, size_t offset)
{
    size_t line = 1;

    for (size_t i = 0; i < offset; i++)
        line += bytes[i] == '\n';
    return line;
}

static bool fault(struct table_fault *ret_fault, const char *code, size_t line)
{
    *ret_fault = (struct table_fault){code, line};
    return false;
}

/* Where the first line that is no UTF-8 stands. */
static size_t bad_line(const char *bytes, size_t length)
{
    size_t start = 0, line = 1;

    while (start < length) {
        const char *end = memchr(bytes + start, '\n', length - start);
        size_t size = end == NULL ? length - start : (size_t)(end - bytes) - start + 1;

        if (!utf8_valid(bytes + start, size))
            break;
        start += size;
        line++;
    }
    return line;
}

/* A character of CP932 takes at most three bytes of UTF-8. */
static bool decode_cp932(struct decoder *decoder, struct arena *arena, struct span *span,
                         struct table_fault *ret_fault)
{
    size_t left = 3 * span->length, unread = span->length;
    char *text = arena_alloc(arena, left + 1), *out = text, *in = (char *)(uintptr_t)span->bytes;

    (void)iconv(decoder->cp932, NULL, NULL, NULL, NULL);
    if (iconv(decoder->cp932, &in, &unread, &out, &left) == (size_t)-1)
        return fault(ret_fault, "not_cp932", line_at(span->bytes, span->length - unread));
    *span = (struct span){text, (size_t)(out - text)};
    return true;
}

bool text_decode(struct decoder *decoder, struct arena *arena, const char *charset,
                 struct span *span, struct table_fault *ret_fault)
{
    const char *nul = memchr(span->bytes, '\0', span->length);

    if (nul != NULL)
        return fault(ret_fault, "nul_byte", line_at(span->bytes, (size_t)(nul - span->bytes)));
    if (charset != NULL && strcmp(charset, "cp932") == 0)
        return decode_cp932(decoder, arena, span, ret_fault);
    if (span->length >= 3 && memcmp(span->bytes, "\xef\xbb\xbf", 3) == 0)
        *span = (struct span){span->bytes + 3, span->length - 3};
    return utf8_valid(span->bytes, span->length)
        || fault(ret_fault, "not_utf8", bad_line(span->bytes, span->length));
}
