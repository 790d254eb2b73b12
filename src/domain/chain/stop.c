#include "stop.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/base/json.h"
#include "renkei/domain/change/checks.h"

/* An unknown field counts as the worst, as in the score. */
static double value_of(enum score_field field, const char *word)
{
    double value;

    return word != NULL && score_profile_value(field, word, &value) ? value : 1;
}

/* What it costs us that so much of the supplier stops: A of its score, before measures. */
double chain_loss(const struct rows *rows, size_t row, double share)
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
    json_t *affected = walk_shown(stop->rows, row);
    double loss = chain_loss(stop->rows, row, node->share);

    stop->loss += loss;
    (void)json_object_update_new(
        affected,
        json_pack("{s:I,s:o,s:f,s:f,s:s?}", "depth", (json_int_t)node->depth, "via",
                  walk_id_json(stop->walk, node->via), "share", node->share, "loss", loss,
                  "substitutability", rows_text(stop->rows, row, "substitutability")));
    return affected;
}

static json_t *self_json(const struct walk *walk)
{
    return walk->self.share <= 0
        ? json_null()
        : json_pack("{s:I,s:o,s:f}", "depth", (json_int_t)walk->self.depth, "via",
                    walk_id_json(walk, walk->self.via), "share", walk->self.share);
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
    size_t count = 0;

    for (size_t i = walk->starts; i < walk->count; i++)
        places[count++] = (struct place){i, walk->nodes[i].share, walk->nodes[i].depth};
    qsort(places, count, sizeof *places, harder_first);
    for (size_t i = 0; i < count; i++) {
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

bool chain_stop(struct walk *walk, struct rows **ret_rows, json_t **ret_stop)
{
    struct stop stop = {.walk = walk};
    json_t *affected;

    walk->is_of_supply = true;
    if (!walk_go(walk) || !walk_show(walk, &stop.rows))
        return false;
    affected = all_affected(&stop);
    *ret_rows = stop.rows;
    *ret_stop = json_keep(walk->reading->arena,
                          json_pack("{s:f,s:o,s:o,s:o,s:b}", "weighted_loss", stop.loss, "by_stage",
                                    by_stage(affected), "self", self_json(walk), "affected",
                                    affected, "is_cut", walk->is_cut));
    return true;
}
