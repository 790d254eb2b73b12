/* Small pieces: what a thread gives back it takes again, and each piece holds what was asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Under a sanitizer nothing is kept: here it is, and the sanitizer looks on. */
#define RENKEI_BASE_SANITIZED_H
enum { IS_SANITIZED = 0 };
/* NOLINTNEXTLINE(bugprone-suspicious-include) */
#include "../../../src/base/heap.c"

static void a_piece_that_was_given_back_is_taken_again(void **state)
{
    void *first = heap_take(40), *second;

    (void)state;
    heap_give(first);
    second = heap_take(30);
    assert_ptr_equal(second, first);
    heap_give(second);
    heap_give(NULL);
}

/* Taken anew from shelves that hold pieces of all sizes, each is filled to its last byte. */
static void each_piece_holds_what_was_asked_for(void **state)
{
    enum { LARGEST = 400 };
    unsigned char *pieces[LARGEST + 1];

    (void)state;
    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size <= LARGEST; size++) {
            pieces[size] = heap_take(size);
            memset(pieces[size], (int)(size % 251), size);
        }
        for (size_t size = 0; size <= LARGEST; size++) {
            for (size_t i = 0; i < size; i++)
                assert_int_equal(pieces[size][i], size % 251);
            heap_give(pieces[size]);
        }
    }
}

static void a_shelf_keeps_no_more_than_it_has_places(void **state)
{
    void *pieces[3 * PLACES];

    (void)state;
    for (size_t i = 0; i < 3 * PLACES; i++)
        pieces[i] = heap_take(100);
    for (size_t i = 0; i < 3 * PLACES; i++)
        heap_give(pieces[i]);
    for (size_t number = 0; number < SHELVES; number++)
        assert_in_range(shelves[number].count, 0, PLACES);
    assert_null(shelves[0].first);
}

static void what_grows_keeps_what_it_holds(void **state)
{
    unsigned char *piece = heap_resize(NULL, 10);

    (void)state;
    memset(piece, 'a', 10);
    for (size_t size = 10; size < 2000; size += 7) {
        piece = heap_resize(piece, size + 7);
        piece[size] = 'a';
        for (size_t i = 0; i < 10; i++)
            assert_int_equal(piece[i], 'a');
        memset(piece, 'a', size + 7);
    }
    heap_give(piece);
}

/* ulfius gives back what the C library made, and the other way about. */
static void pieces_mix_with_those_of_the_c_library(void **state)
{
    (void)state;
    heap_give(strdup("made by the C library"));
    free(heap_take(22));
    free(heap_resize(strdup("short"), 900));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_piece_that_was_given_back_is_taken_again),
        cmocka_unit_test(each_piece_holds_what_was_asked_for),
        cmocka_unit_test(a_shelf_keeps_no_more_than_it_has_places),
        cmocka_unit_test(what_grows_keeps_what_it_holds),
        cmocka_unit_test(pieces_mix_with_those_of_the_c_library),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
