/*
 * CORS (Fetch standard, section 3.3): pages of RENKEI_CORS_ORIGINS, and for its own tokens those of
 * a tenant's settings, may call this service from a browser, with a token in Authorization and
 * without cookies. Origins are compared byte for byte.
 */
#ifndef RENKEI_HTTP_CORS_H
#define RENKEI_HTTP_CORS_H

#include <stdbool.h>

struct sink;
struct walk;

/* What of the answer a page may read; and, where a browser asks first, what it may send. */
void cors_put(const struct walk *walk, const struct sink *sink);
/* Whether the origin makes a difference: some page is listed. */
bool cors_decides(const struct walk *walk);

#endif
