/*
 * One key of the folder: <kid>.<ALG>.pem (public or private) or <kid>.HS256.key (raw bytes).
 */
#ifndef RENKEI_AUTH_KEY_H
#define RENKEI_AUTH_KEY_H

#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>

#include "signature.h"

enum {
    KEY_ID_SIZE = 65,        /* kid: 1..64 of A-Z a-z 0-9 _ - */
    KEY_FILE_MAX = 16384,    /* bytes; RSA-8192 private needs 6.5 KiB */
    PUBLIC_FILE_MAX = 65536, /* bytes of a file of issuers or of their public keys */
    KEY_SECRET_MIN = 32,     /* bytes of HS256: as long as its hash (RFC 7518 3.2) */
    KEY_SECRET_BITS = 128,   /* that these bytes must be worth, by how often each stands there */
    RSA_PRIVATE_BITS = 3072, /* 128 bits of strength, where the choice is ours */
    RSA_PUBLIC_BITS = 2048,  /* what other issuers still use; below 3072 with a warning */
    RSA_BITS_MAX = 8192
};

/* A file's bytes, wiped by key_bytes_close. */
struct key_bytes {
    unsigned char *data; /* NUL after the last byte */
    size_t size;
};

struct key {
    char id[KEY_ID_SIZE];
    const struct algorithm *algorithm;
    bool can_sign;
    bool signs;             /* the one of its folder that new tokens are signed with */
    bool for_sessions;      /* of RENKEI_SESSION_KEYS: good for tokens of respondents alone */
    EVP_PKEY *pair;         /* NULL for HS256 */
    struct key_bytes bytes; /* of HS256, as its file holds it; else empty */
};

/* Reads the id and the algorithm out of a file name. false: not a key's name. */
bool key_parse_name(const char *name, char ret_id[KEY_ID_SIZE],
                    const struct algorithm **ret_algorithm);
/* false: unreadable, not a plain file, too large, or writable by others; logged. */
bool key_bytes_read(const char *folder, const char *name, bool secret, struct key_bytes *ret_bytes);
/* The same for a file without secrets of at most 64 KiB, by its path. */
bool public_bytes_read(const char *path, struct key_bytes *ret_bytes);
void key_bytes_close(struct key_bytes *bytes);
/* Is this PEM a private key? */
bool key_bytes_private(const struct key_bytes *bytes);

/* Reads and checks one key. false: refused, the reason is in the log. */
bool key_load(const char *folder, const char *name, struct key *ret_key);
void key_close(struct key *key);
bool key_verify(const struct key *key, const struct signed_text *what);

#endif
