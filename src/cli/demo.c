/*
 * Fills the tenant `demo` from data/demo.json by the steps that clients' requests take: suppliers
 * with contacts, requests, answers, judgements and acceptance, dated back as the file says, and the
 * links between them.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "find_tenant.h"
#include "renkei/base/buffer.h"
#include "renkei/base/config.h"
#include "renkei/base/data.h"
#include "renkei/base/json.h"
#include "renkei/base/random.h"
#include "renkei/cli/commands.h"
#include "renkei/domain/chain/supplier_link.h"
#include "renkei/domain/response/response.h"
#include "renkei/domain/supplier/contact.h"
#include "renkei/domain/supplier/supplier.h"
#include "renkei/domain/treatment/contract.h"
#include "renkei/jobs/task.h"

struct demo {
    struct service service;
    const char *tenant_id;
    instant today;
    instant now; /* of the steps that follow */
    char questionnaire_id[UUID_TEXT];
    json_t *ids; /* of suppliers, by their numbers; the file's links name these */
};

/* One transaction with memory of its own. */
struct step {
    struct arena *arena;
    struct task task;
    struct change change;
};

static bool step_open(struct demo *demo, struct step *step)
{
    step->arena = arena_open();
    task_open(&demo->service, demo->tenant_id, step->arena, &step->task);
    step->task.reading.now = demo->now;
    return change_begin(&step->change, &step->task.reading, NULL);
}

/* Commits what was `done`, otherwise prints why it was not. */
static bool step_close(struct step *step, const char *name, bool done)
{
    struct buffer text;

    done = done && change_commit(&step->change, NULL);
    if (!done) {
        buffer_open(&text, step->arena, 512);
        problem_write(&step->task.failure, LOCALE_EN, "demo", NULL, &text);
        (void)fprintf(stderr, "renkei: demo: %s: %s\n", name, text.data);
    }
    arena_close(step->arena);
    return done;
}

static instant days_ago(const struct demo *demo, const json_t *holder, const char *name)
{
    return demo->today - json_integer_value(json_object_get(holder, name)) * 86400 * SECOND;
}

static void day_in(const struct demo *demo, json_int_t days, char ret_day[DAY_TEXT])
{
    day_format((day)(demo->today / SECOND / 86400 + days), ret_day);
}

/* A number where a date belongs counts days from today, so that the demo does not age. */
static void fix_day(const struct demo *demo, json_t *holder, const char *name)
{
    const json_t *days = json_object_get(holder, name);
    char text[DAY_TEXT];

    if (!json_is_integer(days))
        return;
    day_in(demo, json_integer_value(days), text);
    (void)json_object_set_new(holder, name, json_string(text));
}

static void copy_id(const struct rows *row, char ret_id[UUID_TEXT])
{
    (void)snprintf(ret_id, UUID_TEXT, "%s", rows_text(row, 0, "id"));
}

/* Whether the tenant has suppliers, and its first questionnaire, which is the built-in one. */
static bool look(struct demo *demo, bool *ret_empty)
{
    struct rows *supplier, *questionnaire;
    struct step step;
    bool done = step_open(demo, &step)
        && db_run_one(step.change.db, SQL_SUPPLIER_ANY, NO_PARAMS, &supplier)
        && db_run_one(step.change.db, SQL_QUESTIONNAIRE_FIRST, NO_PARAMS, &questionnaire);

    if (done) {
        *ret_empty = !rows_boolean(supplier, 0, "found");
        copy_id(questionnaire, demo->questionnaire_id);
    }
    return step_close(&step, "look", done);
}

static bool add_supplier(struct demo *demo, const json_t *entry, char ret_id[UUID_TEXT])
{
    struct rows *supplier, *contact;
    struct step step;
    bool done = step_open(demo, &step)
        && supplier_create(&step.change, json_object_get(entry, "supplier"), &supplier);

    if (done)
        copy_id(supplier, ret_id);
    done =
        done && contact_create(&step.change, ret_id, json_object_get(entry, "contact"), &contact);
    return step_close(&step, "supplier", done);
}

static bool add_contract(struct demo *demo, const char *supplier_id, const json_t *plan)
{
    json_t *body = json_deep_copy(plan);
    struct rows *contract;
    struct step step;
    bool done;

    fix_day(demo, body, "starts_on");
    fix_day(demo, body, "ends_on");
    (void)json_object_set_new(body, "supplier_id", json_string(supplier_id));
    done = step_open(demo, &step) && contract_create(&step.change, body, &contract);
    done = step_close(&step, "contract", done);
    json_decref(body);
    return done;
}

