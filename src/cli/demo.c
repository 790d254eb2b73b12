/*
 * Fills the tenant `demo` from data/demo.json by the operations that clients use: suppliers with
 * contacts, requests, answers, judgements and acceptance, dated back as the file says.
 */
#include <stdio.h>
#include <string.h>

#include "call.h"
#include "find_tenant.h"
#include "renkei/base/config.h"
#include "renkei/base/data.h"
#include "renkei/base/random.h"
#include "renkei/cli/commands.h"

struct demo {
    struct caller caller;
    instant today;
    char questionnaire_id[UUID_TEXT];
};

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

/* The id of a reply; releases it. */
static bool take_id(json_t *reply, char ret_id[UUID_TEXT])
{
    const char *id = json_string_value(json_object_get(reply, "id"));

    (void)snprintf(ret_id, UUID_TEXT, "%s", id == NULL ? "" : id);
    json_decref(reply);
    return ret_id[0] != '\0';
}

static bool call(struct demo *demo, enum operation_id operation, const char *id, json_t *body,
                 json_t **ret_reply)
{
    struct call one = {.operation = operation, .path = {id}, .body = body};

    return call_operation(&demo->caller, &one, ret_reply);
}

static bool is_empty(struct demo *demo, bool *ret_empty)
{
    json_t *reply;

    if (!call(demo, OPERATION_LIST_SUPPLIERS, NULL, NULL, &reply))
        return false;
    *ret_empty = json_array_size(json_object_get(reply, "data")) == 0;
    json_decref(reply);
    return true;
}

/* The built-in questionnaire: the first that was made. */
static bool find_questionnaire(struct demo *demo)
{
    json_t *reply, *list;
    bool found;

    if (!call(demo, OPERATION_LIST_QUESTIONNAIRES, NULL, NULL, &reply))
        return false;
    list = json_object_get(reply, "data");
    found = take_id(json_incref(json_array_get(list, json_array_size(list) - 1)),
                    demo->questionnaire_id);
    json_decref(reply);
    return found;
}

static bool add_supplier(struct demo *demo, const json_t *entry, char ret_id[UUID_TEXT])
{
    json_t *supplier = json_deep_copy(json_object_get(entry, "supplier"));
    json_t *contact = json_deep_copy(json_object_get(entry, "contact"));
    json_t *reply;

    return call(demo, OPERATION_CREATE_SUPPLIER, NULL, supplier, &reply) && take_id(reply, ret_id)
        && call(demo, OPERATION_CREATE_CONTACT, ret_id, contact, NULL);
}

static bool request_response(struct demo *demo, const char *supplier_id, const json_t *plan,
                             char ret_id[UUID_TEXT])
{
    json_int_t days = json_integer_value(json_object_get(plan, "due_in_days"));
    char due_on[DAY_TEXT];
    json_t *reply;

    day_in(demo, days, due_on);
    demo->caller.now = days_ago(demo, plan, "asked_days_ago");
    return call(demo, OPERATION_CREATE_RESPONSE, NULL,
                json_pack("{s:s,s:s,s:s}", "supplier_id", supplier_id, "questionnaire_id",
                          demo->questionnaire_id, "due_on", due_on),
                &reply)
        && take_id(reply, ret_id);
}

/* The plan's answer to a question: its own, or the default of the three-state ones; NULL: none. */
static json_t *planned_answer(const struct demo *demo, const json_t *plan, const json_t *question)
{
    const char *code = json_string_value(json_object_get(question, "code"));
    const char *type = json_string_value(json_object_get(question, "type"));
    const json_t *planned = json_object_get(json_object_get(plan, "answers"), code);
    json_t *answer;

    if (planned == NULL && strcmp(type, "three_state") == 0)
        planned = json_object_get(plan, "default_answer");
    if (planned == NULL)
        return NULL;
    answer =
        json_is_object(planned) ? json_deep_copy(planned) : json_pack("{s:O}", "answer", planned);
    (void)json_object_set_new(answer, "code", json_string(code));
    (void)json_object_set_new(answer, "revision", json_integer(0));
    fix_day(demo, answer, "expires_on");
    fix_day(demo, json_object_get(answer, "plan"), "due_on");
    return answer;
}

