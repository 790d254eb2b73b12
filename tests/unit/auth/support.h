/*
 * What the tests of the auth room share: a key folder of their own, and tokens put together by hand
 * with nothing of the room's own code, so that a forger's freedom is ours.
 */
#ifndef TESTS_UNIT_AUTH_SUPPORT_H
#define TESTS_UNIT_AUTH_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "renkei/base/arena.h"
#include "renkei/auth/auth.h"
#include "renkei/base/config.h"

#define TENANT "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e01"
#define SUPPLIER "0192a6c0-7d1e-7c3a-9b7e-2f6f3a1d5e02"
/* Everything happens at one instant: 2027-01-15T08:00:00Z. */
#define NOW_SECONDS 1800000000
#define NOW ((instant)NOW_SECONDS * SECOND)

/* Scopes of the tests, by place. */
static const char *const scope_words[] = {"suppliers:read", "suppliers:write", "responses:read",
                                          "responses:answer", "measures:report"};
enum { READ_SUPPLIERS = 1, WRITE_SUPPLIERS = 2, READ_RESPONSES = 4, ANSWER = 8, REPORT = 16 };

static inline uint64_t scope_bit(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof scope_words / sizeof scope_words[0]; i++)
        if (strlen(scope_words[i]) == length && memcmp(scope_words[i], name, length) == 0)
            return UINT64_C(1) << i;
    return 0;
}

struct folder {
    char path[64];
    struct config config;
    struct arena *arena;
};

static inline void folder_open(struct folder *folder)
{
    (void)snprintf(folder->path, sizeof folder->path, "/tmp/renkei-auth-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    folder->config =
        (struct config){.keys_folder = folder->path, .issuer = "renkei", .audience = "renkei-api"};
    folder->arena = arena_open();
}

static inline const char *folder_file(const struct folder *folder, const char *name)
{
    return arena_printf(folder->arena, "%s/%s", folder->path, name);
}

static inline void folder_empty(const struct folder *folder)
{
    DIR *directory = opendir(folder->path);
    struct dirent *entry;

    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL)
        if (entry->d_name[0] != '.' || strlen(entry->d_name) > 2)
            (void)unlink(folder_file(folder, entry->d_name));
    (void)closedir(directory);
}

static inline void folder_close(struct folder *folder)
{
    folder_empty(folder);
    assert_int_equal(rmdir(folder->path), 0);
    arena_close(folder->arena);
}

static inline void write_file(const struct folder *folder, const char *name, const void *bytes,
                              size_t size, mode_t mode)
{
    const char *path = folder_file(folder, name);
    FILE *stream = fopen(path, "wb");

    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(chmod(path, mode), 0);
}

/* PEM text in the arena. */
static inline const char *pem_text(const struct folder *folder, EVP_PKEY *pair, bool is_private)
{
    BIO *memory = BIO_new(BIO_s_mem());
    char *data;
    long size;
    const char *text;

    if (is_private)
        assert_int_equal(PEM_write_bio_PrivateKey(memory, pair, NULL, NULL, 0, NULL, NULL), 1);
    else
        assert_int_equal(PEM_write_bio_PUBKEY(memory, pair), 1);
    size = BIO_get_mem_data(memory, &data);
    text = arena_copy(folder->arena, data, (size_t)size);
    BIO_free(memory);
    return text;
}

static inline void write_pair(const struct folder *folder, const char *name, EVP_PKEY *pair,
                              bool is_private)
{
    const char *text = pem_text(folder, pair, is_private);

    write_file(folder, name, text, strlen(text), is_private ? 0600 : 0644);
}

/* Base64url by OpenSSL's own encoder. */
static inline char *encode(const struct folder *folder, const void *bytes, size_t size)
{
    char *text = arena_alloc(folder->arena, size * 2 + 8);

    (void)EVP_EncodeBlock((unsigned char *)text, bytes, (int)size);
    for (char *at = text; *at != '\0'; at++)
        *at = *at == '+' ? '-' : *at == '/' ? '_' : *at == '=' ? '\0' : *at;
    return text;
}

/* As RFC 7515 carries signatures: DER of ECDSA becomes r and s side by side. */
static inline const char *signature_of(const struct folder *folder, const char *text,
                                       EVP_PKEY *pair, const EVP_MD *digest, size_t half)
{
    unsigned char signature[1024], flat[128];
    size_t size = sizeof signature;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const unsigned char *at = signature;
    ECDSA_SIG *numbers;

    assert_int_equal(EVP_DigestSignInit(context, NULL, digest, NULL, pair), 1);
    assert_int_equal(
        EVP_DigestSign(context, signature, &size, (const unsigned char *)text, strlen(text)), 1);
    EVP_MD_CTX_free(context);
    if (half == 0)
        return encode(folder, signature, size);
    numbers = d2i_ECDSA_SIG(NULL, &at, (long)size);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_r(numbers), flat, (int)half), half);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_s(numbers), flat + half, (int)half), half);
    ECDSA_SIG_free(numbers);
    return encode(folder, flat, 2 * half);
}

static inline const char *signed_part(const struct folder *folder, const char *header,
                                      const char *payload)
{
    return arena_printf(folder->arena, "%s.%s", encode(folder, header, strlen(header)),
                        encode(folder, payload, strlen(payload)));
}

/* A token signed with RS256, whatever its header says. */
static inline const char *forge(const struct folder *folder, EVP_PKEY *pair, const char *header,
                                const char *payload)
{
    const char *text = signed_part(folder, header, payload);

    return arena_printf(folder->arena, "%s.%s", text,
                        signature_of(folder, text, pair, EVP_sha256(), 0));
}

static inline const char *hmac_token(const struct folder *folder, const char *header,
                                     const char *payload, const void *key, size_t size)
{
    const char *text = signed_part(folder, header, payload);
    unsigned char mac[32];

    assert_non_null(
        HMAC(EVP_sha256(), key, (int)size, (const unsigned char *)text, strlen(text), mac, NULL));
    return arena_printf(folder->arena, "%s.%s", text, encode(folder, mac, sizeof mac));
}

static const char *const claim_defaults[][2] = {
    {"iss", "\"renkei\""},
    {"aud", "\"renkei-api\""},
    {"sub", "\"tester\""},
    {"tenant", "\"" TENANT "\""},
    {"iat", "1800000000"},
    {"exp", "1800000900"},
    {"scope", "\"suppliers:read suppliers:write\""},
};

/* The good claims with one member set to raw JSON (NULL: left out); name NULL: as they are. */
static inline const char *claims_with(const struct folder *folder, const char *name,
                                      const char *json)
{
    const char *text = "";
    bool known = false;

    for (size_t i = 0; i < sizeof claim_defaults / sizeof claim_defaults[0]; i++) {
        bool mine = name != NULL && strcmp(name, claim_defaults[i][0]) == 0;
        const char *value = mine ? json : claim_defaults[i][1];

        known = known || mine;
        if (value != NULL)
            text = arena_printf(folder->arena, "%s%s\"%s\":%s", text, *text != '\0' ? "," : "",
                                claim_defaults[i][0], value);
    }
    if (name != NULL && !known)
        text = arena_printf(folder->arena, "%s,\"%s\":%s", text, name, json);
    return arena_printf(folder->arena, "{%s}", text);
}

#define GOOD_HEADER "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}"

static inline enum gate_verdict check(struct gate *gate, const struct folder *folder,
                                      const char *token)
{
    struct principal principal;

    return gate_check(gate, arena_printf(folder->arena, "Bearer %s", token), NOW, folder->arena,
                      &principal);
}

#endif
