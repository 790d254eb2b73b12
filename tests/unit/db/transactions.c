/* What the database room promises a request, on a real PostgreSQL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "room.h" /* before cmocka.h, which has a macro called fail */

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"
#include "renkei/base/arena.h"
#include "renkei/base/buffer.h"
#include "renkei/base/clock.h"

#define NOTE_1 "01890000-0000-7000-8000-000000000001"
#define NOTE_2 "01890000-0000-7000-8000-000000000002"
#define NOTE_3 "01890000-0000-7000-8000-000000000003"

static struct room room;

static int open_room(void **state)
{
    (void)state;
    database_sql("delete from app.notes");
    room_open(&room, 2);
    return 0;
}

static int close_room(void **state)
{
    (void)state;
    room_close(&room);
    return 0;
}

static bool add_note(const char *id, const char *title, const char *rank)
{
    struct rows *rows;

    return db_run_one(room.db, SQL_NOTE_ADD, PARAMS(id, title, rank), &rows);
}

static void store_note(const char *id, const char *title, const char *rank)
{
    assert_true(db_begin(room.db) && add_note(id, title, rank) && db_commit(room.db));
}

static size_t count_notes(void)
{
    struct rows *rows;

    assert_true(db_read(room.db, SQL_NOTE_ALL_HERE, NO_PARAMS, &rows));
    return rows_count(rows);
}

static int64_t backend_pid(void)
{
    struct rows *rows;

    assert_true(db_read_one(room.db, SQL_BACKEND_PID, NO_PARAMS, &rows));
    return rows_integer(rows, 0, "pid");
}

static void a_committed_note_is_read_back(void **state)
{
    struct rows *rows;

    (void)state;
    store_note(NOTE_1, "株式会社あおば", "7");
    room_next(&room, TENANT_A);
    assert_true(db_read_one(room.db, SQL_NOTE_GET, PARAMS(NOTE_1), &rows));
    assert_string_equal(rows_text(rows, 0, "title"), "株式会社あおば");
    assert_int_equal(rows_integer(rows, 0, "rank"), 7);
}

static void a_missing_row_is_the_statements_problem(void **state)
{
    struct rows *rows;

    (void)state;
    assert_false(db_read_one(room.db, SQL_NOTE_GET, PARAMS(NOTE_1), &rows));
    assert_int_equal(room.failure.problem, PROBLEM_NO_SCORE);
}

static void without_commit_nothing_is_stored(void **state)
{
    (void)state;
    assert_true(db_begin(room.db) && add_note(NOTE_1, "one", NULL));
    room_next(&room, TENANT_A);
    assert_int_equal(count_notes(), 0);
}

static void queued_statements_travel_with_the_commit(void **state)
{
    (void)state;
    assert_true(db_begin(room.db));
    assert_true(db_queue(room.db, SQL_NOTE_ADD, PARAMS(NOTE_1, "one", NULL)));
    assert_true(db_queue(room.db, SQL_NOTE_ADD, PARAMS(NOTE_2, "two", NULL)));
    assert_true(db_commit(room.db));
    assert_int_equal(count_notes(), 2);
}

static void a_fault_of_a_queued_statement_shows_at_the_commit(void **state)
{
    (void)state;
    assert_true(db_begin(room.db));
    assert_true(db_queue(room.db, SQL_NOTE_ADD, PARAMS(NOTE_1, "one", NULL)));
    assert_true(db_queue(room.db, SQL_NOTE_ADD, PARAMS(NOTE_1, "again", NULL)));
    assert_true(db_queue(room.db, SQL_NOTE_ADD, PARAMS(NOTE_2, "two", NULL)));
    assert_false(db_commit(room.db));
    assert_int_equal(room.failure.problem, PROBLEM_DUPLICATE);
    db_rollback(room.db);
    assert_int_equal(count_notes(), 0);
}

static void a_queue_longer_than_a_trip_is_sent_in_parts(void **state)
{
    char id[] = NOTE_1;

    (void)state;
    assert_true(db_begin(room.db));
    for (int i = 0; i < 300; i++) {
        (void)snprintf(id + 24, 13, "%012d", i);
        assert_true(db_queue(room.db, SQL_NOTE_ADD, PARAMS(id, "many", NULL)));
    }
    assert_true(db_commit(room.db));
    assert_int_equal(count_notes(), 300);
}

