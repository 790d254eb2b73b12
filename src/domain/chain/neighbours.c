#include "renkei/domain/chain/neighbours.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
#include "stop.h"
#include "walk.h"

static bool begin(struct reading *reading, const char *supplier_id, struct walk **ret_walk)
{
    struct walk *walk = arena_alloc(reading->arena, sizeof *walk);
    struct rows *found;

    memset(walk, 0, sizeof *walk);
    walk->reading = reading;
    *ret_walk = walk;
    if (!db_run_one(reading->db, SQL_SUPPLIER_EXISTS, PARAMS(supplier_id), &found))
        return false;
    walk->starts = 1;
    walk->nodes[0].id = chain_id_of(supplier_id);
    return tenant_today(reading, &walk->today);
}

/* ---- the tree ---- */

static json_t *node_json(const struct walk *walk, const struct rows *rows, size_t at)
{
    json_t *node = walk_shown(rows, walk_row(walk, rows, &walk->nodes[at].id));

    (void)json_object_set_new(node, "depth", json_integer(walk->nodes[at].depth));
    return node;
}

static json_t *link_json(const struct walk *walk, const struct walk_link *link)
{
    return json_pack("{s:o,s:o,s:s,s:i,s:i}", "from", walk_id_json(walk, link->from), "to",
                     link->to == WALK_SELF ? json_string("self") : walk_id_json(walk, link->to),
                     "kind", link->kind, "dependency", link->dependency, "penetration",
                     link->penetration);
}

bool chain_tree(struct reading *reading, const char *supplier_id, bool is_upstream, long depth,
                json_t **ret_tree)
{
    json_t *nodes = json_array(), *links = json_array();
    struct walk *walk;
    struct rows *rows;

    *ret_tree =
        json_keep(reading->arena, json_pack("{s:o,s:o}", "suppliers", nodes, "links", links));
    if (!begin(reading, supplier_id, &walk))
        return false;
    walk->is_upstream = is_upstream;
    walk->depth = depth;
    if (!walk_go(walk) || !walk_show(walk, &rows))
        return false;
    for (size_t i = 0; i < walk->count; i++)
        if (walk_row(walk, rows, &walk->nodes[i].id) < rows_count(rows))
            (void)json_array_append_new(nodes, node_json(walk, rows, i));
    for (size_t i = 0; i < walk->link_count; i++)
        (void)json_array_append_new(links, link_json(walk, &walk->links[i]));
    (void)json_object_set_new(*ret_tree, "is_cut", json_boolean(walk->is_cut));
    return true;
}

/* ---- a stop ---- */

bool chain_impact(struct reading *reading, const char *supplier_id, json_t **ret_impact)
{
    struct walk *walk;
    struct rows *rows;
    size_t row;

    if (!begin(reading, supplier_id, &walk) || !chain_stop(walk, &rows, ret_impact))
        return false;
    row = walk_row(walk, rows, &walk->nodes[0].id);
    (void)json_object_update_new(
        *ret_impact,
        json_pack("{s:{s:s,s:s?},s:s?,s:s?,s:f}", "supplier", "id", supplier_id, "name",
                  rows_text(rows, row, "name"), "stage", rows_text(rows, row, "stage"),
                  "substitutability", rows_text(rows, row, "substitutability"), "own_loss",
                  chain_loss(rows, row, 1)));
    return true;
}
