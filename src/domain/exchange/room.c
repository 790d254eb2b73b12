#include "room.h"

#include "renkei/domain/exchange/export.h"
#include "renkei/domain/job/job.h"

/* Whoever fills a tenant's room is told so, not the one whose file does not fit later. */
bool exchange_has_room(const struct reading *reading, size_t bytes)
{
    struct job_room room;

    if (!job_room(reading, &room))
        return false;
    return (room.unfinished < EXPORTS_UNFINISHED && room.bytes + (long)bytes < JOBS_BYTES)
        || fail(reading->failure, PROBLEM_JOBS_FULL, NULL);
}
