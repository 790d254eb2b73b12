#include <string.h>

#include "internal.h"
#include "renkei/base/failure.h"
#include "renkei/base/log.h"

/* What no statement declares: an SQLSTATE, or the class it begins with. */
static const struct {
    const char *start;
    enum problem problem;
} table[] = {
    {"55P03", PROBLEM_CONFLICT_BUSY},      /* lock_timeout */
    {"08", PROBLEM_UNAVAILABLE},           /* connection; Citus: a worker is down */
    {"53", PROBLEM_UNAVAILABLE},           /* disk full, out of memory, too many connections */
    {"57", PROBLEM_UNAVAILABLE},           /* statement_timeout, shutdown */
    {"58", PROBLEM_UNAVAILABLE},           /* I/O */
    {"40", PROBLEM_UNAVAILABLE},           /* serialization, deadlock: worth another try */
    {"25006", PROBLEM_DATABASE_READ_ONLY}, /* a standby after a failover */
    {"25P03", PROBLEM_UNAVAILABLE},        /* idle in transaction too long */
    {"42P01", PROBLEM_NOT_MIGRATED},       /* no such table, column, schema, function; no grant: */
    {"42703", PROBLEM_NOT_MIGRATED}, /* the lints hold every statement against the schema, so */
    {"3F000", PROBLEM_NOT_MIGRATED}, /* the database is of another version than the program */
    {"42883", PROBLEM_NOT_MIGRATED},       {"42501", PROBLEM_NOT_MIGRATED},
    {"26000", PROBLEM_UNAVAILABLE}, /* the prepared statement is gone: the pool opens anew */
    {"0A000", PROBLEM_UNAVAILABLE}, /* its row type changed under a migration */
};

static enum problem problem_of(const struct trip *trip)
{
    const struct statement *statement = trip->refused;

    for (size_t i = 0; statement != NULL && i < statement->problem_count; i++) {
        if (strcmp(statement->problems[i].sqlstate, trip->sqlstate) == 0)
            return statement->problems[i].problem;
    }
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strncmp(trip->sqlstate, table[i].start, strlen(table[i].start)) == 0)
            return table[i].problem;
    }
    return PROBLEM_INTERNAL;
}

static bool is_declared(const struct trip *trip, enum problem problem)
{
    for (size_t i = 0; trip->refused != NULL && i < trip->refused->problem_count; i++) {
        if (trip->refused->problems[i].problem == problem)
            return true;
    }
    return false;
}

/* With Retry-After, unless an earlier failure stands. */
bool fail_for_now(struct failure *failure, enum problem problem)
{
    (void)fail(failure, problem, NULL);
    if (failure->problem == problem)
        failure->retry_after = 1;
    return false;
}

bool fail_refused(struct failure *failure, const struct trip *trip)
{
    enum problem problem = problem_of(trip);

    if (!is_declared(trip, problem))
        log_event(problem == PROBLEM_INTERNAL ? LOG_ERROR : LOG_WARNING, "statement_refused",
                  "%s: SQLSTATE %s %s", trip->refused == NULL ? "transaction" : trip->refused->name,
                  trip->sqlstate, trip->message);
    if (problem == PROBLEM_UNAVAILABLE || problem == PROBLEM_CONFLICT_BUSY
        || problem == PROBLEM_IDEMPOTENCY_IN_FLIGHT)
        return fail_for_now(failure, problem);
    return fail(failure, problem, NULL);
}

bool fail_unavailable(struct failure *failure)
{
    return fail_for_now(failure, PROBLEM_UNAVAILABLE);
}

bool fail_unknown(struct failure *failure)
{
    return fail_for_now(failure, PROBLEM_OUTCOME_UNKNOWN);
}
