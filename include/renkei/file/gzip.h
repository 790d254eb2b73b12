/*
 * Gzip (RFC 1952): what is stored of a file, and back again.
 */
#ifndef RENKEI_FILE_GZIP_H
#define RENKEI_FILE_GZIP_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Takes compressed bytes as they come; false ends the writing. */
typedef bool gzip_sink(void *subject, const char *bytes, size_t length);

struct gzip_writer;
/* The memory is the arena's; `level` 1 (fast) to 9. */
struct gzip_writer *gzip_open(struct arena *arena, int level, gzip_sink *sink, void *subject);
bool gzip_add(struct gzip_writer *writer, const char *bytes, size_t length);
/* Writes what is left. */
bool gzip_finish(struct gzip_writer *writer);

struct gzip_reader;
/* Reads from memory that stays where it is. */
struct gzip_reader *gunzip_open(struct arena *arena, const char *bytes, size_t length);
/* The next bytes, at most `most`; 0: the end, or what is no gzip. */
size_t gunzip_next(struct gzip_reader *reader, char *ret_bytes, size_t most);

#endif
