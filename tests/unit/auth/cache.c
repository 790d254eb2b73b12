/*
 * What the gate remembers and forgets: verified tokens, disabled subjects; many threads at once.
 */
#include "support.h"

#include <pthread.h>
#include <stdatomic.h>

#include "../../../src/auth/token_cache.h"

static struct folder folder;
static EVP_PKEY *pair;
static struct gate *gate;

static int open_gate(void **state)
{
    (void)state;
    folder_open(&folder);
    pair = EVP_EC_gen("prime256v1");
    write_pair(&folder, "k1.ES256.pem", pair, true);
    gate = gate_open(&folder.config, scope_bit);
    return gate == NULL;
}

static int close_gate(void **state)
{
    (void)state;
    gate_close(gate);
    EVP_PKEY_free(pair);
    folder_close(&folder);
    return 0;
}

static const char *issue(const char *subject)
{
    struct token_claims claims = {.subject = subject,
                                  .tenant_id = TENANT,
                                  .scope = "suppliers:read",
                                  .now = NOW,
                                  .lifetime = 900};
    const char *token = NULL;

    assert_true(token_issue(&folder.config, &claims, folder.arena, &token));
    return token;
}

/* Something like a token: a head that all have in common, and a tail that tells them apart. */
static struct segment entry_of(unsigned number, size_t length, struct claims *ret_claims)
{
    static char text[TOKEN_MAX + 1];

    memset(text, 'a', length);
    sha256_hex(&number, sizeof number, text + length - (SHA256_HEX - 1));
    *ret_claims = (struct claims){.expires_at = NOW + 900 * SECOND, .valid_from = NOW - SECOND};
    (void)snprintf(ret_claims->subject, sizeof ret_claims->subject, "subject-%u", number);
    return (struct segment){text, length};
}

static void a_token_is_remembered_until_it_expires(void **state)
{
    struct token_cache *cache = token_cache_open();
    struct claims claims, found = {0};
    struct segment token = entry_of(1, 700, &claims);

    (void)state;
    assert_false(token_cache_find(cache, &token, NOW, &found));
    token_cache_add(cache, &token, NOW, &claims);
    assert_true(token_cache_find(cache, &token, NOW, &found));
    assert_string_equal(found.subject, "subject-1");
    assert_true(token_cache_find(cache, &token, claims.expires_at - 1, &found));
    assert_false(token_cache_find(cache, &token, NOW - 2 * SECOND, &found));
    assert_false(token_cache_find(cache, &token, claims.expires_at, &found));
    assert_false(token_cache_find(cache, &token, NOW, &found)); /* it died for good */
    token_cache_add(cache, &token, claims.expires_at, &claims);
    assert_false(token_cache_find(cache, &token, NOW, &found));
    token_cache_close(cache);
}

/* A forger knows all of a token but one byte, whichever it is, or has too much or too little. */
static void no_other_token_is_taken_for_it(void **state)
{
    struct token_cache *cache = token_cache_open();
    struct claims claims, found;
    struct segment token = entry_of(1, 701, &claims), part;
    char *forged = arena_copy(folder.arena, token.text, token.length);

    (void)state;
    token_cache_add(cache, &token, NOW, &claims);
    for (size_t i = 0; i < token.length; i++) {
        part = (struct segment){forged, token.length};
        for (int bit = 0; bit < 8; bit++) {
            forged[i] = (char)(token.text[i] ^ (1 << bit));
            assert_false(token_cache_find(cache, &part, NOW, &found));
        }
        forged[i] = token.text[i];
        assert_true(token_cache_find(cache, &part, NOW, &found));
        part.length = i;
        assert_false(token_cache_find(cache, &part, NOW, &found));
        part = (struct segment){token.text + i + 1, token.length - i - 1};
        assert_false(token_cache_find(cache, &part, NOW, &found));
    }
    part = (struct segment){forged, token.length + 1};
    assert_false(token_cache_find(cache, &part, NOW, &found)); /* with the NUL behind it */
    token_cache_close(cache);
}

static void a_reload_forgets_everything(void **state)
{
    struct token_cache *cache = token_cache_open();
    struct claims claims;
    struct segment token = entry_of(1, 700, &claims);

    (void)state;
    token_cache_add(cache, &token, NOW, &claims);
    token_cache_clear(cache);
    assert_false(token_cache_find(cache, &token, NOW, &claims));
    token_cache_add(cache, &token, NOW, &claims);
    assert_true(token_cache_find(cache, &token, NOW, &claims));
    token_cache_close(cache);
}

