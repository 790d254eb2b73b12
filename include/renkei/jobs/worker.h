/*
 * Worker: a process that works off jobs (docs/workers.md). `files` reads and writes files, in a
 * child of its own for each job and without a network; `egress` speaks to other machines and parses
 * no files.
 */
#ifndef RENKEI_JOBS_WORKER_H
#define RENKEI_JOBS_WORKER_H

#include <stdbool.h>

struct db_pool;
struct service;

enum worker_kind { WORKER_FILES, WORKER_EGRESS, WORKER_KINDS };
extern const char *const worker_names[WORKER_KINDS];

struct worker {
    /* Its pool has four connections: what a job reads and writes, webhooks, one to spare. */
    struct service *service;
    struct db_pool *discovery; /* as renkei_worker */
    enum worker_kind kind;
    bool once; /* ends when nothing is due */
};

/*
 * Works until SIGTERM or SIGINT, and gives back what it has in hand then. false: the database did
 * not answer and `once` was asked for.
 */
bool worker_run(struct worker *worker);
/* The other half of a job of this kind, in a process that worker_run started: its exit status. */
int worker_child(const char *kind);

#endif
