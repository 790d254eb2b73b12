/*
 * The gate, rule by rule: what a forger sends and what becomes of it. docs/tokens.md names the
 * rules.
 */
#include "support.h"

#include <jwt.h>

static struct folder folder;
static EVP_PKEY *pair, *other;
static struct gate *gate;

static int open_gate(void **state)
{
    (void)state;
    folder_open(&folder);
    pair = EVP_RSA_gen(3072);
    other = EVP_RSA_gen(3072);
    write_pair(&folder, "k1.RS256.pem", pair, false);
    write_pair(&folder, "k2.RS256.pem", other, false);
    gate = gate_open(&folder.config, scope_bit);
    return gate == NULL;
}

static int close_gate(void **state)
{
    (void)state;
    gate_close(gate);
    EVP_PKEY_free(pair);
    EVP_PKEY_free(other);
    folder_close(&folder);
    return 0;
}

static const char *good_token(void)
{
    return forge(&folder, pair, GOOD_HEADER, claims_with(&folder, NULL, NULL));
}

static void a_good_token_tells_who_asks(void **state)
{
    const char *claims = claims_with(&folder, "jti", "\"0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e09\"");
    const char *token = forge(&folder, pair, GOOD_HEADER, claims);
    struct principal principal;

    (void)state;
    for (int again = 0; again < 2; again++) { /* judged, then remembered: the same answer */
        assert_int_equal(gate_check(gate, arena_printf(folder.arena, "Bearer %s", token), NOW,
                                    folder.arena, &principal),
                         GATE_OK);
        assert_string_equal(principal.subject, "tester");
        assert_string_equal(principal.tenant_id, TENANT);
        assert_null(principal.supplier_id);
        assert_string_equal(principal.token_id, "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e09");
        assert_int_equal(principal.scopes, READ_SUPPLIERS | WRITE_SUPPLIERS);
        assert_int_equal(principal.issued_at, NOW);
        assert_int_equal(principal.expires_at, NOW + 900 * SECOND);
    }
}

static void only_one_bearer_token_is_taken(void **state)
{
    static const struct {
        const char *format; /* %s: a good token */
        enum gate_verdict verdict;
    } cases[] = {
        {"Bearer %s", GATE_OK},
        {"bearer %s", GATE_OK},
        {"BEARER %s", GATE_OK},
        {"", GATE_MISSING},
        {"Basic YTpi%.0s", GATE_MISSING},
        {"Bearers %s", GATE_MISSING},
        {"%s", GATE_MISSING},
        {"Bearer%.0s", GATE_INVALID},
        {"Bearer %.0s", GATE_INVALID},
        {"Bearer    %.0s", GATE_INVALID},
        {"Bearer  %s", GATE_INVALID},
        {"Bearer\t%s", GATE_MISSING},
        {" Bearer %s", GATE_MISSING},
        {"Bearer %s ", GATE_INVALID},
        {"Bearer %s\n", GATE_INVALID},
        {"Bearer %s%%0a", GATE_INVALID},
        {"Bearer %1$s,Bearer %1$s", GATE_INVALID},
        {"Bearer \"%s\"", GATE_INVALID},
    };
    const char *token = good_token();
    struct principal principal;

    (void)state;
    assert_int_equal(gate_check(gate, NULL, NOW, folder.arena, &principal), GATE_MISSING);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *header = arena_printf(folder.arena, cases[i].format, token);

        if (gate_check(gate, header, NOW, folder.arena, &principal) != cases[i].verdict)
            fail_msg("Authorization: %s", cases[i].format);
    }
#pragma GCC diagnostic pop
}

