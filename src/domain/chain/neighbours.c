#include "renkei/domain/chain/neighbours.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"
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
    walk->nodes[0].id = chain_id_of(supplier_id);
    return tenant_today(reading, &walk->today);
}

static json_t *id_json(const struct walk *walk, size_t at)
{
    return json_string(chain_id_text(walk->reading->arena, &walk->nodes[at].id));
}

static json_t *number_or_null(const struct rows *rows, size_t row, const char *micro)
{
    return rows_text(rows, row, micro) == NULL
        ? json_null()
        : json_real((double)rows_integer(rows, row, micro) / 1e6);
}

/* What the row of chain_shown says of a supplier. */
static json_t *shown(const struct rows *rows, size_t row)
{
    return json_pack("{s:{s:s,s:s},s:s?,s:s?,s:o,s:s?,s:o}", "supplier", "id",
                     rows_text(rows, row, "id"), "name", rows_text(rows, row, "name"), "stage",
                     rows_text(rows, row, "stage"), "band", rows_text(rows, row, "band"), "score",
                     number_or_null(rows, row, "score_micro"), "chain_band",
                     rows_text(rows, row, "chain_band"), "chain_score",
                     number_or_null(rows, row, "chain_micro"));
}

/* ---- the tree ---- */

static json_t *node_json(const struct walk *walk, const struct rows *rows, size_t at)
{
    json_t *node = shown(rows, walk_row(walk, rows, &walk->nodes[at].id));

    (void)json_object_set_new(node, "depth", json_integer(walk->nodes[at].depth));
    return node;
}

static json_t *link_json(const struct walk *walk, const struct walk_link *link)
{
    return json_pack("{s:o,s:o,s:s,s:i,s:i}", "from", id_json(walk, link->from), "to",
                     link->to == WALK_SELF ? json_string("self") : id_json(walk, link->to), "kind",
                     link->kind, "dependency", link->dependency, "penetration", link->penetration);
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

/* An unknown field counts as the worst, as in the score. */
static double value_of(enum score_field field, const char *word)
{
    double value;

    return word != NULL && score_profile_value(field, word, &value) ? value : 1;
}

/* What it costs us that so much of the supplier stops: A of its score, before measures. */
static double loss_of(const struct rows *rows, size_t row, double share)
{
    return share
        * score_availability(
               value_of(SCORE_BUSINESS_DEPENDENCY, rows_text(rows, row, "business_dependency")),
               value_of(SCORE_SUBSTITUTABILITY, rows_text(rows, row, "substitutability")),
               value_of(SCORE_SUPPLY_CHAIN_STAGE, rows_text(rows, row, "stage")));
}

struct stop {
    const struct walk *walk;
    struct rows *rows;
    double loss;
};

static json_t *affected_json(struct stop *stop, size_t at, size_t row)
{
    const struct walk_node *node = &stop->walk->nodes[at];
    json_t *affected = shown(stop->rows, row);
    double loss = loss_of(stop->rows, row, node->share);

    stop->loss += loss;
    (void)json_object_update_new(
        affected,
        json_pack("{s:I,s:o,s:f,s:f,s:s?}", "depth", (json_int_t)node->depth, "via",
                  id_json(stop->walk, node->via), "share", node->share, "loss", loss,
                  "substitutability", rows_text(stop->rows, row, "substitutability")));
    return affected;
}

static json_t *self_json(const struct walk *walk)
{
    return walk->self.share <= 0
        ? json_null()
        : json_pack("{s:I,s:o,s:f}", "depth", (json_int_t)walk->self.depth, "via",
                    id_json(walk, walk->self.via), "share", walk->self.share);
}

struct place {
    size_t at;
    double share;
    long depth;
};

/* The hardest hit first; among equals the nearest. */
static int harder_first(const void *left, const void *right)
{
    const struct place *a = left, *b = right;

    if (a->share != b->share)
        return a->share > b->share ? -1 : 1;
    if (a->depth != b->depth)
        return a->depth < b->depth ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static json_t *all_affected(struct stop *stop)
{
    const struct walk *walk = stop->walk;
    struct place *places = arena_alloc(walk->reading->arena, WALK_NODES * sizeof *places);
    json_t *affected = json_array();

    for (size_t i = 1; i < walk->count; i++)
        places[i - 1] = (struct place){i, walk->nodes[i].share, walk->nodes[i].depth};
    qsort(places, walk->count - 1, sizeof *places, harder_first);
    for (size_t i = 0; i + 1 < walk->count; i++) {
        size_t row = walk_row(walk, stop->rows, &walk->nodes[places[i].at].id);

        if (row < rows_count(stop->rows))
            (void)json_array_append_new(affected, affected_json(stop, places[i].at, row));
    }
    return affected;
}

static json_t *by_stage(const json_t *affected)
{
    json_t *stages = json_object(), *one;
    size_t i;

    for (size_t s = 0; score_profile_word(SCORE_SUPPLY_CHAIN_STAGE, s) != NULL; s++)
        (void)json_object_set_new(stages, score_profile_word(SCORE_SUPPLY_CHAIN_STAGE, s),
                                  json_integer(0));
    (void)json_object_set_new(stages, "unknown", json_integer(0));
    json_array_foreach(affected, i, one)
    {
        const char *stage = json_member(one, "stage");
        const char *name = stage == NULL ? "unknown" : stage;
        json_int_t count = json_integer_value(json_object_get(stages, name));

        (void)json_object_set_new(stages, name, json_integer(count + 1));
    }
    return stages;
}

bool chain_impact(struct reading *reading, const char *supplier_id, json_t **ret_impact)
{
    struct walk *walk;
    struct stop stop = {0};
    json_t *affected;
    size_t row;

    if (!begin(reading, supplier_id, &walk))
        return false;
    walk->is_of_supply = true;
    if (!walk_go(walk) || !walk_show(walk, &stop.rows))
        return false;
    stop.walk = walk;
    row = walk_row(walk, stop.rows, &walk->nodes[0].id);
    affected = all_affected(&stop);
    *ret_impact =
        json_keep(reading->arena,
                  json_pack("{s:{s:s,s:s?},s:s?,s:s?,s:f,s:f,s:o,s:o,s:o,s:b}", "supplier", "id",
                            supplier_id, "name", rows_text(stop.rows, row, "name"), "stage",
                            rows_text(stop.rows, row, "stage"), "substitutability",
                            rows_text(stop.rows, row, "substitutability"), "own_loss",
                            loss_of(stop.rows, row, 1), "weighted_loss", stop.loss, "by_stage",
                            by_stage(affected), "self", self_json(walk), "affected", affected,
                            "is_cut", walk->is_cut));
    return true;
}
