#include "edge.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "message.h"
#include "renkei/base/bytes.h"
#include "renkei/base/failure.h"
#include "renkei/base/text.h"

/*
 * RFC 9110 sections 5.6.2 and 5.5. n: part of a name (a token) and of a value, v: of a value alone,
 * a dot: of neither.
 */
/* clang-format off */
static const char byte_kinds[] =
    /* 0x00 */ ".........v......" "................"
    /* 0x20 */ "vnvnnnnnvvnnvnnv" "nnnnnnnnnnvvvvvv"
    /* 0x40 */ "vnnnnnnnnnnnnnnn" "nnnnnnnnnnnvvvnn"
    /* 0x60 */ "nnnnnnnnnnnnnnnn" "nnnnnnnnnnnvnvn."
    /* 0x80 */ "vvvvvvvvvvvvvvvv" "vvvvvvvvvvvvvvvv"
    /* 0xa0 */ "vvvvvvvvvvvvvvvv" "vvvvvvvvvvvvvvvv"
    /* 0xc0 */ "vvvvvvvvvvvvvvvv" "vvvvvvvvvvvvvvvv"
    /* 0xe0 */ "vvvvvvvvvvvvvvvv" "vvvvvvvvvvvvvvvv";
/* clang-format on */

static char kind_of(char byte)
{
    return byte_kinds[(unsigned char)byte];
}

static bool is_token(const char *text)
{
    const char *at = text;

    while (kind_of(*at) == 'n')
        at++;
    return *at == '\0' && at != text;
}

/* Tokens and cookies are long. */
static bool value_is_clean(const char *value)
{
    const char *end = value + strlen(value);

    while (end - value >= (ptrdiff_t)sizeof(uint64_t)) {
        uint64_t bytes = bytes_at(value);

        if (bytes_have_below(bytes, 0x20) || bytes_have(bytes, 0x7f))
            break;
        value += sizeof bytes;
    }
    while (kind_of(*value) != '.')
        value++;
    return *value == '\0';
}

