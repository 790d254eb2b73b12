#include "names.h"

#include <pthread.h>
#include <string.h>

#include "renkei/api/request.h"
#include "renkei/base/log.h"
#include "renkei/domain/tenant/user.h"

enum { PLACES = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned char noted[PLACES][SHA256_BYTES];

static bool is_new(const struct principal *principal, struct arena *arena)
{
    const char *text = arena_printf(arena, "%s\n%s\n%s", principal->tenant_id, principal->subject,
                                    principal->name);
    unsigned char hash[SHA256_BYTES];
    unsigned char *place;
    bool found;

    sha256(text, strlen(text), hash);
    place = noted[(hash[0] << 8 | hash[1]) % PLACES];
    (void)pthread_mutex_lock(&lock);
    found = memcmp(place, hash, sizeof hash) == 0;
    memcpy(place, hash, sizeof hash);
    (void)pthread_mutex_unlock(&lock);
    return !found;
}

void note_name(const struct request *rq)
{
    const struct principal *principal = &rq->principal;
    struct failure failure;
    struct db *db;

    if (rq->operation->is_public || principal->name == NULL || principal->supplier_id != NULL
        || !is_new(principal, rq->arena))
        return;
    failure_open(&failure, rq->arena);
    db = db_open(rq->service->pool, rq->arena, &failure);
    db_limit_lock_waits(db);
    db_tenant(db, principal->tenant_id);
    if (!user_note(db, rq->now, principal->subject, principal->name)) {
        db_rollback(db);
        log_event(LOG_WARNING, "name_not_noted", "%s", "of a token's subject");
    }
}
