/*
 * Dispatcher: sends webhooks (docs/webhooks.md), in a thread of the egress worker, many endpoints
 * at once and of each one message at a time.
 */
#ifndef RENKEI_JOBS_DISPATCHER_H
#define RENKEI_JOBS_DISPATCHER_H

#include <stdbool.h>

struct worker;
struct dispatcher;

/* Until worker_ends(). NULL: no thread or no memory, which the log says. */
struct dispatcher *dispatcher_start(struct worker *worker);
/* Waits for it: what is on its way is cut off, and given back. NULL is allowed. */
void dispatcher_stop(struct dispatcher *dispatcher);
/* In this thread, until nothing is due. false: the database did not answer. */
bool dispatcher_run_once(struct worker *worker);

#endif
