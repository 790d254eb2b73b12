/*
 * The key folder: which files are keys, which are refused, how they are changed while the service
 * runs.
 */
#include "support.h"

#include <openssl/rand.h>

static struct folder folder;
static EVP_PKEY *rsa, *p256, *p384;
static unsigned char secret[64];

static int open_folder(void **state)
{
    (void)state;
    folder_open(&folder);
    rsa = EVP_RSA_gen(3072);
    p256 = EVP_EC_gen("prime256v1");
    p384 = EVP_EC_gen("secp384r1");
    assert_int_equal(RAND_bytes(secret, sizeof secret), 1);
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    EVP_PKEY_free(rsa);
    EVP_PKEY_free(p256);
    EVP_PKEY_free(p384);
    folder_close(&folder);
    return 0;
}

static int empty_folder(void **state)
{
    (void)state;
    folder_empty(&folder);
    return 0;
}

static bool opens(void)
{
    struct gate *gate = gate_open(&folder.config, scope_bit);
    bool opened = gate != NULL;

    gate_close(gate);
    return opened;
}

static bool opens_alone(const char *name, EVP_PKEY *pair, bool is_private, mode_t mode)
{
    bool opened;

    folder_empty(&folder);
    write_pair(&folder, name, pair, is_private);
    assert_int_equal(chmod(folder_file(&folder, name), mode), 0);
    opened = opens();
    folder_empty(&folder);
    return opened;
}

static const char *issue(unsigned lifetime)
{
    struct token_claims claims = {.subject = "tester",
                                  .tenant_id = TENANT,
                                  .scope = "suppliers:read",
                                  .now = NOW,
                                  .lifetime = lifetime};
    const char *token = NULL;

    return token_issue(&folder.config, &claims, folder.arena, &token) ? token : NULL;
}

static void a_file_name_says_kid_and_algorithm(void **state)
{
    static const struct {
        const char *name;
        bool opens;
    } cases[] = {
        {"k1.RS256.pem", true},
        {"k1.RS384.pem", true},
        {"k1.RS512.pem", true},
        {"a-B_9.RS256.pem", true},
        {"k1.rs256.pem", false},
        {"k1.PS256.pem", false},
        {"k1.none.pem", false},
        {"k1.HS256.pem", false},
        {"k1.ES256.pem", false},
        {"k1.RS256.key", false},
        {"k1.pem", false},
        {".RS256.pem", false},
        {"k 1.RS256.pem", false},
        {"k1.RS256.RS256.pem", false},
        {"k1.RS256.pub", false},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.RS256.pem", true},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.RS256.pem", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (opens_alone(cases[i].name, rsa, false, 0644) != cases[i].opens)
            fail_msg("%s", cases[i].name);
}

static void a_private_key_is_for_its_owner_only(void **state)
{
    (void)state;
    assert_true(opens_alone("k1.RS256.pem", rsa, true, 0600));
    assert_true(opens_alone("k1.RS256.pem", rsa, true, 0400));
    assert_false(opens_alone("k1.RS256.pem", rsa, true, 0640));
    assert_false(opens_alone("k1.RS256.pem", rsa, true, 0604));
    assert_false(opens_alone("k1.ES256.pem", p256, true, 0644));
    assert_true(opens_alone("k1.ES256.pem", p256, false, 0644));
    assert_false(opens_alone("k1.ES256.pem", p256, false, 0664));
    assert_false(opens_alone("k1.ES256.pem", p256, false, 0646));
}

/* RSA, but bound to another padding than RS256's. */
static EVP_PKEY *pss_pair(void)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA-PSS", NULL);
    EVP_PKEY *made = NULL;

    assert_int_equal(EVP_PKEY_keygen_init(context), 1);
    assert_int_equal(EVP_PKEY_CTX_set_rsa_keygen_bits(context, 3072), 1);
    assert_int_equal(EVP_PKEY_generate(context, &made), 1);
    EVP_PKEY_CTX_free(context);
    return made;
}

