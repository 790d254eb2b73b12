#include "cors.h"

#include <string.h>

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

const char *cors_origin(const struct walk *walk)
{
    const char *origin = header_of(walk, "Origin");
    const char *listed = walk->rq.service->config->cors_origins;

    for (size_t length; origin != NULL && *listed != '\0';
         listed += length + strspn(listed + length, ", ")) {
        length = strcspn(listed, ", ");
        if (strlen(origin) == length && memcmp(origin, listed, length) == 0)
            return origin;
    }
    return NULL;
}

void cors_put(const struct walk *walk, const struct sink *sink)
{
    if (walk->origin == NULL)
        return;
    sink_put(sink, "Access-Control-Allow-Origin", walk->origin);
    if (!walk->is_options || header_of(walk, "Access-Control-Request-Method") == NULL) {
        sink_put(sink, "Access-Control-Expose-Headers", exposed);
        return;
    }
    sink_put(sink, "Access-Control-Allow-Methods", walk->allow);
    sink_put(sink, "Access-Control-Allow-Headers", accepted);
    sink_put(sink, "Access-Control-Max-Age", remembered);
}