static void after_a_refusal_the_holder_can_be_read(void **state)
{
    struct rows *rows;

    (void)state;
    store_note(NOTE_1, "one", NULL);
    assert_true(db_begin(room.db));
    assert_false(add_note(NOTE_1, "again", NULL));
    assert_int_equal(room.failure.problem, PROBLEM_DUPLICATE);
    assert_false(db_commit(room.db));
    db_rollback(room.db);
    assert_true(db_read_one(room.db, SQL_NOTE_GET, PARAMS(NOTE_1), &rows));
}

static void a_read_inside_a_transaction_sees_its_writes(void **state)
{
    struct rows *rows;

    (void)state;
    assert_true(db_begin(room.db) && add_note(NOTE_1, "one", NULL));
    assert_true(db_read_one(room.db, SQL_NOTE_GET, PARAMS(NOTE_1), &rows));
    assert_true(db_commit(room.db));
}

static void another_tenants_rows_do_not_show_even_unpinned(void **state)
{
    struct rows *rows;

    (void)state;
    store_note(NOTE_1, "one", NULL);
    room_next(&room, TENANT_B);
    assert_int_equal(count_notes(), 0);
    assert_true(db_read(room.db, SQL_NOTE_ALL, NO_PARAMS, &rows));
    assert_int_equal(rows_count(rows), 0);
    room_next(&room, TENANT_A);
    assert_int_equal(count_notes(), 1);
}

static void the_tenant_does_not_outlive_its_transaction(void **state)
{
    struct rows *rows;

    (void)state;
    assert_int_equal(count_notes(), 0);
    assert_true(db_read_one(room.db, SQL_SETTING, PARAMS("app.tenant_id"), &rows));
    assert_string_equal(rows_text(rows, 0, "value"), "");
}

static int64_t prepared(const char *begin)
{
    struct rows *rows;

    assert_true(db_read_one(room.db, SQL_PREPARED, PARAMS(begin), &rows));
    return rows_integer(rows, 0, "count");
}

static void a_read_is_two_messages_and_still_one_transaction(void **state)
{
    struct rows *rows;

    (void)state;
    store_note(NOTE_1, "one", NULL);
    room_close(&room);
    room_open(&room, 1);
    for (int i = 0; i < 3; i++) {
        assert_true(db_read(room.db, SQL_NOTE_ALL_HERE, NO_PARAMS, &rows));
        assert_int_equal(rows_count(rows), 1);
        assert_true(db_read(room.db, SQL_NOTE_ALL, NO_PARAMS, &rows)); /* says no tenant */
        assert_int_equal(rows_count(rows), 0);
    }
    assert_int_equal(prepared("select set_config"), 1);
    assert_int_equal(prepared("BEGIN"), 0);
}

static void a_tenant_that_is_refused_keeps_the_statement_from_running(void **state)
{
    struct rows *rows;
    bool read, written;

    (void)state;
    store_note(NOTE_1, "one", NULL);
    database_sql("revoke execute on function set_config from public");
    read = db_read(room.db, SQL_NOTE_ALL_HERE, NO_PARAMS, &rows);
    room_next(&room, TENANT_A);
    written = db_begin(room.db) && add_note(NOTE_2, "two", NULL) && db_commit(room.db);
    database_sql("grant execute on function set_config to public");
    assert_false(read);
    assert_false(written);
    room_next(&room, TENANT_A);
    assert_int_equal(count_notes(), 1);
}

static void a_statement_that_is_refused_leaves_no_tenant_behind(void **state)
{
    int64_t pid = backend_pid();
    struct rows *rows;

    (void)state;
    store_note(NOTE_1, "one", NULL);
    assert_false(db_read(room.db, SQL_REFUSED_HERE, PARAMS("no number"), &rows));
    room_next(&room, TENANT_B);
    assert_true(db_read(room.db, SQL_NOTE_ALL, NO_PARAMS, &rows));
    assert_int_equal(rows_count(rows), 0);
    assert_int_equal(count_notes(), 0);
    assert_int_equal(backend_pid(), pid);
}

