#include <endian.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "graph.h"
#include "renkei/base/buffer.h"
#include "renkei/base/random.h"

static unsigned digit(char sign)
{
    return sign <= '9' ? (unsigned)(sign - '0') : (unsigned)((sign | ' ') - 'a') + 10;
}

struct chain_id chain_id_of(const char *text)
{
    struct chain_id id;

    for (size_t i = 0; i < sizeof id.bytes; i++, text += 2) {
        if (*text == '-')
            text++;
        id.bytes[i] = (unsigned char)(digit(text[0]) << 4 | digit(text[1]));
    }
    return id;
}

const char *chain_id_text(struct arena *arena, const struct chain_id *id)
{
    char *text = arena_alloc(arena, UUID_TEXT);

    uuid_text(id->bytes, text);
    return text;
}

/* Half of an id as a number of the same order: a million of them are sorted and looked for. */
static uint64_t half(const unsigned char *bytes)
{
    uint64_t number;

    memcpy(&number, bytes, sizeof number);
    return be64toh(number);
}

int chain_id_compare(const void *left, const void *right)
{
    const struct chain_id *a = left, *b = right;
    uint64_t one = half(a->bytes), other = half(b->bytes);

    if (one == other) {
        one = half(a->bytes + sizeof one);
        other = half(b->bytes + sizeof other);
    }
    return (one > other) - (one < other);
}

void chain_ids_open(struct chain_ids *ids, struct arena *arena)
{
    *ids = (struct chain_ids){.arena = arena};
}

void chain_ids_add(struct chain_ids *ids, const struct chain_id *id)
{
    if (ids->count == ids->capacity) {
        size_t capacity = ids->capacity == 0 ? 64 : 2 * ids->capacity;

        ids->items = ids->items == NULL
            ? arena_alloc(ids->arena, capacity * sizeof *ids->items)
            : arena_grow(ids->arena, ids->items, ids->count * sizeof *ids->items,
                         capacity * sizeof *ids->items);
        ids->capacity = capacity;
    }
    ids->items[ids->count++] = *id;
}

void chain_ids_add_rows(struct chain_ids *ids, const struct rows *rows, const char *column)
{
    for (size_t i = 0; i < rows_count(rows); i++) {
        struct chain_id id = chain_id_of(rows_text(rows, i, column));

        chain_ids_add(ids, &id);
    }
}

void chain_ids_settle(struct chain_ids *ids)
{
    size_t kept = 0;

    if (ids->count == 0)
        return;
    qsort(ids->items, ids->count, sizeof *ids->items, chain_id_compare);
    for (size_t i = 1; i < ids->count; i++)
        if (chain_id_compare(&ids->items[i], &ids->items[kept]) != 0)
            ids->items[++kept] = ids->items[i];
    ids->count = kept + 1;
}

bool chain_ids_have(const struct chain_ids *ids, const struct chain_id *id)
{
    return ids->count > 0
        && bsearch(id, ids->items, ids->count, sizeof *ids->items, chain_id_compare) != NULL;
}

const char *chain_ids_literal(const struct chain_ids *ids, size_t first, size_t count)
{
    struct buffer list;
    char text[UUID_TEXT];

    buffer_open(&list, ids->arena, 3 + count * UUID_TEXT);
    buffer_add_char(&list, '{');
    for (size_t i = first; i < ids->count && i < first + count; i++) {
        uuid_text(ids->items[i].bytes, text);
        if (i > first)
            buffer_add_char(&list, ',');
        buffer_add_text(&list, text);
    }
    buffer_add_char(&list, '}');
    return list.data;
}
