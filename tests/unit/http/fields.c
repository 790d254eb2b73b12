/* Values of single headers: what is understood, and what must not be. */
#include "../../../src/http/fields.h"
#include "../../../src/http/tags.h"
#include "renkei/api/request.h"

/* cmocka has a fail() of its own, so it comes behind ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void traceparent(void **state)
{
    static const struct {
        const char *value;
        bool good;
    } cases[] = {
        {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true},
        {"01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-later", true},
        {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-no", false},
        {"01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.no", false},
        {"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false},
        {"00-00000000000000000000000000000000-00f067aa0ba902b7-01", false},
        {"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false},
        {"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false},
        {"00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01", false},
        {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0", false},
        {"00 4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7 01", false},
        {"", false},
    };
    char trace_id[TRACE_ID_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(traceparent_parse(cases[i].value, trace_id), cases[i].good);
    assert_true(traceparent_parse(cases[0].value, trace_id));
    assert_string_equal(trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
}

static void request_ids(void **state)
{
    char longest[66];

    (void)state;
    memset(longest, 'a', sizeof longest);
    longest[64] = '\0';
    assert_true(request_id_is_clean(longest));
    longest[64] = 'a';
    longest[65] = '\0';
    assert_false(request_id_is_clean(longest));
    assert_true(request_id_is_clean("Job_42-a"));
    assert_false(request_id_is_clean(""));
    assert_false(request_id_is_clean("a b"));
    assert_false(request_id_is_clean("a\"b"));
}

static void idempotency_keys(void **state)
{
    char longest[257];

    (void)state;
    memset(longest, 'k', sizeof longest);
    longest[255] = '\0';
    assert_true(idempotency_key_is_clean(longest));
    longest[255] = 'k';
    longest[256] = '\0';
    assert_false(idempotency_key_is_clean(longest));
    assert_true(idempotency_key_is_clean("\"8e03978e-40d5-43e8-bc93-6894a57f9324\""));
    assert_false(idempotency_key_is_clean(""));
    assert_false(idempotency_key_is_clean("a b"));
    assert_false(idempotency_key_is_clean("ab\xc3\xbf"));
}

static void languages(void **state)
{
    (void)state;
    assert_int_equal(accept_language(NULL), LOCALE_JA);
    assert_int_equal(accept_language(""), LOCALE_JA);
    assert_int_equal(accept_language("en"), LOCALE_EN);
    assert_int_equal(accept_language("en-US,en;q=0.9,ja;q=0.8"), LOCALE_EN);
    assert_int_equal(accept_language("ja-JP;q=0.9, EN;q=0.95"), LOCALE_EN);
    assert_int_equal(accept_language("fr;q=1, en;q=0.5, ja;q=0.5"), LOCALE_EN);
    assert_int_equal(accept_language("fr, de"), LOCALE_JA);
    assert_int_equal(accept_language("*;q=0.5, en;q=0.4"), LOCALE_JA);
    assert_int_equal(accept_language("en;q=0"), LOCALE_JA);
    assert_int_equal(accept_language("eng"), LOCALE_JA);
    assert_int_equal(accept_language("*, ja;q=0"), LOCALE_EN);
    assert_int_equal(accept_language("en-GB;q=.5, ja;q=.4"), LOCALE_EN);
    assert_int_equal(accept_language("en;Q=0.5 , ja ; q=0.4"), LOCALE_EN);
    assert_int_equal(accept_language("en;q=0.5,\tja;q=0.6"), LOCALE_JA);
    assert_int_equal(accept_language("*"), LOCALE_JA);
    assert_int_equal(accept_language(" , ,"), LOCALE_JA);
    assert_int_equal(accept_language("en;q=x"), LOCALE_JA);
    assert_int_equal(accept_language("en;q=1.5"), LOCALE_JA);
    assert_int_equal(accept_language(",,;;=,en ; q=0.001"), LOCALE_EN);
}

static void accepted_types(void **state)
{
    static const char *const json[] = {"application/json"};
    static const char *const both[] = {"application/json", "text/plain"};

    (void)state;
    assert_int_equal(accept_type(NULL, json, 1), 0);
    assert_int_equal(accept_type("*/*", json, 1), 0);
    assert_int_equal(accept_type("application/*", json, 1), 0);
    assert_int_equal(accept_type("text/html, application/json;q=0.1", json, 1), 0);
    assert_int_equal(accept_type("Application/JSON; charset=utf-8", json, 1), 0);
    assert_int_equal(accept_type("text/html", json, 1), -1);
    assert_int_equal(accept_type("", json, 1), 0);
    assert_int_equal(accept_type(" , ", json, 1), 0);
    assert_int_equal(accept_type("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", json, 1),
                     0);
    assert_int_equal(accept_type("*; q=.2", json, 1), 0);
    assert_int_equal(accept_type("application/json;q=1.", json, 1), 0);
    assert_int_equal(accept_type("application/json;q=0.3333", json, 1), 0);
    assert_int_equal(accept_type("application/json;q=.", json, 1), -1);
    assert_int_equal(accept_type("application/json;q=", json, 1), -1);
    assert_int_equal(accept_type("application/json;q=0.000", json, 1), -1);
    assert_int_equal(accept_type("application/json ; profile=\"a,b;q=0\" ; Q=1", json, 1), 0);
    assert_int_equal(accept_type("text/html;x=\"\\\",\", application/json", json, 1), 0);
    assert_int_equal(accept_type(",,application/json;;q=0.5,", json, 1), 0);
    assert_int_equal(accept_type("application/json;q=0, application/json;charset=utf-8", json, 1),
                     0);
    assert_int_equal(accept_type("application/xml;q=0.9,*/*;q=0.8", both, 2), 0);
    assert_int_equal(accept_type("text/plain, */*;q=0.1", both, 2), 1);
    assert_int_equal(accept_type("*/*, application/json;q=0", json, 1), -1);
    assert_int_equal(accept_type("application/json;q=0.5, text/*", both, 2), 1);
    assert_int_equal(accept_type("application/jsonx", json, 1), -1);
}

