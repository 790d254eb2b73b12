/*
 * Fields: the values of single headers, parsed. Pure functions over text; false = malformed.
 */
#ifndef RENKEI_HTTP_FIELDS_H
#define RENKEI_HTTP_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "renkei/contract/contract.h"

enum { TRACE_ID_TEXT = 33 };

/* W3C Trace Context: the trace-id of a well-formed traceparent. */
bool traceparent_parse(const char *value, char ret_trace_id[TRACE_ID_TEXT]);
/* A request id of the caller that may stand in our logs: [A-Za-z0-9_-]{1,64}. */
bool request_id_is_clean(const char *value);
/* 1..255 visible ASCII characters. */
bool idempotency_key_is_clean(const char *value);

/*
 * RFC 9110 section 12.5.4, basic filtering: the language with the highest quality among ja and en,
 * the first of equals; what is not understood counts as absent. NULL or nothing of ours: ja.
 */
enum locale accept_language(const char *value);
/* Index of the best of `types` for an Accept header, or -1. Without any range it is the first. */
int accept_type(const char *value, const char *const *types, size_t count);

enum media { MEDIA_NONE, MEDIA_JSON, MEDIA_MERGE_PATCH, MEDIA_FORM, MEDIA_LINES, MEDIA_OTHER };
/* The body's type; of its parameters only another charset than UTF-8 makes it MEDIA_OTHER. */
enum media content_type(const char *value);
/* Whether a Content-Type says this type, whatever its parameters. */
bool is_media(const char *value, const char *type);
/* Content-Encoding: none but identity. */
bool is_plain_encoding(const char *value);
/* Prefer: return=minimal (RFC 7240). */
bool prefers_minimal(const char *value);

#endif
