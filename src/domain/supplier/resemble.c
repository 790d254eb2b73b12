#include <stdint.h>
#include <string.h>

#include "renkei/domain/supplier/duplicates.h"

enum { CHARACTERS_MAX = 64 };

struct name {
    uint32_t characters[CHARACTERS_MAX];
    size_t count;
};

/* The bytes of a character as one number: enough to tell characters apart. */
static void read_name(const char *text, struct name *ret_name)
{
    const unsigned char *byte = (const unsigned char *)text;

    ret_name->count = 0;
    while (*byte != '\0' && ret_name->count < CHARACTERS_MAX) {
        uint32_t character = *byte++;

        while ((*byte & 0xC0) == 0x80)
            character = character << 8 | *byte++;
        ret_name->characters[ret_name->count++] = character;
    }
}

static bool is_pair(const struct name *one, size_t i, const struct name *other, size_t k)
{
    return one->characters[i] == other->characters[k]
        && one->characters[i + 1] == other->characters[k + 1];
}

/* Pairs of neighbours that both have, each counted once. */
static size_t common_pairs(const struct name *one, const struct name *other)
{
    bool taken[CHARACTERS_MAX] = {false};
    size_t common = 0;

    for (size_t i = 0; i + 1 < one->count; i++)
        for (size_t k = 0; k + 1 < other->count; k++)
            if (!taken[k] && is_pair(one, i, other, k)) {
                taken[k] = true;
                common++;
                break;
            }
    return common;
}

bool names_resemble(const char *one, const char *other)
{
    struct name a, b;

    read_name(one, &a);
    read_name(other, &b);
    if (a.count < 2 || b.count < 2)
        return strcmp(one, other) == 0;
    if (strstr(one, other) != NULL || strstr(other, one) != NULL)
        return true;
    return 4 * common_pairs(&a, &b) >= a.count - 1 + b.count - 1;
}
