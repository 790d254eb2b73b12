/* Lanes: many requests of one thread on few connections, and what one of them does to the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "room.h" /* before cmocka.h, which has a macro called fail */

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "renkei/base/fiber.h"

#define NOTE_A "01890000-0000-7000-8000-00000000000a"
#define NOTE_B "01890000-0000-7000-8000-00000000000b"

enum { REQUESTS = 24, ROUNDS_MAX = 100000 };

static struct room room;
static struct db_lane *lane;

/* What one request asks, of whom, and what came of it. */
struct request {
    const char *tenant_id, *note;
    enum statement_id statement;
    struct fiber *fiber;
    struct arena *arena;
    struct failure failure;
    struct db *db;
    bool has_read, has_retreated;
    char title[8];
};

static int open_room(void **state)
{
    (void)state;
    database_sql("delete from app.notes");
    database_sql("insert into app.notes (tenant_id, id, title) values ('" TENANT_A "', '" NOTE_A
                 "', 'a'), ('" TENANT_B "', '" NOTE_B "', 'b')");
    room_open(&room, 3);
    lane = db_lane_open(room.pool);
    return 0;
}

static int close_room(void **state)
{
    (void)state;
    db_lane_close(lane);
    room_close(&room);
    return 0;
}

/* The pool knows that the database is there once somebody has waited for a connection. */
static void open_one(void)
{
    struct rows *rows;

    assert_true(db_read(room.db, SQL_NOTE_GET, PARAMS(NOTE_A), &rows));
}

static void ask(void *subject)
{
    struct request *request = subject;
    struct rows *rows;
    const char *word = request->statement == SQL_SLEEP_HERE ? "3" : "x";
    size_t words = statement_entry(request->statement)->parameter_count - 1;

    if (request->statement == SQL_NOTE_GET)
        request->has_read = db_read_one(request->db, SQL_NOTE_GET, PARAMS(request->note), &rows);
    else if (request->statement == SQL_NOTE_ADD)
        request->has_read = db_begin(request->db)
            && db_run(request->db, SQL_NOTE_ADD, PARAMS(NOTE_B, "c", NULL), &rows);
    else
        request->has_read = db_read(request->db, request->statement, &word, words, &rows);
    if (request->has_read && request->statement == SQL_NOTE_GET)
        (void)snprintf(request->title, sizeof request->title, "%s", rows_text(rows, 0, "title"));
    request->has_retreated = db_has_retreated(request->db);
}

static void begin(struct request *request)
{
    request->arena = arena_open();
    failure_open(&request->failure, request->arena);
    request->db = db_open(room.pool, request->arena, &request->failure);
    db_tenant(request->db, request->tenant_id);
    db_take_lane(request->db, lane);
    request->fiber = fiber_open();
    fiber_start(request->fiber, ask, request);
}

static void end(struct request *request)
{
    arena_close(request->arena);
    fiber_close(request->fiber);
}

static bool has_waiting(const struct request *requests, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!fiber_is_idle(requests[i].fiber))
            return true;
    return false;
}

static void run_all(struct request *requests, size_t count)
{
    for (size_t i = 0; i < count; i++)
        begin(&requests[i]);
    for (size_t turn = 0; turn < ROUNDS_MAX && has_waiting(requests, count); turn++) {
        db_lane_wait(lane, -1, -1);
        db_lane_serve(lane);
    }
    for (size_t i = 0; i < count; i++) {
        assert_true(fiber_is_idle(requests[i].fiber));
        end(&requests[i]);
    }
}

static struct request request_of(size_t i)
{
    bool is_a = i % 2 == 0;

    return (struct request){.tenant_id = is_a ? TENANT_A : TENANT_B,
                            .note = is_a ? NOTE_A : NOTE_B,
                            .statement = SQL_NOTE_GET};
}

static size_t used_connections(void)
{
    size_t open, idle;

    db_pool_counts(room.pool, &open, &idle);
    assert_true(open <= 3);
    return open - idle;
}

static void each_gets_the_rows_of_its_own_tenant(void **state)
{
    struct request requests[REQUESTS];

    (void)state;
    open_one();
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < REQUESTS; i++)
            requests[i] = request_of(i);
        run_all(requests, REQUESTS);
        for (size_t i = 0; i < REQUESTS; i++) {
            assert_true(requests[i].has_read);
            assert_string_equal(requests[i].title, i % 2 == 0 ? "a" : "b");
        }
    }
    assert_int_equal(used_connections(), 0);
}

