#include "renkei/domain/tenant/sweep.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "renkei/domain/change/change.h"
#include "chain.h"
#include "renkei/jobs/jobs.h"
#include "renkei/jobs/task.h"

/* Another sweep or a busy row is waited for: half a minute in all. */
enum { TRIES = 60, PAUSE_MS = 500 };

static void pause_between_tries(void)
{
    const struct timespec time = {PAUSE_MS / 1000, PAUSE_MS % 1000 * 1000000L};

    (void)nanosleep(&time, NULL);
}

static bool may_pass(enum problem problem)
{
    return problem == PROBLEM_CONFLICT_BUSY || problem == PROBLEM_UNAVAILABLE
        || problem == PROBLEM_OUTCOME_UNKNOWN;
}

static void print_counts(const char *slug, const struct rows *sweep)
{
    (void)printf("%s: %s: %s suppliers, %s changed, %s scores appended, %s reviews due, "
                 "%s overrides ended, %s acceptances reopened, %s keys deleted\n",
                 slug, rows_text(sweep, 0, "day"), rows_text(sweep, 0, "suppliers"),
                 rows_text(sweep, 0, "suppliers_changed"), rows_text(sweep, 0, "scores_appended"),
                 rows_text(sweep, 0, "reviews_due"), rows_text(sweep, 0, "overrides_ended"),
                 rows_text(sweep, 0, "acceptances_reopened"), rows_text(sweep, 0, "keys_deleted"));
}

struct tenant_sweep {
    struct service *service;
    const char *tenant_id;
    const char *slug;
    struct arena *arena; /* of one step */
    bool done;
    enum problem problem; /* of the last step that failed */
};

/* One transaction; the arena is reset before the next, so memory does not grow with the tenant. */
static bool take_step(struct tenant_sweep *one)
{
    struct task task;
    struct change change;
    struct rows *sweep;

    arena_reset(one->arena);
    task_open(one->service, one->tenant_id, one->arena, &task);
    if (!change_begin(&change, &task.reading, NULL) || !sweep_step(&change, false, &sweep)
        || !change_commit(&change, NULL)) {
        one->problem = task.failure.problem;
        return false;
    }
    one->done = rows_boolean(sweep, 0, "done");
    if (one->done)
        print_counts(one->slug, sweep);
    return true;
}

static bool sweep_tenant(struct tenant_sweep *one)
{
    one->arena = arena_open();
    for (int failures = 0; !one->done && failures < TRIES;) {
        if (take_step(one)) {
            failures = 0;
            continue;
        }
        failures = may_pass(one->problem) ? failures + 1 : TRIES;
        if (failures < TRIES)
            pause_between_tries();
    }
    if (!one->done)
        (void)fprintf(stderr, "renkei: sweep of %s: %s\n", one->slug,
                      problem_entry(one->problem)->title[LOCALE_EN]);
    arena_close(one->arena);
    return one->done;
}

bool sweep_tenants(struct service *service, const char *only, size_t *ret_found)
{
    struct arena *arena = arena_open();
    struct rows *tenants = NULL;
    bool done = task_tenants(service, arena, &tenants);

    *ret_found = 0;
    if (!done)
        (void)fputs("renkei: sweep: the database does not answer\n", stderr);
    for (size_t i = 0; tenants != NULL && i < rows_count(tenants); i++) {
        struct tenant_sweep one = {.service = service,
                                   .tenant_id = rows_text(tenants, i, "id"),
                                   .slug = rows_text(tenants, i, "slug")};

        if (only != NULL && strcmp(only, one.tenant_id) != 0)
            continue;
        ++*ret_found;
        done = sweep_tenant(&one) && chain_follow(service, one.tenant_id) && done;
    }
    arena_close(arena);
    return done;
}
