/*
 * What is sent where: against a listener of this process, with a resolver of our own in the place
 * of the system's, so that a name can change its address between two questions (DNS rebinding).
 */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "renkei/base/config.h"
#include "renkei/egress/sender.h"

/* ---- the resolver ---- */

static const char *answers[8]; /* of the questions, one after the other; the last one again */
static size_t questions;

/* What libcurl calls: this program's symbols come first. */
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **ret_found)
{
    size_t at = questions++;
    struct addrinfo *found = calloc(1, sizeof *found + sizeof(struct sockaddr_in));
    struct sockaddr_in *address;

    (void)name;
    (void)hints;
    if (found == NULL)
        return EAI_MEMORY;
    while (at > 0 && answers[at] == NULL)
        at--;
    address = (struct sockaddr_in *)(void *)(found + 1);
    address->sin_family = AF_INET;
    address->sin_port = htons((uint16_t)strtoul(service == NULL ? "0" : service, NULL, 10));
    (void)inet_pton(AF_INET, answers[at], &address->sin_addr);
    found->ai_family = AF_INET;
    found->ai_socktype = SOCK_STREAM;
    found->ai_protocol = IPPROTO_TCP;
    found->ai_addrlen = sizeof *address;
    found->ai_addr = (struct sockaddr *)address;
    *ret_found = found;
    return 0;
}

void freeaddrinfo(struct addrinfo *found)
{
    free(found);
}

static void resolve_to(const char *first, const char *second)
{
    questions = 0;
    memset((void *)answers, 0, sizeof answers);
    answers[0] = first;
    answers[1] = second;
}

/* ---- the listener ---- */

static int listen_here(unsigned *ret_port)
{
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;

    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 8), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &length), 0);
    *ret_port = ntohs(address.sin_port);
    return listener;
}

static bool somebody_came(int listener)
{
    struct pollfd waiting = {.fd = listener, .events = POLLIN};

    return poll(&waiting, 1, 0) == 1;
}

static struct posted post(struct sender *sender, const char *url)
{
    static const char *const headers[] = {"Content-Type: application/json", NULL};
    struct posting posting = {
        .url = url, .headers = headers, .body = "{}", .length = 2, .subject = sender};
    struct posted posted;

    assert_true(sender_post(sender, &posting));
    while (!sender_next(sender, &posted))
        sender_wait(sender, 100);
    assert_ptr_equal(posted.subject, sender);
    return posted;
}

/* ---- what is held ---- */

/* Whatever the resolver says next. */
static void check_refused(void)
{
    unsigned port;
    int listener = listen_here(&port);
    struct webhook_rules rules = {.ports = {(uint16_t)port}}; /* the port is no reason */
    struct sender *sender = sender_open(&rules);
    char url[64];

    (void)snprintf(url, sizeof url, "https://hooks.example.co.jp:%u/", port);
    assert_int_equal(post(sender, url).fault, POST_ADDRESS_REFUSED);
    assert_false(somebody_came(listener));
    (void)close(listener);
    sender_close(sender);
}

static void test_a_name_that_leads_inside_is_refused(void **state)
{
    static const char *const inside[] = {"127.0.0.1",  "10.0.0.5",    "169.254.169.254",
                                         "100.64.0.1", "192.168.0.1", "0.0.0.0"};

    (void)state;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        resolve_to(inside[i], NULL);
        check_refused();
        assert_true(questions > 0);
    }
}

/*
 * First asked, the name is public; asked once more, it is this machine. The first question is that
 * of whoever checks a name before it is used; the sender looks at the address it connects to.
 */
static void test_a_name_that_changes_its_address_is_refused(void **state)
{
    struct addrinfo *found;

    (void)state;
    resolve_to("93.184.216.34", "127.0.0.1");
    assert_int_equal(getaddrinfo("hooks.example.co.jp", "443", NULL, &found), 0);
    assert_int_equal(((struct sockaddr_in *)(void *)found->ai_addr)->sin_addr.s_addr,
                     inet_addr("93.184.216.34"));
    freeaddrinfo(found);
    check_refused();
    assert_int_equal(questions, 2);
}

/* The control: the same listener is reached where this machine is allowed. */
static void test_the_listener_is_there(void **state)
{
    struct sender *sender = sender_open(&(struct webhook_rules){.insecure = true});
    unsigned port;
    int listener = listen_here(&port);
    char url[64];
    static const char *const headers[] = {NULL};
    struct posting posting = {.url = url, .headers = headers, .body = "{}", .length = 2};
    struct posted posted;

    (void)state;
    resolve_to("127.0.0.1", NULL);
    (void)snprintf(url, sizeof url, "http://hooks.example.co.jp:%u/", port);
    assert_true(sender_post(sender, &posting));
    for (int i = 0; i < 100 && !somebody_came(listener); i++) {
        assert_false(sender_next(sender, &posted));
        sender_wait(sender, 20);
    }
    assert_true(somebody_came(listener));
    sender_close(sender); /* what is on its way is cut off */
    (void)close(listener);
}

/* Registered while the rules had the port. */
static void test_a_port_that_is_none_of_the_rules_is_refused(void **state)
{
    struct sender *sender = sender_open(&(struct webhook_rules){.ports = {443}});

    (void)state;
    resolve_to("93.184.216.34", NULL);
    assert_int_equal(post(sender, "https://hooks.example.co.jp:8443/").fault, POST_ADDRESS_REFUSED);
    sender_close(sender);
}

static void test_plain_http_is_refused(void **state)
{
    struct sender *sender = sender_open(&(struct webhook_rules){.ports = {443, 80}});

    (void)state;
    resolve_to("93.184.216.34", NULL);
    assert_int_equal(post(sender, "http://hooks.example.co.jp/").fault, POST_BROKEN);
    assert_int_equal(questions, 0);
    sender_close(sender);
}

/* A proxy of the environment would connect for us, to wherever it likes. */
static void test_no_proxy_is_asked(void **state)
{
    (void)state;
    assert_int_equal(setenv("https_proxy", "http://127.0.0.1:1/", 1), 0);
    resolve_to("10.0.0.5", NULL);
    check_refused();
    assert_int_equal(questions, 1);
    assert_int_equal(unsetenv("https_proxy"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_name_that_leads_inside_is_refused),
        cmocka_unit_test(test_a_name_that_changes_its_address_is_refused),
        cmocka_unit_test(test_the_listener_is_there),
        cmocka_unit_test(test_a_port_that_is_none_of_the_rules_is_refused),
        cmocka_unit_test(test_plain_http_is_refused),
        cmocka_unit_test(test_no_proxy_is_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
