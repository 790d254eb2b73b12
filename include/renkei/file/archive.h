/*
 * Archive: the container (ZIP) that office documents are. Whoever reads one trusts neither its
 * names nor the sizes it declares, and unpacks only what it asks for.
 */
#ifndef RENKEI_FILE_ARCHIVE_H
#define RENKEI_FILE_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct archive;
struct buffer;

enum {
    ARCHIVE_PARTS = 1000,                   /* in one archive */
    ARCHIVE_PART_BYTES = 256 * 1024 * 1024, /* of one part, unpacked */
};

enum archive_outcome {
    ARCHIVE_GOOD,
    ARCHIVE_BROKEN,    /* no archive, or damaged */
    ARCHIVE_ENCRYPTED, /* by a password */
    ARCHIVE_UNSAFE,    /* a part is called twice the same, or leads out of the archive */
    ARCHIVE_LARGE,     /* beyond the bounds above, declared or met */
    ARCHIVE_MISSING,   /* there is no such part */
    ARCHIVE_STOPPED,   /* by the taker */
};

/* Of bytes that stay where they are; NULL: `ret_outcome` says why. */
struct archive *archive_open(struct arena *arena, const char *bytes, size_t length,
                             enum archive_outcome *ret_outcome);
size_t archive_parts(const struct archive *archive);
/* All parts that are read together unpack to no more than that; a part that is read again counts
 * once. */
void archive_limit(struct archive *archive, size_t bytes);
/* Takes the bytes of a part as they come; false ends the reading. */
typedef bool archive_taker(void *subject, const char *bytes, size_t length);
/* Names are the same whatever their case (ISO/IEC 29500-2). */
enum archive_outcome archive_read(struct archive *archive, const char *name, archive_taker *take,
                                  void *subject);

/* The next bytes of a part that is written, at most `most`; 0: its end. */
typedef size_t archive_source(void *subject, char *ret_bytes, size_t most);
struct archive_part {
    const char *name;
    archive_source *source; /* NULL: `text` */
    void *subject;
    const char *text;
};
/* An archive of these parts, in memory; the same parts give the same bytes. */
bool archive_write(const struct archive_part *parts, size_t count, struct buffer *ret_bytes);

#endif
