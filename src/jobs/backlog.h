/* Backlog: what waits, told to the service by way of the database. */
#ifndef RENKEI_JOBS_BACKLOG_H
#define RENKEI_JOBS_BACKLOG_H

struct worker;

/* Counts the jobs of this worker's kinds; a kind without any is told as none. */
void backlog_count(struct worker *worker);

#endif
