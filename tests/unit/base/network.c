/* Addresses and networks: what is one, and what lies in which. */
#include "renkei/base/network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void lists_are_read(void **state)
{
    static const struct {
        const char *text;
        int count; /* -1: refused */
    } cases[] = {
        {"", 0},
        {" , ", 0},
        {"10.0.0.0/8", 1},
        {"10.0.0.0/8,::1 fd00::/8, 192.0.2.7", 4},
        {"0.0.0.0/0", 1},
        {"::/0", 1},
        {"::ffff:10.0.0.0/104", 1},
        {"10.0.0.0/33", -1},
        {"::1/129", -1},
        {"10.0.0.0/", -1},
        {"10.0.0.0/8/8", -1},
        {"10.0.0.0/+8", -1},
        {"10.0.0", -1},
        {"localhost", -1},
        {"fe80::1%eth0", -1},
        {"[::1]", -1},
        {"1.2.3.4444444444444444444444444444444444444444444444444444444444444444444444", -1},
    };
    struct networks networks;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool read = networks_parse(cases[i].text, &networks);

        if (read != (cases[i].count >= 0) || (read && networks.count != (size_t)cases[i].count))
            fail_msg("%s", cases[i].text);
    }
}

static void an_address_lies_in_a_network(void **state)
{
    static const struct {
        const char *address;
        bool inside;
    } cases[] = {
        {"10.0.0.0", true},
        {"10.255.255.255", true},
        {"11.0.0.0", false},
        {"9.255.255.255", false},
        {"::ffff:10.1.2.3", true},
        {"192.0.2.128", true},
        {"192.0.2.255", true},
        {"192.0.2.127", false},
        {"2001:db8::1", true},
        {"2001:db8:0:1::", false},
        {"::1", false},
        {"", false},
        {"10", false},
        {"a00::", false},
    };
    struct networks networks;

    (void)state;
    assert_true(networks_parse("10.0.0.0/8, 192.0.2.128/25, 2001:db8::/64", &networks));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (networks_have(&networks, cases[i].address) != cases[i].inside)
            fail_msg("%s", cases[i].address);
    assert_true(networks_parse("0.0.0.0/0", &networks));
    assert_true(networks_have(&networks, "203.0.113.7"));
    assert_false(networks_have(&networks, "2001:db8::1"));
}

static void ports_and_brackets_are_cut_off(void **state)
{
    static const char *const cases[][2] = {
        {"192.0.2.7", "192.0.2.7"},
        {"192.0.2.7:80", "192.0.2.7"},
        {"2001:db8::1", "2001:db8::1"},
        {"[2001:db8::1]", "2001:db8::1"},
        {"[2001:db8::1]:80", "2001:db8::1"},
        {"", NULL},
        {"unknown", NULL},
        {"_hidden", NULL},
        {"[2001:db8::1", NULL},
        {"[]", NULL},
        {":80", NULL},
        {"192.0.2.7.1", NULL},
    };
    char address[ADDRESS_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool read = address_read(cases[i][0], strlen(cases[i][0]), address);

        if (read != (cases[i][1] != NULL) || (read && strcmp(address, cases[i][1]) != 0))
            fail_msg("%s", cases[i][0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_read),
        cmocka_unit_test(an_address_lies_in_a_network),
        cmocka_unit_test(ports_and_brackets_are_cut_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
