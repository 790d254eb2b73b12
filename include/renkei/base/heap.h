/*
 * Heap: how the C library's allocator is to behave, and small pieces that come again and again.
 *
 * Left alone it makes an arena for each few threads and keeps what large replies and documents have
 * left in each, for good: a burst stays in the size of the process. Of small pieces a thread keeps
 * seven of a size; a request takes some fifty for ulfius' maps, and gives them back at once.
 */
#ifndef RENKEI_BASE_HEAP_H
#define RENKEI_BASE_HEAP_H

#include <stddef.h>

/* Once, before any thread. */
void heap_begin(void);

/*
 * As malloc, realloc and free, with which they may be mixed: what the thread has given back
 * before, up to 64 pieces of each size up to 264 bytes, is taken again first. Without memory the
 * process ends (out_of_memory). `old` NULL: as heap_take; `piece` NULL: nothing happens.
 */
void *heap_take(size_t size);
void *heap_resize(void *old, size_t size);
void heap_give(void *piece);

#endif