bool method_is_upper_case(const char *method)
{
    if (method[0] == '\0')
        return false;
    return strspn(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == strlen(method);
}

static bool is_hex(char digit)
{
    return (digit >= '0' && digit <= '9') || ((digit | 0x20) >= 'a' && (digit | 0x20) <= 'f');
}

/* Visible ASCII without a fragment, every % followed by two hexadecimal digits other than 00. */
static bool target_bytes_are_clean(const char *target)
{
    for (const char *at = target; *at != '\0'; at++) {
        if (*at <= 0x20 || *at >= 0x7f || *at == '#' || *at == '\\')
            return false;
        if (*at == '%' && (!is_hex(at[1]) || !is_hex(at[2]) || strncmp(at + 1, "00", 2) == 0))
            return false;
    }
    return true;
}

static bool is_dots(const char *segment, size_t length)
{
    return (length == 1 && segment[0] == '.') || (length == 2 && memcmp(segment, "..", 2) == 0);
}

/* The compiler clears the buffer at each call, so it is kept for segments that need it. */
static bool decoded_segment_is_clean(const char *segment, size_t length)
{
    char decoded[TARGET_BYTES_MAX + 1];
    size_t size;

    return length <= TARGET_BYTES_MAX && percent_decode(segment, length, decoded, &size)
        && !is_dots(decoded, size);
}

/* One part of the path between slashes: not empty unless last, not `.` or `..`, UTF-8. */
static bool segment_is_clean(const char *segment, size_t length, bool last)
{
    if (length == 0)
        return last;
    if (memchr(segment, '%', length) != NULL)
        return decoded_segment_is_clean(segment, length);
    return !is_dots(segment, length); /* visible ASCII, which was checked before */
}

bool target_is_clean(const char *target)
{
    size_t path_length = strcspn(target, "?");
    const char *end = target + path_length;

    if (target[0] != '/' || !target_bytes_are_clean(target))
        return false;
    for (const char *segment = target + 1; segment <= end;) {
        const char *slash = memchr(segment, '/', (size_t)(end - segment));
        const char *stop = slash != NULL ? slash : end;

        if (!segment_is_clean(segment, (size_t)(stop - segment), slash == NULL))
            return false;
        segment = stop + 1;
    }
    return true;
}

bool target_has_encoded_slash(const char *target)
{
    size_t path_length = strcspn(target, "?");

    if (memchr(target, '%', path_length) == NULL)
        return false;
    for (size_t i = 0; i + 2 < path_length; i++)
        if (strncasecmp(target + i, "%2f", 3) == 0)
            return true;
    return false;
}

/* A length that is one number and no other header that gives a length. */
bool framing_is_unambiguous(const struct message *message)
{
    const char *length = message_header(message, "Content-Length");
    const char *encoding = message_header(message, "Transfer-Encoding");

    if (length != NULL && (encoding != NULL || message_header_count(message, "Content-Length") > 1))
        return false;
    if (length != NULL && (length[0] == '\0' || strspn(length, "0123456789") != strlen(length)))
        return false;
    if (encoding == NULL)
        return true;
    return strcmp(message->version, "HTTP/1.1") == 0 && strcasecmp(encoding, "chunked") == 0
        && message_header_count(message, "Transfer-Encoding") == 1;
}

bool headers_are_tokens(const struct message *message)
{
    for (size_t i = 0; i < message->header_count; i++)
        if (!is_token(message->headers[i].name) || !value_is_clean(message->headers[i].value))
            return false;
    return true;
}

/* RFC 9112 section 3.2. */
static bool lacks_host(const struct message *message)
{
    return strcmp(message->version, "HTTP/1.0") != 0 && message_header(message, "Host") == NULL;
}

const char *repeated_header(const struct message *message)
{
    static const char *const single[] = {"Host", "Authorization", "Content-Type", "Idempotency-Key",
                                         "X-Renkei-Now"};

    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
        if (message_header_count(message, single[i]) > 1)
            return single[i];
    return NULL;
}

static bool refuse_header(struct failure *failure, const char *name)
{
    fault_add(failure, FAULT_IN_HEADER, name, FAULT_REPEATED_HEADER, (char *)NULL);
    return fail(failure, PROBLEM_INVALID_HEADER, (char *)NULL);
}

bool refuse_request(struct failure *failure, enum fault_code code)
{
    fault_add(failure, FAULT_IN_REQUEST, "", code, (char *)NULL);
    return fail(failure, PROBLEM_MALFORMED_REQUEST, (char *)NULL);
}

/* Limits of the head as the problem documents tell them. */
#define TARGET_LIMIT "8192"
#define HEADERS_LIMIT "64"
#define HEADER_KIB_LIMIT "16"

bool refuse_headers(struct failure *failure)
{
    return fail(failure, PROBLEM_HEADERS_TOO_LARGE, "#headers", HEADERS_LIMIT, "#kib",
                HEADER_KIB_LIMIT, (char *)NULL);
}

bool edge_check(const struct message *message, struct failure *failure)
{
    const char *repeated;

    if (strlen(message->target) > TARGET_BYTES_MAX)
        return fail(failure, PROBLEM_URI_TOO_LONG, "#max", TARGET_LIMIT, (char *)NULL);
    if (message->header_count > HEADERS_MAX || message->header_bytes > HEADER_BYTES_MAX
        || message->memory > HEAD_MEMORY_MAX)
        return refuse_headers(failure);
    if (!method_is_upper_case(message->method))
        return refuse_request(failure, FAULT_METHOD_FORM);
    if (message->torn || !headers_are_tokens(message))
        return refuse_request(failure, FAULT_HEADER_FORM);
    if (lacks_host(message))
        return refuse_request(failure, FAULT_HOST_MISSING);
    if (!framing_is_unambiguous(message))
        return refuse_request(failure, FAULT_LENGTH_FORM);
    if (!target_is_clean(message->target))
        return refuse_request(failure, FAULT_TARGET_FORM);
    repeated = repeated_header(message);
    return repeated == NULL || refuse_header(failure, repeated);
}
