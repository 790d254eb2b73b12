/*
 * Origins: the pages that tenants let in (settings, cors_origins). Read again every two seconds, as
 * the deny list is. Thread-safe.
 */
#ifndef RENKEI_HTTP_ORIGINS_H
#define RENKEI_HTTP_ORIGINS_H

#include <stdbool.h>

struct arena;
struct service;

/* false: not read, the last ones stay. */
bool origins_read(struct service *service, struct arena *arena);
/* Whether this tenant lists it; NULL: whether any does. */
bool origin_is_listed(const char *origin, const char *tenant_id);
/* Whether there is one at all. */
bool origins_are_listed(void);

#endif
