/* Public keys of other issuers (RENKEI_ISSUERS, jwks_url): fetched here, read by the service. */
#include "issuer_keys.h"

#include <string.h>

#include "renkei/auth/auth.h"
#include "renkei/base/config.h"
#include "renkei/base/log.h"
#include "renkei/contract/contract.h"
#include "renkei/egress/fetch.h"
#include "run.h"

enum { KEYS_MAX = 65536 };

static const char *get(const struct config *config, const struct key_source *source,
                       struct buffer *body)
{
    const struct fetch fetch = {source->url, KEYS_MAX, config->ca_file};
    const char *why = fetch_get(&fetch, body);

    if (why == NULL && memchr(body->data, '\0', body->length) != NULL)
        return "is no JSON";
    return why != NULL ? why : key_set_check(body->data, body->length);
}

/* Keys that are as they should be, or a fault beside the last good ones. */
static void fetch_keys(struct worker *worker, struct db *db, const struct key_source *source,
                       struct arena *arena)
{
    struct buffer body;
    const char *why;

    buffer_open(&body, arena, 4096);
    why = get(worker->service->config, source, &body);
    if (why != NULL)
        log_event(LOG_WARNING, "issuer_keys_failed", "%s: %s: %s", source->issuer, source->url,
                  why);
    if (!db_begin(db)
        || !db_queue(db, SQL_ISSUER_KEY_STORE,
                     PARAMS(source->issuer, source->url, why == NULL ? body.data : NULL, why))
        || !db_commit(db))
        log_event(LOG_WARNING, "issuer_keys_failed", "%s: the keys are not stored", source->issuer);
}

static void look_after(struct worker *worker, const struct key_source *source)
{
    struct arena *arena = arena_open();
    struct failure failure;
    struct rows *due;
    struct db *db;

    failure_open(&failure, arena);
    db = db_open(worker->discovery, arena, &failure);
    if (db_read(db, SQL_ISSUER_KEY_DUE, PARAMS(source->issuer, source->url), &due)
        && rows_boolean(due, 0, "due"))
        fetch_keys(worker, db, source, arena);
    arena_close(arena);
}

void issuer_keys_round(struct worker *worker)
{
    struct arena *arena = arena_open();
    struct key_source *sources;
    size_t count;

    if (key_sources_read(worker->service->config, scope_bit, arena, &sources, &count))
        for (size_t i = 0; i < count && !worker_ends(); i++)
            look_after(worker, &sources[i]);
    arena_close(arena);
}
