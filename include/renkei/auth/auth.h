/*
 * Auth: who is asking. A strict gate accepts tokens (RFC 7519, 8725, 9068); others are issued.
 *
 * Keys are files <kid>.<ALG>.pem in one folder, parsed once; SIGHUP reloads them. A verified token
 * is remembered by the SHA-256 of its bytes until it expires or the keys are reloaded.
 */
#ifndef RENKEI_AUTH_AUTH_H
#define RENKEI_AUTH_AUTH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "renkei/base/clock.h"

struct arena;
struct config;
struct gate;

/* Why a request is nobody's; for the log, never for a reply. */
enum auth_reason {
    AUTH_OK,
    AUTH_NO_TOKEN,
    AUTH_MALFORMED,   /* not three segments of strict base64url with JSON in them */
    AUTH_BAD_HEADER,  /* a member or typ that the issuer's tokens may not have */
    AUTH_UNKNOWN_KID, /* no key of this name */
    AUTH_WRONG_ALG,   /* not the key's algorithm, or none that is allowed to its issuer */
    AUTH_BAD_SIGNATURE,
    AUTH_WRONG_ISSUER,   /* iss is neither ours nor that of the key */
    AUTH_WRONG_AUDIENCE, /* aud, or what stands for it, does not name us */
    AUTH_WRONG_KIND,     /* no access token, by the claims that its issuer's must have */
    AUTH_BAD_TIMES,      /* iat, exp or nbf is missing, no number, or they contradict */
    AUTH_LIVES_TOO_LONG,
    AUTH_NOT_YET_VALID,
    AUTH_EXPIRED,
    AUTH_NO_SUBJECT,
    AUTH_NO_TENANT,      /* no UUID of a tenant, or one that is not mapped */
    AUTH_UNKNOWN_TENANT, /* there is none of this UUID */
    AUTH_BAD_SUPPLIER, /* no UUID, of the link neither; or another issuer's token that names one */
    AUTH_BAD_SCOPE,    /* no text, or too long */
    AUTH_BAD_TOKEN_ID,
    AUTH_SESSION_KEY, /* a key of RENKEI_SESSION_KEYS is good for respondents alone */
    AUTH_DISABLED,    /* the subject */
    AUTH_REVOKED,     /* this token, by its jti */
    AUTH_LINK_ENDED,  /* the answer link of the session leads nowhere any more */
};
/* unknown_kid, expired and so on; NULL: AUTH_OK. */
const char *auth_reason_word(enum auth_reason reason);

/*
 * A checked token's claims; texts live in the arena given to gate_check. Of a token that was
 * refused there is nothing but the reason. What a respondent reaches and who its people are is
 * looked up for each request, before its handler runs.
 */
struct principal {
    enum auth_reason reason;
    const char *subject;
    const char *name;        /* what people call the subject, or NULL; no right depends on it */
    const char *tenant_id;   /* lower-case UUID */
    const char *supplier_id; /* respondents only, else NULL */
    const char *link_id;     /* of the answer link that the session was opened with, else NULL */
    const char *reach;  /* ids of responses, an array literal; NULL: all that `supplier_id` has */
    const char *codes;  /* questions that it answers alone, each between line feeds; NULL: all */
    const char *people; /* subjects of the respondent's side, each between line feeds, else NULL */
    const char *token_id; /* jti, or NULL */
    uint64_t scopes;      /* bits 1 << enum scope; unknown scopes are ignored */
    instant expires_at;
    instant issued_at;
};

enum gate_verdict {
    GATE_OK,
    GATE_MISSING, /* no Authorization header, or another scheme */
    GATE_INVALID, /* malformed, unknown key, bad signature, wrong claims */
    GATE_EXPIRED
};

/* The bit of a scope, 0: unknown. Handed in, since a room does not look into its neighbour. */
typedef uint64_t scope_lookup(const char *name, size_t length);

/*
 * NULL: the folder cannot be read or holds an unsafe key, or RENKEI_ISSUERS has a fault; the reason
 * is in the log. `config` must outlive the gate.
 */
struct gate *gate_open(const struct config *config, scope_lookup *scope_bit);
void gate_close(struct gate *gate);
/* Reads keys and issuers again; on a fault the old ones stay. Clears the cache. Thread-safe. */
bool gate_reload(struct gate *gate);
/*
 * Replaces the deny list: these tokens, and all tokens of these subjects, are GATE_INVALID from the
 * next check on. The entries are copied. false: out of memory, the old list stays. Thread-safe.
 */
struct denied_entry {
    const char *tenant_id; /* UUID */
    const char *name;      /* a subject, or the jti of a token */
    bool is_token;
};
/* A token that was revoked longer ago has ended: its issuer may let it live 7 days at most. */
#define REVOKED_TOKEN_TIME (8 * 86400 * SECOND)
bool gate_set_denied(struct gate *gate, const struct denied_entry *entries, size_t count);
/*
 * `authorization` is the header's value or NULL; `now` should be the machine's clock, not a test's.
 * Scopes of respondents count only with supplier_id, all others only without. Thread-safe.
 */
enum gate_verdict gate_check(struct gate *gate, const char *authorization, instant now,
                             struct arena *arena, struct principal *ret_principal);

/*
 * Keys of other issuers that are fetched (`jwks_url` of RENKEI_ISSUERS). The gate fetches nothing:
 * whoever has them hands them in, and is told whose keys were asked for in vain.
 */
struct key_source {
    const char *issuer, *url;
};
/* As the file says now. false: it has a fault, told in the log. */
bool key_sources_read(const struct config *config, scope_lookup *scope_bit, struct arena *arena,
                      struct key_source **ret_sources, size_t *ret_count);
