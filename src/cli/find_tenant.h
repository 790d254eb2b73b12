/*
 * Tenants as operators name them: by UUID, or by slug.
 */
#ifndef RENKEI_CLI_FIND_TENANT_H
#define RENKEI_CLI_FIND_TENANT_H

struct arena;
struct config;

/*
 * STATUS_OK and the lower-case UUID in the arena. A UUID is taken as it is, without a database; a
 * slug is looked up with the administrator's connection. Else a status of commands.h, logged to
 * stderr.
 */
int find_tenant(const struct config *config, const char *text, struct arena *arena,
                const char **ret_id);

#endif