/* Citus passes on SET LOCAL inside a transaction, and neither set_config nor one without BEGIN. */
static void on_citus_the_tenant_is_set_in_a_transaction(void **state)
{
    (void)state;
    store_note(NOTE_1, "one", NULL);
    database_sql("insert into pg_extension values (1, 'citus', 10, 11, false, '13.2', null, null)");
    room_close(&room);
    room_open(&room, 1);
    assert_int_equal(count_notes(), 1);
    store_note(NOTE_2, "two", NULL);
    assert_int_equal(count_notes(), 2);
    assert_int_equal(prepared("BEGIN"), 1);
    assert_int_equal(prepared("select set_config"), 0);
    database_sql("delete from pg_extension where extname = 'citus'");
}

static void instants_and_dates_have_one_form(void **state)
{
    struct rows *rows;

    (void)state;
    assert_true(db_read_one(room.db, SQL_SETTING, PARAMS("TimeZone"), &rows));
    assert_string_equal(rows_text(rows, 0, "value"), "UTC");
    assert_true(db_read_one(room.db, SQL_SETTING, PARAMS("DateStyle"), &rows));
    assert_string_equal(rows_text(rows, 0, "value"), "ISO, YMD");
}

static void an_undeclared_refusal_is_internal_and_the_connection_lives_on(void **state)
{
    struct rows *rows;
    int64_t pid = backend_pid();

    (void)state;
    assert_false(db_read(room.db, SQL_REFUSED, PARAMS("no number"), &rows));
    assert_int_equal(room.failure.problem, PROBLEM_INTERNAL);
    room_next(&room, TENANT_A);
    assert_int_equal(backend_pid(), pid);
}

static void a_lock_that_is_taken_is_a_busy_conflict(void **state)
{
    struct room other;
    struct rows *rows;

    (void)state;
    store_note(NOTE_1, "one", NULL);
    room_open(&other, 1);
    assert_true(db_begin(other.db) && db_run_one(other.db, SQL_LOCKED, PARAMS(NOTE_1), &rows));
    assert_true(db_begin(room.db));
    assert_false(db_run_one(room.db, SQL_LOCKED, PARAMS(NOTE_1), &rows));
    assert_int_equal(room.failure.problem, PROBLEM_CONFLICT_BUSY);
    room_close(&other);
}

static void *let_go_of_lock(void *subject)
{
    const struct timespec pause = {.tv_nsec = 600 * 1000 * 1000};

    (void)nanosleep(&pause, NULL);
    db_rollback(((struct room *)subject)->db);
    return NULL;
}

/* The role's lock_timeout is nearly a second for each lock. */
static void locks_are_waited_for_a_second_in_all(void **state)
{
    struct room first, second;
    struct rows *rows;
    pthread_t thread;
    int64_t before;

    (void)state;
    store_note(NOTE_1, "one", NULL);
    store_note(NOTE_2, "two", NULL);
    room_open(&first, 1);
    room_open(&second, 1);
    assert_true(db_begin(first.db) && db_run_one(first.db, SQL_WAITED, PARAMS(NOTE_1), &rows));
    assert_true(db_begin(second.db) && db_run_one(second.db, SQL_WAITED, PARAMS(NOTE_2), &rows));
    assert_int_equal(pthread_create(&thread, NULL, let_go_of_lock, &first), 0);
    before = clock_monotonic();
    db_limit_lock_waits(room.db);
    assert_true(db_begin(room.db) && db_run_one(room.db, SQL_WAITED, PARAMS(NOTE_1), &rows));
    assert_false(db_run_one(room.db, SQL_WAITED, PARAMS(NOTE_2), &rows));
    assert_int_equal(room.failure.problem, PROBLEM_CONFLICT_BUSY);
    assert_int_equal(room.failure.retry_after, 1);
    assert_in_range(clock_monotonic() - before, 800000, 1500000);
    assert_int_equal(pthread_join(thread, NULL), 0);
    room_close(&first);
    room_close(&second);
}

/* What a request waited for its row before it came to the database counts, too. */
static void an_earlier_wait_leaves_less_for_locks(void **state)
{
    struct room other;
    struct rows *rows;
    int64_t before;

    (void)state;
    store_note(NOTE_1, "one", NULL);
    room_open(&other, 1);
    assert_true(db_begin(other.db) && db_run_one(other.db, SQL_WAITED, PARAMS(NOTE_1), &rows));
    db_limit_lock_waits(room.db);
    db_has_waited(room.db, 900000);
    before = clock_monotonic();
    assert_true(db_begin(room.db));
    assert_false(db_run_one(room.db, SQL_WAITED, PARAMS(NOTE_1), &rows));
    assert_int_equal(room.failure.problem, PROBLEM_CONFLICT_BUSY);
    assert_in_range(clock_monotonic() - before, 150000, 700000);
    room_close(&other);
}