static json_t *planned_answers(const struct demo *demo, const json_t *plan, const json_t *form)
{
    json_t *answers = json_array();
    json_t *section, *question;
    size_t i, j;

    json_array_foreach(json_object_get(form, "sections"), i, section)
    {
        json_array_foreach(json_object_get(section, "questions"), j, question)
        {
            json_t *answer = planned_answer(demo, plan, question);

            if (answer != NULL)
                (void)json_array_append_new(answers, answer);
        }
    }
    return answers;
}

static bool save_answers_of(struct demo *demo, const char *id, const json_t *plan,
                            json_t **ret_answers)
{
    json_t *form;

    demo->caller.now = days_ago(demo, plan, "answered_days_ago");
    if (!call(demo, OPERATION_GET_RESPONSE_FORM, id, NULL, &form))
        return false;
    *ret_answers = planned_answers(demo, plan, form);
    json_decref(form);
    return call(demo, OPERATION_SAVE_ANSWERS, id, json_pack("{s:O}", "answers", *ret_answers),
                NULL);
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
        json_t *level = json_object_get(evidence, code);
        struct call one = {.operation = OPERATION_REVIEW_ANSWER, .path = {id, code}};

        level = level == NULL ? json_object_get(evidence, "default") : level;
        if (level == NULL)
            continue;
        one.body = json_pack("{s:O}", "evidence", level);
        if (!call_operation(&demo->caller, &one, NULL))
            return false;
    }
    return true;
}

static bool answer_response(struct demo *demo, const char *id, const json_t *plan)
{
    const char *state = json_string_value(json_object_get(plan, "state"));
    json_t *answers = NULL;
    bool done = save_answers_of(demo, id, plan, &answers)
        && call(demo, OPERATION_SUBMIT_RESPONSE, id, NULL, NULL)
        && review_answers(demo, id, plan, answers)
        && (strcmp(state, "accepted") != 0
            || call(demo, OPERATION_ACCEPT_RESPONSE, id, NULL, NULL));

    json_decref(answers);
    return done;
}

static bool add_entry(struct demo *demo, const json_t *entry)
{
    const json_t *plan = json_object_get(entry, "response");
    const char *state = json_string_value(json_object_get(plan, "state"));
    char supplier_id[UUID_TEXT], response_id[UUID_TEXT];

    demo->caller.now = days_ago(demo, plan, "asked_days_ago"); /* today without a plan */
    return add_supplier(demo, entry, supplier_id)
        && (plan == NULL || request_response(demo, supplier_id, plan, response_id))
        && (state == NULL || strcmp(state, "requested") == 0
            || answer_response(demo, response_id, plan));
}

static bool fill(struct demo *demo)
{
    json_t *file = json_loads(demo_json, 0, NULL);
    json_t *entry;
    size_t index, count = 0;
    bool filled = find_questionnaire(demo);

    json_array_foreach(json_object_get(file, "suppliers"), index, entry)
    {
        filled = filled && add_entry(demo, entry);
        count += filled;
    }
    json_decref(file);
    (void)printf("demo: %zu suppliers\n", count);
    return filled;
}

static int run(struct demo *demo)
{
    bool empty;

    demo->today = demo->caller.now = clock_now();
    if (!is_empty(demo, &empty))
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
    struct demo demo = {.caller.service.config = &config};
    struct arena *arena;
    int status;

    (void)argv;
    if (argc > 1)
        return STATUS_USAGE;
    if (!config_load(&config) || !contract_open())
        return STATUS_CONFIGURATION;
    arena = arena_open();
    status = find_tenant(&config, "demo", arena, &demo.caller.tenant_id);
    demo.caller.service.pool = db_pool_open(&config, config.database_url, 1);
    demo.caller.service.cursor_key = cursor_key_load(NULL);
    if (status == STATUS_OK)
        status = demo.caller.service.pool == NULL ? STATUS_CONFIGURATION : run(&demo);
    cursor_key_close(demo.caller.service.cursor_key);
    db_pool_close(demo.caller.service.pool);
    arena_close(arena);
    return status;
}
