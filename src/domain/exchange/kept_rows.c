#include "renkei/domain/exchange/kept_rows.h"

#include <string.h>

#include "renkei/domain/job/job.h"

/* Hands over what stands in the text from the line of the place on; moves the place. */
static void take_lines(struct kept_rows *rows, const struct buffer *text, kept_taker *take,
                       void *subject)
{
    const char *at = text->data, *last = text->data + text->length;
    struct arena *arena = rows->reading->arena;

    for (long line = 0; at < last; line++) {
        const char *end = memchr(at, '\n', (size_t)(last - at));

        if (line >= rows->line) {
            if (!take(subject, arena_copy(arena, at, (size_t)(end - at))))
                return;
            rows->line++;
        }
        at = end + 1;
    }
    rows->piece++;
    rows->line = 0;
}

bool kept_rows_read(struct kept_rows *rows, kept_taker *take, void *subject)
{
    long piece;

    rows->has_more = true;
    do {
        struct buffer text;

        piece = rows->piece;
        buffer_open(&text, rows->reading->arena, JOB_PIECE);
        if (!job_file_read(rows->reading, rows->job_id, rows->part, piece, &text, &rows->has_more))
            return false;
        if (rows->has_more)
            take_lines(rows, &text, take, subject);
    } while (rows->piece != piece);
    return true;
}

/* The most whole lines that fit into a piece; a line that is longer goes alone. */
static size_t piece_length(const char *bytes, size_t length)
{
    const char *end;

    if (length <= JOB_PIECE)
        return length;
    end = memrchr(bytes, '\n', JOB_PIECE);
    if (end == NULL)
        end = memchr(bytes, '\n', length);
    return (size_t)(end - bytes) + 1;
}

bool kept_rows_add(struct change *change, const char *job_id, const char *part,
                   const struct buffer *lines, long *piece)
{
    for (size_t at = 0; at < lines->length;) {
        size_t length = piece_length(lines->data + at, lines->length - at);

        if (!job_file_add(change, job_id, part, (*piece)++, lines->data + at, length))
            return false;
        at += length;
    }
    return true;
}
