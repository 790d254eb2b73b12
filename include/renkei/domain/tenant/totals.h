/*
 * Totals: how many rows the lists of a tenant have. A request counts to 10 000; what is more is
 * counted here, by reading the tenant, and told with its time.
 */
#ifndef RENKEI_DOMAIN_TENANT_TOTALS_H
#define RENKEI_DOMAIN_TENANT_TOTALS_H

#include <stdbool.h>

#include "renkei/db/db.h"

struct change;

/* The first list from `first` on whose rows are counted; STATEMENT_COUNT: there is none. */
enum statement_id totals_next(enum statement_id first);
/*
 * Counts the list that begins with `first`, and the values of its common filters; keeps what is
 * more than a request counts and forgets what is not any more. Within an open change.
 */
bool totals_count(struct change *change, enum statement_id first);

#endif
