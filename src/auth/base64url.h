/*
 * Base64url without padding (RFC 4648 section 5, as RFC 7515 uses it), strict: every byte string
 * has exactly one text, so a token or cursor cannot be respelled.
 */
#ifndef RENKEI_AUTH_BASE64URL_H
#define RENKEI_AUTH_BASE64URL_H

#include <stdbool.h>
#include <stddef.h>

/* Sizes of what the two functions write, without the NUL that encode adds. */
#define BASE64URL_ENCODED(size) (((size)*4 + 2) / 3)
#define BASE64URL_DECODED(length) ((length)*3 / 4)

void base64url_encode(const unsigned char *bytes, size_t size, char *ret_text);
/* false: another character, padding, an impossible length, or set bits after the last byte. */
bool base64url_decode(const char *text, size_t length, unsigned char *ret_bytes, size_t *ret_size);

#endif
