/* renkei worker: works off jobs until SIGTERM. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "renkei/api/service.h"
#include "renkei/auth/auth.h"
#include "renkei/base/config.h"
#include "renkei/cli/commands.h"
#include "renkei/contract/contract.h"
#include "renkei/db/db.h"
#include "renkei/jobs/worker.h"

enum { CONNECTIONS = 4, DISCOVERY_CONNECTIONS = 2 };

struct options {
    const char *kind;
    const char *child; /* the kind of job that this process is the child of; no user says this */
    bool once;
};

static bool read_options(int argc, char **argv, struct options *ret_options)
{
    static const struct option names[] = {{"kind", required_argument, NULL, 'k'},
                                          {"child", required_argument, NULL, 'c'},
                                          {"once", no_argument, NULL, 'o'},
                                          {NULL, 0, NULL, 0}};
    int option;

    *ret_options = (struct options){0};
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == 'k')
            ret_options->kind = optarg;
        else if (option == 'c')
            ret_options->child = optarg;
        else if (option == 'o')
            ret_options->once = true;
        else
            return false;
    }
    return optind == argc && (ret_options->kind == NULL) != (ret_options->child == NULL);
}

static bool find_kind(const char *name, enum worker_kind *ret_kind)
{
    for (size_t i = 0; i < WORKER_KINDS; i++)
        if (strcmp(worker_names[i], name) == 0) {
            *ret_kind = (enum worker_kind)i;
            return true;
        }
    return false;
}

static bool require(const char *name, const char *value)
{
    if (value != NULL)
        return true;
    (void)fprintf(stderr, "renkei: configuration: %s is not set\n", name);
    return false;
}

/* A cursor that another process can open needs the service's key; without it messages have none. */
static bool load_cursor_key(struct service *service)
{
    const char *file = service->config->cursor_key_file;

    service->cursor_key = file == NULL ? NULL : cursor_key_load(file);
    return file == NULL || service->cursor_key != NULL;
}

/* Jobs are done as the service's role, which row-level security holds; work is found by another. */
static int run(enum worker_kind kind, bool once)
{
    struct config config;
    struct service service = {.config = &config};
    struct worker worker = {.kind = kind, .once = once, .service = &service};
    bool done;

    if (!config_load(&config) || !contract_open() || !require("DATABASE_URL", config.database_url)
        || !require("RENKEI_WORKER_DATABASE_URL", config.worker_database_url))
        return STATUS_CONFIGURATION;
    service.pool = db_pool_open(&config, config.database_url, CONNECTIONS);
    worker.discovery = db_pool_open(&config, config.worker_database_url, DISCOVERY_CONNECTIONS);
    if (service.pool == NULL || worker.discovery == NULL || !load_cursor_key(&service))
        return STATUS_CONFIGURATION;
    if (db_pool_state(service.pool) == DB_UNSAFE)
        return STATUS_CONFIGURATION;
    done = worker_run(&worker);
    cursor_key_close(service.cursor_key);
    db_pool_close(worker.discovery);
    db_pool_close(service.pool);
    return done ? STATUS_OK : STATUS_NO_DATABASE;
}

int command_worker(int argc, char **argv)
{
    struct options options;
    enum worker_kind kind;

    if (!read_options(argc, argv, &options))
        return STATUS_USAGE;
    if (options.child != NULL)
        _exit(worker_child(options.child)); /* confined: it has no more to tidy up */
    return find_kind(options.kind, &kind) ? run(kind, options.once) : STATUS_USAGE;
}