static void content_types(void **state)
{
    (void)state;
    assert_int_equal(content_type(NULL), MEDIA_NONE);
    assert_int_equal(content_type("application/json"), MEDIA_JSON);
    assert_int_equal(content_type("APPLICATION/json ; Charset=UTF-8"), MEDIA_JSON);
    assert_int_equal(content_type("application/json;charset=\"utf-8\""), MEDIA_JSON);
    assert_int_equal(content_type("application/merge-patch+json"), MEDIA_MERGE_PATCH);
    assert_int_equal(content_type("application/json; charset=shift_jis"), MEDIA_OTHER);
    assert_int_equal(content_type("application/json; x=y"), MEDIA_JSON);
    assert_int_equal(content_type("application/json;"), MEDIA_JSON);
    assert_int_equal(content_type("application/json ; ; charset = utf-8 ;"), MEDIA_JSON);
    assert_int_equal(content_type("application/json; profile=\"a;charset=shift_jis\""), MEDIA_JSON);
    assert_int_equal(content_type("application/json; charset=us-ascii"), MEDIA_JSON);
    assert_int_equal(content_type("application/json; charset=utf8"), MEDIA_JSON);
    assert_int_equal(content_type("application/json; charset"), MEDIA_OTHER);
    assert_int_equal(content_type("application/merge-patch+json;v=1"), MEDIA_MERGE_PATCH);
    assert_int_equal(content_type("; application/json"), MEDIA_OTHER);
    assert_int_equal(content_type("application/json,text/plain"), MEDIA_OTHER);
    assert_int_equal(content_type("text/html; x=application/json"), MEDIA_OTHER);
    assert_int_equal(content_type("application/jsonp"), MEDIA_OTHER);
    assert_int_equal(content_type(""), MEDIA_OTHER);
}

static void encodings(void **state)
{
    (void)state;
    assert_true(is_plain_encoding(NULL));
    assert_true(is_plain_encoding(""));
    assert_true(is_plain_encoding("identity"));
    assert_true(is_plain_encoding("Identity, , identity"));
    assert_false(is_plain_encoding("gzip"));
    assert_false(is_plain_encoding("identity, br"));
}

