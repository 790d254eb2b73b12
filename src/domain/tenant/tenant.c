#include "renkei/domain/tenant/tenant.h"

#include <jansson.h>
#include <string.h>

#include "renkei/base/arena.h"
#include "renkei/base/data.h"
#include "renkei/base/random.h"
#include "renkei/db/db.h"
#include "renkei/domain/questionnaire/questionnaire.h"
#include "renkei/domain/reminder/reminder.h"

enum { SLUG_LENGTH = 63 };

static const char threat_edition[] = "ipa-2024";

bool tenant_slug_valid(const char *slug)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t length = strlen(slug);

    return length > 0 && length <= SLUG_LENGTH && slug[0] != '-' && strspn(slug, allowed) == length;
}

static void release(void *value)
{
    json_decref(value);
}

/* Published as it stands: its id is the code, this is version 1. A code that is known stays. */
static bool add_questionnaire(struct db *db, struct arena *arena, const char *text, instant at)
{
    json_t *document = json_loads(text, 0, NULL);
    char id[UUID_TEXT], now[INSTANT_TEXT];
    size_t questions, required;

    arena_defer(arena, release, document);
    uuid_v7(at, id);
    instant_format(at, now);
    document_count(document, &questions, &required);
    return db_queue(db, SQL_QUESTIONNAIRE_INSERT,
                    PARAMS(id, json_string_value(json_object_get(document, "id")), "true",
                           "published", text, arena_printf(arena, "%zu", questions),
                           arena_printf(arena, "%zu", required), now));
}

/*
 * What a later version may have more of. The questionnaires in this order: who was asked nothing is
 * scored against the first.
 */
static bool add_built_in(struct db *db, struct arena *arena, instant at)
{
    char now[INSTANT_TEXT];

    instant_format(at, now);
    return add_questionnaire(db, arena, sheet_json, at)
        && add_questionnaire(db, arena, scs_star3_selfcheck_json, at)
        && add_questionnaire(db, arena, incident_inquiry_json, at)
        && db_queue(db, SQL_SCHEME_LOAD, PARAMS(schemes_json, now))
        && db_queue(db, SQL_SCHEME_RENEW, PARAMS(schemes_json, now));
}

bool tenant_create(struct db *db, struct arena *arena, const struct new_tenant *tenant)
{
    char now[INSTANT_TEXT];
    struct rows *rows;

    instant_format(tenant->now, now);
    db_tenant(db, tenant->id);
    return db_begin(db)
        && db_run_one(db, SQL_TENANT_CREATE, PARAMS(tenant->id, tenant->slug, tenant->name, now),
                      &rows)
        && db_queue(db, SQL_TENANT_COUNTER_CREATE, NO_PARAMS)
        && db_queue(db, SQL_SETTINGS_CREATE, NO_PARAMS)
        && db_queue(db, SQL_THREAT_LOAD, PARAMS(threats_json, threat_edition))
        && db_queue(db, SQL_ATTACK_KIND_LOAD, PARAMS(sheet_json))
        && db_queue(db, SQL_IMPORT_PROFILE_DEFAULTS, PARAMS(now))
        && reminders_create(db, arena, tenant->now) && add_built_in(db, arena, tenant->now)
        && db_commit(db);
}

bool tenants_complete(struct db *db, struct arena *arena, instant now)
{
    struct rows *tenants;

    if (!db_read(db, SQL_TENANT_LIST, NO_PARAMS, &tenants))
        return false;
    for (size_t i = 0; i < rows_count(tenants); i++) {
        db_tenant(db, rows_text(tenants, i, "id"));
        if (!db_begin(db) || !add_built_in(db, arena, now) || !db_commit(db))
            return false;
    }
    return true;
}