static void the_header_holds_three_members_and_no_instructions(void **state)
{
    static const struct {
        const char *header;
        enum gate_verdict verdict;
    } cases[] = {
        {GOOD_HEADER, GATE_OK},
        {"{\"kid\":\"k1\",\"alg\":\"RS256\",\"typ\":\"at+jwt\"}", GATE_OK},
        {" { \"kid\" : \"k1\", \"alg\" : \"RS256\", \"typ\" : \"JWT\" } ", GATE_OK},
        /* 3.1: the algorithm is the key's */
        {"{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"NONE\",\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"rs256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"RS256 \",\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"RS512\",\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"\",\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":null,\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":[\"RS256\"],\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        /* 3.10: the kid is a key of ours */
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k2\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k3\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"K1\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":1}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"../../../../dev/null\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1' OR '1'='1\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"http://127.0.0.1/\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\\u0000\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1.RS256.pem\"}", GATE_INVALID},
        /* 3.11: explicit typing */
        {"{\"alg\":\"RS256\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"jwt\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"logout+jwt\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":null,\"kid\":\"k1\"}", GATE_INVALID},
        /* RFC 7515 4.1: nothing else */
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\",\"crit\":[\"exp2\"],\"exp2\":1}",
         GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\",\"crit\":[]}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\",\"jku\":\"http://127.0.0.1:1/\"}",
         GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\",\"x5u\":\"http://127.0.0.1:1/\"}",
         GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\",\"x5c\":[]}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\",\"jwk\":{\"kty\":\"oct\"}}",
         GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\",\"zip\":\"DEF\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\",\"cty\":\"JWT\"}", GATE_INVALID},
        /* 3.7: one reading only */
        {"{\"alg\":\"none\",\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"al\\u0067\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}",
         GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}{}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\",}", GATE_INVALID},
        {"\xef\xbb\xbf{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", GATE_INVALID},
        {"{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\xff\"}", GATE_INVALID},
        {"[\"RS256\",\"JWT\",\"k1\"]", GATE_INVALID},
        {"null", GATE_INVALID},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *token = forge(&folder, pair, cases[i].header, claims_with(&folder, NULL, NULL));

        if (check(gate, &folder, token) != cases[i].verdict)
            fail_msg("header %s", cases[i].header);
    }
}

static void claims_are_judged_one_by_one(void **state)
{
    static const struct {
        const char *name, *json; /* NULL: left out */
        enum gate_verdict verdict;
    } cases[] = {
        {"iss", NULL, GATE_INVALID},
        {"iss", "\"https://evil.example\"", GATE_INVALID},
        {"iss", "\"renkei/\"", GATE_INVALID},
        {"iss", "\"Renkei\"", GATE_INVALID},
        {"iss", "[\"renkei\"]", GATE_INVALID},
        {"aud", NULL, GATE_INVALID},
        {"aud", "\"other-service\"", GATE_INVALID},
        {"aud", "\"renkei-ap\"", GATE_INVALID},
        {"aud", "\"renkei-api2\"", GATE_INVALID},
        {"aud", "[]", GATE_INVALID},
        {"aud", "[{}]", GATE_INVALID},
        {"aud", "[\"renkei-api\",{}]", GATE_INVALID},
        {"aud", "[\"other\"]", GATE_INVALID},
        {"aud", "{\"renkei-api\":1}", GATE_INVALID},
        {"aud", "[\"renkei-api\"]", GATE_OK},
        {"aud", "[\"other\",\"renkei-api\"]", GATE_OK},
        {"sub", NULL, GATE_INVALID},
        {"sub", "\"\"", GATE_INVALID},
        {"sub", "1", GATE_INVALID},
        {"sub", "\"a\\u0000b\"", GATE_INVALID},
        {"sub", "\"a\\nb\"", GATE_INVALID},
        {"sub", "\"a\\u202eb\"", GATE_INVALID},
        {"sub", "\"\xff\"", GATE_INVALID},
        {"sub", "\"田中\"", GATE_OK},
        {"tenant", NULL, GATE_INVALID},
        {"tenant", "\"' OR 1=1--\"", GATE_INVALID},
        {"tenant", "\"0192a6c07d1e7c3a9b7e2f6f3a1d5e01\"", GATE_INVALID},
        {"tenant", "null", GATE_INVALID},
        {"tenant", "\"0192A6C0-7D1E-7C3A-9B7E-2F6F3A1D5E01\"", GATE_OK},
        {"scope", NULL, GATE_OK},
        {"scope", "[\"suppliers:read\"]", GATE_INVALID},
        {"scope", "null", GATE_INVALID},
        {"scope", "\"\"", GATE_OK},
        {"supplier_id", "\"x\"", GATE_INVALID},
        {"supplier_id", "null", GATE_INVALID},
        {"supplier_id", "\"" SUPPLIER "\"", GATE_OK},
        {"jti", "5", GATE_INVALID},
        {"jti", "\"\"", GATE_INVALID},
        {"jti", "\"any text\"", GATE_OK},
        {"nbf", "\"1800000000\"", GATE_INVALID},
        {"nbf", "1800000060", GATE_OK},
        {"nbf", "1800000061", GATE_INVALID},
        {"nbf", "1700000000", GATE_OK},
        {"iat", NULL, GATE_INVALID},
        {"iat", "\"1800000000\"", GATE_INVALID},
        {"iat", "1800000000.0", GATE_INVALID},
        {"iat", "1800000060", GATE_OK},
        {"iat", "1800000061", GATE_INVALID},
        {"iat", "-1", GATE_INVALID},
        {"iat", "1800000061,\"nbf\":1700000000", GATE_INVALID}, /* an early nbf is no excuse */
        {"iat", "1799914500", GATE_OK},                         /* exp - iat = 24 h */
        {"iat", "1799914499", GATE_INVALID},                    /* a second longer */
        {"exp", NULL, GATE_INVALID},
        {"exp", "1799999940", GATE_INVALID}, /* before it was issued */
        {"exp", "1800000000", GATE_INVALID},
        {"exp", "1800000001", GATE_OK},
        {"exp", "1800000900.5", GATE_INVALID},
        {"exp", "1.8000009e9", GATE_INVALID},
        {"exp", "\"1800000900\"", GATE_INVALID},
        {"exp", "true", GATE_INVALID},
        {"exp", "1800086400", GATE_OK},
        {"exp", "1800086401", GATE_INVALID},
        {"exp", "9223372036854775807", GATE_INVALID},
        {"exp", "9223372036854775808", GATE_INVALID},
        {"exp", "-9223372036854775808", GATE_INVALID},
        {"role", "[\"viewer\",\"admin\"]", GATE_OK},          /* unknown claims say nothing */
        {"sub\":\"root\",\"sub", "\"tester\"", GATE_INVALID}, /* named twice */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *claims = claims_with(&folder, cases[i].name, cases[i].json);

        if (check(gate, &folder, forge(&folder, pair, GOOD_HEADER, claims)) != cases[i].verdict)
            fail_msg("claims %s", claims);
    }
}

