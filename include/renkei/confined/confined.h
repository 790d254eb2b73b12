/*
 * Confined: a process of this program that handles what came from outside, so that the one that
 * holds the database does not: started anew, with an empty environment, no descriptor but one end
 * of a socket pair, and a folder of its own. What else it gives up before it reads a byte is its
 * own first step (jobs/confine.c). It dies with the thread that started it.
 */
#ifndef RENKEI_CONFINED_CONFINED_H
#define RENKEI_CONFINED_CONFINED_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "renkei/confined/frames.h"
#include "renkei/file/folder.h"

struct arena;

struct confined {
    pid_t pid; /* 0: it has ended */
    struct frames frames;
    char folder[FOLDER_TEXT];
};

/* `kind` says what it does (`renkei worker --child`). false: the log says why. */
bool confined_start(struct arena *arena, const char *kind, struct confined *ret_process);
/* Of one whose end of the socket is closed: "too_costly" by a limit, else "worker_failed". */
const char *confined_fault(struct confined *process, const char *name);
/* Kills it and removes its folder. */
void confined_end(struct confined *process);

enum confined_outcome {
    CONFINED_HEARD,
    CONFINED_BUSY,        /* others are at it: later */
    CONFINED_NOT_STARTED, /* the log says why */
    CONFINED_REFUSED,     /* by the listener */
    CONFINED_COSTLY,      /* it took more than it may */
    CONFINED_FAILED,
};
enum { CONFINED_AT_ONCE = 2, CONFINED_SECONDS = 20 /* of a clock on the wall */ };

/* A frame came from it, the result the last; false ends the talk. */
typedef bool confined_listener(void *subject, char type, const char *bytes, size_t length);
/*
 * Hands a file to a new process and hears what it makes of it. Waits for its turn, as no more than
 * CONFINED_AT_ONCE of one process run, and then for the result.
 */
enum confined_outcome confined_ask(struct arena *arena, const char *kind, const char *bytes,
                                   size_t length, confined_listener *listener, void *subject);

#endif
