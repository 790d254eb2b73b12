#include "renkei/base/fiber.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "renkei/base/arena.h"

/* Virtual: what is not touched takes no memory. A page that may not be touched ends it. */
enum { STACK_SIZE = 256 * 1024, GUARD_SIZE = 4096 };

struct fiber {
    ucontext_t here, home; /* where it goes on, and where whoever resumed it does */
    unsigned char *stack;
    void (*main)(void *subject);
    void *subject;
    bool is_idle;
    void *shadow; /* of the sanitizer that watches stacks */
};

static _Thread_local struct fiber *current;

/*
 * The sanitizers must be told of each change of stacks (<sanitizer/common_interface_defs.h>,
 * <sanitizer/tsan_interface.h>), by the function that makes it: hence always inline. `kept` is what
 * one of them keeps of a fiber while it pauses.
 */
#define TELL static inline __attribute__((always_inline)) void
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
static _Thread_local const void *home_stack;
static _Thread_local size_t home_size;
#elif defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
static _Thread_local void *home_shadow;
#endif

TELL tell_opened(struct fiber *fiber)
{
#if defined(__SANITIZE_THREAD__)
    fiber->shadow = __tsan_create_fiber(0);
#endif
    (void)fiber;
}

TELL tell_closed(struct fiber *fiber)
{
#if defined(__SANITIZE_THREAD__)
    __tsan_destroy_fiber(fiber->shadow);
#endif
    (void)fiber;
}

TELL tell_leaving_home(struct fiber *fiber)
{
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_start_switch_fiber(&fiber->shadow, fiber->stack + GUARD_SIZE, STACK_SIZE);
#elif defined(__SANITIZE_THREAD__)
    home_shadow = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(fiber->shadow, 0);
#endif
    (void)fiber;
}

TELL tell_home(struct fiber *fiber)
{
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(fiber->shadow, NULL, NULL);
#endif
    (void)fiber;
}

TELL tell_leaving_fiber(void **ret_kept)
{
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_start_switch_fiber(ret_kept, home_stack, home_size);
#elif defined(__SANITIZE_THREAD__)
    __tsan_switch_to_fiber(home_shadow, 0);
#endif
    (void)ret_kept;
}

TELL tell_in_fiber(void *kept)
{
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(kept, &home_stack, &home_size);
#endif
    (void)kept;
}

/* Never returns: an idle fiber waits here for what it is to do next. */
static void run(void)
{
    struct fiber *fiber = current;

    tell_in_fiber(NULL);
    for (;;) {
        fiber->main(fiber->subject);
        fiber->is_idle = true;
        fiber_pause();
    }
}

struct fiber *fiber_open(void)
{
    struct fiber *fiber = calloc(1, sizeof *fiber);

    if (fiber == NULL || getcontext(&fiber->here) != 0)
        out_of_memory();
    fiber->stack = mmap(NULL, GUARD_SIZE + STACK_SIZE, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (fiber->stack == MAP_FAILED || mprotect(fiber->stack, GUARD_SIZE, PROT_NONE) != 0)
        out_of_memory();
    fiber->here.uc_stack.ss_sp = fiber->stack + GUARD_SIZE;
    fiber->here.uc_stack.ss_size = STACK_SIZE;
    fiber->is_idle = true;
    makecontext(&fiber->here, run, 0);
    tell_opened(fiber);
    return fiber;
}

void fiber_close(struct fiber *fiber)
{
    if (fiber == NULL)
        return;
    tell_closed(fiber);
    (void)munmap(fiber->stack, GUARD_SIZE + STACK_SIZE);
    free(fiber);
}

void fiber_start(struct fiber *fiber, void (*main)(void *subject), void *subject)
{
    fiber->main = main;
    fiber->subject = subject;
    fiber->is_idle = false;
    fiber_resume(fiber);
}

void fiber_resume(struct fiber *fiber)
{
    struct fiber *outer = current;

    current = fiber;
    tell_leaving_home(fiber);
    (void)swapcontext(&fiber->home, &fiber->here);
    tell_home(fiber);
    current = outer;
}

bool fiber_is_idle(const struct fiber *fiber)
{
    return fiber->is_idle;
}

struct fiber *fiber_current(void)
{
    return current;
}

void fiber_pause(void)
{
    struct fiber *fiber = current;
    void *kept = NULL;

    tell_leaving_fiber(&kept);
    (void)swapcontext(&fiber->here, &fiber->home);
    tell_in_fiber(kept);
}
