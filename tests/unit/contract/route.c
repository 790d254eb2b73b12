#include "fixture.h"

static const struct {
    const char *path;
    enum method method;
    const char *operation; /* NULL: none with this method */
    unsigned methods;      /* 0: the path is unknown */
    const char *values[2];
} routes[] = {
    {"/livez", METHOD_GET, "live", 1u << METHOD_GET, {NULL}},
    {"/v1/things", METHOD_GET, "list_things", 1u << METHOD_GET | 1u << METHOD_POST, {NULL}},
    {"/v1/things", METHOD_POST, "create_thing", 1u << METHOD_GET | 1u << METHOD_POST, {NULL}},
    {"/v1/things", METHOD_PUT, NULL, 1u << METHOD_GET | 1u << METHOD_POST, {NULL}},
    {"/v1/things/abc",
     METHOD_PATCH,
     "update_thing",
     1u << METHOD_GET | 1u << METHOD_PATCH | 1u << METHOD_DELETE,
     {"abc"}},
    /* a literal wins over the parameter, also where only another method exists */
    {"/v1/things/import", METHOD_POST, "import_things", 1u << METHOD_POST, {NULL}},
    {"/v1/things/import", METHOD_GET, NULL, 1u << METHOD_POST, {NULL}},
    /* the literal leads nowhere here, so the parameter takes the word */
    {"/v1/things/import/parts/p", METHOD_GET, "get_part", 1u << METHOD_GET, {"import", "p"}},
    {"/v1/things/by-key/erp/K1", METHOD_GET, "get_thing_by_key", 1u << METHOD_GET, {"erp", "K1"}},
    {"/v1/things/by-key/parts/p", METHOD_GET, "get_thing_by_key", 1u << METHOD_GET, {"parts", "p"}},
    /* values are decoded and never trimmed; an encoded slash stays in its value */
    {"/v1/things/by-key/erp/a%2Fb%20",
     METHOD_GET,
     "get_thing_by_key",
     1u << METHOD_GET,
     {"erp", "a/b "}},
    {"/v1/things/by-key/erp/%E6%9D%B1",
     METHOD_GET,
     "get_thing_by_key",
     1u << METHOD_GET,
     {"erp", "東"}},
    {"/v1/things/by-key/erp/a+b", METHOD_GET, "get_thing_by_key", 1u << METHOD_GET, {"erp", "a+b"}},
    {"/v1/things/by-key/erp/%", METHOD_GET, NULL, 0, {NULL}},
    {"/v1/things/by-key/erp/%4", METHOD_GET, NULL, 0, {NULL}},
    {"/v1/things/by-key/erp/%00", METHOD_GET, NULL, 0, {NULL}},
    {"/v1/things/by-key/erp/%ff", METHOD_GET, NULL, 0, {NULL}},
    {"/v1/things/by-key/erp/%C0%AF", METHOD_GET, NULL, 0, {NULL}},
    {"", METHOD_GET, NULL, 0, {NULL}},
    {"/", METHOD_GET, NULL, 0, {NULL}},
    {"/v1", METHOD_GET, NULL, 0, {NULL}},
    {"v1/things", METHOD_GET, NULL, 0, {NULL}},
    {"/v1/things/", METHOD_GET, NULL, 0, {NULL}},
    {"/v1//things", METHOD_GET, NULL, 0, {NULL}},
    {"/v1/Things", METHOD_GET, NULL, 0, {NULL}},
    {"/v1/thing", METHOD_GET, NULL, 0, {NULL}},
    {"/v1/things/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q", METHOD_GET, NULL, 0, {NULL}},
    {"/v1/things/by-key/erp", METHOD_GET, NULL, 0, {NULL}},
};

static void a_path_leads_to_its_operation(void **state)
{
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        struct route_match match;

        contract_route(routes[i].path, routes[i].method, fixture->arena, &match);
        assert_int_equal(match.path_known, routes[i].methods != 0);
        assert_int_equal(match.methods, routes[i].methods);
        if (routes[i].operation == NULL) {
            assert_null(match.operation);
            continue;
        }
        assert_non_null(match.operation);
        assert_string_equal(match.operation->name, routes[i].operation);
        for (size_t j = 0; j < 2 && routes[i].values[j] != NULL; j++)
            assert_string_equal(match.values[j], routes[i].values[j]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_path_leads_to_its_operation)};

    return cmocka_run_group_tests_name("contract route", tests, fixture_open, fixture_close);
}
