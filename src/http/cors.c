#include "cors.h"

#include <string.h>

#include "origins.h"
#include "renkei/base/config.h"
#include "reply.h"
#include "steps.h"
#include "walk.h"

static const char exposed[] = "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, "
                              "X-Request-Id, Idempotency-Replayed";
static const char accepted[] = "Authorization, Content-Type, If-Match, If-None-Match, "
                               "Idempotency-Key, Prefer, X-Request-Id, traceparent";
/* Seconds that a browser remembers the answer; Chromium does so for two hours at most. */
static const char remembered[] = "7200";

static bool is_of_process(const char *origin, const char *listed)
{
    for (size_t length; *listed != '\0'; listed += length + strspn(listed + length, ", ")) {
        length = strcspn(listed, ", ");
        if (strlen(origin) == length && memcmp(origin, listed, length) == 0)
            return true;
    }
    return false;
}

/*
 * What a browser asks before, a refusal and what needs no token belong to no tenant: then it is
 * enough that one of them lists the page.
 */
static const char *allowed_origin(const struct walk *walk)
{
    const char *origin = header_of(walk, "Origin");

    return origin != NULL
            && (is_of_process(origin, walk->rq.service->config->cors_origins)
                || origin_is_listed(origin, walk->rq.principal.tenant_id))
        ? origin
        : NULL;
}

bool cors_decides(const struct walk *walk)
{
    return walk->rq.service->config->cors_origins[0] != '\0' || origins_are_listed();
}

void cors_put(const struct walk *walk, const struct sink *sink)
{
    const char *origin = allowed_origin(walk);

    if (origin == NULL)
        return;
    sink_put(sink, "Access-Control-Allow-Origin", origin);
    if (!walk->is_options || header_of(walk, "Access-Control-Request-Method") == NULL) {
        sink_put(sink, "Access-Control-Expose-Headers", exposed);
        return;
    }
    sink_put(sink, "Access-Control-Allow-Methods", walk->allow);
    sink_put(sink, "Access-Control-Allow-Headers", accepted);
    sink_put(sink, "Access-Control-Max-Age", remembered);
}
