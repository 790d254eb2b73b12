/*
 * Which cluster takes our changes. A promoted standby begins a new timeline of its cluster; the old
 * primary, when it comes back, still takes writes on the one before, and what is written there is
 * lost. The highest timeline that was seen is kept in memory and, where there is a folder for it,
 * in a file that all processes of a machine share.
 */
#ifndef RENKEI_DB_LINEAGE_H
#define RENKEI_DB_LINEAGE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a connection leads. */
struct place {
    uint64_t system;   /* the cluster's identifier, made by initdb; 0: not known */
    uint32_t timeline; /* 0: a standby, which writes none */
};

struct lineage {
    pthread_mutex_t mutex;
    const char *folder; /* RENKEI_STATE_DIR, NULL: memory alone */
    struct place seen;  /* the highest */
};

void lineage_init(struct lineage *lineage, const char *folder);
void lineage_destroy(struct lineage *lineage);
/*
 * Whether changes may go there; if so it counts as seen. Another cluster than the one that was seen
 * first is refused as well. false: `ret_reason` is a line for the log.
 */
bool lineage_admit(struct lineage *lineage, struct place place, char *ret_reason, size_t size);
/* Whether they still may: no higher timeline was seen since. */
bool lineage_holds(struct lineage *lineage, struct place place);
/* What other processes saw counts from now on. */
void lineage_refresh(struct lineage *lineage);

#endif
