/*
 * Loops: threads that read and write sockets, and do short reads meanwhile. A connection stays with
 * the loop that accepted it. A short read runs on a fiber until it waits for the database; then its
 * loop goes on with other reads and other sockets. What else waits is done by workers.
 */
#ifndef RENKEI_HTTP_LOOPS_H
#define RENKEI_HTTP_LOOPS_H

#include <stdbool.h>
#include <stddef.h>

#include "fair_queue.h"

struct MHD_Daemon;
struct db_pool;
struct duty;
struct loop;
struct loops;

/*
 * Tasks that a loop works on at once, and those of one lane: questions stand one behind the other
 * on a connection, so what one tenant asks for slowly holds up what others ask behind it.
 */
enum { LOOP_TASKS = 32, LOOP_SHARE = 4 };

struct loops *loops_open(size_t count, struct db_pool *pool, const struct duty *duty);
/* The sockets that the i-th of them reads and writes; the daemon polls nothing itself. */
void loops_serve(struct loops *loops, size_t i, struct MHD_Daemon *daemon);
/* Their threads. False: they are not to be had. */
bool loops_start(struct loops *loops);
/* Nobody is accepted any more; who is connected stays. */
void loops_refuse_connections(struct loops *loops);
/* Refuses what waits (LATE), ends what is worked on, writes what a socket takes at once. */
void loops_stop(struct loops *loops);
/* Behind loops_stop. NULL is allowed. */
void loops_close(struct loops *loops);

/* The loop whose thread this is. NULL: none. */
struct loop *loop_current(void);
/* A short read, on the loop's thread. False: too many wait, or it stops; the task is left alone. */
bool loop_add(struct loop *loop, const char *lane, struct task *task);
/* A task that somebody is done with: the loop takes it up on its own thread. From any thread. */
void loop_take_back(struct loop *loop, struct task *task);
/*
 * A connection has ended. libmicrohttpd that had no room left listens again only when it is run
 * next, whatever comes before.
 */
void loop_has_room(struct loop *loop);

#endif
