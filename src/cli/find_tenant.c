#include "find_tenant.h"

#include <stdio.h>

#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "renkei/base/failure.h"
#include "renkei/base/text.h"
#include "renkei/cli/commands.h"
#include "renkei/db/db.h"

static int refuse(int status, const char *text, const char *why)
{
    (void)fprintf(stderr, "renkei: tenant %s: %s\n", text, why);
    return status;
}

static int find_slug(const struct config *config, const char *slug, struct arena *arena,
                     const char **ret_id)
{
    struct failure failure;
    struct rows *rows;
    struct db *db;

    if (config->admin_database_url == NULL)
        return refuse(STATUS_CONFIGURATION, slug, "a slug needs the database: set DATABASE_URL");
    failure_open(&failure, arena);
    db = db_open_admin(config->admin_database_url, arena, &failure);
    if (!db_read_one(db, SQL_TENANT_BY_SLUG, PARAMS(slug), &rows))
        return failure.problem == PROBLEM_NOT_FOUND
            ? refuse(STATUS_INPUT, slug, "there is none of this slug")
            : refuse(STATUS_NO_DATABASE, slug, "the database does not answer");
    *ret_id = arena_strdup(arena, rows_text(rows, 0, "id"));
    return STATUS_OK;
}

int find_tenant(const struct config *config, const char *text, struct arena *arena,
                const char **ret_id)
{
    char id[37];

    if (!uuid_parse(text, id))
        return find_slug(config, text, arena, ret_id);
    *ret_id = arena_strdup(arena, id);
    return STATUS_OK;
}
