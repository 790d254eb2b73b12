/* What the commands share that order a job and wait until a worker has done it. */
#ifndef RENKEI_CLI_ORDERED_H
#define RENKEI_CLI_ORDERED_H

#include <stdbool.h>

#include "renkei/api/service.h"
#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "renkei/jobs/task.h"

struct ordered {
    const char *command; /* as it is told on standard error */
    const char *tenant;  /* slug or UUID */
    bool watches;        /* a bar on standard error */
    bool is_seen;        /* the last line on the terminal is a bar */
    const char *tenant_id;
    struct service service;
    struct task task; /* of the step at hand; its arena is reset while it waits */
};

/* Opens the database of the tenant, runs, and closes it. A status of commands.h. */
typedef int ordered_work(struct ordered *ordered, void *subject);
int ordered_run(struct ordered *ordered, ordered_work *work, void *subject);
/* Until the job is over: the row of `statement`, as clients see it. */
bool ordered_wait(struct ordered *ordered, enum statement_id statement, const char *id,
                  struct rows **ret_rows);
/* The problem of the step, on standard error, and the status for it. */
int ordered_problem(const struct ordered *ordered);
/* Why the job failed as a whole, in the words of this enumeration. */
void ordered_failed(const struct ordered *ordered, const char *enumeration, const char *error);

#endif