static bool request_response(struct demo *demo, const char *supplier_id, const json_t *plan,
                             char ret_id[UUID_TEXT])
{
    json_int_t days = json_integer_value(json_object_get(plan, "due_in_days"));
    char due_on[DAY_TEXT];
    struct rows *response;
    struct step step;
    json_t *body;
    bool done;

    day_in(demo, days, due_on);
    demo->now = days_ago(demo, plan, "asked_days_ago");
    body = json_pack("{s:s,s:s,s:s}", "supplier_id", supplier_id, "questionnaire_id",
                     demo->questionnaire_id, "due_on", due_on);
    done = step_open(demo, &step)
        && response_create(&step.change, json_keep(step.arena, body), &response);
    if (done)
        copy_id(response, ret_id);
    return step_close(&step, "request", done);
}

/* The plan's answer to a question: its own, or the default of the three-state ones; NULL: none. */
static json_t *planned_answer(const struct demo *demo, const json_t *plan,
                              const struct questionnaire_question *question)
{
    const json_t *planned = json_object_get(json_object_get(plan, "answers"), question->code);
    json_t *answer;

    if (planned == NULL && question->type == QUESTION_THREE_STATE)
        planned = json_object_get(plan, "default_answer");
    if (planned == NULL)
        return NULL;
    answer =
        json_is_object(planned) ? json_deep_copy(planned) : json_pack("{s:O}", "answer", planned);
    (void)json_object_set_new(answer, "code", json_string(question->code));
    (void)json_object_set_new(answer, "revision", json_integer(0));
    fix_day(demo, answer, "expires_on");
    fix_day(demo, json_object_get(answer, "plan"), "due_on");
    return answer;
}

static json_t *planned_answers(const struct demo *demo, const json_t *plan,
                               const struct questionnaire *questionnaire)
{
    json_t *answers = json_array();

    for (size_t i = 0; i < questionnaire->question_count; i++) {
        json_t *answer = planned_answer(demo, plan, &questionnaire->questions[i]);

        if (answer != NULL)
            (void)json_array_append_new(answers, answer);
    }
    return answers;
}

/* ret_answers: as sent, the caller's. */
static bool save_answers_of(struct demo *demo, const char *id, const json_t *plan,
                            json_t **ret_answers)
{
    const struct questionnaire *questionnaire;
    struct answers_sent sent = {.all_or_none = true};
    struct answers_saved saved;
    struct step step;
    bool done;

    demo->now = days_ago(demo, plan, "answered_days_ago");
    done = step_open(demo, &step)
        && questionnaire_load(&step.change.reading, demo->questionnaire_id, &questionnaire);
    if (done) {
        *ret_answers = planned_answers(demo, plan, questionnaire);
        sent.body = json_keep(step.arena, json_pack("{s:O}", "answers", *ret_answers));
        done = answers_save(&step.change, id, &sent, &saved);
    }
    return step_close(&step, "answers", done);
}

static bool review_answer_of(struct demo *demo, const char *id, const char *code,
                             const json_t *evidence)
{
    struct answer answer;
    struct step step;
    bool done = step_open(demo, &step);
    json_t *body = json_keep(step.arena, json_pack("{s:O}", "evidence", evidence));

    return step_close(&step, "review",
                      done && answer_judge(&step.change, id, code, NULL, body, &answer));
}

/* What the reviewer saw: the evidence named for a question, or the default. */
static bool review_answers(struct demo *demo, const char *id, const json_t *plan,
                           const json_t *answers)
{
    const json_t *evidence = json_object_get(plan, "evidence");
    json_t *answer;
    size_t index;

    json_array_foreach(answers, index, answer)
    {
        const char *code = json_string_value(json_object_get(answer, "code"));
        const json_t *level = json_object_get(evidence, code);

        level = level == NULL ? json_object_get(evidence, "default") : level;
        if (level != NULL && !review_answer_of(demo, id, code, level))
            return false;
    }
    return true;
}

