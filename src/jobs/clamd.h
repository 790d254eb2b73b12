/*
 * clamd: asks ClamAV's daemon about bytes, over its Unix socket (clamd(8), INSTREAM). The worker
 * itself does, which looks into no byte: the child has no socket, and the network is not needed.
 */
#ifndef RENKEI_JOBS_CLAMD_H
#define RENKEI_JOBS_CLAMD_H

#include <stdbool.h>
#include <stddef.h>

#include "run.h"

enum { CLAMD_SIGNATURE = 200, CLAMD_REPLY = 512 };

enum clamd_verdict {
    CLAMD_NONE, /* gone, too slow, or nothing that is known: to be asked again later */
    CLAMD_CLEAN,
    CLAMD_INFECTED,
};

struct clamd {
    struct job_run *run; /* its lease goes on meanwhile */
    int fd;
    char reply[CLAMD_REPLY];
    size_t length;
    char signature[CLAMD_SIGNATURE]; /* printable ASCII */
};

/* false: nobody listens there. */
bool clamd_open(struct clamd *clamd, struct job_run *run, const char *path);
/* false: it does not take them; clamd_end may tell why. */
bool clamd_send(struct clamd *clamd, const char *bytes, size_t length);
/* What it found of all that was sent; closes. */
enum clamd_verdict clamd_end(struct clamd *clamd);

#endif