static void weak_and_foreign_keys_are_refused(void **state)
{
    EVP_PKEY *small = EVP_RSA_gen(1024), *medium = EVP_RSA_gen(2048);
    EVP_PKEY *pss = pss_pair();
    EVP_PKEY *koblitz = EVP_EC_gen("secp256k1"),
             *edwards = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");

    (void)state;
    assert_false(opens_alone("k1.RS256.pem", small, false, 0644));
    assert_true(opens_alone("k1.RS256.pem", medium, false, 0644));
    assert_false(opens_alone("k1.RS256.pem", medium, true, 0600));
    assert_false(opens_alone("k1.ES256.pem", p384, false, 0644));
    assert_false(opens_alone("k1.ES384.pem", p256, false, 0644));
    assert_false(opens_alone("k1.RS256.pem", p256, false, 0644));
    assert_false(opens_alone("k1.ES256.pem", rsa, false, 0644));
    assert_false(opens_alone("k1.RS256.pem", pss, false, 0644));
    assert_false(opens_alone("k1.ES256.pem", koblitz, false, 0644));
    assert_false(opens_alone("k1.ES256.pem", edwards, false, 0644));
    EVP_PKEY_free(small);
    EVP_PKEY_free(medium);
    EVP_PKEY_free(pss);
    EVP_PKEY_free(koblitz);
    EVP_PKEY_free(edwards);
}

static void what_is_no_key_is_refused(void **state)
{
    static const char *const texts[] = {
        "", "hello", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"};
    char *large = arena_alloc(folder.arena, 20000);

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        write_file(&folder, "k1.RS256.pem", texts[i], strlen(texts[i]), 0600);
        assert_false(opens());
    }
    memset(large, '\n', 20000);
    write_file(&folder, "k1.RS256.pem", large, 20000, 0600);
    assert_false(opens());
    folder_empty(&folder);
    assert_int_equal(mkdir(folder_file(&folder, "k1.RS256.pem"), 0700), 0);
    assert_false(opens());
    assert_int_equal(rmdir(folder_file(&folder, "k1.RS256.pem")), 0);
}

static void a_passphrase_is_not_asked_for(void **state)
{
    BIO *memory = BIO_new(BIO_s_mem());
    char *data;
    long size;

    (void)state;
    assert_int_equal(PEM_write_bio_PrivateKey(memory, p256, EVP_aes_256_cbc(),
                                              (const unsigned char *)"word", 4, NULL, NULL),
                     1);
    size = BIO_get_mem_data(memory, &data);
    write_file(&folder, "k1.ES256.pem", data, (size_t)size, 0600);
    BIO_free(memory);
    assert_false(opens());
}

static void one_bad_key_refuses_the_folder(void **state)
{
    (void)state;
    write_pair(&folder, "k1.RS256.pem", rsa, false);
    write_file(&folder, "README", "keys", 4, 0644);
    write_file(&folder, ".k2.RS256.pem", "half written", 12, 0644);
    assert_true(opens());
    write_file(&folder, "k2.RS256.pem", "bad", 3, 0644);
    assert_false(opens());
}

static void a_kid_is_one_key(void **state)
{
    (void)state;
    write_pair(&folder, "k1.RS256.pem", rsa, false);
    write_pair(&folder, "k2.ES256.pem", p256, false);
    assert_true(opens());
    write_pair(&folder, "k1.ES384.pem", p384, false);
    assert_false(opens());
}

static void a_folder_without_keys_is_refused(void **state)
{
    struct config config = folder.config;

    (void)state;
    assert_false(opens());
    config.keys_folder = "/nonexistent/keys";
    assert_null(gate_open(&config, scope_bit));
    config.keys_folder = NULL;
    assert_null(gate_open(&config, scope_bit));
}

