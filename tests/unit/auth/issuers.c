/*
 * Tokens of other programs (libjwt, PyJWT, the openssl command) pass with every algorithm, and their
 * signatures in one form only.
 */
#include "support.h"

#include <openssl/rand.h>

static struct folder folder;
static EVP_PKEY *rsa, *p256, *p384;

static int open_folder(void **state)
{
    (void)state;
    folder_open(&folder);
    rsa = EVP_RSA_gen(3072);
    p256 = EVP_EC_gen("prime256v1");
    p384 = EVP_EC_gen("secp384r1");
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

static void issued_tokens_pass_with_every_algorithm(void **state)
{
    static const char *const names[] = {"k1.RS256.pem", "k1.RS384.pem", "k1.RS512.pem",
                                        "k1.ES256.pem", "k1.ES384.pem"};
    EVP_PKEY *const pairs[] = {rsa, rsa, rsa, p256, p384};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct gate *gate;
        const char *token;

        folder_empty(&folder);
        write_pair(&folder, names[i], pairs[i], true);
        token = issue(900);
        assert_non_null(token);
        write_pair(&folder, names[i], pairs[i], false); /* the one who checks needs no more */
        gate = gate_open(&folder.config, scope_bit);
        assert_non_null(gate);
        if (check(gate, &folder, token) != GATE_OK)
            fail_msg("%s", names[i]);
        gate_close(gate);
        assert_null(issue(900)); /* and can issue nothing */
    }
}

/* What a command prints, without its last newline. */
static const char *output_of(const char *command)
{
    FILE *stream = popen(command, "r");
    char *text = arena_alloc(folder.arena, 4096);
    size_t length;

    assert_non_null(stream);
    length = fread(text, 1, 4095, stream);
    assert_int_equal(pclose(stream), 0);
    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
    return text;
}

static void tokens_of_python_pass(void **state)
{
    static const char *const algorithms[] = {"RS256", "RS384", "RS512", "ES256", "ES384"};
    EVP_PKEY *const pairs[] = {rsa, rsa, rsa, p256, p384};

    (void)state;
    for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++) {
        const char *name = arena_printf(folder.arena, "k1.%s.pem", algorithms[i]);
        struct gate *gate;
        const char *command;

        folder_empty(&folder);
        write_pair(&folder, name, pairs[i], true);
        command = arena_printf(
            folder.arena,
            PYTHON
            " -c 'import jwt,json,sys; print(jwt.encode(json.loads(sys.argv[1]),"
            "open(sys.argv[2]).read(), sys.argv[3], headers={\"kid\":\"k1\",\"typ\":\"%s\"}))'"
            " '%s' %s %s",
            i % 2 == 0 ? "JWT" : "at+jwt", claims_with(&folder, NULL, NULL),
            folder_file(&folder, name), algorithms[i]);
        gate = gate_open(&folder.config, scope_bit);
        assert_non_null(gate);
        if (check(gate, &folder, output_of(command)) != GATE_OK)
            fail_msg("%s of PyJWT", algorithms[i]);
        gate_close(gate);
    }
}

static void tokens_of_the_openssl_command_pass(void **state)
{
    const char *text = signed_part(&folder, GOOD_HEADER, claims_with(&folder, NULL, NULL));
    const char *command, *token;
    struct gate *gate;

    (void)state;
    write_pair(&folder, "k1.RS256.pem", rsa, true);
    command = arena_printf(folder.arena,
                           "printf %%s '%s' | openssl dgst -sha256 -sign %s | openssl base64 -A"
                           " | tr '+/' '-_' | tr -d '='",
                           text, folder_file(&folder, "k1.RS256.pem"));
    token = arena_printf(folder.arena, "%s.%s", text, output_of(command));
    gate = gate_open(&folder.config, scope_bit);
    assert_non_null(gate);
    assert_int_equal(check(gate, &folder, token), GATE_OK);
    gate_close(gate);
}

