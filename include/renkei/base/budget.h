/*
 * Budget: bytes that many hold at the same time, bounded for all of them and for each account.
 *
 * An account is a tenant's; two tenants on one account share its part: stricter, never laxer.
 * Counters, and no locks.
 */
#ifndef RENKEI_BASE_BUDGET_H
#define RENKEI_BASE_BUDGET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum { BUDGET_ACCOUNTS = 256 };

struct budget {
    size_t limit; /* of all */
    size_t share; /* of one account */
    atomic_size_t held;
    atomic_size_t held_by[BUDGET_ACCOUNTS];
};

/* `tenant_id` NULL: nobody's. */
size_t budget_account(const char *tenant_id);
/* False: it is used up, and nothing was taken. */
bool budget_take(struct budget *budget, size_t account, size_t bytes);
/* Takes them whether they are left or not: of what exists already and cannot be refused. */
void budget_charge(struct budget *budget, size_t account, size_t bytes);
void budget_give_back(struct budget *budget, size_t account, size_t bytes);
size_t budget_held(const struct budget *budget);

#endif
