/*
 * CORS (Fetch standard, section 3.3): pages of RENKEI_CORS_ORIGINS may call this service from a
 * browser, with a token in Authorization and without cookies.
 */
#ifndef RENKEI_HTTP_CORS_H
#define RENKEI_HTTP_CORS_H

struct sink;
struct walk;

/* The Origin of the request where it is one of those allowed, byte for byte; else NULL. */
const char *cors_origin(const struct walk *walk);
/* What of the answer a page may read; and, where a browser asks first, what it may send. */
void cors_put(const struct walk *walk, const struct sink *sink);

#endif