static void a_slow_statement_is_ended_by_the_role(void **state)
{
    struct rows *rows;
    int64_t before = clock_monotonic();

    (void)state;
    assert_false(db_read(room.db, SQL_SLEEP, PARAMS("9"), &rows));
    assert_int_equal(room.failure.problem, PROBLEM_UNAVAILABLE);
    assert_int_equal(room.failure.retry_after, 1);
    assert_in_range(clock_monotonic() - before, 1500000, 3000000);
}

static void terminate(int64_t pid)
{
    char sql[80];

    (void)snprintf(sql, sizeof sql, "select pg_terminate_backend(%lld, 2000)", (long long)pid);
    database_sql(sql);
}

static void a_connection_that_died_idle_is_replaced_unseen(void **state)
{
    int64_t pid = backend_pid();

    (void)state;
    terminate(pid);
    room_next(&room, TENANT_A);
    assert_int_not_equal(backend_pid(), pid);
}

static void a_connection_that_dies_in_a_read_is_unavailable(void **state)
{
    struct rows *rows;

    (void)state;
    assert_false(db_read(room.db, SQL_OWN_DEATH, NO_PARAMS, &rows));
    assert_int_equal(room.failure.problem, PROBLEM_UNAVAILABLE);
    room_next(&room, TENANT_A);
    assert_int_equal(count_notes(), 0);
}

static void a_connection_that_dies_at_the_commit_leaves_the_outcome_unknown(void **state)
{
    (void)state;
    assert_true(db_begin(room.db) && add_note(NOTE_1, "one", NULL));
    assert_true(db_queue(room.db, SQL_OWN_DEATH_WRITING, PARAMS("0")));
    assert_false(db_commit(room.db));
    assert_int_equal(room.failure.problem, PROBLEM_OUTCOME_UNKNOWN);
    room_next(&room, TENANT_A);
    assert_int_equal(count_notes(), 0);
}

static void an_answer_that_does_not_come_is_not_waited_for(void **state)
{
    int64_t before = clock_monotonic();
    struct rows *rows;

    (void)state;
    arena_reset(room.arena);
    db_pool_close(room.pool);
    room.pool = pool_create(database_url("renkei_app"), 1, 300 * 1000);
    room_next(&room, TENANT_A);
    assert_false(db_read(room.db, SQL_SLEEP, PARAMS("1"), &rows));
    assert_int_equal(room.failure.problem, PROBLEM_UNAVAILABLE);
    assert_in_range(clock_monotonic() - before, 300000, 900000);
}

/* As when the wait for a synchronous standby is cut short: "committed locally, but ..." */
static void a_commit_with_a_warning_leaves_the_outcome_unknown(void **state)
{
    (void)state;
    database_sql("create function app.warn() returns trigger language plpgsql as"
                 " $$ begin raise warning 'not replicated'; return null; end $$;"
                 "create constraint trigger warn after insert on app.notes"
                 " deferrable initially deferred for each row execute function app.warn()");
    assert_true(db_begin(room.db) && add_note(NOTE_1, "one", NULL));
    assert_false(db_commit(room.db));
    assert_int_equal(room.failure.problem, PROBLEM_OUTCOME_UNKNOWN);
    db_rollback(room.db);
    database_sql("drop function app.warn cascade");
    assert_int_equal(count_notes(), 1);
}

static void when_all_connections_are_taken_the_wait_is_short(void **state)
{
    struct arena *arena = arena_open();
    struct failure failure;
    struct rows *rows;
    struct db *one = db_open(room.pool, arena, &room.failure);
    struct db *two = db_open(room.pool, arena, &room.failure);
    int64_t before;

    (void)state;
    failure_open(&failure, arena);
    assert_true(db_begin(one) && db_run(one, SQL_BACKEND_PID, NO_PARAMS, &rows));
    assert_true(db_begin(two) && db_run(two, SQL_BACKEND_PID, NO_PARAMS, &rows));
    before = clock_monotonic();
    assert_false(db_read(db_open(room.pool, arena, &failure), SQL_BACKEND_PID, NO_PARAMS, &rows));
    assert_int_equal(failure.problem, PROBLEM_UNAVAILABLE);
    assert_in_range(clock_monotonic() - before, 450000, 900000);
    arena_close(arena);
    assert_true(backend_pid() > 0);
}

