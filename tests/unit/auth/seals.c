/*
 * What the auth room makes: tokens, scopes of bundles, hashes, and cursors that only we can seal.
 */
#include "support.h"

static struct folder folder;

static int open_folder(void **state)
{
    EVP_PKEY *pair = EVP_EC_gen("prime256v1");

    (void)state;
    folder_open(&folder);
    write_pair(&folder, "k1.ES256.pem", pair, true);
    EVP_PKEY_free(pair);
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    folder_close(&folder);
    return 0;
}

static void an_issued_token_carries_what_was_asked(void **state)
{
    const struct token_claims claims = {.subject = "田中",
                                        .tenant_id = TENANT,
                                        .now = NOW,
                                        .scope = "responses:answer",
                                        .supplier_id = SUPPLIER,
                                        .lifetime = 86400};
    struct gate *gate = gate_open(&folder.config, scope_bit);
    const char *first, *second;
    struct principal one, two;

    (void)state;
    assert_true(token_issue(&folder.config, &claims, folder.arena, &first));
    assert_true(token_issue(&folder.config, &claims, folder.arena, &second));
    assert_int_equal(
        gate_check(gate, arena_printf(folder.arena, "Bearer %s", first), NOW, folder.arena, &one),
        GATE_OK);
    assert_int_equal(
        gate_check(gate, arena_printf(folder.arena, "Bearer %s", second), NOW, folder.arena, &two),
        GATE_OK);
    assert_string_equal(one.subject, "田中");
    assert_string_equal(one.tenant_id, TENANT);
    assert_string_equal(one.supplier_id, SUPPLIER);
    assert_int_equal(one.scopes, ANSWER);
    assert_int_equal(one.issued_at, NOW);
    assert_int_equal(one.expires_at, NOW + 86400 * SECOND);
    assert_string_not_equal(one.token_id, two.token_id);
    gate_close(gate);
}

static void nonsense_is_not_issued(void **state)
{
    const struct token_claims good = {
        .subject = "tester", .tenant_id = TENANT, .scope = "", .now = NOW, .lifetime = 1};
    struct token_claims cases[9];
    char *words = arena_alloc(folder.arena, 5000);
    const char *token = NULL;

    (void)state;
    memset(words, 'a', 4097);
    for (size_t i = 0; i < 9; i++)
        cases[i] = good;
    cases[0].subject = "";
    cases[1].subject = words;
    cases[2].subject = "a\nb";
    cases[3].tenant_id = "demo";
    cases[4].supplier_id = "";
    cases[5].scope = words;
    cases[6].lifetime = 0;
    cases[7].lifetime = 86401;
    assert_true(token_issue(&folder.config, &cases[8], folder.arena, &token));
    for (size_t i = 0; i < 8; i++)
        assert_false(token_issue(&folder.config, &cases[i], folder.arena, &token));
}

/* Keys of other issuers may lie before our own. */
static void the_first_private_key_signs(void **state)
{
    const struct token_claims claims = {
        .subject = "tester", .tenant_id = TENANT, .scope = "", .now = NOW, .lifetime = 900};
    EVP_PKEY *foreign = EVP_EC_gen("prime256v1");
    struct gate *gate;
    const char *token;

    (void)state;
    write_pair(&folder, "a1.ES256.pem", foreign, false);
    EVP_PKEY_free(foreign);
    gate = gate_open(&folder.config, scope_bit);
    assert_true(token_issue(&folder.config, &claims, folder.arena, &token));
    assert_int_equal(check(gate, &folder, token), GATE_OK);
    gate_close(gate);
}

static bool has_word(const char *words, const char *word)
{
    return strstr(arena_printf(folder.arena, " %s ", words),
                  arena_printf(folder.arena, " %s ", word))
        != NULL;
}

static void bundles_give_what_their_names_say(void **state)
{
    static const char *const names[] = {"viewer",          "editor",     "reviewer", "integrator",
                                        "reminder-worker", "respondent", "admin"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *scopes = bundle_scopes(names[i]);
        bool reads =
            strcmp(names[i], "respondent") != 0 && strcmp(names[i], "reminder-worker") != 0;

        assert_non_null(scopes);
        assert_int_equal(has_word(scopes, "suppliers:read"), reads);
        assert_int_equal(has_word(scopes, "settings:write"), strcmp(names[i], "admin") == 0);
        assert_int_equal(has_word(scopes, "responses:answer"), strcmp(names[i], "respondent") == 0);
    }
    assert_null(strstr(bundle_scopes("viewer"), "write"));
    /* who asks does not judge */
    assert_false(has_word(bundle_scopes("editor"), "responses:review"));
    assert_false(has_word(bundle_scopes("reviewer"), "responses:write"));
    assert_null(bundle_scopes("owner"));
    assert_null(bundle_scopes(""));
}

