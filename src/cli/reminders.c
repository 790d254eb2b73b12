#include <stdio.h>
#include <string.h>

#include "administrator.h"
#include "renkei/base/clock.h"
#include "renkei/cli/commands.h"
#include "renkei/db/db.h"

static const char *since(const struct rows *rows, size_t row)
{
    const char *at = rows_text(rows, row, "since");

    return at == NULL ? "-" : at;
}

/* Asked without locks, as the account that sees which tenants have work and nothing of the work. */
static int list_tenants_due(struct administrator *administrator)
{
    char now[INSTANT_TEXT];
    struct rows *rows;

    instant_format(clock_now(), now);
    if (!db_read(administrator->db, SQL_REMINDER_TENANTS_DUE, PARAMS(now), &rows))
        return administrator_failed(administrator);
    for (size_t i = 0; i < rows_count(rows); i++)
        (void)printf("%s\t%s\t%s\n", rows_text(rows, i, "id"), rows_text(rows, i, "slug"),
                     since(rows, i));
    return STATUS_OK;
}

int command_reminders(int argc, char **argv)
{
    struct administrator administrator;
    int status;

    if (argc != 2 || strcmp(argv[1], "--tenants-due") != 0)
        return STATUS_USAGE;
    status = administrator_open_worker(&administrator);
    if (status != STATUS_OK)
        return status;
    status = list_tenants_due(&administrator);
    administrator_close(&administrator);
    return status;
}
