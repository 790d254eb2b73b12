#include <string.h>
#include <time.h>
#include <zip.h>

#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/file/archive.h"

/* 1980-01-01: an archive knows no earlier day, and this one tells nothing. */
static const time_t no_day = 315532800;

static zip_int64_t describe(void *data)
{
    zip_stat_t *described = data;

    zip_stat_init(described);
    described->mtime = no_day;
    described->valid = ZIP_STAT_MTIME;
    return sizeof *described;
}

static zip_int64_t no_error(void *data, zip_uint64_t length)
{
    const zip_error_t none = {0};

    return zip_error_to_data(&none, data, length);
}

/* A part is asked for its bytes while the archive is written. */
static zip_int64_t serve(void *subject, void *data, zip_uint64_t length, zip_source_cmd_t command)
{
    const struct archive_part *part = subject;

    switch (command) {
    case ZIP_SOURCE_READ:
        return (zip_int64_t)part->source(part->subject, data, (size_t)length);
    case ZIP_SOURCE_STAT:
        return describe(data);
    case ZIP_SOURCE_ERROR:
        return no_error(data, length);
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                              ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                              -1);
    default:
        return 0;
    }
}

static bool add_part(zip_t *zip, const struct archive_part *part)
{
    zip_source_t *source = part->source == NULL
        ? zip_source_buffer(zip, part->text, strlen(part->text), 0)
        : zip_source_function(zip, serve, (void *)(uintptr_t)part);
    zip_int64_t index;

    if (source == NULL)
        return false;
    index = zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8);
    if (index >= 0)
        return zip_file_set_mtime(zip, (zip_uint64_t)index, no_day, 0) == 0;
    zip_source_free(source);
    return false;
}

static bool take_bytes(zip_source_t *source, struct buffer *ret_bytes)
{
    zip_int64_t length;
    char piece[16 * 1024];

    if (zip_source_open(source) != 0)
        return false;
    while ((length = zip_source_read(source, piece, sizeof piece)) > 0)
        buffer_add(ret_bytes, piece, (size_t)length);
    (void)zip_source_close(source);
    return length == 0;
}

/* The archive is gone behind this; its bytes stay in the source. */
static bool write_to(zip_source_t *source, const struct archive_part *parts, size_t count)
{
    zip_t *zip = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, NULL);

    if (zip == NULL)
        return false;
    zip_source_keep(source);
    for (size_t i = 0; i < count; i++)
        if (!add_part(zip, &parts[i])) {
            zip_discard(zip);
            return false;
        }
    if (zip_close(zip) == 0)
        return true;
    zip_discard(zip);
    return false;
}

bool archive_write(const struct archive_part *parts, size_t count, struct buffer *ret_bytes)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    bool written;

    if (source == NULL)
        out_of_memory();
    written = write_to(source, parts, count) && take_bytes(source, ret_bytes);
    zip_source_free(source);
    return written;
}