static void a_dead_database_is_told_at_once_and_tried_twice_a_second(void **state)
{
    struct config config = {.db_rls = true, .db_prepared = true};
    struct db_pool *pool = db_pool_open(&config, "host=/nowhere connect_timeout=2", 4);
    int64_t before = clock_monotonic();

    (void)state;
    for (int i = 0; i < 100; i++) {
        struct arena *arena = arena_open();
        struct failure failure;
        struct rows *rows;

        failure_open(&failure, arena);
        assert_false(db_read(db_open(pool, arena, &failure), SQL_BACKEND_PID, NO_PARAMS, &rows));
        assert_int_equal(failure.problem, PROBLEM_UNAVAILABLE);
        arena_close(arena);
    }
    assert_true(clock_monotonic() - before < 400000);
    db_pool_close(pool);
}

static void a_list_walks_each_of_its_orders_to_the_end(void **state)
{
    const struct statement_sort *sort;
    struct rows *rows;
    const char *value;
    const char *id;
    char seen[16] = "";

    (void)state;
    store_note(NOTE_1, "b", "5");
    store_note(NOTE_2, "a", "5");
    store_note(NOTE_3, "c", "-1");
    assert_true(statement_sorted(SQL_NOTE_LIST, "-title", &sort));
    value = sort->first_value;
    id = sort->first_id;
    for (int page = 0; page < 3; page++) {
        assert_true(db_read_one(room.db, sort->statement, PARAMS(value, id, "1"), &rows));
        strncat(seen, rows_text(rows, 0, "title"), 2);
        value = rows_text(rows, 0, "_sort");
        id = rows_text(rows, 0, "_id");
    }
    assert_string_equal(seen, "cba");
    assert_true(db_read(room.db, sort->statement, PARAMS(value, id, "1"), &rows));
    assert_int_equal(rows_count(rows), 0);

    assert_true(statement_sorted(SQL_NOTE_LIST, NULL, &sort));
    assert_int_equal(sort->statement, SQL_NOTE_LIST);
    assert_true(
        db_read(room.db, SQL_NOTE_LIST, PARAMS(sort->first_value, sort->first_id, "9"), &rows));
    assert_int_equal(rows_count(rows), 3);
    assert_false(statement_sorted(SQL_NOTE_LIST, "colour", &sort));
}

static const char *json(const struct rows *rows)
{
    struct buffer buffer;

    buffer_open(&buffer, room.arena, 64);
    rows_write_array(rows, 0, rows_count(rows), &buffer);
    return buffer.data;
}

static void a_page_has_the_same_rows(void **state)
{
    struct rows *rows, *page;

    (void)state;
    assert_true(db_read(room.db, SQL_MANY, PARAMS("150", "3"), &rows));
    assert_true(db_read_page(room.db, SQL_MANY, PARAMS("150", "3"), 1024 * 1024, &page));
    assert_int_equal(rows_count(page), 150);
    assert_false(rows_are_cut(page));
    assert_string_equal(json(page), json(rows));
    assert_int_equal(rows_integer(page, 149, "number"), 150);
    assert_string_equal(rows_text(page, 149, "empty"), "");
    assert_null(rows_text(page, 149, "nothing"));
    assert_true(db_read_page(room.db, SQL_MANY, PARAMS("0", "3"), 1024 * 1024, &page));
    assert_int_equal(rows_count(page), 0);
}

/* 100 bytes and a number of one digit each. */
static void a_page_ends_behind_the_row_that_goes_beyond(void **state)
{
    struct rows *page;

    (void)state;
    assert_true(db_read_page(room.db, SQL_MANY, PARAMS("9", "100"), 250, &page));
    assert_true(rows_are_cut(page));
    assert_int_equal(rows_count(page), 3);
    assert_int_equal(rows_integer(page, 2, "number"), 3);
}

