/* Jobs under their leases: what is claimed, by whom, and what the fence refuses. */
#include "../domain/tenant/stage.h"

#include "renkei/domain/job/job.h"

static char job_id[UUID_TEXT];

static void add_job(const char *kind)
{
    struct change *change = change_by("alice", NULL);

    assert_true(job_add(change, kind, json_of("{'format':'csv'}"), 0, job_id));
    assert_true(change_commit(change, NULL));
}

/* The job in an arena of its own, since the next change clears the stage's. */
static bool claim(struct arena *arena, struct job *ret_job)
{
    struct change *change = change_by("worker", NULL);
    bool found;

    change->arena = arena;
    assert_true(job_claim(change, "{test,other}", "here/1", ret_job, &found));
    assert_true(change_commit(change, NULL));
    return found;
}

static void lease_ends(void)
{
    (void)superuser(database, "update app.jobs set available_at = now() where state = 'leased'");
}

static long in_state(const char *state)
{
    char sql[120];

    (void)snprintf(sql, sizeof sql, "select count(*) from app.jobs where state = '%s'", state);
    return superuser(database, sql);
}

static int clear_jobs(void **state)
{
    (void)state;
    arena_reset(stage.arena); /* what a test left open holds its rows */
    (void)superuser(database, "delete from app.jobs");
    return 0;
}

static void test_a_job_is_claimed_once_by_its_kind(void **state)
{
    struct arena *arena = arena_open();
    struct job job, other;

    (void)state;
    add_job("elsewhere");
    assert_false(claim(arena, &job));
    add_job("test");
    assert_true(claim(arena, &job));
    assert_string_equal(job.id, job_id);
    assert_string_equal(job.created_by, "alice");
    assert_string_equal(json_member(job.payload, "format"), "csv");
    assert_int_equal(job.attempts, 1);
    assert_int_equal(job.rows_total, -1);
    assert_false(claim(arena, &other));
    arena_close(arena);
}

static void test_an_older_lease_changes_nothing(void **state)
{
    struct arena *arena = arena_open();
    struct job first, second;
    struct change *change;

    (void)state;
    add_job("test");
    assert_true(claim(arena, &first));
    first.place = "{\"after\":\"a\"}";
    first.rows_done = 10;
    change = change_by("worker", NULL);
    assert_true(job_advance(change, &first) && change_commit(change, NULL));

    lease_ends();
    /* Until somebody else has it, it is still the first one's: the fence decides, not a clock. */
    change = change_by("worker", NULL);
    assert_true(job_advance(change, &first) && change_commit(change, NULL));
    lease_ends();
    assert_true(claim(arena, &second));
    assert_int_equal(second.rows_done, 10);
    assert_string_equal(second.place, "{\"after\": \"a\"}");
    assert_int_equal(second.attempts, 2);

    first.rows_done = 99;
    assert_false(job_advance(change_by("worker", NULL), &first));
    assert_problem(PROBLEM_LEASE_LOST);
    assert_false(job_finish(change_by("worker", NULL), &first, NULL));
    assert_problem(PROBLEM_LEASE_LOST);
    assert_false(job_give_back(change_by("worker", NULL), &first, 0, true));
    assert_problem(PROBLEM_LEASE_LOST);
    assert_int_equal(superuser(database, "select rows_done from app.jobs"), 10);
    change = change_by("worker", NULL);
    assert_true(job_finish(change, &second, json_of("{'rows':10}")) && change_commit(change, NULL));
    assert_int_equal(in_state("done"), 1);
    arena_close(arena);
}

/* The control of the test above: without the fence in the statement it would have been ours. */
static void test_what_the_fence_refuses_would_be_stored_without_it(void **state)
{
    struct arena *arena = arena_open();
    struct job first, second;

    (void)state;
    add_job("test");
    assert_true(claim(arena, &first));
    lease_ends();
    assert_true(claim(arena, &second));
    first.fence = second.fence;
    assert_true(job_advance(change_by("worker", NULL), &first));
    arena_close(arena);
}

static void test_what_is_given_back_waits_and_counts_if_it_is_to(void **state)
{
    struct arena *arena = arena_open();
    struct job job;
    struct change *change;

    (void)state;
    add_job("test");
    assert_true(claim(arena, &job));
    change = change_by("worker", NULL);
    assert_true(job_give_back(change, &job, 0, false) && change_commit(change, NULL));
    assert_true(claim(arena, &job));
    assert_int_equal(job.attempts, 1);
    change = change_by("worker", NULL);
    assert_true(job_give_back(change, &job, 600, true) && change_commit(change, NULL));
    assert_false(claim(arena, &job));
    assert_int_equal(superuser(database, "select attempts from app.jobs"), 1);
    arena_close(arena);
}

