#include "tags.h"

#include <string.h>

#include "grammar.h"
#include "renkei/api/request.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"

static bool ends_with(struct slice slice, const char *text)
{
    size_t length = strlen(text);

    return slice.length > length && memcmp(slice.text + slice.length - length, text, length) == 0;
}

static struct slice without_mark(struct slice opaque)
{
    static const char *const codings[] = {"gzip", "br", "zstd", "deflate"};

    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++) {
        if (!ends_with(opaque, codings[i]))
            continue;
        opaque.length -= strlen(codings[i]);
        for (int marks = 0;
             marks < 2 && opaque.length > 0 && strchr("-;", opaque.text[opaque.length - 1]) != NULL;
             marks++)
            opaque.length--;
        break;
    }
    return opaque;
}

enum tag { TAG_FOUND, TAG_NONE_LEFT, TAG_MALFORMED };

/* Takes one entity tag off the front of a list; the slice is its opaque part without marks. */
static enum tag next_tag(const char **rest, struct slice *ret_opaque)
{
    const char *at = *rest + strspn(*rest, " \t,"), *end;

    if (*at == '\0')
        return TAG_NONE_LEFT;
    if (strncmp(at, "W/", 2) == 0)
        at += 2;
    if (*at != '"')
        return TAG_MALFORMED;
    for (end = ++at; *end != '"'; end++)
        if ((unsigned char)*end < 0x21 || *end == 0x7f)
            return TAG_MALFORMED;
    *ret_opaque = without_mark((struct slice){at, (size_t)(end - at)});
    end++;
    *rest = end + strspn(end, " \t");
    return **rest == ',' || **rest == '\0' ? TAG_FOUND : TAG_MALFORMED;
}

/* A revision as text: the digits up to the first dot. */
static bool is_revision(struct slice opaque, size_t *ret_length)
{
    const char *dot = memchr(opaque.text, '.', opaque.length);

    *ret_length = dot != NULL ? (size_t)(dot - opaque.text) : opaque.length;
    return *ret_length >= 1 && *ret_length <= 18
        && strspn(opaque.text, "0123456789") >= *ret_length;
}

bool if_match_parse(const char *value, struct arena *arena, struct preconditions *preconditions)
{
    struct buffer revisions;
    struct slice opaque;
    enum tag tag;
    size_t length;

    preconditions->given = true;
    preconditions->any = strcmp(value, "*") == 0;
    if (preconditions->any)
        return true;
    buffer_open(&revisions, arena, 64);
    while ((tag = next_tag(&value, &opaque)) == TAG_FOUND) {
        if (revisions.length > 0)
            buffer_add_char(&revisions, ',');
        if (is_revision(opaque, &length))
            buffer_add(&revisions, opaque.text, length);
        else
            buffer_add_text(&revisions, "-1"); /* one no row has */
    }
    preconditions->revision = revisions.data;
    return tag == TAG_NONE_LEFT && revisions.length > 0;
}

bool none_match_covers(const char *value, const char *etag)
{
    struct slice opaque;

    if (strcmp(value, "*") == 0)
        return true;
    while (next_tag(&value, &opaque) == TAG_FOUND)
        if (opaque.length == strlen(etag) && memcmp(opaque.text, etag, opaque.length) == 0)
            return true;
    return false;
}
