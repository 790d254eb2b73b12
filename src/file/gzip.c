#include "renkei/file/gzip.h"

#include <zlib.h>

#include "renkei/base/arena.h"

enum { WINDOW_OF_GZIP = 15 + 16, MEMORY = 8, PIECE = 64 * 1024 };

struct gzip_writer {
    z_stream stream;
    gzip_sink *sink;
    void *subject;
    unsigned char piece[PIECE];
};

struct gzip_reader {
    z_stream stream;
    bool is_over;
};

static void close_writer(void *subject)
{
    (void)deflateEnd(&((struct gzip_writer *)subject)->stream);
}

struct gzip_writer *gzip_open(struct arena *arena, int level, gzip_sink *sink, void *subject)
{
    struct gzip_writer *writer = arena_alloc(arena, sizeof *writer);

    writer->sink = sink;
    writer->subject = subject;
    if (deflateInit2(&writer->stream, level, Z_DEFLATED, WINDOW_OF_GZIP, MEMORY, Z_DEFAULT_STRATEGY)
        != Z_OK)
        out_of_memory();
    arena_defer(arena, close_writer, writer);
    return writer;
}

static bool deflate_all(struct gzip_writer *writer, int flush)
{
    z_stream *stream = &writer->stream;
    int status;

    do {
        stream->next_out = writer->piece;
        stream->avail_out = PIECE;
        status = deflate(stream, flush);
        if (stream->avail_out < PIECE
            && !writer->sink(writer->subject, (const char *)writer->piece,
                             PIECE - stream->avail_out))
            return false;
    } while (stream->avail_out == 0 && status != Z_STREAM_END);
    return true;
}

bool gzip_add(struct gzip_writer *writer, const char *bytes, size_t length)
{
    writer->stream.next_in = (z_const Bytef *)(const Bytef *)bytes;
    writer->stream.avail_in = (uInt)length;
    return deflate_all(writer, Z_NO_FLUSH);
}

bool gzip_finish(struct gzip_writer *writer)
{
    writer->stream.next_in = Z_NULL;
    writer->stream.avail_in = 0;
    return deflate_all(writer, Z_FINISH);
}

static void close_reader(void *subject)
{
    (void)inflateEnd(&((struct gzip_reader *)subject)->stream);
}

struct gzip_reader *gunzip_open(struct arena *arena, const char *bytes, size_t length)
{
    struct gzip_reader *reader = arena_alloc(arena, sizeof *reader);

    reader->stream.next_in = (z_const Bytef *)(const Bytef *)bytes;
    reader->stream.avail_in = (uInt)length;
    if (inflateInit2(&reader->stream, WINDOW_OF_GZIP) != Z_OK)
        out_of_memory();
    arena_defer(arena, close_reader, reader);
    return reader;
}

size_t gunzip_next(struct gzip_reader *reader, char *ret_bytes, size_t most)
{
    int status = Z_OK;

    reader->stream.next_out = (Bytef *)ret_bytes;
    reader->stream.avail_out = (uInt)most;
    while (!reader->is_over && reader->stream.avail_out > 0) {
        status = inflate(&reader->stream, Z_NO_FLUSH);
        reader->is_over = status != Z_OK;
    }
    return most - reader->stream.avail_out;
}
