#include "solve.h"

#include <string.h>

#include "renkei/base/buffer.h"
#include "renkei/base/random.h"

struct solving {
    const struct chain_graph *graph;
    struct arena *arena;
    struct score_border border;
    bool *is_given;
    struct score_arrival *given;
    void *memory;
    uint32_t *path; /* room for one */
};

/* ---- the border ---- */

static void give_label(struct solving *solving, uint32_t node, const struct chain_label *label)
{
    uint32_t *path = arena_alloc(solving->arena, label->length * sizeof *path);

    for (uint32_t i = 0; i < label->length; i++)
        path[i] = chain_graph_find(solving->graph, &label->path[i]);
    solving->given[solving->border.label_count++] =
        (struct score_arrival){label->exposure, label->hops, node, 0, path, label->length};
    solving->border.path_nodes += label->length;
}

/* Its best two: both from elsewhere, where there are two; else its own and what arrives. */
size_t chain_sends(const struct chain_graph *graph, uint32_t node, const struct chain_label *from,
                   struct chain_label *ret_labels)
{
    size_t count = 0;

    if (from[1].length == 0 && graph->nodes[node].exposure > 0)
        ret_labels[count++] =
            (struct chain_label){graph->nodes[node].exposure, 1, 1, &graph->members[node].id};
    for (size_t k = 0; k < SCORE_ARRIVALS; k++)
        if (from[k].length > 0)
            ret_labels[count++] = from[k];
    return count;
}

static void give(struct solving *solving, uint32_t node)
{
    struct chain_label labels[SCORE_ARRIVALS];
    size_t count = chain_sends(solving->graph, node, solving->graph->members[node].kept, labels);

    for (size_t i = 0; i < count; i++)
        give_label(solving, node, &labels[i]);
}

static void draw_border(struct solving *solving)
{
    const struct chain_graph *graph = solving->graph;

    solving->is_given = arena_alloc(solving->arena, graph->count + 1);
    solving->given =
        arena_alloc(solving->arena, (SCORE_ARRIVALS * graph->count + 1) * sizeof *solving->given);
    for (uint32_t n = 0; n < graph->count; n++) {
        solving->is_given[n] = graph->members[n].is_given;
        if (graph->members[n].is_given && graph->members[n].is_active)
            give(solving, n);
    }
    solving->border.is_given = solving->is_given;
    solving->border.labels = solving->given;
}

/* ---- results ---- */

static struct chain_label label_of(struct solving *solving, const struct score_arrival *found)
{
    struct chain_label label = {found->exposure, found->hops, found->length, NULL};
    struct chain_id *path = arena_alloc(solving->arena, found->length * sizeof *path);

    (void)score_arrival_path(solving->memory, found->label, solving->path);
    for (uint32_t i = 0; i < found->length; i++)
        path[i] = solving->graph->members[solving->path[i]].id;
    label.path = path;
    return label;
}

/* Its own stands in no label: it follows from the score. */
static void read_labels(struct solving *solving, uint32_t node, struct chain_solved *solved)
{
    struct score_arrival found[SCORE_ARRIVALS];
    size_t count = score_knock_on_arrivals(&solving->graph->score, &solving->border,
                                           solving->memory, node, found);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (found[i].length > 1)
            solved->labels[kept++] = label_of(solving, &found[i]);
}

static bool same_label(const struct chain_label *a, const struct chain_label *b)
{
    return a->length == b->length
        && (a->length == 0
            || (a->exposure == b->exposure && a->hops == b->hops
                && memcmp(a->path, b->path, a->length * sizeof *a->path) == 0));
}

static bool same_labels(const struct chain_label *a, const struct chain_label *b)
{
    return same_label(&a[0], &b[0]) && same_label(&a[1], &b[1]);
}

/* Never below its own, however the two were rounded. */
static long score_of(const struct chain_member *member, const struct score_knock_on *result)
{
    long score = (long)score_micro(result->score);

    if (!member->is_scored || member->own_micro == CHAIN_NONE)
        return CHAIN_NONE;
    return result->worst_source == SCORE_NO_NODE || score < member->own_micro ? member->own_micro
                                                                              : score;
}