static void long_claims_are_bounded(void **state)
{
    static const struct {
        const char *name;
        int length;
        enum gate_verdict verdict;
    } cases[] = {
        {"sub", 255, GATE_OK},      {"sub", 256, GATE_INVALID},    {"jti", 128, GATE_OK},
        {"jti", 129, GATE_INVALID}, {"scope", 4096, GATE_OK},      {"scope", 4097, GATE_INVALID},
        {"other", 5500, GATE_OK},   {"other", 6200, GATE_INVALID}, /* token over 8 KiB */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = arena_alloc(folder.arena, (size_t)cases[i].length + 3);
        const char *claims;

        memset(text, 'a', (size_t)cases[i].length + 2);
        text[0] = text[cases[i].length + 1] = '"';
        claims = claims_with(&folder, cases[i].name, text);
        if (check(gate, &folder, forge(&folder, pair, GOOD_HEADER, claims)) != cases[i].verdict)
            fail_msg("%s of %d bytes", cases[i].name, cases[i].length);
    }
}

static void a_payload_is_one_object(void **state)
{
    static const char *const payloads[] = {"", "[1]", "null", "{}", "{", "{}{}", "x"};
    const char *claims = claims_with(&folder, NULL, NULL);
    const char *nested =
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[";

    (void)state;
    for (size_t i = 0; i < sizeof payloads / sizeof payloads[0]; i++)
        assert_int_equal(check(gate, &folder, forge(&folder, pair, GOOD_HEADER, payloads[i])),
                         GATE_INVALID);
    assert_int_equal(check(gate, &folder, forge(&folder, pair, GOOD_HEADER, nested)), GATE_INVALID);
    claims = arena_printf(folder.arena, "%s{}", claims);
    assert_int_equal(check(gate, &folder, forge(&folder, pair, GOOD_HEADER, claims)), GATE_INVALID);
}

/* Where a rewritten token is built from the three segments of a good one. */
static void every_byte_of_a_token_counts(void **state)
{
    char *token = arena_strdup(folder.arena, good_token());
    char *payload = strchr(token, '.') + 1, *signature = strchr(payload, '.') + 1;
    const char *header;
    static const char *const formats[] = {
        "%1$s.%2$s",
        "%1$s.%2$s.",
        "%1$s.%2$s.%3$s.",
        "%1$s.%2$s.%3$s.a.b",
        ".%2$s.%3$s",
        "%1$s..%3$s",
        "%1$s.%2$s.%3$s=",
        "%1$s.%2$s.%3$s==",
        "%1$s=.%2$s.%3$s",
        "%1$s.%2$s=.%3$s",
        "%1$s.%2$s.%3$sA",
        "%1$s.%2$s.%3$sAA",
        "%1$s.%2$s.%3$sAAA",
        "%1$s.%2$s.%3$sAAAA",
        "%1$s.%2$s.A%3$s",
        "%1$s.%2$s!!AAAA.%3$s",
        "%1$s.%2$sAAAA.%3$s",
        "%1$s .%2$s.%3$s",
        "%1$s.%2$s.%3$s+/",
        "%2$s.%1$s.%3$s",
        "%1$s.%2$s.%3$s\n",
        "\n%1$s.%2$s.%3$s",
        "%1$s.%2$s.%2$s",
        "%1$s%2$s%3$s",
        "a.b.c",
        "..",
        ".",
        "",
    };

    (void)state;
    payload[-1] = signature[-1] = '\0';
    header = token;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    assert_int_equal(
        check(gate, &folder, arena_printf(folder.arena, "%s.%s.%s", header, payload, signature)),
        GATE_OK);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (check(gate, &folder, arena_printf(folder.arena, formats[i], header, payload, signature))
            != GATE_INVALID)
            fail_msg("accepted: %s", formats[i]);
#pragma GCC diagnostic pop
}

static void no_character_can_be_changed(void **state)
{
    char *token = arena_strdup(folder.arena, good_token());

    (void)state;
    for (char *at = token; *at != '\0'; at++) {
        char kept = *at;

        *at = kept == 'A' ? 'B' : kept == '.' ? 'A' : 'A';
        if (check(gate, &folder, token) != GATE_INVALID)
            fail_msg("character %td", at - token);
        *at = kept;
    }
    assert_int_equal(check(gate, &folder, token), GATE_OK);
}

static void the_signature_must_be_the_keys(void **state)
{
    const char *claims = claims_with(&folder, NULL, NULL);
    const char *text = signed_part(&folder, GOOD_HEADER, claims), *token;
    char zeros[384] = {0};

    (void)state;
    assert_int_equal(check(gate, &folder, forge(&folder, other, GOOD_HEADER, claims)),
                     GATE_INVALID);
    token = arena_printf(folder.arena, "%s.%s", text,
                         signature_of(&folder, text, pair, EVP_sha512(), 0));
    assert_int_equal(check(gate, &folder, token), GATE_INVALID);
    token = arena_printf(folder.arena, "%s.%s", text, encode(&folder, zeros, sizeof zeros));
    assert_int_equal(check(gate, &folder, token), GATE_INVALID);
    token = arena_printf(folder.arena, "%s.%s", text, encode(&folder, zeros, 0));
    assert_int_equal(check(gate, &folder, token), GATE_INVALID);
}

/* The public key is no secret: a token keyed with it must not pass, in whatever spelling of it. */
static void the_public_key_is_no_hmac_key(void **state)
{
    const char *pem = pem_text(&folder, pair, false);
    const char *claims = claims_with(&folder, NULL, NULL);
    const size_t sizes[] = {strlen(pem), strlen(pem) - 1, 0};
    static const char *const headers[] = {
        GOOD_HEADER,
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}",
        "{\"alg\":\"hs256\",\"typ\":\"JWT\",\"kid\":\"k1\"}",
        "{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"k1\"}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        for (size_t j = 0; j < sizeof headers / sizeof headers[0]; j++)
            assert_int_equal(
                check(gate, &folder, hmac_token(&folder, headers[j], claims, pem, sizes[i])),
                GATE_INVALID);
    assert_int_equal(check(gate, &folder, hmac_token(&folder, headers[1], claims, "secret", 6)),
                     GATE_INVALID);
}

/* The same attack as libjwt makes it; and libjwt takes it, which is why it does not judge here. */
static void a_confused_token_of_libjwt_is_refused(void **state)
{
    const unsigned char *pem = (const unsigned char *)pem_text(&folder, pair, false);
    int size = (int)strlen((const char *)pem);
    jwt_t *jwt, *decoded = NULL;
    char *token;

    (void)state;
    assert_int_equal(jwt_new(&jwt), 0);
    assert_int_equal(jwt_add_grants_json(jwt, claims_with(&folder, NULL, NULL)), 0);
    assert_int_equal(jwt_add_header(jwt, "kid", "k1"), 0);
    assert_int_equal(jwt_set_alg(jwt, JWT_ALG_HS256, pem, size), 0);
    token = jwt_encode_str(jwt);
    assert_int_equal(check(gate, &folder, token), GATE_INVALID);
    assert_int_equal(jwt_decode(&decoded, token, pem, size), 0);
    jwt_free(decoded);
    jwt_free(jwt);
    free(token);
}

static void a_token_ends_a_minute_after_its_time(void **state)
{
    static const struct {
        int after; /* seconds after NOW; the token lives 900 */
        enum gate_verdict verdict;
    } cases[] = {{-61, GATE_INVALID}, {-60, GATE_OK},       {899, GATE_OK},
                 {900, GATE_OK},      {959, GATE_OK},       {960, GATE_EXPIRED},
                 {961, GATE_EXPIRED}, {9600, GATE_EXPIRED}, {0, GATE_OK},
                 {-61, GATE_INVALID}};
    const char *header = arena_printf(folder.arena, "Bearer %s", good_token());
    struct principal principal;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (gate_check(gate, header, NOW + cases[i].after * SECOND, folder.arena, &principal)
            != cases[i].verdict)
            fail_msg("%d s", cases[i].after);
}

/* "Expired" is told only to someone who holds a real token. */
static void a_forged_token_is_never_called_expired(void **state)
{
    const char *claims = claims_with(&folder, "iss", "\"evil\"");
    const char *expired = claims_with(&folder, "exp", "1800000001");
    struct principal principal;
    const char *header =
        arena_printf(folder.arena, "Bearer %s", forge(&folder, pair, GOOD_HEADER, claims));

    (void)state;
    assert_int_equal(gate_check(gate, header, NOW + 3600 * SECOND, folder.arena, &principal),
                     GATE_INVALID);
    header = arena_printf(folder.arena, "Bearer %s", forge(&folder, other, GOOD_HEADER, expired));
    assert_int_equal(gate_check(gate, header, NOW + 3600 * SECOND, folder.arena, &principal),
                     GATE_INVALID);
}

static uint64_t scopes_of(const char *supplier, const char *scope)
{
    const char *json = arena_printf(folder.arena, "\"%s\"%s%s%s", scope,
                                    supplier != NULL ? ",\"supplier_id\":\"" : "",
                                    supplier != NULL ? supplier : "", supplier != NULL ? "\"" : "");
    const char *token = forge(&folder, pair, GOOD_HEADER, claims_with(&folder, "scope", json));
    struct principal principal;

    assert_int_equal(gate_check(gate, arena_printf(folder.arena, "Bearer %s", token), NOW,
                                folder.arena, &principal),
                     GATE_OK);
    assert_int_equal(principal.supplier_id != NULL, supplier != NULL);
    return principal.scopes;
}

static void respondents_and_others_exclude_each_other(void **state)
{
    const char *everything =
        "suppliers:read suppliers:write responses:read responses:answer measures:report";

    (void)state;
    assert_int_equal(scopes_of(NULL, everything),
                     READ_SUPPLIERS | WRITE_SUPPLIERS | READ_RESPONSES);
    assert_int_equal(scopes_of(SUPPLIER, everything), ANSWER | REPORT);
    assert_int_equal(scopes_of(SUPPLIER, bundle_scopes("respondent")), ANSWER | REPORT);
    assert_int_equal(scopes_of(NULL, "responses:answer"), 0);
}

static void unknown_scopes_count_for_nothing(void **state)
{
    (void)state;
    assert_int_equal(scopes_of(NULL, "suppliers:rea suppliers:readx SUPPLIERS:READ * "), 0);
    assert_int_equal(scopes_of(NULL, " future:read  responses:read "), READ_RESPONSES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_token_tells_who_asks),
        cmocka_unit_test(only_one_bearer_token_is_taken),
        cmocka_unit_test(the_header_holds_three_members_and_no_instructions),
        cmocka_unit_test(claims_are_judged_one_by_one),
        cmocka_unit_test(long_claims_are_bounded),
        cmocka_unit_test(a_payload_is_one_object),
        cmocka_unit_test(every_byte_of_a_token_counts),
        cmocka_unit_test(no_character_can_be_changed),
        cmocka_unit_test(the_signature_must_be_the_keys),
        cmocka_unit_test(the_public_key_is_no_hmac_key),
        cmocka_unit_test(a_confused_token_of_libjwt_is_refused),
        cmocka_unit_test(a_token_ends_a_minute_after_its_time),
        cmocka_unit_test(a_forged_token_is_never_called_expired),
        cmocka_unit_test(respondents_and_others_exclude_each_other),
        cmocka_unit_test(unknown_scopes_count_for_nothing),
    };

    return cmocka_run_group_tests(tests, open_gate, close_gate);
}
