/* Steps of the domain, taken without a request: what they decide, tell and refuse. */
#include "stage.h"

#include <time.h>

#include "renkei/domain/response/response.h"
#include "renkei/domain/supplier/supplier.h"
#include "renkei/domain/tenant/sweep.h"
#include "renkei/domain/treatment/override.h"

static char supplier_id[UUID_TEXT];

static void make_supplier(const char *name)
{
    struct change *change = change_by("alice", NULL);
    json_t *body = json_of("{'profile':{'data_sensitivity':'personal'}}");
    struct rows *supplier;

    (void)json_object_set_new(body, "name", json_string(name));
    assert_true(supplier_create(change, body, &supplier));
    (void)snprintf(supplier_id, sizeof supplier_id, "%s", rows_text(supplier, 0, "id"));
    assert_true(change_commit(change, NULL));
}

static void test_a_new_supplier_with_a_profile_is_scored_and_told(void **state)
{
    (void)state;
    make_supplier("Scored");
    assert_int_equal(superuser(database, "select count(*) from app.risk_scores"), 1);
    assert_int_equal(superuser(database,
                               "select count(*) from app.events where type in"
                               " ('supplier.created', 'risk_score.created')"),
                     2);
}

static void test_a_revision_that_is_not_the_last_is_refused_with_the_row(void **state)
{
    struct rows *supplier;

    (void)state;
    make_supplier("Stale");
    assert_true(supplier_lock(change_by("alice", NULL), supplier_id, NULL, &supplier));
    assert_false(supplier_lock(change_by("alice", NULL), supplier_id, "999", &supplier));
    assert_problem(PROBLEM_STALE);
    assert_string_equal(stage.failure.members[0].name, "current");
    assert_non_null(strstr(stage.failure.members[0].json, "\"Stale\""));
}

static void test_a_change_without_effect_tells_nothing(void **state)
{
    struct rows *before, *after;
    struct change *change;
    long told;

    (void)state;
    make_supplier("Same");
    told = events();
    change = change_by("alice", NULL);
    assert_true(supplier_lock(change, supplier_id, NULL, &before));
    assert_true(supplier_change(change, before, json_of("{'name':'Same'}"), &after));
    assert_string_equal(rows_text(before, 0, "revision"), rows_text(after, 0, "revision"));
    assert_true(change_commit(change, NULL));
    assert_int_equal(events(), told);
}

static void test_what_was_begun_anew_leaves_nothing_of_the_first_try(void **state)
{
    struct change *change = change_by("alice", NULL);
    long told = events();
    struct rows *supplier;

    (void)state;
    assert_true(supplier_create(change, json_of("{'name':'Gone'}"), &supplier));
    assert_true(change_restart(change));
    assert_true(change_commit(change, NULL));
    assert_int_equal(events(), told);
    assert_int_equal(superuser(database, "select count(*) from app.suppliers where name = 'Gone'"),
                     0);
}

static void test_a_key_gives_the_first_reply_again_and_refuses_other_content(void **state)
{
    const struct kept_reply first = {.status = 201, .location = "/v1/suppliers/x", .body = "{}"};
    struct idempotency key = {
        .client = "staff alice", .key = "k", .route = "create", .fingerprint = "aa"};
    struct kept_reply again;
    struct rows *supplier;
    struct change *change = change_by("alice", &key);

    (void)state;
    assert_true(supplier_create(change, json_of("{'name':'Once'}"), &supplier));
    assert_true(change_commit(change, &first));
    change = change_by("alice", &key);
    assert_false(supplier_create(change, json_of("{'name':'Once'}"), &supplier));
    assert_true(change_replay(change, &again));
    assert_int_equal(again.status, 201);
    assert_string_equal(again.location, "/v1/suppliers/x");
    key.fingerprint = "bb";
    change = change_by("alice", &key);
    assert_false(supplier_create(change, json_of("{'name':'Twice'}"), &supplier));
    assert_false(change_replay(change, &again));
    assert_problem(PROBLEM_IDEMPOTENCY_KEY_REUSED);
}

/* The day so many days from now: an override may not last for ever. */
static const char *day_in(int days)
{
    static char text[sizeof "2026-01-01"];
    time_t then = time(NULL) + (time_t)days * 24 * 60 * 60;
    struct tm parts;

    assert_non_null(gmtime_r(&then, &parts));
    assert_int_not_equal(strftime(text, sizeof text, "%Y-%m-%d", &parts), 0);
    return text;
}

