#include "body.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/base/budget.h"

enum { FIRST_CAPACITY = 16 * 1024 };

static struct budget budget = {.limit = BODY_BUDGET, .share = BODY_SHARE};

void body_open(struct body *body, const char *tenant_id)
{
    *body = (struct body){.account = budget_account(tenant_id)};
}

/* Doubles, but not beyond what was announced. */
static size_t next_capacity(const struct body *body, size_t needed, size_t expected)
{
    size_t capacity = body->capacity == 0 ? FIRST_CAPACITY : 2 * body->capacity;

    while (capacity < needed)
        capacity *= 2;
    return expected >= needed && expected < capacity ? expected : capacity;
}

static bool grow(struct body *body, size_t needed, size_t expected)
{
    size_t capacity = next_capacity(body, needed, expected);
    size_t more = capacity - body->capacity;
    char *bytes;

    if (!budget_take(&budget, body->account, more))
        return false;
    bytes = realloc(body->bytes, capacity + 1);
    if (bytes == NULL) {
        budget_give_back(&budget, body->account, more);
        return false;
    }
    body->bytes = bytes;
    body->capacity = capacity;
    return true;
}

bool body_add(struct body *body, const char *bytes, size_t length, size_t expected)
{
    size_t needed = body->length + length;

    if (needed > body->capacity && !grow(body, needed, expected))
        return false;
    memcpy(body->bytes + body->length, bytes, length);
    body->length = needed;
    body->bytes[needed] = '\0';
    return true;
}

void body_close(struct body *body)
{
    free(body->bytes);
    budget_give_back(&budget, body->account, body->capacity);
    *body = (struct body){.account = body->account};
}

size_t bodies_held(void)
{
    return budget_held(&budget);
}
