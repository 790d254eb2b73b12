/* Which cluster may take changes: the highest timeline that anybody saw, of one cluster. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "lineage.h"

#include <cmocka.h>

enum { SYSTEM = 77 };

static char folder[] = "/tmp/renkei-lineage-XXXXXX";

static bool admits(struct lineage *lineage, uint64_t system, uint32_t timeline)
{
    char reason[256] = "";
    bool admitted = lineage_admit(lineage, (struct place){system, timeline}, reason, sizeof reason);

    assert_true(admitted == (reason[0] == '\0'));
    return admitted;
}

static void path_of(char *ret_path, size_t size)
{
    (void)snprintf(ret_path, size, "%s/database", folder);
}

static void keep(const char *text)
{
    char path[64];
    FILE *file;

    path_of(path, sizeof path);
    file = fopen(path, "we");
    assert_non_null(file);
    (void)fputs(text, file);
    (void)fclose(file);
}

static void assert_kept(const char *text)
{
    char path[64], found[64] = "";
    FILE *file;

    path_of(path, sizeof path);
    file = fopen(path, "re");
    assert_non_null(file);
    assert_non_null(fgets(found, sizeof found, file));
    (void)fclose(file);
    assert_string_equal(found, text);
}

static int open_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/renkei-lineage-XXXXXX");
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state)
{
    char path[64];

    (void)state;
    path_of(path, sizeof path);
    (void)unlink(path);
    return rmdir(folder);
}

static void a_timeline_never_falls(void **state)
{
    struct lineage lineage;

    (void)state;
    lineage_init(&lineage, NULL);
    assert_true(admits(&lineage, SYSTEM, 3));
    assert_true(admits(&lineage, SYSTEM, 0)); /* a standby: it takes no changes anyway */
    assert_true(admits(&lineage, SYSTEM, 4));
    assert_true(lineage_holds(&lineage, (struct place){SYSTEM, 4}));
    assert_false(lineage_holds(&lineage, (struct place){SYSTEM, 3}));
    assert_false(admits(&lineage, SYSTEM, 3));
    assert_true(admits(&lineage, SYSTEM, 4));
    lineage_destroy(&lineage);
}

static void another_cluster_is_no_higher_timeline(void **state)
{
    struct lineage lineage;

    (void)state;
    lineage_init(&lineage, NULL);
    assert_true(admits(&lineage, 0, 0)); /* a server that does not tell */
    assert_true(admits(&lineage, SYSTEM, 3));
    assert_false(admits(&lineage, SYSTEM + 1, 9));
    assert_true(admits(&lineage, SYSTEM, 3));
    lineage_destroy(&lineage);
}

static void the_folder_outlives_the_process(void **state)
{
    struct lineage before, after;

    (void)state;
    lineage_init(&before, folder);
    assert_true(admits(&before, SYSTEM, 3));
    assert_kept("77 3\n");
    lineage_init(&after, folder);
    assert_false(admits(&after, SYSTEM, 2));
    assert_false(admits(&after, SYSTEM + 1, 3));
    assert_true(admits(&after, SYSTEM, 5));
    assert_kept("77 5\n");
    lineage_refresh(&before);
    assert_false(lineage_holds(&before, (struct place){SYSTEM, 3}));
    lineage_destroy(&before);
    lineage_destroy(&after);
}

static void what_cannot_be_read_is_not_overwritten(void **state)
{
    struct lineage lineage;

    (void)state;
    keep("77\n");
    lineage_init(&lineage, folder);
    assert_true(admits(&lineage, SYSTEM, 3));
    assert_kept("77\n");
    lineage_destroy(&lineage);
}

/* A process that was stopped while it held the lock keeps nobody from working. */
static void nobody_waits_for_the_lock(void **state)
{
    struct lineage lineage;
    int held = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    (void)state;
    assert_int_equal(flock(held, LOCK_EX), 0);
    keep("77 1\n");
    lineage_init(&lineage, folder);
    assert_true(admits(&lineage, SYSTEM, 2));
    assert_kept("77 1\n");
    (void)close(held);
    assert_true(admits(&lineage, SYSTEM, 2));
    assert_kept("77 2\n");
    lineage_destroy(&lineage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_timeline_never_falls),
        cmocka_unit_test(another_cluster_is_no_higher_timeline),
        cmocka_unit_test_setup_teardown(the_folder_outlives_the_process, open_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_not_overwritten, open_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(nobody_waits_for_the_lock, open_folder, remove_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