static void test_a_job_that_ends_its_workers_is_given_up(void **state)
{
    struct arena *arena = arena_open();
    struct job job;

    (void)state;
    add_job("test");
    for (int i = 0; i < JOB_TRIES; i++) {
        assert_true(claim(arena, &job));
        lease_ends();
    }
    assert_false(claim(arena, &job));
    assert_int_equal(superuser(database,
                               "select count(*) from app.jobs where state = 'failed'"
                               " and error = 'gave_up' and expires_at > now()"),
                     1);
    arena_close(arena);
}

/* Whatever kills workers in between: who comes further is not counted with those who do not. */
static void test_a_job_that_comes_further_is_not_given_up(void **state)
{
    struct arena *arena = arena_open();
    struct change *change;
    struct job job;

    (void)state;
    add_job("test");
    for (int i = 0; i < 3 * JOB_TRIES; i++) {
        assert_true(claim(arena, &job));
        job.place = arena_printf(arena, "{\"after\": %d}", i);
        change = change_by("worker", NULL);
        assert_true(job_advance(change, &job) && change_commit(change, NULL));
        assert_int_equal(job.attempts, 1);
        change = change_by("worker", NULL);
        assert_true(job_advance(change, &job) && change_commit(change, NULL)); /* a mere beat */
        lease_ends();
    }
    for (int i = 1; i < JOB_TRIES; i++) {
        assert_true(claim(arena, &job));
        change = change_by("worker", NULL);
        assert_true(job_advance(change, &job) && change_commit(change, NULL));
        assert_int_equal(job.attempts, i + 1);
        lease_ends();
    }
    assert_false(claim(arena, &job));
    assert_int_equal(in_state("failed"), 1);
    arena_close(arena);
}

static void test_a_clock_that_was_set_back_holds_no_job(void **state)
{
    struct arena *arena = arena_open();
    struct job job;

    (void)state;
    add_job("test");
    (void)superuser(database, "update app.jobs set available_at = now() + interval '3 hours'");
    assert_true(claim(arena, &job));
    arena_close(arena);
}

static void test_a_file_comes_back_as_it_was(void **state)
{
    static const char bytes[] = "\x00\xff\x80 renkei\n";
    struct change *change;
    struct buffer text;
    bool found;

    (void)state;
    add_job("test");
    change = change_by("worker", NULL);
    assert_true(job_file_add(change, job_id, "result", 0, bytes, sizeof bytes)
                && change_commit(change, NULL));
    change = change_by("worker", NULL);
    buffer_open(&text, change->arena, 16);
    assert_true(job_file_read(&change->reading, job_id, "result", 0, &text, &found) && found);
    assert_int_equal(text.length, sizeof bytes);
    assert_memory_equal(text.data, bytes, sizeof bytes);
    assert_true(job_file_read(&change->reading, job_id, "result", 1, &text, &found));
    assert_false(found);
}

static void test_finished_jobs_go_with_their_files(void **state)
{
    struct change *change;
    size_t count;

    (void)state;
    add_job("test");
    change = change_by("worker", NULL);
    assert_true(job_file_add(change, job_id, "result", 0, "x", 1) && change_commit(change, NULL));
    add_job("test");
    (void)superuser(database,
                    "update app.jobs set expires_at = now() - interval '1 day'"
                    " where id in (select job_id from app.job_files)");
    change = change_by("system", NULL);
    assert_true(job_expire(change, &count) && change_commit(change, NULL));
    assert_int_equal(count, 1);
    assert_int_equal(superuser(database, "select count(*) from app.jobs"), 1);
    assert_int_equal(superuser(database, "select count(*) from app.job_files"), 0);
}

int main(void)
{
#define JOB_TEST(name) cmocka_unit_test_setup(name, clear_jobs)
    const struct CMUnitTest tests[] = {
        JOB_TEST(test_a_job_is_claimed_once_by_its_kind),
        JOB_TEST(test_an_older_lease_changes_nothing),
        JOB_TEST(test_what_the_fence_refuses_would_be_stored_without_it),
        JOB_TEST(test_what_is_given_back_waits_and_counts_if_it_is_to),
        JOB_TEST(test_a_job_that_ends_its_workers_is_given_up),
        JOB_TEST(test_a_job_that_comes_further_is_not_given_up),
        JOB_TEST(test_a_clock_that_was_set_back_holds_no_job),
        JOB_TEST(test_a_file_comes_back_as_it_was),
        JOB_TEST(test_finished_jobs_go_with_their_files),
    };

    if (getenv("RENKEI_TEST_PGHOST") == NULL)
        return SKIPPED;
    return cmocka_run_group_tests(tests, stage_open, stage_close);
}
