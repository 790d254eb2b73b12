#include "walk.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/domain/change/checks.h"

/* How often what stops more of a supplier than was thought may be followed anew. */
enum { ROUNDS_MAX = 50 };

/* Who is looked at next. */
struct front {
    size_t items[WALK_NODES];
    size_t count;
    bool has[WALK_NODES];
};

static size_t find(const struct walk *walk, const struct chain_id *id)
{
    size_t at = 0;

    while (at < walk->count && chain_id_compare(&walk->nodes[at].id, id) != 0)
        at++;
    return at;
}

static void push(struct front *front, size_t at)
{
    if (!front->has[at])
        front->items[front->count++] = at;
    front->has[at] = true;
}

/* A way to a node; a better one than before is gone on with. */
static void reach(struct walk *walk, struct front *next, size_t at, const struct walk_node *way)
{
    struct walk_node *node = &walk->nodes[at];

    if (at == walk->count) {
        if (walk->count == WALK_NODES) {
            walk->is_cut = true;
            return;
        }
        walk->count++;
        *node = *way;
        push(next, at);
    } else if (walk->is_of_supply && way->share > node->share) {
        *node = *way;
        push(next, at);
    }
}

static bool add_link(struct walk *walk, const struct walk_link *link)
{
    for (size_t i = 0; i < walk->link_count; i++) {
        const struct walk_link *known = &walk->links[i];

        if (known->from == link->from && known->to == link->to
            && strcmp(known->kind, link->kind) == 0)
            return true;
    }
    walk->is_cut = walk->is_cut || walk->link_count == WALK_LINKS;
    if (walk->link_count < WALK_LINKS)
        walk->links[walk->link_count++] = *link;
    return true;
}

static void reach_self(struct walk *walk, const struct walk_node *way)
{
    if (way->share > walk->self.share)
        walk->self = *way;
}

static void take_link(struct walk *walk, struct front *next, const struct rows *rows, size_t row)
{
    const char *near = rows_text(rows, row, walk->is_upstream ? "target" : "source");
    const char *far = rows_text(rows, row, walk->is_upstream ? "source" : "target");
    bool is_self = strcmp(far, "self") == 0;
    struct chain_id near_id = chain_id_of(near), far_id = {{0}};
    size_t via = find(walk, &near_id), at = WALK_SELF;
    struct walk_node way = {.depth = walk->nodes[via].depth + 1, .via = via};
    struct walk_link link = {.kind =
                                 arena_strdup(walk->reading->arena, rows_text(rows, row, "kind")),
                             .dependency = (int)rows_integer(rows, row, "dependency"),
                             .penetration = (int)rows_integer(rows, row, "penetration")};

    if (walk->is_of_supply && strcmp(link.kind, "network") == 0)
        return;
    way.share = walk->nodes[via].share * link.dependency / 4;
    if (is_self)
        reach_self(walk, &way);
    else {
        far_id = way.id = chain_id_of(far);
        reach(walk, next, find(walk, &far_id), &way);
        at = find(walk, &far_id);
        if (at == walk->count)
            return;
    }
    link.from = walk->is_upstream ? at : via;
    link.to = walk->is_upstream ? via : at;
    (void)add_link(walk, &link);
}

static bool step(struct walk *walk, const struct front *front, struct front *next)
{
    struct chain_ids ids;
    struct rows *rows;

    *next = (struct front){0};
    chain_ids_open(&ids, walk->reading->arena);
    for (size_t i = 0; i < front->count; i++)
        chain_ids_add(&ids, &walk->nodes[front->items[i]].id);
    if (!db_run(walk->reading->db, walk->is_upstream ? SQL_CHAIN_UP : SQL_CHAIN_DOWN,
                PARAMS(chain_ids_literal(&ids, 0, ids.count), walk->today,
                       integer_text(walk->reading->arena, WALK_LINKS + 1)),
                &rows))
        return false;
    walk->is_cut = walk->is_cut || rows_count(rows) > WALK_LINKS;
    for (size_t row = 0; row < rows_count(rows); row++)
        take_link(walk, next, rows, row);
    rows_drop(rows);
    return true;
}

bool walk_go(struct walk *walk)
{
    struct front front = {.count = 1}, next;

    walk->count = 1;
    walk->nodes[0].share = 1;
    for (long round = 0; front.count > 0; round++) {
        if (round == (walk->is_of_supply ? ROUNDS_MAX : walk->depth)) {
            walk->is_cut = walk->is_cut || walk->is_of_supply;
            return true;
        }
        if (!step(walk, &front, &next))
            return false;
        front = next;
    }
    return true;
}

bool walk_show(const struct walk *walk, struct rows **ret_rows)
{
    struct chain_ids ids;

    chain_ids_open(&ids, walk->reading->arena);
    for (size_t i = 0; i < walk->count; i++)
        chain_ids_add(&ids, &walk->nodes[i].id);
    return db_run(walk->reading->db, SQL_CHAIN_SHOWN, PARAMS(chain_ids_literal(&ids, 0, ids.count)),
                  ret_rows);
}

size_t walk_row(const struct walk *walk, const struct rows *rows, const struct chain_id *id)
{
    const char *text = chain_id_text(walk->reading->arena, id);
    size_t row = 0;

    while (row < rows_count(rows) && strcmp(rows_text(rows, row, "id"), text) != 0)
        row++;
    return row;
}