static void anothers_row_is_not_there_and_that_is_no_retreat(void **state)
{
    struct request request = request_of(0);

    (void)state;
    open_one();
    request.note = NOTE_B;
    run_all(&request, 1);
    assert_false(request.has_read);
    assert_false(request.has_retreated);
    assert_int_equal(request.failure.problem, PROBLEM_NO_SCORE);
}

/* The tenant of one statement ends with it, whatever comes behind it on the connection. */
static void nothing_of_a_tenant_stays(void **state)
{
    struct request requests[2];
    struct rows *rows;

    (void)state;
    open_one();
    for (size_t i = 0; i < 2; i++)
        requests[i] = request_of(i);
    run_all(requests, 2);
    for (size_t i = 0; i < 3; i++) {
        room_next(&room, TENANT_A);
        assert_true(db_read_one(room.db, SQL_SETTING, PARAMS("app.tenant_id"), &rows));
        assert_true(rows_text(rows, 0, "value") == NULL || *rows_text(rows, 0, "value") == '\0');
        assert_true(db_read_one(room.db, SQL_SETTING, PARAMS("statement_timeout"), &rows));
        assert_string_not_equal(rows_text(rows, 0, "value"), "250ms");
    }
}

/* One of many is of another kind; the others have their rows. */
static void among_others(enum statement_id statement)
{
    struct request requests[REQUESTS];

    open_one();
    for (size_t i = 0; i < REQUESTS; i++)
        requests[i] = request_of(i);
    requests[REQUESTS / 2].statement = statement;
    run_all(requests, REQUESTS);
    for (size_t i = 0; i < REQUESTS; i++) {
        assert_int_equal(requests[i].has_read, i != REQUESTS / 2);
        assert_int_equal(requests[i].has_retreated, i == REQUESTS / 2);
    }
    assert_int_equal(used_connections(), 0);
}

static void a_refused_statement_harms_no_neighbour(void **state)
{
    (void)state;
    among_others(SQL_REFUSED_HERE);
}

static void a_long_one_is_cancelled_and_harms_no_neighbour(void **state)
{
    (void)state;
    among_others(SQL_SLEEP_HERE);
}

static void a_change_is_nothing_for_a_lane(void **state)
{
    (void)state;
    among_others(SQL_NOTE_ADD);
    assert_int_equal(room.failure.problem, PROBLEM_NONE);
}

/* Whoever waits on a connection that breaks retreats; the lane takes another. */
static void a_broken_connection_is_replaced(void **state)
{
    struct request requests[REQUESTS];

    (void)state;
    open_one();
    for (size_t i = 0; i < REQUESTS; i++)
        requests[i] = request_of(i);
    requests[0].statement = SQL_OWN_DEATH_HERE;
    run_all(requests, REQUESTS);
    assert_false(requests[0].has_read);
    for (size_t i = 1; i < REQUESTS; i++)
        assert_true(requests[i].has_read != requests[i].has_retreated);
    room_next(&room, TENANT_A);
    open_one();
    requests[0] = request_of(0);
    run_all(requests, 1);
    assert_true(requests[0].has_read);
    assert_int_equal(used_connections(), 0);
}

/* It does not wait for a connection that is not to be had at once. */
static void without_a_database_all_retreat(void **state)
{
    struct request requests[2] = {request_of(0), request_of(1)};

    (void)state;
    run_all(requests, 2);
    assert_true(requests[0].has_retreated && requests[1].has_retreated);
    db_leave_lane(room.db);
    open_one();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_gets_the_rows_of_its_own_tenant),
        TEST(anothers_row_is_not_there_and_that_is_no_retreat),
        TEST(nothing_of_a_tenant_stays),
        TEST(a_refused_statement_harms_no_neighbour),
        TEST(a_long_one_is_cancelled_and_harms_no_neighbour),
        TEST(a_change_is_nothing_for_a_lane),
        TEST(a_broken_connection_is_replaced),
        TEST(without_a_database_all_retreat),
    };
    int failed;

    if (!database_make("lane"))
        return 77;
    assert_true(db_migrate(database_url("renkei_owner")));
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    database_drop();
    return failed;
}
