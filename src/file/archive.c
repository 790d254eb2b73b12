#include "renkei/file/archive.h"

#include <stdint.h>
#include <string.h>
#include <zip.h>

#include "renkei/base/arena.h"

enum { PIECE_BYTES = 64 * 1024 };

struct archive {
    zip_t *zip;
    size_t parts;
    size_t most, unpacked; /* bytes of all parts that are read */
    bool *is_counted;      /* of each part */
};

static void discard(void *subject)
{
    zip_discard(((struct archive *)subject)->zip);
}

/* ---- what may be opened at all ---- */

static bool leads_out(const char *name)
{
    return name[0] == '/' || strchr(name, '\\') != NULL || strstr(name, "..") != NULL
        || strchr(name, ':') != NULL;
}

static enum archive_outcome check_names(zip_t *zip)
{
    zip_int64_t count = zip_get_num_entries(zip, 0);

    if (count > ARCHIVE_PARTS)
        return ARCHIVE_LARGE;
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, 0);

        if (name == NULL)
            return ARCHIVE_BROKEN;
        if (leads_out(name) || zip_name_locate(zip, name, ZIP_FL_NOCASE) != i)
            return ARCHIVE_UNSAFE;
    }
    return ARCHIVE_GOOD;
}

struct archive *archive_open(struct arena *arena, const char *bytes, size_t length,
                             enum archive_outcome *ret_outcome)
{
    struct archive *archive = arena_alloc(arena, sizeof *archive);
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, NULL);

    if (source == NULL)
        out_of_memory();
    archive->zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
    *ret_outcome = ARCHIVE_BROKEN;
    if (archive->zip == NULL) {
        zip_source_free(source);
        return NULL;
    }
    arena_defer(arena, discard, archive);
    *ret_outcome = check_names(archive->zip);
    if (*ret_outcome == ARCHIVE_GOOD) {
        archive->most = SIZE_MAX;
        archive->parts = (size_t)zip_get_num_entries(archive->zip, 0);
        archive->is_counted = arena_alloc(arena, archive->parts + 1);
    }
    return *ret_outcome == ARCHIVE_GOOD ? archive : NULL;
}

size_t archive_parts(const struct archive *archive)
{
    return archive->parts;
}

void archive_limit(struct archive *archive, size_t bytes)
{
    archive->most = bytes;
}

/* ---- reading a part ---- */

static enum archive_outcome check_part(const zip_stat_t *found)
{
    if ((found->valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && found->encryption_method != ZIP_EM_NONE)
        return ARCHIVE_ENCRYPTED;
    if ((found->valid & ZIP_STAT_SIZE) != 0 && found->size > ARCHIVE_PART_BYTES)
        return ARCHIVE_LARGE;
    return (found->valid & ZIP_STAT_COMP_METHOD) != 0
            && (found->comp_method == ZIP_CM_STORE || found->comp_method == ZIP_CM_DEFLATE)
        ? ARCHIVE_GOOD
        : ARCHIVE_BROKEN;
}

static bool count(struct archive *archive, zip_int64_t index, size_t length)
{
    if (!archive->is_counted[index])
        archive->unpacked += length;
    return archive->unpacked <= archive->most;
}

/* What comes is counted; its head may say anything. */
static enum archive_outcome read_through(struct archive *archive, zip_int64_t index,
                                         zip_file_t *part, archive_taker *take, void *subject)
{
    char piece[PIECE_BYTES];
    size_t unpacked = 0;
    zip_int64_t length;

    while ((length = zip_fread(part, piece, sizeof piece)) > 0) {
        unpacked += (size_t)length;
        if (unpacked > ARCHIVE_PART_BYTES || !count(archive, index, (size_t)length))
            return ARCHIVE_LARGE;
        if (!take(subject, piece, (size_t)length))
            return ARCHIVE_STOPPED;
    }
    return length == 0 ? ARCHIVE_GOOD : ARCHIVE_BROKEN;
}

enum archive_outcome archive_read(struct archive *archive, const char *name, archive_taker *take,
                                  void *subject)
{
    zip_int64_t index = zip_name_locate(archive->zip, name, ZIP_FL_NOCASE);
    enum archive_outcome outcome;
    zip_stat_t found;
    zip_file_t *part;

    if (index < 0)
        return ARCHIVE_MISSING;
    if (zip_stat_index(archive->zip, (zip_uint64_t)index, 0, &found) != 0)
        return ARCHIVE_BROKEN;
    outcome = check_part(&found);
    if (outcome != ARCHIVE_GOOD)
        return outcome;
    part = zip_fopen_index(archive->zip, (zip_uint64_t)index, 0);
    if (part == NULL)
        return ARCHIVE_BROKEN;
    outcome = read_through(archive, index, part, take, subject);
    archive->is_counted[index] = true;
    (void)zip_fclose(part);
    return outcome;
}