/* FIPS 180-4's own examples. */
static void hashes_are_those_of_the_standard(void **state)
{
    char hex[SHA256_HEX];

    (void)state;
    sha256_hex("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_hex("", 0, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void a_cursor_opens_only_as_it_was_sealed(void **state)
{
    static const char *const texts[] = {
        "", "a", "ab", "abc", "1|2026-11-22|カナ", "0123456789012345678901234567890123456789"};
    struct cursor_key *key = cursor_key_load(NULL), *other = cursor_key_load(NULL);
    const char *opened;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char *cursor = arena_strdup(folder.arena, cursor_seal(key, TENANT, texts[i], folder.arena));

        assert_int_equal(strspn(cursor,
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789-_"),
                         strlen(cursor));
        assert_true(cursor_open(key, TENANT, cursor, folder.arena, &opened));
        assert_string_equal(opened, texts[i]);
        assert_false(cursor_open(other, TENANT, cursor, folder.arena, &opened));
        assert_false(cursor_open(key, SUPPLIER, cursor, folder.arena, &opened));
        assert_false(cursor_open(key, TENANT, arena_printf(folder.arena, "%s=", cursor),
                                 folder.arena, &opened));
        assert_false(cursor_open(key, TENANT, arena_printf(folder.arena, "%sA", cursor),
                                 folder.arena, &opened));
        for (char *at = cursor; *at != '\0'; at++) {
            char kept = *at;

            *at = kept == 'A' ? 'B' : 'A';
            assert_false(cursor_open(key, TENANT, cursor, folder.arena, &opened));
            *at = kept;
        }
        cursor[strlen(cursor) - 1] = '\0';
        assert_false(cursor_open(key, TENANT, cursor, folder.arena, &opened));
    }
    assert_false(cursor_open(key, TENANT, "", folder.arena, &opened));
    assert_false(cursor_open(key, TENANT, "AAAA", folder.arena, &opened));
    assert_false(cursor_open(key, TENANT, "not a cursor", folder.arena, &opened));
    cursor_key_close(key);
    cursor_key_close(other);
}

static void an_endless_cursor_is_refused(void **state)
{
    struct cursor_key *key = cursor_key_load(NULL);
    char *text = arena_alloc(folder.arena, 4001);
    const char *opened;

    (void)state;
    memset(text, 'a', 4000);
    assert_false(cursor_open(key, TENANT, cursor_seal(key, TENANT, text, folder.arena),
                             folder.arena, &opened));
    text[3000] = '\0';
    assert_true(cursor_open(key, TENANT, cursor_seal(key, TENANT, text, folder.arena), folder.arena,
                            &opened));
    cursor_key_close(key);
}

/* Several processes share cursors through one file. */
static void processes_share_a_cursor_key(void **state)
{
    const char *file = folder_file(&folder, "cursor");
    struct cursor_key *key, *again;
    char bytes[32];
    const char *opened;

    (void)state;
    memset(bytes, 'x', sizeof bytes);
    assert_null(cursor_key_load(file));
    write_file(&folder, "cursor", bytes, 31, 0600);
    assert_null(cursor_key_load(file));
    write_file(&folder, "cursor", bytes, 32, 0640);
    assert_null(cursor_key_load(file));
    write_file(&folder, "cursor", bytes, 32, 0600);
    key = cursor_key_load(file);
    again = cursor_key_load(file);
    assert_true(cursor_open(again, TENANT, cursor_seal(key, TENANT, "text", folder.arena),
                            folder.arena, &opened));
    assert_string_equal(opened, "text");
    cursor_key_close(key);
    cursor_key_close(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_issued_token_carries_what_was_asked),
        cmocka_unit_test(nonsense_is_not_issued),
        cmocka_unit_test(the_first_private_key_signs),
        cmocka_unit_test(bundles_give_what_their_names_say),
        cmocka_unit_test(hashes_are_those_of_the_standard),
        cmocka_unit_test(a_cursor_opens_only_as_it_was_sealed),
        cmocka_unit_test(an_endless_cursor_is_refused),
        cmocka_unit_test(processes_share_a_cursor_key),
    };

    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
