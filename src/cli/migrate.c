#include <stdio.h>

#include "administrator.h"
#include "renkei/base/clock.h"
#include "renkei/cli/commands.h"
#include "renkei/db/db.h"
#include "renkei/domain/tenant/tenant.h"

/* What this version has built in and a tenant of before has not. */
static int complete_tenants(void)
{
    struct administrator administrator;
    int status = administrator_open(&administrator);

    if (status != STATUS_OK)
        return status;
    if (!tenants_complete(administrator.db, administrator.arena, clock_now()))
        status = administrator_failed(&administrator);
    administrator_close(&administrator);
    return status;
}

int command_migrate(int argc, char **argv)
{
    struct config config;

    (void)argv;
    if (argc > 1)
        return STATUS_USAGE;
    if (!config_load(&config))
        return STATUS_CONFIGURATION;
    if (config.admin_database_url == NULL) {
        (void)fprintf(stderr, "renkei: configuration: DATABASE_URL is not set\n");
        return STATUS_CONFIGURATION;
    }
    return db_migrate(config.admin_database_url) ? complete_tenants() : STATUS_NO_DATABASE;
}
