/* Import: a file of rows becomes suppliers; the two halves of its job. */
#ifndef RENKEI_JOBS_IMPORT_H
#define RENKEI_JOBS_IMPORT_H

#include "run.h"

enum { IMPORT_HEAD = 'H' }; /* a frame: rows, columns and their members, JSON */

bool import_run(struct job_run *run);
int import_child(struct frames *parent);

#endif
