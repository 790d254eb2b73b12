/*
 * Child: the half of a job that handles a file, in a process of its own: this program anew, with an
 * empty environment, no descriptor but one end of a socket pair, a folder of its own, bounded
 * memory and time, and a seccomp filter under which it opens no socket and starts nothing. It is
 * killed when the job is over, whatever it does.
 */
#ifndef RENKEI_JOBS_CHILD_H
#define RENKEI_JOBS_CHILD_H

#include "run.h"

struct child;

/* A frame came from it; false ends the talk. Must not send. */
typedef bool child_listener(void *subject, char type, const char *bytes, size_t length);

/* NULL: it cannot be started, which is logged and recorded in run->problem. */
struct child *child_start(struct job_run *run, child_listener *listener, void *subject);
/*
 * Sends a frame, hearing what comes meanwhile, so that neither waits for the other for ever. Keeps
 * the lease. false: the child ended too early, the listener refused, the lease is lost or the
 * process is to end.
 */
bool child_send(struct child *child, char type, const void *bytes, size_t length);
/* Hears until FRAME_RESULT has come. */
bool child_hear(struct child *child);
/* Why the child ended too early: a word for job_run_fail; NULL: it did not, ask run->problem. */
const char *child_fault(struct child *child);
/* Kills it and removes its folder. NULL is allowed. */
void child_end(struct child *child);

#endif