/* Whether the gate has such issuers. */
bool gate_has_sources(struct gate *gate);
/*
 * The keys (a JWK set) of an issuer as they were at `url` at that time, in any form of text below
 * 64 bytes; the same time again does nothing. What is malformed, or of no such issuer, is ignored.
 * Thread-safe.
 */
void gate_set_keys(struct gate *gate, const struct key_source *source, const char *jwks,
                   const char *as_of);
/* An issuer of whom a token came with an unknown key since the last call; NULL: none. */
const char *gate_wants_keys(struct gate *gate, struct arena *arena);
/*
 * Where people can sign in from a page: [{issuer, title, client_id, authorization_endpoint,
 * token_endpoint, scope}], none without RENKEI_ISSUERS. A new reference. Thread-safe.
 */
json_t *gate_logins(struct gate *gate);
/* NULL: a JWK set of 1 to 32 keys; else why it is refused. */
const char *key_set_check(const char *jwks, size_t length);

struct token_claims {
    const char *subject;
    const char *tenant_id;
    const char *scope;       /* space separated */
    const char *supplier_id; /* or NULL */
    const char *name;        /* how people call the subject, or NULL */
    const char *link_id;     /* or NULL */
    const char *client_id;   /* of client credentials (RFC 9068 section 2.2), or NULL */
    instant now;
    unsigned lifetime; /* seconds, <= 86 400 */
};
/*
 * Issues with a key that the gate has loaded, so that the gate accepts what it made: for a
 * respondent with that of RENKEI_SESSION_KEYS where it is set, else with the first private key of
 * RENKEI_KEYS by name. false: none there, told in the log. Thread-safe.
 */
bool gate_issue(struct gate *gate, const struct token_claims *claims, struct arena *arena,
                const char **ret_token);
/* The same for a program that has no gate: reads the folders. */
bool token_issue(const struct config *config, const struct token_claims *claims,
                 struct arena *arena, const char **ret_token);
/* The public keys of both folders, as a JWK set (RFC 7517). A new reference. Thread-safe. */
json_t *gate_keys(struct gate *gate);

/* The secret of a client: `rks_` and 256 random bits, base64url. */
enum { CLIENT_SECRET_TEXT = 48 };
void client_secret_make(char ret_secret[CLIENT_SECRET_TEXT]);
/* RFC 7617, RFC 6749 section 2.3.1. false: another scheme, or malformed. */
struct basic_credentials {
    const char *id, *secret;
};
bool is_basic(const char *authorization);
bool basic_credentials_read(const char *authorization, struct arena *arena,
                            struct basic_credentials *ret_credentials);

/*
 * What a client signs instead of telling a secret (private_key_jwt: RFC 7523 section 3, OpenID
 * Connect Core 9): iss and sub are the client, aud one of `audiences` (NULL behind the last) or a
 * list with one of them, exp at most five minutes ahead, and a jti, which the caller takes once.
 */
struct client_assertion {
    const char *token_id;
    instant expires_at;
};
/* sub, before anything is verified: to find the keys. NULL: no JWT, or it names nobody. */
const char *assertion_subject(const char *assertion, struct arena *arena);
/* `keys`: a list of JWKs that client_keys_check let pass. */
enum auth_reason assertion_check(const char *assertion, const json_t *keys,
                                 const char *const *audiences, instant now, struct arena *arena,
                                 struct client_assertion *ret_assertion);
/* NULL: all can be used; else why the key at `ret_index` cannot. */
const char *client_keys_check(const json_t *keys, size_t *ret_index);

/*
 * The secret of an answer link: base64url of 16 bytes that name the tenant and 256 random bits, so
 * that a link is looked up among its tenant's. `tenant_id` is a checked UUID.
 */
enum { LINK_TOKEN_TEXT = 65 };
void link_token_make(const char *tenant_id, char ret_token[LINK_TOKEN_TEXT]);
/* false: not of this form. */
bool link_token_tenant(const char *token, char ret_tenant_id[37]);

/* The scopes of a bundle (viewer, editor, reviewer, ...), space separated, or NULL. */
const char *bundle_scopes(const char *bundle);

/* Hashes and MACs for the other rooms: only this room includes OpenSSL. */
enum { SHA256_BYTES = 32, SHA256_HEX = 65 };
void sha256(const void *bytes, size_t length, unsigned char ret_hash[SHA256_BYTES]);
void sha256_hex(const void *bytes, size_t length, char ret_hex[SHA256_HEX]);
void hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
                 unsigned char ret_mac[SHA256_BYTES]);
/* Ed25519 (RFC 8032): a private key is the seed it is derived from. */
enum { ED25519_BYTES = 32, ED25519_SIGNATURE = 64 };
void ed25519_make(unsigned char ret_seed[ED25519_BYTES], unsigned char ret_public[ED25519_BYTES]);
void ed25519_sign(const unsigned char seed[ED25519_BYTES], const void *bytes, size_t length,
                  unsigned char ret_signature[ED25519_SIGNATURE]);
/* The usual base64 (RFC 4648 section 4), with its padding, in the arena. */
const char *base64_text(const unsigned char *bytes, size_t length, struct arena *arena);
/*
 * Opaque cursors: text sealed with HMAC-SHA-256 under the cursor key, base64url. cursor_open is
 * constant time and false for anything that was not sealed with this key for this owner, the
 * tenant.
 */
struct cursor_key;
/* NULL file: a random key for this process. NULL result: unreadable or unsafe, logged to stderr. */
struct cursor_key *cursor_key_load(const char *file);
void cursor_key_close(struct cursor_key *key);
const char *cursor_seal(const struct cursor_key *key, const char *owner, const char *text,
                        struct arena *arena);
bool cursor_open(const struct cursor_key *key, const char *owner, const char *cursor,
                 struct arena *arena, const char **ret_text);

#endif
