/* Who is refused although the token is good: subject disable, subject enable, token revoke. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "administrator.h"
#include "find_tenant.h"
#include "renkei/auth/auth.h"
#include "renkei/base/clock.h"
#include "renkei/cli/commands.h"
#include "renkei/db/db.h"

enum action { DISABLE, ENABLE, REVOKE };

struct shutting {
    enum action action;
    const char *name; /* a subject, or the jti of a token */
    const char *tenant;
};

static const char *const done[] = {"disabled", "enabled", "revoked"};

static bool read_options(int argc, char **argv, struct shutting *shutting)
{
    static const struct option names[] = {{"tenant", required_argument, NULL, 't'},
                                          {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == '?')
            return false;
        shutting->tenant = optarg;
    }
    if (optind != argc - 1 || argv[optind][0] == '\0' || shutting->tenant == NULL)
        return false;
    shutting->name = argv[optind];
    return true;
}

static bool revoke(struct db *db, const struct shutting *shutting, const char *tenant_id,
                   struct rows **ret_rows)
{
    char now[INSTANT_TEXT], since[INSTANT_TEXT];

    instant_format(clock_now(), now);
    instant_format(clock_now() - REVOKED_TOKEN_TIME, since);
    return db_queue(db, SQL_REVOKED_TOKEN_FORGET, PARAMS(tenant_id, since))
        && db_run(db, SQL_TOKEN_REVOKE, PARAMS(tenant_id, shutting->name, now), ret_rows);
}

static bool act(struct db *db, const struct shutting *shutting, const char *tenant_id,
                struct rows **ret_rows)
{
    char now[INSTANT_TEXT];

    instant_format(clock_now(), now);
    switch (shutting->action) {
    case DISABLE:
        return db_run(db, SQL_SUBJECT_DISABLE, PARAMS(tenant_id, shutting->name, now), ret_rows);
    case ENABLE:
        return db_run(db, SQL_SUBJECT_ENABLE, PARAMS(tenant_id, shutting->name), ret_rows);
    case REVOKE:
        return revoke(db, shutting, tenant_id, ret_rows);
    }
    return false;
}

static int print_outcome(const struct shutting *shutting, bool changed)
{
    (void)printf("%s %s%s\n", shutting->name, changed ? "" : "was already ",
                 done[shutting->action]);
    return STATUS_OK;
}

static int refuse_tenant(const char *tenant)
{
    (void)fprintf(stderr, "renkei: tenant %s: there is none of this id\n", tenant);
    return STATUS_INPUT;
}

static int shut(struct administrator *administrator, const struct shutting *shutting)
{
    struct db *db = administrator->db;
    const char *tenant_id;
    struct rows *rows;
    int status =
        find_tenant(&administrator->config, shutting->tenant, administrator->arena, &tenant_id);

    if (status != STATUS_OK)
        return status;
    if (db_begin(db) && act(db, shutting, tenant_id, &rows) && db_commit(db))
        return print_outcome(shutting, rows_count(rows) > 0);
    return administrator->failure.problem == PROBLEM_NOT_FOUND
        ? refuse_tenant(shutting->tenant)
        : administrator_failed(administrator);
}

static int run(int argc, char **argv, enum action action)
{
    struct shutting shutting = {.action = action};
    struct administrator administrator;
    int status;

    if (!read_options(argc, argv, &shutting))
        return STATUS_USAGE;
    status = administrator_open(&administrator);
    if (status != STATUS_OK)
        return status;
    status = shut(&administrator, &shutting);
    administrator_close(&administrator);
    return status;
}

int command_subject(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], "disable") == 0)
        return run(argc - 1, argv + 1, DISABLE);
    if (argc >= 2 && strcmp(argv[1], "enable") == 0)
        return run(argc - 1, argv + 1, ENABLE);
    return STATUS_USAGE;
}

int command_token_revoke(int argc, char **argv)
{
    return run(argc, argv, REVOKE);
}
