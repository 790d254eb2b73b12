/* What a tenant's exports and imports may hold together. */
#ifndef DOMAIN_EXCHANGE_ROOM_H
#define DOMAIN_EXCHANGE_ROOM_H

#include <stdbool.h>
#include <stddef.h>

struct reading;

/* For one more, with so many bytes; false: 409 jobs_full is recorded. */
bool exchange_has_room(const struct reading *reading, size_t bytes);

#endif
