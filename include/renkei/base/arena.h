/*
 * Arena: all memory of one request, freed at once when the request ends.
 *
 * arena_alloc never returns NULL: inputs are bounded before they reach an arena, so running out of
 * memory means the machine is out of memory, and the process ends (a supervisor restarts it).
 * Cleanups run in reverse order of registration when the arena is reset or closed; they are how a
 * json_t or a database connection is given back without a free() in a handler.
 */
#ifndef RENKEI_BASE_ARENA_H
#define RENKEI_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_open(void);
/* Runs the cleanups and frees everything. NULL is allowed. */
void arena_close(struct arena *arena);
/* Runs the cleanups; the memory stays. */
void arena_release(struct arena *arena);
/* Runs the cleanups and keeps one block for the next use. */
void arena_reset(struct arena *arena);

/* Says so and ends the process. */
_Noreturn void out_of_memory(void);

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull));
/*
 * More room for what arena_alloc gave, at the same place or another; the new bytes are not zeroed.
 * Large memory grows without leaving a copy behind.
 */
void *arena_grow(struct arena *arena, void *memory, size_t size, size_t new_size)
    __attribute__((returns_nonnull));
char *arena_copy(struct arena *arena, const char *text, size_t length);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments);

typedef void (*arena_cleanup)(void *subject);
void arena_defer(struct arena *arena, arena_cleanup cleanup, void *subject);

#endif
