#include "renkei/domain/evidence/media_type.h"

#include <string.h>
#include <strings.h>

#define OFFICE "application/vnd.openxmlformats-officedocument."
#define ZIP "PK\x03\x04"

static const struct media_type types[] = {
    {"application/pdf", "pdf", "%PDF-"},
    {"image/png", "png", "\x89PNG\r\n\x1a\n"},
    {"image/jpeg", "jpg jpeg", "\xff\xd8\xff"},
    {OFFICE "spreadsheetml.sheet", "xlsx", ZIP},
    {OFFICE "wordprocessingml.document", "docx", ZIP},
    {OFFICE "presentationml.presentation", "pptx", ZIP},
    {"text/plain", "txt", NULL},
    {"text/csv", "csv", NULL},
};

const struct media_type *media_type_find(const char *content_type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t length = strlen(types[i].name);

        if (strncasecmp(content_type, types[i].name, length) == 0
            && strchr("; \t", content_type[length]) != NULL)
            return &types[i];
    }
    return NULL;
}

static bool is_extension(const char *extensions, const char *end)
{
    size_t length = strlen(end);

    for (const char *at = extensions; *at != '\0'; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");

        if (word == length && strncasecmp(at, end, length) == 0)
            return true;
        at += word;
    }
    return false;
}

bool media_type_fits_name(const struct media_type *type, const char *name)
{
    const char *dot = strrchr(name, '.');

    return strpbrk(name, "/\\:") == NULL && dot != NULL && dot != name
        && is_extension(type->extensions, dot + 1);
}

/* UTF-16, as some editors write it, has NUL in every other place and says so in front. */
static bool is_utf16(const char *bytes, size_t length)
{
    return length >= 2 && length % 2 == 0
        && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0);
}

bool media_type_fits_bytes(const struct media_type *type, const char *bytes, size_t length)
{
    if (type->begins == NULL)
        return is_utf16(bytes, length) || memchr(bytes, '\0', length) == NULL;
    return length > strlen(type->begins) && memcmp(bytes, type->begins, strlen(type->begins)) == 0;
}
