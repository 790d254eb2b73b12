/* Writers of one tenant: their line, and a COMMIT that lets the next one go on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "room.h" /* before cmocka.h, which has a macro called fail */

#include <cmocka.h>
#include <pthread.h>
#include <time.h>

#include "transaction.h"

#define MISSING_NOTE "01890000-0000-7000-8000-00000000000f"

enum { WRITERS = 3 };

/* ---- the line ---- */

static struct turns turns;
static int order[WRITERS];
static size_t served;

struct writer {
    pthread_t thread;
    struct turn turn;
    const char *tenant_id;
    int number;
};

static int open_turns(void **state)
{
    (void)state;
    turns_init(&turns);
    served = 0;
    return 0;
}

static int close_turns(void **state)
{
    (void)state;
    turns_destroy(&turns);
    return 0;
}

static void *write_in_turn(void *subject)
{
    struct writer *writer = subject;

    if (!turn_begin(&turns, &writer->turn, writer->tenant_id))
        turn_wait(&turns, &writer->turn);
    order[served++] = writer->number;
    turn_leave(&turns, &writer->turn);
    return NULL;
}

/* Until the line has that many places. */
static void wait_for_places(struct turns *line, size_t wanted)
{
    const struct timespec moment = {.tv_nsec = 1000 * 1000};
    size_t count;

    do {
        count = 0;
        (void)nanosleep(&moment, NULL);
        (void)pthread_mutex_lock(&line->mutex);
        for (const struct turn *turn = line->first; turn != NULL; turn = turn->next)
            count++;
        (void)pthread_mutex_unlock(&line->mutex);
    } while (count < wanted);
}

static void start(struct writer *writer, const char *tenant_id, int number)
{
    writer->tenant_id = tenant_id;
    writer->number = number;
    assert_int_equal(pthread_create(&writer->thread, NULL, write_in_turn, writer), 0);
}

static void whoever_comes_first_is_served_first(void **state)
{
    struct writer writers[WRITERS];
    struct turn own;

    (void)state;
    assert_true(turn_begin(&turns, &own, TENANT_A));
    for (int i = 0; i < WRITERS; i++) {
        start(&writers[i], TENANT_A, i);
        wait_for_places(&turns, (size_t)i + 2);
    }
    turn_leave(&turns, &own);
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_join(writers[i].thread, NULL), 0);
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(order[i], i);
}

static void another_tenant_does_not_wait(void **state)
{
    struct turn own, others;

    (void)state;
    assert_true(turn_begin(&turns, &own, TENANT_A));
    assert_true(turn_begin(&turns, &others, TENANT_B));
    assert_false(turn_is_wanted(&turns, &own));
    turn_leave(&turns, &others);
    turn_leave(&turns, &own);
    assert_true(turn_begin(&turns, &own, TENANT_B));
    turn_leave(&turns, &own);
}

/* An empty trip of 2.5 ms: while one is on its way, two more are at the counter or on theirs. */
static void far_away_several_go_at_once(void **state)
{
    struct turn first, second, third;
    struct writer writer;

    (void)state;
    turns_set_reach(&turns, 2500, 8);
    assert_true(turn_begin(&turns, &first, TENANT_A));
    assert_true(turn_begin(&turns, &second, TENANT_A));
    assert_true(turn_begin(&turns, &third, TENANT_A));
    start(&writer, TENANT_A, 4);
    wait_for_places(&turns, 4);
    turn_leave(&turns, &second);
    assert_int_equal(pthread_join(writer.thread, NULL), 0);
    assert_true(writer.turn.has_waited);
    turn_leave(&turns, &first);
    turn_leave(&turns, &third);
}

static void no_more_go_at_once_than_there_are_connections_for(void **state)
{
    struct turn first, second, third;

    (void)state;
    turns_set_reach(&turns, 100000, 2);
    assert_true(turn_begin(&turns, &first, TENANT_A));
    assert_true(turn_begin(&turns, &second, TENANT_A));
    assert_false(turn_begin(&turns, &third, TENANT_A));
    turn_leave(&turns, &third);
    turn_leave(&turns, &second);
    turn_leave(&turns, &first);
}

