#include "administrator.h"

#include <stdio.h>

#include "renkei/cli/commands.h"
#include "renkei/contract/contract.h"
#include "renkei/db/db.h"

static int open_url(struct administrator *ret_administrator, const char *name, const char *url)
{
    if (url == NULL) {
        (void)fprintf(stderr, "renkei: configuration: %s is not set\n", name);
        return STATUS_CONFIGURATION;
    }
    ret_administrator->arena = arena_open();
    failure_open(&ret_administrator->failure, ret_administrator->arena);
    ret_administrator->db =
        db_open_admin(url, ret_administrator->arena, &ret_administrator->failure);
    if (ret_administrator->db != NULL)
        return STATUS_OK;
    arena_close(ret_administrator->arena);
    return STATUS_NO_DATABASE;
}

int administrator_open(struct administrator *ret_administrator)
{
    return config_load(&ret_administrator->config)
        ? open_url(ret_administrator, "DATABASE_URL", ret_administrator->config.admin_database_url)
        : STATUS_CONFIGURATION;
}

int administrator_open_worker(struct administrator *ret_administrator)
{
    return config_load(&ret_administrator->config)
        ? open_url(ret_administrator, "RENKEI_WORKER_DATABASE_URL",
                   ret_administrator->config.worker_database_url)
        : STATUS_CONFIGURATION;
}

int administrator_failed(const struct administrator *administrator)
{
    enum problem problem = administrator->failure.problem;

    (void)fprintf(stderr, "renkei: database: %s\n", problem_entry(problem)->title[LOCALE_EN]);
    return problem == PROBLEM_UNAVAILABLE ? STATUS_NO_DATABASE : STATUS_INTERNAL;
}

void administrator_close(struct administrator *administrator)
{
    arena_close(administrator->arena);
}
