/*
 * A form as a body (application/x-www-form-urlencoded), for the operations of OAuth.
 */
#ifndef RENKEI_HTTP_FORM_H
#define RENKEI_HTTP_FORM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * An object of texts; a name without a value counts as not sent (RFC 6749 section 3.1). false: a
 * broken escape, a NUL, what is not UTF-8, or a name that is there twice.
 */
bool form_parse(const char *bytes, size_t length, struct arena *arena, json_t **ret_object);

#endif
