#include "fixture.h"

#include <string.h>

static const struct operation *operation_of(enum operation_id id)
{
    size_t count;
    const struct operation *operations = operation_table(&count);

    assert_int_equal(count, OPERATION_COUNT);
    assert_int_equal(operations[id].id, id);
    return &operations[id];
}

static void an_operation_carries_what_the_document_says(void **state)
{
    const struct operation *operation = operation_of(OPERATION_UPDATE_THING);

    (void)state;
    assert_string_equal(operation->name, "update_thing");
    assert_string_equal(operation->route, "/v1/things/{id}");
    assert_int_equal(operation->method, METHOD_PATCH);
    assert_int_equal(operation->if_match, IF_MATCH_REQUIRED);
    assert_true(operation->merge_patch && operation->body_required);
    assert_false(operation->idempotent || operation->is_public);
    assert_ptr_equal(operation->body, schema_by_name("Thing"));
    assert_int_equal(operation->body_limit, 256 * 1024);
    assert_int_equal(operation->body_nodes, 10000);
    assert_string_equal(operation->produces[0], "application/json");
}

static void limits_and_keys_differ_by_operation(void **state)
{
    const struct operation *import = operation_of(OPERATION_IMPORT_THINGS);

    (void)state;
    assert_int_equal(import->body_limit, 1048576);
    assert_int_equal(import->body_nodes, 100);
    assert_int_equal(import->if_match, IF_MATCH_IGNORED);
    assert_false(import->body_required);
    assert_true(operation_of(OPERATION_CREATE_THING)->idempotent);
    assert_int_equal(operation_of(OPERATION_DELETE_THING)->produce_count, 0);
    assert_null(operation_of(OPERATION_LIVE)->body);
}

static void scopes_are_alternatives(void **state)
{
    const struct operation *list = operation_of(OPERATION_LIST_THINGS);

    (void)state;
    assert_int_equal(list->scope_count, 2);
    assert_int_equal(list->scopes[0], 1u << SCOPE_THINGS_READ);
    assert_int_equal(list->scopes[1], 1u << SCOPE_THINGS_WRITE);
    assert_false(list->is_public);
    assert_true(operation_of(OPERATION_LIVE)->is_public);
    assert_int_equal(operation_of(OPERATION_GET_THING)->scope_count, 0); /* any token */
    assert_false(operation_of(OPERATION_GET_THING)->is_public);
}

static void scopes_have_names(void **state)
{
    enum scope scope;

    (void)state;
    assert_string_equal(scope_name(SCOPE_THINGS_WRITE), "things:write");
    assert_true(scope_by_name("things:write other", 12, &scope));
    assert_int_equal(scope, SCOPE_THINGS_WRITE);
    assert_false(scope_by_name("things:writ", 11, &scope));
    assert_false(scope_by_name("", 0, &scope));
}

static void problems_are_found_by_code(void **state)
{
    (void)state;
    assert_int_equal(problem_by_code("not_found"), PROBLEM_NOT_FOUND);
    assert_int_equal(problem_by_code("nope"), PROBLEM_NONE);
    assert_int_equal(problem_by_code(""), PROBLEM_NONE);
    assert_int_equal(problem_entry(PROBLEM_UNAVAILABLE)->status, 503);
    assert_string_equal(fault_entry(FAULT_TOO_MANY)->code, "too_many");
}

static void the_vocabulary_holds_what_has_labels(void **state)
{
    size_t count;
    const struct schema *const *words = vocabulary_table(&count);

    (void)state;
    assert_int_equal(count, 2);
    assert_string_equal(words[0]->name, "Status");
    assert_string_equal(words[0]->words[1].label[LOCALE_JA], "保管");
    assert_string_equal(words[0]->help[LOCALE_EN], "State");
    assert_string_equal(words[1]->words[2].label[LOCALE_EN], "None");
    assert_null(words[1]->words[2].value);
    assert_null(words[1]->help[LOCALE_JA]);
    assert_null(schema_by_name("Nobody"));
}

static void the_document_is_served_as_json(void **state)
{
    size_t length;
    const char *text = openapi_json(LOCALE_EN, &length);
    json_t *document = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    json_t *examples;

    (void)state;
    assert_non_null(document);
    assert_string_equal(json_string_value(json_object_get(document, "openapi")), "3.1.0");
    examples = json_object_get(json_object_get(document, "components"), "examples");
    assert_non_null(json_object_get(examples, "problem_not_found"));
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_operation_carries_what_the_document_says),
        cmocka_unit_test(limits_and_keys_differ_by_operation),
        cmocka_unit_test(scopes_are_alternatives),
        cmocka_unit_test(scopes_have_names),
        cmocka_unit_test(problems_are_found_by_code),
        cmocka_unit_test(the_vocabulary_holds_what_has_labels),
        cmocka_unit_test(the_document_is_served_as_json),
    };

    return cmocka_run_group_tests_name("contract tables", tests, fixture_open, fixture_close);
}
