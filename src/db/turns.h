/*
 * Who of this process numbers the next events of a tenant. The row of its counter orders all
 * writers of all processes; those of one process that came at once would wait for it inside of
 * PostgreSQL, where each waiting and waking costs more than the change itself (ADR 23).
 * Nothing depends on a turn but speed: who waits for too long goes ahead without it. Where the
 * database is far away, as many go at once as it takes to keep the row of the counter busy.
 */
#ifndef RENKEI_DB_TURNS_H
#define RENKEI_DB_TURNS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A place in the line of all tenants; its owner keeps it. */
struct turn {
    struct turn *next;
    const char *tenant_id;
    pthread_cond_t called;
    bool has_waited;
    bool is_slow; /* others do not wait for it any more */
};

struct turns {
    pthread_mutex_t mutex;
    struct turn *first; /* in the order in which they came */
    size_t width;       /* so many of a tenant go at once */
};

void turns_init(struct turns *turns);
void turns_destroy(struct turns *turns);
/* An empty trip to the database takes so many microseconds; at most `limit` go at once. */
void turns_set_reach(struct turns *turns, int64_t reach, size_t limit);
/* Queues up. false: it is not its turn yet, and turn_wait is to follow. `tenant_id` is
 * borrowed until turn_leave. */
bool turn_begin(struct turns *turns, struct turn *turn, const char *tenant_id);
void turn_wait(struct turns *turns, struct turn *turn);
/* Whether it had to wait, or somebody waits for it to end. */
bool turn_is_wanted(struct turns *turns, const struct turn *turn);
void turn_leave(struct turns *turns, struct turn *turn);

#endif
