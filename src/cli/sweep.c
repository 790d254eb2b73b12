/* renkei sweep: what the passing of a day does, for all tenants or one. */
#include <getopt.h>
#include <stdio.h>

#include "find_tenant.h"
#include "renkei/api/service.h"
#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "renkei/cli/commands.h"
#include "renkei/contract/contract.h"
#include "renkei/db/db.h"
#include "renkei/jobs/jobs.h"

static bool read_options(int argc, char **argv, const char **ret_tenant)
{
    static const struct option names[] = {{"tenant", required_argument, NULL, 't'},
                                          {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == '?')
            return false;
        *ret_tenant = optarg;
    }
    return optind == argc;
}

static int run(struct service *service, const char *only)
{
    size_t found;

    if (!sweep_tenants(service, only, &found))
        return found == 0 ? STATUS_NO_DATABASE : STATUS_FAULTS;
    if (only == NULL || found > 0)
        return STATUS_OK;
    (void)fprintf(stderr, "renkei: tenant %s: there is none of this id\n", only);
    return STATUS_INPUT;
}

static int sweep(struct service *service, const char *only)
{
    int status;

    service->pool = db_pool_open(service->config, service->config->database_url, 1);
    if (service->pool == NULL)
        return STATUS_CONFIGURATION;
    status = run(service, only);
    db_pool_close(service->pool);
    return status;
}

int command_sweep(int argc, char **argv)
{
    const char *tenant = NULL, *only = NULL;
    struct config config;
    struct service service = {.config = &config};
    struct arena *arena;
    int status = STATUS_OK;

    if (!read_options(argc, argv, &tenant))
        return STATUS_USAGE;
    if (!config_load(&config) || !contract_open())
        return STATUS_CONFIGURATION;
    if (config.database_url == NULL) {
        (void)fputs("renkei: configuration: DATABASE_URL is not set\n", stderr);
        return STATUS_CONFIGURATION;
    }
    arena = arena_open();
    if (tenant != NULL)
        status = find_tenant(&config, tenant, arena, &only);
    if (status == STATUS_OK)
        status = sweep(&service, only);
    arena_close(arena);
    return status;
}
