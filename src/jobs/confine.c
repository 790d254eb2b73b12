#include "confine.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "renkei/base/sanitized.h"

/* What computing, talking over an open socket, and ending take. */
static const int always[] = {
    SCMP_SYS(read),         SCMP_SYS(readv),        SCMP_SYS(write),
    SCMP_SYS(writev),       SCMP_SYS(recvfrom),     SCMP_SYS(sendto),
    SCMP_SYS(close),        SCMP_SYS(fstat),        SCMP_SYS(newfstatat),
    SCMP_SYS(lseek),        SCMP_SYS(mmap),         SCMP_SYS(munmap),
    SCMP_SYS(mremap),       SCMP_SYS(mprotect),     SCMP_SYS(madvise),
    SCMP_SYS(brk),          SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),  SCMP_SYS(exit),
    SCMP_SYS(exit_group),   SCMP_SYS(futex),        SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday), SCMP_SYS(getrandom),    SCMP_SYS(getpid),
    SCMP_SYS(gettid),       SCMP_SYS(sched_yield),  SCMP_SYS(restart_syscall),
};

/* What a library takes besides that makes a file by way of temporary ones. */
static const int for_files[] = {
    SCMP_SYS(openat),  SCMP_SYS(open),      SCMP_SYS(unlink), SCMP_SYS(unlinkat),
    SCMP_SYS(access),  SCMP_SYS(faccessat), SCMP_SYS(stat),   SCMP_SYS(fcntl),
    SCMP_SYS(pread64), SCMP_SYS(pwrite64),  SCMP_SYS(getcwd), SCMP_SYS(ftruncate),
    SCMP_SYS(umask),
};

/* What a thread takes at its start, and cairo: it asks whether the file of a font is there. */
static const int for_threads[] = {
    SCMP_SYS(set_robust_list), SCMP_SYS(rseq),      SCMP_SYS(sched_getaffinity),
    SCMP_SYS(access),          SCMP_SYS(faccessat),
};

static bool allow(scmp_filter_ctx filter, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) != 0)
            return false;
    return true;
}

/* abort() sends a signal to its own process, and to no other. */
static bool allow_abort(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()))
        == 0;
}

/*
 * Threads of its own, no processes: clone says in its first argument which; clone3 says it in
 * memory that a filter cannot see, and is said not to exist, so that the C library takes the other.
 */
static bool allow_threads(scmp_filter_ctx filter)
{
    const scmp_datum_t of_thread = CLONE_THREAD | CLONE_VM;

    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, of_thread, of_thread))
        == 0
        && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0
        && allow(filter, for_threads, sizeof for_threads / sizeof *for_threads);
}

/*
 * Whatever is not listed is refused with EPERM: sockets, processes, files. For every thread that a
 * library has started before as well.
 */
static bool filter_calls(bool writes, bool has_threads)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool loaded = filter != NULL && seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0
        && allow(filter, always, sizeof always / sizeof *always)
        && (!writes || allow(filter, for_files, sizeof for_files / sizeof *for_files))
        && (!has_threads || allow_threads(filter)) && allow_abort(filter)
        && seccomp_load(filter) == 0;

    seccomp_release(filter);
    return loaded;
}

/* Soft and hard alike, but for time: the soft limit's signal says that it was that. */
static bool limit(__rlimit_resource_t resource, rlim_t most, rlim_t hard)
{
    const struct rlimit both = {most, hard};

    return setrlimit(resource, &both) == 0;
}

static bool set_limits(bool writes)
{
    const rlim_t mib = (rlim_t)1024 * 1024;
    const rlim_t written = writes ? CHILD_FILE_MIB * mib : 0;

    return (IS_SANITIZED || limit(RLIMIT_AS, CHILD_MEMORY_MIB * mib, CHILD_MEMORY_MIB * mib))
        && limit(RLIMIT_CPU, CHILD_SECONDS, CHILD_SECONDS + 1)
        && limit(RLIMIT_FSIZE, written, written)
        && limit(RLIMIT_NOFILE, CHILD_DESCRIPTORS, CHILD_DESCRIPTORS) && limit(RLIMIT_CORE, 0, 0);
}

/* It ends with its worker; nobody looks into its memory; no program gives it rights. */
static bool tie(void)
{
    return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
        && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

bool confine(bool writes)
{
    return tie() && set_limits(writes) && filter_calls(writes, false);
}

bool confine_threads(void)
{
    return tie() && set_limits(false) && filter_calls(false, true);
}
