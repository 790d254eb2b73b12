/*
 * Heap: how the C library's allocator is to behave.
 *
 * Left alone it makes an arena for each few threads and keeps what large replies and documents have
 * left in each, for good: a burst stays in the size of the process.
 */
#ifndef RENKEI_BASE_HEAP_H
#define RENKEI_BASE_HEAP_H

/* Once, before any thread. */
void heap_begin(void);

#endif