static void compare(const struct chain_member *member, struct chain_solved *solved)
{
    solved->sends_otherwise = !same_labels(solved->labels, member->kept);
    solved->differs = solved->is_kept != member->is_stored
        || (solved->is_kept
            && (solved->sends_otherwise || solved->score_micro != member->chain_micro
                || member->own_micro != member->stored_own));
}

static void read_results(struct solving *solving, const struct score_knock_on *results,
                         struct chain_solved *solved)
{
    const struct chain_graph *graph = solving->graph;

    for (uint32_t n = 0; n < graph->count; n++) {
        const struct chain_member *member = &graph->members[n];

        solved[n] = (struct chain_solved){.score_micro = CHAIN_NONE};
        if (member->is_given)
            continue;
        solved[n].is_kept = member->is_active && member->is_reached;
        if (solved[n].is_kept) {
            read_labels(solving, n, &solved[n]);
            solved[n].score_micro = score_of(member, &results[n]);
        }
        compare(member, &solved[n]);
    }
}

bool chain_solve(const struct chain_graph *graph, struct chain_solved **ret_solved)
{
    struct arena *arena = graph->view.reading->arena;
    struct solving solving = {.graph = graph, .arena = arena};
    struct score_knock_on *results = arena_alloc(arena, (graph->count + 1) * sizeof *results);

    *ret_solved = arena_alloc(arena, (graph->count + 1) * sizeof **ret_solved);
    draw_border(&solving);
    solving.path = arena_alloc(arena, (graph->count + 1) * sizeof *solving.path);
    solving.memory = arena_alloc(arena,
                                 score_knock_on_part_memory(graph->count, graph->score.edge_count,
                                                            solving.border.path_nodes));
    if (score_knock_on_part(&graph->score, &solving.border, solving.memory, results) != SCORE_OK)
        return fail(graph->view.reading->failure, PROBLEM_INTERNAL, (char *)NULL);
    read_results(&solving, results, *ret_solved);
    return true;
}

/* ---- rows ---- */

static void write_number(struct buffer *text, const char *name, long micro)
{
    if (micro == CHAIN_NONE)
        buffer_printf(text, ",\"%s_micro\":null", name);
    else
        buffer_printf(text, ",\"%s_micro\":%ld", name, micro);
}

static void write_band(struct buffer *text, const char *name, long micro)
{
    if (micro == CHAIN_NONE)
        buffer_printf(text, ",\"%s\":null", name);
    else
        buffer_printf(text, ",\"%s\":\"%s\"", name,
                      score_band_word(score_band_of((double)micro / 1e6)));
}

static void write_label(struct buffer *text, const char *name, const struct chain_label *label)
{
    char id[UUID_TEXT];

    if (label->length == 0)
        return;
    buffer_printf(text, ",\"%s_exposure\":%.17g,\"%s_hops\":%.17g,\"%s_path\":[", name,
                  label->exposure, name, label->hops, name);
    for (uint32_t i = 0; i < label->length; i++) {
        if (i > 0)
            buffer_add_char(text, ',');
        uuid_text(label->path[i].bytes, id);
        buffer_add_quoted(text, id, sizeof id - 1);
    }
    buffer_add_char(text, ']');
}

void chain_write_row(const struct chain_graph *graph, size_t at, const struct chain_solved *solved,
                     struct buffer *text)
{
    const struct chain_member *member = &graph->members[at];
    char id[UUID_TEXT];

    uuid_text(member->id.bytes, id);
    buffer_printf(text, "{\"supplier_id\":\"%s\"", id);
    write_number(text, "own", member->own_micro);
    write_band(text, "own_band", member->own_micro);
    write_number(text, "score", solved->score_micro);
    write_band(text, "band", solved->score_micro);
    write_label(text, "first", &solved->labels[0]);
    write_label(text, "second", &solved->labels[1]);
    buffer_add_char(text, '}');
}
