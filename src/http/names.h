/*
 * Names: what tokens say of their subjects' names is noted for GET /v1/users, once for each process
 * and name. Of members of the staff only: suppliers' people are contacts.
 */
#ifndef RENKEI_HTTP_NAMES_H
#define RENKEI_HTTP_NAMES_H

struct request;

/* What cannot be noted now is not: no request fails by it, nor waits for it again. */
void note_name(const struct request *rq);

#endif