/* A signature has one length and one spelling: longer, shorter, or other bits behind the last byte. */
static void refuse_respelled(struct gate *gate, const char *token)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    static const char *const suffixes[] = {"A", "AA", "AAA", "AAAA", "="};
    char *other = arena_strdup(folder.arena, token);
    size_t last = strlen(token) - 1;

    assert_int_equal(check(gate, &folder, token), GATE_OK);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
        assert_int_equal(
            check(gate, &folder, arena_printf(folder.arena, "%s%s", token, suffixes[i])),
            GATE_INVALID);
    other[last] = *(strchr(digits, token[last]) + 1); /* the unused low bits set */
    assert_int_equal(check(gate, &folder, other), GATE_INVALID);
    for (size_t cut = 0; cut < 5; cut++) {
        other[last - cut] = '\0';
        assert_int_equal(check(gate, &folder, other), GATE_INVALID);
    }
}

/* Tokens of the elliptic curves carry r and s side by side, of exactly the curve's size. */
static void signatures_of_curves_have_one_form(void **state)
{
    const char *header = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"k1\"}";
    const char *text = signed_part(&folder, header, claims_with(&folder, NULL, NULL));
    unsigned char der[128], zeros[96] = {0};
    size_t size = sizeof der;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    struct gate *gate;

    (void)state;
    write_pair(&folder, "k1.ES256.pem", p256, false);
    gate = gate_open(&folder.config, scope_bit);
    assert_non_null(gate);
#define WITH(signature) arena_printf(folder.arena, "%s.%s", text, signature)
    assert_int_equal(
        check(gate, &folder, WITH(signature_of(&folder, text, p256, EVP_sha256(), 32))), GATE_OK);
    refuse_respelled(gate, WITH(signature_of(&folder, text, p256, EVP_sha256(), 32)));
    assert_int_equal(
        check(gate, &folder, WITH(signature_of(&folder, text, p256, EVP_sha256(), 33))),
        GATE_INVALID);
    assert_int_equal(
        check(gate, &folder, WITH(signature_of(&folder, text, p256, EVP_sha384(), 32))),
        GATE_INVALID);
    assert_int_equal(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, p256), 1);
    assert_int_equal(EVP_DigestSign(context, der, &size, (const unsigned char *)text, strlen(text)),
                     1);
    EVP_MD_CTX_free(context);
    assert_int_equal(check(gate, &folder, WITH(encode(&folder, der, size))), GATE_INVALID);
    for (size_t length = 63; length <= 65; length++) /* r = s = 0 */
        assert_int_equal(check(gate, &folder, WITH(encode(&folder, zeros, length))), GATE_INVALID);
#undef WITH
    gate_close(gate);
}

static void signatures_of_shared_secrets_have_one_form(void **state)
{
    const char *header = "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"s1\"}";
    const char *claims = claims_with(&folder, NULL, NULL);
    unsigned char secret[32];
    struct gate *gate;

    (void)state;
    assert_int_equal(RAND_bytes(secret, sizeof secret), 1);
    write_file(&folder, "s1.HS256.key", secret, sizeof secret, 0600);
    gate = gate_open(&folder.config, scope_bit);
    assert_non_null(gate);
    refuse_respelled(gate, hmac_token(&folder, header, claims, secret, sizeof secret));
    assert_int_equal(check(gate, &folder, hmac_token(&folder, header, claims, secret, 31)),
                     GATE_INVALID);
    gate_close(gate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(issued_tokens_pass_with_every_algorithm, empty_folder),
        cmocka_unit_test_setup(tokens_of_python_pass, empty_folder),
        cmocka_unit_test_setup(tokens_of_the_openssl_command_pass, empty_folder),
        cmocka_unit_test_setup(signatures_of_curves_have_one_form, empty_folder),
        cmocka_unit_test_setup(signatures_of_shared_secrets_have_one_form, empty_folder),
    };

    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
