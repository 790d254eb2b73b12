/*
 * Fibers: functions that wait without holding up their thread. A fiber runs on the thread that
 * resumes it until it pauses or ends; the thread then goes on with something else. One thread alone
 * may touch a fiber.
 */
#ifndef RENKEI_BASE_FIBER_H
#define RENKEI_BASE_FIBER_H

#include <stdbool.h>

struct fiber;

/* With a stack of its own, and idle. */
struct fiber *fiber_open(void);
/* Only of one that is idle. NULL is allowed. */
void fiber_close(struct fiber *fiber);
/* Runs `main` on it, until it pauses first or ends. The fiber must be idle. */
void fiber_start(struct fiber *fiber, void (*main)(void *subject), void *subject);
/* Goes on behind its fiber_pause(), until it pauses again or ends. */
void fiber_resume(struct fiber *fiber);
/* Whether what was started has ended. */
bool fiber_is_idle(const struct fiber *fiber);
/* The fiber that this function runs on; NULL: none. */
struct fiber *fiber_current(void);
/* Of the current fiber: goes back to whoever started or resumed it. */
void fiber_pause(void);

#endif
