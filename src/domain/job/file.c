/* Files of jobs: pieces of bytes, which travel as hexadecimal text as all parameters do. */
#include <string.h>

#include "renkei/base/text.h"
#include "renkei/domain/change/checks.h"
#include "renkei/domain/job/job.h"

bool job_file_add(struct change *change, const char *job_id, const char *part, long piece,
                  const char *bytes, size_t length)
{
    char *text = arena_alloc(change->arena, 2 * length + 3);

    memcpy(text, "\\x", 2);
    hex_text((const unsigned char *)bytes, length, text + 2);
    return db_queue(change->db, SQL_JOB_FILE_INSERT,
                    PARAMS(job_id, part, integer_text(change->arena, piece), text));
}

static int digit(char sign)
{
    return sign <= '9' ? sign - '0' : sign - 'a' + 10;
}

bool job_file_read(const struct reading *reading, const char *job_id, const char *part, long piece,
                   const char **ret_bytes, size_t *ret_length)
{
    struct rows *rows;
    const char *text;
    char *bytes;

    *ret_bytes = NULL;
    *ret_length = 0;
    if (!db_read(reading->db, SQL_JOB_FILE_GET,
                 PARAMS(job_id, part, integer_text(reading->arena, piece)), &rows))
        return false;
    if (rows_count(rows) == 0)
        return true;
    text = rows_text(rows, 0, "bytes") + strlen("\\x");
    *ret_length = strlen(text) / 2;
    bytes = arena_alloc(reading->arena, *ret_length + 1);
    for (size_t i = 0; i < *ret_length; i++)
        bytes[i] = (char)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
    rows_drop(rows);
    *ret_bytes = bytes;
    return true;
}

bool job_file_drop(struct change *change, const char *job_id, const char *part)
{
    return db_queue(change->db, SQL_JOB_FILE_DROP, PARAMS(job_id, part));
}
