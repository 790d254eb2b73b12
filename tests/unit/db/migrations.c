/* Migrations are applied once, in order, by one process at a time; readiness knows them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "room.h" /* before cmocka.h, which has a macro called fail */

#include <cmocka.h>
#include <pthread.h>

static int fresh_database(void **state)
{
    (void)state;
    return database_make("migrate") ? 0 : -1;
}

static int drop_database(void **state)
{
    (void)state;
    database_drop();
    return 0;
}

static bool migrate(void)
{
    return db_migrate(database_url("renkei_owner"));
}

static enum db_state state_for(const char *role)
{
    struct config config = {.db_rls = true, .db_prepared = true};
    struct db_pool *pool = db_pool_open(&config, database_url(role), 1);
    enum db_state found = db_pool_state(pool);

    db_pool_close(pool);
    return found;
}

static void it_runs_once_and_may_be_repeated(void **state)
{
    (void)state;
    assert_int_equal(state_for("renkei_app"), DB_NOT_MIGRATED);
    assert_true(migrate());
    assert_true(migrate());
    assert_int_equal(state_for("renkei_app"), DB_READY);
}

static void *migrate_beside(void *subject)
{
    return db_migrate(subject) ? subject : NULL;
}

static void two_at_once_agree(void **state)
{
    static char url[512];
    pthread_t threads[2];
    void *good;

    (void)state;
    (void)snprintf(url, sizeof url, "%s", database_url("renkei_owner"));
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, migrate_beside, url), 0);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(threads[i], &good), 0);
        assert_non_null(good);
    }
}

static void a_changed_file_is_refused(void **state)
{
    (void)state;
    assert_true(migrate());
    database_sql("update app.schema_migrations set sha256 = repeat('0', 64)");
    assert_false(migrate());
    assert_int_equal(state_for("renkei_app"), DB_NOT_MIGRATED);
}

static void a_newer_database_is_left_alone(void **state)
{
    (void)state;
    assert_true(migrate());
    database_sql("insert into app.schema_migrations values ('0002_later.sql', repeat('0', 64))");
    assert_false(migrate());
    assert_int_equal(state_for("renkei_app"), DB_NOT_MIGRATED);
}

static void a_failed_file_leaves_nothing(void **state)
{
    (void)state;
    database_sql("create schema app authorization renkei_owner; create table app.notes (x int)");
    assert_false(migrate());
    database_sql("drop table app.notes");
    assert_true(migrate());
}

static void unsafe_roles_and_tables_are_refused(void **state)
{
    (void)state;
    assert_true(migrate());
    assert_int_equal(state_for("postgres"), DB_UNSAFE);
    assert_int_equal(state_for("renkei_owner"), DB_UNSAFE);
    database_sql("alter table app.notes no force row level security");
    assert_int_equal(state_for("renkei_app"), DB_UNSAFE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh_database, drop_database)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_runs_once_and_may_be_repeated), TEST(two_at_once_agree),
        TEST(a_changed_file_is_refused),        TEST(a_newer_database_is_left_alone),
        TEST(a_failed_file_leaves_nothing),     TEST(unsafe_roles_and_tables_are_refused),
    };

    if (getenv("RENKEI_TEST_PGHOST") == NULL)
        return 77;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
