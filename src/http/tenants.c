#include "tenants.h"

#include <pthread.h>
#include <string.h>

#include "origins.h"
#include "renkei/api/request.h"
#include "renkei/base/log.h"
#include "renkei/base/random.h"

enum { PLACES = 4096 };
#define REFRESH_TIME (2 * SECOND)
#define RETRY_TIME (SECOND / 2)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char known_tenants[PLACES][UUID_TEXT];

/* The last digits of a UUIDv7 are random. */
static size_t place_of(const char *tenant_id)
{
    size_t place = 0;

    for (const char *at = tenant_id + strlen(tenant_id) - 8; *at != '\0'; at++)
        place = place * 31 + (unsigned char)*at;
    return place % PLACES;
}

bool tenant_is_remembered(const char *tenant_id)
{
    bool found;

    (void)pthread_mutex_lock(&lock);
    found = strcmp(known_tenants[place_of(tenant_id)], tenant_id) == 0;
    (void)pthread_mutex_unlock(&lock);
    return found;
}

static void remember(const char *tenant_id)
{
    (void)pthread_mutex_lock(&lock);
    (void)snprintf(known_tenants[place_of(tenant_id)], UUID_TEXT, "%s", tenant_id);
    (void)pthread_mutex_unlock(&lock);
}

bool tenant_is_known(struct request *rq, bool *ret_known)
{
    const char *tenant_id = rq->principal.tenant_id;
    struct rows *rows;

    if (!db_read(rq->db, SQL_TENANT_KNOWN, PARAMS(tenant_id), &rows))
        return false;
    *ret_known = rows_count(rows) > 0;
    if (*ret_known)
        remember(tenant_id);
    return true;
}

/* ---- deny list ---- */

static bool read_tables(struct service *service, struct arena *arena, struct rows **ret_subjects,
                        struct rows **ret_tokens)
{
    char since[INSTANT_TEXT];
    struct failure failure;
    struct db *db;

    failure_open(&failure, arena);
    instant_format(clock_now() - REVOKED_TOKEN_TIME, since);
    db = db_open(service->pool, arena, &failure);
    return db_read(db, SQL_DISABLED_SUBJECT_LIST, NO_PARAMS, ret_subjects)
        && db_read(db, SQL_REVOKED_TOKEN_LIST, PARAMS(since), ret_tokens);
}

static void add_entries(const struct rows *rows, const char *column, struct denied_entry *entries)
{
    for (size_t i = 0; i < rows_count(rows); i++)
        entries[i] = (struct denied_entry){.tenant_id = rows_text(rows, i, "tenant_id"),
                                           .name = rows_text(rows, i, column),
                                           .is_token = strcmp(column, "token_id") == 0};
}

static bool read_deny_list(struct service *service, struct arena *arena)
{
    struct rows *subjects, *tokens;
    struct denied_entry *entries;
    size_t count;

    if (!read_tables(service, arena, &subjects, &tokens))
        return false;
    count = rows_count(subjects) + rows_count(tokens);
    entries = arena_alloc(arena, (count + 1) * sizeof *entries);
    add_entries(subjects, "subject", entries);
    add_entries(tokens, "token_id", entries + rows_count(subjects));
    return gate_set_denied(service->gate, entries, count);
}

/* ---- keys of other issuers ---- */

static bool ask_for_keys(struct service *service, struct db *db, struct arena *arena)
{
    const char *issuer = gate_wants_keys(service->gate, arena);

    return issuer == NULL
        || (db_begin(db) && db_queue(db, SQL_ISSUER_KEY_WANT, PARAMS(issuer)) && db_commit(db));
}

/* What the worker fetched; and whose keys it should look for again. */
static bool read_keys(struct service *service, struct arena *arena)
{
    struct failure failure;
    struct rows *rows;
    struct db *db;

    if (!gate_has_sources(service->gate))
        return true;
    failure_open(&failure, arena);
    db = db_open(service->pool, arena, &failure);
    if (!ask_for_keys(service, db, arena) || !db_read(db, SQL_ISSUER_KEY_LIST, NO_PARAMS, &rows))
        return false;
    for (size_t i = 0; i < rows_count(rows); i++)
        gate_set_keys(service->gate,
                      &(struct key_source){rows_text(rows, i, "issuer"), rows_text(rows, i, "url")},
                      rows_text(rows, i, "jwks"), rows_text(rows, i, "fetched_at"));
    return true;
}

void deny_list_refresh(struct service *service)
{
    static int64_t read_at;
    int64_t now = clock_monotonic();
    struct arena *arena;

    if (read_at != 0 && now < read_at + (service->deny_list_known ? REFRESH_TIME : RETRY_TIME))
        return;
    arena = arena_open();
    if (read_keys(service, arena) && read_deny_list(service, arena)) {
        service->deny_list_known = true;
        if (!origins_read(service, arena))
            log_event(LOG_WARNING, "cors_origins", "%s", "not read; the last ones stay");
    } else {
        enum problem problem = db_state_problem(db_pool_state(service->pool));

        service->closed_for = problem == PROBLEM_NONE ? PROBLEM_UNAVAILABLE : problem;
        log_event(LOG_WARNING, "deny_list", "%s", "not read; the last one stays");
    }
    arena_close(arena);
    read_at = now;
}
