/*
 * Places in the change feed, and who may see what of it: for whatever hands them out.
 */
#ifndef RENKEI_API_FEED_CURSOR_H
#define RENKEI_API_FEED_CURSOR_H

struct request;

/* The sealed cursor behind the event of this number, as GET /v1/events takes it. */
const char *feed_cursor(const struct request *rq, const char *seq);
/* The types whose resource this token may read, an array literal; NULL: all of them. */
const char *readable_types(const struct request *rq);

#endif
