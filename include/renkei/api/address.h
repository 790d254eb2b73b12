/*
 * Where this service is, for those who are told to come back.
 */
#ifndef RENKEI_API_ADDRESS_H
#define RENKEI_API_ADDRESS_H

struct arena;
struct config;

/* RENKEI_ISSUER where it is an address, else the listener's: for development. `path` begins with /.
 */
const char *service_address(const struct config *config, const char *path, struct arena *arena);

#endif
