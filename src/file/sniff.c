#include "renkei/file/sniff.h"

#include <magic.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/file/archive.h"

enum { FLAGS = MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR };

static magic_t magic;

bool sniff_open(void)
{
    magic = magic_open(FLAGS);
    return magic != NULL && magic_load(magic, NULL) == 0;
}

/* ---- office documents ---- */

static const struct office {
    const char *media_type;
    const char *main; /* the part that makes it one */
    const char *macros;
} offices[] = {
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/workbook.xml",
     "xl/vbaProject.bin"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/document.xml",
     "word/vbaProject.bin"},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation",
     "ppt/presentation.xml", "ppt/vbaProject.bin"},
};

static bool take_nothing(void *subject, const char *bytes, size_t length)
{
    (void)subject;
    (void)bytes;
    (void)length;
    return false;
}

static bool has_part(struct archive *archive, const char *name)
{
    enum archive_outcome outcome = archive_read(archive, name, take_nothing, NULL);

    return outcome == ARCHIVE_STOPPED || outcome == ARCHIVE_GOOD;
}

static const char *office_refusal(struct arena *arena, const struct office *office,
                                  const char *bytes, size_t length)
{
    enum archive_outcome outcome;
    struct archive *archive = archive_open(arena, bytes, length, &outcome);

    if (archive == NULL)
        return outcome == ARCHIVE_ENCRYPTED ? "encrypted"
            : outcome == ARCHIVE_LARGE      ? "too_costly"
                                            : "wrong_type";
    if (!has_part(archive, "[Content_Types].xml") || !has_part(archive, office->main))
        return "wrong_type";
    return has_part(archive, office->macros) ? "macros" : NULL;
}

/* ---- all others ---- */

static bool is_among(const char *word, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

/* A text may look like many things; but not like what a program would run, or show as more. */
static bool is_text(const char *found)
{
    static const char *const refused[] = {
        "text/html",           "text/xml", "text/rtf",    "text/x-shellscript",
        "text/x-msdos-batch",  "text/PGP", "text/x-perl", "text/x-script.python",
        "text/x-java-archive", NULL};
    static const char *const taken[] = {"application/csv",
                                        "application/json",
                                        "application/x-ndjson",
                                        "application/octet-stream",
                                        "application/x-setupscript",
                                        "message/rfc822",
                                        "message/news",
                                        NULL};

    return strncmp(found, "text/", strlen("text/")) == 0 ? !is_among(found, refused)
                                                         : is_among(found, taken);
}

const char *sniff_refusal(struct arena *arena, const char *media_type, const char *bytes,
                          size_t length)
{
    const char *found;

    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        if (strcmp(media_type, offices[i].media_type) == 0)
            return office_refusal(arena, &offices[i], bytes, length);
    found = magic_buffer(magic, bytes, length);
    if (found == NULL)
        return "worker_failed";
    if (strncmp(media_type, "text/", strlen("text/")) == 0)
        return is_text(found) ? NULL : "wrong_type";
    return strcmp(found, media_type) == 0 ? NULL : "wrong_type";
}
