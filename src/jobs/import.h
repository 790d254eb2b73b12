/* Import: a file of rows becomes suppliers; the two halves of its job. */
#ifndef RENKEI_JOBS_IMPORT_H
#define RENKEI_JOBS_IMPORT_H

#include "run.h"

/* Frames of an import's child: */
enum {
    IMPORT_HEAD = 'H', /* rows, columns and their members, JSON */
    IMPORT_NUMBERS =
        'N', /* of a snapshot, before the head: texts of JSON, each with a comma behind */
};

bool import_run(struct job_run *run);
int import_child(struct frames *parent);

#endif
