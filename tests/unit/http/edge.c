/* The edge: which requests are refused before anybody looks at their path. */
#include "../../../src/http/edge.h"
#include "../../../src/http/message.h"
#include "renkei/base/arena.h"
#include "renkei/base/failure.h"

/* cmocka has a fail() of its own, so it comes behind ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void methods(void **state)
{
    (void)state;
    assert_true(method_is_upper_case("GET"));
    assert_true(method_is_upper_case("M-SEARCH"));
    assert_false(method_is_upper_case("get"));
    assert_false(method_is_upper_case("Get"));
    assert_false(method_is_upper_case(""));
}

static void targets(void **state)
{
    static const struct {
        const char *target;
        bool clean;
    } cases[] = {
        {"/", true},
        {"/v1/suppliers", true},
        {"/v1/suppliers/", true},
        {"/v1/suppliers?q=%E3%82%AB&x=//../y", true},
        {"/v1/a%20b", true},
        {"/v1/..a/b..", true},
        {"", false},
        {"v1/suppliers", false},
        {"http://localhost/v1", false},
        {"*", false},
        {"//v1", false},
        {"/v1//suppliers", false},
        {"/v1/./suppliers", false},
        {"/v1/../suppliers", false},
        {"/v1/..", false},
        {"/v1/%2e%2E/admin", false},
        {"/v1/%2e", false},
        {"/v1/%zz", false},
        {"/v1/%4", false},
        {"/v1?q=%", false},
        {"/v1?q=%u0041", false},
        {"/v1/%00", false},
        {"/v1?%00=1", false},
        {"/v1/%ff", false},
        {"/v1/%c0%ae", false},
        {"/v1/a b", false},
        {"/v1/a\tb", false},
        {"/v1/a\x7f", false},
        {"/v1/\xe3\x82\xab", false},
        {"/v1#x", false},
        {"/v1/a\\b", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (target_is_clean(cases[i].target) != cases[i].clean)
            fail_msg("%s should be %s", cases[i].target, cases[i].clean ? "clean" : "refused");
}

static void encoded_slashes(void **state)
{
    (void)state;
    assert_true(target_has_encoded_slash("/v1/a%2Fb"));
    assert_true(target_has_encoded_slash("/v1/a%2f"));
    assert_false(target_has_encoded_slash("/v1/a%2?b%2f"));
    assert_false(target_has_encoded_slash("/v1/a"));
}

static struct message message_with(const char *const pairs[][2], size_t count)
{
    struct message message = {.method = "POST", .target = "/v1", .version = "HTTP/1.1"};

    for (size_t i = 0; i < count; i++)
        message.headers[i] = (struct header){pairs[i][0], strlen(pairs[i][0]), pairs[i][1]};
    message.header_count = count;
    return message;
}

#define WITH(...)                                                                                  \
    message_with((const char *const[][2]){__VA_ARGS__},                                            \
                 sizeof((const char *const[][2]){__VA_ARGS__}) / sizeof(const char *[2]))

static void framing(void **state)
{
    struct message one = WITH({"Content-Length", "2"});
    struct message chunked = WITH({"transfer-encoding", "Chunked"});
    struct message both = WITH({"Content-Length", "2"}, {"Transfer-Encoding", "chunked"});
    struct message twice = WITH({"Content-Length", "2"}, {"content-length", "2"});
    struct message list = WITH({"Content-Length", "2, 2"});
    struct message negative = WITH({"Content-Length", "-1"});
    struct message empty = WITH({"Content-Length", ""});
    struct message other = WITH({"Transfer-Encoding", "gzip, chunked"});

    (void)state;
    assert_true(framing_is_unambiguous(&one));
    assert_true(framing_is_unambiguous(&chunked));
    chunked.version = "HTTP/1.0";
    assert_false(framing_is_unambiguous(&chunked));
    assert_false(framing_is_unambiguous(&both));
    assert_false(framing_is_unambiguous(&twice));
    assert_false(framing_is_unambiguous(&list));
    assert_false(framing_is_unambiguous(&negative));
    assert_false(framing_is_unambiguous(&empty));
    assert_false(framing_is_unambiguous(&other));
}

static void header_names(void **state)
{
    struct message good = WITH({"X-A.b~c", "v\t1"}, {"Accept", "caf\xc3\xa9"});
    struct message space = WITH({"Transfer-Encoding ", "chunked"});
    struct message nameless = WITH({"", "x"});
    struct message control = WITH({"X-A", "a\rb"});

    (void)state;
    assert_true(headers_are_tokens(&good));
    assert_false(headers_are_tokens(&space));
    assert_false(headers_are_tokens(&nameless));
    assert_false(headers_are_tokens(&control));
}

static bool names_and_values_are_clean(struct message message)
{
    return headers_are_tokens(&message);
}

/* RFC 9110: each byte in a name and in a value, alone, first, and behind others. */
static void every_byte_of_a_header(void **state)
{
    static const char others[] = "!#$%&'*+-.^_`|~";
    char alone[2] = "", behind[4] = "ab", longer[33] = "";

    (void)state;
    for (int byte = 1; byte < 256; byte++) {
        bool in_name = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
            || (byte >= 'A' && byte <= 'Z') || strchr(others, byte) != NULL;
        bool in_value = (byte >= ' ' && byte != 0x7f) || byte == '\t';

        alone[0] = behind[2] = (char)byte;
        assert_int_equal(names_and_values_are_clean(WITH({"Host", "a"}, {alone, "v"})), in_name);
        assert_int_equal(names_and_values_are_clean(WITH({"Host", "a"}, {behind, "v"})), in_name);
        assert_int_equal(names_and_values_are_clean(WITH({"Host", alone})), in_value);
        assert_int_equal(names_and_values_are_clean(WITH({"Host", behind})), in_value);
        for (size_t place = 0; place < sizeof longer - 1; place++) {
            memset(longer, place % 2 == 0 ? '\xff' : ' ', sizeof longer - 1);
            longer[place] = (char)byte;
            assert_int_equal(names_and_values_are_clean(WITH({"Host", longer})), in_value);
        }
    }
    assert_true(names_and_values_are_clean(WITH({"Host", ""})));
}

