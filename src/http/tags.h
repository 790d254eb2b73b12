/*
 * Tags: entity tags in If-Match and If-None-Match (RFC 9110 sections 8.8.3, 13.1).
 *
 * What compresses a reply on its way marks the tag (`"7-gzip"`, `"7--gzip"`, `"7;br"`) or weakens
 * it (`W/"7"`), and the client sends back what it was given: it is the same row, so marks do not
 * count.
 */
#ifndef RENKEI_HTTP_TAGS_H
#define RENKEI_HTTP_TAGS_H

#include <stdbool.h>

struct arena;
struct preconditions;

/* If-Match: `*` or entity tags. A tag that is none of ours can match no row. false: malformed. */
bool if_match_parse(const char *value, struct arena *arena, struct preconditions *preconditions);
/* If-None-Match (a list or `*`) against the opaque part of an entity tag, weak comparison. */
bool none_match_covers(const char *value, const char *etag);

#endif
