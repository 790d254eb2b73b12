#include <stdio.h>

#include "renkei/base/config.h"
#include "renkei/cli/commands.h"
#include "renkei/db/db.h"

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
    return db_migrate(config.admin_database_url) ? STATUS_OK : STATUS_NO_DATABASE;
}
