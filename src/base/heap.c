#include "renkei/base/heap.h"

#include <malloc.h>

enum {
    ARENAS = 4,
    LARGE = 256 * 1024, /* a block of its own, which goes back to the system at once */
    KEPT = 1024 * 1024, /* at the end of an arena */
    MERGED_LATE = 0,    /* no small block: JSON is thousands of them, and merging them at the next
                           large one took a sixth of the time of a bulk */
};

void heap_begin(void)
{
    (void)mallopt(M_ARENA_MAX, ARENAS);
    (void)mallopt(M_MMAP_THRESHOLD, LARGE);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT);
    (void)mallopt(M_MXFAST, MERGED_LATE);
}
