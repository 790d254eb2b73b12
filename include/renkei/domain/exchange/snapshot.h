/*
 * Snapshot: an import whose file has all suppliers of a system. Active ones that it does not have
 * are archived, never more than was allowed, and none that wants an offboarding first; those that
 * an earlier one archived come back.
 */
#ifndef RENKEI_DOMAIN_EXCHANGE_SNAPSHOT_H
#define RENKEI_DOMAIN_EXCHANGE_SNAPSHOT_H

#include <jansson.h>
#include <stdbool.h>

struct change;
struct reading;

#define SNAPSHOT_MISSING "missing" /* part of the job's files: ids of suppliers */
#define SNAPSHOT_BACK "back"

struct snapshot {
    const char *job_id;
    const char *source;
    const json_t *order; /* {scope, max_archive_percent}; NULL: the import is none */
    bool is_compared;
    long unread; /* rows whose number could not be read: what is missing cannot be known */
    long active, missing;
    long archived, held, restored;
    bool is_at_back; /* where it is: those that are missing are archived */
    long piece, line;
};

/* What was asked for, and from the job's place how far it is. */
void snapshot_open(const char *job_id, const json_t *payload, const json_t *place,
                   struct snapshot *ret_snapshot);
/* For the place: counts as clients see them under "snapshot", where it is under "archiving". */
void snapshot_store(const struct snapshot *snapshot, json_t *place);
/*
 * Compares what is stored with the numbers of the file (text of a JSON array), and keeps which
 * suppliers are missing. In the change of a step, before a row is saved.
 */
bool snapshot_compare(struct change *change, struct snapshot *snapshot, const char *numbers);
/* How many of the active suppliers may be archived. */
long snapshot_allowed(const json_t *order, long active);
/* More are missing than may be. */
bool snapshot_is_refused(const struct snapshot *snapshot);
/* The next batch, in the change of a step. */
bool snapshot_go_on(struct change *change, struct snapshot *snapshot, bool *ret_is_over);

/* A page of the suppliers that are missing, as JSON texts with commas between. */
struct missing_page {
    const char *job_id;
    long piece, line; /* from where; and then where the next page begins */
    long limit;
    bool has_more;
};
bool snapshot_missing(struct reading *reading, struct missing_page *page, const char **ret_text);

#endif
