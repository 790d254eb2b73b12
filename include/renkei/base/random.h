/*
 * Random bytes (getrandom) and UUIDv7 (RFC 9562 section 5.7). An id is never a secret. Ids that a
 * thread makes one after the other for the same instant sort in that order.
 */
#ifndef RENKEI_BASE_RANDOM_H
#define RENKEI_BASE_RANDOM_H

#include <stddef.h>

#include "renkei/base/clock.h"

enum { UUID_TEXT = 37 };

void random_bytes(void *ret_bytes, size_t size);
/* 128 random bits; cheap, for ids and salts. */
void random_block(unsigned char ret_bytes[16]);
/* 8-4-4-4-12, lower case. */
void uuid_text(const unsigned char bytes[16], char ret_text[UUID_TEXT]);
void uuid_v7(instant now, char ret_text[UUID_TEXT]);

#endif