static void a_list_has_a_statement_for_each_way_to_its_rows(void **state)
{
    enum { ID, TITLE, RANK, WORD, FILTERS };
    const struct statement_sort *by_rank, *by_title;
    struct statement_way way;

    (void)state;
    assert_int_equal(statement_entry(SQL_NOTE_LIST)->filter_count, FILTERS);
    assert_true(statement_sorted(SQL_NOTE_LIST, "rank", &by_rank));
    assert_true(statement_sorted(SQL_NOTE_LIST, "-title", &by_title));
    way = statement_way(SQL_NOTE_LIST, by_rank, (bool[FILTERS]){false});
    assert_int_equal(way.page, SQL_NOTE_LIST);
    assert_int_equal(way.total, SQL_NOTE_LIST_TOTAL);
    assert_int_equal(way.place, STATEMENT_COUNT);
    way = statement_way(SQL_NOTE_LIST, by_rank, (bool[FILTERS]){[TITLE] = true});
    assert_int_equal(way.page, SQL_NOTE_LIST_RANK_LED_BY_TITLE);
    way =
        statement_way(SQL_NOTE_LIST, by_rank, (bool[FILTERS]){[ID] = true}); /* each list has it */
    assert_int_equal(way.page, SQL_NOTE_LIST_RANK_FILTERED);
    way = statement_way(SQL_NOTE_LIST, by_title, (bool[FILTERS]){[TITLE] = true});
    assert_int_equal(way.page, SQL_NOTE_LIST_TITLE_DESC_FILTERED);
    way = statement_way(SQL_NOTE_LIST, by_rank, (bool[FILTERS]){[TITLE] = true, [RANK] = true});
    assert_int_equal(way.page, SQL_NOTE_LIST_RANK_FILTERED);
    way = statement_way(SQL_NOTE_LIST, by_rank, (bool[FILTERS]){[TITLE] = true, [WORD] = true});
    assert_int_equal(way.page, SQL_NOTE_LIST_RANK_SEARCHED);
    assert_int_equal(way.place, SQL_NOTE_LIST_RANK_PLACE);
    assert_int_equal(way.total, SQL_NOTE_LIST_TOTAL_SEARCHED);
}

/* The setting that the statement asks for ends with its transaction. */
static void each_way_finds_the_same_rows(void **state)
{
    struct rows *rows;

    (void)state;
    store_note(NOTE_1, "b", "5");
    store_note(NOTE_2, "a", "5");
    store_note(NOTE_3, "a", "-1");
    assert_true(db_read(room.db, SQL_NOTE_LIST_RANK_LED_BY_TITLE,
                        PARAMS("{a,a,x}", "-9", "00000000-0000-0000-0000-000000000000", "9"),
                        &rows));
    assert_int_equal(rows_count(rows), 2);
    assert_string_equal(rows_text(rows, 0, "_id"), NOTE_3);
    assert_true(db_read(
        room.db, SQL_NOTE_LIST_RANK_FILTERED,
        PARAMS(NULL, "{a}", NULL, "-9", "00000000-0000-0000-0000-000000000000", "9"), &rows));
    assert_int_equal(rows_count(rows), 2);
    assert_true(db_read(
        room.db, SQL_NOTE_LIST_RANK_SEARCHED,
        PARAMS("b", NULL, NULL, "5", "-9", "00000000-0000-0000-0000-000000000000", "9"), &rows));
    assert_int_equal(rows_count(rows), 1);
    assert_true(
        db_read_one(room.db, SQL_NOTE_LIST_TOTAL_SEARCHED, PARAMS("a", NULL, NULL, NULL), &rows));
    assert_int_equal(rows_integer(rows, 0, "total"), 2);
    assert_false(rows_boolean(rows, 0, "is_more"));
    assert_true(db_read(room.db, SQL_NOTE_LIST_RANK_PLACE,
                        PARAMS(NULL, NULL, NULL, "-9", "00000000-0000-0000-0000-000000000000"),
                        &rows));
    assert_int_equal(rows_count(rows), 0);
    assert_true(db_read_one(room.db, SQL_SETTING, PARAMS("plan_cache_mode"), &rows));
    assert_string_equal(rows_text(rows, 0, "value"), "force_generic_plan");
}

static void *read_often(void *subject)
{
    struct db_pool *pool = subject;

    for (int i = 0; i < 200; i++) {
        struct arena *arena = arena_open();
        struct failure failure;
        struct rows *rows = NULL;
        struct db *db;

        failure_open(&failure, arena);
        db = db_open(pool, arena, &failure);
        db_tenant(db, TENANT_A);
        if (!db_read_one(db, SQL_NOTE_GET, PARAMS(NOTE_1), &rows)
            || strcmp(rows_text(rows, 0, "title"), "one") != 0)
            subject = NULL;
        arena_close(arena);
    }
    return subject;
}

