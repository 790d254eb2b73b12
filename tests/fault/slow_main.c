/*
 * LD_PRELOAD: the main thread is slow between its look at what an epoll set holds and the removal from
 * it, so that another thread that does the same is always first.
 */
#include <dlfcn.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { DELAY_US = 30000 };

int epoll_ctl(int set, int operation, int fd, struct epoll_event *event)
{
    static int (*next)(int, int, int, struct epoll_event *);

    if (next == NULL)
        *(void **)&next = dlsym(RTLD_NEXT, "epoll_ctl");
    if (operation == EPOLL_CTL_DEL && gettid() == getpid())
        (void)usleep(DELAY_US);
    return next(set, operation, fd, event);
}