/* It holds its turn until the other one is through: only impatience ends this. */
static void who_takes_too_long_is_passed(void **state)
{
    struct writer writer;
    struct turn own, later;

    (void)state;
    assert_true(turn_begin(&turns, &own, TENANT_A));
    start(&writer, TENANT_A, 7);
    assert_int_equal(pthread_join(writer.thread, NULL), 0);
    assert_int_equal(order[0], 7);
    assert_true(writer.turn.has_waited);
    assert_true(turn_begin(&turns, &later, TENANT_A)); /* nor does anybody else wait for it */
    turn_leave(&turns, &later);
    turn_leave(&turns, &own);
}

/* ---- COMMIT ---- */

static struct room room;

static int open_room(void **state)
{
    (void)state;
    database_sql("delete from app.counters");
    database_sql("insert into app.counters (tenant_id) select id from app.tenants");
    room_open(&room, 2);
    return 0;
}

static int close_room(void **state)
{
    (void)state;
    room_close(&room);
    return 0;
}

static bool add(struct db *db)
{
    return db_begin(db) && db_queue(db, SQL_COUNTER_ADD, PARAMS(NULL)) && db_commit(db);
}

static void *add_in_turn(void *subject)
{
    struct arena *arena = arena_open();
    struct failure failure;
    struct db *db;
    bool added;

    failure_open(&failure, arena);
    db = db_open(subject, arena, &failure);
    db_tenant(db, TENANT_A);
    added = add(db);
    arena_close(arena);
    return added ? subject : NULL;
}

/* Adds and commits when another one is behind it. */
static bool add_before_another(const char *note)
{
    pthread_t thread;
    void *good;
    bool added;

    assert_true(db_begin(room.db) && db_queue(room.db, SQL_COUNTER_ADD, PARAMS(note)));
    assert_int_equal(pthread_create(&thread, NULL, add_in_turn, room.pool), 0);
    wait_for_places(&room.pool->turns, 2);
    added = db_commit(room.db);
    assert_int_equal(pthread_join(thread, &good), 0);
    assert_non_null(good);
    return added;
}

static int64_t last_number(void)
{
    struct rows *rows;

    assert_true(db_read_one(room.db, SQL_COUNTER_GET, NO_PARAMS, &rows));
    return rows_integer(rows, 0, "value");
}

static int64_t handed_on(void)
{
    struct rows *rows;

    assert_true(db_read_one(room.db, SQL_WAITED_FOR_DISK, NO_PARAMS, &rows));
    return rows_integer(rows, 0, "count");
}

static void a_commit_that_is_waited_for_is_handed_on(void **state)
{
    (void)state;
    assert_true(add_before_another(NULL));
    assert_int_not_equal(handed_on(), 0);
    assert_int_equal(last_number(), 2);
}

static void a_commit_that_nobody_waits_for_is_not(void **state)
{
    (void)state;
    assert_true(add(room.db));
    assert_int_equal(handed_on(), 0);
    assert_int_equal(last_number(), 1);
}

static void a_refused_commit_changes_nothing_and_the_next_goes_on(void **state)
{
    (void)state;
    assert_false(add_before_another(MISSING_NOTE));
    assert_int_equal(room.failure.problem, PROBLEM_INTERNAL);
    room_next(&room, TENANT_A);
    assert_int_equal(last_number(), 1);
    assert_true(add(room.db));
    assert_int_equal(last_number(), 2);
}

#define LINE(name) cmocka_unit_test_setup_teardown(name, open_turns, close_turns)
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int main(void)
{
    const struct CMUnitTest lines[] = {
        LINE(whoever_comes_first_is_served_first),
        LINE(another_tenant_does_not_wait),
        LINE(far_away_several_go_at_once),
        LINE(no_more_go_at_once_than_there_are_connections_for),
        LINE(who_takes_too_long_is_passed),
    };
    const struct CMUnitTest commits[] = {
        TEST(a_commit_that_is_waited_for_is_handed_on),
        TEST(a_commit_that_nobody_waits_for_is_not),
        TEST(a_refused_commit_changes_nothing_and_the_next_goes_on),
    };
    int failed = cmocka_run_group_tests(lines, NULL, NULL);

    if (failed != 0 || !database_make("turns"))
        return failed != 0 ? failed : 77;
    assert_true(db_migrate(database_url("renkei_owner")));
    failed = cmocka_run_group_tests(commits, NULL, NULL);
    database_drop();
    return failed;
}
