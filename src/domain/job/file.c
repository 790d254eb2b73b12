/* Files of jobs: pieces of bytes, which travel as hexadecimal text as all parameters do. */
#include <string.h>

#include "renkei/base/text.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/job/job.h"

const char *bytes_text(struct arena *arena, const char *bytes, size_t length)
{
    char *text = arena_alloc(arena, 2 * length + 3);

    text[0] = '\\';
    text[1] = 'x';
    hex_text((const unsigned char *)bytes, length, text + 2);
    return text;
}

bool job_file_add(struct change *change, const char *job_id, const char *part, long piece,
                  const char *bytes, size_t length)
{
    return db_queue(change->db, SQL_JOB_FILE_INSERT,
                    PARAMS(job_id, part, integer_text(change->arena, piece),
                           bytes_text(change->arena, bytes, length)));
}

/* A kilobyte at a time: a buffer grows by what is added, not by each byte. */
void bytes_add(struct buffer *into, const char *text)
{
    const char *hex = text + strlen("\\x");
    size_t left = strlen(hex) / 2;
    unsigned char piece[1024];

    while (left > 0) {
        size_t size = left < sizeof piece ? left : sizeof piece;

        hex_bytes(hex, size, piece);
        buffer_add(into, (const char *)piece, size);
        hex += 2 * size;
        left -= size;
    }
}

bool job_file_read(const struct reading *reading, const char *job_id, const char *part, long piece,
                   struct buffer *into, bool *ret_found)
{
    struct rows *rows;

    if (!db_read(reading->db, SQL_JOB_FILE_GET,
                 PARAMS(job_id, part, integer_text(reading->arena, piece)), &rows))
        return false;
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        bytes_add(into, rows_text(rows, 0, "bytes"));
    rows_drop(rows);
    return true;
}

bool job_file_drop(struct change *change, const char *job_id, const char *part)
{
    return db_queue(change->db, SQL_JOB_FILE_DROP, PARAMS(job_id, part));
}
