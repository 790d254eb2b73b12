#include <endian.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "graph.h"
#include "renkei/base/buffer.h"
#include "renkei/base/random.h"
#include "renkei/base/text.h"

struct chain_id chain_id_of(const char *text)
{
    struct chain_id id = {0};

    uuid_bytes(text, id.bytes);
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

/* Its place in the table, or the free one where it belongs. */
static uint32_t *place_of(const struct chain_ids *ids, const struct chain_id *id)
{
    uint64_t hash = (half(id->bytes) ^ half(id->bytes + 8)) * 0x9e3779b97f4a7c15u;
    size_t mask = 2 * ids->capacity - 1, at = hash >> 32 & mask;

    while (ids->places[at] != 0 && memcmp(&ids->items[ids->places[at] - 1], id, sizeof *id) != 0)
        at = (at + 1) & mask;
    return &ids->places[at];
}

static void place_all(struct chain_ids *ids)
{
    memset(ids->places, 0, 2 * ids->capacity * sizeof *ids->places);
    for (size_t i = 0; i < ids->count; i++)
        *place_of(ids, &ids->items[i]) = (uint32_t)i + 1;
}

static void make_room(struct chain_ids *ids)
{
    size_t capacity = ids->capacity == 0 ? 64 : 2 * ids->capacity;

    ids->items = ids->items == NULL
        ? arena_alloc(ids->arena, capacity * sizeof *ids->items)
        : arena_grow(ids->arena, ids->items, ids->count * sizeof *ids->items,
                     capacity * sizeof *ids->items);
    ids->places = arena_alloc(ids->arena, 2 * capacity * sizeof *ids->places);
    ids->capacity = capacity;
    place_all(ids);
}

uint32_t chain_ids_place(struct chain_ids *ids, const struct chain_id *id)
{
    uint32_t *place;

    if (ids->count == ids->capacity)
        make_room(ids);
    place = place_of(ids, id);
    if (*place == 0) {
        ids->items[ids->count] = *id;
        *place = (uint32_t)++ids->count;
    }
    return *place - 1;
}

void chain_ids_add(struct chain_ids *ids, const struct chain_id *id)
{
    (void)chain_ids_place(ids, id);
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
    if (ids->count == 0)
        return;
    qsort(ids->items, ids->count, sizeof *ids->items, chain_id_compare);
    place_all(ids);
}

uint32_t chain_ids_find(const struct chain_ids *ids, const struct chain_id *id)
{
    uint32_t place = ids->count == 0 ? 0 : *place_of(ids, id);

    return place == 0 ? SCORE_NO_NODE : place - 1;
}

bool chain_ids_have(const struct chain_ids *ids, const struct chain_id *id)
{
    return chain_ids_find(ids, id) != SCORE_NO_NODE;
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
