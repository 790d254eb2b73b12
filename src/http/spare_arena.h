/* Spare arenas: every thread keeps one for its next request. */
#ifndef RENKEI_HTTP_SPARE_ARENA_H
#define RENKEI_HTTP_SPARE_ARENA_H

#include <stdbool.h>

struct arena;

/* Once, before the first server. */
bool spare_arenas_init(void);
/* Empty; this thread's spare one, or new. */
struct arena *spare_arena_take(void);
/* Empties it, and keeps or closes it. */
void spare_arena_give(struct arena *arena);

#endif
