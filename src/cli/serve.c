#include <stdio.h>

#include "renkei/api/service.h"
#include "renkei/auth/auth.h"
#include "renkei/base/config.h"
#include "renkei/cli/commands.h"
#include "renkei/contract/contract.h"
#include "renkei/db/db.h"
#include "renkei/http/http.h"
#include "renkei/jobs/jobs.h"

static bool require(const char *name, const char *value)
{
    if (value != NULL)
        return true;
    (void)fprintf(stderr, "renkei: configuration: %s is not set\n", name);
    return false;
}

/* A database that is away is no reason not to start: readyz tells it. A role that is unsafe is. */
static bool open_service(struct service *service)
{
    const struct config *config = service->config;

    if (!contract_open() || !require("DATABASE_URL", config->database_url)
        || !require("RENKEI_KEYS", config->keys_folder))
        return false;
    service->gate = gate_open(config, scope_bit);
    service->cursor_key = cursor_key_load(config->cursor_key_file);
    service->pool = db_pool_open(config, config->database_url, http_connections(config->threads));
    return service->gate != NULL && service->cursor_key != NULL && service->pool != NULL
        && db_pool_state(service->pool) != DB_UNSAFE;
}

static void close_service(struct service *service)
{
    db_pool_close(service->pool);
    cursor_key_close(service->cursor_key);
    gate_close(service->gate);
}

int command_serve(int argc, char **argv)
{
    struct config config;
    struct service service = {.config = &config};
    struct housekeeping *housekeeping = NULL;
    bool served;

    (void)argv;
    if (argc > 1)
        return STATUS_USAGE;
    if (!config_load(&config))
        return STATUS_CONFIGURATION;
    served = open_service(&service);
    if (served) {
        housekeeping = housekeeping_start(&service);
        served = http_serve(&service);
    }
    housekeeping_stop(housekeeping);
    close_service(&service);
    return served ? STATUS_OK : STATUS_CONFIGURATION;
}