static void single_headers(void **state)
{
    struct message good = WITH({"Host", "a"}, {"Accept", "x"}, {"accept", "y"});
    struct message bad = WITH({"Idempotency-Key", "a"}, {"IDEMPOTENCY-KEY", "b"});

    (void)state;
    assert_null(repeated_header(&good));
    assert_string_equal(repeated_header(&bad), "Idempotency-Key");
}

static enum problem refusal(struct message *message)
{
    struct arena *arena = arena_open();
    struct failure failure;
    enum problem problem;

    failure_open(&failure, arena);
    (void)edge_check(message, &failure);
    problem = failure.problem;
    arena_close(arena);
    return problem;
}

static void refusals(void **state)
{
    static char target[TARGET_BYTES_MAX + 2];
    struct message message = WITH({"Host", "a"});

    (void)state;
    assert_int_equal(refusal(&message), PROBLEM_NONE);
    message.torn = true;
    assert_int_equal(refusal(&message), PROBLEM_MALFORMED_REQUEST);
    message.torn = false;
    message.memory = HEAD_MEMORY_MAX + 1;
    assert_int_equal(refusal(&message), PROBLEM_HEADERS_TOO_LARGE);
    message.memory = 0;
    message.headers[0] = (struct header){"Hosts", 5, "a"};
    assert_int_equal(refusal(&message), PROBLEM_MALFORMED_REQUEST);
    message.version = "HTTP/1.0";
    assert_int_equal(refusal(&message), PROBLEM_NONE);
    message.headers[0] = (struct header){"Host", 4, "a"};
    message.header_bytes = HEADER_BYTES_MAX + 1;
    assert_int_equal(refusal(&message), PROBLEM_HEADERS_TOO_LARGE);
    message.header_bytes = 0;
    message.header_count = HEADERS_MAX + 1;
    assert_int_equal(refusal(&message), PROBLEM_HEADERS_TOO_LARGE);
    message.header_count = 1;
    message.method = "post";
    assert_int_equal(refusal(&message), PROBLEM_MALFORMED_REQUEST);
    message.method = "POST";
    memset(target, 'a', sizeof target - 1);
    target[0] = '/';
    message.target = target;
    assert_int_equal(refusal(&message), PROBLEM_URI_TOO_LONG);
    target[TARGET_BYTES_MAX] = '\0';
    assert_int_equal(refusal(&message), PROBLEM_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods),         cmocka_unit_test(targets),
        cmocka_unit_test(encoded_slashes), cmocka_unit_test(framing),
        cmocka_unit_test(header_names),    cmocka_unit_test(every_byte_of_a_header),
        cmocka_unit_test(single_headers),  cmocka_unit_test(refusals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