static void many_threads_share_few_connections(void **state)
{
    pthread_t threads[8];

    (void)state;
    store_note(NOTE_1, "one", NULL);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_often, room.pool), 0);
    for (size_t i = 0; i < 8; i++) {
        void *good;

        assert_int_equal(pthread_join(threads[i], &good), 0);
        assert_non_null(good);
    }
}

static void without_prepared_statements_all_is_the_same(void **state)
{
    struct config config = {.db_rls = true, .db_prepared = false};

    (void)state;
    db_pool_close(room.pool);
    room.pool = db_pool_open(&config, database_url("renkei_app"), 1);
    room_next(&room, TENANT_A);
    store_note(NOTE_1, "one", "1");
    assert_int_equal(count_notes(), 1);
}

static void without_row_level_security_the_pinning_stands_alone(void **state)
{
    struct config config = {.db_rls = false, .db_prepared = true};
    struct rows *rows;

    (void)state;
    store_note(NOTE_1, "one", "1");
    database_sql("alter table app.notes disable row level security");
    arena_reset(room.arena);
    db_pool_close(room.pool);
    room.pool = db_pool_open(&config, database_url("renkei_app"), 1);
    room_next(&room, TENANT_A);
    assert_true(db_read_one(room.db, SQL_NOTE_GET, PARAMS(NOTE_1), &rows));
    room_next(&room, TENANT_B);
    assert_true(db_read(room.db, SQL_NOTE_GET, PARAMS(NOTE_1), &rows));
    assert_int_equal(rows_count(rows), 0);
    database_sql("alter table app.notes enable row level security");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_committed_note_is_read_back),
        TEST(a_missing_row_is_the_statements_problem),
        TEST(without_commit_nothing_is_stored),
        TEST(queued_statements_travel_with_the_commit),
        TEST(a_fault_of_a_queued_statement_shows_at_the_commit),
        TEST(a_queue_longer_than_a_trip_is_sent_in_parts),
        TEST(after_a_refusal_the_holder_can_be_read),
        TEST(a_read_inside_a_transaction_sees_its_writes),
        TEST(another_tenants_rows_do_not_show_even_unpinned),
        TEST(the_tenant_does_not_outlive_its_transaction),
        TEST(a_read_is_two_messages_and_still_one_transaction),
        TEST(a_tenant_that_is_refused_keeps_the_statement_from_running),
        TEST(a_statement_that_is_refused_leaves_no_tenant_behind),
        TEST(on_citus_the_tenant_is_set_in_a_transaction),
        TEST(instants_and_dates_have_one_form),
        TEST(an_undeclared_refusal_is_internal_and_the_connection_lives_on),
        TEST(a_lock_that_is_taken_is_a_busy_conflict),
        TEST(locks_are_waited_for_a_second_in_all),
        TEST(an_earlier_wait_leaves_less_for_locks),
        TEST(a_slow_statement_is_ended_by_the_role),
        TEST(a_connection_that_died_idle_is_replaced_unseen),
        TEST(a_connection_that_dies_in_a_read_is_unavailable),
        TEST(a_connection_that_dies_at_the_commit_leaves_the_outcome_unknown),
        TEST(an_answer_that_does_not_come_is_not_waited_for),
        TEST(a_commit_with_a_warning_leaves_the_outcome_unknown),
        TEST(when_all_connections_are_taken_the_wait_is_short),
        TEST(a_dead_database_is_told_at_once_and_tried_twice_a_second),
        TEST(a_list_walks_each_of_its_orders_to_the_end),
        TEST(a_page_has_the_same_rows),
        TEST(a_page_ends_behind_the_row_that_goes_beyond),
        TEST(a_list_has_a_statement_for_each_way_to_its_rows),
        TEST(each_way_finds_the_same_rows),
        TEST(many_threads_share_few_connections),
        TEST(without_prepared_statements_all_is_the_same),
        TEST(without_row_level_security_the_pinning_stands_alone),
    };
    int failed;

    if (!database_make("db"))
        return 77;
    assert_true(db_migrate(database_url("renkei_owner")));
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    database_drop();
    return failed;
}
