/* What a child of a worker can still do, each tried in a process of its own, and as a control that
 * the same is possible without. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../src/jobs/confine.h"
#include "renkei/confined/frames.h"

#include <cmocka.h>

enum { POSSIBLE, REFUSED, OTHERWISE, NOT_CONFINED = 9 };

static int verdict(bool worked)
{
    if (worked)
        return POSSIBLE;
    return errno == EPERM ? REFUSED : OTHERWISE;
}

static int open_socket(void)
{
    return verdict(socket(AF_INET, SOCK_STREAM, 0) >= 0);
}

static int open_unix_socket(void)
{
    return verdict(socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
}

static int read_a_file(void)
{
    return verdict(open("/etc/passwd", O_RDONLY) >= 0);
}

static int start_a_process(void)
{
    pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    return verdict(pid > 0);
}

static int run_a_program(void)
{
    char *const arguments[] = {(char *)(uintptr_t) "/bin/true", NULL};

    (void)execv("/bin/true", arguments);
    return verdict(false);
}

static int kill_the_worker(void)
{
    return verdict(kill(getppid(), 0) == 0);
}

static int raise_a_limit(void)
{
    const struct rlimit more = {CHILD_SECONDS, CHILD_SECONDS};

    return verdict(setrlimit(RLIMIT_CPU, &more) == 0);
}

static int answer(void)
{
    return verdict(write(CHILD_SOCKET, "x", 1) == 1);
}

enum confinement { AS_ALWAYS, AS_READER, AS_WRITER };

static int tried(int (*attempt)(void), enum confinement confinement)
{
    int ends[2], status;
    pid_t pid;

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    pid = fork();
    if (pid == 0) {
        (void)dup2(ends[1], CHILD_SOCKET);
        if (confinement != AS_ALWAYS && !confine(confinement == AS_WRITER))
            _exit(NOT_CONFINED);
        _exit(attempt());
    }
    (void)close(ends[0]);
    (void)close(ends[1]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_a_child_opens_no_socket_starts_nothing_and_reads_no_file(void **state)
{
    int (*const attempts[])(void) = {open_socket,     open_unix_socket, start_a_process,
                                     kill_the_worker, raise_a_limit,    read_a_file};

    (void)state;
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        assert_int_equal(tried(attempts[i], AS_READER), REFUSED);
        assert_int_equal(tried(attempts[i], AS_ALWAYS), POSSIBLE);
    }
    assert_int_equal(tried(run_a_program, AS_READER), REFUSED);
}

static void test_one_that_makes_a_file_may_open_files_and_no_more(void **state)
{
    (void)state;
    assert_int_equal(tried(read_a_file, AS_WRITER), POSSIBLE);
    assert_int_equal(tried(open_socket, AS_WRITER), REFUSED);
    assert_int_equal(tried(start_a_process, AS_WRITER), REFUSED);
    assert_int_equal(tried(run_a_program, AS_WRITER), REFUSED);
}

static void test_it_still_talks_to_its_worker(void **state)
{
    (void)state;
    assert_int_equal(tried(answer, AS_READER), POSSIBLE);
}

/* ---- frames ---- */

static void open_both(struct frames *one, struct frames *other)
{
    int ends[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    frames_open(one, ends[0]);
    frames_open(other, ends[1]);
}

static void test_a_frame_comes_as_it_was_sent(void **state)
{
    struct frames one, other;
    const char *bytes;
    size_t length;
    char type;

    (void)state;
    open_both(&one, &other);
    assert_int_equal(frames_receive(&other, &type, &bytes, &length), FRAME_NOT_YET);
    assert_true(frames_send(&one, FRAME_DATA, "a\0b", 3));
    assert_true(frames_send(&one, FRAME_END, "", 0));
    assert_int_equal(frames_receive(&other, &type, &bytes, &length), FRAME_CAME);
    assert_int_equal(type, FRAME_DATA);
    assert_int_equal(length, 3);
    assert_memory_equal(bytes, "a\0b", 4);
    assert_int_equal(frames_receive(&other, &type, &bytes, &length), FRAME_CAME);
    assert_int_equal(type, FRAME_END);
    assert_int_equal(length, 0);
    frames_close(&one);
    assert_int_equal(frames_receive(&other, &type, &bytes, &length), FRAME_ENDED);
    frames_close(&other);
}

static void test_a_frame_may_come_in_pieces(void **state)
{
    struct frames one, other;
    unsigned char head[5];
    const char *bytes;
    size_t length;
    char type;

    (void)state;
    open_both(&one, &other);
    frame_head(FRAME_RESULT, 2, head);
    for (size_t i = 0; i < sizeof head; i++) {
        assert_int_equal(write(one.fd, head + i, 1), 1);
        assert_int_equal(frames_receive(&other, &type, &bytes, &length), FRAME_NOT_YET);
    }
    assert_int_equal(write(one.fd, "{", 1), 1);
    assert_int_equal(frames_receive(&other, &type, &bytes, &length), FRAME_NOT_YET);
    assert_int_equal(write(one.fd, "}", 1), 1);
    assert_int_equal(frames_receive(&other, &type, &bytes, &length), FRAME_CAME);
    assert_string_equal(bytes, "{}");
    frames_close(&one);
    frames_close(&other);
}

static void test_a_frame_without_bound_is_the_end(void **state)
{
    struct frames one, other;
    unsigned char head[5];
    const char *bytes;
    size_t length;
    char type;

    (void)state;
    open_both(&one, &other);
    assert_false(frames_send(&one, FRAME_DATA, "", FRAME_BYTES + 1));
    frame_head(FRAME_DATA, FRAME_BYTES + 1, head);
    assert_int_equal(write(one.fd, head, sizeof head), sizeof head);
    assert_int_equal(frames_receive(&other, &type, &bytes, &length), FRAME_ENDED);
    frames_close(&one);
    frames_close(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_child_opens_no_socket_starts_nothing_and_reads_no_file),
        cmocka_unit_test(test_one_that_makes_a_file_may_open_files_and_no_more),
        cmocka_unit_test(test_it_still_talks_to_its_worker),
        cmocka_unit_test(test_a_frame_comes_as_it_was_sent),
        cmocka_unit_test(test_a_frame_may_come_in_pieces),
        cmocka_unit_test(test_a_frame_without_bound_is_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
