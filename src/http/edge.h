/*
 * Edge: what must hold of any request before its path is looked at. A refusal here closes the
 * connection, because the two sides may not agree where the next request begins (RFC 9112 section
 * 11.2). docs: docs/http.md.
 */
#ifndef RENKEI_HTTP_EDGE_H
#define RENKEI_HTTP_EDGE_H

#include <stdbool.h>

#include "renkei/base/failure.h"

struct message;

bool edge_check(const struct message *message, struct failure *failure);

/* 400 with one fault of the request as a whole; 431. Always false. */
bool refuse_request(struct failure *failure, enum fault_code code);
bool refuse_headers(struct failure *failure);

/* The parts of edge_check, each a question about bytes. */
bool method_is_upper_case(const char *method);
bool target_is_clean(const char *target); /* bytes, %XX, `//`, dot segments, UTF-8 */
bool target_has_encoded_slash(const char *target);
bool framing_is_unambiguous(const struct message *message);
bool headers_are_tokens(const struct message *message);
/* The name of a header that may come once and came more often, or NULL. */
const char *repeated_header(const struct message *message);

#endif
