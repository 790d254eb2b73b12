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
 * The sanitizers must be told of each change of stacks (<sanitizer/asan_interface.h>,
 * <sanitizer/tsan_interface.h>).
 */
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
static _Thread_local const void *home_stack;
static _Thread_local size_t home_size;
static void tell_opened(struct fiber *fiber)
{
    (void)fiber;
}
static void tell_closed(struct fiber *fiber)
{
    (void)fiber;
}
static void tell_leaving_home(struct fiber *fiber)
{
    __sanitizer_start_switch_fiber(&fiber->shadow, fiber->stack + GUARD_SIZE, STACK_SIZE);
}
static void tell_home(struct fiber *fiber)
{
    __sanitizer_finish_switch_fiber(fiber->shadow, NULL, NULL);
}
#define TELL_LEAVING_FIBER(KEPT) __sanitizer_start_switch_fiber((KEPT), home_stack, home_size)
#define TELL_IN_FIBER(KEPT) __sanitizer_finish_switch_fiber((KEPT), &home_stack, &home_size)
#elif defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
static _Thread_local void *home_shadow;
static void tell_opened(struct fiber *fiber)
{
    fiber->shadow = __tsan_create_fiber(0);
}
static void tell_closed(struct fiber *fiber)
{
    __tsan_destroy_fiber(fiber->shadow);
}
static void tell_leaving_home(struct fiber *fiber)
{
    home_shadow = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(fiber->shadow, 0);
}
static void tell_home(struct fiber *fiber)
{
    (void)fiber;
}
#define TELL_LEAVING_FIBER(KEPT) ((void)(KEPT), __tsan_switch_to_fiber(home_shadow, 0))
#define TELL_IN_FIBER(KEPT) ((void)(KEPT))
#else
static void tell_opened(struct fiber *fiber)
{
    (void)fiber;
}
static void tell_closed(struct fiber *fiber)
{
    (void)fiber;
}
static void tell_leaving_home(struct fiber *fiber)
{
    (void)fiber;
}
static void tell_home(struct fiber *fiber)
{
    (void)fiber;
}
#define TELL_LEAVING_FIBER(KEPT) ((void)(KEPT))
#define TELL_IN_FIBER(KEPT) ((void)(KEPT))
#endif

/* Never returns: an idle fiber waits here for what it is to do next. */
static void run(void)
{
    struct fiber *fiber = current;
    void *kept = NULL;

    TELL_IN_FIBER(kept);
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

    TELL_LEAVING_FIBER(&kept);
    (void)swapcontext(&fiber->here, &fiber->home);
    TELL_IN_FIBER(kept);
}
