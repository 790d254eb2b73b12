#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "administrator.h"
#include "find_tenant.h"
#include "renkei/base/clock.h"
#include "renkei/cli/commands.h"
#include "renkei/db/db.h"

struct shutting {
    bool disables;
    const char *subject;
    const char *tenant;
};

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
    shutting->subject = argv[optind];
    return true;
}

static bool run(struct db *db, const struct shutting *shutting, const char *tenant_id,
                struct rows **ret_rows)
{
    char now[INSTANT_TEXT];

    instant_format(clock_now(), now);
    return shutting->disables ? db_begin(db)
            && db_run(db, SQL_SUBJECT_DISABLE, PARAMS(tenant_id, shutting->subject, now), ret_rows)
            && db_commit(db)
                              : db_begin(db)
            && db_run(db, SQL_SUBJECT_ENABLE, PARAMS(tenant_id, shutting->subject), ret_rows)
            && db_commit(db);
}

static int print_outcome(const struct shutting *shutting, bool changed)
{
    (void)printf("%s %s%s\n", shutting->subject, changed ? "" : "was already ",
                 shutting->disables ? "disabled" : "enabled");
    return STATUS_OK;
}

static int refuse_tenant(const char *tenant)
{
    (void)fprintf(stderr, "renkei: tenant %s: there is none of this id\n", tenant);
    return STATUS_INPUT;
}

static int shut(struct administrator *administrator, const struct shutting *shutting)
{
    const char *tenant_id;
    struct rows *rows;
    int status =
        find_tenant(&administrator->config, shutting->tenant, administrator->arena, &tenant_id);

    if (status != STATUS_OK)
        return status;
    if (run(administrator->db, shutting, tenant_id, &rows))
        return print_outcome(shutting, rows_count(rows) > 0);
    return administrator->failure.problem == PROBLEM_NOT_FOUND
        ? refuse_tenant(shutting->tenant)
        : administrator_failed(administrator);
}

int command_subject(int argc, char **argv)
{
    struct shutting shutting = {.disables = argc > 1 && strcmp(argv[1], "disable") == 0};
    struct administrator administrator;
    int status;

    if (argc < 2 || (!shutting.disables && strcmp(argv[1], "enable") != 0)
        || !read_options(argc - 1, argv + 1, &shutting))
        return STATUS_USAGE;
    status = administrator_open(&administrator);
    if (status != STATUS_OK)
        return status;
    status = shut(&administrator, &shutting);
    administrator_close(&administrator);
    return status;
}
