/* Which addresses the service may send to, by the form of a URL and by the address itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "renkei/base/config.h"
#include "renkei/egress/url.h"

static const struct webhook_rules strict = {.ports = {443, 8443}},
                                  development = {.ports = {443, 8443}, .insecure = true};

static void test_public_addresses(void **state)
{
    static const char *const addresses[] = {
        "1.1.1.1",  "93.184.216.34",      "100.128.0.1", "172.32.0.1",    "192.167.255.255",
        "11.0.0.1", "2606:2800:220:1::1", "2a00::1",     "::ffff:8.8.8.8"};

    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        assert_true(address_is_public(addresses[i]));
}

static void test_addresses_that_are_not_public(void **state)
{
    static const char *const addresses[] = {"0.0.0.0",
                                            "10.0.0.1",
                                            "100.64.0.1",
                                            "100.127.255.255",
                                            "127.0.0.1",
                                            "127.255.0.1",
                                            "169.254.169.254",
                                            "172.16.0.1",
                                            "172.31.255.255",
                                            "192.0.0.1",
                                            "192.0.2.1",
                                            "192.168.1.1",
                                            "198.18.0.1",
                                            "198.19.255.255",
                                            "198.51.100.1",
                                            "203.0.113.1",
                                            "224.0.0.1",
                                            "239.1.1.1",
                                            "240.0.0.1",
                                            "255.255.255.255",
                                            "::",
                                            "::1",
                                            "::127.0.0.1",
                                            "::ffff:127.0.0.1",
                                            "::ffff:10.0.0.1",
                                            "::ffff:169.254.169.254",
                                            "fc00::1",
                                            "fd00:ec2::254",
                                            "fe80::1",
                                            "fec0::1",
                                            "ff02::1",
                                            "64:ff9b::7f00:1",
                                            "64:ff9b:1::1",
                                            "100::1",
                                            "2001::1",
                                            "2001:db8::1",
                                            "2002:7f00:1::1",
                                            "3fff::1",
                                            "",
                                            "localhost",
                                            "2130706433"};

    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (address_is_public(addresses[i]))
            fail_msg("%s counts as public", addresses[i]);
}

static void test_this_machine_is_allowed_for_development_alone(void **state)
{
    static const char *const urls[] = {"http://127.0.0.1:9/x", "http://localhost:8080",
                                       "http://[::1]:8080/", "https://localhost:9/"};

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        assert_int_equal(url_check(urls[i], &development), URL_GOOD);
        assert_int_not_equal(url_check(urls[i], &strict), URL_GOOD);
    }
    assert_int_equal(url_check("http://10.0.0.1/", &development), URL_NOT_HTTPS);
    assert_int_equal(url_check("http://hooks.example.co.jp/", &development), URL_NOT_HTTPS);
    assert_int_equal(url_check("https://10.0.0.1/", &development), URL_NOT_PUBLIC);
    assert_int_equal(url_check("http://localhost.example.co.jp/", &development), URL_NOT_HTTPS);
}

static void test_ports_are_those_of_the_rules(void **state)
{
    static const struct webhook_rules own = {.ports = {9443}};

    (void)state;
    assert_int_equal(url_check("https://a.jp:8443/", &strict), URL_GOOD);
    assert_int_equal(url_check("https://a.jp:9443/", &strict), URL_PORT);
    assert_int_equal(url_check("https://a.jp:9443/", &own), URL_GOOD);
    assert_int_equal(url_check("https://a.jp/", &own), URL_PORT); /* 443 */
    assert_int_equal(url_check("https://a.jp:09443/", &own), URL_PORT);
    assert_int_equal(url_check("https://a.jp:74979/", &own), URL_PORT); /* 9443 in 16 bits */
}

static void test_what_readers_of_urls_disagree_about(void **state)
{
    static const char *const urls[] = {"https://example.com\\@127.0.0.1/",
                                       "https://127.0.0.1@example.com/",
                                       "https://example.com#@x/",
                                       "https://[::1",
                                       "https://[1.1.1.1]/",
                                       "https://[::1]x/",
                                       "https:///example.com",
                                       "https:/a.jp",
                                       "HTTPS://example.com/",
                                       "https://exa mple.com/",
                                       "https://example.com\t/",
                                       "https://\xc3\xa9.jp/",
                                       "https://%31%32%37.0.0.1/",
                                       "https://1.1.1/",
                                       "https://1.1.1.1.1/",
                                       "https://01.1.1.1/",
                                       "https://0x1.1.1.1/",
                                       "https://a..jp/",
                                       "https://.a.jp/",
                                       "https://-a.jp/",
                                       "https://a_b.jp/",
                                       "https://[fe80::1%25eth0]/",
                                       "https://?a.jp",
                                       ""};

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        if (url_check(urls[i], &strict) == URL_GOOD)
            fail_msg("%s counts as good", urls[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_public_addresses),
        cmocka_unit_test(test_ports_are_those_of_the_rules),
        cmocka_unit_test(test_addresses_that_are_not_public),
        cmocka_unit_test(test_this_machine_is_allowed_for_development_alone),
        cmocka_unit_test(test_what_readers_of_urls_disagree_about),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
