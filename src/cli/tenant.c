#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "administrator.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"
#include "renkei/cli/commands.h"
#include "renkei/db/db.h"
#include "renkei/domain/tenant/tenant.h"

struct options {
    const char *id, *name;
};

static bool refuse(const char *what, const char *why)
{
    (void)fprintf(stderr, "renkei: tenant: %s: %s\n", what, why);
    return false;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    static const struct option names[] = {{"name", required_argument, NULL, 'n'},
                                          {"id", required_argument, NULL, 'i'},
                                          {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == '?')
            return false;
        if (option == 'n')
            options->name = optarg;
        else
            options->id = optarg;
    }
    return optind == argc - 1; /* the slug is left */
}

static bool name_valid(const char *name)
{
    size_t length = strlen(name);

    return length > 0 && utf8_valid(name, length) && text_printable(name, length, false);
}

static bool choose_values(const char *slug, const struct options *options,
                          struct new_tenant *tenant, char id[UUID_TEXT])
{
    tenant->slug = slug;
    tenant->name = options->name == NULL ? slug : options->name;
    tenant->id = id;
    uuid_v7(tenant->now, id);
    if (!tenant_slug_valid(slug))
        return refuse(slug, "a slug has 1 to 63 of a-z, 0-9 and inner hyphens");
    if (!name_valid(tenant->name))
        return refuse("--name", "a line of UTF-8 text is expected");
    return options->id == NULL || uuid_parse(options->id, id)
        || refuse(options->id, "a UUID is expected");
}

static int add(int argc, char **argv)
{
    struct options options = {NULL, NULL};
    struct new_tenant tenant = {.now = clock_now()};
    struct administrator administrator;
    char id[UUID_TEXT];
    int status;

    if (!read_options(argc, argv, &options) || !choose_values(argv[optind], &options, &tenant, id))
        return STATUS_USAGE;
    status = administrator_open(&administrator);
    if (status != STATUS_OK)
        return status;
    if (tenant_create(administrator.db, administrator.arena, &tenant))
        (void)puts(tenant.id);
    else if (administrator.failure.problem == PROBLEM_DUPLICATE)
        status = refuse(tenant.slug, "a tenant with this slug or id exists already")
            ? STATUS_OK
            : STATUS_FAULTS;
    else
        status = administrator_failed(&administrator);
    administrator_close(&administrator);
    return status;
}

static int list(void)
{
    struct administrator administrator;
    struct rows *rows;
    int status = administrator_open(&administrator);

    if (status != STATUS_OK)
        return status;
    if (!db_read(administrator.db, SQL_TENANT_LIST, NO_PARAMS, &rows))
        status = administrator_failed(&administrator);
    for (size_t i = 0; status == STATUS_OK && i < rows_count(rows); i++)
        (void)printf("%s\t%s\t%s\n", rows_text(rows, i, "id"), rows_text(rows, i, "slug"),
                     rows_text(rows, i, "name"));
    administrator_close(&administrator);
    return status;
}

int command_tenant(int argc, char **argv)
{
    if (argc >= 3 && strcmp(argv[1], "add") == 0)
        return add(argc - 1, argv + 1);
    if (argc == 2 && strcmp(argv[1], "list") == 0)
        return list();
    return STATUS_USAGE;
}