static void test_an_override_needs_a_second_person(void **state)
{
    struct rows *override, *before;
    char id[UUID_TEXT];
    struct change *change;
    json_t *body;

    (void)state;
    make_supplier("Overridden");
    change = change_by("alice", NULL);
    body = json_of("{'band':'low','reason':'x'}");
    (void)json_object_set_new(body, "until", json_string(day_in(90)));
    (void)json_object_set_new(body, "supplier_id", json_string(supplier_id));
    assert_true(override_propose(change, body, &override));
    (void)snprintf(id, sizeof id, "%s", rows_text(override, 0, "id"));
    assert_true(change_commit(change, NULL));

    change = change_by("alice", NULL);
    assert_true(override_lock(change, id, NULL, &before));
    assert_false(override_approve(change, before, &override));
    assert_problem(PROBLEM_SECOND_PERSON_NEEDED);
    change = change_by("bob", NULL);
    assert_true(override_lock(change, id, NULL, &before));
    assert_true(override_approve(change, before, &override));
    assert_string_equal(rows_text(override, 0, "state"), "active");
    assert_true(change_commit(change, NULL));
}

static void ask(char ret_id[UUID_TEXT])
{
    struct change *change = change_by("alice", NULL);
    struct rows *questionnaire, *response;
    json_t *body;

    assert_true(db_run_one(change->db, SQL_QUESTIONNAIRE_FIRST, NO_PARAMS, &questionnaire));
    body = json_keep(stage.arena,
                     json_pack("{s:s,s:s,s:s}", "supplier_id", supplier_id, "questionnaire_id",
                               rows_text(questionnaire, 0, "id"), "due_on", "2999-01-01"));
    assert_true(response_create(change, body, &response));
    (void)snprintf(ret_id, UUID_TEXT, "%s", rows_text(response, 0, "id"));
    assert_true(change_commit(change, NULL));
}

static void test_a_sheet_with_required_answers_missing_is_not_submitted(void **state)
{
    struct response before;
    struct rows *response;
    struct change *change;
    char id[UUID_TEXT];

    (void)state;
    make_supplier("Asked");
    ask(id);
    change = change_by("bob", NULL);
    assert_true(response_lock_with_supplier(change, id, NULL, &before));
    assert_false(response_submit(change, &before, &response));
    assert_problem(PROBLEM_BLOCKED);
    assert_true(stage.failure.fault_count > 0);
    assert_int_equal(stage.failure.faults[0].code, FAULT_ANSWER_MISSING);
}

static void test_a_sweep_that_is_done_does_nothing_more_today(void **state)
{
    struct change *change;
    struct rows *sweep;
    long told;

    (void)state;
    do {
        change = change_by("system", NULL);
        assert_true(sweep_step(change, false, &sweep));
        assert_true(change_commit(change, NULL));
    } while (!rows_boolean(sweep, 0, "done"));
    told = events();
    change = change_by("system", NULL);
    assert_true(sweep_step(change, false, &sweep));
    assert_true(rows_boolean(sweep, 0, "done"));
    assert_true(change_commit(change, NULL));
    assert_int_equal(events(), told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_new_supplier_with_a_profile_is_scored_and_told),
        cmocka_unit_test(test_a_revision_that_is_not_the_last_is_refused_with_the_row),
        cmocka_unit_test(test_a_change_without_effect_tells_nothing),
        cmocka_unit_test(test_what_was_begun_anew_leaves_nothing_of_the_first_try),
        cmocka_unit_test(test_a_key_gives_the_first_reply_again_and_refuses_other_content),
        cmocka_unit_test(test_an_override_needs_a_second_person),
        cmocka_unit_test(test_a_sheet_with_required_answers_missing_is_not_submitted),
        cmocka_unit_test(test_a_sweep_that_is_done_does_nothing_more_today),
    };

    if (getenv("RENKEI_TEST_PGHOST") == NULL) {
        (void)fprintf(stderr, "RENKEI_TEST_PGHOST is not set: nothing to test with\n");
        return SKIPPED;
    }
    return cmocka_run_group_tests(tests, stage_open, stage_close);
}
