#include "renkei/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 16 * 1024 };

struct block {
    struct block *previous;
    size_t capacity;
    size_t used;
    alignas(max_align_t) char bytes[];
};

struct deferred {
    struct deferred *previous;
    arena_cleanup cleanup;
    void *subject;
};

struct arena {
    struct block *block;
    struct deferred *deferred;
};

void out_of_memory(void)
{
    static const char message[] = "renkei: out of memory\n";

    (void)fwrite(message, 1, sizeof message - 1, stderr);
    abort();
}

static struct block *block_new(struct block *previous, size_t size)
{
    size_t capacity = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    struct block *block = malloc(sizeof *block + capacity);

    if (block == NULL)
        out_of_memory();
    block->previous = previous;
    block->capacity = capacity;
    block->used = 0;
    return block;
}

struct arena *arena_open(void)
{
    struct arena *arena = malloc(sizeof *arena);

    if (arena == NULL)
        out_of_memory();
    arena->block = block_new(NULL, BLOCK_SIZE);
    arena->deferred = NULL;
    return arena;
}

void arena_release(struct arena *arena)
{
    while (arena->deferred != NULL) {
        struct deferred *deferred = arena->deferred;

        arena->deferred = deferred->previous;
        deferred->cleanup(deferred->subject);
    }
}

void arena_reset(struct arena *arena)
{
    arena_release(arena);
    while (arena->block->previous != NULL) {
        struct block *block = arena->block;

        arena->block = block->previous;
        free(block);
    }
    arena->block->used = 0;
}

void arena_close(struct arena *arena)
{
    if (arena == NULL)
        return;
    arena_reset(arena);
    free(arena->block);
    free(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    void *memory;

    if (rounded < size)
        out_of_memory();
    if (arena->block->capacity - arena->block->used < rounded)
        arena->block = block_new(arena->block, rounded);
    memory = arena->block->bytes + arena->block->used;
    arena->block->used += rounded;
    return memset(memory, 0, size);
}

/* The place of a block that holds this memory and nothing else, or NULL. */
static struct block **find_own_block(struct arena *arena, const void *memory)
{
    struct block **place = &arena->block;

    while (*place != NULL && (const void *)(*place)->bytes != memory)
        place = &(*place)->previous;
    return *place != NULL && (*place)->capacity > BLOCK_SIZE ? place : NULL;
}

void *arena_grow(struct arena *arena, void *memory, size_t size, size_t new_size)
{
    size_t rounded = (new_size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct block **place = size > BLOCK_SIZE ? find_own_block(arena, memory) : NULL;
    struct block *block;

    if (place == NULL)
        return memcpy(arena_alloc(arena, new_size), memory, size);
    block = rounded < new_size ? NULL : realloc(*place, sizeof *block + rounded);
    if (block == NULL)
        out_of_memory();
    block->capacity = block->used = rounded;
    *place = block;
    return block->bytes;
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);

    memcpy(copy, text, length);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    int length;
    char *text;

    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        out_of_memory();
    text = arena_alloc(arena, (size_t)length + 1);
    (void)vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

void arena_defer(struct arena *arena, arena_cleanup cleanup, void *subject)
{
    struct deferred *deferred = arena_alloc(arena, sizeof *deferred);

    deferred->previous = arena->deferred;
    deferred->cleanup = cleanup;
    deferred->subject = subject;
    arena->deferred = deferred;
}