static bool submit(struct demo *demo, const char *id)
{
    struct response before;
    struct rows *response;
    struct step step;
    bool done = step_open(demo, &step)
        && response_lock_with_supplier(&step.change, id, NULL, &before)
        && response_submit(&step.change, &before, &response);

    return step_close(&step, "submit", done);
}

static bool accept(struct demo *demo, const char *id)
{
    struct response before;
    struct rows *response;
    struct step step;
    bool done = step_open(demo, &step)
        && response_lock_with_supplier(&step.change, id, NULL, &before)
        && response_accept(&step.change, &before, &response);

    return step_close(&step, "accept", done);
}

static bool answer_response(struct demo *demo, const char *id, const json_t *plan)
{
    const char *state = json_string_value(json_object_get(plan, "state"));
    json_t *answers = NULL;
    bool done = save_answers_of(demo, id, plan, &answers) && submit(demo, id)
        && review_answers(demo, id, plan, answers)
        && (strcmp(state, "accepted") != 0 || accept(demo, id));

    json_decref(answers);
    return done;
}

/* Always true. */
static bool note_id(struct demo *demo, const json_t *entry, const char *supplier_id)
{
    const json_t *numbers = json_object_get(json_object_get(entry, "supplier"), "external_ids");

    (void)json_object_set_new(demo->ids, json_member(json_array_get(numbers, 0), "id"),
                              json_string(supplier_id));
    return true;
}

/* A number becomes the supplier's id; `self` stays. */
static void fix_end(const struct demo *demo, json_t *link, const char *name)
{
    json_t *id = json_object_get(demo->ids, json_member(link, name));

    if (id != NULL)
        (void)json_object_set(link, name, id);
}

static bool add_link(struct demo *demo, json_t *link)
{
    struct rows *row;
    struct step step;
    bool done;

    fix_end(demo, link, "from");
    fix_end(demo, link, "to");
    demo->now = demo->today;
    done = step_open(demo, &step) && supplier_link_create(&step.change, link, &row);
    return step_close(&step, "link", done);
}

static bool add_entry(struct demo *demo, const json_t *entry)
{
    const json_t *plan = json_object_get(entry, "response");
    const json_t *contract = json_object_get(entry, "contract");
    const char *state = json_string_value(json_object_get(plan, "state"));
    char supplier_id[UUID_TEXT], response_id[UUID_TEXT];

    demo->now = days_ago(demo, plan, "asked_days_ago"); /* today without a plan */
    return add_supplier(demo, entry, supplier_id) && note_id(demo, entry, supplier_id)
        && (contract == NULL || add_contract(demo, supplier_id, contract))
        && (plan == NULL || request_response(demo, supplier_id, plan, response_id))
        && (state == NULL || strcmp(state, "requested") == 0
            || answer_response(demo, response_id, plan));
}

static bool fill(struct demo *demo)
{
    json_t *file = json_loads(demo_json, 0, NULL);
    json_t *entry, *link;
    size_t index, count = 0;
    bool filled = true;

    demo->ids = json_object();
    json_array_foreach(json_object_get(file, "suppliers"), index, entry)
    {
        filled = filled && add_entry(demo, entry);
        count += filled;
    }
    json_array_foreach(json_object_get(file, "links"), index, link)
    {
        filled = filled && add_link(demo, link);
    }
    json_decref(demo->ids);
    json_decref(file);
    (void)printf("demo: %zu suppliers\n", count);
    return filled;
}

static int run(struct demo *demo)
{
    bool empty = false;

    demo->today = demo->now = clock_now();
    if (!look(demo, &empty))
        return STATUS_FAULTS;
    if (!empty) {
        (void)puts("demo: filled already");
        return STATUS_OK;
    }
    return fill(demo) ? STATUS_OK : STATUS_FAULTS;
}

int command_demo(int argc, char **argv)
{
    struct config config;
    struct demo demo = {.service.config = &config};
    struct arena *arena;
    int status;

    (void)argv;
    if (argc > 1)
        return STATUS_USAGE;
    if (!config_load(&config) || !contract_open())
        return STATUS_CONFIGURATION;
    arena = arena_open();
    status = find_tenant(&config, "demo", arena, &demo.tenant_id);
    demo.service.pool = db_pool_open(&config, config.database_url, 1);
    if (status == STATUS_OK)
        status = demo.service.pool == NULL ? STATUS_CONFIGURATION : run(&demo);
    db_pool_close(demo.service.pool);
    arena_close(arena);
    return status;
}
