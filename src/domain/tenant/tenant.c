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

/* Published as it stands: its id is the code, this is version 1. */
static bool add_questionnaire(struct db *db, struct arena *arena, const char *now,
                              const struct new_tenant *tenant)
{
    json_t *sheet = json_loadb(sheet_json, sheet_json_length, 0, NULL);
    size_t questions, required;
    char id[UUID_TEXT];

    arena_defer(arena, release, sheet);
    uuid_v7(tenant->now, id);
    document_count(sheet, &questions, &required);
    return db_queue(db, SQL_QUESTIONNAIRE_INSERT,
                    PARAMS(id, json_string_value(json_object_get(sheet, "id")), "true", "published",
                           sheet_json, arena_printf(arena, "%zu", questions),
                           arena_printf(arena, "%zu", required), now));
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
        && reminders_create(db, arena, tenant->now) && add_questionnaire(db, arena, now, tenant)
        && db_commit(db);
}
