#include "body.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    ACCOUNTS = 256, /* two tenants on one account share its half: stricter, never laxer */
    FIRST_CAPACITY = 16 * 1024,
};

static atomic_size_t held;
static atomic_size_t held_by[ACCOUNTS];

/* FNV-1a. */
static size_t account_of(const char *tenant_id)
{
    unsigned hash = 2166136261u;

    for (; tenant_id != NULL && *tenant_id != '\0'; tenant_id++)
        hash = (hash ^ (unsigned char)*tenant_id) * 16777619u;
    return hash % ACCOUNTS;
}

static bool take(atomic_size_t *counter, size_t bytes, size_t limit)
{
    if (atomic_fetch_add(counter, bytes) + bytes <= limit)
        return true;
    (void)atomic_fetch_sub(counter, bytes);
    return false;
}

static void give_back(size_t account, size_t bytes)
{
    (void)atomic_fetch_sub(&held_by[account], bytes);
    (void)atomic_fetch_sub(&held, bytes);
}

static bool charge(size_t account, size_t bytes)
{
    if (!take(&held, bytes, BODY_BUDGET))
        return false;
    if (take(&held_by[account], bytes, BODY_SHARE))
        return true;
    (void)atomic_fetch_sub(&held, bytes);
    return false;
}

void body_open(struct body *body, const char *tenant_id)
{
    *body = (struct body){.account = account_of(tenant_id)};
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

    if (!charge(body->account, more))
        return false;
    bytes = realloc(body->bytes, capacity + 1);
    if (bytes == NULL) {
        give_back(body->account, more);
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
    give_back(body->account, body->capacity);
    *body = (struct body){.account = body->account};
}

size_t bodies_held(void)
{
    return atomic_load(&held);
}
