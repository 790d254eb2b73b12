/*
 * Tenants: whether the tenant of a token exists, and which subjects are disabled. A known tenant is
 * remembered (tenants are never removed); the deny list is read again every two seconds, so
 * `renkei subject disable` works within three seconds.
 */
#ifndef RENKEI_HTTP_TENANTS_H
#define RENKEI_HTTP_TENANTS_H

#include <stdbool.h>

struct request;
struct service;

bool tenant_is_remembered(const char *tenant_id);
/* Asks the database. false: it could not be asked (recorded). */
bool tenant_is_known(struct request *rq, bool *ret_known);
/*
 * Reads the deny list when it is older than two seconds, or was never read; called from one thread.
 */
void deny_list_refresh(struct service *service);

#endif
