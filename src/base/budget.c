#include "renkei/base/budget.h"

#include "renkei/base/text.h"

size_t budget_account(const char *tenant_id)
{
    return tenant_id == NULL ? 0 : text_hash(TEXT_HASH, tenant_id) % BUDGET_ACCOUNTS;
}

static bool take(atomic_size_t *counter, size_t bytes, size_t limit)
{
    if (atomic_fetch_add(counter, bytes) + bytes <= limit)
        return true;
    (void)atomic_fetch_sub(counter, bytes);
    return false;
}

bool budget_take(struct budget *budget, size_t account, size_t bytes)
{
    if (!take(&budget->held, bytes, budget->limit))
        return false;
    if (take(&budget->held_by[account], bytes, budget->share))
        return true;
    (void)atomic_fetch_sub(&budget->held, bytes);
    return false;
}

void budget_charge(struct budget *budget, size_t account, size_t bytes)
{
    (void)atomic_fetch_add(&budget->held, bytes);
    (void)atomic_fetch_add(&budget->held_by[account], bytes);
}

void budget_give_back(struct budget *budget, size_t account, size_t bytes)
{
    (void)atomic_fetch_sub(&budget->held_by[account], bytes);
    (void)atomic_fetch_sub(&budget->held, bytes);
}

size_t budget_held(const struct budget *budget)
{
    return atomic_load(&budget->held);
}