static void a_shared_secret_stands_alone(void **state)
{
    struct gate *gate;

    (void)state;
    write_file(&folder, "s1.HS256.key", secret, 31, 0600);
    assert_false(opens());
    write_file(&folder, "s1.HS256.key", secret, 32, 0644);
    assert_false(opens());
    write_file(&folder, "s1.HS256.key", secret, 32, 0600);
    gate = gate_open(&folder.config, scope_bit);
    assert_non_null(gate);
    assert_int_equal(check(gate, &folder, issue(900)), GATE_OK);
    assert_int_equal(check(gate, &folder,
                           hmac_token(&folder, "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"s1\"}",
                                      claims_with(&folder, NULL, NULL), secret, 31)),
                     GATE_INVALID);
    gate_close(gate);
    write_pair(&folder, "k1.RS256.pem", rsa, false);
    assert_false(opens());
}

static void a_secret_that_can_be_guessed_is_refused(void **state)
{
    static const char *const weak[] = {
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "secretsecretsecretsecretsecretsecretsecret",
        "0123456789abcdef0123456789abcdef0123456789abcdef",
        "d41d8cd98f00b204e9800998ecf8427e", /* 32 hexadecimal digits are 16 bytes */
        "correct horse battery staple, twice over",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdef",
    };

    (void)state;
    for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++) {
        write_file(&folder, "s1.HS256.key", weak[i], strlen(weak[i]), 0600);
        if (opens())
            fail_msg("%s was taken", weak[i]);
    }
    for (size_t round = 0; round < 200; round++) {
        unsigned char good[32];

        assert_int_equal(RAND_bytes(good, sizeof good), 1);
        write_file(&folder, "s1.HS256.key", good, sizeof good, 0600);
        assert_true(opens());
    }
}

static void a_folder_that_others_may_fill_is_refused(void **state)
{
    (void)state;
    write_pair(&folder, "k1.ES256.pem", p256, true);
    assert_int_equal(chmod(folder.path, 0777), 0);
    assert_false(opens());
    assert_int_equal(chmod(folder.path, 01777), 0);
    assert_false(opens());
    assert_int_equal(chmod(folder.path, 0775), 0);
    assert_true(opens());
    assert_int_equal(chmod(folder.path, 0700), 0);
}

static const char *issue_by(struct gate *gate, const char *supplier_id)
{
    const struct token_claims claims = {.subject = "tester",
                                        .tenant_id = TENANT,
                                        .scope = "",
                                        .supplier_id = supplier_id,
                                        .now = NOW,
                                        .lifetime = 900};
    const char *token = NULL;

    return gate_issue(gate, &claims, folder.arena, &token) ? token : NULL;
}

/* A key that sorts first is there, the service does not know it yet: it must not sign with it. */
static void tokens_are_signed_with_keys_that_are_loaded(void **state)
{
    struct gate *gate;

    (void)state;
    write_pair(&folder, "old.ES256.pem", p256, true);
    gate = gate_open(&folder.config, scope_bit);
    write_pair(&folder, "new.ES384.pem", p384, true);
    assert_int_equal(check(gate, &folder, issue_by(gate, NULL)), GATE_OK);
    write_file(&folder, "half.ES256.pem", "-----BEGIN PRIV", 15, 0600);
    assert_int_equal(check(gate, &folder, issue_by(gate, SUPPLIER)), GATE_OK);
    gate_close(gate);
}