/* How many of `count` tokens of a length are remembered, each for the right subject. */
static unsigned kept_of(unsigned count, size_t length)
{
    struct token_cache *cache = token_cache_open();
    struct claims claims, found;
    struct segment token;
    unsigned kept = 0;
    char subject[32];

    for (unsigned i = 0; i < count; i++) {
        token = entry_of(i, length, &claims);
        token_cache_add(cache, &token, NOW, &claims);
        token_cache_add(cache, &token, NOW, &claims); /* two threads verified it at once */
        assert_true(token_cache_find(cache, &token, NOW, &found));
    }
    for (unsigned i = 0; i < count; i++) {
        token = entry_of(i, length, &claims);
        if (!token_cache_find(cache, &token, NOW, &found))
            continue;
        kept++;
        (void)snprintf(subject, sizeof subject, "subject-%u", i);
        assert_string_equal(found.subject, subject);
    }
    token_cache_close(cache);
    return kept;
}

static void memory_is_bounded_and_hits_stay_right(void **state)
{
    (void)state;
    assert_in_range(kept_of(20000, 700), 3500, 4096);
    assert_in_range(kept_of(5000, TOKEN_MAX), 100, 8 * 1024 * 1024 / TOKEN_MAX);
}

static void a_disabled_subject_is_refused_at_once(void **state)
{
    const struct denied_entry denied[] = {
        {"0192A6C0-7D1E-7C3A-9B7E-2F6F3A1D5E01", "worker", false}, /* any case of the tenant */
        {SUPPLIER, "tester", false},                               /* another tenant's */
        {"no uuid", "tester", false},
        {TENANT, "zed", false},
        {TENANT, "tester", true}};
    const char *token = issue("tester"), *worker = issue("worker");

    (void)state;
    assert_int_equal(check(gate, &folder, worker), GATE_OK);
    assert_true(gate_set_denied(gate, denied, 5));
    assert_int_equal(check(gate, &folder, worker), GATE_INVALID); /* although remembered */
    assert_int_equal(check(gate, &folder, token), GATE_OK);
    assert_int_equal(check(gate, &folder, issue("worker")), GATE_INVALID);
    assert_int_equal(check(gate, &folder, issue("zed")), GATE_INVALID);
    assert_int_equal(check(gate, &folder, issue("Zed")), GATE_OK);
    assert_int_equal(check(gate, &folder, issue("work")), GATE_OK);
    assert_true(gate_set_denied(gate, &denied[1], 1));
    assert_int_equal(check(gate, &folder, token), GATE_OK);
    assert_true(gate_set_denied(gate, NULL, 0));
    assert_int_equal(check(gate, &folder, worker), GATE_OK);
}

enum { THREADS = 8, ROUNDS = 400, TOKENS = 16 };
static const char *tokens[TOKENS];
static atomic_uint wrong;

/* Good tokens pass whatever else happens; the denied one and the forged one never do. */
static void *ask(void *unused)
{
    struct arena *arena = arena_open();

    (void)unused;
    for (unsigned i = 0; i < ROUNDS; i++) {
        const char *token = tokens[i % TOKENS];
        char *forged = arena_strdup(arena, token);
        struct principal principal;

        forged[strlen(forged) - 3] = (char)(forged[strlen(forged) - 3] == 'A' ? 'B' : 'A');
        wrong += gate_check(gate, arena_printf(arena, "Bearer %s", token), NOW, arena, &principal)
            != (i % TOKENS == 0 ? GATE_INVALID : GATE_OK);
        wrong += gate_check(gate, arena_printf(arena, "Bearer %s", forged), NOW, arena, &principal)
            != GATE_INVALID;
        arena_reset(arena);
    }
    arena_close(arena);
    return NULL;
}

static void many_threads_ask_while_keys_and_lists_change(void **state)
{
    const struct denied_entry denied = {TENANT, "subject-0", false};
    pthread_t threads[THREADS];

    (void)state;
    for (unsigned i = 0; i < TOKENS; i++)
        tokens[i] = issue(arena_printf(folder.arena, "subject-%u", i));
    assert_true(gate_set_denied(gate, &denied, 1));
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask, NULL), 0);
    for (unsigned i = 0; i < 50; i++) {
        assert_true(gate_reload(gate));
        assert_true(gate_set_denied(gate, &denied, 1));
    }
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_remembered_until_it_expires),
        cmocka_unit_test(no_other_token_is_taken_for_it),
        cmocka_unit_test(a_reload_forgets_everything),
        cmocka_unit_test(memory_is_bounded_and_hits_stay_right),
        cmocka_unit_test(a_disabled_subject_is_refused_at_once),
        cmocka_unit_test(many_threads_ask_while_keys_and_lists_change),
    };

    return cmocka_run_group_tests(tests, open_gate, close_gate);
}
