#include "renkei/base/heap.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/sanitized.h"

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

/* ---- small pieces ---- */

/* glibc's blocks hold 24, 40, 56 ... bytes: those of shelf n hold at least 8 + 16 n. */
enum { STEP = 16, HEAD = 8, SHELVES = 17, PLACES = 64 };

struct piece {
    struct piece *next;
};

static _Thread_local struct shelf {
    struct piece *first;
    unsigned count;
} shelves[SHELVES];

/* Where one lies that holds `size`; SHELVES or more: none does, and shelf 0 is always empty. */
static size_t shelf_for(size_t size)
{
    return size <= HEAD + STEP ? 1 : (size - HEAD + STEP - 1) / STEP;
}

void *heap_take(size_t size)
{
    size_t number = shelf_for(size);
    struct shelf *shelf = &shelves[number < SHELVES ? number : 0];
    struct piece *piece = shelf->first;

    if (piece != NULL) {
        shelf->first = piece->next;
        shelf->count--;
        return piece;
    }
    piece = malloc(size > 0 ? size : 1); /* of nothing malloc may make NULL */
    if (piece == NULL)
        out_of_memory();
    return piece;
}

void heap_give(void *piece)
{
    size_t number = piece == NULL ? 0 : (malloc_usable_size(piece) - HEAD) / STEP;
    struct shelf *shelf = &shelves[number < SHELVES ? number : 0];
    struct piece *given = piece;

    /* A sanitizer shall see who touches it later. */
    if (number == 0 || number >= SHELVES || shelf->count == PLACES || IS_SANITIZED) {
        free(piece);
        return;
    }
    given->next = shelf->first;
    shelf->first = given;
    shelf->count++;
}

void *heap_resize(void *old, size_t size)
{
    size_t held = old == NULL ? 0 : malloc_usable_size(old);
    void *piece;

    if (held >= size && old != NULL && !IS_SANITIZED)
        return old;
    piece = heap_take(size);
    if (old != NULL)
        memcpy(piece, old, held < size ? held : size);
    heap_give(old);
    return piece;
}
