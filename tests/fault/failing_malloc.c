/*
 * LD_PRELOAD: makes one allocation of a process fail, or each with some odds. The file named by
 * RENKEI_FAULT_MALLOC is mapped and shared with the harness (tests/fault/memory.py), which arms it at
 * any time without a signal and reads what happened. A crash leaves the name of the object whose code
 * it was, and its way there on stderr.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

/* As memory.py has it. */
struct orders {
    int64_t countdown; /* this many more allocations, then one fails; 0: none */
    int64_t every;     /* about one in so many fails; 0: none */
    int64_t own;       /* 1: only those that the program itself asks for, not its libraries */
    int64_t asked;     /* allocations that counted so far */
    int64_t failed;
    int64_t failed_at;    /* the caller's place in the program's file, as addr2line wants it */
    char crashed_in[256]; /* path of the program or library */
};

static struct orders nothing, *orders = &nothing;
static uintptr_t program_at, program_begin, program_end;

static int find_program(struct dl_phdr_info *info, size_t size, void *unused)
{
    (void)size;
    (void)unused;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        uintptr_t begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;

        if (info->dlpi_phdr[i].p_type != PT_LOAD || (info->dlpi_phdr[i].p_flags & PF_X) == 0)
            continue;
        program_at = info->dlpi_addr;
        program_begin = begin;
        program_end = begin + info->dlpi_phdr[i].p_memsz;
    }
    return 1; /* the first is the program */
}

static int is_heap(const char *name)
{
    return strstr(name, "malloc") != NULL || strstr(name, "calloc") != NULL
        || strstr(name, "realloc") != NULL || strstr(name, "memalign") != NULL;
}

/*
 * The program or library whose code it was: the C library ends a process on behalf of who gave it a
 * bad pointer; a heap that somebody damaged earlier is nobody's who asks it for more. NULL: whoever
 * called abort() meant it.
 */
static const char *find_culprit(void *const *frames, int count)
{
    const char *before = "";

    for (int i = 0; i < count; i++) {
        Dl_info found = {0};
        const char *name;

        if (dladdr(frames[i], &found) == 0 || found.dli_fname == NULL)
            return "nowhere";
        name = found.dli_sname == NULL ? "" : found.dli_sname;
        if (is_heap(name))
            return "a damaged heap";
        if (strstr(found.dli_fname, "/libc.so") == NULL
            && strstr(found.dli_fname, "failing_malloc") == NULL)
            return strcmp(before, "abort") == 0 ? NULL : found.dli_fname;
        before = name;
    }
    return "nowhere";
}

static void note_crash(int number)
{
    void *frames[40];
    int count = backtrace(frames, 40);
    const char *culprit = find_culprit(frames, count);

    backtrace_symbols_fd(frames, count, STDERR_FILENO);
    if (culprit != NULL)
        strncpy(orders->crashed_in, culprit, sizeof orders->crashed_in - 1);
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("RENKEI_FAULT_MALLOC");
    struct sigaction action = {.sa_handler = note_crash};
    void *frames[1];
    int file = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    void *mapped = file < 0
        ? MAP_FAILED
        : mmap(NULL, sizeof *orders, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

    (void)dl_iterate_phdr(find_program, NULL);
    (void)backtrace(frames, 1); /* loads what it needs now */
    if (mapped == MAP_FAILED)
        return;
    (void)close(file);
    (void)sigaction(SIGSEGV, &action, NULL);
    (void)sigaction(SIGBUS, &action, NULL);
    (void)sigaction(SIGABRT, &action, NULL);
    orders = mapped;
}

/* xorshift: no state of the C library is touched. */
static uint64_t draw(void)
{
    static __thread uint64_t state;

    if (state == 0)
        state = (uint64_t)(uintptr_t)&state | 1;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Where the one that fails was asked for, on stderr. */
static void tell_way(void)
{
    static const char head[] = "failed by order:\n";
    void *frames[40];

    if (write(STDERR_FILENO, head, sizeof head - 1) > 0)
        backtrace_symbols_fd(frames, backtrace(frames, 40), STDERR_FILENO);
}

static int fails(const void *caller)
{
    uintptr_t from = (uintptr_t)caller;
    int64_t every = orders->every;

    if (orders->countdown == 0 && every == 0)
        return 0;
    if (orders->own && (from < program_begin || from >= program_end))
        return 0;
    (void)__atomic_add_fetch(&orders->asked, 1, __ATOMIC_RELAXED);
    if (every > 0 ? draw() % (uint64_t)every != 0
                  : __atomic_fetch_sub(&orders->countdown, 1, __ATOMIC_RELAXED) != 1)
        return 0;
    (void)__atomic_add_fetch(&orders->failed, 1, __ATOMIC_RELAXED);
    orders->failed_at =
        from >= program_begin && from < program_end ? (int64_t)(from - program_at) : 0;
    if (every == 0)
        tell_way();
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}
