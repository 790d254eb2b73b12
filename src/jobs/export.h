/* Export: both halves of a job of this kind (docs/exports.md). */
#ifndef RENKEI_JOBS_EXPORT_H
#define RENKEI_JOBS_EXPORT_H

#include "run.h"

/* The worker's: reads a snapshot, hands its rows to the child, stores the file that comes back. */
bool export_run(struct job_run *run);
/* The child's: lines of JSON become a file. */
int export_child(struct frames *parent);

#endif
