#ifndef RENKEI_JOBS_ISSUER_KEYS_H
#define RENKEI_JOBS_ISSUER_KEYS_H

struct worker;

/* A round of the egress worker: fetches the keys that are due. */
enum { ISSUER_KEYS_SECONDS = 5 };
void issuer_keys_round(struct worker *worker);

#endif
