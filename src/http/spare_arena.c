#include "spare_arena.h"

#include <pthread.h>

#include "renkei/base/arena.h"

static pthread_key_t key;

static void close_spare(void *arena)
{
    arena_close(arena);
}

bool spare_arenas_init(void)
{
    return pthread_key_create(&key, close_spare) == 0;
}

struct arena *spare_arena_take(void)
{
    struct arena *arena = pthread_getspecific(key);

    if (arena == NULL)
        return arena_open();
    (void)pthread_setspecific(key, NULL);
    return arena;
}

void spare_arena_give(struct arena *arena)
{
    arena_reset(arena);
    if (pthread_getspecific(key) == NULL && pthread_setspecific(key, arena) == 0)
        return;
    arena_close(arena);
}
