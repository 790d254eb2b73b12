/* Evidence: both halves of what a worker does with a file behind an answer (docs/evidence.md). */
#ifndef RENKEI_JOBS_EVIDENCE_H
#define RENKEI_JOBS_EVIDENCE_H

#include "run.h"

/* The worker's: has the child look at it and the scanner scan it, and stores what they found. */
bool evidence_run(struct job_run *run);
/* The child's: whether the bytes are what their media type promises. */
int evidence_child(struct frames *parent);

#endif