static void if_match(void **state)
{
    static const struct {
        const char *value;
        const char *revision; /* NULL: malformed */
    } cases[] = {
        {"\"7\"", "7"},
        {"W/\"7\"", "7"},
        {"\"7.2026-11-22\"", "7"},
        {"\"0\"", "0"},
        {"\"abc\"", "-1"},
        {"\"\"", "-1"},
        {"\".5\"", "-1"},
        {"\"-5\"", "-1"},
        {"\"12345678901234567890\"", "-1"},
        {"\"7-gzip\"", "7"},
        {"\"7--gzip\"", "7"},
        {"W/\"7;br\"", "7"},
        {"\"7.2026-11-22-zstd\"", "7"},
        {"\"7-other\"", "-1"},
        {"\"gzip\"", "-1"},
        {"\"7\",\"8\"", "7,8"},
        {" , \"7\"\t,, W/\"8-gzip\" ,", "7,8"},
        {"\"a,b\", \"7\"", "-1,7"},
        {"\"a\\\", \"7\"", "-1,7"},
        {"\"7\" ", "7"},
        {"7", NULL},
        {"\"7", NULL},
        {"\"7\"\"8\"", NULL},
        {"\"7\" x", NULL},
        {"w/\"7\"", NULL},
        {"W/7", NULL},
        {"**", NULL},
        {"", NULL},
        {",", NULL},
        {"*, \"7\"", NULL},
        {"\"7 8\"", NULL},
    };
    struct arena *arena = arena_open();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct preconditions preconditions = {0};

        assert_int_equal(if_match_parse(cases[i].value, arena, &preconditions),
                         cases[i].revision != NULL);
        if (cases[i].revision != NULL)
            assert_string_equal(preconditions.revision, cases[i].revision);
    }
    arena_close(arena);
}

static void if_match_any(void **state)
{
    struct preconditions preconditions = {0};

    (void)state;
    assert_true(if_match_parse("*", NULL, &preconditions));
    assert_true(preconditions.given && preconditions.any);
    assert_null(preconditions.revision);
}

static void none_match(void **state)
{
    (void)state;
    assert_true(none_match_covers("\"7\"", "7"));
    assert_true(none_match_covers("W/\"7\"", "7"));
    assert_true(none_match_covers("\"5\", W/\"6\",\"7\"", "7"));
    assert_true(none_match_covers("*", "7"));
    assert_false(none_match_covers("\"7.2026-11-22\"", "7"));
    assert_true(none_match_covers(" ,\"5\",, W/\"7-gzip\"", "7"));
    assert_true(none_match_covers("\"7--br\"", "7"));
    assert_true(none_match_covers("\"0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01\"",
                                  "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01"));
    assert_false(none_match_covers("\"77\"", "7"));
    assert_false(none_match_covers("7", "7"));
    assert_false(none_match_covers("\"5\" 7", "7"));
    assert_false(none_match_covers("", "7"));
}

static void preferences(void **state)
{
    (void)state;
    assert_true(prefers_minimal("return=minimal"));
    assert_true(prefers_minimal("respond-async, Return=Minimal"));
    assert_true(prefers_minimal("return = \"minimal\"; why=\"a,b\""));
    assert_true(prefers_minimal(", wait=10 ,return=minimal"));
    assert_false(prefers_minimal("return=representation, return=minimal"));
    assert_false(prefers_minimal("foo=\"return=minimal\""));
    assert_false(prefers_minimal("return=representation"));
    assert_false(prefers_minimal("xreturn=minimal"));
    assert_false(prefers_minimal(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(traceparent),      cmocka_unit_test(request_ids),
        cmocka_unit_test(idempotency_keys), cmocka_unit_test(languages),
        cmocka_unit_test(accepted_types),   cmocka_unit_test(content_types),
        cmocka_unit_test(encodings),        cmocka_unit_test(if_match),
        cmocka_unit_test(if_match_any),     cmocka_unit_test(none_match),
        cmocka_unit_test(preferences),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
