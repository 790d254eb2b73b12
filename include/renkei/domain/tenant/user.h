/*
 * User: how people call the subject of a token. Rows name who did something by the subject alone,
 * which never changes; screens look the names up here.
 */
#ifndef RENKEI_DOMAIN_TENANT_USER_H
#define RENKEI_DOMAIN_TENANT_USER_H

#include <stdbool.h>

#include "renkei/base/clock.h"
#include "renkei/db/db.h"

struct change;

/*
 * The name that an administrator gives the subject; NULL: that of its tokens again. ret_made:
 * nothing was known of it. Within an open change.
 */
bool user_put_name(struct change *change, const char *subject, const char *name,
                   struct rows **ret_user, bool *ret_made);
/* Notes what a token says, in a transaction of its own; false: recorded in the failure of `db`. */
bool user_note(struct db *db, instant now, const char *subject, const char *name);

#endif