static void a_session_key_makes_respondents_alone(void **state)
{
    struct folder sessions;
    struct gate *gate;
    const char *forged,
        *staff = signed_part(&folder, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"s1\"}",
                             claims_with(&folder, NULL, NULL));

    (void)state;
    folder_open(&sessions);
    write_pair(&folder, "staff.RS256.pem", rsa, false); /* its private half is elsewhere */
    folder.config.session_keys = sessions.path;
    assert_false(opens()); /* no key in it */
    write_pair(&sessions, "s1.ES256.pem", p256, false);
    assert_false(opens()); /* no private key in it */
    write_pair(&sessions, "s1.ES256.pem", p256, true);
    gate = gate_open(&folder.config, scope_bit);
    assert_non_null(gate);
    assert_int_equal(check(gate, &folder, issue_by(gate, SUPPLIER)), GATE_OK);
    assert_null(issue_by(gate, NULL));
    forged = arena_printf(folder.arena, "%s.%s", staff,
                          signature_of(&folder, staff, p256, EVP_sha256(), 32));
    assert_int_equal(check(gate, &folder, forged), GATE_INVALID);
    gate_close(gate);
    write_pair(&folder, "s1.ES256.pem", p256, true); /* the same kid twice */
    assert_false(opens());
    folder.config.session_keys = NULL;
    assert_true(opens());
    folder_close(&sessions);
}

static void keys_are_changed_while_the_service_runs(void **state)
{
    const char *old_token, *new_token;
    struct gate *gate;

    (void)state;
    write_pair(&folder, "old.ES256.pem", p256, true);
    old_token = issue(900);
    gate = gate_open(&folder.config, scope_bit);
    assert_int_equal(check(gate, &folder, old_token), GATE_OK);
    /* both live beside each other while issuers change over */
    write_pair(&folder, "new.ES384.pem", p384, true);
    assert_true(gate_reload(gate));
    new_token = issue(900); /* "new" comes first by name */
    assert_int_equal(check(gate, &folder, new_token), GATE_OK);
    assert_int_equal(check(gate, &folder, old_token), GATE_OK);
    /* a retired key is refused at once, although its token was remembered */
    assert_int_equal(unlink(folder_file(&folder, "old.ES256.pem")), 0);
    assert_true(gate_reload(gate));
    assert_int_equal(check(gate, &folder, old_token), GATE_INVALID);
    assert_int_equal(check(gate, &folder, new_token), GATE_OK);
    gate_close(gate);
}

static void a_fault_in_the_folder_keeps_the_old_keys(void **state)
{
    const char *token;
    struct gate *gate;

    (void)state;
    write_pair(&folder, "k1.ES256.pem", p256, true);
    token = issue(900);
    gate = gate_open(&folder.config, scope_bit);
    write_file(&folder, "k2.ES256.pem", "bad", 3, 0644);
    assert_false(gate_reload(gate));
    folder_empty(&folder);
    assert_false(gate_reload(gate));
    assert_int_equal(check(gate, &folder, token), GATE_OK);
    gate_close(gate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_file_name_says_kid_and_algorithm, empty_folder),
        cmocka_unit_test_setup(a_private_key_is_for_its_owner_only, empty_folder),
        cmocka_unit_test_setup(weak_and_foreign_keys_are_refused, empty_folder),
        cmocka_unit_test_setup(what_is_no_key_is_refused, empty_folder),
        cmocka_unit_test_setup(a_passphrase_is_not_asked_for, empty_folder),
        cmocka_unit_test_setup(one_bad_key_refuses_the_folder, empty_folder),
        cmocka_unit_test_setup(a_kid_is_one_key, empty_folder),
        cmocka_unit_test_setup(a_folder_without_keys_is_refused, empty_folder),
        cmocka_unit_test_setup(a_shared_secret_stands_alone, empty_folder),
        cmocka_unit_test_setup(a_secret_that_can_be_guessed_is_refused, empty_folder),
        cmocka_unit_test_setup(a_folder_that_others_may_fill_is_refused, empty_folder),
        cmocka_unit_test_setup(tokens_are_signed_with_keys_that_are_loaded, empty_folder),
        cmocka_unit_test_setup(a_session_key_makes_respondents_alone, empty_folder),
        cmocka_unit_test_setup(keys_are_changed_while_the_service_runs, empty_folder),
        cmocka_unit_test_setup(a_fault_in_the_folder_keeps_the_old_keys, empty_folder),
    };

    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
