#include "renkei/base/heap.h"

#include <malloc.h>

enum {
    ARENAS = 4,
    LARGE = 256 * 1024, /* a block of its own, which goes back to the system at once */
    KEPT = 1024 * 1024, /* at the end of an arena */
};

void heap_begin(void)
{
    (void)mallopt(M_ARENA_MAX, ARENAS);
    (void)mallopt(M_MMAP_THRESHOLD, LARGE);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT);
}
