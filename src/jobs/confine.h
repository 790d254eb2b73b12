/*
 * Confine: what a child gives up before it reads its first byte, for good: docs/workers.md has the
 * list and the reasons.
 */
#ifndef RENKEI_JOBS_CONFINE_H
#define RENKEI_JOBS_CONFINE_H

#include <stdbool.h>

enum {
    CHILD_SECONDS = 60,     /* of processor time */
    CHILD_MEMORY_MIB = 256, /* of address space; not in a build with sanitizers */
    CHILD_FILE_MIB = 512,   /* of one file that it writes */
    CHILD_DESCRIPTORS = 32,
};

/* `writes`: it may open files. false: a limit or the filter could not be set; it must not go on. */
bool confine(bool writes);
/* As confine(false), and it may start threads: pango asks fontconfig in one of its own. */
bool confine_threads(void);

#endif
