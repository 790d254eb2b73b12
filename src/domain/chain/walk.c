#include "walk.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/domain/change/checks.h"
#include "trial.h"

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

/* A link as it was found: from the near end to the far one. */
struct found {
    struct chain_id near, far;
    bool is_self; /* the far end is the tenant itself */
    struct walk_link link;
};

static void take_link(struct walk *walk, struct front *next, struct found *found)
{
    struct walk_link *link = &found->link;
    size_t via = find(walk, &found->near), at = WALK_SELF;
    struct walk_node way = {.id = found->far, .depth = walk->nodes[via].depth + 1, .via = via};

    if (walk->is_of_supply && strcmp(link->kind, "network") == 0)
        return;
    way.share = walk->nodes[via].share * link->dependency / 4;
    if (found->is_self)
        reach_self(walk, &way);
    else {
        reach(walk, next, find(walk, &found->far), &way);
        at = find(walk, &found->far);
        if (at == walk->count)
            return;
    }
    link->from = walk->is_upstream ? at : via;
    link->to = walk->is_upstream ? via : at;
    (void)add_link(walk, link);
}

static void take_row(struct walk *walk, struct front *next, const struct rows *rows, size_t row)
{
    const char *near = rows_text(rows, row, walk->is_upstream ? "target" : "source");
    const char *far = rows_text(rows, row, walk->is_upstream ? "source" : "target");
    struct found found = {
        .near = chain_id_of(near),
        .is_self = strcmp(far, "self") == 0,
        .link = {.kind = arena_strdup(walk->reading->arena, rows_text(rows, row, "kind")),
                 .dependency = (int)rows_integer(rows, row, "dependency"),
                 .penetration = (int)rows_integer(rows, row, "penetration")}};

    if (!found.is_self)
        found.far = chain_id_of(far);
    if (trial_takes(walk->trial, rows_text(rows, row, "id"), &found.link.dependency,
                    &found.link.penetration))
        take_link(walk, next, &found);
}

/* Further links of a trial, down from those that are looked at. */
static void take_tried(struct walk *walk, const struct front *front, struct front *next)
{
    for (size_t i = 0; walk->trial != NULL && i < walk->trial->count; i++) {
        const struct trial_link *tried = &walk->trial->links[i];
        struct found found = {tried->source,
                              tried->target,
                              tried->is_to_self,
                              {.kind = tried->kind,
                               .dependency = tried->dependency,
                               .penetration = tried->penetration}};
        size_t near = find(walk, &tried->source);

        if (tried->is_new && near < walk->count && front->has[near])
            take_link(walk, next, &found);
    }
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
        take_row(walk, next, rows, row);
    take_tried(walk, front, next);
    rows_drop(rows);
    return true;
}

bool walk_go(struct walk *walk)
{
    struct front front = {0}, next;

    for (walk->count = 0; walk->count < walk->starts; walk->count++) {
        walk->nodes[walk->count].share = 1;
        push(&front, walk->count);
    }
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

json_t *walk_id_json(const struct walk *walk, size_t at)
{
    return json_string(chain_id_text(walk->reading->arena, &walk->nodes[at].id));
}

static json_t *number_or_null(const struct rows *rows, size_t row, const char *micro)
{
    return rows_text(rows, row, micro) == NULL
        ? json_null()
        : json_real((double)rows_integer(rows, row, micro) / 1e6);
}

json_t *walk_shown(const struct rows *rows, size_t row)
{
    return json_pack("{s:{s:s,s:s},s:s?,s:s?,s:o,s:s?,s:o}", "supplier", "id",
                     rows_text(rows, row, "id"), "name", rows_text(rows, row, "name"), "stage",
                     rows_text(rows, row, "stage"), "band", rows_text(rows, row, "band"), "score",
                     number_or_null(rows, row, "score_micro"), "chain_band",
                     rows_text(rows, row, "chain_band"), "chain_score",
                     number_or_null(rows, row, "chain_micro"));
}
