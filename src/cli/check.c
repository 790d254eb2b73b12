/* renkei check: every link of every event chain, its numbers and its counter. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "administrator.h"
#include "find_tenant.h"
#include "renkei/auth/auth.h"
#include "renkei/cli/commands.h"
#include "renkei/db/db.h"

enum { BATCH = 5000, TOLD_MAX = 20 };

struct chain {
    const char *slug;
    const char *tenant_id;
    int64_t last;          /* number of the last link that was looked at */
    char hash[SHA256_HEX]; /* of that link */
    int64_t links;         /* looked at so far */
    int64_t erased;        /* of them those that an erasure took something from */
    unsigned long faults;
    int batch;      /* links to look at next */
    bool is_unread; /* what stands beside them cannot be read */
};

static void report_fault(struct chain *chain, int64_t seq, const char *what)
{
    if (chain->faults++ < TOLD_MAX)
        (void)printf("%s: event %lld: %s\n", chain->slug, (long long)seq, what);
}

static void check_link(struct chain *chain, const struct rows *rows, size_t row)
{
    int64_t seq = rows_integer(rows, row, "seq");

    if (!rows_boolean(rows, row, "follows"))
        report_fault(chain, seq, "does not follow the number before it");
    if (!rows_boolean(rows, row, "linked"))
        report_fault(chain, seq, "does not carry the hash of the event before it");
    if (!rows_boolean(rows, row, "intact"))
        report_fault(chain, seq, "its hash does not fit its text");
    if (!rows_boolean(rows, row, "matches"))
        report_fault(chain, seq, "its columns do not fit its text");
    if (!rows_boolean(rows, row, "committed"))
        report_fault(chain, seq, "a value beside it does not fit its commitment");
    if (!rows_boolean(rows, row, "told"))
        report_fault(chain, seq, "says that it was erased, but no event tells of that erasure");
}

static void check_counter(struct chain *chain, const struct rows *rows)
{
    int64_t counter = rows_integer(rows, 0, "counter");

    if (counter != chain->last)
        report_fault(chain, chain->last, "is the last one, but the counter stands elsewhere");
    else if (strcmp(rows_text(rows, 0, "counter_hash"), chain->hash) != 0)
        report_fault(chain, chain->last, "the counter keeps another hash");
}

/* The last row is the last link of the batch; ret_more: the batch was full. */
static void check_batch(struct chain *chain, const struct rows *rows, bool *ret_more)
{
    size_t count = rows_text(rows, 0, "seq") == NULL ? 0 : rows_count(rows);
    int64_t links = rows_integer(rows, 0, "links");

    for (size_t i = 0; i < count; i++)
        check_link(chain, rows, i);
    if (count > 0) {
        chain->last = rows_integer(rows, count - 1, "seq");
        (void)snprintf(chain->hash, sizeof chain->hash, "%s", rows_text(rows, count - 1, "hash"));
    }
    chain->links += links;
    chain->erased += rows_integer(rows, 0, "erased");
    *ret_more = links == chain->batch;
    if (!*ret_more)
        check_counter(chain, rows);
    if (chain->is_unread)
        chain->batch = BATCH;
    chain->is_unread = false;
}

/*
 * A value that is no JSON ends the statement, which does not tell of which event it was: ever fewer
 * are looked at, until it is one. That one is checked without its values, which so fit nothing.
 */
static bool narrow_down(struct administrator *administrator, struct chain *chain)
{
    if (administrator->failure.problem != PROBLEM_INTERNAL || chain->is_unread)
        return false;
    db_rollback(administrator->db);
    failure_open(&administrator->failure, administrator->arena);
    chain->is_unread = chain->batch == 1;
    chain->batch = chain->batch > 1 ? chain->batch / 2 : 1;
    return true;
}

static bool read_batch(struct administrator *administrator, struct chain *chain,
                       struct rows **ret_rows)
{
    struct arena *arena = administrator->arena;

    return db_read_one(administrator->db, SQL_EVENT_CHECK,
                       PARAMS(arena_printf(arena, "%lld", (long long)chain->last), chain->hash,
                              arena_printf(arena, "%d", chain->batch),
                              chain->is_unread ? "true" : "false"),
                       ret_rows);
}

static bool check_chain(struct administrator *administrator, struct chain *chain)
{
    struct rows *rows;
    bool more = true;

    db_tenant(administrator->db, chain->tenant_id);
    sha256_hex("", 0, chain->hash);
    while (more) {
        if (read_batch(administrator, chain, &rows))
            check_batch(chain, rows, &more);
        else if (!narrow_down(administrator, chain))
            return false;
    }
    if (chain->erased > 0)
        (void)printf("%s: %lld events have had values erased\n", chain->slug,
                     (long long)chain->erased);
    if (chain->faults == 0)
        (void)printf("%s: %lld events, the chain is whole\n", chain->slug, (long long)chain->links);
    else
        (void)printf("%s: %lld events, %lu faults\n", chain->slug, (long long)chain->links,
                     chain->faults);
    return true;
}

/* `only`: the id of the tenant to look at, NULL: all of them. */
static int check_tenants(struct administrator *administrator, const char *only)
{
    unsigned long faults = 0;
    bool found = only == NULL;
    struct rows *tenants;

    if (!db_read(administrator->db, SQL_TENANT_LIST, NO_PARAMS, &tenants))
        return administrator_failed(administrator);
    for (size_t i = 0; i < rows_count(tenants); i++) {
        struct chain chain = {.slug = rows_text(tenants, i, "slug"),
                              .tenant_id = rows_text(tenants, i, "id"),
                              .batch = BATCH};

        if (only != NULL && strcmp(only, chain.tenant_id) != 0)
            continue;
        found = true;
        if (!check_chain(administrator, &chain))
            return administrator_failed(administrator);
        faults += chain.faults;
    }
    if (!found)
        (void)fprintf(stderr, "renkei: tenant %s: there is none of this id\n", only);
    return found ? (faults > 0 ? STATUS_FAULTS : STATUS_OK) : STATUS_INPUT;
}

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

int command_check(int argc, char **argv)
{
    const char *tenant = NULL, *only = NULL;
    struct administrator administrator;
    int status;

    if (!read_options(argc, argv, &tenant))
        return STATUS_USAGE;
    status = administrator_open(&administrator);
    if (status != STATUS_OK)
        return status;
    if (tenant != NULL)
        status = find_tenant(&administrator.config, tenant, administrator.arena, &only);
    if (status == STATUS_OK)
        status = check_tenants(&administrator, only);
    administrator_close(&administrator);
    return status;
}
