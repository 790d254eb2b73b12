/* What those who write workbooks share: days, and the file that is made on the disk. */
#ifndef RENKEI_SRC_FILE_SCRATCH_H
#define RENKEI_SRC_FILE_SCRATCH_H

#include <stdbool.h>
#include <xlsxwriter.h>

struct buffer;

/* 1980-01-01, as in the archive: the same rows are the same bytes whenever they are written. */
enum { SCRATCH_NO_DAY = 315532800 };

/* A day as YYYY-MM-DD. false: it is none, or NULL. */
bool scratch_day(const char *text, lxw_datetime *ret_day);
/* Adds the bytes of a file. false: it cannot be read. */
bool scratch_read(const char *path, struct buffer *ret_bytes);

#endif
