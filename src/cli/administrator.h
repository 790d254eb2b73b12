/*
 * Administrator: what the subcommands that work on the database share: configuration, connection of
 * the owner, memory and the failure.
 */
#ifndef RENKEI_CLI_ADMINISTRATOR_H
#define RENKEI_CLI_ADMINISTRATOR_H

#include "renkei/base/arena.h"
#include "renkei/base/config.h"
#include "renkei/base/failure.h"

struct db;

struct administrator {
    struct config config;
    struct arena *arena;
    struct failure failure;
    struct db *db;
};

/*
 * STATUS_OK, or a status of commands.h that was logged to stderr; close it in the first case only.
 */
int administrator_open(struct administrator *ret_administrator);
/* The same as the account that finds work across tenants. */
int administrator_open_worker(struct administrator *ret_administrator);
/* Tells the failure of a statement on stderr; the status to exit with. */
int administrator_failed(const struct administrator *administrator);
void administrator_close(struct administrator *administrator);

#endif
