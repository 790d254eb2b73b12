#include "administrator.h"

#include <stdio.h>

#include "commands.h"
#include "renkei/contract.h"
#include "renkei/db.h"

int administrator_open(struct administrator *ret_administrator)
{
    const char *url;

    if (!config_load(&ret_administrator->config))
        return STATUS_CONFIGURATION;
    url = ret_administrator->config.admin_database_url;
    if (url == NULL) {
        (void)fprintf(stderr, "renkei: configuration: DATABASE_URL is not set\n");
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
