/*
 * Subjects and tokens that may not enter although their tokens are still good.
 */
#ifndef RENKEI_AUTH_DENIED_H
#define RENKEI_AUTH_DENIED_H

#include <stdbool.h>
#include <stddef.h>

struct denied;
struct denied_entry;

/* Copies the list. NULL: out of memory. An entry whose tenant is no UUID denies nothing. */
struct denied *denied_new(const struct denied_entry *entries, size_t count);
void denied_free(struct denied *denied);
/* Whether a subject or the jti of a token is listed. NULL: an empty list. */
bool denied_has(const struct denied *denied, const char *tenant_id, const char *name,
                bool is_token);

#endif
